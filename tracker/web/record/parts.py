"""What one page has room for of the questions, answers and texts of a record, and what stands in
further parts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import escape

from tracker.domain.asked import BEST
from tracker.domain.events.release import Release
from tracker.domain.record import Record, RecordedOutcome, RecordedQuestion
from tracker.services.right_of_reply import STATEMENT

# In bytes: what a part of all has room for, and what a text takes of it.
ROOM, TEXT_WEIGHS = 28_000, 1_200
# So many answers to one question stand together.
TOGETHER = 6


@dataclass(frozen=True, slots=True)
class Piece:
    """A question with those of its answers that stand together: in its first turn those that tell
    most, in the next ones the others."""

    question: RecordedQuestion
    number: int
    outcomes: tuple[RecordedOutcome, ...]
    turn: int = 1

    @property
    def anchor(self) -> str:
        """What it is found by on a page."""
        return self.question.key if self.turn == 1 else f"{self.question.key}-{self.turn}"

    @property
    def left(self) -> int:
        """How many answers stand in other turns."""
        return len(self.question.outcomes) - len(self.outcomes)

    @property
    def weight(self) -> int:
        """At the most so many bytes, without the words of its answers."""
        named = sum(len(found.exemptions) for found in self.outcomes)
        asked = len(escape(self.question.words).encode())
        return 350 + asked + 1100 * len(self.outcomes) + 60 * named


@dataclass(frozen=True, slots=True)
class Part:
    """What stands together on one page."""

    pieces: tuple[Piece, ...]
    releases: tuple[Release, ...]


def parts_of(record: Record) -> Sequence[Part]:
    """All questions with all answers to them, and all other texts, page by page."""
    found: list[tuple[Piece | Release, int]] = [
        (piece, piece.weight)
        for number, question in enumerate(record.answered, start=1)
        for piece in pieces_of(question, number)
    ]
    found += [(release, TEXT_WEIGHS) for release in besides(record)]
    parts, room = list[list[Piece | Release]](), 0
    for each, weight in found:
        if weight > room or not parts:
            parts.append([])
            room = ROOM
        parts[-1].append(each)
        room -= weight
    return [
        Part(
            tuple(each for each in part if isinstance(each, Piece)),
            tuple(each for each in part if isinstance(each, Release)),
        )
        for part in parts
    ]


def pieces_of(question: RecordedQuestion, number: int) -> Iterator[Piece]:
    """A question turn by turn: first with the answer that gave most and with the last ones."""
    given = question.outcomes
    best, first = best_of(given), given[-TOGETHER:]
    if best and best[0] not in first:
        first = (*best, *first[1:])
    yield Piece(question, number, first)
    rest = [one for one in given if one not in first]
    for turn, start in enumerate(range(0, len(rest), TOGETHER), start=2):
        yield Piece(question, number, tuple(rest[start : start + TOGETHER]), turn)


def best_of(given: Sequence[RecordedOutcome]) -> Sequence[RecordedOutcome]:
    """The answer that gave most, where one gave anything."""
    return [one for best in BEST for one in given if one.outcome is best][:1]


def besides(record: Record) -> Sequence[Release]:
    """The texts that are not the words of an answer, each once; statements of bodies first."""
    said = {found.words for asked in record.answered for found in asked.outcomes}
    others = dict[str, Release]()
    for one in record.releases:
        if one.digest not in said:
            others.setdefault(one.digest, one)
    return sorted(others.values(), key=lambda one: one.question != STATEMENT)
