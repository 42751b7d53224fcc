"""How long a letter is: its words, and about how many pages of A4 in 11 point."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

from tracker.domain.base.text import direction
from tracker.domain.words.letter import (
    BulletList,
    Heading,
    Letter,
    LetterBlock,
    NumberedList,
    NumberedParagraph,
    Paragraph,
    SignaturePlace,
    run_words,
)

MOST_PAGES = 2
# Lines on a page of our own stationery, and characters on a line of the body.
_LINES = {"ltr": 48.0, "rtl": 44.0}
_CHARACTERS = {"ltr": 86, "rtl": 92}
# The part of a line that an item has, the lines that a signature takes, and those between blocks.
_ITEM, _SIGNING, _BETWEEN = 0.87, 5.0, 0.3


@dataclass(frozen=True, slots=True)
class LetterLength:
    """The words of a letter or of a part of it, and about how many lines they take; `on_page`
    lines fit on a page."""

    words: int
    lines: float
    on_page: float

    @property
    def pages(self) -> int:
        """Return about how many pages it takes."""
        return ceil(self.lines / self.on_page)

    @property
    def too_long(self) -> bool:
        """Return whether it takes more pages than a request should."""
        return self.pages > MOST_PAGES


def length_of(letter: Letter) -> LetterLength:
    """Return about how long a letter is. Fonts differ, so the pages are an estimate."""
    side = direction(letter.language)
    lines = sum(_lines(block, _CHARACTERS[side]) for block in letter.blocks)
    words = sum(len(part.split()) for block in letter.blocks for part, _ in _parts(block))
    return LetterLength(words, lines, _LINES[side])


def item_length(words: str, language: str) -> LetterLength:
    """Return about how long an item is in a letter of a language."""
    side = direction(language)
    lines = ceil(len(words) / (_CHARACTERS[side] * _ITEM))
    return LetterLength(len(words.split()), lines, _LINES[side])


def _lines(block: LetterBlock, characters: int) -> float:
    if isinstance(block, SignaturePlace):
        return _SIGNING
    parts = tuple(_parts(block))
    return _BETWEEN + sum(ceil(len(words) / (characters * width)) for words, width in parts)


def _parts(block: LetterBlock) -> Iterator[tuple[str, float]]:
    """Yield the words of a block by line or item, each with the part of the line that it has."""
    if isinstance(block, SignaturePlace):
        yield from ((line, 1.0) for line in block.lines)
    elif isinstance(block, NumberedList | BulletList):
        yield from ((run_words(item), _ITEM) for item in block.items)
    elif isinstance(block, NumberedParagraph):
        yield run_words(block.runs), 1.0
        yield from ((run_words(item), _ITEM) for item in block.items)
    elif isinstance(block, Paragraph | Heading):
        yield from ((line, 1.0) for line in run_words(block.runs).split("\n"))
