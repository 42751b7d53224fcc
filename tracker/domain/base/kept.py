"""Parts of the law library as keys of what is kept about them."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Generic, TypeVar

Part = TypeVar("Part")
Found = TypeVar("Found")

# More parts than a library and the ones before it have.
_MOST = 512


class Itself(Generic[Part]):
    """A part of the library as a key. It equals only itself: comparing whole laws takes longer
    than a count, and a changed library consists of other objects."""

    __slots__ = ("part",)

    def __init__(self, part: Part) -> None:
        self.part = part

    def __hash__(self) -> int:
        return id(self.part)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Itself) and other.part is self.part


def kept_for_each(find: Callable[[Part], Found]) -> Callable[[Part], Found]:
    """Have a function of one part of the library find its answer once for each."""

    @lru_cache(maxsize=_MOST)
    def found(itself: Itself[Part]) -> Found:
        return find(itself.part)

    @wraps(find)
    def kept(part: Part) -> Found:
        return found(Itself(part))

    return kept
