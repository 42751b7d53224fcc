"""An office for each test of pages, its pages, and people who look at them.

Where no page is asked, the words of pages are in English.
"""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.office_fixtures import clock as clock
from tests.office_fixtures import office as office
from tests.office_fixtures import office_and_clock as office_and_clock
from tests.office_fixtures import office_library as office_library
from tests.offices import Clock
from tests.one_request import a_received_request, a_sent_request
from tests.web.browser import Browser, an_app, signed_in, somebody
from tracker.services.core.office import Office
from tracker.web.base import language


@pytest.fixture(scope="session")
def no_page() -> Flask:
    """An application without a page, which speaks."""
    app = Flask(__name__)
    language.register(app)
    return app


@pytest.fixture(autouse=True)
def in_english(no_page: Flask) -> Iterator[None]:
    """What a test asks of the pages' functions, beside pages, is said in English."""
    with no_page.app_context():
        yield


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
    """The browser of a person who is not signed in."""
    return Browser(app)


@pytest.fixture
def sent(office: Office, clock: Clock) -> str:
    return a_sent_request(office, clock)


@pytest.fixture
def waiting(office: Office, clock: Clock) -> str:
    """A request received on Monday 26 February 2024; it is Friday 8 March."""
    return a_received_request(office, clock)
