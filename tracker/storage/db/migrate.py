"""Migration to the tables this program needs, by one process at a time.

Alembic is loaded only to migrate: every start asks for the revision of the database, and hardly
any has to change it.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlmodel import Session

from tracker.domain.base.errors import Refusal
from tracker.storage.db.engine import migrating_engine
from tracker.storage.db.errors import translate_errors
from tracker.storage.db.guards import put_up_guards
from tracker.storage.db.long_work import Begin, untold

if TYPE_CHECKING:
    from alembic.config import Config

_MIGRATIONS = Path(__file__).with_name("migrations")
# Where Alembic notes the revision of a database.
_REVISION = sa.table("alembic_version", sa.column("version_num"))
# Any number works, as long as every process uses the same one.
_LOCK = 7_243_116_508

# Revisions have three digits. Four-digit ones were made before the first release.
BEFORE_THE_FIRST = re.compile(r"\d{4}")


def upgrade(url: str, then: Callable[[Session], None], begin: Begin = untold) -> str | None:
    """Upgrade the database to the newest revision and return the one before, None for an empty
    database.

    `then` is called at the end of the same transaction.

    Any number of processes may call this at once: one does the work, the others find it done.
    Raises Refusal for a database that another version of the program made.
    """
    engine = migrating_engine(url)
    try:
        with translate_errors(url), engine.begin() as connection:
            before = _locked(connection)
            if before != head():
                _change_tables(connection, before, begin)
            put_up_guards(connection)
            with Session(connection) as session:
                then(session)
                session.flush()
            _check_references(connection)
            return before
    finally:
        engine.dispose()


@cache
def known_revisions() -> tuple[str, ...]:
    """Return the revisions that this version of the program has migrations for, in order.

    The files are named after them.
    """
    files = (_MIGRATIONS / "versions").glob("[0-9][0-9][0-9]_*.py")
    return tuple(sorted(file.name.partition("_")[0] for file in files))


def _after(revision: str | None) -> Sequence[str]:
    """Return the revisions after this one."""
    return [each for each in known_revisions() if revision is None or each > revision]


def head() -> str:
    """Return the revision that this version of the program needs."""
    known = known_revisions()
    if not known:
        raise Refusal("The program holds no migrations. Install it again.")
    return known[-1]


def current(engine: sa.Engine) -> str | None:
    """Return the revision of a database, None for an empty one."""
    with translate_errors(str(engine.url)), engine.connect() as connection:
        return _current(connection)


def require_head(engine: sa.Engine) -> None:
    """Raise Refusal unless the database has the tables that this version needs."""
    revision = current(engine)
    if revision is not None:
        require_known(revision)
    if revision != head():
        raise Refusal(
            f"The database stands at {revision or 'no revision'}, and the program needs {head()}: "
            "run `tracker migrate`."
        )


def config(connection: sa.Connection | None = None) -> "Config":
    """Return Alembic's settings for the migrations of this package."""
    from alembic.config import Config

    made = Config()
    # The folder may hold a %, which the configuration would take for a placeholder.
    made.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    made.attributes["connection"] = connection
    return made


def require_known(revision: str) -> None:
    """Raise Refusal for a revision that another version of the program made."""
    if BEFORE_THE_FIRST.fullmatch(revision):
        raise Refusal(
            "The database was made before the first release and cannot be opened any more: it "
            "was a demonstration, so keep it with the version that made it, and make a new "
            "instance in another folder, named by TRACKER_INSTANCE."
        )
    if revision not in known_revisions():
        raise Refusal(
            f"The database was made by a newer version of the program (revision {revision}, known "
            f"here up to {head()}): install that version, or restore a backup made before it."
        )


def _locked(connection: sa.Connection) -> str | None:
    """Wait until no other process migrates, and return the revision of the database."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
    revision = _current(connection)
    if revision is not None:
        require_known(revision)
    return revision


def _current(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table(_REVISION.name):
        return None
    return connection.scalar(sa.select(_REVISION.c.version_num))


def _change_tables(connection: sa.Connection, before: str | None, begin: Begin) -> None:
    from alembic import command

    steps = config(connection)
    steps.attributes["step"] = begin("migrations", len(_after(before)))
    command.upgrade(steps, "head")


def _check_references(connection: sa.Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise Refusal(
            f"The migration would leave a row of {broken[0]} without its {broken[2]}, so nothing "
            "was changed: restore the last backup, and report this."
        )
