"""For each migration, rows as they were before it and what must have become of them.

A new migration without a tester here fails the tests. A tester speaks SQL only, since the rows
of the program are those of today.
"""

from typing import Protocol

import sqlalchemy as sa

BYTES = [sa.bindparam(name, type_=sa.LargeBinary) for name in ("body", "nonce")]
ENTRY = sa.text(
    "INSERT INTO event (request, seq, kind, on_earliest, on_latest, entered_at, entered_by, form,"
    " body, nonce, once) VALUES ('old-one', :seq, :kind, '2024-03-18', '2024-03-19',"
    " '2024-03-20 10:00:00+00:00', 'account-1', 1, :body, :nonce, :once)"
).bindparams(*BYTES)


class Tester(Protocol):
    """Loads old data, and says what a migration must have made of it."""

    def load_before(self, connection: sa.Connection) -> None:
        """Rows in the tables as they were before the step."""

    def check_after(self, connection: sa.Connection) -> None:
        """What must have become of them."""

    def load_after(self, connection: sa.Connection) -> None:
        """Rows in the new tables, which the way down must bear."""

    def check_taken_back(self, connection: sa.Connection) -> None:
        """What must be left once the step was taken back."""


class FirstTables:
    """0001 finds nothing, and leaves nothing when it is taken back."""

    def load_before(self, connection: sa.Connection) -> None:
        raise AssertionError("there is nothing before the first step")

    def check_after(self, connection: sa.Connection) -> None:
        assert connection.execute(sa.text("SELECT count(*) FROM event")).scalar_one() == 0
        assert connection.execute(sa.text("SELECT count(*) FROM event_kind")).scalar_one() > 0

    def load_after(self, connection: sa.Connection) -> None:
        made = "INSERT INTO request VALUES ('old-one', '2024-03-18 09:00:00+00:00', NULL)"
        connection.execute(sa.text(made))
        body, nonce = b"{}", bytes(32)
        for seq, kind, once in ((1, "drafted", "drafted#0"), (2, "received", None)):
            values = {"seq": seq, "kind": kind, "once": once, "body": body, "nonce": nonce}
            connection.execute(ENTRY, values)

    def check_taken_back(self, connection: sa.Connection) -> None:
        assert sa.inspect(connection).get_table_names() == ["alembic_version"]


TESTERS: dict[str, type[Tester]] = {"0001": FirstTables}
