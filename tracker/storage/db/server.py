"""The PostgreSQL server to which a connection leads.

A standby that is promoted begins another timeline, another cluster has another number, and a
restored dump makes the table of the office again.
"""

from typing import Any, NamedTuple

from sqlmodel import Session

_MAY_ASK = "may ask for its server"
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


def note_rights(connection: Any, record: Any) -> None:
    """Note on a new connection whether its account may ask for the mark of the server."""
    from psycopg import errors

    refused = errors.InsufficientPrivilege, errors.UndefinedFunction, errors.FeatureNotSupported
    try:
        connection.execute(_ASKED)
        record.info[_MAY_ASK] = True
    except refused:
        record.info[_MAY_ASK] = False
    connection.rollback()


def mark_of_server(session: Session) -> str | None:
    """Return the mark of the server of a session.

    Empty if the account may not ask for it, None on SQLite and on a server in recovery. It is
    asked for each time: a pooler may lead an open connection to another server.
    """
    if session.get_bind().dialect.name != "postgresql":
        return None
    connection = session.connection()
    if not connection.info.get(_MAY_ASK):
        return NOT_TOLD
    told: str | None = connection.exec_driver_sql(_ASKED).scalar_one()
    return told
