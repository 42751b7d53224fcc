"""Drafts a request: block, body, the law that binds it, eligibility, questions, applicant."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.domain.block import Block
from tracker.domain.body import PublicBody
from tracker.domain.days import DaySpan
from tracker.domain.errors import BadInput, NotAllowed
from tracker.domain.events import Drafted
from tracker.domain.law import Law, LetterKind
from tracker.domain.questions import Asked, Question, put
from tracker.domain.request import OWN, Applicant, Draft
from tracker.services.days import require_past, said
from tracker.services.entering import enter
from tracker.services.leaving import take_charge
from tracker.services.office import Office, Writing
from tracker.services.ports import Filter, Row
from tracker.services.speaking import Speech

EARLIER_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the program offers once a block and a body are chosen."""

    block: Block
    body: PublicBody
    law: Law
    questions: tuple[Question, ...]
    earlier: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that a draft still needs before its letter can go out."""

    field: str
    message: str


def propose(office: Office, block: str, body: str, on: date | None = None) -> Proposal:
    """The law that binds the body today or on the day of the letter, the questions that fit, and
    earlier requests.

    Raises NotOnFile for a key that is not on file, NoLimitOnFile where no law binds the body.
    """
    found, asked = office.library.block(block), office.library.body(body)
    day = on or office.today_at(body)
    law = office.library.law_binding(asked, day)
    questions = office.library.questions_for(found, asked, day)
    earlier, _ = office.cases.rows(Filter(block=block, body=body), 0, EARLIER_SHOWN)
    return Proposal(found, asked, law, questions, earlier)


def start(office: Office, block: str, body: str, *, by: str, on: date | None = None) -> Draft:
    """A new draft with everything proposed filled in: the catalogue's questions, all of them.

    The capacity in which somebody asks is a statement of fact, so nobody is given one.
    """
    return save(office, _proposed(office, block, body, on), Applicant(), by=by)


def start_alike(
    office: Office, like: Draft | Drafted, applicant: Applicant, body: str, *, by: str
) -> Draft:
    """A new draft about the same block to `body`, for the same applicant and supporters.

    What is asked is proposed anew for that body; a capacity means something under one law alone.
    """
    draft = _proposed(office, like.block, body, None)
    draft = replace(
        draft,
        language=like.language,
        eligibility=like.eligibility if draft.law == like.law else "",
        supporters=like.supporters,
    )
    return save(office, draft, applicant, by=by)


def _proposed(office: Office, block: str, body: str, on: date | None) -> Draft:
    proposal = propose(office, block, body, on)
    return Draft(
        reference=office.new_reference(),
        version=0,
        block=block,
        body=body,
        law=proposal.law.key,
        language=proposal.law.languages[0],
        questions=tuple(question.key for question in proposal.questions),
    )


def save(office: Office, draft: Draft, applicant: Applicant, *, by: str) -> Draft:
    """Keep what was typed. Raises ChangedMeanwhile when somebody else saved first."""
    at = office.now()
    before = office.cases.applicant_of(draft.reference) if draft.version else Applicant()
    if applicant.consents_to_publication != before.consents_to_publication:
        applicant = replace(applicant, consent_changed_at=at)
    else:
        applicant = replace(applicant, consent_changed_at=before.consent_changed_at)
    return office.cases.save(replace(draft, changed_at=at, changed_by=by), applicant)


def asked(office: Writing, draft: Draft) -> tuple[Asked, ...]:
    """The questions as the letter puts them: the catalogue's first, then the requester's own."""
    block, body = office.library.block(draft.block), office.library.body(draft.body)
    speech = office.speech(draft.language)
    facts = {
        "service": block.service.in_language(draft.language),
        "block": block.title.in_language(draft.language),
        "since": began(block, speech),
        "body": body.name.in_language(draft.language),
    }
    chosen = (office.library.question(key) for key in draft.questions)
    put_all = (put(question, body.role, draft.language, facts) for question in chosen)
    catalogue = tuple(question for question in put_all if question)
    own = tuple(
        Asked(f"{OWN}{number}", question.element, question.words)
        for number, question in enumerate(draft.own_questions, start=1)
    )
    return catalogue + own


def began(block: Block, speech: Speech) -> str:
    """The day on which a block began, or, where no source tells, when one first spoke of it."""
    day = speech.short_day(block.since)
    if block.since_unknown:
        return speech.say("a day not known, first spoken of on {day}", day=day)
    return day


def lacks(office: Office, draft: Draft, applicant: Applicant) -> tuple[Lack, ...]:
    """What is still missing, each with the field it belongs to; empty when the draft is ready."""
    law = office.library.law(draft.law)
    found = []
    kinds = law.eligibility.kinds
    if kinds and draft.eligibility not in kinds:
        found.append(Lack("eligibility", "Say in which capacity the applicant may ask."))
    if not draft.questions and not draft.own_questions:
        found.append(Lack("questions", "Choose at least one record to ask for."))
    if draft.language not in office.documents.languages(LetterKind.REQUEST):
        found.append(Lack("language", "There is no letter in this language; choose another."))
    if not applicant.name.strip():
        found.append(Lack("name", "Enter the name of the applicant: the law asks who requests."))
    if not applicant.address.strip():
        found.append(
            Lack("address", "Enter a complete address: the law asks for one to answer to.")
        )
    if not applicant.contact.strip():
        found.append(Lack("contact", "Enter an e-mail address or a telephone number."))
    return tuple(found)


def settle(
    office: Office, reference: str, version: int, *, by: str, on: date | None = None
) -> None:
    """Turn the draft into a request: what is asked stands from here on, or from an earlier day
    for a request that was settled on paper.

    Raises BadInput naming what is missing, or for a day that has not come or on which the law was
    not in force, NotAllowed where a live office would send wording that
    no native reader has reviewed, and ChangedMeanwhile when the draft is no longer that version.
    """
    with office.cases.open_new(reference) as case:
        draft, applicant = case.take_draft(version)
        if missing := lacks(office, draft, applicant):
            raise BadInput(" ".join(lack.message for lack in missing))
        if office.premises.state().live and draft.language in office.unreviewed_languages:
            raise NotAllowed(
                f"The wording in “{draft.language}” was not yet reviewed by a native reader, so a "
                "live office cannot send it; choose English."
            )
        if on:
            _check_day(office, draft, on)
        case.keep_applicant(applicant)
        enter(office, case, drafted_event(office, draft, on), by=by)
        take_charge(office, reference, by=by)


def _check_day(office: Office, draft: Draft, on: date) -> None:
    """A day on paper has come, and the law that the letter names was in force on it."""
    require_past(office, draft.body, on)
    law = office.library.law(draft.law)
    if on not in law.in_force:
        raise BadInput(
            f"The {law.title} was not in force on {said(on)}: check the day of the paper."
        )


def drafted_event(office: Writing, draft: Draft, on: date | None = None) -> Drafted:
    """What is asked, as it will stand on record."""
    return Drafted(
        on=DaySpan.on(on or office.today_at(draft.body)),
        block=draft.block,
        body=draft.body,
        law=draft.law,
        language=draft.language,
        questions=asked(office, draft),
        eligibility=draft.eligibility,
        supporters=draft.supporters,
        urgent=draft.urgent,
    )
