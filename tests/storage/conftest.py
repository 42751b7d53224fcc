"""Every test here runs on SQLite and on PostgreSQL, on a database that no other test touches."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgres import Cluster
from tracker.storage import Storage, migrate, open_storage

KEY = bytes(range(32))
BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file to copy from."""
    file = tmp_path_factory.mktemp("template") / "tracker.sqlite3"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgres_template(postgres: Cluster) -> str:
    """The name of a migrated database to copy from."""

    def prepare(url: str) -> None:
        migrate(url)

    return postgres.prepared(prepare)


@pytest.fixture(params=BOTH)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'tracker.sqlite3'}"
        return
    cluster: Cluster = request.getfixturevalue("postgres")
    name = cluster.create()
    yield cluster.url(name)
    cluster.drop(name)


@pytest.fixture(params=BOTH)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated database without rows."""
    if request.param == "sqlite":
        file = tmp_path / "tracker.sqlite3"
        shutil.copy(request.getfixturevalue("sqlite_template"), file)
        yield f"sqlite:///{file}"
        return
    cluster: Cluster = request.getfixturevalue("postgres")
    name = cluster.create(request.getfixturevalue("postgres_template"))
    yield cluster.url(name)
    cluster.drop(name)


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    """The folder of an office, not made yet."""
    return tmp_path / "instance"


@pytest.fixture
def storage(url: str, instance: Path) -> Iterator[Storage]:
    """All that a new office keeps: nothing so far."""
    opened = open_storage(url, instance, KEY)
    yield opened
    opened.close()
