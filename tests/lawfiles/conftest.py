"""The packaged library, read once for all tests that only look at it."""

import pytest

from tracker.domain.library import Library
from tracker.lawfiles import read_library


@pytest.fixture(scope="session")
def library() -> Library:
    return read_library()
