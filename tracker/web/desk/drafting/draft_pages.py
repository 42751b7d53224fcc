"""The pages of a draft, one for each step: body and law, items, applicant, letter."""

from dataclasses import dataclass
from typing import Any

from flask import render_template, url_for
from werkzeug.wrappers import Response

from tracker.domain.base.errors import BadInput
from tracker.domain.case.request import Applicant, Draft
from tracker.domain.words.conditions import conditional_sentences
from tracker.domain.words.letter import Heading, Letter, Paragraph, Runs, run_words
from tracker.services.core.office import Office
from tracker.services.core.roles import Act
from tracker.services.deadlines.explaining import commencement_words
from tracker.services.drafting import drafts
from tracker.services.drafting.choosing import BINDS, REPEATS, earlier, stated
from tracker.services.drafting.draft_letters import preview_draft
from tracker.services.drafting.drafts import Lack
from tracker.services.letters.letter_length import LetterLength, length_of
from tracker.services.people.handover import in_charge_of
from tracker.web.base.access import person_may
from tracker.web.base.filters import language_name
from tracker.web.base.language import gettext, ngettext, page_language, page_locale, refused
from tracker.web.base.security import scripted
from tracker.web.desk.base.listing import listed_draft, named_rows
from tracker.web.desk.base.offering import choices, languages_offered, offered_questions
from tracker.web.desk.base.unfinished_forms import draft_of
from tracker.web.desk.base.words import BODY_KINDS, READINGS
from tracker.web.desk.drafting.draft_changes import DraftChange, draft_changes
from tracker.web.desk.drafting.draft_form import SettleForm
from tracker.web.desk.drafting.draft_steps import (
    OWN_WORDS,
    ApplicantStep,
    DraftStep,
    ItemsStep,
)
from tracker.web.desk.drafting.logos import letter_with_logos
from tracker.web.desk.drafting.overlaps import overlaps_of
from tracker.web.desk.drafting.starting_sets import starting_action, starting_sets
from tracker.web.record.law.law_run import reply_time

ITEMS_PAGE, APPLICANT_PAGE = "desk_drafting.draft", "desk_drafting.applicant"
_ITEM_FIELDS = frozenset({"questions", "language", "urgent", "channels", "enclosures"})
# Only people of the office may learn of reprisals, so no form of a draft shows these errors.
_SIGNING_FIELDS = frozenset({"signing", "signatory"})
# Fields of several controls. The first control has the number 0.
_NUMBERED = frozenset({"questions", "eligibility"})


@dataclass(frozen=True, slots=True)
class StepLink:
    """One step of a draft: its page, the action that saves and leads there, its name, and whether
    nothing is missing in it."""

    endpoint: str
    action: str
    words: str
    done: bool


@dataclass(frozen=True, slots=True)
class MissingShown:
    """What a draft still needs, in a sentence, and the address of its field."""

    why: str
    address: str


@dataclass(frozen=True, slots=True)
class LetterBeginning:
    """The addressee and the subject of a letter."""

    to: str = ""
    subject: str = ""


def items_step(office: Office, reference: str) -> ItemsStep:
    """Return the form of the items, with a starting set selected if its button was pressed."""
    draft, applicant = draft_of(office, reference)
    form = ItemsStep(draft, applicant, choices(office, draft, applicant))
    if action := starting_action():
        sets = starting_sets(office, draft, offered_questions(office, draft))
        known = {each.action: each.keys for each in sets}
        if action in known:
            form.select(known[action])
    return form


def applicant_step(office: Office, reference: str) -> ApplicantStep:
    """Return the form of the applicant."""
    draft, applicant = draft_of(office, reference)
    return ApplicantStep(draft, applicant, choices(office, draft, applicant))


def step_of(field: str) -> str:
    """Return the endpoint of the page that asks for a field of a draft."""
    if field in _SIGNING_FIELDS:
        return "desk_signing.signing"
    if field == "law":
        return "desk_drafting.law"
    return ITEMS_PAGE if field in _ITEM_FIELDS or OWN_WORDS.fullmatch(field) else APPLICANT_PAGE


def missing_shown(reference: str, lack: Lack) -> MissingShown:
    """Return what is missing, with the address of the field where it is typed."""
    anchor = f"{lack.field}-0" if lack.field in _NUMBERED else lack.field
    page = step_of(lack.field)
    if lack.field == "signatory":
        page, anchor = APPLICANT_PAGE, "name"
    address = url_for(page, reference=reference, _anchor=anchor)
    return MissingShown(refused(lack.why), address)


def draft_length(office: Office, draft: Draft, applicant: Applicant) -> LetterLength | None:
    """Return how long the letter of a draft is; None if it cannot be written."""
    try:
        return length_of(preview_draft(office, draft, applicant))
    except BadInput:
        return None


def length_words(draft: Draft, length: LetterLength | None) -> str:
    """Return how many items a draft asks for, and about how long its letter is."""
    items = len(draft.questions) + len(draft.own_questions)
    said = ngettext("{number} item.", "{number} items.", items)
    if length is None:
        return said
    pages = ngettext("{number} page", "{number} pages", length.pages)
    said += " " + gettext(
        "The letter has {words} words, about {pages}.", words=length.words, pages=pages
    )
    if length.too_long:
        said += " " + gettext(
            "A request should fit on two pages. It can be sent all the same, but a long one is "
            "answered later and refused more easily."
        )
    return said


