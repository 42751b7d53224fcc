"""Brings a database to the tables this program needs, one process at a time."""

from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlmodel import Session

from tracker.domain.errors import Refusal
from tracker.storage.db.engine import migrating_engine
from tracker.storage.db.errors import clear_trouble
from tracker.storage.db.guards import raise_guards

# Any number will do, as long as every process takes the same.
LOCK = 7_243_116_508


def upgrade(
    url: str, revision: str = "head", then: Callable[[Session], None] | None = None
) -> str | None:
    """Upgrade the database to `revision`; return the one it stood at, None for an empty one.
    At the newest one, `then` is called in the transaction that upgraded it.

    Any number of processes may call this at once: one does the work, the others find it done.
    Raises Refusal for a database that a newer version of the program made.
    """
    engine = migrating_engine(url)
    try:
        with clear_trouble(url), engine.begin() as connection:
            before = _locked(connection)
            command.upgrade(_config(connection), revision)
            if revision in ("head", head()):
                raise_guards(connection)
                if then is not None:
                    with Session(connection) as session:
                        then(session)
                        session.flush()
            _check_references(connection)
            return before
    finally:
        engine.dispose()


def step_down(url: str, revision: str) -> None:
    """Take the steps after `revision` back. Raises Refusal as `upgrade` does."""
    engine = migrating_engine(url)
    try:
        with clear_trouble(url), engine.begin() as connection:
            _locked(connection)
            command.downgrade(_config(connection), revision)
            _check_references(connection)
    finally:
        engine.dispose()


def head() -> str:
    """The revision that this version of the program needs."""
    newest = scripts().get_current_head()
    if newest is None:
        raise Refusal("The program holds no migrations: install it anew.")
    return newest


def current(engine: sa.Engine) -> str | None:
    """The revision a database stands at; None for an empty one."""
    with clear_trouble(str(engine.url)), engine.connect() as connection:
        return _current(connection)


def require_head(engine: sa.Engine) -> None:
    """Raises Refusal unless the database is just what this version of the program needs."""
    stands = current(engine)
    if stands == head():
        return
    if stands is not None:
        require_known(stands)
    raise Refusal(
        f"The database stands at {stands or 'no revision'}, and the program needs {head()}: "
        "run `tracker migrate`."
    )


def scripts() -> ScriptDirectory:
    """The steps, as they lie in the package."""
    return ScriptDirectory.from_config(_config())


def _config(connection: sa.Connection | None = None) -> Config:
    config = Config()
    # The folder may hold a %, which the configuration would take for a placeholder.
    folder = str(Path(__file__).with_name("migrations")).replace("%", "%%")
    config.set_main_option("script_location", folder)
    config.attributes["connection"] = connection
    return config


def _locked(connection: sa.Connection) -> str | None:
    """Wait until nobody else migrates; the revision that the database stands at then."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
    stands = _current(connection)
    if stands is not None:
        require_known(stands)
    return stands


def _current(connection: sa.Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def require_known(revision: str) -> None:
    """Raises Refusal for a revision that a newer version of the program made."""
    known = {script.revision for script in scripts().walk_revisions()}
    if revision not in known:
        raise Refusal(
            f"The database was made by a newer version of the program (revision {revision}, known "
            f"here up to {head()}): install that version, or restore a backup made before it."
        )


def _check_references(connection: sa.Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise Refusal(
            f"The migration would leave a row of {broken[0]} without its {broken[2]}, so nothing "
            "was changed: restore the last backup, and report this."
        )
