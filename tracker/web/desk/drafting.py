"""New requests and drafts: block, body, law, questions, applicant, the letter, and settling it."""

from dataclasses import dataclass, replace
from io import BytesIO

from flask import flash, redirect, render_template, request, send_file, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from tracker.domain.block import Block
from tracker.domain.body import PublicBody, Role
from tracker.domain.errors import NotOnFile, Refusal
from tracker.domain.law import LetterKind
from tracker.domain.questions import Asked, Element
from tracker.domain.request import Applicant, Draft
from tracker.services import drafting
from tracker.services.filing import MEDIA
from tracker.services.lettering import preview_draft, request_bytes
from tracker.services.office import Office
from tracker.web.desk.changes import Change, changes
from tracker.web.desk.draft_form import DraftForm, SettleForm
from tracker.web.desk.left import draft_of
from tracker.web.desk.words import READINGS
from tracker.web.doors import Door, Pages, by
from tracker.web.filters import language_name
from tracker.web.forms import PageForm, told_on
from tracker.web.house import the_office

PAGES = Pages("desk_drafting", Door.DESK, "/desk")


@PAGES.route("/new", methods=["GET", "POST"])
def new() -> Response | tuple[str, int]:
    """Choose the block, then the body; a draft is made with everything proposed filled in."""
    office, form = the_office(), PageForm()
    block = request.values.get("block", "")
    body = request.form.get("body", "")
    with told_on(form):
        if form.sent() and body:
            begun = drafting.start(office, block, body, by=by())
            return redirect(url_for(".draft", reference=begun.reference))
        if request.method == "POST":
            form.form_errors.append("Choose the public body that is asked.")
            form.code = 422
    chosen = office.library.block(block) if block else None
    return render_template(
        "desk/new.html",
        form=form,
        block=chosen,
        blocks=sorted(office.library.blocks.values(), key=lambda b: b.since, reverse=True),
        bodies=bodies_of(office, chosen) if chosen else [],
        chosen_body=body,
        asked="",
    ), form.code


def bodies_of(office: Office, block: Block) -> list[PublicBody]:
    """The bodies that can be asked, those named in the story of the block first."""
    found = [
        body
        for body in office.library.bodies.values()
        if body.country == block.country and body.role is not Role.APPEAL_BODY
    ]
    return sorted(found, key=lambda body: body.key not in block.bodies)


@PAGES.route("/drafts/<reference>", methods=["GET", "POST"])
def draft(reference: str) -> Response | tuple[str, int]:
    """Type, save, look at the letter, settle. Nothing typed is lost when a step fails."""
    office = the_office()
    on_file, applicant = draft_of(office, reference)
    form = DraftForm(on_file, applicant, _choices(office, on_file))
    with told_on(form):
        if form.sent() and (done := _saved(office, form)):
            return done
    return _draft_page(office, form, applicant)


def _saved(office: Office, form: DraftForm) -> Response | None:
    """Save, and go where the button leads; nothing where the draft lacks what settling needs."""
    action = request.form.get("action", "save")
    saved = drafting.save(office, form.typed_draft(), form.typed_applicant(), by=by())
    form.version.data = str(saved.version)
    if action == "look":
        return redirect(url_for(".letter", reference=saved.reference, settled_on=form.day))
    if action != "settle":
        flash("The draft is saved.")
        return redirect(url_for(".draft", reference=saved.reference, settled_on=form.day))
    missing = drafting.lacks(office, saved, form.typed_applicant())
    for lack in missing:
        form.complain(lack.field, lack.message)
    return None if missing else _settled(office, form, saved.reference, saved.version)


def _settled(office: Office, form: SettleForm, reference: str, version: int) -> Response:
    drafting.settle(office, reference, version, on=form.settled_on.data, by=by())
    flash("The request is settled: what it asks stands from here on. Now it can be approved.")
    return redirect(url_for("desk_requests.request_page", reference=reference))


@PAGES.route("/drafts/<reference>/letter", methods=["GET", "POST"])
def letter(reference: str) -> Response | tuple[str, int]:
    """The letter as it would go out were the draft settled now; settling it from here."""
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
        letter=Markup(office.documents.html(composed)),  # noqa: S704 - it escapes what it sets
        lacks=drafting.lacks(office, found, applicant),
        unreviewed=found.language in office.unreviewed_languages,
        language=language_name(found.language),
    ), form.code


@PAGES.get("/drafts/<reference>/letter.docx")
def letter_docx(reference: str) -> Response:
    """The letter as a Word document, to be edited outside."""
    office = the_office()
    found, applicant = draft_of(office, reference)
    data = request_bytes(office, found, applicant)
    name = f"request-{reference}.docx"
    return send_file(BytesIO(data), MEDIA["docx"], as_attachment=True, download_name=name)


