"""Triggers that protect what was recorded, created after every migration on both databases."""

import re

import sqlalchemy as sa

_NAME = re.compile(r"TRIGGER (?:IF NOT EXISTS )?(\w+) BEFORE")

_ENTERED = "what was entered stays: correct it by a new entry"
_PUBLISHED = "what was published stays: publish a new version"
TRAILED = "what was done stays in the audit trail"
FORWARD = "a record goes on to a newer version and is never removed"
LOGGED = "what stands in the public log stays: append to it"
SETTLED = "whether an office is live is settled when it is made"
REWRITING = "UPDATE OF request, digest, title, words"
_ERASED = "what was erased stays on its list"
_HANDED_IN = "an answer stays as it was handed in: hand in a newer one"
# A finding is never rewritten; once confirmed it may only be withdrawn, once.
_REWRITES_FINDING = (
    "NEW.digest <> OLD.digest OR NEW.block <> OLD.block OR NEW.content <> OLD.content "
    "OR OLD.withdrawn_at IS NOT NULL "
    "OR (OLD.confirmed_at IS NOT NULL AND (NEW.confirmed_at IS NULL "
    "OR NEW.confirmed_at <> OLD.confirmed_at OR NEW.confirmed_by <> OLD.confirmed_by))"
)
_CONFIRMED = "OLD.confirmed_at IS NOT NULL"
_CAPTURED = "a capture stays as it was handed in: withdraw it"
# The key of its file may be sealed again; it is published once and withdrawn once.
_REWRITES_CAPTURE = (
    "NEW.block <> OLD.block OR NEW.sha256 <> OLD.sha256 OR NEW.content <> OLD.content "
    "OR NEW.original_sha256 <> OLD.original_sha256 OR OLD.withdrawn_at IS NOT NULL "
    "OR (OLD.published_at IS NOT NULL AND (NEW.published_at IS NULL "
    "OR NEW.published_at <> OLD.published_at OR NEW.reuse <> OLD.reuse "
    "OR NEW.reason <> OLD.reason))"
)


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


# A leaf is updated only once, when it gets its place; a tile only grows at its end.
MOVES = (
    "NEW.source <> OLD.source OR NEW.request <> OLD.request OR NEW.number <> OLD.number "
    "OR OLD.place IS NOT NULL"
)
SHRINKS = (
    "NEW.level <> OLD.level OR NEW.place <> OLD.place "
    "OR length(NEW.hashes) <= length(OLD.hashes) "
    "OR substr(NEW.hashes, 1, length(OLD.hashes)) <> OLD.hashes"
)
TAKES_A_ROW = "WHEN EXISTS (SELECT 1 FROM {table} WHERE rowid = NEW.rowid)"

