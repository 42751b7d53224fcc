"""Blanks to fill in: words in square brackets that a letter may not be sent with.

A citation such as “[2020] 1 SCR 812”, an omission “[…]”, a changed letter “[T]he” and the usual
remarks in a quotation are no blanks to fill in.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

_BRACKET = re.compile(r"(?<![^\W\d_])\[([^\[\]]*)\](?![^\W\d_])")
_FEWEST_LETTERS = 3
_REMARKS = frozenset({"sic", "emphasis added", "emphasis supplied", "emphasis in original"})


class BracketPart(NamedTuple):
    """A stretch of words, and whether it is a blank to fill in with its brackets."""

    words: str
    to_fill: bool


def bracket_parts(words: str) -> Iterator[BracketPart]:
    """Yield words in stretches, which together are the words."""
    end = 0
    for found in _BRACKET.finditer(words):
        if not _to_fill(found[1]):
            continue
        if found.start() > end:
            yield BracketPart(words[end : found.start()], False)
        yield BracketPart(found[0], True)
        end = found.end()
    if end < len(words):
        yield BracketPart(words[end:], False)


def brackets_in(words: str) -> tuple[str, ...]:
    """Return the blanks to fill in, with their brackets, in order."""
    return tuple(part.words for part in bracket_parts(words) if part.to_fill)


def _to_fill(inner: str) -> bool:
    words = " ".join(inner.split()).casefold()
    letters = sum(character.isalpha() for character in words)
    return letters >= _FEWEST_LETTERS and not words[0].isdigit() and words not in _REMARKS
