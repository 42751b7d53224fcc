"""Where a request stands and when what is due: history, law and calendar in, nothing stored."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.domain.days import ONE_DAY, DaySpan, Span
from tracker.domain.deadline import Deadline, count
from tracker.domain.errors import NoLimitOnFile
from tracker.domain.history import (
    Answered,
    Entry,
    ExtensionNoticed,
    FellSilent,
    History,
    Lapse,
    NotHeld,
    Overdue,
    PartlyAnswered,
    Refused,
    Reply,
)
from tracker.domain.law import Actor, Law, Stage
from tracker.domain.library import Library
from tracker.domain.situation import Situation, situation_of


class Phase(StrEnum):
    """One word for where a request stands."""

    NEW = "new"
    DRAFTED = "drafted"
    APPROVED = "approved"
    SENT = "sent"
    AWAITING = "awaiting"
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


class Cause(StrEnum):
    """What opened a requester's window."""

    SILENCE = "silence"
    DECISION = "decision"


@dataclass(frozen=True, slots=True)
class Awaited:
    """A stage in which a body must act: its ordinary and its longest limit.

    They differ where the law lets the body take longer without saying so. `urgent` is the shorter
    limit of a request where life or liberty is at stake: it drives reminders, while silence is
    still entered by the ordinary limit.
    """

    stage: Stage
    body: str
    opening: Entry
    ordinary: Deadline
    longest: Deadline
    done: bool
    urgent: Deadline | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """The time in which a requester may take the next remedy.

    `opens_latest` is None where the calendar is not known that far. `safe` runs from the day after
    the latest last day of the reply to the earliest end; None when it is empty. `undisputed_from`
    is the first day on which even an extension that nobody announced would be over. A `quiet`
    window follows a full answer: it stands for whoever is not satisfied, and nobody is reminded.
    """

    stage: Stage
    cause: Cause
    opening: int
    opens_earliest: date
    opens_latest: date | None
    closes: Deadline
    safe: Span | None
    undisputed_from: date | None = None
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a request stands, derived afresh each time."""

    phase: Phase
    situation: Situation
    awaited: tuple[Awaited, ...] = ()
    windows: tuple[Window, ...] = ()
    not_counted: tuple[str, ...] = ()

    @property
    def open(self) -> bool:
        """Whether anything may still fall due."""
        return self.phase is not Phase.WITHDRAWN

    def unfiled(self) -> tuple[Window, ...]:
        """The windows that somebody must watch: no appeal was filed in them yet."""
        return tuple(
            window
            for window in self.windows
            if not window.quiet and not self.situation.appealed(window.stage.key, window.opening)
        )

    def next_window(self, today: date) -> Window | None:
        """The window to watch: the next to close, or the last one where all have closed."""
        windows = sorted(self.unfiled(), key=_last_day)
        ahead = (window for window in windows if _last_day(window) >= today)
        return next(ahead, windows[-1] if windows else None)

    def next_day(self, today: date) -> date | None:
        """The next day that somebody must watch: a body's last day, or a window's safe end.

        Where all are past it is the latest of them, so that it is still seen.
        """
        awaited = (self._watched(awaited) for awaited in self.awaited if not awaited.done)
        days = sorted([day for day in awaited if day] + [_last_day(w) for w in self.unfiled()])
        return next((day for day in days if day >= today), days[-1] if days else None)

    def _watched(self, awaited: Awaited) -> date | None:
        """A body's next last day: none once both its limits have passed and are on record."""
        place = awaited.stage.key, awaited.opening.seq
        if self.situation.lapse(FellSilent, *place):
            return None
        overdue = self.situation.lapse(Overdue, *place)
        ordinary = awaited.urgent or awaited.ordinary
        return awaited.longest.latest if overdue else ordinary.latest


def _last_day(window: Window) -> date:
    return window.closes.last_safe_day or window.closes.earliest


def standing_of(history: History, library: Library) -> Standing:
    """Where the request with this history stands under the library's edition.

    Stages for which no number is on file are named in `not_counted`, with the reason.
    """
    situation = situation_of(history)
    if situation.drafted is None:
        return Standing(Phase.NEW, situation)
    law = library.law(situation.drafted.law)
    missing: list[str] = []
    awaited = tuple(_awaited(situation, law, library, missing))
    windows = tuple(_windows(situation, law, library, awaited, missing))
    return Standing(_phase(situation), situation, awaited, windows, tuple(missing))


