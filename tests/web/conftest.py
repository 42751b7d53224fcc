"""An office for each test of pages, and the words of pages in English where no page is asked."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.office_fixtures import clock as clock
from tests.office_fixtures import office as office
from tests.office_fixtures import office_and_clock as office_and_clock
from tests.office_fixtures import office_library as office_library
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
