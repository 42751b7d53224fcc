"""Every test here runs on SQLite and on PostgreSQL, on a database that no other test touches."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.postgres import Cluster
from tests.shared import KEY as KEY
from tests.shared import KEY_FILE as KEY_FILE
from tests.shared import shared_storage
from tests.storage.migrated import connected
from tracker.storage.db.every_table import Table
from tracker.storage.db.tables.cases import EventKindRow
from tracker.storage.db.tables.keys import GroupKeyRow, GroupWrapRow
from tracker.storage.office_data.upkeep import migrate
from tracker.storage.opening import Storage, open_storage

# A test for one of them alone asks for it: parametrize("url", ONLY_SQLITE, indirect=True).
ONLY_SQLITE = ["sqlite"]
BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.fixture(scope="session")
def sqlite_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file without a row, to copy from."""
    file = tmp_path_factory.mktemp("tables") / "tracker.sqlite3"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def sqlite_template(sqlite_tables: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file with the key of the office, to copy from."""
    file = tmp_path_factory.mktemp("template") / "tracker.sqlite3"
    shutil.copy(sqlite_tables, file)
    _begin(f"sqlite:///{file}")
    return file


def _begin(url: str) -> None:
    """Make the key of the office."""
    with closing(open_storage(url, Path("/nonexistent"), KEY, KEY_FILE)) as storage:
        storage.keys.begin_office()


@pytest.fixture(scope="session")
def postgres_tables(postgres: Cluster) -> str:
    """The name of a migrated database without a row, to copy from."""
    name = postgres.create()
    migrate(postgres.url(name))
    return name


@pytest.fixture(scope="session")
def postgres_template(postgres: Cluster, postgres_tables: str) -> str:
    """The name of a migrated database with the key of the office, to copy from."""
    name = postgres.create(postgres_tables)
    _begin(postgres.url(name))
    return name


@pytest.fixture(params=BOTH)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'tracker.sqlite3'}"
        return
    cluster: Cluster = request.getfixturevalue("postgres")
    with cluster.database() as url:
        yield url


@pytest.fixture(params=BOTH)
def own_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated database without rows but for the key of the office; a test may change it."""
    if request.param == "sqlite":
        yield _copied(request, tmp_path)
        return
    cluster: Cluster = request.getfixturevalue("postgres")
    with cluster.database(request.getfixturevalue("postgres_template")) as url:
        yield url


def drop_tables(url: str) -> None:
    """Leave a database without tables."""
    with connected(url) as connection:
        Table.metadata.drop_all(connection)
        for name in ("search_words", "alembic_version"):
            connection.exec_driver_sql(f"DROP TABLE {name}")


@pytest.fixture(scope="session")
def shared_postgres(postgres: Cluster, postgres_template: str) -> Iterator[sa.Engine]:
    """One migrated database that is emptied after each test, by a connection that stays open.
    Making a database, or connecting to it, takes ten times as long."""
    yield from _connected_to(postgres.url(postgres.create(postgres_template)))


@pytest.fixture(scope="session")
def shared_keyless(postgres: Cluster, postgres_tables: str) -> Iterator[sa.Engine]:
    """A database like `shared_postgres`, but without the key of the office."""
    yield from _connected_to(postgres.url(postgres.create(postgres_tables)))


def _connected_to(url: str) -> Iterator[sa.Engine]:
    # Another test ends all connections of the server.
    engine = sa.create_engine(url, pool_pre_ping=True)
    yield engine
    engine.dispose()


@pytest.fixture(params=BOTH)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated database without rows, but for the key of the office."""
    if request.param == "sqlite":
        yield _copied(request, tmp_path)
        return
    kept = {GroupKeyRow.__tablename__, GroupWrapRow.__tablename__}
    yield from _emptied(request.getfixturevalue("shared_postgres"), kept)


@pytest.fixture(params=BOTH)
def keyless_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated database without rows and without the key of the office."""
    if request.param == "sqlite":
        yield _copied(request, tmp_path, "sqlite_tables")
        return
    yield from _emptied(request.getfixturevalue("shared_keyless"), set())


def _emptied(engine: sa.Engine, kept: set[str]) -> Iterator[str]:
    """Yield the address of a database, and empty all tables but these afterwards."""
    yield engine.url.render_as_string(hide_password=False)
    fixed = EventKindRow.__tablename__
    tables = [each for each in Table.metadata.sorted_tables if each.name not in {fixed, *kept}]
    # To TRUNCATE tables of a few rows takes the server much longer.
    emptied = [str(sa.delete(table)) for table in (*tables, sa.table("search_words"))]
    # Only so do the guards stand aside, and only for who owns the server.
    aside = "SET LOCAL session_replication_role = replica"
    with engine.begin() as connection:
        connection.exec_driver_sql("; ".join([aside, *emptied]))


def _copied(request: pytest.FixtureRequest, folder: Path, made: str = "sqlite_template") -> str:
    template: Path = request.getfixturevalue(made)
    shutil.copy(template, folder / "tracker.sqlite3")
    return f"sqlite:///{folder / 'tracker.sqlite3'}"


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    """The folder of an office, not made yet."""
    return tmp_path / "instance"


@pytest.fixture
def storage(url: str, instance: Path, tmp_path: Path) -> Iterator[Storage]:
    """All that a new office keeps: nothing so far."""
    shared = "" if url.startswith("sqlite") else url
    with shared_storage(tmp_path, shared, instance.name) as opened:
        yield opened
