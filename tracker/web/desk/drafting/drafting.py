"""New requests and drafts: block, body, law, questions, applicant, letter, and finalising."""

from io import BytesIO

from flask import flash, jsonify, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from tracker.domain.case.request import Applicant, Draft
from tracker.services.core.evidence import MEDIA_TYPES
from tracker.services.core.office import Office
from tracker.services.core.roles import Act, require_act
from tracker.services.drafting import drafts
from tracker.services.drafting.choosing import chosen, earlier
from tracker.services.drafting.draft_letters import preview_draft, request_bytes
from tracker.services.letters.wordings.taking_on import require_usable
from tracker.services.people import handover
from tracker.services.people.handover import in_charge_of
from tracker.services.people.private_access import require_access
from tracker.web.base.access import Access, Pages, by, the_person
from tracker.web.base.filters import moment
from tracker.web.base.forms import PageForm, told_on
from tracker.web.base.language import gettext, refused
from tracker.web.base.site_config import the_office
from tracker.web.desk.base.listing import listed_draft, named_rows
from tracker.web.desk.base.unfinished_forms import draft_of
from tracker.web.desk.drafting.choosing_block import choice_of_blocks
from tracker.web.desk.drafting.choosing_bodies import BodiesForm, body_choice, pick, picks
from tracker.web.desk.drafting.draft_form import SettleForm, VersionForm
from tracker.web.desk.drafting.draft_pages import (
    applicant_page,
    applicant_step,
    draft_law_page,
    draft_length,
    items_page,
    items_step,
    length_words,
    letter_page,
    step_of,
)
from tracker.web.desk.drafting.draft_steps import DraftStep, ItemsStep
from tracker.web.desk.drafting.live_length import length_sheet

PAGES = Pages("desk_drafting", Access.DESK, "/desk")
# Where a button leads after saving.
_NEXT = {"law": ".law", "items": ".draft", "next": ".applicant", "look": ".letter"}


@PAGES.route("/new", methods=["GET", "POST"])
def new() -> Response | tuple[str, int]:
    """Choose the block, then the bodies.

    One body gets a draft at once; for several, the applicant is typed first. A GET request may
    name block and bodies but changes nothing.
    """
    office, form = the_office(), BodiesForm()
    block = request.values.get("block", "")
    bodies = [key for key in request.values.getlist("body") if key]
    if not block:
        words, country = request.args.get("words", ""), request.args.get("country", "")
        offered = choice_of_blocks(office, words, country)
        return render_template("desk/choose_block.html", form=form, choice=offered), form.code
    found = office.library.block(block)
    require_access(office, the_person())
    choice = body_choice(office, found, bodies)
    with told_on(form):
        if form.sent() and picks():
            pick(office, found, form, choice)
        elif form.sent() or (bodies and request.method == "GET"):
            asked = [body.key for body in chosen(office, block, bodies)]
            if request.method == "POST":
                return _begun(office, block, asked)
    return render_template(
        "desk/new.html",
        form=form,
        block=found,
        choice=choice,
        offers=choice.offers,
        chosen=choice.chosen,
        earlier=named_rows(office, earlier(office, block)),
        asked="",
    ), form.code


def _begun(office: Office, block: str, bodies: list[str]) -> Response:
    if len(bodies) > 1:
        return redirect(url_for("desk_batches.together", block=block, body=bodies))
    begun = drafts.start(office, block, bodies[0], by=by())
    return redirect(url_for(".draft", reference=begun.reference))


@PAGES.get("/drafts/<reference>/law")
def law(reference: str) -> str:
    """Show the body, the law that applies to it, and why."""
    office = the_office()
    found, applicant = draft_of(office, reference)
    return draft_law_page(office, found, applicant)


@PAGES.route("/drafts/<reference>", methods=["GET", "POST"])
def draft(reference: str) -> Response:
    """Edit and save the items of a draft. Nothing typed is lost when a step fails."""
    office = the_office()
    form = items_step(office, reference)
    with told_on(form):
        if form.sent() and (done := _saved(office, form)):
            return done
    return items_page(office, form)


@PAGES.route("/drafts/<reference>/applicant", methods=["GET", "POST"])
def applicant(reference: str) -> Response:
    """Edit and save who asks. Nothing typed is lost when a step fails."""
    office = the_office()
    form = applicant_step(office, reference)
    with told_on(form):
        if form.sent() and (done := _saved(office, form)):
            return done
    return applicant_page(office, form)


@PAGES.post("/drafts/<reference>/autosave")
def autosave(reference: str) -> tuple[Response, int]:
    """Save what is typed, for the page's script; the address names the step.

    It checks versions like the form does, so it never overwrites another editor. The response has
    the new version, or why it was not saved.
    """
    office = the_office()
    step = applicant_step if request.args.get("step") == "applicant" else items_step
    form = step(office, reference)
    with told_on(form):
        if form.sent():
            typed = form.typed_draft(), form.typed_applicant(form.applicant)
            saved = listed_draft(office, drafts.save(office, *typed, by=by()))
            at = moment(saved.draft.changed_at or office.now(), saved.zone)
            said = " ".join((gettext("Saved {moment}.", moment=at), *_length_said(form, *typed)))
            return jsonify(version=str(saved.draft.version), said=said), 200
    return jsonify(said=" ".join(message for _, message in form.summary())), form.code


