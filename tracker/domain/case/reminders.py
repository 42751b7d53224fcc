"""Reminders: who is reminded of which deadline on a ladder of days before and after it.

What is due is found by state: the newest rung whose day has come and for which there is no
reminder. So a rung is made once, and none is lost while the program does not run.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from itertools import chain

from tracker.domain.base.days import ONE_DAY
from tracker.domain.case.block_challenges import BlockChallenge
from tracker.domain.case.case_state import CaseState
from tracker.domain.case.case_status import CaseStatus
from tracker.domain.case.hearings import hearings, owed
from tracker.domain.case.pending_duties import PendingDuty, happened_since
from tracker.domain.case.recalculation import TERM_AFTER_CAUSE
from tracker.domain.case.windows import Window
from tracker.domain.clock.deadline_changes import Term
from tracker.domain.clock.interruptions import interruptions
from tracker.domain.events.proceedings.appeal_filed import AppealFiled
from tracker.domain.law.limits import Pause, PauseEffect

# Days relative to the deadline: negative before it, positive after it.
USUAL_RUNGS = (-14, -7, -3, -1, 0, 1)
# Nothing more comes automatically after the last rung, so everyone sees a missed deadline.
LAST_RUNG = 1

_Place = tuple[int, str, Term]


class Because(StrEnum):
    """Why a reminder no longer counts."""

    REPLACED = "replaced"
    MOVED = "moved"
    SETTLED = "settled"
    PAUSED = "paused"
    GRANTED = "granted"
    LET_GO = "let-go"
    WITHDRAWN = "withdrawn"
    HANDED_ON = "handed-on"


@dataclass(frozen=True, slots=True)
class Watched:
    """A deadline that someone watches, by its safe reading.

    A requester's window is watched by its last safe day, a body's time by its latest day. Nobody
    is reminded before `since`, when the window opens. `entered` is the day on which the office
    learnt of the event from which the deadline is counted.
    """

    stage: str
    opening: int
    term: Term
    day: date
    since: date
    entered: date

    @property
    def place(self) -> _Place:
        """Return what identifies the deadline: its opening, stage and term."""
        return self.opening, self.stage, self.term


@dataclass(frozen=True, slots=True)
class Reminded:
    """A person and the rungs of that person's ladder, the earliest first."""

    account: str
    rungs: tuple[int, ...] = USUAL_RUNGS


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder to one person.

    `rung` is None if it only reports a changed day; `after` is then the reminder before it. `was`
    is the day that this person was given before. `missed` is the number of rungs that had come
    before this one and were not made.
    """

    stage: str
    opening: int
    term: Term
    day: date
    person: str
    rung: int | None = None
    after: int = 0
    was: date | None = None
    missed: int = 0
    escalated: bool = False
    seq: int = 0
    made_at: datetime | None = None
    acknowledged_at: datetime | None = None
    closed: Because | None = None

    @property
    def place(self) -> _Place:
        """Return what identifies the deadline: its opening, stage and term."""
        return self.opening, self.stage, self.term

    @property
    def once(self) -> str:
        """Return a key that is unique within a request.

        With it, no rung of a day is made twice for a person.
        """
        rung = f"again after {self.after}" if self.rung is None else f"{self.rung:+d}"
        return f"{self.stage}:{self.opening}:{self.term}:{self.day}:{rung}:{self.person}"


@dataclass(frozen=True, slots=True)
class Plan:
    """The reminders that a look at one request makes, and those it ends, with the reason."""

    made: tuple[Reminder, ...] = ()
    ended: tuple[tuple[Reminder, Because], ...] = ()


def watched_in(
    case_status: CaseStatus, zone: tzinfo, challenges: Iterable[BlockChallenge] = ()
) -> tuple[Watched, ...]:
    """Return the deadlines that someone is reminded of, with those to challenge the block.

    Left out are all deadlines of a withdrawn request, those of a paused clock, and windows that
    were used or that the requester decided not to use. If one remedy is open in two ways from one
    event, the earlier end is the one to watch.
    """
    found: dict[_Place, Watched] = {}
    watched = chain(_watched(case_status, zone), _of_block(case_status, zone, challenges))
    for each in watched if case_status.open else ():
        before = found.get(each.place)
        if before is None or each.day < before.day:
            found[each.place] = each
    return tuple(found.values())


def _watched(case_status: CaseStatus, zone: tzinfo) -> Iterator[Watched]:
    entered = {e.seq: e.entered_at.astimezone(zone).date() for e in case_status.case_state.entries}
    for awaited in case_status.awaited:
        known = entered[awaited.opening.seq]
        for term, day, since in _limits(awaited, case_status):
            yield Watched(awaited.stage.key, awaited.opening.seq, term, day, since, known)
    for window in case_status.unfiled():
        if not stands_still(case_status, window):
            day = window.closes.last_safe_day or window.closes.earliest
            since, known = window.opens_earliest, entered[window.opening]
            yield Watched(window.stage.key, window.opening, term_of(window), day, since, known)
    yield from _set_days(case_status, entered)


def challenge_place(found: BlockChallenge) -> str:
    """Return what a reminder has in place of a stage for a challenge of the block."""
    return f"{found.power.key}/{found.requirement.key}"


def _of_block(
    case_status: CaseStatus, zone: tzinfo, challenges: Iterable[BlockChallenge]
) -> Iterator[Watched]:
    """Yield the last days to challenge the block, known since the request was finalised."""
    first = next(iter(case_status.case_state.entries), None)
    for each in challenges:
        if first and each.last:
            place, known = challenge_place(each), first.entered_at.astimezone(zone).date()
            yield Watched(place, first.seq, Term.CHALLENGE, each.last, date.min, known)


def _set_days(case_status: CaseStatus, entered: dict[int, date]) -> Iterator[Watched]:
    """Yield the days that an appeal body set: hearings to come, and orders to comply with."""
    filed = {appeal.seq: appeal.event for appeal in case_status.case_state.appeals}
    for hearing in hearings(case_status.case_state):
        appeal, seq = filed.get(hearing.appeal), hearing.fixed.seq
        if hearing.waits and hearing.day and isinstance(appeal, AppealFiled):
            known = entered[seq]
            yield Watched(appeal.stage, seq, Term.HEARING, hearing.day, date.min, known)
    for each in owed(case_status.case_state):
        if each.waits and each.by:
            seq = each.decision.seq
            yield Watched(each.place, seq, Term.COMPLIANCE, each.by, date.min, entered[seq])


def _limits(awaited: PendingDuty, case_status: CaseStatus) -> Iterator[tuple[Term, date, date]]:
    """Yield a body's limits that can pass, each with the day from which it is reminded.

    The longest limit is reminded once the ordinary one is over. A paused clock has no limits.
    """
    if awaited.done or (awaited.waiting and case_status.used_after(awaited)):
        return
    start, ordinary = date.min, awaited.ordinary.latest
    if awaited.urgent and awaited.urgent.latest:
        yield Term.URGENT, awaited.urgent.latest, start
    if ordinary:
        yield Term.ORDINARY, ordinary, start
    if ordinary and not awaited.waiting and awaited.longest.latest not in (None, ordinary):
        yield Term.LONGEST, awaited.longest.latest, ordinary + 2 * ONE_DAY


def term_of(window: Window) -> Term:
    """Return which limit the end of a window is."""
    return TERM_AFTER_CAUSE[window.cause]


def stands_still(case_status: CaseStatus, window: Window) -> bool:
    """Return whether the window cannot have opened, as the body's clock is certainly paused.

    A pause that the law does not certainly give this effect silences no reminder.
    """
    return any(
        awaited.opening.seq == window.opening
        and awaited.stage.key in window.stage.opened_by_silence_of
        and _paused(case_status.case_state, awaited)
        for awaited in case_status.awaited
    )


def _paused(case_state: CaseState, awaited: PendingDuty) -> bool:
    """Return whether a pause goes on that certainly stopped the time, before it was over."""
    happened = happened_since(case_state, awaited.stage, awaited.opening)
    return any(
        isinstance(each.rule, Pause)
        and each.end is None
        and each.rule.effect in (PauseEffect.STOPS, PauseEffect.RESTARTS, PauseEffect.DECIDES)
        and each.begin.latest <= awaited.plain.earliest
        for each in interruptions(awaited.stage, happened)
    )


def why_quiet(case_status: CaseStatus, place: _Place) -> Because:
    """Return why reminders of a deadline that is no longer watched have ended."""
    opening, stage, _ = place
    if case_status.case_state.withdrawn:
        return Because.WITHDRAWN
    if case_status.case_state.waived(stage, opening):
        return Because.LET_GO
    for awaited in case_status.awaited:
        if (awaited.opening.seq, awaited.stage.key) == (opening, stage) and not awaited.done:
            return _still(case_status, awaited)
    for window in case_status.unfiled():
        if (window.opening, window.stage.key) == (opening, stage):
            awaited = next(a for a in case_status.awaited if a.opening.seq == opening)
            return _still(case_status, awaited)
    return Because.SETTLED


def _still(case_status: CaseStatus, awaited: PendingDuty) -> Because:
    """Return why a deadline stands still: a notice that grants the request, or a pause."""
    happened = happened_since(case_status.case_state, awaited.stage, awaited.opening)
    found = interruptions(awaited.stage, happened)
    granted = any(each.decides and each.end is None for each in found)
    return Because.GRANTED if granted else Because.PAUSED


def plan(
    case_status: CaseStatus,
    watched: Sequence[Watched],
    kept: Sequence[Reminder],
    watchers: Sequence[Reminded],
    others: Sequence[Reminded],
    today: date,
) -> Plan:
    """Return what one look at a request does.

    `kept` are all its reminders in the order in which they were made. `others` are reminded too if
    nobody acknowledged the reminder before.
    """
    made = [
        reminder
        for each in watched
        for reminder in _made_for(
            each, [r for r in kept if r.place == each.place], watchers, others, today
        )
    ]
    people = {person.account for person in (*watchers, *others)}
    in_charge = {person.account for person in watchers}
    ended = _ended(case_status, {w.place: w for w in watched}, kept, made, people, in_charge)
    return Plan(tuple(made), tuple(ended))


def _made_for(
    watched: Watched,
    kept: Sequence[Reminder],
    watchers: Sequence[Reminded],
    others: Sequence[Reminded],
    today: date,
) -> Iterator[Reminder]:
    made = [
        reminder
        for person in watchers
        if (reminder := _next(watched, _of(kept, person), person, today))
    ]
    yield from made
    rungs = [reminder.rung for reminder in made if reminder.rung is not None]
    # A person once reminded of a day is told if it moves; of a rung only if nobody saw the last.
    alarm = (max(rungs),) if rungs and _unheeded(watched, kept) else ()
    for person in others:
        if reminder := _next(watched, _of(kept, person), replace(person, rungs=alarm), today):
            yield replace(reminder, escalated=True)


def _of(kept: Iterable[Reminder], person: Reminded) -> list[Reminder]:
    return [reminder for reminder in kept if reminder.person == person.account]


def _unheeded(watched: Watched, kept: Iterable[Reminder]) -> bool:
    """Return whether this day had reminders before and nobody acknowledged the last one."""
    last = {r.person: r for r in kept if r.day == watched.day and r.closed is None}
    return bool(last) and not any(each.acknowledged_at for each in last.values())


def _next(
    watched: Watched, kept: Sequence[Reminder], person: Reminded, today: date
) -> Reminder | None:
    """Return the reminder that this person is owed today, or None.

    `kept` are that person's own reminders.
    """
    come = due_rungs(watched, person, today)
    last = kept[-1] if kept else None
    was = last.day if last and last.day != watched.day else None
    new = Reminder(watched.stage, watched.opening, watched.term, watched.day, person.account)
    stood = max(
        (r.rung for r in kept if r.day == watched.day and r.rung is not None), default=None
    )
    if come and (stood is None or stood < come[-1]):
        missed = 0 if was else len(_missed(watched, come[:-1], stood))
        return replace(new, rung=come[-1], was=was, missed=missed)
    if last and (last.closed or was):
        return replace(new, after=last.seq, was=was)
    return None


def due_rungs(watched: Watched, person: Reminded, today: date) -> tuple[int, ...]:
    """Return the rungs of a ladder whose day has come, the earliest first.

    None are due if the day itself and the day after it were over before the office knew of it:
    nobody could have been reminded.
    """
    if today < watched.since or _on(watched, LAST_RUNG) < watched.entered:
        return ()
    return tuple(sorted(rung for rung in person.rungs if _on(watched, rung) <= today))


def _missed(watched: Watched, rungs: Sequence[int], stood: int | None) -> list[int]:
    """Return the rungs that had come after the last one made, and were not made in time."""
    known = max(watched.since, watched.entered)
    return [
        rung for rung in rungs if (stood is None or rung > stood) and _on(watched, rung) >= known
    ]


def _on(watched: Watched, rung: int) -> date:
    return watched.day + timedelta(days=rung)


def _ended(
    case_status: CaseStatus,
    watched: dict[_Place, Watched],
    kept: Sequence[Reminder],
    made: Sequence[Reminder],
    people: set[str],
    in_charge: set[str],
) -> Iterator[tuple[Reminder, Because]]:
    renewed = {(reminder.place, reminder.person) for reminder in made}
    for reminder in kept:
        if reminder.closed:
            continue
        now = watched.get(reminder.place)
        if now is None:
            yield reminder, why_quiet(case_status, reminder.place)
        elif now.day != reminder.day:
            yield reminder, Because.MOVED
        elif (reminder.place, reminder.person) in renewed:
            yield reminder, Because.REPLACED
        elif reminder.person not in (people if reminder.escalated else in_charge):
            yield reminder, Because.HANDED_ON


def next_look(watched: Sequence[Watched], people: Sequence[Reminded], today: date) -> date | None:
    """Return the next day on which a look at a request can find something due, or None."""
    days = {
        max(_on(each, rung), each.since)
        for each in watched
        for person in people
        for rung in person.rungs
    }
    return min((day for day in days if day > today), default=None)
