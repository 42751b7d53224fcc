"""Text split by writing direction, so that word processors order mixed text correctly.

For example, a section number or a Latin name within Urdu, or an Urdu name within English.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

LEFT_TO_RIGHT_MARK = "\u200e"
RIGHT_TO_LEFT_MARK = "\u200f"
_BRACKETS = {")": "(", "]": "[", "}": "{", "»": "«", "”": "“"}
# Signs that belong to the number or address next to them.
_BEFORE = frozenset("+#@/§$€£")
_AFTER = frozenset("%/°")
# Ends a sentence; part of it if the whole line has its direction.
_ENDS = frozenset((".", "!", "?", "…", ".”", "”."))


@dataclass(frozen=True, slots=True)
class ScriptRun:
    """Words of one direction."""

    words: str
    right_to_left: bool


def stretches(words: str, right_to_left: bool) -> Iterator[ScriptRun]:
    """Yield the words in order, cut where the direction changes.

    `right_to_left` is the direction of the paragraph.
    """
    written = "".join(_class_of(letter) for letter in words)
    pattern = _LATIN_IN_ARABIC if right_to_left else _ARABIC_IN_LATIN
    done = 0
    for found in pattern.finditer(written):
        start, end = found.span()
        if right_to_left:
            start, end = _widened(words, done, start, end)
            end = _closed(words, written, start, end)
        if done < start:
            yield ScriptRun(words[done:start], right_to_left)
        yield ScriptRun(words[start:end], not right_to_left)
        done = end
    if done < len(words):
        yield ScriptRun(words[done:], right_to_left)


def marked(stretch: ScriptRun, right_to_left: bool) -> str:
    """Return the words of a stretch with the invisible marks that keep their order.

    For “17(4)” and “+92 51”, if the reader's program only looks at the signs. A stretch that
    begins with a letter and ends with a letter or digit gets no marks, so that an address can be
    copied as it is.
    """
    words = stretch.words
    if stretch.right_to_left or not right_to_left or words.isalnum():
        return words
    if words[0].isalpha() and words[-1].isalnum():
        return words
    return f"{LEFT_TO_RIGHT_MARK}{words}{LEFT_TO_RIGHT_MARK}"


# l: left to right; d: digit; r: right to left; n: takes the order of its neighbours;
# b: ends a line. Latin digits inside Urdu are read with the Latin words beside them.
_LATIN_IN_ARABIC = re.compile(r"[ld](?:[ldn]*[ld])?")
_ARABIC_IN_LATIN = re.compile(r"r(?:[rnd]*r)?")


@lru_cache(maxsize=4096)
def _class_of(letter: str) -> str:
    if letter == "\n":
        return "b"
    point = ord(letter)
    if 0x0590 <= point <= 0x08FF or 0xFB1D <= point <= 0xFDFF or 0xFE70 <= point <= 0xFEFC:
        return "r"
    kind = unicodedata.bidirectional(letter)
    if kind == "L":
        return "l"
    if kind == "EN":
        return "d"
    return "r" if kind in ("R", "AL", "AN") else "n"


def _widened(words: str, floor: int, start: int, end: int) -> tuple[int, int]:
    """Return the stretch with adjacent signs and the brackets that it opened."""
    while start > floor and words[start - 1] in _BEFORE:
        start -= 1
    while end < len(words):
        following = words[end]
        opened = _BRACKETS.get(following)
        inside = words[start:end]
        if following in _AFTER or (opened and inside.count(opened) > inside.count(following)):
            end += 1
        else:
            break
    return start, end


def _closed(words: str, written: str, start: int, end: int) -> int:
    """Return the end of the stretch, with the full stop that ends a line of one direction."""
    first = words.rfind("\n", 0, start) + 1
    last = words.find("\n", end)
    last = len(words) if last < 0 else last
    whole = "r" not in written[first:last]
    return last if whole and words[end:last].rstrip() in _ENDS else end