@PAGES.get("/drafts/<reference>/length.css")
def length(reference: str) -> Response:
    """Return the style sheet that counts the words and pages of the letter while items are
    ticked, without a script."""
    sheet = length_sheet(the_office(), *draft_of(the_office(), reference))
    return Response(sheet, mimetype="text/css")


@PAGES.route("/drafts/<reference>/take-over", methods=["GET", "POST"])
def take_over(reference: str) -> Response | tuple[str, int]:
    """Take charge of a draft that someone left, after a confirmation page."""
    office, form = the_office(), PageForm()
    found, _ = draft_of(office, reference)
    with told_on(form):
        if form.sent():
            handover.take_over(office, reference, by=by())
            flash(gettext("The draft is now assigned to you. The previous owner has been told."))
            return redirect(url_for(".draft", reference=reference))
    return render_template(
        "desk/take_over.html",
        form=form,
        draft=found,
        block=office.library.block(found.block),
        body=office.library.body(found.body),
        charge=in_charge_of(office, reference),
    ), form.code


def _saved(office: Office, form: DraftStep) -> Response | None:
    """Save, and go where the button leads; return None if this step lacks what finalising needs.

    Raises NotYours if this person may save but not finalise.
    """
    action, place = form.asked_for()
    typed, who = form.typed_draft(), form.typed_applicant(form.applicant)
    # Someone who only looks from step to step has changed nothing.
    unchanged = action in _NEXT and (typed, who) == (form.draft, form.applicant)
    saved = typed if unchanged else drafts.save(office, typed, who, by=by())
    form.version.data = str(saved.version)
    if action == "settle":
        return _settled_or_not(office, form, saved, who)
    if action in _NEXT:
        there = url_for(_NEXT[action], reference=saved.reference, settled_on=form.day)
        return redirect(there)
    flash(" ".join((gettext("Draft saved."), *_length_said(form, saved, who))))
    here = request.endpoint or ".draft"
    there = url_for(here, reference=saved.reference, settled_on=form.day, _anchor=place)
    return redirect(there)


def _length_said(form: DraftStep, draft: Draft, applicant: Applicant) -> tuple[str, ...]:
    """Return how long the letter is, if the step chooses its items."""
    if not isinstance(form, ItemsStep):
        return ()
    return (length_words(draft, draft_length(the_office(), draft, applicant)),)


def _settled_or_not(
    office: Office, form: DraftStep, saved: Draft, who: Applicant
) -> Response | None:
    """Finalise the draft; say on the form what this step lacks, and on the letter's page what
    another step lacks."""
    require_act(the_person(), Act.SETTLE)
    missing = drafts.all_lacks(office, saved, who)
    here = [lack for lack in missing if step_of(lack.field) == request.endpoint]
    for lack in here:
        form.complain(lack.field, refused(lack.why))
    if here:
        return None
    if missing:
        return redirect(url_for(".letter", reference=saved.reference, settled_on=form.day))
    return _settled(office, form, saved.reference, saved.version)


def _settled(office: Office, form: VersionForm, reference: str, version: int) -> Response:
    drafts.settle(office, reference, version, on=form.signed_on, by=by())
    flash(gettext("Request finalised. The wording is now fixed and ready for approval."))
    return redirect(url_for("desk_requests.request_page", reference=reference))


@PAGES.route("/drafts/<reference>/letter", methods=["GET", "POST"])
def letter(reference: str) -> Response | tuple[str, int]:
    """Show the letter as it would be if the draft were finalised now, and finalise it."""
    office = the_office()
    found, applicant = draft_of(office, reference)
    form = SettleForm(version=str(found.version))
    with told_on(form):
        if form.sent():
            return _settled(office, form, reference, form.typed_version())
    return letter_page(office, form, found, applicant), form.code


@PAGES.get("/drafts/<reference>/letter.docx")
def letter_docx(reference: str) -> Response:
    """Return the letter as a Word document, for editing elsewhere."""
    office = the_office()
    found, applicant = _to_download(office, reference)
    data = request_bytes(office, found, applicant)
    name = f"request-{reference}.docx"
    return send_file(BytesIO(data), MEDIA_TYPES["docx"], as_attachment=True, download_name=name)


@PAGES.get("/drafts/<reference>/letter.txt")
def letter_text(reference: str) -> Response:
    """Return the letter as plain text for an email."""
    office = the_office()
    found, applicant = _to_download(office, reference)
    words = office.documents.plain(preview_draft(office, found, applicant))
    name = f"request-{reference}.txt"
    return send_file(
        BytesIO(words.encode()), MEDIA_TYPES["txt"], as_attachment=True, download_name=name
    )


def _to_download(office: Office, reference: str) -> tuple[Draft, Applicant]:
    """Return a draft whose letter this office may send. Raises NotAllowed for any other."""
    found, applicant = draft_of(office, reference)
    require_usable(office, office.library.law(found.law), found.language)
    return found, applicant


@PAGES.route("/drafts/<reference>/discard", methods=["GET", "POST"])
def discard(reference: str) -> Response | tuple[str, int]:
    """Discard a draft, after a confirmation page."""
    office, form = the_office(), PageForm()
    found, _ = draft_of(office, reference)
    with told_on(form):
        if form.sent():
            drafts.discard(office, reference, request.form.get("version", 0, type=int))
            flash(gettext("Draft discarded."))
            return redirect(url_for("desk.morning"))
    block = office.library.block(found.block)
    body = office.library.body(found.body)
    page = render_template("desk/discard.html", form=form, draft=found, block=block, body=body)
    return page, form.code
