"""The pages of the office of each test, and somebody who is signed in at the desk."""

from datetime import date

import pytest
from flask import Flask

from tests.offices import Clock, a_request, received
from tests.web.desk.browser import Browser, an_app, signed_in, somebody
from tracker.services.core.office import Office


@pytest.fixture
def app(office: Office) -> Flask:
    """The pages of the office."""
    return an_app(office)


@pytest.fixture
def lawyer(app: Flask, office: Office) -> Browser:
    """The browser of a lawyer who is signed in."""
    return signed_in(app, office, somebody(office))


@pytest.fixture
def waiting(office: Office, clock: Clock) -> str:
    """A request received on Monday 26 February 2024; it is Friday 8 March."""
    clock.set(date(2024, 2, 26))
    reference = a_request(office, on=date(2024, 2, 23))
    received(office, reference, date(2024, 2, 26))
    clock.set(date(2024, 3, 8))
    return reference


@pytest.fixture
def stranger(app: Flask) -> Browser:
    """The browser of somebody who is not."""
    return Browser(app)
