"""The rows of a record in pages of a fixed size: entries, questions, counts, copies and texts.

The page of a record shows the most important rows; these pages show every row.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from tracker.domain.events.copy import Copy
from tracker.domain.events.correspondence.body_stated import STATEMENT
from tracker.domain.events.release import Release
from tracker.domain.record.question_results import BEST
from tracker.domain.record.record import Record, RecordedOutcome, RecordedQuestion

T = TypeVar("T")

# Rows of each list on one page, and answers to one question shown together.
RECORD_ENTRIES, _QUESTIONS, COUNTS, COPIES, _TEXTS = 40, 8, 10, 20, 20
ANSWERS = 3


class RecordPiece(NamedTuple):
    """A question with some of its answers: turn 1 has the most important ones, later turns the
    others."""

    question: RecordedQuestion
    number: int
    outcomes: tuple[RecordedOutcome, ...]
    turn: int = 1

    @property
    def anchor(self) -> str:
        """Return the anchor of the question on a page."""
        return self.question.key if self.turn == 1 else f"{self.question.key}-{self.turn}"

    @property
    def left(self) -> int:
        """Return the number of answers in other turns."""
        return len(self.question.outcomes) - len(self.outcomes)


@dataclass(frozen=True, slots=True)
class RecordPart:
    """One page of rows, all of the same list. Entries and counts are given by their places."""

    entries: range = range(0)
    pieces: Sequence[RecordPiece] = ()
    counts: range = range(0)
    copies: Sequence[Copy] = ()
    releases: Sequence[Release] = ()


def record_parts(record: Record) -> Sequence[RecordPart]:
    """Return every row of a record: its timeline first, then questions, counts, copies, texts."""
    return record.derived_once(_record_parts)


def _record_parts(record: Record) -> Sequence[RecordPart]:
    pieces = [piece for question in record.answered for piece in pieces_of(question)]
    entries, counts = range(len(record.entries)), range(len(record.deadlines))
    texts = besides(record)
    return [
        *(RecordPart(entries=entries[rows]) for rows in _pages(entries, RECORD_ENTRIES)),
        *(RecordPart(pieces=pieces[rows]) for rows in _pages(pieces, _QUESTIONS)),
        *(RecordPart(counts=counts[rows]) for rows in _pages(counts, COUNTS)),
        *(RecordPart(copies=record.copies[rows]) for rows in _pages(record.copies, COPIES)),
        *(RecordPart(releases=texts[rows]) for rows in _pages(texts, _TEXTS)),
    ]


def _pages(rows: Sequence[T], size: int) -> Iterator[slice]:
    return (slice(start, start + size) for start in range(0, len(rows), size))


def pieces_of(question: RecordedQuestion) -> Iterator[RecordPiece]:
    """Yield a question turn by turn, first with the answer that gave most and the last ones."""
    given = question.outcomes
    best, first = best_of(given), given[-ANSWERS:]
    if best and best[0] not in first:
        first = (*best, *first[1:])
    yield RecordPiece(question, question.number, first)
    rest = [one for one in given if one not in first]
    for turn, start in enumerate(range(0, len(rest), ANSWERS), start=2):
        yield RecordPiece(question, question.number, tuple(rest[start : start + ANSWERS]), turn)


def best_of(given: Sequence[RecordedOutcome]) -> Sequence[RecordedOutcome]:
    """Return the answer that gave most, or nothing where no answer gave anything."""
    return [one for best in BEST for one in given if one.outcome is best][:1]


def besides(record: Record) -> Sequence[Release]:
    """Return the texts that are not the words of an answer, each once, statements first."""
    return record.derived_once(_besides)


def _besides(record: Record) -> Sequence[Release]:
    said = {found.words for asked in record.answered for found in asked.outcomes}
    others = dict[str, Release]()
    for one in record.releases:
        if one.digest not in said:
            others.setdefault(one.digest, one)
    return sorted(others.values(), key=lambda one: one.question != STATEMENT)
