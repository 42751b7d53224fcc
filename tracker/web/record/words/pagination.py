"""Lists that grow at their end, page by page, numbered from the oldest.

So what an address shows stays true: a page that is full changes only where a row on it does, and
what comes on record moves no page. The newest rows stand at the address without a number.
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

    `number` is `NEWEST` on the page of the newest, which alone knows the `count` of all. `first`
    and `last` are the places of its oldest and newest row, counted from 1. `older` and `newer`
    are the numbers of the pages beside it.
    """

    rows: tuple[T, ...]
    number: int
    first: int
    last: int
    count: int = 0
    older: int | None = None
    newer: int | None = None


def rows_of(number: int) -> tuple[int, int] | None:
    """Return the place of the first row that a page needs, and how many; None for the newest.

    One row more than it shows tells whether a newer page follows.
    """
    # No list has places past what a database can count.
    return (
        ((number - 1) * LINES_ON_A_PAGE, LINES_ON_A_PAGE + 1) if 0 < number < 1_000_000 else None
    )


def leaf(
    number: int,
    count: Callable[[], int],
    read: Callable[[int, int], Sequence[T]],
    newest: Callable[[int], Sequence[T]],
) -> Leaf[T]:
    """A page by its number, or the newest where there is none of that number.

    `read` gives rows from a place on, counted from 0, the oldest first, and no more than so many;
    `newest` so many from the other end, the newest first, however many there are.
    """
    if part := rows_of(number):
        before, most = part
        found = read(before, most)
        if found:
            newer = number + 1 if len(found) > LINES_ON_A_PAGE else NEWEST
            rows = tuple(reversed(found[:LINES_ON_A_PAGE]))
            last = before + len(rows)
            return Leaf(rows, number, before + 1, last, older=number - 1 or None, newer=newer)
    return _newest(count(), newest)


def _newest(count: int, newest: Callable[[int], Sequence[T]]) -> Leaf[T]:
    """The last full page with what came after it, so that it never shows a few rows only."""
    older = max(count // LINES_ON_A_PAGE - 1, 0)
    before = older * LINES_ON_A_PAGE
    rows = tuple(newest(count - before))
    return Leaf(rows, NEWEST, before + 1, before + len(rows), count, older=older or None)
