"""Keeps what was made of things that many pages share, such as a closed day of a calendar."""

from collections.abc import Callable
from typing import Generic, TypeVar

Thing = TypeVar("Thing")
Made = TypeVar("Made")


class Kept(Generic[Thing, Made]):
    """What `make` made of a thing, found again by the very thing and not by what it equals: asking
    whether two steps of a count are equal takes as long as saying one. It keeps `most` of them."""

    def __init__(self, make: Callable[[Thing], Made], most: int = 8192) -> None:
        self._make = make
        self._most = most
        self._made: dict[int, tuple[Thing, Made]] = {}

    def __call__(self, thing: Thing) -> Made:
        kept = self._made.get(id(thing))
        # The thing is kept with it: as long as it is, nothing else can have its number.
        if kept is not None and kept[0] is thing:
            return kept[1]
        if len(self._made) >= self._most:
            self._made.clear()
        made = self._make(thing)
        self._made[id(thing)] = (thing, made)
        return made