def lapses_due(standing: Standing, library: Library, today: date) -> Iterator[Lapse]:
    """What must be entered because its last day has surely passed when `today` begins."""
    if not standing.open:
        return
    for awaited in standing.awaited:
        if awaited.done:
            continue
        for kind, deadline in _limits_watched(awaited):
            entered = standing.situation.lapse(kind, awaited.stage.key, awaited.opening.seq)
            if not entered and deadline.missed_on(today):
                yield _lapse(kind, awaited, deadline, library)


def sweep_day(standing: Standing, today: date) -> date | None:
    """The first day on which a sweep has something to do: a lapse to enter, or another day to
    watch because the one that was watched has passed. None if never."""
    if not standing.open:
        return None
    days = [
        deadline.latest + ONE_DAY
        for awaited in standing.awaited
        if not awaited.done
        for kind, deadline in _limits_watched(awaited)
        if deadline.latest
        and not standing.situation.lapse(kind, awaited.stage.key, awaited.opening.seq)
    ]
    watched = standing.next_day(today)
    if watched and watched >= today and standing.next_day(watched + ONE_DAY) != watched:
        days.append(watched + ONE_DAY)
    return min(days, default=None)


def _limits_watched(
    awaited: Awaited,
) -> tuple[tuple[type[Overdue] | type[FellSilent], Deadline], ...]:
    """What passes, and when: where both limits fall together, that is one fact and not two."""
    if awaited.longest is awaited.ordinary:
        return ((FellSilent, awaited.longest),)
    return ((Overdue, awaited.ordinary), (FellSilent, awaited.longest))


def _lapse(
    kind: type[Overdue] | type[FellSilent], awaited: Awaited, deadline: Deadline, library: Library
) -> Lapse:
    if deadline.latest is None:
        raise ValueError("a silence needs a latest day")
    return kind(
        on=DaySpan.on(deadline.latest + ONE_DAY),
        body=awaited.body,
        stage=awaited.stage.key,
        opening=awaited.opening.seq,
        earliest=deadline.earliest,
        latest=deadline.latest,
        provisional=deadline.provisional,
        edition=library.digest,
        count=deadline.moves,
    )


def _awaited(
    situation: Situation, law: Law, library: Library, missing: list[str]
) -> Iterator[Awaited]:
    """The stages in which a body must act or had to: the reply, and the decision of an appeal."""
    opened = [(law.first_stage(), situation.received, bool(situation.replies))]
    if situation.appeal:
        decided = situation.decision is not None
        opened += [
            (stage, situation.appeal, decided)
            for stage in law.stages.values()
            if stage.actor is Actor.APPEAL_BODY
            and situation.appeal.event.kind in stage.counts_from
        ]
    for stage, opening, done in opened:
        if opening is None:
            continue
        try:
            yield _limits(situation, law, library, stage, opening, done)
        except NoLimitOnFile as refusal:
            missing.append(str(refusal))


def _limits(
    situation: Situation, law: Law, library: Library, stage: Stage, opening: Entry, done: bool
) -> Awaited:
    body = situation.drafted.body if situation.drafted else ""
    workdays = library.workdays(law, stage, body)
    on = opening.event.on
    plain = count(law, stage, on, workdays)
    announced = _announced(situation, stage, plain)
    ordinary = count(law, stage, on, workdays, extended=True) if announced else plain
    may_stay_silent = stage.extension is not None and not stage.extension.must_be_announced
    longer = may_stay_silent and not announced
    longest = count(law, stage, on, workdays, extended=True) if longer else ordinary
    urgent = bool(situation.drafted and situation.drafted.urgent and stage.expedited)
    soon = count(law, stage, on, workdays, expedited=True) if urgent else None
    return Awaited(stage, stage.receiver or body, opening, ordinary, longest, done, soon)


def _announced(situation: Situation, stage: Stage, plain: Deadline) -> bool:
    """Whether an extension was announced, in time where the law says that it must be."""
    if situation.extension is None or stage.extension is None:
        return False
    notice = situation.extension.event
    if not isinstance(notice, ExtensionNoticed) or notice.stage != stage.key:
        return False
    in_time = plain.latest is None or notice.on.earliest <= plain.latest
    return in_time or not stage.extension.must_be_announced


