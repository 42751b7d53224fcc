"""The state that a history has led to, without future days; each kind of event folds itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from tracker.domain.base.days import DaySpan
from tracker.domain.base.terms import NO_SILENCE_ALONE
from tracker.domain.case.history import Entry, entries_in_force
from tracker.domain.events.clock.extension_noticed import ExtensionNoticed
from tracker.domain.events.clock.fee_noticed import FeeNoticed
from tracker.domain.events.clock.fee_paid import FeePaid
from tracker.domain.events.clock.transferred import Transferred
from tracker.domain.events.correspondence.acknowledged import Acknowledged
from tracker.domain.events.correspondence.document_received import DocumentReceived
from tracker.domain.events.correspondence.letter_finalised import REMEDY_LETTERS, LetterFinalised
from tracker.domain.events.correspondence.received import Received
from tracker.domain.events.event import E, Folded, HistoryEntry
from tracker.domain.events.lapses.fell_silent import FellSilent
from tracker.domain.events.lapses.missed_deadline import MissedDeadline
from tracker.domain.events.proceedings.appeal_filed import AppealFiled
from tracker.domain.events.proceedings.decided import Decided, decides, undecided
from tracker.domain.events.proceedings.remedy_waived import RemedyWaived
from tracker.domain.events.request.drafted import Drafted
from tracker.domain.events.request.part_transferred import PartTransferred
from tracker.domain.events.responses.reply import Reply


@dataclass(frozen=True)
class HistoryState(Folded[E]):
    """What has happened to a request so far, corrections applied."""

    drafted: Drafted | None = None

    @property
    def finalised(self) -> Drafted | None:
        """Return the request as it was finalised, with the items that were transferred since."""
        return next((event for _, event in self.of(Drafted)), None)

    @property
    def part_since(self) -> E | None:
        """Return the transfer by which a part of a request began; None if it is no part."""
        return next((entry for entry, event in self.of(Transferred) if event.of_part), None)

    @property
    def answerers(self) -> tuple[str, ...]:
        """Return the bodies that had to answer, in order, empty for one that is not in the
        library. For a part, they are those from its transfer on."""
        held = self.of(Transferred)
        began = [place for place, (_, event) in enumerate(held) if event.of_part]
        later = (event.to for _, event in held[began[-1] if began else 0 :])
        return tuple(later) if began else (self.body, *later)

    @property
    def first_asked(self) -> str:
        """Return the body that was asked, or the one to which a part was transferred; empty before
        a request is finalised."""
        return next(iter(self.answerers), "") or self.body

    @property
    def parted(self) -> dict[str, str]:
        """Return the body of each item that was transferred without the others, by its key."""
        return {item: event.to for _, event in self.of(PartTransferred) for item in event.items}

    @property
    def held_since(self) -> DaySpan | None:
        """Return when the present holder received the request; None if it is the body asked."""
        return next((event.on for _, event in reversed(self.of(Transferred))), None)

    def answering_on(self, day: date) -> str:
        """Return the body that had to answer on a day, which may be before a transfer; empty if
        that body is not in the library."""
        held = [event.to for _, event in self.of(Transferred) if event.on.latest <= day]
        return held[-1] if held else self.body

    @property
    def decision(self) -> E | None:
        """Return the decision on the last appeal filed; None while it is pending."""
        return self.decision_on(self.appeal) if self.appeal else None

    def decision_on(self, filed: HistoryEntry) -> E | None:
        """Return the last decision on that appeal; None while it is pending."""
        return next((each for each in reversed(self.decisions) if decides(each, filed)), None)

    def undecided(self) -> tuple[E, ...]:
        """Return the appeals without a recorded decision, oldest first."""
        return undecided(self)

    def unread(self) -> tuple[E, ...]:
        """Return the documents that no later entry has classified, oldest first."""
        return tuple(
            came
            for came in self.all(DocumentReceived.kind)
            if not any(later.seq > came.seq and _reads(later, came) for later in self.entries)
        )

    @property
    def fee_notice(self) -> E | None:
        """Return the last notice by which the body asked for a fee; None if there is none."""
        return next(iter(reversed(self.all(FeeNoticed.kind))), None)

    @property
    def fee_payment(self) -> E | None:
        """Return the first payment that can have followed the last fee notice, or None."""
        if (notice := self.fee_notice) is None:
            return None
        asked = notice.event.on.earliest
        return next((e for e in self.all(FeePaid.kind) if e.event.on.latest >= asked), None)

    @property
    def unpaid_fee(self) -> E | None:
        """Return the last fee notice if no payment can have followed it; otherwise None."""
        return None if self.fee_payment else self.fee_notice

    @property
    def appeal(self) -> E | None:
        """Return the last appeal filed; None if there is none."""
        return self.appeals[-1] if self.appeals else None

    def appealed(self, stage: str, opening: int) -> E | None:
        """Return the last appeal of that stage against what that entry opened; None if there is
        none."""
        for entry in reversed(self.appeals):
            event = entry.event
            if not isinstance(event, AppealFiled) or event.stage != stage:
                continue
            if opening in event.openings:
                return entry
        return None

    def waived(self, stage: str, opening: int) -> E | None:
        """Return the decision not to use that stage against what that entry opened; None if there
        is none."""
        for entry in self.all(RemedyWaived.kind):
            event = entry.event
            if isinstance(event, RemedyWaived) and (event.stage, event.opening) == (
                stage,
                opening,
            ):
                return entry
        return None

    def remedy_letter(self, stage: str, opening: int) -> E | None:
        """Return the letter of that stage against what that entry opened, as it was finalised
        last; None if there is none."""
        for entry, event in reversed(self.of(LetterFinalised)):
            if (event.stage, event.opening) == (stage, opening) and event.letter in REMEDY_LETTERS:
                return entry
        return None

    def undecided_in_time(self) -> tuple[FellSilent, ...]:
        """Return the non-responses of bodies that had to decide an appeal, oldest first."""
        filed = {appeal.seq for appeal in self.appeals}
        events = (entry.event for entry in self.lapses)
        return tuple(e for e in events if isinstance(e, FellSilent) and e.opening in filed)

    def lapses_of(self, filed: HistoryEntry | None) -> tuple[tuple[E, MissedDeadline], ...]:
        """Return the missed deadlines of the time opened by `filed`, or by the request if it is
        None, oldest first."""
        appeals = {appeal.seq for appeal in self.appeals}
        return tuple(
            (entry, lapse)
            for entry, lapse in self.of(MissedDeadline)
            if (lapse.opening == filed.seq if filed else lapse.opening not in appeals)
        )

    def receipt_behind(self, lapse: MissedDeadline) -> E | None:
        """Return the receipt from which a missed deadline is counted; None if it is counted from
        another event."""
        opening = self.at(lapse.opening)
        if opening and isinstance(opening.event, Transferred):
            opening = self.received
        return opening if opening and isinstance(opening.event, Received) else None

    def proved_by_machine(self, lapse: MissedDeadline) -> bool:
        """Return whether a missed deadline is counted from a receipt that only a machine proves.
        Such a missed deadline is not published."""
        receipt = self.receipt_behind(lapse)
        event = receipt.event if receipt else None
        return isinstance(event, Received) and event.proof in NO_SILENCE_ALONE

    def lapse(self, kind: type[MissedDeadline], stage: str, opening: int) -> E | None:
        """Return the missed deadline of this kind for that stage and opening event; None if there
        is none."""
        for entry in self.lapses:
            event = entry.event
            if isinstance(event, kind) and (event.stage, event.opening) == (stage, opening):
                return entry
        return None


CaseState: TypeAlias = HistoryState[Entry]


def _reads(later: HistoryEntry, came: HistoryEntry) -> bool:
    """Return whether an entry says what a document is.

    A document known only from an imported list is added by the entry that classifies it, and so
    is matched by its day.
    """
    said, told = later.event, came.event
    if told.evidence:
        return bool(set(said.evidence) & set(told.evidence))
    says = isinstance(said, Reply | ExtensionNoticed | Acknowledged | DocumentReceived | Decided)
    return says and bool(said.evidence) and said.on == told.on


def case_state_of(history: Iterable[E]) -> HistoryState[E]:
    """Return the state of a history, oldest entry first, without corrected entries."""
    return folded(entries_in_force(history))


def folded(entries: Iterable[E], body: str = "") -> HistoryState[E]:
    """Return the state of entries that count, oldest first; `body` is the body asked, if no entry
    says so."""
    state: HistoryState[E] = HistoryState(body=body, entries=tuple(entries))
    for entry in state.entries:
        state = entry.event.fold(entry, state)
    return state