# The triggers on INSERT prevent REPLACE, which bypasses the triggers on DELETE if a connection
# did not set recursive_triggers; by key, and by the rowid that SQLite gives every row.
SQLITE_TRIGGERS = (
    _sqlite("event_no_update", "UPDATE", "event", _ENTERED),
    _sqlite("event_no_delete", "DELETE", "event", _ENTERED),
    _sqlite(
        "event_in_order",
        "INSERT",
        "event",
        _ENTERED,
        "WHEN NEW.seq <> 1 + "
        "(SELECT coalesce(max(seq), 0) FROM event WHERE request = NEW.request)",
    ),
    _sqlite(
        "event_once",
        "INSERT",
        "event",
        _ENTERED,
        "WHEN EXISTS (SELECT 1 FROM event WHERE request = NEW.request AND once = NEW.once)",
    ),
    _sqlite("event_new_row", "INSERT", "event", _ENTERED, TAKES_A_ROW.format(table="event")),
    _sqlite("record_version_no_update", "UPDATE", "record_version", _PUBLISHED),
    _sqlite("record_version_no_delete", "DELETE", "record_version", _PUBLISHED),
    _sqlite(
        "record_version_new",
        "INSERT",
        "record_version",
        _PUBLISHED,
        "WHEN EXISTS (SELECT 1 FROM record_version "
        "WHERE request = NEW.request AND version = NEW.version)",
    ),
    _sqlite(
        "record_version_new_row",
        "INSERT",
        "record_version",
        _PUBLISHED,
        TAKES_A_ROW.format(table="record_version"),
    ),
    _sqlite("audit_trail_no_update", "UPDATE", "audit_trail", TRAILED),
    _sqlite("audit_trail_no_delete", "DELETE", "audit_trail", TRAILED),
    _sqlite(
        "audit_trail_new",
        "INSERT",
        "audit_trail",
        TRAILED,
        "WHEN EXISTS (SELECT 1 FROM audit_trail WHERE seq = NEW.seq)",
    ),
    _sqlite("record_no_delete", "DELETE", "record", FORWARD),
    _sqlite("record_forward", "UPDATE", "record", FORWARD, "WHEN NEW.version < OLD.version"),
    _sqlite("released_text_no_rewriting", REWRITING, "released_text", _PUBLISHED),
    _sqlite("released_copy_no_update", "UPDATE", "released_copy", _PUBLISHED),
    _sqlite("public_notice_no_update", "UPDATE", "public_notice", _PUBLISHED),
    _sqlite("public_notice_no_delete", "DELETE", "public_notice", _PUBLISHED),
    _sqlite(
        "public_notice_new_row",
        "INSERT",
        "public_notice",
        _PUBLISHED,
        TAKES_A_ROW.format(table="public_notice"),
    ),
    _sqlite(
        "office_no_change",
        "UPDATE",
        "office",
        SETTLED,
        "WHEN NEW.live <> OLD.live OR NEW.id <> OLD.id",
    ),
    _sqlite("office_no_delete", "DELETE", "office", SETTLED),
    _sqlite("erasure_no_update", "UPDATE", "erasure", _ERASED),
    _sqlite("erasure_no_delete", "DELETE", "erasure", _ERASED),
    _sqlite("erasure_new_row", "INSERT", "erasure", _ERASED, TAKES_A_ROW.format(table="erasure")),
    _sqlite("leaf_no_delete", "DELETE", "leaf", LOGGED),
    _sqlite("leaf_placed_once", "UPDATE", "leaf", LOGGED, f"WHEN {MOVES}"),
    _sqlite("leaf_new_row", "INSERT", "leaf", LOGGED, TAKES_A_ROW.format(table="leaf")),
    _sqlite(
        "leaf_new",
        "INSERT",
        "leaf",
        LOGGED,
        "WHEN EXISTS (SELECT 1 FROM leaf WHERE source = NEW.source AND request = NEW.request "
        "AND number = NEW.number)",
    ),
    _sqlite("tile_no_delete", "DELETE", "tile", LOGGED),
    _sqlite("tile_grows", "UPDATE", "tile", LOGGED, f"WHEN {SHRINKS}"),
    _sqlite("tile_new_row", "INSERT", "tile", LOGGED, TAKES_A_ROW.format(table="tile")),
    _sqlite(
        "tile_new",
        "INSERT",
        "tile",
        LOGGED,
        "WHEN EXISTS (SELECT 1 FROM tile WHERE level = NEW.level AND place = NEW.place)",
    ),
    _sqlite("checkpoint_no_update", "UPDATE", "checkpoint", LOGGED),
    _sqlite("checkpoint_no_delete", "DELETE", "checkpoint", LOGGED),
    _sqlite(
        "checkpoint_new",
        "INSERT",
        "checkpoint",
        LOGGED,
        "WHEN EXISTS (SELECT 1 FROM checkpoint WHERE size >= NEW.size)",
    ),
    _sqlite("snapshot_no_update", "UPDATE", "measurement_snapshot", _HANDED_IN),
    _sqlite("snapshot_no_delete", "DELETE", "measurement_snapshot", _HANDED_IN),
    _sqlite(
        "snapshot_new",
        "INSERT",
        "measurement_snapshot",
        _HANDED_IN,
        "WHEN EXISTS (SELECT 1 FROM measurement_snapshot "
        "WHERE block = NEW.block AND address = NEW.address AND sha256 = NEW.sha256)",
    ),
    _sqlite(
        "snapshot_new_row",
        "INSERT",
        "measurement_snapshot",
        _HANDED_IN,
        TAKES_A_ROW.format(table="measurement_snapshot"),
    ),
    _sqlite("finding_kept", "UPDATE", "measured_finding", _PUBLISHED, f"WHEN {_REWRITES_FINDING}"),
    _sqlite("finding_no_delete", "DELETE", "measured_finding", _PUBLISHED, f"WHEN {_CONFIRMED}"),
    _sqlite(
        "finding_new",
        "INSERT",
        "measured_finding",
        _PUBLISHED,
        "WHEN EXISTS (SELECT 1 FROM measured_finding WHERE digest = NEW.digest)",
    ),
    _sqlite(
        "finding_new_row",
        "INSERT",
        "measured_finding",
        _PUBLISHED,
        TAKES_A_ROW.format(table="measured_finding"),
    ),
    _sqlite("capture_kept", "UPDATE", "page_capture", _CAPTURED, f"WHEN {_REWRITES_CAPTURE}"),
    _sqlite("capture_no_delete", "DELETE", "page_capture", _CAPTURED),
    _sqlite(
        "capture_new",
        "INSERT",
        "page_capture",
        _CAPTURED,
        "WHEN EXISTS (SELECT 1 FROM page_capture WHERE block = NEW.block "
        "AND (sha256 = NEW.sha256 OR original_sha256 = NEW.original_sha256))",
    ),
    _sqlite(
        "capture_new_row",
        "INSERT",
        "page_capture",
        _CAPTURED,
        TAKES_A_ROW.format(table="page_capture"),
    ),
    _sqlite("office_single", "INSERT", "office", SETTLED, "WHEN EXISTS (SELECT 1 FROM office)"),
)

