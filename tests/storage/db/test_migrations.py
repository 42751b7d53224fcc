"""Migrations, on both databases: the newest tables are what the code says, the triggers stand
after every migration, and a database of another version is left alone."""

import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from tests.backups import SIGN
from tests.storage.conftest import drop_tables
from tests.storage.migrated import connected, older_database
from tracker.domain.base.errors import Refusal
from tracker.domain.events import KINDS
from tracker.storage.db.engine import make_engine
from tracker.storage.db.every_table import Table
from tracker.storage.db.guards import POSTGRESQL, SQLITE_TRIGGERS, guards
from tracker.storage.db.migrate import config, current, head, known_revisions, require_head
from tracker.storage.office_data.backup import backup
from tracker.storage.office_data.upkeep import copy_before_migration, migrate


@pytest.fixture
def url(own_url: str) -> str:
    """Tables are changed here, so each test has a database to itself."""
    return own_url


def names(statements: tuple[str, ...], words: str) -> set[str]:
    """The names of the triggers that these statements make."""
    return {said.split(words)[1].split()[0] for said in statements if words in said}


def wanted_guards(url: str) -> set[str]:
    """The names of the triggers that must stand."""
    if url.startswith("sqlite"):
        return names(SQLITE_TRIGGERS, "TRIGGER IF NOT EXISTS ")
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
        found = checks(migrated)
    drop_tables(url)
    with connected(url) as made:
        Table.metadata.create_all(made)
        assert found == checks(made)


def test_every_kind_of_event_can_be_entered(url: str) -> None:
    with connected(url) as connection:
        kinds = connection.execute(sa.text("SELECT kind FROM event_kind")).scalars()
        assert set(kinds) == set(KINDS)


def test_a_kind_of_event_that_is_missing_comes_with_the_next_migration(url: str) -> None:
    with connected(url) as connection:
        connection.execute(sa.text("DELETE FROM event_kind WHERE kind = 'sent'"))

    migrate(url)

    test_every_kind_of_event_can_be_entered(url)


def test_the_triggers_stand_after_the_first_migration(empty_url: str) -> None:
    migrate(empty_url)

    with connected(empty_url) as connection:
        assert set(guards(connection)) == wanted_guards(empty_url)


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


def test_a_database_of_the_first_tables_keeps_its_rows_and_gets_the_newest(empty_url: str) -> None:
    older_database(
        empty_url,
        "001",
        "account (id, address, email, name, role, active, organisation, language)"
        " VALUES ('anna', 'a@x.example', 'a@x.example', 'Anna', 'lawyer', true, '', 'en')",
        "request (reference, made_at) VALUES ('k7m2p9qx', '2026-11-28')",
        "related_request (request, batch) VALUES ('k7m2p9qx', 'k7m2p9qx')",
    )

    assert migrate(empty_url) == "001"

    with connected(empty_url) as connection:
        assert connection.execute(sa.text("SELECT name FROM account")).scalars().all() == ["Anna"]
        kept = "SELECT request, batch, repeats, comes_from FROM related_request"
        rows = connection.execute(sa.text(kept)).all()
        assert [tuple(row) for row in rows] == [("k7m2p9qx", "k7m2p9qx", None, None)]
        context = MigrationContext.configure(connection, opts={"include_name": compared})
        assert compare_metadata(context, Table.metadata) == []


def test_the_files_name_the_revisions_of_alembic_in_its_order() -> None:
    scripts = ScriptDirectory.from_config(config()).walk_revisions()

    assert [script.revision for script in reversed(list(scripts))] == list(known_revisions())


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


@pytest.mark.parametrize(
    ("revision", "sentence"),
    [
        ("999", r"newer version.*revision 999.*install that version"),
        ("0027", r"before the first release.*new instance in another folder"),
    ],
)
def test_a_database_of_another_version_is_left_alone(
    url: str, tmp_path: Path, revision: str, sentence: str
) -> None:
    with connected(url) as connection:
        version = sa.text("UPDATE alembic_version SET version_num = :revision")
        connection.execute(version, {"revision": revision})
    engine = make_engine(url)

    with pytest.raises(Refusal, match=sentence):
        migrate(url)
    with pytest.raises(Refusal, match=sentence):
        require_head(engine)
    with pytest.raises(Refusal, match=sentence):
        copy_before_migration(url, tmp_path, SIGN)
    with pytest.raises(Refusal, match=sentence):
        backup(url, tmp_path, tmp_path / "backup.tar", SIGN, with_keys=False)
    assert current(engine) == revision
    engine.dispose()


def test_the_cells_of_blocks_come_from_the_sums_and_the_items_before(empty_url: str) -> None:
    sums = _bytes(empty_url, '[["order pk-pta silent",2025,1],["order pk-pta silent",2026,1]]')
    older_database(
        empty_url,
        "015",
        "request (reference, made_at) VALUES ('older123', '2026-01-01')",
        "request (reference, made_at) VALUES ('newer123', '2026-01-02')",
        "question_result (request, body, question, block, element, state, as_of)"
        " VALUES ('older123', 'pk-pta', 'q1', 'b', 'order', 'silent', '2026-03-01')",
        "question_result (request, body, question, block, element, state, as_of)"
        " VALUES ('newer123', 'pk-pta', 'q2', 'b', 'order', 'silent', '2026-03-02')",
        f"tally (scope, what, subject, counts) VALUES ('block', 'cell', 'b', {sums})",
    )

    migrate(empty_url)

    with connected(empty_url) as connection:
        kept = connection.execute(sa.text("SELECT * FROM block_cell")).all()
    assert [tuple(row) for row in kept] == [
        ("b", "order", "pk-pta", "silent", 2, "newer123", "q2")
    ]


def _bytes(url: str, words: str) -> str:
    """These words as a literal of bytes."""
    digits = words.encode().hex()
    return f"X'{digits}'" if url.startswith("sqlite") else f"'\\x{digits}'"
