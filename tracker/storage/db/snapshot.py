"""A whole database as one file, and back, by SQLite or by PostgreSQL's own programs."""

import os
import re
import shutil
import sqlite3
import subprocess
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from subprocess import DEVNULL, PIPE
from threading import Thread
from typing import IO

import sqlalchemy as sa

from tracker.domain.base.errors import Refusal
from tracker.storage.db.engine import migrating_engine
from tracker.storage.db.errors import StorageTrouble, place, translate_errors
from tracker.storage.db.every_table import Table
from tracker.storage.db.long_work import MEGABYTE, Begin, Done, nothing_told, untold

SQLITE = "sqlite"
_POSTGRESQL = "postgresql"
# What PostgreSQL's programs say of their work.
_TABLE_READ = re.compile(r'dumping contents of table "[^".]+\.([^"]+)"')
_INDEX_BUILT = re.compile(r"creating (?:INDEX|CONSTRAINT|FK CONSTRAINT) ")
_LINES_KEPT = 1_000
_PIECE = 1 << 20
# Steps of SQLite's machine between two looks at the size of a copy.
_STEPS_BETWEEN = 100_000


def kind_of(url: str) -> str:
    """Return which of the two databases an address names."""
    return sa.make_url(url).get_backend_name()


def file_of(url: str) -> Path:
    """Return the file of an SQLite database."""
    return Path(sa.make_url(url).database or "")


def is_empty(url: str) -> bool:
    """Return whether the database has no table yet."""
    if kind_of(url) == SQLITE and not file_of(url).exists():
        return True
    engine = migrating_engine(url)
    try:
        with translate_errors(url), engine.connect() as connection:
            return not sa.inspect(connection).get_table_names()
    finally:
        engine.dispose()


def take_snapshot(url: str, target: Path, begin: Begin = untold) -> None:
    """Write the database as of one moment to a file, while others continue to write."""
    if kind_of(url) == _POSTGRESQL:
        sizes = _table_sizes(url)
        done = begin("MB of the database read", sum(sizes.values()), MEGABYTE)
        options = ("--format=custom", "--no-owner", "--no-privileges", f"--file={target}")
        _run("pg_dump", url, *options, line=partial(_tell_table, sizes, done))
        return
    if not file_of(url).exists():
        raise Refusal(f"There is no database at {place(url)}: run `tracker init` first.")
    try:
        with closing(sqlite3.connect(file_of(url), timeout=10)) as connection:
            done = begin("MB of the database copied", file_of(url).stat().st_size, MEGABYTE)
            growth = _Growth(target, done)
            connection.set_progress_handler(growth.tell, _STEPS_BETWEEN)
            connection.execute("VACUUM INTO ?", (str(target),))
            growth.tell()
    except sqlite3.Error as error:
        raise StorageTrouble(
            f"The database at {place(url)} could not be copied ({error}): free some space in "
            "the instance folder and try again."
        ) from error


class _Growth:
    """Tells how much a file grew since it was last looked at."""

    def __init__(self, file: Path, done: Done) -> None:
        self._file = file
        self._done = done
        self._size = 0

    def tell(self) -> None:
        """Look at the file."""
        size = self._file.stat().st_size if self._file.exists() else 0
        self._done(size - self._size)
        self._size = size


def _table_sizes(url: str) -> dict[str, int]:
    """Return the size of each table without its indexes, which a snapshot does not hold."""
    engine = migrating_engine(url)
    sizes = sa.text(
        "SELECT relname, pg_table_size(oid) FROM pg_class "
        "WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace"
    )
    try:
        with translate_errors(url), engine.connect() as connection:
            return {name: int(size) for name, size in connection.execute(sizes)}
    finally:
        engine.dispose()


def _tell_table(sizes: dict[str, int], done: Done, line: str) -> None:
    """Count a table once its content begins to be read: the next line may be a long time off."""
    if found := _TABLE_READ.search(line):
        done(sizes.get(found[1], 0))


def check_sqlite(file: Path) -> None:
    """Raise Refusal if the file is damaged."""
    try:
        with closing(sqlite3.connect(file)) as connection:
            said = connection.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError as error:
        said = str(error)
    if said != "ok":
        raise Refusal(f"The database in the backup is damaged ({said}): take an older backup.")


def put_back_postgresql(url: str, snapshot: Path, begin: Begin = untold) -> None:
    """Replace the tables of a database by a snapshot, in one transaction."""
    engine = migrating_engine(url)
    try:
        with translate_errors(url), engine.begin() as connection:
            stands = sa.MetaData()
            stands.reflect(connection)
            stands.drop_all(connection)
            connection.exec_driver_sql("DROP FUNCTION IF EXISTS tracker_refuse() CASCADE")
    finally:
        engine.dispose()
    options = ("--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error")
    read = begin("MB of the database put back", snapshot.stat().st_size, MEGABYTE)
    with snapshot.open("rb") as source:
        _run("pg_restore", url, *options, line=_Built(begin).tell, source=_counted(source, read))


class _Built:
    """Tells of each index and constraint that is built, which takes as long as the rows."""

    def __init__(self, begin: Begin) -> None:
        self._begin = begin
        self._done: Done | None = None

    def tell(self, line: str) -> None:
        """Read a line of pg_restore."""
        if _INDEX_BUILT.search(line):
            if self._done is None:
                self._done = self._begin("indexes built", _number_of_indexes())
            self._done(1)


def _number_of_indexes() -> int:
    """Return approximately how many indexes and keys the tables have."""
    return sum(1 + len(table.indexes) for table in Table.metadata.tables.values())


def _counted(source: IO[bytes], done: Done) -> Iterator[bytes]:
    while piece := source.read(_PIECE):
        yield piece
        done(len(piece))


def _run(
    program: str,
    url: str,
    *arguments: str,
    line: Callable[[str], object] = nothing_told,
    source: Iterable[bytes] = (),
) -> None:
    """Run one of PostgreSQL's programs, with the password in the environment.

    It is given `source`, and `line` each line in which it says what it does.
    """
    found = shutil.which(program)
    if found is None:
        raise Refusal(
            f"{program} is not on PATH: install PostgreSQL's client programs, of the server's "
            "version or newer."
        )
    environment = {**os.environ, "LC_ALL": "C"}
    if password := sa.make_url(url).password:
        environment["PGPASSWORD"] = password
    # The program was looked up, and no shell is in between.
    command = [found, f"--dbname={place(url)}", "--verbose", *arguments]
    said: deque[str] = deque(maxlen=_LINES_KEPT)
    with subprocess.Popen(  # noqa: S603
        command, env=environment, stdin=PIPE, stdout=DEVNULL, stderr=PIPE
    ) as process:
        reader = Thread(target=_read_lines, args=(process.stderr, said, line), daemon=True)
        reader.start()
        _feed(process.stdin, source)
        reader.join()
    if process.returncode != 0:
        why = next((each for each in said if "error:" in each), said[-1] if said else "")
        raise StorageTrouble(
            f"{program} could not do its work on {place(url)} ({why or 'no reason given'}): put "
            "that right and try again."
        )


def _read_lines(source: IO[bytes], said: deque[str], line: Callable[[str], object]) -> None:
    for raw in source:
        said.append(raw.decode(errors="replace").strip())
        line(said[-1])


def _feed(target: IO[bytes] | None, source: Iterable[bytes]) -> None:
    """Write to a program, which may have ended: it says why."""
    if target is not None:
        with suppress(BrokenPipeError), target:
            target.writelines(source)
