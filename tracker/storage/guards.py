"""Triggers that keep what was recorded: they stand after every migration, on both databases."""

import re

import sqlalchemy as sa

NAME = re.compile(r"TRIGGER (?:IF NOT EXISTS )?(\w+) BEFORE")

ENTERED = "what was entered stays: correct it by a new entry"
PUBLISHED = "what was published stays: publish a new version"
SETTLED = "whether an office is live is settled when it is made"


def _sqlite(name: str, verb: str, table: str, why: str, when: str = "") -> str:
    return (
        f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {verb} ON {table} {when} "
        f"BEGIN SELECT RAISE(ABORT, '{why}'); END"
    )


def _postgresql(name: str, verb: str, table: str, why: str, when: str = "") -> str:
    each = "STATEMENT" if verb == "TRUNCATE" else "ROW"
    return (
        f"CREATE OR REPLACE TRIGGER {name} BEFORE {verb} ON {table} "
        f"FOR EACH {each} {when} EXECUTE FUNCTION tracker_refuse('{why}')"
    )


# Those on INSERT hold off REPLACE, which passes by the triggers on DELETE wherever a connection
# did not ask for recursive_triggers.
SQLITE = (
    _sqlite("event_no_update", "UPDATE", "event", ENTERED),
    _sqlite("event_no_delete", "DELETE", "event", ENTERED),
    _sqlite(
        "event_in_order",
        "INSERT",
        "event",
        ENTERED,
        "WHEN NEW.seq <> 1 + "
        "(SELECT coalesce(max(seq), 0) FROM event WHERE request = NEW.request)",
    ),
    _sqlite(
        "event_once",
        "INSERT",
        "event",
        ENTERED,
        "WHEN EXISTS (SELECT 1 FROM event WHERE request = NEW.request AND once = NEW.once)",
    ),
    _sqlite("record_version_no_update", "UPDATE", "record_version", PUBLISHED),
    _sqlite("record_version_no_delete", "DELETE", "record_version", PUBLISHED),
    _sqlite(
        "record_version_new",
        "INSERT",
        "record_version",
        PUBLISHED,
        "WHEN EXISTS (SELECT 1 FROM record_version "
        "WHERE request = NEW.request AND version = NEW.version)",
    ),
    _sqlite(
        "office_no_change",
        "UPDATE",
        "office",
        SETTLED,
        "WHEN NEW.live <> OLD.live OR NEW.id <> OLD.id",
    ),
    _sqlite("office_no_delete", "DELETE", "office", SETTLED),
    _sqlite("office_single", "INSERT", "office", SETTLED, "WHEN EXISTS (SELECT 1 FROM office)"),
)

POSTGRESQL = (
    "CREATE OR REPLACE FUNCTION tracker_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE USING MESSAGE = TG_ARGV[0], ERRCODE = 'restrict_violation'; END $$",
    _postgresql("event_no_update", "UPDATE", "event", ENTERED),
    _postgresql("event_no_delete", "DELETE", "event", ENTERED),
    _postgresql("event_no_truncate", "TRUNCATE", "event", ENTERED),
    _postgresql("record_version_no_update", "UPDATE", "record_version", PUBLISHED),
    _postgresql("record_version_no_delete", "DELETE", "record_version", PUBLISHED),
    _postgresql("record_version_no_truncate", "TRUNCATE", "record_version", PUBLISHED),
    _postgresql(
        "office_no_change",
        "UPDATE",
        "office",
        SETTLED,
        "WHEN (NEW.live <> OLD.live OR NEW.id <> OLD.id)",
    ),
    _postgresql("office_no_delete", "DELETE", "office", SETTLED),
    _postgresql("office_no_truncate", "TRUNCATE", "office", SETTLED),
)


def raise_guards(connection: sa.Connection) -> None:
    """Put up every trigger that is not there. Changing a table on SQLite loses its triggers."""
    for statement in SQLITE if connection.dialect.name == "sqlite" else POSTGRESQL:
        connection.exec_driver_sql(statement)


def guards(connection: sa.Connection) -> frozenset[str]:
    """The names of the triggers that stand."""
    if connection.dialect.name == "sqlite":
        asked = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        asked = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    return frozenset(connection.exec_driver_sql(asked).scalars())


def guard_names(connection: sa.Connection) -> frozenset[str]:
    """The names of the triggers that must stand."""
    statements = SQLITE if connection.dialect.name == "sqlite" else POSTGRESQL
    named = (NAME.search(statement) for statement in statements)
    return frozenset(found[1] for found in named if found)
