"""The letters that fit the state of a request, and the languages of each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tracker.domain.base.errors import BadInput, Refusal
from tracker.domain.case.case_state import CaseState
from tracker.domain.case.case_status import CaseStatus
from tracker.domain.case.request import Draft
from tracker.domain.events.clock.fee_noticed import FeeNoticed
from tracker.domain.events.clock.fee_paid import FeePaid
from tracker.domain.events.lapses.fell_silent import FellSilent
from tracker.domain.events.lapses.missed_deadline import MissedDeadline
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.law import Law, LetterKind
from tracker.domain.library import Library
from tracker.services.letters.chronology import said_since
from tracker.services.letters.enforcing.overdue import enforceable_order
from tracker.services.letters.grounds_of_appeal import gave_some
from tracker.services.letters.notice_circumstances import unpaid_grant
from tracker.services.letters.remedies import (
    Remedy,
    RemedyPlace,
    awaiting_decision,
    filed,
    letter_of,
    usable,
)
from tracker.services.ports.documents import Documents


@dataclass(frozen=True, slots=True)
class Offer:
    """A letter that fits.

    `remedy` is set for the letter of a remedy, `silence` for the notice to an appeal body.
    """

    kind: LetterKind
    remedy: Remedy | None = None
    silence: FellSilent | None = None

    @property
    def place(self) -> RemedyPlace | None:
        """Return the stage and opening entry of the remedy or silence, None without either."""
        if self.silence:
            return self.silence.stage, self.silence.opening
        return self.remedy.place if self.remedy else None


def fitting(case_status: CaseStatus, library: Library, on: date) -> tuple[Offer, ...]:
    """Return the letters that fit the request on a date, in the order of a request's life."""
    now = case_status.case_state
    if now.drafted is None:
        return ()
    # The letter of a part is that of the whole request, and is among its documents.
    offers = [] if now.part_since else [Offer(LetterKind.REQUEST)]
    if not now.withdrawn:
        offers += map(Offer, _to_the_body(now, library.law(now.drafted.law)))
        offers += _of_remedies(case_status, library, on)
        offers += map(Offer, _afterwards(case_status, library))
        if enforceable_order(case_status, library, on):
            offers.append(Offer(LetterKind.ENFORCEMENT))
        silent = (each for each in now.undecided_in_time() if each.body in library.bodies)
        offers += (Offer(LetterKind.NOTICE, silence=each) for each in silent)
    return tuple(offers)


def _to_the_body(now: CaseState, law: Law) -> Iterator[LetterKind]:
    if now.approved and not now.received:
        yield LetterKind.COVER_NOTE
    # Nothing is awaited from a body that granted the request on payment of a fee.
    if now.received and not now.replies and not unpaid_grant(now, law):
        yield LetterKind.REMINDER
    if now.extension and not now.replies:
        yield LetterKind.EXTENSION_CHALLENGED
    if now.all(FeeNoticed.kind) and not now.all(FeePaid.kind):
        yield LetterKind.FEE_DISPUTED
    if gave_some(now):
        yield LetterKind.THANKS


def _of_remedies(case_status: CaseStatus, library: Library, on: date) -> Iterator[Offer]:
    """Yield a letter for each usable remedy, then for each one filed."""
    ready = [r for r in usable(case_status, library) if r.opened.opens_earliest <= on]
    for remedy in (*ready, *reversed(filed(case_status, library))):
        yield Offer(letter_of(remedy), remedy)


def _afterwards(case_status: CaseStatus, library: Library) -> Iterator[LetterKind]:
    now = case_status.case_state
    if said_since(now) and _awaits_decision(case_status, library):
        yield LetterKind.REJOINDER
    lacking = any(isinstance(e.event, Reply) and e.event.lacking for e in now.replies)
    filed = {appeal.seq for appeal in now.appeals}
    silent = any(
        isinstance(e.event, MissedDeadline) and e.event.opening not in filed for e in now.lapses
    )
    if silent or lacking:
        yield LetterKind.NOTICE


def _awaits_decision(case_status: CaseStatus, library: Library) -> bool:
    """Return whether a remedy for which there is a letter awaits a decision."""
    try:
        awaiting_decision(case_status, library)
    except Refusal:
        return False
    return True


def letter_languages(
    documents: Documents, law: Law, kind: LetterKind, first: str = ""
) -> tuple[str, ...]:
    """Return the languages of this letter that the law accepts.

    `first` comes first if it is among them.
    """
    worded = documents.languages(kind)
    known = [language for language in law.languages if language in worded]
    return tuple(sorted(known, key=lambda language: language != first))


def language_lacks(
    documents: Documents, law: Law, kind: LetterKind, language: str
) -> BadInput | None:
    """Return why this letter cannot be written in a language, None if it can."""
    known = letter_languages(documents, law, kind)
    if language in known:
        return None
    if not known:
        return BadInput(
            "Letters under {law} must be in {accepted}, and we have no wording in that "
            "language yet.",
            law=law.mention,
            accepted=", ".join(law.languages),
        )
    return BadInput(
        "Letters under {law} cannot be in “{language}”. Choose {choice}.",
        law=law.mention,
        language=language,
        choice=" or ".join(known),
    )


def unworded_items(library: Library, draft: Draft) -> Iterator[BadInput]:
    """Yield why items of the library cannot be asked for: they have no words in the language of
    the letter for a body of that role."""
    role = library.body(draft.body).role
    for key in draft.questions:
        question = library.question(key)
        text = question.asked_of(role)
        if text and draft.language not in text.languages():
            yield BadInput(
                "The item “{item}” has no words in “{language}” for a body of this kind. Leave "
                "it out, ask in your own words, or choose another language.",
                item=question.short or text,
                language=draft.language,
            )
