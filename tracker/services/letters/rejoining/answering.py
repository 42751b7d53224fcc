"""The answer to each later document of the body: what it says, sentence by sentence, with what is
said against it."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from tracker.domain.base.messages import Message
from tracker.domain.law.outcome import Outcome, VagueGround
from tracker.domain.law.pleas import Circumstance
from tracker.domain.words.pleading import (
    ARGUED,
    PleadingBasis,
    PleadingRow,
    annex_name,
    see,
)
from tracker.services.letters.grounds_of_appeal import circumstances, without_clause
from tracker.services.letters.pleading.annex_letters import DECISION_PREFIX, annex_key
from tracker.services.letters.pleading.arguing import arguments
from tracker.services.letters.pleading.argument import Argument, rows_offered
from tracker.services.letters.pleading.quoting import identified, quotation, signed_by
from tracker.services.letters.pleading.source import PleadingSource
from tracker.services.letters.rejoining.answer_words import AnswerWords
from tracker.services.letters.rejoining.filed_pleading import FiledPleading
from tracker.services.letters.rejoining.later_answers import (
    AnswerKind,
    LaterDocument,
    LaterSentence,
    LoggedAnswer,
)

_ON = Message(
    "On {annex}: [what it says, point by point with the page, and the answer to each point]"
)
_DOCUMENT = Message("This rejoinder answers {annex}, the document of {respondent} {which}.")
_SAYS = Message("It says: {quote}")
_TO_COUNSEL = Message("[The answer to these words.]")
_ABOVE = Message("The answer is given above{see}.")
_CAUSES = {
    Outcome.SAID_TO_BE_PUBLIC: Circumstance.SAID_TO_BE_PUBLIC,
    Outcome.REFUSED_AS_REPEAT: Circumstance.REFUSED_AS_REPEAT,
    Outcome.OFFERED_FOR_FEE: Circumstance.FEE_DEMANDED,
    Outcome.NEITHER_CONFIRMED_NOR_DENIED: Circumstance.NEITHER_CONFIRMED_NOR_DENIED,
}
# Answers that need no ground against them: the sentences on them say all.
_NEED_NO_GROUND = frozenset(
    {AnswerKind.GIVEN, AnswerKind.STATED, AnswerKind.PART, AnswerKind.ELSEWHERE}
)
_UNDECIDED = (Outcome.REFERRED_ELSEWHERE, Outcome.PASSED_OVER)
_ABSENCE = (Circumstance.NOT_HELD, Circumstance.REFERRED_ELSEWHERE)
_Items = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AnsweredItem:
    """One item with a paragraph of the answer that concerns it."""

    question: str
    row: str


@dataclass(frozen=True, slots=True)
class DocumentAnswer:
    """The rows that answer one document, and the items that each concerns."""

    rows: tuple[PleadingRow, ...]
    items: tuple[AnsweredItem, ...] = ()


@dataclass
class DocumentAnswering:
    """Answers one document that came after the pleading was filed."""

    document: LaterDocument
    argued: dict[str, str]

    def __post_init__(self) -> None:
        self._items: list[AnsweredItem] = []

    def answer(self) -> DocumentAnswer:
        """Return the answer. A ground that `argued` has was argued in the row that it names."""
        rows = tuple(self._rows())
        return DocumentAnswer(rows, tuple(self._items))

    @property
    def _source(self) -> PleadingSource:
        return self.document.source

    @property
    def _filed(self) -> FiledPleading:
        return self.document.filed

    def _rows(self) -> Iterator[PleadingRow]:
        entry, say = self.document.entry, self._source.say
        key, rests = annex_key(entry), PleadingBasis(entries=(entry.seq,))
        if not self.document.words:
            yield PleadingRow(f"answer:{key}", say(_ON, annex=annex_name(key)), rests_on=rests)
        else:
            which = identified(self._source, entry)
            values = {"annex": annex_name(key), "which": which, **self._source.parties}
            named = say(_DOCUMENT, **values)
            words = " ".join((named, *signed_by(self._source, entry)))
            yield PleadingRow(f"answer:{key}", words, rests_on=rests)
        for n, each in enumerate(self.document.sentences, start=1):
            yield from self._on_sentence(f"answer:{key}:{n}", each, rests)

    def _on_sentence(
        self, key: str, said: LaterSentence, rests: PleadingBasis
    ) -> Iterator[PleadingRow]:
        """Yield what a sentence says with the facts that meet it, and the grounds against it."""
        source, words = self._source, AnswerWords(self.document)
        quote = quotation(source, said.words.rstrip(";؛ ")) if said.words else ""
        facts = [source.say(_SAYS, quote=quote)] if quote else []
        grounds, filed, answered = [], False, bool(said.answers)
        for numbers, answers in said.answers:
            facts += words.of(numbers, answers, said.words)
            known, against = self._against(numbers, answers)
            facts += [referred] if (referred := self._referred(known)) else []
            filed = filed or bool(known)
            grounds += [each for each in against if each not in grounds]
            found = known or against or all(e.kind in _NEED_NO_GROUND for e in answers)
            answered = answered and bool(found)
            self._items += [AnsweredItem(q, key) for q in self._questions(numbers)]
        above = [self.argued[each.key] for each in grounds if each.key in self.argued]
        if not filed:
            facts += [source.say(_ABOVE, see=see(row)) for row in dict.fromkeys(above)]
        yield PleadingRow(key, " ".join(facts), rests_on=rests)
        yield from self._argue(key, [e for e in grounds if e.key not in self.argued], rests)
        if not answered and self.document.words:
            yield PleadingRow(f"{ARGUED}{key}:0", source.say(_TO_COUNSEL), rests_on=rests)

    def _argue(
        self, key: str, grounds: Sequence[Argument], rests: PleadingBasis
    ) -> Iterator[PleadingRow]:
        """Yield the paragraphs of grounds that were not argued before; some of those on
        an absence are offered."""
        number = 0
        for each in grounds:
            for words in each.paragraphs:
                number += 1
                row, offered = f"{ARGUED}{key}:{number}", words not in _in_letter(each)
                self.argued.setdefault(each.key, row)
                said = self._filed.as_referred(self._source, words, self._paragraphs)
                basis = each.rests_on.with_(rests)
                yield PleadingRow(row, said, rests_on=basis, offered=offered)
            yield from rows_offered(f"{ARGUED}{key}:{number}", each.offered)

    def _referred(self, known: Sequence[str]) -> str:
        """Return that grounds of the filed pleading answer what is said; empty without any."""
        if not known:
            return ""
        return self._source.locale.say_count(
            "Ground {grounds} of the {filing} answers it.",
            "Grounds {grounds} of the {filing} answer it.",
            len(known),
            grounds=self._filed.numbers_of(self._source, known),
            filing=self._source.words["filing"],
        )

    def _against(
        self, numbers: _Items, answers: Sequence[LoggedAnswer]
    ) -> tuple[list[str], list[Argument]]:
        """Return the grounds of the filed pleading that meet these answers on items, by their
        keys, and those that are argued here."""
        known: list[str] = []
        here: list[Argument] = []
        for each in answers:
            for ground in self._grounds_on(numbers, each):
                key = f"ground:{ground.key}"
                if self._was_pleaded(key, numbers, each):
                    known.append(key)
                else:
                    here.append(ground)
        return list(dict.fromkeys(known)), here

    def _was_pleaded(self, key: str, numbers: _Items, answer: LoggedAnswer) -> bool:
        """Return whether a ground was pleaded in what was filed, on each of these items."""
        before = self._filed.drafted.get(key)
        alike = answer.kind is not AnswerKind.SECTION
        return alike and before is not None and set(self._questions(numbers)) <= set(before.items)

    def _grounds_on(self, numbers: _Items, answer: LoggedAnswer) -> Iterator[Argument]:
        """Yield the grounds of the law’s file, or neutral ones, that meet an answer on items.
        After a decision on these, one on a referral has to be among those that were filed."""
        asked = set(self._questions(numbers))
        filed_only = answer.kind is AnswerKind.ELSEWHERE and not self._undecided(asked)
        for ground in self._grounds:
            if filed_only and not self._was_pleaded(f"ground:{ground.key}", numbers, answer):
                continue
            if asked & set(ground.items) and self._meets(ground, answer):
                yield ground

    def _undecided(self, asked: Collection[str]) -> bool:
        """Return whether no reply before the filing decided on these items: a ground on a referral
        says that there is no decision on them."""
        found = (each.outcome for key in asked for each in self._filed.answers.get(key, ()))
        return all(each in _UNDECIDED for each in found)

    def _meets(self, ground: Argument, answer: LoggedAnswer) -> bool:
        if answer.kind is AnswerKind.EXEMPTION:
            exemptions = {each.key: each for each in self._source.law.exemptions}
            return ground.key == (exemptions[answer.of].answered_by or answer.of)
        if answer.kind is AnswerKind.SECTION:
            return ground.key in self._typed and self._typed[ground.key] == answer.of
        if ground.key in self._typed:
            return False
        return ground.when is self._cause(answer)

    def _cause(self, answer: LoggedAnswer) -> Circumstance | None:
        if answer.kind is AnswerKind.OTHER:
            return _CAUSES.get(Outcome(answer.of))
        if answer.kind is AnswerKind.VAGUE:
            vague = (each.vague for each in self.document.outcomes.values() if each.vague)
            return _cause_of(vague, answer.of)
        return {
            AnswerKind.ABSENT: Circumstance.NOT_HELD,
            AnswerKind.ELSEWHERE: Circumstance.REFERRED_ELSEWHERE,
            AnswerKind.BARE: Circumstance.NO_EXEMPTION_NAMED,
        }.get(answer.kind)

    @cached_property
    def _typed(self) -> dict[str, str]:
        """Return the sections as typed, by the keys of the grounds that answer them."""
        outcomes = self.document.outcomes.values()
        found = dict.fromkeys(each.section for each in outcomes if each.section)
        return {f"section-{n}": each.number for n, each in enumerate(found, start=1)}

    @cached_property
    def _grounds(self) -> tuple[Argument, ...]:
        """Return the grounds that a pleading against this document alone would have. Of reported
        facts, only those are used that the filed pleading states."""
        source, answered = self._source, set(self._questions(tuple(self.document.outcomes)))
        if not answered:
            return ()
        out = {each.key for each in source.drafted.questions} - answered
        stated = {row.key for row in self._filed.pleading.rows()}
        told = tuple(e for e in source.block.reported if f"fact-{e.key}" in stated)
        plea = replace(source.plea, answering=(self.document.entry,))
        status, law = plea.case_status, source.law
        pleaded = circumstances(status, law, plea, source.today, source.details)
        return arguments(
            replace(
                source,
                plea=plea,
                pleaded=pleaded,
                items_out=frozenset(out),
                block=replace(source.block, reported=told),
            )
        )

    @cached_property
    def _paragraphs(self) -> dict[str, str]:
        """Return the paragraphs of these grounds by the keys that rows of a pleading have."""
        return {
            f"ground:{each.key}:{n}": words
            for each in self._grounds
            for n, words in enumerate(each.paragraphs, start=1)
        }

    def _questions(self, numbers: Sequence[int]) -> tuple[str, ...]:
        return tuple(e.key for number, e in self._source.drafted.numbered if number in numbers)


def _in_letter(ground: Argument) -> Sequence[str]:
    """Return the paragraphs of a ground that a letter has by default. For a record that is said to
    be absent or elsewhere, these are the first paragraph, one that quotes the document, and those
    that cite a decision."""
    first, others = ground.paragraphs[:1], ground.paragraphs[1:]
    if ground.when not in _ABSENCE or not others:
        return ground.paragraphs
    cited = [each for each in others if f"{{annex:{DECISION_PREFIX}" in each]
    quoting = [each for each in others if "“" in each]
    return (*first, *cited, *(quoting or others)[:1])


def _cause_of(grounds: Iterator[VagueGround], words: str) -> Circumstance | None:
    """Return what meets a ground without a clause, by the words of the document."""
    found = (without_clause(each.category) for each in grounds if each.words == words)
    return next(found, None)


def answers_to_documents(
    source: PleadingSource, filed: FiledPleading
) -> tuple[DocumentAnswer, ...]:
    """Return the answer to each later document of the body, in their order; a ground is argued
    once."""
    argued: dict[str, str] = {}
    return tuple(
        DocumentAnswering(LaterDocument(source, filed, entry), argued).answer()
        for entry in source.annexed
    )
