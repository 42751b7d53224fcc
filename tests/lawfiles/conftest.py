"""The library that is shipped, for tests that only look at it."""

import pytest

from tests.lawfiles.shipped import shipped
from tracker.domain.library import Library


@pytest.fixture(scope="session")
def library() -> Library:
    return shipped()
