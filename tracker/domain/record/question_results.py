"""The result of each question of a record, at each body that had to answer it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from tracker.domain.law.outcome import Outcome
from tracker.domain.record.body_results import BodyResult, replies_of, turns
from tracker.domain.record.record import Record, RecordedOutcome

G = TypeVar("G")

# In place of an outcome: the time certainly passed without an answer; or no answer is recorded,
# and nobody is blamed for that.
SILENT, OPEN_RESULT = "silent", "open"
# Transferred without the other questions, or with all of them to a body that is not in the
# library: the body that transferred it gave no answer, and is not blamed for that.
TRANSFERRED_RESULT = "handed-on"
WITHOUT = {BodyResult.SILENT: SILENT, BodyResult.TRANSFERRED: TRANSFERRED_RESULT}
# An answer may have more than one outcome for a question: the one that gave most counts.
BEST = (Outcome.DISCLOSED, Outcome.PARTLY_DISCLOSED)


@dataclass(frozen=True, slots=True)
class _Asked:
    """One part of one question at one body, with its result. `first` is true of its first part,
    unless the question is counted in a request of its own."""

    body: str
    element: str
    question: str
    state: str
    first: bool = True


def questions_in(record: Record) -> Iterator[_Asked]:
    """Yield each part of every question at every body that had to answer it; none at a body that
    transferred it to another one of the library."""
    held = turns(record)
    for turn in held:
        if turn.body_result is BodyResult.TRANSFERRED and (
            record.state.holder or turn is not held[-1]
        ):
            continue
        seqs = {entry.seq for entry, _ in replies_of(record, turn.body)}
        without = WITHOUT.get(turn.body_result, OPEN_RESULT)
        for question in record.answered:
            given = [outcome for outcome in question.outcomes if outcome.seq in seqs]
            moved = question.moved_to is not None
            state = TRANSFERRED_RESULT if moved else outcome_of(given) or without
            for place, element in enumerate(question.elements):
                first = not place and not moved
                yield _Asked(turn.body, element, question.key, state, first=first)


def outcome_of(given: Sequence[RecordedOutcome]) -> str:
    """Return the outcome that gave most, else the last one; empty if there is none."""
    found = most_given(given, lambda each: each.outcome)
    return found.outcome.value if found else ""


def most_given(given: Sequence[G], outcome: Callable[[G], Outcome]) -> G | None:
    """Return the answer that gave most, else the last one; None if there is none."""
    for best in BEST:
        for each in given:
            if outcome(each) is best:
                return each
    return given[-1] if given else None
