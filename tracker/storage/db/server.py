"""The PostgreSQL server to which a connection leads, noted on the connection when it is made.

A standby that is promoted begins another timeline, another cluster has another number, and a
restored dump makes the table of the office again. None of them changes under an open connection,
but that a server in recovery may be promoted.
"""

from typing import Any, NamedTuple

from sqlmodel import Session

_NOTED = "server"
# The mark of a server that does not let this account ask.
NOT_TOLD = ""
_ASKED = """
SELECT CASE WHEN NOT pg_is_in_recovery() THEN
    (SELECT system_identifier FROM pg_control_system())
    || '.' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)
    || '.' || coalesce(to_regclass('office')::oid, 0)
END
"""


class ServerMark(NamedTuple):
    """What tells one server of a database from another."""

    cluster: str
    timeline: int
    table: str

    @classmethod
    def of(cls, mark: str) -> "ServerMark":
        """Return the parts of a mark of `mark_of_server`. Raises ValueError for another."""
        cluster, timeline, table = mark.split(".")
        return cls(cluster, int(timeline, 16), table)


def note_server(connection: Any, record: Any) -> None:
    """Note on a new connection to which server it leads."""
    record.info[_NOTED] = _ask(connection)
    connection.commit()


def mark_of_server(session: Session) -> str | None:
    """Return the mark of the server of a session.

    Empty if the account may not ask for it, None on SQLite and on a server in recovery.
    """
    if session.get_bind().dialect.name != "postgresql":
        return None
    connection = session.connection()
    known: str | None = connection.info.get(_NOTED)
    if known is None:
        known = connection.info[_NOTED] = _ask(connection.connection.driver_connection)
    return known


def _ask(connection: Any) -> str | None:
    from psycopg import errors

    refused = errors.InsufficientPrivilege, errors.UndefinedFunction, errors.FeatureNotSupported
    try:
        told: str | None = connection.execute(_ASKED).fetchone()[0]
    except refused:
        connection.rollback()
        return NOT_TOLD
    return told
