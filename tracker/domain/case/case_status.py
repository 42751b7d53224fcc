"""The status of a request and its deadlines, from history, law and calendar; nothing is stored."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Any

from tracker.domain.base.days import ONE_DAY, DaySpan
from tracker.domain.base.errors import NoLimitOnFile
from tracker.domain.base.kept import SamePart
from tracker.domain.base.terms import Cause
from tracker.domain.case.case_state import CaseState, HistoryState, case_state_of
from tracker.domain.case.hearings import next_hearing, next_owed
from tracker.domain.case.history import Entry, History
from tracker.domain.case.pending_duties import PendingDuty, awaited_in
from tracker.domain.case.windows import UntimedRemedy, Window, of_one_default, windows_in
from tracker.domain.clock.deadline import Deadline
from tracker.domain.events.clock.transferred import Transferred
from tracker.domain.events.event import Event, HistoryEntry
from tracker.domain.events.lapses.fell_silent import FellSilent
from tracker.domain.events.lapses.missed_deadline import MissedDeadline
from tracker.domain.events.lapses.overdue import Overdue
from tracker.domain.events.proceedings.appeal_filed import AppealFiled
from tracker.domain.law.count_step import Reason
from tracker.domain.library import Library


class Phase(StrEnum):
    """The status of a request in one word.

    Granted: the body's fee notice is its decision under the law. Fee paid: it was, and the fee is
    paid. Fee asked: under any other law, while no payment is logged.
    """

    NEW = "new"
    DRAFTED = "drafted"
    APPROVED = "approved"
    SENT = "sent"
    AWAITING = "awaiting"
    FEE_ASKED = "fee-asked"
    GRANTED = "granted"
    FEE_PAID = "fee-paid"
    OVERDUE = "overdue"
    SILENT = "silent"
    ANSWERED = "answered"
    PARTLY_ANSWERED = "partly-answered"
    REFUSED = "refused"
    NOT_HELD = "not-held"
    APPEALED = "appealed"
    APPEAL_SILENT = "appeal-silent"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"


# The phases of a request on which the body asked for a fee and gave no other response.
FEE_PHASES = frozenset({Phase.FEE_ASKED, Phase.GRANTED, Phase.FEE_PAID})


@dataclass(frozen=True)
class CaseStatus:
    """The status of a request, derived each time.

    `turn` is the time to reply of the body that has the request now.
    """

    phase: Phase
    case_state: CaseState
    awaited: tuple[PendingDuty, ...] = ()
    windows: tuple[Window, ...] = ()
    not_counted: tuple[NoLimitOnFile, ...] = ()
    turn: PendingDuty | None = None

    @property
    def open(self) -> bool:
        """Return whether anything may still fall due."""
        return self.phase is not Phase.WITHDRAWN

    def unfiled(self) -> tuple[Window, ...]:
        """Return the windows to watch: those in which nothing was filed and whose remedy was not
        waived."""
        return self._unfiled

    @cached_property
    def _unfiled(self) -> tuple[Window, ...]:
        return tuple(
            window
            for window in self.windows
            if not window.quiet
            and not self.case_state.appealed(window.stage.key, window.opening)
            and not self.case_state.waived(window.stage.key, window.opening)
            and not self.overtaken_by(window)
        )

    def of_one_default(self, one: Window | UntimedRemedy, other: Window | UntimedRemedy) -> bool:
        """Return whether two causes are a non-response and the late response to it."""
        return of_one_default(self.case_state, self.awaited, one, other)

    def overtaken_by(self, remedy: Window | UntimedRemedy) -> Entry | None:
        """Return the entry that overtook a remedy against a non-response, None if there is none.

        With a time limit, it is the appeal against the late response, filed after the last day of
        that limit. Without one, it is the late decision, because only that can still be
        challenged.
        """
        if remedy.cause is not Cause.SILENCE:
            return None
        if isinstance(remedy, UntimedRemedy):
            appeal = self.case_state.at(remedy.opening)
            on_appeal = appeal and isinstance(appeal.event, AppealFiled)
            return self.case_state.decision_on(appeal) if appeal and on_appeal else None
        filed = (
            self.case_state.appealed(other.stage.key, other.opening)
            for other in self.windows
            if self.of_one_default(remedy, other)
        )
        later = (each for each in filed if each and each.event.on.earliest > _last_day(remedy))
        return next(later, None)

    def next_window(self, today: date) -> Window | None:
        """Return the window to watch: the next to close, or the last one if all have closed; None
        if there is none."""
        windows = sorted(self.unfiled(), key=_last_day)
        ahead = (window for window in windows if _last_day(window) >= today)
        return next(ahead, windows[-1] if windows else None)

    def next_day(self, today: date) -> date | None:
        """Return the next day to watch: a body's last day, a window's safe end, a hearing, or the
        day by which an order must be complied with.

        If all are past, return the latest of them, so that it is still seen.
        """
        days = self._days
        return next((day for day in days if day >= today), days[-1] if days else None)

    @cached_property
    def _days(self) -> list[date]:
        """Return the days to watch, in order."""
        awaited = (self._watched(awaited) for awaited in self.awaited if not awaited.done)
        days = [day for day in awaited if day] + [_last_day(w) for w in self.unfiled()]
        hearing, demanded = next_hearing(self.case_state), next_owed(self.case_state)
        days += [d for d in (hearing and hearing.day, demanded and demanded.by) if d]
        return sorted(days)

    def _watched(self, awaited: PendingDuty) -> date | None:
        """Return a body's next last day; None once both its limits have passed and are
        recorded."""
        place = awaited.stage.key, awaited.opening.seq
        if awaited.waiting:
            return None if self.used_after(awaited) else awaited.ordinary.latest
        if self.case_state.lapse(FellSilent, *place):
            return None
        overdue = self.case_state.lapse(Overdue, *place)
        ordinary = awaited.urgent or awaited.ordinary
        return awaited.longest.latest if overdue else ordinary.latest

    def used_after(self, waiting: PendingDuty) -> bool:
        """Return whether the requester used a remedy that a waiting period only delayed."""
        return any(
            isinstance(filed.event, AppealFiled)
            and filed.event.stage in waiting.stage.leads_to
            and waiting.opening.seq in filed.event.openings
            for filed in self.case_state.appeals
        )


def _last_day(window: Window) -> date:
    return window.closes.last_safe_day or window.closes.earliest


def case_status_of(history: History, library: Library) -> CaseStatus:
    """Return the status of the request with this history under this version of the library.

    `not_counted` gives the reason for each stage without a number in the library.
    """
    case_state = case_state_of(history)
    if case_state.drafted is None:
        return CaseStatus(Phase.NEW, case_state)
    law = library.law(case_state.drafted.law)
    if law.petition:
        # A petition has no time limit, so nothing is due on a day and no remedy opens.
        return CaseStatus(phase_of(case_state), case_state)
    missing: list[NoLimitOnFile] = []
    awaited = tuple(awaited_in(case_state, law, library, missing))
    windows = tuple(windows_in(case_state, law, library, awaited, missing))
    turn = next((each for each in reversed(awaited) if each.stage is law.first_stage()), None)
    phase = phase_of(case_state, transfer_of(turn), granted=granted_by_notice(turn))
    return CaseStatus(phase, case_state, awaited, windows, tuple(missing), turn)


def lapses_due(case_status: CaseStatus, library: Library, today: date) -> Iterator[MissedDeadline]:
    """Yield the missed deadlines to record because their last day has certainly passed when
    `today` begins."""
    if not case_status.open:
        return
    for awaited in _accusing(case_status):
        for kind, deadline in _limits_watched(awaited):
            entered = case_status.case_state.lapse(kind, awaited.stage.key, awaited.opening.seq)
            if not entered and deadline.missed_on(today):
                place = awaited.body, awaited.stage.key, awaited.opening.seq
                yield _lapse(kind.kind, *place, SamePart(deadline), library.digest)


def sweep_day(case_status: CaseStatus, today: date) -> date | None:
    """Return the first day on which a sweep has something to do: a missed deadline to record, or
    the next day to watch once the watched day has passed.

    None if there is none.
    """
    if not case_status.open:
        return None
    days = [
        deadline.latest + ONE_DAY
        for awaited in _accusing(case_status)
        for kind, deadline in _limits_watched(awaited)
        if deadline.latest
        and not case_status.case_state.lapse(kind, awaited.stage.key, awaited.opening.seq)
    ]
    days += [
        waiting.ordinary.latest + ONE_DAY
        for waiting in _waited(case_status)
        if waiting.ordinary.latest and waiting.ordinary.latest + ONE_DAY >= today
    ]
    watched = case_status.next_day(today)
    if watched and watched >= today and case_status.next_day(watched + ONE_DAY) != watched:
        days.append(watched + ONE_DAY)
    return min(days, default=None)


def remedies_ripe(case_status: CaseStatus, today: date) -> Iterator[PendingDuty]:
    """Yield the waiting periods that are certainly over when `today` begins, so that their remedy
    is open."""
    if case_status.open:
        yield from (each for each in _waited(case_status) if each.ordinary.missed_on(today))


def _accusing(case_status: CaseStatus) -> Iterator[PendingDuty]:
    """Yield what a body still owes and whose end without a response is recorded; nothing while a
    document is unread, since it may be the response."""
    if case_status.case_state.unread():
        return iter(())
    return (each for each in case_status.awaited if not each.done and not each.waiting)


def _waited(case_status: CaseStatus) -> Iterator[PendingDuty]:
    return (each for each in case_status.awaited if not each.done and each.waiting)


def _limits_watched(
    awaited: PendingDuty,
) -> tuple[tuple[type[Overdue] | type[FellSilent], Deadline], ...]:
    """Return the kinds of missed deadline to record, each with its deadline; if both limits
    coincide, only one is recorded."""
    if awaited.longest is awaited.ordinary:
        return ((FellSilent, awaited.longest),)
    return ((Overdue, awaited.ordinary), (FellSilent, awaited.longest))


_LAPSES: dict[str, type[Overdue] | type[FellSilent]] = {
    Overdue.kind: Overdue,
    FellSilent.kind: FellSilent,
}


# Bodies are late on many requests that they received on one day. These share the event.
@lru_cache(maxsize=512)
def _lapse(
    kind: str,
    body: str,
    stage: str,
    opening: int,
    counted: SamePart[Deadline],
    library_version: str,
) -> MissedDeadline:
    deadline = counted.part
    if deadline.latest is None:
        raise ValueError("a silence needs a latest day")
    return _LAPSES[kind](
        on=DaySpan.on(deadline.latest + ONE_DAY),
        body=body,
        stage=stage,
        opening=opening,
        earliest=deadline.earliest,
        latest=deadline.latest,
        provisional=deadline.provisional,
        library_version=library_version,
        count=deadline.moves,
    )


def phase_of(state: HistoryState[Any], transfer: int = 0, *, granted: bool = False) -> Phase:
    """Return the phase that a history supports, private or public.

    `transfer` is the entry that gave the present holder its own time, or 0. `granted` says whether
    a notice of the body decided the request.
    """
    if state.withdrawn:
        return Phase.WITHDRAWN
    if state.appeal:
        return _appeal_phase(state, state.appeal)
    if state.decisions:
        return Phase.DECIDED
    if state.replies:
        return phase_of_reply(state.replies[-1].event)
    if state.received:
        return _waiting_phase(state, transfer, granted)
    if state.sent:
        return Phase.SENT
    return Phase.APPROVED if state.approved else Phase.DRAFTED


def phase_of_reply(reply: Event) -> Phase:
    """Return the phase of a request whose latest response this is."""
    return Phase(reply.kind)


def transfer_of(turn: PendingDuty | None) -> int:
    """Return the transfer that opened this time to reply; 0 if another event did."""
    opening = turn.opening if turn else None
    return opening.seq if opening and isinstance(opening.event, Transferred) else 0


def granted_by_notice(duty: PendingDuty | None) -> bool:
    """Return whether a notice within the longest time decided the request, so that no time to
    reply runs. It may have come after the standard time."""
    limits = (duty.ordinary, duty.longest) if duty else ()
    return any(
        limit.latest is None and any(step.reason is Reason.DECIDED for step in limit.moves)
        for limit in limits
    )


def _waiting_phase(state: HistoryState[Any], transfer: int, granted: bool) -> Phase:
    """Return the phase of an unanswered request.

    If the present holder has its own time, a missed deadline of the previous body does not
    count.
    """
    lapses = [event for _, event in state.of(MissedDeadline) if transfer in (0, event.opening)]
    if any(isinstance(lapse, FellSilent) for lapse in lapses):
        return Phase.SILENT
    if granted and state.fee_notice:
        return Phase.GRANTED if state.unpaid_fee else Phase.FEE_PAID
    if lapses:
        return Phase.OVERDUE
    return Phase.FEE_ASKED if state.unpaid_fee else Phase.AWAITING


def _appeal_phase(state: HistoryState[Any], appeal: HistoryEntry) -> Phase:
    if state.decision:
        return Phase.DECIDED
    silent = any(event.opening == appeal.seq for _, event in state.of(FellSilent))
    return Phase.APPEAL_SILENT if silent else Phase.APPEALED
