"""Lists that grow at their end: pages keep their numbers, and what stands on them."""

from collections.abc import Sequence

import pytest

from tracker.web.record.words.pagination import LINES_ON_A_PAGE, NEWEST, Leaf, leaf


def shown(number: int, all_rows: Sequence[int]) -> Leaf[int]:
    return leaf(
        number,
        lambda: len(all_rows),
        lambda at, most: all_rows[at : at + most],
        lambda most: all_rows[::-1][:most],
    )


@pytest.mark.parametrize(
    ("count", "on_it", "older"),
    # With 120 rows two pages are full: the newest shows the second of them and 20 more.
    [(0, 0, None), (3, 3, None), (50, 50, None), (99, 99, None), (100, 50, 1), (120, 70, 1)],
)
def test_the_page_of_the_newest_is_full(count: int, on_it: int, older: int | None) -> None:
    page = shown(NEWEST, range(count))

    assert (len(page.rows), page.older, page.newer, page.count) == (on_it, older, None, count)
    assert page.rows == tuple(reversed(range(count)))[:on_it]


@pytest.mark.parametrize("count", [1, 49, 50, 51, 100, 101, 120, 150, 499])
def test_following_older_pages_shows_every_row_once(count: int) -> None:
    page = shown(NEWEST, range(count))
    read = list(page.rows)
    while page.older:
        page = shown(page.older, range(count))
        read += page.rows

    assert read == list(reversed(range(count)))


@pytest.mark.parametrize("count", [50, 51, 120, 500])
def test_following_newer_pages_ends_at_the_newest(count: int) -> None:
    number, steps = 1, 0
    while number != NEWEST:
        page = shown(number, range(count))
        assert page.first == (number - 1) * LINES_ON_A_PAGE + 1
        assert page.last == page.first + len(page.rows) - 1
        assert page.newer is not None
        number, steps = page.newer, steps + 1

    assert steps == -(-count // LINES_ON_A_PAGE)


def test_what_comes_on_record_changes_no_page_that_is_full_and_has_a_newer_one() -> None:
    pages = [shown(number, range(151)) for number in (1, 2, 3)]

    for grown in (152, 200, 1000):
        assert [shown(number, range(grown)) for number in (1, 2, 3)] == pages


@pytest.mark.parametrize("number", [-1, 0, 4, 10**30])
def test_a_page_that_is_not_there_is_the_newest(number: int) -> None:
    assert shown(number, range(120)) == shown(NEWEST, range(120))
