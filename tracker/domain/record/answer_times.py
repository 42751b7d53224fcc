"""How long each body took over a request or an appeal, beside the limits that applied to it.

Day 0 is the day on which it began. A body is silent only from a day that no doubt touches.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from tracker.domain.events.lapses.fell_silent import FellSilent
from tracker.domain.law.law import Actor
from tracker.domain.record.body_results import (
    BodyPeriod,
    BodyResult,
    Lapsed,
    appeal_turns,
    appeals_elsewhere,
    replies_of,
    turns,
)
from tracker.domain.record.record import Record, RecordedDeadline

_SURELY_LATE = frozenset({BodyResult.LATE, BodyResult.SILENT})


@dataclass(frozen=True, slots=True)
class AnswerTime:
    """The time of one body: when it began, its limits, and its result.

    `due` is the end of the standard limit by the earlier reading, `longest` the end of the maximum
    limit by the later one, `silent_from` the first day of a certain silence. `kind` is the kind of
    the reply, or the outcome of the decision. Unknown days are None, an unknown kind is empty.
    """

    body: str
    result: BodyResult
    began: date
    due: date | None = None
    longest: date | None = None
    silent_from: date | None = None
    answered: date | None = None
    days: int | None = None
    kind: str = ""


def answer_times(record: Record) -> tuple[AnswerTime, ...]:
    """Return the time of each body that had to answer the request, in order."""
    return tuple(_of_request(record, turn) for turn in turns(record))


def decision_times(record: Record) -> tuple[AnswerTime, ...]:
    """Return the time of each body that had to decide an appeal, in the order of filing."""
    found = []
    for (entry, filed), turn in zip(appeals_elsewhere(record), appeal_turns(record), strict=True):
        decided = record.state.decision_on(entry)
        outcome = getattr(decided.event, "outcome", "") if decided else ""
        limits = _limits(record, Actor.APPEAL_BODY, "", filed.on.earliest)
        lapses = record.state.lapses_of(entry)
        found.append(_time(turn, limits, lapses, str(outcome)))
    return tuple(found)


def _of_request(record: Record, turn: BodyPeriod) -> AnswerTime:
    lapses, replies = record.state.lapses_of(None), replies_of(record, turn.body)
    if turn.body_result is BodyResult.TRANSFERRED:
        return _time(turn, [], lapses, "")
    own = (lapse.stage for _, lapse in lapses if lapse.body == turn.body)
    stage = replies[0][1].stage if replies else next(own, "")
    limits = _limits(record, Actor.BODY, stage, turn.began)
    return _time(turn, limits, lapses, replies[0][1].kind if replies else "")


def _time(
    turn: BodyPeriod, limits: list[RecordedDeadline], lapses: Iterable[Lapsed], kind: str
) -> AnswerTime:
    silent = _silent_from(lapses, turn.body) if turn.body_result in _SURELY_LATE else ()
    known = [limit.latest for limit in limits if limit.latest]
    return AnswerTime(
        body=turn.body,
        result=turn.body_result,
        began=turn.began,
        due=min((limit.earliest for limit in limits), default=None),
        longest=max(known) if known and len(known) == len(limits) else None,
        silent_from=min(silent, default=None),
        answered=turn.answered,
        days=turn.days,
        kind=kind,
    )


def _silent_from(lapses: Iterable[Lapsed], body: str) -> Iterator[date]:
    for entry, lapse in lapses:
        sure = isinstance(lapse, FellSilent) and not lapse.provisional and entry.counts
        if sure and lapse.body == body:
            yield entry.on.latest


def _limits(record: Record, actor: Actor, stage: str, began: date) -> list[RecordedDeadline]:
    """Return the limits of a stage that ended on or after the day it began; without a stage, those
    of the first that the record has."""
    found = [each for each in record.deadlines if each.actor is actor and each.earliest >= began]
    wanted = stage or (found[0].stage if found else "")
    return [each for each in found if each.stage == wanted]
