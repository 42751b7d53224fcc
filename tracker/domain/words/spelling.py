"""Words that are nearly spelled alike, found without comparing a word with all others.

Two words that differ in one letter share a key: the word, or the word without one of its letters.
Double letters count once in a key, since they are what people leave out most.
"""

from collections.abc import Collection, Iterable
from itertools import groupby

SHORTEST_SPELLED, LONGEST_SPELLED = 4, 24
# Words of up to this length may differ in one letter, longer ones in two.
_SHORT = 5


def is_spelled(word: str) -> bool:
    """Return whether a folded word is one whose spelling can be compared: letters, not too few."""
    return SHORTEST_SPELLED <= len(word) <= LONGEST_SPELLED and not any(map(str.isdigit, word))


def spelling_keys(word: str) -> frozenset[str]:
    """Return the keys of a word. Each word with a similar spelling shares one of them."""
    shorter = (word[:at] + word[at + 1 :] for at in range(len(word)))
    return frozenset("".join(letter for letter, _ in groupby(each)) for each in (word, *shorter))


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
