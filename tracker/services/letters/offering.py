"""Which letters fit what happened to a request, and in which languages each can be written."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tracker.domain.base.errors import BadInput
from tracker.domain.case.case_state import Situation
from tracker.domain.case.case_status import Standing
from tracker.domain.events.clock.fee_noticed import FeeNoticed
from tracker.domain.events.clock.fee_paid import FeePaid
from tracker.domain.events.lapses.fell_silent import FellSilent
from tracker.domain.events.lapses.lapse import Lapse
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.law import Law, LetterKind, RemedyKind
from tracker.domain.library import Library
from tracker.services.letters.chronology import said_since
from tracker.services.letters.grounds_of_appeal import gave_some
from tracker.services.letters.remedies import Place, Remedy, opened, unused
from tracker.services.ports.documents import Documents


@dataclass(frozen=True, slots=True)
class Offer:
    """A letter that fits; that of a remedy names which one, and the notice to an appeal body the
    silence of which it is."""

    kind: LetterKind
    remedy: Remedy | None = None
    silence: FellSilent | None = None

    @property
    def place(self) -> Place | None:
        """The stage of the remedy, or of the silence, and the entry that opened it."""
        if self.silence:
            return self.silence.stage, self.silence.opening
        return self.remedy.place if self.remedy else None


def letter_of(remedy: Remedy) -> LetterKind:
    """The kind of letter in which a remedy is brought."""
    if remedy.opened.stage.remedy is RemedyKind.INTERNAL_REVIEW:
        return LetterKind.INTERNAL_REVIEW
    return LetterKind.APPEAL


def fitting(standing: Standing, library: Library, on: date) -> tuple[Offer, ...]:
    """The letters that fit where the request stands on that day, in the order of a request's
    life."""
    now = standing.situation
    if now.drafted is None:
        return ()
    offers = [Offer(LetterKind.REQUEST)]
    if not now.withdrawn:
        offers += map(Offer, _to_the_body(now))
        offers += _of_remedies(standing, library, on)
        offers += map(Offer, _afterwards(now))
        silent = (each for each in now.undecided_in_time() if each.body in library.bodies)
        offers += (Offer(LetterKind.NOTICE, silence=each) for each in silent)
    return tuple(offers)


def _to_the_body(now: Situation) -> Iterator[LetterKind]:
    if now.approved and not now.received:
        yield LetterKind.COVER_NOTE
    if now.received and not now.replies:
        yield LetterKind.REMINDER
    if now.extension and not now.replies:
        yield LetterKind.EXTENSION_CHALLENGED
    if now.all(FeeNoticed.kind) and not now.all(FeePaid.kind):
        yield LetterKind.FEE_DISPUTED
    if gave_some(now):
        yield LetterKind.THANKS


def _of_remedies(standing: Standing, library: Library, on: date) -> Iterator[Offer]:
    """One letter for each remedy that can be used that day; once all were used, the last one."""
    ready = [r for r in unused(standing, library) if r.opened.opens_earliest <= on]
    used = [r for r in opened(standing, library) if standing.situation.appealed(*r.place)]
    for remedy in ready or used[-1:]:
        yield Offer(letter_of(remedy), remedy)


def _afterwards(now: Situation) -> Iterator[LetterKind]:
    if said_since(now):
        yield LetterKind.REJOINDER
    lacking = any(isinstance(e.event, Reply) and e.event.lacking for e in now.replies)
    filed = {appeal.seq for appeal in now.appeals}
    silent = any(isinstance(e.event, Lapse) and e.event.opening not in filed for e in now.lapses)
    if silent or lacking:
        yield LetterKind.NOTICE


def languages(
    documents: Documents, law: Law, kind: LetterKind, first: str = ""
) -> tuple[str, ...]:
    """The languages in which this letter can be written: those on file for letters under the law
    in which it is worded. One that was chosen before comes first, where it is among them."""
    worded = documents.languages(kind)
    known = [language for language in law.languages if language in worded]
    return tuple(sorted(known, key=lambda language: language != first))


def language_lacks(
    documents: Documents, law: Law, kind: LetterKind, language: str
) -> BadInput | None:
    """Why this letter cannot be written in a language; None where it can."""
    known = languages(documents, law, kind)
    if language in known:
        return None
    if not known:
        return BadInput(
            "Letters under the {law} are in {accepted}, and none is worded in that yet.",
            law=law.title,
            accepted=", ".join(law.languages),
        )
    return BadInput(
        "A letter under the {law} is not written in “{language}”: choose {choice}.",
        law=law.title,
        language=language,
        choice=" or ".join(known),
    )
