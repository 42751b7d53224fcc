"""An office for each test of copies, with the library of one country."""

import pytest

from tests.office_fixtures import clock as clock
from tests.office_fixtures import office as office
from tests.office_fixtures import office_and_clock as office_and_clock
from tests.one_country import library_of_one_country
from tracker.domain.library import Library


@pytest.fixture
def office_library() -> Library:
    """A library of fewer pages, which are of every kind."""
    return library_of_one_country()