def draft_law_page(office: Office, draft: Draft, applicant: Applicant) -> str:
    """Return the page about the body and the law that applies to it."""
    law, today = office.library.law(draft.law), office.today_at(draft.body)
    return render_template(
        "desk/draft_law.html",
        **_frame(office, draft, applicant, None),
        body_kind=BODY_KINDS[office.library.body(draft.body).role],
        in_force=commencement_words(law, page_locale()),
        time=reply_time(law, today, page_locale()),
        read=law.weakest(law.eligibility.sources),
        binding=stated(law, BINDS, today),
        eligibility_cite=law.cite(law.eligibility.sources, page_language()),
    )


def items_page(office: Office, form: ItemsStep) -> Response:
    """Return the page that asks for the items."""
    draft, typed = form.draft, form.shown_draft()
    law, offered = office.library.law(draft.law), offered_questions(office, draft)
    length = draft_length(office, typed, form.typed_applicant(form.applicant))
    languages = office.unreviewed_languages.intersection(languages_offered(office, draft))
    page = render_template(
        "desk/draft.html",
        **_frame(office, draft, form.applicant, form),
        offered=offered,
        sets=starting_sets(office, draft, offered) if person_may(Act.DRAFT) else (),
        urgent_when=law.first_stage().expedited_when,
        extension=law.first_stage().extension,
        earlier=named_rows(office, earlier(office, draft.block, draft.body)),
        precedents=office.library.precedents_for(office.library.block(draft.block), draft.law),
        beginning=_beginning(office, draft, form.applicant),
        overlaps=overlaps_of(office, typed),
        conditions=[
            each for own in typed.own_questions for each in conditional_sentences(own.words)
        ],
        length_said=length_words(typed, length),
        unreviewed={language_name(key) for key in languages},
        live=office.premises.state().live,
    )
    return scripted(page, form.code, fetches=True)


def applicant_page(office: Office, form: ApplicantStep) -> Response:
    """Return the page that asks for the applicant."""
    draft = form.draft
    law, share = office.library.law(draft.law), person_may(Act.SHARE)
    page = render_template(
        "desk/draft_applicant.html",
        **_frame(office, draft, form.applicant, form),
        eligibility_cite=law.cite(law.eligibility.sources, page_language()),
        shared=office.people.shares.shared_with(draft.reference) if share else (),
    )
    return scripted(page, form.code, fetches=True)


def letter_page(office: Office, form: SettleForm, draft: Draft, applicant: Applicant) -> str:
    """Return the page of the letter as it would be if the draft were finalised now."""
    composed = preview_draft(office, draft, applicant)
    return render_template(
        "desk/draft_letter.html",
        **_frame(office, draft, applicant, None) | {"form": form},
        letter=letter_with_logos(office, composed),
        conditions=conditional_sentences(office.documents.plain(composed)),
        live=office.live,
    )


def _frame(
    office: Office, draft: Draft, applicant: Applicant, form: DraftStep | None
) -> dict[str, Any]:
    """Return what every page of a draft shows."""
    law, body = office.library.law(draft.law), office.library.body(draft.body)
    today = office.today_at(draft.body)
    lacks = drafts.lacks(office, draft, applicant)
    if person_may(Act.NOTE):
        lacks += drafts.signing_lack(office, draft, applicant)
    return {
        "form": form,
        "draft": draft,
        "block": office.library.block(draft.block),
        "body": body,
        "law": law,
        "states": body.states_on(today),
        "on_repeats": stated(law, REPEATS, today),
        "readings": READINGS,
        "relations": office.related_requests.of(draft.reference),
        "charge": in_charge_of(office, draft.reference),
        "saved": listed_draft(office, draft),
        "lacks": [missing_shown(draft.reference, lack) for lack in lacks],
        "steps": _steps(lacks),
        "saves": form is not None and person_may(Act.DRAFT),
        "theirs": form.theirs if form else None,
        "changes": _changes(office, form),
    }


def _steps(lacks: tuple[Lack, ...]) -> tuple[StepLink, ...]:
    lacking = {step_of(lack.field) for lack in lacks}
    return (
        StepLink("desk_drafting.law", "law", gettext("Body and law"), done=True),
        StepLink(ITEMS_PAGE, "items", gettext("Items"), ITEMS_PAGE not in lacking),
        StepLink(APPLICANT_PAGE, "next", gettext("Applicant"), APPLICANT_PAGE not in lacking),
        StepLink("desk_drafting.letter", "look", gettext("Letter"), done=False),
    )


def _changes(office: Office, form: DraftStep | None) -> tuple[DraftChange, ...]:
    if form is None or form.theirs is None:
        return ()
    mine, kept = form.typed_draft(), form.applicant
    return draft_changes(office, mine, form.theirs, form.typed_applicant(kept), kept)


def _beginning(office: Office, draft: Draft, applicant: Applicant) -> LetterBeginning:
    """Return how the letter begins, without the applicant; empty if it cannot be written."""
    try:
        nobody = Applicant(recipient=applicant.recipient)
        letter: Letter = preview_draft(office, draft, nobody)
    except BadInput:
        return LetterBeginning()
    to = (each for each in letter.blocks if isinstance(each, Paragraph) and each.role == "address")
    about = (each for each in letter.blocks if isinstance(each, Heading))
    return LetterBeginning(*(_first_words(blocks) for blocks in (to, about)))


def _first_words(blocks: Any) -> str:
    runs: Runs = next((each.runs for each in blocks), ())
    return run_words(runs)
