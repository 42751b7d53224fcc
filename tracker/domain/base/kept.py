"""What is kept about parts of the library and about words, so that it is found once for each."""

from collections.abc import Callable
from functools import wraps
from typing import Generic, TypeVar

_Part = TypeVar("_Part")
_Found = TypeVar("_Found")

# More parts than a library and the ones before it have.
_MOST = 512


class SamePart(Generic[_Part]):
    """A part of the library as a key. It equals only itself: comparing whole laws takes longer
    than a count, and a changed library consists of other objects."""

    __slots__ = ("part",)

    def __init__(self, part: _Part) -> None:
        self.part = part

    def __hash__(self) -> int:
        return id(self.part)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SamePart) and other.part is self.part


def kept_for_each(find: Callable[[_Part], _Found], most: int = _MOST) -> Callable[[_Part], _Found]:
    """Have a function of one part of the library find its answer once for each."""
    # Each answer holds its part, so that no other object takes its identity.
    known: dict[int, tuple[_Part, _Found]] = {}

    @wraps(find)
    def kept(part: _Part) -> _Found:
        found = known.get(id(part))
        if found is None:
            found = part, find(part)
            if len(known) >= most:
                known.clear()
            known[id(part)] = found
        return found[1]

    return kept


def kept_for_words(most: int) -> Callable[[Callable[[str], _Found]], Callable[[str], _Found]]:
    """Have a function of one word find its answer once for each of so many words.

    An `lru_cache` notes each use of an answer in the answer's place. A fork would soon have a copy
    of all answers that were found before it.
    """

    def keeping(find: Callable[[str], _Found]) -> Callable[[str], _Found]:
        known: dict[str, _Found] = {}

        @wraps(find)
        def kept(word: str) -> _Found:
            found = known.get(word)
            if found is None:
                found = find(word)
                if len(known) >= most:
                    known.clear()
                known[word] = found
            return found

        return kept

    return keeping
