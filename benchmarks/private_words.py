"""Searching the private words of many open requests, which are sealed one by one."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.databases import found
from benchmarks.measuring import (
    MILLISECONDS,
    Job,
    Line,
    Sizes,
    Spread,
    require_equal,
    setting_up,
    timed,
)
from tests.offices import KEY, KEY_FILE
from tests.storage.samples import BY, drafted, row
from tracker.domain.case.request import Applicant
from tracker.services.core.search_query import query_of
from tracker.storage.opening import Storage, open_storage

AT = datetime(2024, 3, 18, tzinfo=UTC)
AT_MOST = 0.5
WORDS = "The clerk asked for a copy of the order, and wants to be called in the morning. " * 5


def private_words(sizes: Sizes) -> Iterator[Line]:
    """The seconds of a search that reads the private words of every request."""
    number = sizes.private_requests
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'tracker.sqlite3'}"
        found(url, Path(folder))
        with closing(open_storage(url, Path(folder), KEY, KEY_FILE)) as rooms:
            with setting_up():
                _fill(rooms, number)
            last = f"p{number - 1:07d}"
            search = partial(rooms.private_search.find, query_of(f"person {number - 1}"), 10)
            while search().left:
                pass
            require_equal("the request that is found", tuple(search().references), (last,))
            seconds = Spread.of(timed(Job(search)) for _ in range(sizes.readings))
    what = f"private words of {number:,} open requests"
    yield seconds.under(what, AT_MOST, MILLISECONDS)


def _fill(rooms: Storage, number: int) -> None:
    """Open requests, each with an applicant and words of its own."""
    with rooms.cases.together():
        for place in range(number):
            reference = f"p{place:07d}"
            with rooms.cases.open_new(reference) as case:
                case.enter(drafted(), at=AT, by=BY)
                case.keep_applicant(Applicant(f"Person {place}", "12 Nowhere Lane", "0300-0"))
                case.keep_words("notes", WORDS)
                case.project(row(reference))
