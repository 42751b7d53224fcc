"""A whole database as one file, and back, by SQLite or by PostgreSQL's own programs."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from tracker.domain.base.errors import Refusal
from tracker.storage.db.engine import migrating_engine
from tracker.storage.db.errors import StorageTrouble, place, translate_errors

SQLITE = "sqlite"
_POSTGRESQL = "postgresql"


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


def take_snapshot(url: str, target: Path) -> None:
    """Write the database as of one moment to a file, while others continue to write."""
    if kind_of(url) == _POSTGRESQL:
        _run(
            "pg_dump", url, "--format=custom", "--no-owner", "--no-privileges", f"--file={target}"
        )
        return
    if not file_of(url).exists():
        raise Refusal(f"There is no database at {place(url)}: run `tracker init` first.")
    try:
        with closing(sqlite3.connect(file_of(url), timeout=10)) as connection:
            connection.execute("VACUUM INTO ?", (str(target),))
    except sqlite3.Error as error:
        raise StorageTrouble(
            f"The database at {place(url)} could not be copied ({error}): free some space in "
            "the instance folder and try again."
        ) from error


def check_sqlite(file: Path) -> None:
    """Raise Refusal if the file is damaged."""
    try:
        with closing(sqlite3.connect(file)) as connection:
            said = connection.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError as error:
        said = str(error)
    if said != "ok":
        raise Refusal(f"The database in the backup is damaged ({said}): take an older backup.")


def put_back_postgresql(url: str, snapshot: Path) -> None:
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
    _run("pg_restore", url, *options, str(snapshot))


def _run(program: str, url: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs, with the password in the environment."""
    found = shutil.which(program)
    if found is None:
        raise Refusal(
            f"{program} is not on PATH: install PostgreSQL's client programs, of the server's "
            "version or newer."
        )
    environment = dict(os.environ)
    if password := sa.make_url(url).password:
        environment["PGPASSWORD"] = password
    # The program was looked up, and no shell is in between.
    command = [found, f"--dbname={place(url)}", *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)  # noqa: S603
    if done.returncode != 0:
        said = done.stderr.strip().splitlines() or ["no reason given"]
        raise StorageTrouble(
            f"{program} could not do its work on {place(url)} ({said[0]}): put that "
            "right and try again."
        )