def _windows(
    situation: Situation,
    law: Law,
    library: Library,
    awaited: tuple[Awaited, ...],
    missing: list[str],
) -> Iterator[Window]:
    """The windows of the next remedy: one opened by silence, one by each decision received."""
    for stage in law.stages.values():
        if stage.actor is not Actor.REQUESTER or not stage.opened_by_silence_of:
            continue
        source = next((a for a in awaited if a.stage.key in stage.opened_by_silence_of), None)
        try:
            if source and _silence_opened(situation, source):
                yield _after_silence(situation, law, library, stage, source)
            for reply in situation.replies:
                if reply.event.kind in stage.counts_from:
                    yield _after_decision(law, library, stage, reply)
        except NoLimitOnFile as refusal:
            missing.append(str(refusal))


def _silence_opened(situation: Situation, source: Awaited) -> bool:
    """A window by silence stands once nothing came in time; a later answer does not close it."""
    first = min((reply.event.on.latest for reply in situation.replies), default=None)
    return first is None or first > source.ordinary.earliest


def _after_silence(
    situation: Situation, law: Law, library: Library, stage: Stage, source: Awaited
) -> Window:
    workdays = library.workdays(law, stage, None)
    body = situation.drafted.body if situation.drafted else None
    plain = count(
        law, source.stage, source.opening.event.on, library.workdays(law, source.stage, body)
    )
    last = source.ordinary.latest or source.ordinary.earliest
    closes = count(law, stage, DaySpan(plain.earliest, max(last, plain.earliest)), workdays)
    safe = Span(last + ONE_DAY, closes.earliest) if last < closes.earliest else None
    unannounced = source.longest is not source.ordinary and source.longest.latest
    return Window(
        stage=stage,
        cause=Cause.SILENCE,
        opening=source.opening.seq,
        opens_earliest=plain.earliest + ONE_DAY,
        opens_latest=source.ordinary.latest + ONE_DAY if source.ordinary.latest else None,
        closes=closes,
        safe=safe if source.ordinary.latest else None,
        undisputed_from=unannounced + ONE_DAY if unannounced else None,
    )


def _after_decision(law: Law, library: Library, stage: Stage, reply: Entry) -> Window:
    on = reply.event.on
    closes = count(law, stage, on, library.workdays(law, stage, None))
    return Window(
        stage=stage,
        cause=Cause.DECISION,
        opening=reply.seq,
        opens_earliest=on.earliest,
        opens_latest=on.latest,
        closes=closes,
        safe=Span(on.latest, closes.earliest) if on.latest <= closes.earliest else None,
        quiet=isinstance(reply.event, Answered),
    )


_REPLIED: dict[type[Reply], Phase] = {
    Answered: Phase.ANSWERED,
    PartlyAnswered: Phase.PARTLY_ANSWERED,
    Refused: Phase.REFUSED,
    NotHeld: Phase.NOT_HELD,
}


def _phase(situation: Situation) -> Phase:
    """The latest word that the history supports."""
    if situation.withdrawn:
        return Phase.WITHDRAWN
    if situation.appeal:
        return _appeal_phase(situation, situation.appeal)
    if situation.replies:
        return _REPLIED[type(situation.replies[-1].event)]  # type: ignore[index]
    if situation.received:
        return _waiting_phase(situation)
    if situation.sent:
        return Phase.SENT
    return Phase.APPROVED if situation.approved else Phase.DRAFTED


def _waiting_phase(situation: Situation) -> Phase:
    if any(isinstance(entry.event, FellSilent) for entry in situation.lapses):
        return Phase.SILENT
    return Phase.OVERDUE if situation.lapses else Phase.AWAITING


def _appeal_phase(situation: Situation, appeal: Entry) -> Phase:
    if situation.decision:
        return Phase.DECIDED
    silent = any(
        isinstance(entry.event, FellSilent) and entry.event.opening == appeal.seq
        for entry in situation.lapses
    )
    return Phase.APPEAL_SILENT if silent else Phase.APPEALED
