"""Databases with many open requests: a few filed by the use cases, the others copies of them."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import date, timedelta
from itertools import count
from multiprocessing import get_context
from os import cpu_count
from pathlib import Path
from signal import SIGQUIT
from tempfile import TemporaryDirectory
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy import event
from sqlmodel import SQLModel

from benchmarks.measuring import setting_up
from tests.offices import KEY, KEY_FILE, Clock, a_request, an_office, received, the_library
from tests.postgres import Cluster, _make, find_binaries, start_server
from tracker.services.core.office import Office
from tracker.services.drafting.choosing import propose
from tracker.storage.db.engine import make_engine
from tracker.storage.db.tables.cases import EventRow, RequestRow
from tracker.storage.db.tables.deadlines import CaseStatusRow, DeadlineSnapshotRow
from tracker.storage.office_data.upkeep import migrate
from tracker.storage.opening import open_storage

BLOCK, BODY = "pk-x-2024", "pk-pta"
QUESTIONS = 2
SENT = date(2024, 2, 19)
# Ten working days from Monday 26 February end on 11 March. What was received on the ten working
# days from 27 February to 11 March is not due on the day of the sweep.
DUE, SWEPT = date(2024, 2, 26), date(2024, 3, 12)
WORKING = tuple(day for n in range(33) if (day := DUE + timedelta(n)).weekday() not in (5, 6))
LIMIT = 10
NOT_DUE = WORKING[1 : LIMIT + 1]


class Databases(Protocol):
    """A place where a prepared database can be copied as often as it is needed."""

    name: str

    def empty(self) -> AbstractContextManager[str]:
        """Yield the URL of a new database, which is deleted at the end."""

    def prepared(self, prepare: Callable[[str], None]) -> str:
        """Return the name of a database that was filled once through its URL."""

    def copy(self, prepared: str) -> AbstractContextManager[str]:
        """Yield the URL of a fresh copy, which is deleted at the end of the block."""


class SqliteFiles:
    """Databases as files of one folder."""

    name = "SQLite"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count()

    @contextmanager
    def empty(self) -> Iterator[str]:
        """Yield the URL of a file that is not there yet."""
        file = self._new()
        yield f"sqlite:///{file}"
        _remove(file)

    def prepared(self, prepare: Callable[[str], None]) -> str:
        """Return the name of a file that was filled once."""
        file = self._new()
        with setting_up():
            prepare(f"sqlite:///{file}")
        return str(file)

    @contextmanager
    def copy(self, prepared: str) -> Iterator[str]:
        """Yield the URL of a copied file."""
        file = self._new()
        shutil.copy(prepared, file)
        yield f"sqlite:///{file}"
        _remove(file)

    def _new(self) -> Path:
        return self._folder / f"number-{next(self._numbers)}.sqlite3"


def _remove(file: Path) -> None:
    for left in file.parent.glob(f"{file.name}*"):
        left.unlink()


class PostgresServer:
    """Databases of one server."""

    name = "PostgreSQL"

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster

    def empty(self) -> AbstractContextManager[str]:
        """Return the URL of a database without a table."""
        return self._cluster.database()

    def prepared(self, prepare: Callable[[str], None]) -> str:
        """Return the name of a database that was filled once."""
        with setting_up():
            return self._cluster.prepared(prepare)

    def copy(self, prepared: str) -> AbstractContextManager[str]:
        """Return the URL of a copy made from a template."""
        return self._cluster.database(prepared)


@contextmanager
def sqlite_files() -> Iterator[Databases]:
    """Yield a folder for databases, and delete it afterwards."""
    with TemporaryDirectory(prefix="tracker-bench-") as folder:
        yield SqliteFiles(Path(folder))


@contextmanager
def postgres_server(binaries: Path) -> Iterator[Databases]:
    """Yield databases of a server that waits for the disk at each commit, as in production."""
    with postgres_cluster(binaries, ()) as cluster:
        yield PostgresServer(cluster)


@contextmanager
def postgres_cluster(binaries: Path, settings: tuple[str, ...]) -> Iterator[Cluster]:
    """Yield the server that the tests use, in a folder that is deleted afterwards.

    Without settings it has those of PostgreSQL.
    """
    # A socket's path may have about a hundred characters, so a long TMPDIR will not do.
    with TemporaryDirectory(prefix="tracker-pg-", dir="/tmp") as name:
        folder = Path(name)
        _make(binaries, folder)
        cluster = Cluster(binaries, folder)
        server = start_server(cluster, settings)
        try:
            yield cluster
        finally:
            server.send_signal(SIGQUIT)
            server.wait(timeout=60)


def each_kind() -> Iterator[Databases]:
    """Yield SQLite, then PostgreSQL if its programs are found."""
    with sqlite_files() as databases:
        yield databases
    if binaries := find_binaries():
        with postgres_server(binaries) as databases:
            yield databases


@contextmanager
def all_filled(*ways: Callable[[str], None]) -> Iterator[Mapping[str, Sequence[str]]]:
    """Yield the URLs of databases filled in these ways, by the name of their kind: SQLite, and
    PostgreSQL if its programs are found.

    Each is filled in a process of its own, beside others, and before anything is measured.
    """
    with ExitStack() as opened:
        kinds = [opened.enter_context(sqlite_files())]
        if binaries := find_binaries():
            kinds.append(opened.enter_context(postgres_server(binaries)))
        urls = {kind.name: [opened.enter_context(kind.empty()) for _ in ways] for kind in kinds}
        # A fork has what was made once before. The last way is the longest, so it begins first.
        with setting_up(), ProcessPoolExecutor(cpu_count(), get_context("fork")) as pool:
            begun = [
                pool.submit(way, url[place])
                for place, way in reversed([*enumerate(ways)])
                for url in urls.values()
            ]
            for each in begun:
                each.result()
        yield urls


def fill(url: str, *, open_requests: int, due: int) -> None:
    """Create an office with open requests, of which `due` have something to log."""
    others = (open_requests - due) // len(NOT_DUE)
    fill_received(url, {DUE: due} | dict.fromkeys(NOT_DUE, others))


def fill_received(url: str, received: Mapping[date, int]) -> None:
    """Create an office with so many open requests received on each of these days."""
    with TemporaryDirectory() as folder:
        found(url, Path(folder))
        with an_office(Path(folder), url=url) as (office, clock):
            models = {filed(office, clock, day): number for day, number in received.items()}
    with filling(url) as engine, engine.begin() as connection:
        for model, number in models.items():
            multiply_case(connection, model, number)


@contextmanager
def filling(url: str) -> Iterator[sa.Engine]:
    """Yield an engine for copies of rows that were checked: it checks nothing again, and keeps no
    journal on SQLite."""
    engine = make_engine(url)
    event.listen(engine, "connect", _write_unchecked)
    yield engine
    if engine.dialect.name == "postgresql":
        # Otherwise the server would do both within minutes, perhaps during a measurement.
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
            connection.exec_driver_sql("CHECKPOINT")
    engine.dispose()


def _write_unchecked(connection: Any, _: Any) -> None:
    if not isinstance(connection, sqlite3.Connection):
        connection.execute("SET session_replication_role = replica")
        connection.commit()
        return
    more = "secure_delete = OFF", "cache_size = -250000"
    for setting in ("foreign_keys = OFF", "journal_mode = OFF", *more):
        connection.execute(f"PRAGMA {setting}")


def found(url: str, folder: Path) -> None:
    """Create the tables of a new office, and the office."""
    migrate(url)
    rooms = open_storage(url, folder, KEY, KEY_FILE)
    rooms.keys.begin_office()
    rooms.premises.found("Office of a benchmark", live=False)
    rooms.premises.note_edition(the_library().digest)
    rooms.close()


def filed(office: Office, clock: Clock, on: date) -> str:
    """Log a request received on that day and never answered; return its reference."""
    clock.set(on)
    asked = propose(office, BLOCK, BODY).questions[:QUESTIONS]
    keys = tuple(question.key for question in asked)
    reference = a_request(office, block=BLOCK, body=BODY, on=SENT, questions=keys)
    received(office, reference, on)
    return reference


def multiply_case(connection: sa.Connection, model: str, wanted: int) -> None:
    """Copy a request, its history and its derived line, until there are as many as wanted."""
    beside = ((table, "request") for table in (EventRow, CaseStatusRow, DeadlineSnapshotRow))
    for table, key in ((RequestRow, "reference"), *beside):
        connection.execute(copies_of(table, key, model, wanted - 1))


def copies_of(
    table: type[SQLModel], key: str, model: str, number: int, *, mixed: bool = False
) -> sa.Insert:
    """Return the insertion of `number` copies of a model's rows, each under a key of its own.

    `mixed` sorts the copies of several models in turns."""
    target: sa.Table = sa.inspect(table).local_table
    numbers = sa.select(sa.literal(1).label("n")).cte("numbers", recursive=True)
    numbers = numbers.union_all(sa.select(numbers.c.n + 1).where(numbers.c.n < number))
    names = [column.name for column in target.columns]
    name, place = target.c[key], sa.cast(numbers.c.n, sa.String)
    first, last = (place, name) if mixed else (name, place)
    copied = first.concat("-").concat(last)
    values = [copied if name == key else target.c[name] for name in names]
    rows = sa.select(*values).select_from(target.join(numbers, sa.true()))
    # SQLite's guard takes the entries of a history in their order only.
    return target.insert().from_select(
        names, rows.where(target.c[key] == model).order_by(*target.primary_key.columns)
    )
