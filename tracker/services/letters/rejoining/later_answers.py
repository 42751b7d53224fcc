"""What a later document of the body says: each sentence with the logged answers that it gives."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from tracker.domain.base.terms import GivenAs
from tracker.domain.base.text import SOURCE
from tracker.domain.case.history import Entry
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.outcome import Outcome, QuestionOutcome
from tracker.domain.words.quotations import unquoted
from tracker.services.letters.enforcing.said_under_order import (
    ABSENCES,
    ANOTHER_BODY,
    SENT_AWAY,
    kind_of_answer,
    sentences_on,
)
from tracker.services.letters.pleading.quoting import items_in_sentence, sentences, without_a_part
from tracker.services.letters.pleading.reaching import latest_answers, outcomes_said
from tracker.services.letters.pleading.source import PleadingSource
from tracker.services.letters.rejoining.filed_pleading import FiledPleading

_GIVES = re.compile(
    r"\b(?:enclos|annex|attach|suppl|provid|furnish|herewith|hereby given|copy|copies)|"
    r"منسلک|فراہم|لف ہے|لف ہیں|نقول",
    re.I,
)
_NOT = re.compile(r"\b(?:not|no|cannot|without|never)\b|نہیں|بغیر", re.I)
_A_SECTION = re.compile(r"\b(?:sections?|articles?|clauses?|rules?|s\.)\s*\d|دفعہ\s*\d", re.I)
_WITHHOLDS = frozenset({"withheld", "first-absent"})
_ELSEWHERE = frozenset({"elsewhere", SENT_AWAY, ANOTHER_BODY})


class AnswerKind(StrEnum):
    """What a document does with a record, as a person logged it."""

    GIVEN = "given"
    STATED = "stated"
    PART = "part"
    EXEMPTION = "exemption"
    SECTION = "section"
    VAGUE = "vague"
    BARE = "bare"
    ABSENT = "absent"
    ELSEWHERE = "elsewhere"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class LoggedAnswer:
    """One answer of a document on a record: its kind, and of what. `how` is the kind of an absence
    by its words; empty while no sentence gives it."""

    kind: AnswerKind
    of: str = ""
    how: str = ""


@dataclass(frozen=True, slots=True)
class LaterSentence:
    """One sentence of a later document with what it answers: numbers of items, and the answers.

    `words` are empty for answers that were logged and that no sentence gives.
    """

    words: str
    answers: tuple[tuple[tuple[int, ...], tuple[LoggedAnswer, ...]], ...] = ()


@dataclass(frozen=True)
class LaterDocument:
    """A document that came after the pleading was filed, read against it."""

    source: PleadingSource
    filed: FiledPleading
    entry: Entry

    @cached_property
    def outcomes(self) -> Mapping[int, QuestionOutcome]:
        """Return its answers to the items of the pleading, by number. An item that a still later
        document answers, and one that it passes over, has none."""
        event, last = self.entry.event, latest_answers(self.source)
        if not isinstance(event, Reply):
            return {}
        numbers = {each.key: number for number, each in self.source.drafted.numbered}
        return {
            numbers[each.question]: each
            for each in outcomes_said(self.source, self.entry, event)
            if each.question in numbers
            and each.question not in self.source.items_out
            and last[each.question][0] == self.entry.seq
            and each.outcome is not Outcome.PASSED_OVER
        }

    @cached_property
    def _quotes(self) -> Mapping[int, tuple[str, ...]]:
        """Return the sentences that a person logged on an item."""
        logged = self.filed.quotes.get(self.entry.seq, {})
        return {
            number: tuple(each.strip() for each in sentences(unquoted(words)))
            for number, asked in self.source.drafted.numbered
            if (words := logged.get(asked.key, "").strip())
        }

    @property
    def words(self) -> tuple[str, ...]:
        """Return its sentences as a person logged them, each once: those of the document, then
        those logged on an item alone."""
        own = [each.strip() for each in sentences(self._operative) if each.strip()]
        apart = [each for said in self._quotes.values() for each in said]
        return tuple(dict.fromkeys((*own, *(e for e in apart if e not in self._operative))))

    @property
    def _operative(self) -> str:
        return self.source.details_of(self.entry).words

    def _on(self, number: int) -> tuple[str, ...]:
        """Return the sentences on an item: those that name it, and those logged on it."""
        own = sentences_on(self._operative, number)
        quoted = self._quotes.get(number, ())
        named = any(number in items_in_sentence(each) for each in own)
        return tuple(dict.fromkeys((*(own if named or not quoted else ()), *quoted)))

    @cached_property
    def sentences(self) -> tuple[LaterSentence, ...]:
        """Return what it says in its order, then the logged answers that no sentence gives."""
        given = {
            (number, each): [s for s in self._on(number) if self._gives(number, each, s)]
            for number in self.outcomes
            for each in self._logged(number)
        }
        found = [LaterSentence(each, self._answered(each, given)) for each in self.words]
        rest: dict[tuple[LoggedAnswer, ...], list[int]] = {}
        for number in self.outcomes:
            if left := tuple(e for e in self._logged(number) if not given[number, e]):
                rest.setdefault(left, []).append(number)
        found += [LaterSentence("", ((tuple(n), each),)) for each, n in rest.items()]
        return tuple(found)

    def _answered(
        self, words: str, given: Mapping[tuple[int, LoggedAnswer], Sequence[str]]
    ) -> tuple[tuple[tuple[int, ...], tuple[LoggedAnswer, ...]], ...]:
        """Return the answers that a sentence gives, with the items of each."""
        found: dict[tuple[LoggedAnswer, ...], list[int]] = {}
        for number in self.outcomes:
            mine = tuple(
                self._by_words(number, each, words)
                for each in self._logged(number)
                if words in given[number, each]
            )
            if mine:
                found.setdefault(mine, []).append(number)
        return tuple((tuple(numbers), each) for each, numbers in found.items())

    def _by_words(self, number: int, answer: LoggedAnswer, words: str) -> LoggedAnswer:
        if answer.kind not in (AnswerKind.ABSENT, AnswerKind.ELSEWHERE):
            return answer
        return LoggedAnswer(answer.kind, answer.of, self._kind(number, words))

    def _kind(self, number: int, words: str) -> str:
        return kind_of_answer(self.filed.source, number, (words,)) or ""

    def _logged(self, number: int) -> tuple[LoggedAnswer, ...]:
        """Return the answers of the document on an item, as a person logged them."""
        each = self.outcomes[number]
        stated = each.given_as is GivenAs.STATEMENT
        if each.outcome is Outcome.DISCLOSED:
            return (LoggedAnswer(AnswerKind.STATED if stated else AnswerKind.GIVEN),)
        if each.outcome is Outcome.NOT_HELD:
            return (LoggedAnswer(AnswerKind.ABSENT),)
        if each.outcome is Outcome.REFERRED_ELSEWHERE:
            return (LoggedAnswer(AnswerKind.ELSEWHERE, each.referred_to),)
        reasons = tuple(self._reasons(each))
        if each.outcome is Outcome.PARTLY_DISCLOSED:
            return (LoggedAnswer(AnswerKind.STATED if stated else AnswerKind.PART), *reasons)
        if each.outcome is Outcome.REFUSED:
            return reasons or (LoggedAnswer(AnswerKind.BARE),)
        return (LoggedAnswer(AnswerKind.OTHER, each.outcome.value), *reasons)

    def _reasons(self, outcome: QuestionOutcome) -> Iterator[LoggedAnswer]:
        for key in outcome.exemptions:
            yield LoggedAnswer(AnswerKind.EXEMPTION, key)
        if outcome.section:
            yield LoggedAnswer(AnswerKind.SECTION, outcome.section.number)
        if outcome.vague:
            yield LoggedAnswer(AnswerKind.VAGUE, outcome.vague.words)

    def _gives(self, number: int, answer: LoggedAnswer, words: str) -> bool:
        """Return whether a sentence gives an answer on an item, by its words."""
        kind, refused = answer.kind, self._kind(number, words)
        if kind is AnswerKind.ABSENT:
            return refused in ABSENCES
        if kind is AnswerKind.ELSEWHERE:
            return refused in _ELSEWHERE
        if kind is AnswerKind.BARE:
            return refused in _WITHHOLDS
        if kind is AnswerKind.GIVEN:
            return not refused and bool(_GIVES.search(words)) and not _NOT.search(words)
        if kind is AnswerKind.PART:
            return without_a_part(words, number)
        if kind in (AnswerKind.OTHER, AnswerKind.STATED):
            return number in items_in_sentence(words) and self._on(number) == (words,)
        # A sentence that names another section gives that one.
        by_words = refused in _WITHHOLDS and not _A_SECTION.search(words)
        return self._names(answer, words) or (by_words and not self._named_on(number))

    def _named_on(self, number: int) -> bool:
        """Return whether a sentence on an item names one of the reasons logged for it."""
        reasons = tuple(self._reasons(self.outcomes[number]))
        return any(self._names(each, words) for each in reasons for words in self._on(number))

    def _names(self, answer: LoggedAnswer, words: str) -> bool:
        if answer.kind is AnswerKind.EXEMPTION:
            return names_clause(words, self.clause_number(answer.of))
        return unquoted(answer.of).casefold() in words.casefold()

    def clause_number(self, exemption: str) -> str:
        """Return the number of a clause of the law, such as “16(1)(e)”."""
        found = next(e for e in self.source.law.exemptions if e.key == exemption)
        return found.cite.in_language(SOURCE).split()[-1]


def names_clause(words: str, number: str) -> bool:
    """Return whether words name a clause by its number, and not one of which this is a part."""
    return bool(re.search(rf"(?<![\w.(]){re.escape(number)}(?!\w)", words))
