"""Pages of lists that grow at their end, numbered from the oldest row.

Addresses stay valid: a full page changes only when one of its rows does, and new records move no
page. The newest rows are at the address without a number.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

LINES_ON_A_PAGE = 50
NEWEST = 0


@dataclass(frozen=True, slots=True)
class Leaf(Generic[T]):
    """One page of a list, its newest row first.

    `number` is `NEWEST` on the newest page, and only that page has the total `count`. `first` and
    `last` are the positions of its oldest and newest row, counted from 1. `older` and `newer` are
    the numbers of the adjacent pages.
    """

    rows: tuple[T, ...]
    number: int
    first: int
    last: int
    count: int = 0
    older: int | None = None
    newer: int | None = None


def rows_of(number: int, full: int = 0) -> tuple[int, int] | None:
    """Return the position of the first row that a page needs, and how many rows; None for the
    newest.

    One row more than the page shows tells whether a newer page follows.
    """
    full = full or LINES_ON_A_PAGE
    # Positions beyond this are more than a database can count.
    return ((number - 1) * full, full + 1) if 0 < number < 1_000_000 else None


def leaf(
    number: int,
    count: Callable[[], int],
    read: Callable[[int, int], Sequence[T]],
    newest: Callable[[int], Sequence[T]],
    full: int = 0,
) -> Leaf[T]:
    """Return a page by its number, or the newest if there is no such page.

    `read` returns rows from a position on, counted from 0, oldest first, up to a limit; `newest`
    returns that many of the newest rows, newest first. A full page has `full` rows, by default
    `LINES_ON_A_PAGE`.
    """
    full = full or LINES_ON_A_PAGE
    if part := rows_of(number, full):
        before, most = part
        found = read(before, most)
        if found:
            newer = number + 1 if len(found) > full else NEWEST
            rows = tuple(reversed(found[:full]))
            last = before + len(rows)
            return Leaf(rows, number, before + 1, last, older=number - 1 or None, newer=newer)
    return _newest(count(), newest, full)


def _newest(count: int, newest: Callable[[int], Sequence[T]], full: int) -> Leaf[T]:
    """Return the last full page together with the rows after it, so that the newest page is never
    almost empty."""
    older = max(count // full - 1, 0)
    before = older * full
    rows = tuple(newest(count - before))
    return Leaf(rows, NEWEST, before + 1, before + len(rows), count, older=older or None)