POSTGRESQL = (
    "CREATE OR REPLACE FUNCTION tracker_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE USING MESSAGE = TG_ARGV[0], ERRCODE = 'restrict_violation'; END $$",
    _postgresql("event_no_update", "UPDATE", "event", _ENTERED),
    _postgresql("event_no_delete", "DELETE", "event", _ENTERED),
    _postgresql("event_no_truncate", "TRUNCATE", "event", _ENTERED),
    _postgresql("record_version_no_update", "UPDATE", "record_version", _PUBLISHED),
    _postgresql("record_version_no_delete", "DELETE", "record_version", _PUBLISHED),
    _postgresql("record_version_no_truncate", "TRUNCATE", "record_version", _PUBLISHED),
    _postgresql("audit_trail_no_update", "UPDATE", "audit_trail", TRAILED),
    _postgresql("audit_trail_no_delete", "DELETE", "audit_trail", TRAILED),
    _postgresql("audit_trail_no_truncate", "TRUNCATE", "audit_trail", TRAILED),
    _postgresql("record_no_delete", "DELETE", "record", FORWARD),
    _postgresql("record_no_truncate", "TRUNCATE", "record", FORWARD),
    _postgresql("record_forward", "UPDATE", "record", FORWARD, "WHEN (NEW.version < OLD.version)"),
    _postgresql("released_text_no_rewriting", REWRITING, "released_text", _PUBLISHED),
    _postgresql("released_copy_no_update", "UPDATE", "released_copy", _PUBLISHED),
    _postgresql("public_notice_no_update", "UPDATE", "public_notice", _PUBLISHED),
    _postgresql("public_notice_no_delete", "DELETE", "public_notice", _PUBLISHED),
    _postgresql("public_notice_no_truncate", "TRUNCATE", "public_notice", _PUBLISHED),
    _postgresql(
        "office_no_change",
        "UPDATE",
        "office",
        SETTLED,
        "WHEN (NEW.live <> OLD.live OR NEW.id <> OLD.id)",
    ),
    _postgresql("office_no_delete", "DELETE", "office", SETTLED),
    _postgresql("erasure_no_update", "UPDATE", "erasure", _ERASED),
    _postgresql("erasure_no_delete", "DELETE", "erasure", _ERASED),
    _postgresql("erasure_no_truncate", "TRUNCATE", "erasure", _ERASED),
    _postgresql("leaf_no_delete", "DELETE", "leaf", LOGGED),
    _postgresql("leaf_no_truncate", "TRUNCATE", "leaf", LOGGED),
    _postgresql("leaf_placed_once", "UPDATE", "leaf", LOGGED, f"WHEN ({MOVES})"),
    _postgresql("tile_no_delete", "DELETE", "tile", LOGGED),
    _postgresql("tile_no_truncate", "TRUNCATE", "tile", LOGGED),
    _postgresql("tile_grows", "UPDATE", "tile", LOGGED, f"WHEN ({SHRINKS})"),
    _postgresql("checkpoint_no_update", "UPDATE", "checkpoint", LOGGED),
    _postgresql("checkpoint_no_delete", "DELETE", "checkpoint", LOGGED),
    _postgresql("checkpoint_no_truncate", "TRUNCATE", "checkpoint", LOGGED),
    _postgresql("snapshot_no_update", "UPDATE", "measurement_snapshot", _HANDED_IN),
    _postgresql("snapshot_no_delete", "DELETE", "measurement_snapshot", _HANDED_IN),
    _postgresql("snapshot_no_truncate", "TRUNCATE", "measurement_snapshot", _HANDED_IN),
    _postgresql(
        "finding_kept", "UPDATE", "measured_finding", _PUBLISHED, f"WHEN ({_REWRITES_FINDING})"
    ),
    _postgresql(
        "finding_no_delete", "DELETE", "measured_finding", _PUBLISHED, f"WHEN ({_CONFIRMED})"
    ),
    _postgresql("finding_no_truncate", "TRUNCATE", "measured_finding", _PUBLISHED),
    _postgresql(
        "capture_kept", "UPDATE", "page_capture", _CAPTURED, f"WHEN ({_REWRITES_CAPTURE})"
    ),
    _postgresql("capture_no_delete", "DELETE", "page_capture", _CAPTURED),
    _postgresql("capture_no_truncate", "TRUNCATE", "page_capture", _CAPTURED),
    _postgresql("office_no_truncate", "TRUNCATE", "office", SETTLED),
)


