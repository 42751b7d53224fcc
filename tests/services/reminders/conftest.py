"""Offices in which nobody is reminded of the time to challenge a block."""

import pytest

from tests.services.reminded import library_of_requests_alone
from tracker.domain.library import Library


@pytest.fixture
def office_library() -> Library:
    """The shipped library without the time to challenge a block."""
    return library_of_requests_alone()
