"""Contradictory answers to one question, found by rule; a person decides on them."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from tracker.domain.base.days import DaySpan
from tracker.domain.base.terms import GivenAs
from tracker.domain.law.outcome import Outcome
from tracker.domain.law.questions import Element
from tracker.domain.words.folding import bare_words

_GIVEN = frozenset({Outcome.DISCLOSED, Outcome.PARTLY_DISCLOSED})
# Outcomes by which a body says that it holds the record.
HELD = _GIVEN | {Outcome.OFFERED_FOR_FEE, Outcome.REFUSED}


class Between(StrEnum):
    """The point on which two answers do not agree."""

    HELD_OR_NOT = "held-or-not"
    GIVEN_OR_REFUSED = "given-or-refused"
    PUBLIC_OR_REFUSED = "public-or-refused"
    RECORD_OR_STATEMENT = "record-or-statement"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class ContradictingAnswer:
    """What one response said on one question.

    `words` are private until they are released. `question` is equal for two requests that put the
    same question: it is the key in the catalogue, or comes from the requester's own words.
    """

    reference: str
    entry: int
    body: str
    on: DaySpan
    question: str
    asked: str
    elements: tuple[Element, ...]
    outcome: Outcome
    given_as: GivenAs | None = None
    exemptions: tuple[str, ...] = ()
    page: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two contradictory answers to one question, the older first."""

    between: Between
    first: ContradictingAnswer
    second: ContradictingAnswer

    @property
    def key(self) -> str:
        """Return the identifier of the contradiction, which is the same whenever it is found."""
        places = (f"{said.reference}:{said.entry}" for said in (self.first, self.second))
        words = "\n".join((self.between, self.first.question, *places))
        return hashlib.sha256(words.encode()).hexdigest()


def own_question(words: str) -> str:
    """Return the identifier of a question in the requester's own words."""
    return f"own: {bare_words(words)}"


def contradictions(answers: Iterable[ContradictingAnswer]) -> Iterator[Contradiction]:
    """Yield each pair of contradictory answers to one question, of two bodies or two days."""
    by_question: dict[str, list[ContradictingAnswer]] = {}
    for said in answers:
        by_question.setdefault(said.question, []).append(said)
    for alike in by_question.values():
        alike.sort(key=lambda said: (said.on.earliest, said.reference, said.entry))
        for first, second in combinations(alike, 2):
            between = _between(first, second)
            if between and (first.body != second.body or first.on != second.on):
                yield Contradiction(between, first, second)


def _between(first: ContradictingAnswer, second: ContradictingAnswer) -> Between | None:
    """Return the most serious point on which two answers do not agree, or None."""
    outcomes = {first.outcome, second.outcome}
    if Outcome.NOT_HELD in outcomes and outcomes & HELD:
        return Between.HELD_OR_NOT
    if Outcome.REFUSED in outcomes and outcomes & _GIVEN:
        return Between.GIVEN_OR_REFUSED
    if outcomes == {Outcome.REFUSED, Outcome.SAID_TO_BE_PUBLIC}:
        return Between.PUBLIC_OR_REFUSED
    if not outcomes <= _GIVEN:
        return None
    if first.given_as and second.given_as and first.given_as is not second.given_as:
        return Between.RECORD_OR_STATEMENT
    if first.words and second.words and bare_words(first.words) != bare_words(second.words):
        return Between.WORDS
    return None
