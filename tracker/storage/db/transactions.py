"""Whole transactions: changes written together are kept together, or not at all."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel

from tracker.services.ports.cases import ReadOnlyOffice
from tracker.services.ports.holds import bound_server
from tracker.storage.db.engine import make_engine
from tracker.storage.db.errors import (
    INTACT,
    StorageTrouble,
    is_duplicate,
    translate_commit_errors,
    translate_errors,
)
from tracker.storage.db.server import mark_of_server

# How often cleaning waits for readers, each time as long as for a lock.
SCRUBS = 3

_EACH = "each_{}"


class _Open(threading.local):
    """The transaction that this thread is writing in, and the state that it reads a page from."""

    session: Session | None = None
    state: Session | None = None


class Transactions:
    """Opens sessions on one database. Within a write transaction, the same thread joins it.

    With `read_only` nothing can be written, whatever the rights of the account.
    """

    def __init__(self, url: str, *, read_only: bool = False) -> None:
        self.url = url
        self._read_only = read_only
        self.writers = make_engine(url)
        self.readers = make_engine(url, read_only=True)
        self._open = _Open()

    def require_writable(self) -> None:
        """Raise ReadOnlyOffice if nothing can be written."""
        if self._read_only:
            raise ReadOnlyOffice

    @property
    def writing_now(self) -> bool:
        """Whether this thread has a write transaction open."""
        return self._open.session is not None

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Yield a session that commits if the block ends without an error.

        Raises ReadOnlyOffice if nothing can be written, and StorageTrouble if this thread is bound
        to another server of the database.
        """
        self.require_writable()
        if self._open.session is not None:
            with self._open.session.begin_nested():
                yield self._open.session
            return
        with (
            translate_errors(self.url),
            Session(self.writers, expire_on_commit=False) as session,
        ):
            session.begin()
            self._require_bound_server(session)
            self._open.session = session
            try:
                yield session
            finally:
                self._open.session = None
            # Errors up to here are certain: nothing is saved without the COMMIT.
            session.flush()
            with translate_commit_errors(self.url):
                session.commit()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Yield a session that sees one state of the database throughout."""
        if known := self._open.session or self._open.state:
            yield known
            return
        with self.reading_now() as session:
            yield session

    @contextmanager
    def reading_now(self) -> Iterator[Session]:
        """Yield a session that sees the newest state, whatever this thread reads or writes."""
        with translate_errors(self.url), Session(self.readers, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def one_state(self) -> Iterator[None]:
        """Have this thread read from one state of the database until the end of the block.

        Nothing written within the block is seen before its end.
        """
        with self.reading() as session:
            before, self._open.state = self._open.state, session
            try:
                yield
            finally:
                self._open.state = before

    def server(self) -> str | None:
        """Return the mark of the server of the database.

        Empty if the account may not ask for it, None on SQLite and on a server in recovery.
        """
        with self.reading() as session:
            return mark_of_server(session)

    def _require_bound_server(self, session: Session) -> None:
        if bound_server(self.url):
            self.require_bound(mark_of_server(session))

    def require_bound(self, server: str | None) -> None:
        """Raise StorageTrouble if this thread is bound to another server than this one."""
        if server != (bound_server(self.url) or server):
            raise StorageTrouble(
                "Another server took the place of the database while this step was under way: "
                f"try again. {INTACT}"
            )

    def scrub(self, tables: Sequence[type[SQLModel]]) -> None:
        """Remove what was overwritten or deleted in these tables from the database's files too.

        Raises StorageTrouble if readers prevent it all the time.
        """
        self.require_writable()
        with translate_errors(self.url):
            if self.writers.dialect.name == "sqlite":
                self._scrub_sqlite()
                return
            with self.writers.connect() as outside:
                outside = outside.execution_options(isolation_level="AUTOCOMMIT")
                for table in tables:
                    # FULL rewrites the table; otherwise the bytes remain in pages that are
                    # reused.
                    name = sa.inspect(table).local_table.name
                    outside.exec_driver_sql(f'VACUUM FULL "{name}"')

    def forget_traces(self, tables: Sequence[type[SQLModel]]) -> bool:
        """Remove what was deleted from the database's files, without waiting for anyone.

        SQLite overwrites deleted rows itself, so that only its write-ahead log is emptied; on
        PostgreSQL these tables are rewritten. Returns whether nothing prevented it.
        """
        self.require_writable()
        try:
            if self.writers.dialect.name == "sqlite":
                return self._empty_wal()
            with self.writers.connect() as outside:
                outside = outside.execution_options(isolation_level="AUTOCOMMIT")
                outside.exec_driver_sql("SET lock_timeout = '1s'")
                for table in tables:
                    name = sa.inspect(table).local_table.name
                    outside.exec_driver_sql(f'VACUUM FULL "{name}"')
                # The connection is used again by others.
                outside.invalidate()
        except sa.exc.DBAPIError:
            return False
        return True

    def _empty_wal(self) -> bool:
        with closing(self.writers.raw_connection()) as connection:
            cursor = connection.cursor()
            (waits,) = cursor.execute("PRAGMA busy_timeout").fetchone()
            cursor.execute("PRAGMA busy_timeout = 0")
            try:
                (busy, _, _) = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            finally:
                cursor.execute(f"PRAGMA busy_timeout = {waits}")
            return not busy

    def _scrub_sqlite(self) -> None:
        """Rewrite all pages, and empty the write-ahead log."""
        with closing(self.writers.raw_connection()) as connection:
            cursor = connection.cursor()
            cursor.execute("VACUUM")
            for _ in range(SCRUBS):
                (busy, _, _) = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
                if not busy:
                    return
        raise StorageTrouble(
            "The files of the database could not be cleaned, because someone was reading all the "
            "time: what was erased is unreadable, and traces of it are left. Erase it again to "
            "clean."
        )

    def close(self) -> None:
        """Close all connections."""
        self.writers.dispose()
        self.readers.dispose()


def put(
    session: Session,
    table: type[SQLModel],
    values: Mapping[str, Any],
    *,
    changed: Sequence[str] = (),
) -> bool:
    """Insert one row, or update the columns `changed` if its primary key exists; without
    `changed`, leave that row alone.

    Return whether a row was written.
    """
    written = _written(session.get_bind().dialect.name, table, tuple(changed))
    # Not every driver reports the number of rows that an INSERT wrote.
    return session.connection().execute(written, dict(values)).first() is not None


def put_new(session: Session, row: SQLModel) -> bool:
    """Store a row unless another has one of its unique keys; return whether it was stored."""
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError as error:
        if not is_duplicate(error):
            raise
        return False
    return True


def put_all(
    session: Session,
    table: type[SQLModel],
    rows: Sequence[Mapping[str, Any]],
    *,
    changed: Sequence[str] = (),
) -> None:
    """Insert many rows at once, as `put` does with one."""
    _write_all(session, table, rows, tuple(changed))


def insert_all(session: Session, table: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert many new rows at once. Raises IntegrityError if one of them is there."""
    _write_all(session, table, rows, None)


