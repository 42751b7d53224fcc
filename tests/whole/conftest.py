"""A founded database for processes that work beside each other on it, of either kind."""

from pathlib import Path

import pytest

from tests.offices import found_office

BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.fixture(params=BOTH)
def founded(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database with an office."""
    return _founded(request, tmp_path, live=False)


@pytest.fixture(params=BOTH)
def founded_live(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database with a live office."""
    return _founded(request, tmp_path, live=True)


def _founded(request: pytest.FixtureRequest, folder: Path, *, live: bool) -> str:
    if request.param == "sqlite":
        found = f"sqlite:///{folder / 'tracker.sqlite3'}"
    else:
        found = str(request.getfixturevalue("fresh_postgres"))
    found_office(found, folder, live=live)
    return found
