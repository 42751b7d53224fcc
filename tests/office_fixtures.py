"""An office for each test and its clock, for the conftest of a folder to import."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.offices import Clock, an_office
from tracker.domain.library import Library
from tracker.services.core.office import Office


@pytest.fixture
def office_library() -> Library | None:
    """The library of the office; a module may give it another than the shipped one."""
    return None


@pytest.fixture
def office_and_clock(
    tmp_path: Path, office_library: Library | None
) -> Iterator[tuple[Office, Clock]]:
    """A demonstration office, and the clock that it goes by."""
    with an_office(tmp_path, library=office_library) as opened:
        yield opened


@pytest.fixture
def office(office_and_clock: tuple[Office, Clock]) -> Office:
    """A demonstration office."""
    return office_and_clock[0]


@pytest.fixture
def clock(office_and_clock: tuple[Office, Clock]) -> Clock:
    """The clock of the office."""
    return office_and_clock[1]
