"""What one public record adds to the counts of bodies, of blocks and of the whole record.

Counts are only added, so pages read totals whatever the number of records. When changing what is
counted here, raise COUNTING: stored totals with another number are then recomputed.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from tracker.domain.base.terms import GivenAs
from tracker.domain.events.proceedings.appeal_filed import AppealFiled
from tracker.domain.events.proceedings.decided import Decided
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.outcome import Outcome
from tracker.domain.law.petition import is_petition
from tracker.domain.record.body_results import (
    ANSWERED,
    BodyPeriod,
    BodyResult,
    appeal_turns,
    asked_on,
    replies_of,
    turns,
)
from tracker.domain.record.question_results import BEST, outcome_of, questions_in
from tracker.domain.record.record import Record

COUNTING = 3
# In place of an outcome, if the body gave no answer at all.
NO_ANSWER = "no-answer"
# For an answer that refuses something: whether it names a clause for each refused question.
NAMED, UNNAMED = "named", "unnamed"
REFUSING = frozenset(
    {Outcome.REFUSED, Outcome.REFUSED_AS_REPEAT, Outcome.NEITHER_CONFIRMED_NOR_DENIED}
)


class Scope(StrEnum):
    """The subject of a count: one body, one block, or everything (without a subject)."""

    BODY = "body"
    BLOCK = "block"
    ALL = "all"


class What(StrEnum):
    """What is counted, with the keys of each count.

    RECORDS: records in which the body had to answer or was appealed to, by phase. FATE: requests
    by result. DAYS: answers by days taken, without petitions. QUESTION: questions of requests that
    were answered or certainly met with no response, by QuestionKey. AS_RECORD: those of them for
    which the record itself was given, by its parts. A question counts once, whatever parts it is
    about. ANSWERS: replies, by kind. REFUSING: replies that refuse something, NAMED or UNNAMED.
    EXEMPTION and LACKING: replies by what they cite and by what is missing, each by CitedKey.
    APPEALED: decisions on appeals against the body, by outcome. HEARD, HEARD_DAYS, DECIDED:
    appeals to the body by result, by days taken, and by outcome. ASKED: records of a block, by the
    body that had to answer. CELL: the parts of questions about a block, by CellKey. ITEM: the
    questions about a block, by `state`.
    """

    RECORDS = "records"
    FATE = "body_result"
    DAYS = "days"
    QUESTION = "question"
    AS_RECORD = "as-record"
    ANSWERS = "answers"
    REFUSING = "refusing"
    EXEMPTION = "exemption"
    LACKING = "lacking"
    APPEALED = "appealed"
    HEARD = "heard"
    HEARD_DAYS = "heard-days"
    DECIDED = "decided"
    ASKED = "asked"
    CELL = "cell"
    ITEM = "item"


class QuestionKey(NamedTuple):
    """What a question is counted by: the parts of a legal basis that it is about, its outcome."""

    elements: tuple[str, ...]
    outcome: str

    def __str__(self) -> str:
        """Return the key as it is stored."""
        return f"{self.parts} {self.outcome}"

    @property
    def parts(self) -> str:
        """The parts of the legal basis alone, as they are stored."""
        return "+".join(self.elements)

    @classmethod
    def of(cls, key: str) -> "QuestionKey":
        """Return a stored key."""
        elements, outcome = key.rsplit(" ", 1)
        return cls(tuple(elements.split("+")), outcome)


class CitedKey(NamedTuple):
    """What a citation is counted by: a law, and the key of a clause or of a duty in it."""

    law: str
    named: str

    def __str__(self) -> str:
        """Return the key as it is stored."""
        return f"{self.law} {self.named}"

    @classmethod
    def of(cls, key: str) -> "CitedKey":
        """Return a stored key."""
        law, named = key.split(" ", 1)
        return cls(law, named)


class CellKey(NamedTuple):
    """What a part of a question is counted by, in the table of a block."""

    element: str
    body: str
    state: str

    def __str__(self) -> str:
        """Return the key as it is stored."""
        return f"{self.element} {self.body} {self.state}"

    @classmethod
    def of(cls, key: str) -> "CellKey":
        """Return a stored key."""
        element, body, state = key.split(" ")
        return cls(element, body, state)


class TallyPlace(NamedTuple):
    """The row in which a count is stored."""

    scope: Scope
    subject: str
    what: What


# By key and by year. Days taken have the year 0: their spread covers all years together.
Counts = Mapping[tuple[str, int], int]
Tally = Mapping[TallyPlace, Counts]


def by_key(counts: Counts) -> Counter[str]:
    """Return a count by its key, for all years together."""
    found: Counter[str] = Counter()
    for (key, _), number in counts.items():
        found[key] += number
    return found


def total(counts: Counts) -> int:
    """Return a count for all years and keys together."""
    return sum(counts.values())


def tally_of(record: Record) -> Tally:
    """Return what a record adds; empty if it is withheld."""
    found: dict[TallyPlace, Counter[tuple[str, int]]] = {}
    for place, key, year in _counted(record):
        found.setdefault(place, Counter())[key, year] += 1
    return found


def _counted(record: Record) -> Iterator[tuple[TallyPlace, str, int]]:
    if record.withheld:
        return
    year, held, heard = asked_on(record).year, turns(record), appeal_turns(record)
    phase = record.phase.value
    yield TallyPlace(Scope.ALL, "", What.RECORDS), phase, year
    yield TallyPlace(Scope.BLOCK, record.block, What.RECORDS), phase, year
    for body in dict.fromkeys(turn.body for turn in (*held, *heard)):
        yield TallyPlace(Scope.BODY, body, What.RECORDS), phase, year
    for turn in held:
        yield TallyPlace(Scope.BLOCK, record.block, What.ASKED), turn.body, year
        for what, key in _of_turn(record, turn):
            yield _of(turn.body, what, key, turn.began.year)
    for asked in questions_in(record):
        cell = CellKey(asked.element, asked.body, asked.state)
        yield TallyPlace(Scope.BLOCK, record.block, What.CELL), str(cell), year
        if asked.first:
            yield TallyPlace(Scope.BLOCK, record.block, What.ITEM), asked.state, year
    for turn in heard:
        yield from _of_appeal(turn)
    yield from _of_decisions(record)


def _of(body: str, what: What, key: str, year: int) -> tuple[TallyPlace, str, int]:
    return (
        TallyPlace(Scope.BODY, body, what),
        key,
        0 if what in (What.DAYS, What.HEARD_DAYS) else year,
    )


def _of_turn(record: Record, turn: BodyPeriod) -> Iterator[tuple[What, str]]:
    if is_petition(record.law):
        # A petition has no time limit, so no body is in time or late, with or without an answer.
        yield What.FATE, BodyResult.WITHOUT_LIMIT.value
    else:
        yield What.FATE, turn.body_result.value
        if turn.days is not None:
            yield What.DAYS, str(turn.days)
    if turn.body_result in ANSWERED or turn.body_result is BodyResult.SILENT:
        yield from _of_questions(record, turn)
    for _, reply in replies_of(record, turn.body):
        yield from _of_reply(record, reply)


def _of_questions(record: Record, turn: BodyPeriod) -> Iterator[tuple[What, str]]:
    seqs = {entry.seq for entry, _ in replies_of(record, turn.body)}
    for question in (each for each in record.answered if each.moved_to is None):
        given = [outcome for outcome in question.outcomes if outcome.seq in seqs]
        key = QuestionKey(tuple(question.elements), outcome_of(given) or NO_ANSWER)
        yield What.QUESTION, str(key)
        if any(each.given_as is GivenAs.RECORD for each in given if each.outcome in BEST):
            yield What.AS_RECORD, key.parts


def _of_reply(record: Record, reply: Reply) -> Iterator[tuple[What, str]]:
    yield What.ANSWERS, reply.kind
    refused = [each for each in reply.outcomes if each.outcome in REFUSING]
    if refused:
        named = all(outcome.names_clause for outcome in refused)
        yield What.REFUSING, NAMED if named else UNNAMED
    for exemption in sorted({key for outcome in refused for key in outcome.exemptions}):
        yield What.EXEMPTION, str(CitedKey(record.law, exemption))
    for duty in reply.lacking:
        yield What.LACKING, str(CitedKey(record.law, duty))


def _of_appeal(turn: BodyPeriod) -> Iterator[tuple[TallyPlace, str, int]]:
    yield _of(turn.body, What.HEARD, turn.body_result.value, turn.began.year)
    if turn.days is not None:
        yield _of(turn.body, What.HEARD_DAYS, str(turn.days), turn.began.year)


def _of_decisions(record: Record) -> Iterator[tuple[TallyPlace, str, int]]:
    """Yield the latest decision on each appeal, for the body whose act was appealed and for the
    body that decided."""
    own = {record.body, *record.transferred_to, ""}
    for entry, filed in record.state.of(AppealFiled):
        decided = record.state.decision_on(entry)
        if decided and isinstance(decided.event, Decided):
            outcome, year = decided.event.outcome.value, decided.on.latest.year
            if body := record.state.answering_on(filed.on.latest):
                yield _of(body, What.APPEALED, outcome, year)
            if filed.to not in own:
                yield _of(filed.to, What.DECIDED, outcome, year)
