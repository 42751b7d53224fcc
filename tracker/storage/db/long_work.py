"""What long work tells of how far it is."""

from collections.abc import Callable
from typing import Protocol

MEGABYTE = 1_000_000

Done = Callable[[int], object]
"""Is told how much was done since it was last told."""


class Begin(Protocol):
    """Is told what is counted, how much of it there is, and in what unit it is shown."""

    def __call__(self, what: str, total: int, unit: int = 1) -> Done: ...


def nothing_told(_: object) -> None:
    """Tell nobody."""


def untold(what: str, total: int, unit: int = 1) -> Done:
    """Begin work of which nothing is told."""
    return nothing_told
