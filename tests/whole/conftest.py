"""Offices, and founded databases of either kind for processes that use one together."""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.office_fixtures import clock as clock
from tests.office_fixtures import office as office
from tests.office_fixtures import office_and_clock as office_and_clock
from tests.office_fixtures import office_library as office_library
from tests.offices import found_office, founded_in
from tests.postgres import Cluster
from tests.whole.copied_offices import Copies

BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.fixture(params=BOTH)
def founded(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database with an office."""
    yield from _founded(request, tmp_path, live=False)


@pytest.fixture(params=BOTH)
def founded_live(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database with a live office."""
    yield from _founded(request, tmp_path, live=True)


@pytest.fixture(scope="session")
def founded_postgres(
    postgres: Cluster, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[bool], str]:
    """The name of a database with an office, live or not, to copy from."""
    folder = tmp_path_factory.mktemp("founded")

    @cache
    def prepared(live: bool) -> str:
        return postgres.prepared(lambda url: found_office(url, folder, live=live))

    return prepared


def _founded(request: pytest.FixtureRequest, folder: Path, *, live: bool) -> Iterator[str]:
    if request.param == "sqlite":
        yield founded_in(folder, live=live)
        return
    template = request.getfixturevalue("founded_postgres")(live)
    cluster: Cluster = request.getfixturevalue("postgres")
    with cluster.database(template) as url:
        yield url


@pytest.fixture
def copies(
    founded: str,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> Copies:
    """Copies of the office in `tmp_path`, on the database `founded`."""
    return Copies(tmp_path, founded, tmp_path_factory.mktemp("copies"), request)
