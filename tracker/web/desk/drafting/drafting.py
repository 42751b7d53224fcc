"""New requests and drafts: block, body, law, questions, applicant, letter, and finalising."""

from io import BytesIO

from flask import flash, jsonify, redirect, render_template, request, send_file, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from tracker.domain.case.request import Applicant
from tracker.services.core.evidence import MEDIA_TYPES
from tracker.services.core.office import Office
from tracker.services.core.roles import Act, require_act
from tracker.services.deadlines.explaining import commencement_words
from tracker.services.drafting import drafts
from tracker.services.drafting.choosing import BINDS, REPEATS, chosen, earlier, stated
from tracker.services.drafting.draft_letters import preview_draft, request_bytes
from tracker.services.people import handover
from tracker.services.people.handover import in_charge_of
from tracker.web.base.access import Door, Pages, by, person_may, the_person
from tracker.web.base.filters import language_name, moment
from tracker.web.base.forms import PageForm, told_on
from tracker.web.base.language import page_locale, refused
from tracker.web.base.security import scripted
from tracker.web.base.site_config import the_office
from tracker.web.desk.base.listing import listed_draft, named_rows
from tracker.web.desk.base.offering import choices, languages_offered, offered_questions, offers
from tracker.web.desk.base.unfinished_forms import draft_of
from tracker.web.desk.base.words import BODY_KINDS, READINGS
from tracker.web.desk.drafting.draft_changes import DraftChange, draft_changes
from tracker.web.desk.drafting.draft_form import DraftForm, SettleForm
from tracker.web.desk.drafting.logos import letter_with_logos

PAGES = Pages("desk_drafting", Door.DESK, "/desk")


@PAGES.route("/new", methods=["GET", "POST"])
def new() -> Response | tuple[str, int]:
    """Choose the block, then the bodies.

    One body gets a draft at once; for several, the applicant is typed first. A GET request may
    name block and bodies but changes nothing.
    """
    office, form = the_office(), PageForm()
    block = request.values.get("block", "")
    bodies = [key for key in request.values.getlist("body") if key]
    if not block:
        blocks = sorted(office.library.blocks.values(), key=lambda b: b.since, reverse=True)
        return render_template("desk/new.html", form=form, block=None, blocks=blocks), form.code
    found = office.library.block(block)
    with told_on(form):
        if form.sent() or bodies:
            asked = [body.key for body in chosen(office, block, bodies)]
            if request.method == "POST":
                return _begun(office, block, asked)
    return render_template(
        "desk/new.html",
        form=form,
        block=found,
        offers=offers(office, found),
        chosen=bodies,
        earlier=named_rows(office, earlier(office, block)),
        asked="",
    ), form.code


def _begun(office: Office, block: str, bodies: list[str]) -> Response:
    if len(bodies) > 1:
        return redirect(url_for("desk_batches.together", block=block, body=bodies))
    begun = drafts.start(office, block, bodies[0], by=by())
    return redirect(url_for(".draft", reference=begun.reference))


@PAGES.route("/drafts/<reference>", methods=["GET", "POST"])
def draft(reference: str) -> Response:
    """Edit, save, preview and finalise a draft. Nothing typed is lost when a step fails."""
    office = the_office()
    on_file, applicant = draft_of(office, reference)
    form = DraftForm(on_file, applicant, choices(office, on_file))
    with told_on(form):
        if form.sent() and (done := _saved(office, form, applicant)):
            return done
    return _draft_page(office, form, applicant)


@PAGES.post("/drafts/<reference>/autosave")
def autosave(reference: str) -> tuple[Response, int]:
    """Save what is typed, for the page's script.

    It checks versions like the form does, so it never overwrites another editor. The response has
    the new version, or why it was not saved.
    """
    office = the_office()
    on_file, applicant = draft_of(office, reference)
    form = DraftForm(on_file, applicant, choices(office, on_file))
    with told_on(form):
        if form.sent():
            typed = form.typed_draft(), form.typed_applicant(applicant)
            saved = listed_draft(office, drafts.save(office, *typed, by=by()))
            at = moment(saved.draft.changed_at or office.now(), saved.zone)
            return jsonify(
                version=str(saved.draft.version), said=gettext("Saved {moment}.", moment=at)
            ), 200
    return jsonify(said=" ".join(message for _, message in form.summary())), form.code


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


