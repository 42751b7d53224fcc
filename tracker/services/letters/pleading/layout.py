"""A pleading as blocks of a letter: numbers, references, the table of items."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from tracker.domain.base.messages import Message
from tracker.domain.base.text import FULL_STOPS
from tracker.domain.law.law import LetterKind
from tracker.domain.words.letter import (
    Heading,
    ItemSign,
    LetterBlock,
    LetterTable,
    NumberedParagraph,
    Paragraph,
    TextRun,
)
from tracker.domain.words.pleading import (
    ARGUED,
    PleadedItem,
    Pleading,
    PleadingPart,
    PleadingRow,
    RowForm,
    ground_number,
    relief_sign,
)
from tracker.services.core.i18n import Locale
from tracker.services.letters.pleading.itemising import item_heads, order_heads
from tracker.services.letters.pleading.source import ranged

_REFERENCE = re.compile(r"\{(see|number|annex|letter|ground|relief):([A-Za-z0-9:._-]+)\}")
_BRACES = re.compile(r"\{[^{}]*\}")
# The paragraphs that the person who signs knows, and those that rest on a report.
_NUMBERS_KNOWN, _NUMBERS_TOLD, _BLANK = "{known}", "{reported}", "____________"
_SIGNS = {RowForm.ROMAN: ItemSign.ROMAN, RowForm.LETTER: ItemSign.LETTER}
_SEE, _ANNEX = Message(" (paragraph {number})"), Message(" (Annex {letter})")
_LETTER = Message("Annex {letter}")
# The paragraphs that a person knows, as a verification counts them.
_KNOWN = (
    PleadingPart.PARTIES,
    PleadingPart.TIME,
    PleadingPart.FACTS,
    PleadingPart.STEPS,
    PleadingPart.DECISION,
    PleadingPart.ANSWER,
    PleadingPart.PROCEEDINGS,
)
# Paragraphs of these parts that only apply the law, which nobody verifies.
_OF_LAW = frozenset(
    {
        "parties:respondent",
        "parties:decider",
        "parties:joined",
        "parties:jurisdiction",
        "time:otherwise",
        "time:referred",
        "time:late",
        "time:began-later",
        "time:excuse:law",
        "order:challenge-over",
    }
)
# The parts of a pleading that each of its letters has, in their order.
PARTS_OF = {
    LetterKind.APPEAL: tuple(p for p in PleadingPart if p is not PleadingPart.ANSWER),
    LetterKind.INTERNAL_REVIEW: (
        PleadingPart.SUMMARY,
        PleadingPart.FACTS,
        PleadingPart.STEPS,
        PleadingPart.DECISION,
        PleadingPart.TIME,
        PleadingPart.QUESTIONS,
        PleadingPart.RECORDS,
        PleadingPart.GROUNDS,
        PleadingPart.LAW_BEHIND,
        PleadingPart.RELIEF,
    ),
    LetterKind.ENFORCEMENT: (
        PleadingPart.SUMMARY,
        PleadingPart.PARTIES,
        PleadingPart.DECISION,
        PleadingPart.ANSWER,
        PleadingPart.QUESTIONS,
        PleadingPart.RECORDS,
        PleadingPart.GROUNDS,
        PleadingPart.RELIEF,
        PleadingPart.INTERIM,
        PleadingPart.PROCEEDINGS,
        PleadingPart.VERIFICATION,
    ),
    LetterKind.REJOINDER: (
        PleadingPart.SUMMARY,
        PleadingPart.ANSWER,
        PleadingPart.RECORDS,
        PleadingPart.GROUNDS,
        PleadingPart.RELIEF,
        PleadingPart.VERIFICATION,
    ),
}


def blocks_of(
    pleading: Pleading, parts: Sequence[PleadingPart], locale: Locale
) -> Mapping[str, tuple[LetterBlock, ...]]:
    """Return the parts that a letter has as its blocks, with every reference resolved."""
    layout = _Layout(pleading, parts, locale)
    return {part.value: tuple(layout.blocks(part)) for part in parts}


@dataclass(frozen=True)
class _Layout:
    pleading: Pleading
    used: Sequence[PleadingPart]
    locale: Locale

    def blocks(self, part: PleadingPart) -> Iterator[LetterBlock]:
        if part is PleadingPart.RECORDS:
            if self.pleading.items:
                yield self._table()
            return
        before: NumberedParagraph | None = None
        for row in self.pleading.parts.get(part, ()):
            runs = (TextRun(self.resolved(row.words) + self._sworn_apart(row)),)
            if row.form in _SIGNS and before:
                sign = _SIGNS[row.form]
                before = replace(before, items=(*before.items, runs), sign=sign)
                continue
            if before:
                yield before
            before = NumberedParagraph(runs) if row.form is RowForm.PARAGRAPH else None
            if row.form is RowForm.HEADING:
                yield self._heading(row)
            elif before is None:
                yield Paragraph(runs)
        if before:
            yield before

    def _heading(self, row: PleadingRow) -> Heading:
        words = f"{self._grounds.get(row.key, '')}. {self.resolved(row.words)}"
        return Heading((TextRun(words),), 3)

    def _table(self) -> LetterTable:
        """Return the items, those that met the same answer in one row.

        The rows of a rejoinder name the paragraphs of the answer and the grounds filed before.
        """
        head = item_heads(self.locale)
        if self.used == PARTS_OF[LetterKind.REJOINDER]:
            return LetterTable(head[:-1], tuple(row[:-1] for row in self._joined()))
        if PleadingPart.ANSWER in self.used:
            # The list of the records that an order covers names them.
            found = ((number, *rest) for number, _, *rest in self._joined())
            return LetterTable(order_heads(self.locale), tuple(found))
        return LetterTable(head, tuple(self._joined()))

    def _joined(self) -> Iterator[tuple[str, ...]]:
        """Yield a row for each answer, with the numbers and records of the items that met it."""
        answered: dict[tuple[str, ...], list[PleadedItem]] = {}
        for item in self.pleading.items:
            answered.setdefault(self._row([item])[2:], []).append(item)
        for items in answered.values():
            yield self._row(items)

    def _row(self, items: Sequence[PleadedItem]) -> tuple[str, ...]:
        """Return the row of items that met the same answer, with the same grounds and relief."""
        first, *others = items
        records = [item.record.rstrip(FULL_STOPS) for item in items]
        return (
            self._numbers_of(items),
            self.locale.apart(records) if others else first.record,
            self.resolved(first.answer),
            self.resolved(first.named),
            self._reply(first) or "–",
            self._stretches(self._reliefs, map(relief_sign, first.relief)) or "–",
        )

    def _reply(self, item: PleadedItem) -> str:
        """Return the grounds that answer what was said of an item; in a rejoinder the paragraphs,
        and the grounds filed before."""
        if self.used != PARTS_OF[LetterKind.REJOINDER]:
            return self._stretches(self._grounds, map(ground_number, item.grounds))
        numbers = [self._numbers[key] for key in item.grounds if key in self._numbers]
        said = self.locale.say_count(
            "paragraph {paragraphs}",
            "paragraphs {paragraphs}",
            len(numbers),
            paragraphs=self._paragraphs(numbers),
        )
        return self.locale.apart([each for each in (said if numbers else "", item.before) if each])

    def _numbers_of(self, items: Sequence[PleadedItem]) -> str:
        """Return the numbers of items, which a pleading before a forum has in brackets."""
        if self.used == PARTS_OF[LetterKind.INTERNAL_REVIEW]:
            return self._ranges([item.number for item in items])
        # An item that is not in the table is in no stretch either.
        last = max(item.number for item in items)
        every = {str(number): f"({number})" for number in range(1, last + 1)}
        signs = self._stretches(every, [f"({item.number})" for item in items if item.number])
        # A row on no item is called by what the order requires.
        others = [item.record for item in items if not item.number]
        return self.locale.apart([each for each in (signs, *others) if each])

    def _stretches(self, signs: Mapping[str, str], wanted: Iterable[str]) -> str:
        """Return signs in their order, three or more that follow one another as first to last."""
        known, order = {self.resolved(each) for each in wanted}, list(signs.values())
        said: list[str] = []
        for first, last in ranged([n for n, sign in enumerate(order) if sign in known]):
            if last - first < 2:
                said += order[first : last + 1]
            else:
                said.append(
                    self.locale.say("{first} to {last}", first=order[first], last=order[last])
                )
        return self.locale.listed(said)

    def signs(self) -> dict[str, str]:
        """Return the number of each paragraph and ground, and the sign of each item."""
        numbers = {key: str(number) for key, number in self._numbers.items()}
        return numbers | dict(self._items()) | self._grounds | self._reliefs

    def _items(self) -> Iterator[tuple[str, str]]:
        """Yield the sign of each item, which is counted under its paragraph."""
        numbered = ItemSign.NUMBER if self.locale.direction == "rtl" else None
        for part in self.used:
            place = 0
            for row in self.pleading.parts.get(part, ()):
                place = place + 1 if row.form in _SIGNS else 0
                if place:
                    yield row.key, (numbered or _SIGNS[row.form]).at(place)

    def resolved(self, words: str) -> str:
        """Return words with references resolved."""
        if _NUMBERS_KNOWN in words:
            known = self._paragraphs(self._known()) or _BLANK
            words = words.replace(_NUMBERS_KNOWN, known)
        if _NUMBERS_TOLD in words:
            words = words.replace(_NUMBERS_TOLD, self._paragraphs(self._told()))
        return _REFERENCE.sub(self._reference, words)

    def _reference(self, found: re.Match[str]) -> str:
        kind, key = found.groups()
        resolve: dict[str, Callable[[str], str]] = {
            "see": self._see,
            "number": lambda row: str(self._numbers.get(row, "")),
            "annex": self._annex,
            "letter": self._annex_name,
            "ground": lambda row: self._grounds.get(row, ""),
            "relief": lambda row: self._reliefs.get(row, ""),
        }
        return resolve[kind](key)

    def _see(self, key: str) -> str:
        number = self._numbers.get(key)
        return self.locale.say(_SEE, number=number) if number else ""

    def _annex(self, key: str) -> str:
        letter = self._letters.get(key)
        return self.locale.say(_ANNEX, letter=letter) if letter else ""

    def _annex_name(self, key: str) -> str:
        letter = self._letters.get(key)
        return self.locale.say(_LETTER, letter=letter) if letter else ""

    @cached_property
    def _letters(self) -> dict[str, str]:
        return {each.key: each.letter for each in self.pleading.annexes}

    @cached_property
    def _numbers(self) -> dict[str, int]:
        """Return the number of each paragraph in this letter."""
        rows = (row for part in self.used for row in self.pleading.parts.get(part, ()))
        numbered = (row for row in rows if row.form is RowForm.PARAGRAPH)
        return {row.key: number for number, row in enumerate(numbered, start=1)}

    @cached_property
    def _grounds(self) -> dict[str, str]:
        rows = self.pleading.parts.get(PleadingPart.GROUNDS, ())
        headed = (row for row in rows if row.form is RowForm.HEADING)
        return {
            row.key: ItemSign.ROMAN.at(n).strip("()").upper() for n, row in enumerate(headed, 1)
        }

    @cached_property
    def _reliefs(self) -> dict[str, str]:
        if PleadingPart.RELIEF not in self.used:
            return {}
        rows = self.pleading.parts.get(PleadingPart.RELIEF, ())
        listed = [row for row in rows if row.form is RowForm.LETTER]
        sign = ItemSign.NUMBER if self.locale.direction == "rtl" else ItemSign.LETTER
        return {row.key: sign.at(n) for n, row in enumerate(listed, start=1)}

    def _known(self) -> list[int]:
        numbers, told = self._numbers, set(self._told())
        rows = self._rows_of_facts()
        apart = _OF_LAW | self.pleading.by_hand
        found = [numbers[row.key] for row in rows if row.key in numbers and row.key not in apart]
        return [number for number in found if number not in told]

    def _rows_of_facts(self) -> Iterator[PleadingRow]:
        """Yield the rows of the parts that state facts, without those that argue."""
        rows = (row for part in _KNOWN for row in self.pleading.parts.get(part, ()))
        yield from (row for row in rows if not row.key.startswith(ARGUED))

    def _sworn_apart(self, row: PleadingRow) -> str:
        """Return what a verification says of the facts that a person added or changed, with a
        place to say how they are known; empty for other rows, and where it was itself changed."""
        if row.key != "verification" or row.key in self.pleading.by_hand:
            return ""
        numbers = self._numbers
        facts = self._rows_of_facts()
        found = [numbers[e.key] for e in facts if e.key in self.pleading.by_hand & numbers.keys()]
        if not found:
            return ""
        said = self._paragraphs(found)
        return " " + self.locale.say_count(
            "How I know the facts in paragraph {paragraphs} (my own knowledge, or information and "
            "its source): ____________",
            "How I know the facts in paragraphs {paragraphs} (my own knowledge, or information "
            "and its source): ____________",
            len(found),
            paragraphs=said,
        )

    def _told(self) -> list[int]:
        numbers, parts = self._numbers, (PleadingPart.FACTS, PleadingPart.STEPS)
        rows = [row for part in parts for row in self.pleading.parts.get(part, ())]
        return [numbers[r.key] for r in rows if r.rests_on.reported and r.key in numbers]

    def _ranges(self, numbers: Sequence[int]) -> str:
        return self.locale.listed([self._range(stretch) for stretch in ranged(numbers)])

    def _paragraphs(self, numbers: Sequence[int]) -> str:
        """Return the numbers of paragraphs as a sentence has them, the last after “and”."""
        said: list[str] = []
        for first, last in ranged(numbers):
            pair = last - first == 1
            said += [str(first), str(last)] if pair else [self._range((first, last))]
        if len(said) < 2:
            return "".join(said)
        *before, end = said
        return self.locale.say("{first} and {last}", first=self.locale.listed(before), last=end)

    def _range(self, stretch: tuple[int, int]) -> str:
        first, last = stretch
        if first == last:
            return str(first)
        # Words, because paragraphs are numbered in Latin digits in every language.
        return self.locale.say("{first} to {last}", first=str(first), last=str(last))


def signs_of(
    pleading: Pleading, parts: Sequence[PleadingPart], locale: Locale
) -> Mapping[str, str]:
    """Return the number of each paragraph and ground of a letter, and the sign of each item, by
    the keys of their rows."""
    return _Layout(pleading, parts, locale).signs()


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row as a reader sees it: its number or sign, and its words with references resolved."""

    sign: str
    words: str