def _write_all(
    session: Session,
    table: type[SQLModel],
    rows: Sequence[Mapping[str, Any]],
    changed: tuple[str, ...] | None,
) -> None:
    if not rows:
        return
    names = tuple(rows[0])
    if session.get_bind().dialect.name == "sqlite":
        written = _of_rows(table, changed)
        session.connection().execute(written, [dict(row) for row in rows])
        return
    columns = {_EACH.format(name): [row[name] for row in rows] for name in names}
    session.connection().execute(_of_columns(table, names, changed), columns)


# Statements are kept, because a sweep writes thousands of rows.
@cache
def _written(dialect: str, table: type[SQLModel], changed: tuple[str, ...]) -> sa.Executable:
    """Return the statement of `put`."""
    target: sa.Table = sa.inspect(table).local_table
    insert = (sqlite.insert if dialect == "sqlite" else postgresql.insert)(target)
    written: sa.Executable = _unless_there(insert, changed).returning(*target.primary_key.columns)
    return written


@cache
def _of_rows(table: type[SQLModel], changed: tuple[str, ...] | None) -> sa.Executable:
    """Return the statement for many rows on SQLite, which is executed once for each."""
    target: sa.Table = sa.inspect(table).local_table
    insert = sqlite.insert(target)
    return insert if changed is None else _unless_there(insert, changed)


@cache
def _of_columns(
    table: type[SQLModel], names: tuple[str, ...], changed: tuple[str, ...] | None
) -> sa.Executable:
    """Return the statement for many rows on PostgreSQL, which takes a list for each column.

    It is executed once for all rows: the server would take longer to begin a statement for each
    than to write it.
    """
    target: sa.Table = sa.inspect(table).local_table
    columns = [target.c[name] for name in names]
    lists = (sa.bindparam(_EACH.format(c.name), type_=postgresql.ARRAY(c.type)) for c in columns)
    shape = (sa.column(c.name, c.type) for c in columns)
    rows = sa.func.unnest(*lists).table_valued(*shape).render_derived()
    insert = postgresql.insert(target).from_select(names, sa.select(*rows.c))
    return insert if changed is None else _unless_there(insert, changed)


def _unless_there(insert: Any, changed: tuple[str, ...]) -> Any:
    """Return an insertion that changes these columns of a row that is there, or nothing of it."""
    keys = list(insert.table.primary_key.columns)
    if not changed:
        return insert.on_conflict_do_nothing(index_elements=keys)
    over = {name: insert.excluded[name] for name in changed}
    return insert.on_conflict_do_update(index_elements=keys, set_=over)