def _saved(office: Office, form: DraftForm, kept: Applicant) -> Response | None:
    """Save, and go where the button leads; return None if the draft lacks what finalising needs.

    Raises NotYours if this person may save but not finalise.
    """
    action, place = form.asked_for()
    applicant = form.typed_applicant(kept)
    saved = drafts.save(office, form.typed_draft(), applicant, by=by())
    form.version.data = str(saved.version)
    if action == "look":
        return redirect(url_for(".letter", reference=saved.reference, settled_on=form.day))
    if action != "settle":
        flash(gettext("Draft saved."))
        there = url_for(".draft", reference=saved.reference, settled_on=form.day, _anchor=place)
        return redirect(there)
    require_act(the_person(), Act.SETTLE)
    missing = drafts.lacks(office, saved, applicant)
    for lack in missing:
        form.complain(lack.field, refused(lack.why))
    return None if missing else _settled(office, form, saved.reference, saved.version)


def _settled(office: Office, form: SettleForm, reference: str, version: int) -> Response:
    drafts.settle(office, reference, version, on=form.settled_on.data, by=by())
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
    composed = preview_draft(office, found, applicant)
    return render_template(
        "desk/draft_letter.html",
        form=form,
        draft=found,
        body=office.library.body(found.body),
        letter=letter_with_logos(office, composed),
        lacks=drafts.lacks(office, found, applicant),
        unreviewed=found.language in office.unreviewed_languages,
        language=language_name(found.language),
    ), form.code


@PAGES.get("/drafts/<reference>/letter.docx")
def letter_docx(reference: str) -> Response:
    """Return the letter as a Word document, for editing elsewhere."""
    office = the_office()
    found, applicant = draft_of(office, reference)
    data = request_bytes(office, found, applicant)
    name = f"request-{reference}.docx"
    return send_file(BytesIO(data), MEDIA_TYPES["docx"], as_attachment=True, download_name=name)


@PAGES.get("/drafts/<reference>/letter.txt")
def letter_text(reference: str) -> Response:
    """Return the letter as plain text for an email."""
    office = the_office()
    found, applicant = draft_of(office, reference)
    words = office.documents.plain(preview_draft(office, found, applicant))
    name = f"request-{reference}.txt"
    return send_file(
        BytesIO(words.encode()), MEDIA_TYPES["txt"], as_attachment=True, download_name=name
    )


@PAGES.route("/drafts/<reference>/discard", methods=["GET", "POST"])
def discard(reference: str) -> Response | tuple[str, int]:
    """Discard a draft, after a confirmation page."""
    office, form = the_office(), PageForm()
    found, _ = draft_of(office, reference)
    with told_on(form):
        if form.sent():
            office.drafts.discard(reference, request.form.get("version", 0, type=int))
            flash(gettext("Draft discarded."))
            return redirect(url_for("desk.morning"))
    block = office.library.block(found.block)
    body = office.library.body(found.body)
    page = render_template("desk/discard.html", form=form, draft=found, block=block, body=body)
    return page, form.code


def _draft_page(office: Office, form: DraftForm, kept: Applicant) -> Response:
    found = form.draft
    block, body = office.library.block(found.block), office.library.body(found.body)
    law, today = office.library.law(found.law), office.today_at(found.body)
    live = office.premises.state().live
    page = render_template(
        "desk/draft.html",
        form=form,
        draft=found,
        block=block,
        body=body,
        body_kind=BODY_KINDS[body.role],
        law=law,
        in_force=commencement_words(law, page_locale()),
        readings=READINGS,
        read=law.weakest(law.eligibility.sources),
        binding=stated(law, BINDS, today),
        on_repeats=stated(law, REPEATS, today),
        eligibility_cite=law.cite(law.eligibility.sources),
        states=body.states_on(today),
        urgent_when=law.first_stage().expedited_when,
        extension=law.first_stage().extension,
        offered=offered_questions(office, found),
        earlier=named_rows(office, earlier(office, found.block, found.body)),
        kin=office.related_requests.of(found.reference),
        charge=in_charge_of(office, found.reference),
        saved=listed_draft(office, found),
        shared=office.people.shares.shared_with(found.reference) if person_may(Act.SHARE) else (),
        changes=_changes(office, form, kept),
        unreviewed={
            language_name(key)
            for key in office.unreviewed_languages.intersection(languages_offered(office, found))
        },
        live=live,
    )
    return scripted(page, form.code, fetches=True)


def _changes(office: Office, form: DraftForm, kept: Applicant) -> tuple[DraftChange, ...]:
    if form.theirs is None:
        return ()
    mine, applicant = form.typed_draft(), form.typed_applicant(kept)
    return draft_changes(office, mine, form.theirs, applicant, kept)
