"""Parts of the law library as keys of what is kept about them."""

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
