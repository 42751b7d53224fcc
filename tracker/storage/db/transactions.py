"""Whole transactions: what is written together stands together, or not at all."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel

from tracker.storage.db.engine import make_engine
from tracker.storage.db.errors import StorageTrouble, translate_errors

# How often a cleaning waits for readers, each time as long as for a lock.
SCRUBS = 3


class _Open(threading.local):
    """The transaction that this thread is writing in."""

    session: Session | None = None


class Transactions:
    """Opens sessions on one database. What a thread does while it writes joins what it writes."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.writers = make_engine(url)
        self.readers = make_engine(url, read_only=True)
        self._open = _Open()

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session that commits when the block is left without an error."""
        if self._open.session is not None:
            with self._open.session.begin_nested():
                yield self._open.session
            return
        with (
            translate_errors(self.url),
            Session(self.writers, expire_on_commit=False) as session,
            session.begin(),
        ):
            self._open.session = session
            try:
                yield session
            finally:
                self._open.session = None

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the database throughout."""
        if self._open.session is not None:
            yield self._open.session
            return
        with translate_errors(self.url), Session(self.readers, expire_on_commit=False) as session:
            yield session

    def scrub(self, tables: Sequence[type[SQLModel]]) -> None:
        """Remove what was overwritten or removed in these tables from the database's files too.

        Raises StorageTrouble where somebody reads all the while, so that it cannot be done.
        """
        with translate_errors(self.url):
            if self.writers.dialect.name == "sqlite":
                self._scrub_sqlite()
                return
            with self.writers.connect() as outside:
                outside = outside.execution_options(isolation_level="AUTOCOMMIT")
                for table in tables:
                    # FULL writes the table anew: else the bytes stay in pages that are used again.
                    name = sa.inspect(table).local_table.name
                    outside.exec_driver_sql(f'VACUUM FULL "{name}"')

    def _scrub_sqlite(self) -> None:
        """Pages are filled anew, and the log of what was written is emptied."""
        with closing(self.writers.raw_connection()) as connection:
            cursor = connection.cursor()
            cursor.execute("VACUUM")
            for _ in range(SCRUBS):
                (busy, _, _) = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
                if not busy:
                    return
        raise StorageTrouble(
            "The files of the database could not be cleaned, since somebody reads all the while: "
            "what was erased is unreadable, and traces of it are left. Erase it again to clean."
        )

    def close(self) -> None:
        """Let go of all connections."""
        self.writers.dispose()
        self.readers.dispose()


def put(
    session: Session,
    table: type[SQLModel],
    values: Mapping[str, Any],
    *,
    changed: Sequence[str] = (),
) -> bool:
    """Insert one row; where its primary key stands, write the columns `changed` over it, or leave
    it as it is. Whether a row was written."""
    written = _written(session.get_bind().dialect.name, table, tuple(changed), telling=True)
    # A count of rows written is not what every driver tells of an INSERT.
    return session.connection().execute(written, dict(values)).first() is not None


def put_all(
    session: Session,
    table: type[SQLModel],
    rows: Sequence[Mapping[str, Any]],
    *,
    changed: Sequence[str],
) -> None:
    """Insert many rows in one go; where a primary key stands, write `changed` over that row."""
    if rows:
        written = _written(session.get_bind().dialect.name, table, tuple(changed), telling=False)
        session.connection().execute(written, [dict(row) for row in rows])


@cache
def _written(
    dialect: str, table: type[SQLModel], changed: tuple[str, ...], *, telling: bool
) -> sa.Executable:
    """The statement of `put`, built once for each use of it: a sweep puts thousands of rows."""
    target: sa.Table = sa.inspect(table).local_table
    keys = list(target.primary_key.columns)
    statement = (sqlite.insert if dialect == "sqlite" else postgresql.insert)(target)
    if changed:
        over = {name: statement.excluded[name] for name in changed}
        statement = statement.on_conflict_do_update(index_elements=keys, set_=over)
    else:
        statement = statement.on_conflict_do_nothing(index_elements=keys)
    return statement.returning(*keys) if telling else statement
