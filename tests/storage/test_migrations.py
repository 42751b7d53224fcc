"""Migrations, on both databases: head is what the rows say, each step goes up and down and keeps
old data, and the triggers stand after every one of them."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from tests.storage.old_data import TESTERS
from tracker.domain.errors import Refusal
from tracker.domain.events import KINDS
from tracker.storage import current, head, make_engine, migrate, require_head
from tracker.storage.db.engine import migrating_engine
from tracker.storage.db.guards import POSTGRESQL, SQLITE, guards
from tracker.storage.db.migrate import scripts, step_down, upgrade
from tracker.storage.db.tables.base import Table

REVISIONS = [script.revision for script in reversed(list(scripts().walk_revisions()))]
GUARDED_SINCE = "0001"


@pytest.fixture
def url(own_url: str) -> str:
    """Tables are changed here, so each test has a database to itself."""
    return own_url


@contextmanager
def connected(url: str) -> Iterator[sa.Connection]:
    """A connection whose changes stand at the end."""
    engine = migrating_engine(url)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def names(statements: tuple[str, ...], words: str) -> set[str]:
    """The names of the triggers that these statements make."""
    return {said.split(words)[1].split()[0] for said in statements if words in said}


def wanted_guards(url: str, revision: str = "") -> set[str]:
    """Those of the newest program; after a step that is not the last, those of the first one."""
    if revision and revision != head():
        first = scripts().get_revision(GUARDED_SINCE).module
        made = first.SQLITE if url.startswith("sqlite") else first.POSTGRESQL
        return names(made, "CREATE TRIGGER ")
    if url.startswith("sqlite"):
        return names(SQLITE, "TRIGGER IF NOT EXISTS ")
    return names(POSTGRESQL, "REPLACE TRIGGER ")


def compared(name: str | None, kind: str, _: object) -> bool:
    """Whether rows speak of it: of words to search by, each database has a table of its own."""
    return kind != "table" or not str(name).startswith("search_words")


def test_the_newest_tables_are_what_the_rows_say(url: str) -> None:
    opts = {"compare_type": True, "compare_server_default": True, "include_name": compared}
    with connected(url) as connection:
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, Table.metadata) == []


def test_the_newest_checks_are_what_the_rows_say(url: str) -> None:
    """The comparison above does not look at CHECK constraints."""

    def checks(connection: sa.Connection) -> dict[str, set[tuple[str | None, str]]]:
        inspector = sa.inspect(connection)
        return {
            table.name: {
                (check["name"], check["sqltext"])
                for check in inspector.get_check_constraints(table.name)
            }
            for table in Table.metadata.sorted_tables
        }

    with connected(url) as migrated:
        stand = checks(migrated)
    step_down(url, "base")
    with connected(url) as made:
        Table.metadata.create_all(made)
        assert stand == checks(made)


def test_every_kind_of_event_can_be_entered(url: str) -> None:
    with connected(url) as connection:
        kinds = connection.execute(sa.text("SELECT kind FROM event_kind")).scalars()
        assert set(kinds) == set(KINDS)


def test_every_step_has_a_tester() -> None:
    assert list(TESTERS) == REVISIONS


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_step_keeps_old_data_up_and_down_and_the_triggers_stand(
    empty_url: str, revision: str
) -> None:
    before = scripts().get_revision(revision).down_revision or "base"
    assert isinstance(before, str)
    tester = TESTERS[revision]()
    if before != "base":
        upgrade(empty_url, before)
        with connected(empty_url) as connection:
            tester.load_before(connection)

    upgrade(empty_url, revision)
    with connected(empty_url) as connection:
        tester.check_after(connection)
        tester.load_after(connection)
        assert set(guards(connection)) >= wanted_guards(empty_url, revision)

    step_down(empty_url, before)
    with connected(empty_url) as connection:
        tester.check_taken_back(connection)
        if before != "base":
            assert set(guards(connection)) >= wanted_guards(empty_url, before)

    upgrade(empty_url, revision)
    with connected(empty_url) as connection:
        assert set(guards(connection)) >= wanted_guards(empty_url, revision)


def test_triggers_that_were_lost_come_back_with_the_next_migration(url: str) -> None:
    on = "" if url.startswith("sqlite") else " ON event"
    with connected(url) as connection:
        connection.execute(sa.text(f"DROP TRIGGER event_no_delete{on}"))

    migrate(url)

    with connected(url) as connection:
        assert set(guards(connection)) == wanted_guards(url)


def test_many_processes_may_migrate_at_once(empty_url: str) -> None:
    ready = threading.Barrier(4)
    before: list[str | None] = []
    failed: list[BaseException] = []

    def start() -> None:
        ready.wait()
        try:
            before.append(migrate(empty_url))
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failed == []
    assert sorted(before, key=str) == [head(), head(), head(), None]


def test_migrating_twice_changes_nothing(url: str) -> None:
    assert migrate(url) == head()
    assert migrate(url) == head()


def test_a_database_that_was_not_migrated_is_refused_with_the_way_out(empty_url: str) -> None:
    engine = make_engine(empty_url)

    assert current(engine) is None
    with pytest.raises(Refusal, match="run `tracker migrate`"):
        require_head(engine)
    migrate(empty_url)
    assert current(engine) == head()
    require_head(engine)
    engine.dispose()


def test_a_database_of_a_newer_program_is_left_alone(url: str) -> None:
    with connected(url) as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    engine = make_engine(url)

    with pytest.raises(Refusal, match=r"newer version.*9999"):
        migrate(url)
    with pytest.raises(Refusal, match=r"newer version.*9999"):
        require_head(engine)
    engine.dispose()
