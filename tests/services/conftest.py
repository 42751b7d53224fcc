"""An office for each test of a use case."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.offices import Clock, an_office
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
