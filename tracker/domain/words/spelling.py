"""Words that are nearly spelled alike, found without comparing a word with all others.

Two words that differ in one letter share a key: the word, or the word without one of its letters.
Double letters count once in a key, since they are what people leave out most.
"""

from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator
from itertools import groupby

SHORTEST_SPELLED, LONGEST_SPELLED = 4, 24
# The bits of a number for the place of a word, and those of the hash of a key.
_PLACE, _HASH = 24, 40
# Words of up to this length may differ in one letter, longer ones in two.
_SHORT = 5


def is_spelled(word: str) -> bool:
    """Return whether a folded word is one whose spelling can be compared: letters, not too few."""
    return SHORTEST_SPELLED <= len(word) <= LONGEST_SPELLED and not any(map(str.isdigit, word))


def spelling_keys(word: str) -> frozenset[str]:
    """Return the keys of a word. Each word with a similar spelling shares one of them."""
    shorter = (word[:at] + word[at + 1 :] for at in range(len(word)))
    return frozenset("".join(letter for letter, _ in groupby(each)) for each in (word, *shorter))


class SpellingIndex:
    """Words that are found by their spelling keys.

    It consists of numbers, in order: the hash of a key, and the place of a word that has it. A
    table of the keys themselves would take twenty times as much memory.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = tuple(filter(is_spelled, words))
        numbers = (
            _hash_of(key) << _PLACE | place
            for place, word in enumerate(self._words)
            for key in spelling_keys(word)
        )
        self._numbers = array("Q", sorted(numbers))

    def near(self, word: str) -> frozenset[str]:
        """Return the words that share a key with `word`."""
        return frozenset(each for key in spelling_keys(word) for each in self._having(key))

    def _having(self, key: str) -> Iterator[str]:
        # Of two keys with one hash, the words of both are found: they are compared anyway.
        first = _hash_of(key) << _PLACE
        for at in range(bisect_left(self._numbers, first), len(self._numbers)):
            place = self._numbers[at] - first
            if place >> _PLACE:
                return
            yield self._words[place]


def _hash_of(key: str) -> int:
    return hash(key) & (1 << _HASH) - 1


def nearest(word: str, among: Iterable[str], known: Collection[str] = ()) -> str:
    """Return the word that is spelled most like `word`, empty if none is near.

    Of two equally near ones, one that is `known` comes first.
    """
    most = 1 if len(word) <= _SHORT else 2
    near = (
        (far, other not in known, other[0] != word[0], abs(len(other) - len(word)), other)
        for other in among
        if abs(len(other) - len(word)) <= most and 0 < (far := letters_apart(word, other)) <= most
    )
    return min(near, default=(0, False, False, 0, ""))[-1]


def letters_apart(one: str, other: str) -> int:
    """Return how many letters must be added, left out, replaced or swapped to make `other`."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, char in enumerate(one, start=1):
        older, before, row = before, row, [at]
        for place, letter in enumerate(other, start=1):
            cost = min(before[place] + 1, row[-1] + 1, before[place - 1] + (char != letter))
            swapped = at > 1 and place > 1 and char == other[place - 2] and one[at - 2] == letter
            row.append(min(cost, older[place - 2] + 1) if swapped else cost)
    return row[-1]