def put_up_guards(connection: sa.Connection) -> None:
    """Create every trigger that is missing or altered.

    Changing a table on SQLite drops its triggers. An altered trigger keeps its name.
    """
    if connection.dialect.name != "sqlite":
        for statement in POSTGRESQL:
            connection.exec_driver_sql(statement)
        return
    for name in guard_names(connection) - guards(connection):
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
    for statement in SQLITE_TRIGGERS:
        connection.exec_driver_sql(statement)


def guards(connection: sa.Connection) -> frozenset[str]:
    """Return the names of the triggers that are there and unaltered."""
    if connection.dialect.name != "sqlite":
        return _guards_on_postgresql(connection)
    wanted = {statement.replace("IF NOT EXISTS ", "") for statement in SQLITE_TRIGGERS}
    found = connection.exec_driver_sql(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    )
    return frozenset(name for name, sql in found if sql in wanted)


def _guards_on_postgresql(connection: sa.Connection) -> frozenset[str]:
    """Return the names of intact triggers; none if the function they call was altered."""
    body = connection.exec_driver_sql(
        "SELECT prosrc FROM pg_proc WHERE oid = to_regproc('tracker_refuse')"
    ).scalar()
    if body is None or body not in POSTGRESQL[0]:
        return frozenset()
    return frozenset(
        connection.exec_driver_sql(
            "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A') "
            "AND tgfoid = to_regproc('tracker_refuse')"
        ).scalars()
    )


def strange_triggers(connection: sa.Connection) -> frozenset[str]:
    """Return the names of triggers that are not of this program."""
    if connection.dialect.name == "sqlite":
        asked = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        asked = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    return frozenset(connection.exec_driver_sql(asked).scalars()) - guard_names(connection)


def guard_names(connection: sa.Connection) -> frozenset[str]:
    """Return the names of the required triggers."""
    statements = SQLITE_TRIGGERS if connection.dialect.name == "sqlite" else POSTGRESQL
    named = (_NAME.search(statement) for statement in statements)
    return frozenset(found[1] for found in named if found)
