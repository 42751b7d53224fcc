"""The desk's lists over many open requests: how long a page takes until it is whole."""

import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from flask.testing import FlaskClient

from benchmarks.databases import SWEPT, all_filled, fill
from benchmarks.measuring import (
    MILLISECONDS,
    Line,
    Sizes,
    Spread,
    require_equal,
    setting_up,
    settle,
)
from tests.offices import an_office
from tests.web.browser import an_app, signed_in, somebody
from tracker.services.cases.silence import sweep

OPEN = 5000
AT_MOST = 0.1
PAGES = {
    "the morning page": "/desk",
    "the first page of the list": "/desk/requests",
    "its last page": f"/desk/requests?page={OPEN // 25}",
    "the list of one matter": "/desk/requests?matter=reply",
    "the list of what is late": "/desk/requests?phase=overdue",
    "the list by a word": "/desk/requests?words=pta",
}


def desk(sizes: Sizes) -> Iterator[Line]:
    """Return the milliseconds per page with 5,000 open requests, on each database found."""
    opened = min(OPEN, sizes.many_open)
    with all_filled(partial(fill, open_requests=opened, due=sizes.due)) as filled:
        for name, [url] in filled.items():
            yield from _timed(f"desk, {name}, {opened:,} open", url, sizes)


def _timed(about: str, url: str, sizes: Sizes) -> Iterator[Line]:
    with (
        TemporaryDirectory() as folder,
        an_office(Path(folder), url=url) as (office, clock),
    ):
        with setting_up():
            clock.set(SWEPT)
            # Letters are prepared for what is late, and named in the lists.
            sweep(office)
            browser = signed_in(an_app(office), office, somebody(office))
        for what, path in PAGES.items():
            spread = Spread.of(_seconds(browser.client, path, sizes.page_rounds * 3))
            yield spread.under(f"{about}: {what}", AT_MOST, MILLISECONDS)


def _seconds(client: FlaskClient, path: str, rounds: int) -> Iterator[float]:
    require_equal(f"the status of {path}", client.get(path).status_code, 200)
    for _ in range(rounds):
        settle()
        began = time.perf_counter()
        client.get(path)
        yield time.perf_counter() - began
