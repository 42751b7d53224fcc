"""The states of the questions of a record: the last outcome of each, or that there was none."""

from collections import Counter

from tracker.domain.law.questions import Outcome
from tracker.domain.library import Library
from tracker.domain.record.body_results import BodyResult, turns
from tracker.domain.record.question_results import OPEN_RESULT, SILENT, TRANSFERRED_RESULT
from tracker.domain.record.record import Record, RecordedQuestion
from tracker.web.record.request.said_once import said_once
from tracker.web.record.words.outcome_bars import OutcomeBar, outcome_bar

_STATES = tuple(map(str, (*Outcome, SILENT, TRANSFERRED_RESULT, OPEN_RESULT)))


def state_without(record: Record) -> str:
    """Return the state of a question without an answer, at the body that must answer last."""
    return record.derived_once(_state_without)


def _state_without(record: Record) -> str:
    held = turns(record)
    silent = held and held[-1].body_result is BodyResult.SILENT
    return SILENT if silent else OPEN_RESULT


def tally(record: Record) -> tuple[tuple[str, int], ...]:
    """Return the number of questions in each state, by the last answer to each, or by
    `state_without`. A question that was transferred alone counts as transferred."""
    return record.derived_once(_tally)


@said_once
def items_bar(record: Record, _: Library) -> OutcomeBar:
    """Return the questions of a record as a bar of their states."""
    return outcome_bar(tally(record))


def _tally(record: Record) -> tuple[tuple[str, int], ...]:
    without = state_without(record)
    last = Counter([_last(asked, without) for asked in record.answered])
    return tuple([(state, last[state]) for state in _STATES if state in last])


def _last(asked: RecordedQuestion, without: str) -> str:
    if asked.moved_to is not None:
        return TRANSFERRED_RESULT
    return asked.outcomes[-1].outcome.value if asked.outcomes else without
