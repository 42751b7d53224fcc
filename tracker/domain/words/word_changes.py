"""The difference between two texts, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_WORDS = re.compile(r"\s*\S+|\s+$")


class ChangeKind(StrEnum):
    """Whether words are in both texts, or in one of them."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class WordChange:
    """A stretch of words that is in both texts, only in the first, or only in the second."""

    kind: ChangeKind
    words: str


def word_changes(before: str, after: str) -> tuple[WordChange, ...]:
    """Return how one text becomes another, in the order of reading."""
    return tuple(_changes(_WORDS.findall(before), _WORDS.findall(after)))


def _changes(before: list[str], after: list[str]) -> Iterator[WordChange]:
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield WordChange(ChangeKind.SAME, "".join(before[a:b]))
            continue
        if a < b:
            yield WordChange(ChangeKind.REMOVED, "".join(before[a:b]))
        if c < d:
            yield WordChange(ChangeKind.ADDED, "".join(after[c:d]))