@PAGES.get("/drafts/<reference>/letter.txt")
def letter_text(reference: str) -> Response:
    """The letter as the text of an e-mail."""
    office = the_office()
    found, applicant = draft_of(office, reference)
    words = office.documents.plain(preview_draft(office, found, applicant))
    name = f"request-{reference}.txt"
    return send_file(BytesIO(words.encode()), MEDIA["txt"], as_attachment=True, download_name=name)


@PAGES.route("/drafts/<reference>/discard", methods=["GET", "POST"])
def discard(reference: str) -> Response | tuple[str, int]:
    """Throw a draft away, after a second look."""
    office, form = the_office(), PageForm()
    found, _ = draft_of(office, reference)
    with told_on(form):
        if form.sent():
            office.cases.discard(reference, request.form.get("version", 0, type=int))
            flash("The draft was thrown away.")
            return redirect(url_for("desk.morning"))
    block = office.library.block(found.block)
    body = office.library.body(found.body)
    page = render_template("desk/discard.html", form=form, draft=found, block=block, body=body)
    return page, form.code


@dataclass(frozen=True, slots=True)
class Offered:
    """A question of the catalogue as this draft would put it, and the section it rests on."""

    asked: Asked
    option: int
    cite: str


def _draft_page(office: Office, form: DraftForm, kept: Applicant) -> tuple[str, int]:
    found = form.draft
    block, body = office.library.block(found.block), office.library.body(found.body)
    law = office.library.law(found.law)
    page = render_template(
        "desk/draft.html",
        form=form,
        draft=found,
        block=block,
        body=body,
        law=law,
        read=READINGS[law.weakest(law.eligibility.sources)],
        eligibility_cite=law.cite(law.eligibility.sources),
        states=body.states_on(office.today_at(body.key)),
        urgent_when=law.first_stage().expedited_when,
        extension=law.first_stage().extension,
        offered=_offered(office, form),
        earlier=_earlier(office, found),
        changes=_changes(office, form, kept),
        unreviewed={
            language_name(key) for key in office.unreviewed_languages & _languages(office, found)
        },
        live=office.premises.state().live,
    )
    return page, form.code


def _earlier(office: Office, found: Draft) -> list[tuple[str, str]]:
    """Reference and phase of requests to the same body about the same block."""
    try:
        proposal = drafting.propose(office, found.block, found.body)
    except NotOnFile:
        raise
    except Refusal:
        return []
    return [(row.reference, row.phase) for row in proposal.earlier]


def _changes(office: Office, form: DraftForm, kept: Applicant) -> tuple[Change, ...]:
    if form.theirs is None:
        return ()
    mine, applicant = form.typed_draft(), form.typed_applicant()
    return changes(office, mine, form.theirs, applicant, kept)


def _offered(office: Office, form: DraftForm) -> dict[Element, list[Offered]]:
    """The questions grouped by the element of the legal basis that they aim at."""
    law = office.library.law(form.draft.law)
    groups: dict[Element, list[Offered]] = {}
    for number, question in enumerate(_catalogue(office, form.draft)):
        keys = office.library.question(question.key).disclosable.get(law.key, ())
        offered = Offered(question, number, law.cite(keys))
        groups.setdefault(question.element, []).append(offered)
    return groups


def _catalogue(office: Office, found: Draft) -> tuple[Asked, ...]:
    """All questions of the catalogue that fit, in the words of this draft's language."""
    block, body = office.library.block(found.block), office.library.body(found.body)
    fitting = office.library.questions_for(block, body, office.today_at(body.key))
    keys = tuple(question.key for question in fitting)
    return drafting.asked(office, replace(found, questions=keys, own_questions=()))


def _languages(office: Office, found: Draft) -> set[str]:
    """What may be written in: in a live office no wording that nobody reviewed is offered, though
    a draft that has it keeps it until somebody chooses another."""
    known = set(office.documents.languages(LetterKind.REQUEST))
    barred = office.unreviewed_languages if office.premises.state().live else frozenset()
    return known - (barred - {found.language})


def _choices(office: Office, found: Draft) -> dict[str, dict[str, str]]:
    law = office.library.law(found.law)
    return {
        "eligibility": {key: str(words) for key, words in law.eligibility.kinds.items()},
        "questions": {asked.key: asked.words for asked in _catalogue(office, found)},
        "language": {
            key: language_name(key)
            for key in office.documents.languages(LetterKind.REQUEST)
            if key in _languages(office, found)
        },
        "supporters": {
            key: str(organisation.name)
            for key, organisation in sorted(
                office.library.organisations.items(), key=lambda known: str(known[1].name)
            )
        },
    }
