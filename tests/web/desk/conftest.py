"""An office with its pages for each test, and somebody who is signed in at the desk."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.offices import Clock, an_office
from tests.web.desk.browser import Browser, an_app, signed_in, somebody
from tracker.services.office import Office


@pytest.fixture
def office_and_clock(tmp_path: Path) -> Iterator[tuple[Office, Clock]]:
    """A demonstration office, and the clock that it goes by."""
    with an_office(tmp_path) as opened:
        yield opened


@pytest.fixture
def office(office_and_clock: tuple[Office, Clock]) -> Office:
    """A demonstration office."""
    return office_and_clock[0]


@pytest.fixture
def clock(office_and_clock: tuple[Office, Clock]) -> Clock:
    """The clock of the office."""
    return office_and_clock[1]


@pytest.fixture
def app(office: Office) -> Flask:
    """The pages of the office."""
    return an_app(office)


@pytest.fixture
def lawyer(app: Flask, office: Office) -> Browser:
    """The browser of a lawyer who is signed in."""
    return signed_in(app, office, somebody(office))


@pytest.fixture
def stranger(app: Flask) -> Browser:
    """The browser of somebody who is not."""
    return Browser(app)
