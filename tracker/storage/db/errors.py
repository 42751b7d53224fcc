"""Errors of the database and the disk, as one sentence with the way out."""

import errno
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy import exc

from tracker.domain.base.errors import BadInput, Refusal
from tracker.services.ports.cases import Unavailable

INTACT = "Nothing of this step was kept, and what was recorded before is intact."


class StorageTrouble(Unavailable):
    """Raised when the database or the disk cannot be used at the moment."""


class CommitUncertain(StorageTrouble):
    """Raised when the connection broke while a step was being saved: it may have been saved."""


# Messages of the drivers, in lower case, and what they mean for the user.
_SENTENCES = (
    ("database is locked", "is held by another writer for too long: try again in a minute."),
    ("disk is full", "has no room left on its disk: free some space and try again."),
    ("disk i/o error", "cannot be written: check its disk, free some space and try again."),
    ("readonly database", "may not be written by this account: give it the right to write."),
    (
        "unable to open",
        "cannot be opened: check its address, or run `tracker init`.",
    ),
    ("malformed", "is damaged: restore the last backup with `tracker restore`."),
    ("file is not a database", "is no database of this program: check its address."),
    ("no such table", "has no tables, or old ones: run `tracker migrate`."),
    ("no such column", "has old tables: run `tracker migrate`."),
)
# PostgreSQL ended a transaction whose process did nothing.
_LEFT_IDLE = "25P03"
# PostgreSQL's codes, by their first letters.
_CODES = (
    ("53100", "has no room left on its disk: free some space and try again."),
    ("533", "takes no more connections: try again in a minute."),
    ("55P03", "is held by another writer for too long: try again in a minute."),
    (
        _LEFT_IDLE,
        "ended this step, because this machine did nothing in it for some minutes: try again.",
    ),
    ("40", "was held by another writer at the same moment: try again."),
    ("42P01", "has no tables, or old ones: run `tracker migrate`."),
    ("42703", "has old tables: run `tracker migrate`."),
    ("28", "refused this account: check the user and the password in its address."),
    ("3D", "does not exist: create it, or check its address."),
    ("57", "was shut down: try again when it is running."),
    ("08", "cannot be reached: check that it is up, and its address."),
)
ALREADY_ON_SQLITE = (
    sqlite3.SQLITE_CONSTRAINT_UNIQUE,
    sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY,
    sqlite3.SQLITE_CONSTRAINT_TRIGGER,
)
UNREACHABLE = "cannot be reached: check that it is up, and its address."


@contextmanager
def translate_errors(url: str) -> Iterator[None]:
    """Translate driver errors: BadInput for values no column can hold, StorageTrouble otherwise.

    Programming errors pass through.
    """
    try:
        yield
    except (exc.DataError, OverflowError) as error:
        raise BadInput(
            "Something that was sent holds a character or a number that cannot be kept or looked "
            "for: take it out and try again."
        ) from error
    except exc.DBAPIError as error:
        if sentence := _sentence(error):
            trouble = StorageTrouble(f"The database {sentence} {INTACT}")
            # For the operator alone: pages show the sentence without it.
            trouble.add_note(f"It is at {place(url)}.")
            raise trouble from error
        raise


@contextmanager
def translate_commit_errors(url: str) -> Iterator[None]:
    """Translate a connection that is lost before the answer to a COMMIT to CommitUncertain.

    An answer of the database, even a refusal, is certain and passes through.
    """
    try:
        yield
    except exc.DBAPIError as error:
        if not error.connection_invalidated or _code(error) == _LEFT_IDLE:
            raise
        trouble = CommitUncertain(
            "The connection to the database broke while this step was being saved, so nobody "
            "knows whether it was saved. Look whether it is there before you do it again."
        )
        trouble.add_note(f"The database is at {place(url)}.")
        raise trouble from error


@contextmanager
def translate_disk_errors(what: str, stays: str = INTACT) -> Iterator[None]:
    """Translate errors of a full or closed disk to StorageTrouble.

    The sentence names `what` could not be stored, and what is intact.
    """
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            way_out = "free some space and try again"
        elif error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            way_out = "give this account the right to write there"
        else:
            way_out = "check its disk and try again"
        reason = (error.strerror or "the disk refused").lower()
        raise StorageTrouble(f"{what} could not be kept ({reason}): {way_out}. {stays}") from error


@contextmanager
def translate_duplicates(refused: Callable[[], Refusal]) -> Iterator[None]:
    """Translate the refusal of a row because of a unique key to what `refused` returns.

    Other errors pass through.
    """
    try:
        yield
    except exc.IntegrityError as error:
        if not is_duplicate(error):
            raise
        raise refused() from error


def is_duplicate(error: exc.IntegrityError) -> bool:
    """Return whether a row was refused because of a unique key."""
    code = getattr(error.orig, "sqlite_errorcode", None)
    return code in ALREADY_ON_SQLITE or _code(error) == "23505"


def place(url: str) -> str:
    """Return the address of a database without its password."""
    parsed = sa.make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return str(parsed.database)
    bare = sa.URL.create(
        "postgresql",
        username=parsed.username,
        host=parsed.host,
        port=parsed.port,
        database=parsed.database,
        query=parsed.query,
    )
    return bare.render_as_string()


def _sentence(error: exc.DBAPIError) -> str | None:
    if code := _code(error):
        return next((says for start, says in _CODES if code.startswith(start)), None)
    said = str(error.orig).lower()
    found = next((says for words, says in _SENTENCES if words in said), None)
    if found is None and _is_postgresql(error) and isinstance(error, exc.OperationalError):
        return UNREACHABLE
    return found


def _code(error: exc.DBAPIError) -> str | None:
    return getattr(error.orig, "sqlstate", None)


def _is_postgresql(error: exc.DBAPIError) -> bool:
    return type(error.orig).__module__.startswith("psycopg")