class RowReader:
    """Reads rows of a pleading, in the letter or not, as the letter would say them."""

    def __init__(self, pleading: Pleading, parts: Sequence[PleadingPart], locale: Locale) -> None:
        self._layout = _Layout(pleading, parts, locale)
        self._signs = self._layout.signs()

    def row(self, row: PleadingRow) -> ReadRow:
        """Return a row as a reader sees it; one that is not in the letter has no sign."""
        return ReadRow(self._signs.get(row.key, ""), self.words(row.words))

    def words(self, words: str) -> str:
        """Return words with references resolved."""
        return self._layout.resolved(words)

    def unresolved(self, words: str) -> tuple[str, ...]:
        """Return the references in braces that name nothing in the letter."""
        return tuple(
            each
            for each in _BRACES.findall(words)
            if each not in (_NUMBERS_KNOWN, _NUMBERS_TOLD)
            and not (_REFERENCE.fullmatch(each) and self._layout.resolved(each))
        )


def headings_of(pleading: Pleading, locale: Locale) -> str:
    """Return the headings of the grounds of a pleading, with their numbers."""
    reader = RowReader(pleading, PARTS_OF[LetterKind.APPEAL], locale)
    rows = pleading.parts.get(PleadingPart.GROUNDS, ())
    read = [reader.row(row) for row in rows if row.form is RowForm.HEADING]
    return locale.apart(f"{each.sign}. {each.words}" for each in read)
