"""The outbox, and reminders: who is reminded of what, and how.

Revision: 0004, after 0003.
"""

from datetime import date
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
KINDS = ("let-pass",)
NEW = ("outbox", "digest", "reminder_choice", "watcher", "reminder")
LOOK = ("remind_on", "reminded_for")
TERMS = ("ordinary", "longest", "urgent", "after-silence", "after-decision", "after-notice")
ENDS = ("replaced", "moved", "settled", "paused", "let-go", "withdrawn", "handed-on")
STATES = ("waiting", "sending", "sent", "dead", "withdrawn")
OPEN = "closed IS NULL AND acknowledged_at IS NULL"
ON_ITS_WAY = "state IN ('waiting', 'sending')"
_KIND = sa.table("event_kind", sa.column("kind", sa.String()))
_EVENT = sa.table("event", sa.column("kind", sa.String()))


def upgrade() -> None:
    # A kind that was used stayed when this step was taken back.
    stand = set(op.get_bind().execute(sa.select(_KIND.c.kind)).scalars())
    op.bulk_insert(_KIND, [{"kind": name} for name in KINDS if name not in stand])
    _reminder()
    _people()
    _outbox()
    _look()


def downgrade() -> None:
    for name in NEW:
        op.drop_table(name)
    for name in LOOK:
        op.drop_index(op.f(f"ix_standing_{name}"), table_name="standing")
        op.drop_column("standing", name)
    # What was entered stays, and with it the kind of it.
    used = sa.select(_EVENT.c.kind).where(_EVENT.c.kind == _KIND.c.kind).exists()
    op.execute(sa.delete(_KIND).where(_KIND.c.kind.in_(KINDS)).where(~used))


def _reminder() -> None:
    op.create_table(
        "reminder",
        _text("request"),
        _number("seq"),
        _text("once"),
        _text("person"),
        _text("stage"),
        _number("opening"),
        _text("term"),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("rung", sa.Integer(), nullable=True),
        _number("after"),
        sa.Column("was", sa.Date(), nullable=True),
        _number("missed"),
        sa.Column("escalated", sa.Boolean(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("acknowledged_at", MOMENT, nullable=True),
        sa.Column("closed", sa.String(), nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
        _one_of("reminder", "term", TERMS),
        _one_of("reminder", "closed", ENDS),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_reminder_seq")),
        _foreign("reminder", "person", "account", "id"),
        _foreign("reminder", "request", "request", "reference"),
        sa.PrimaryKeyConstraint("request", "seq", name=op.f("pk_reminder")),
        sa.UniqueConstraint("request", "once", name=op.f("uq_reminder_request_once")),
    )
    op.create_index("ix_reminder_open", "reminder", ["person", "day"], **_only(OPEN))
    op.create_index("ix_reminder_person_made_at", "reminder", ["person", "made_at"])


def _people() -> None:
    op.create_table(
        "watcher",
        _text("request"),
        _text("account"),
        _number("place"),
        sa.Column("chosen", sa.Boolean(), nullable=False),
        _foreign("watcher", "account", "account", "id"),
        _foreign("watcher", "request", "request", "reference"),
        sa.PrimaryKeyConstraint("request", "account", name=op.f("pk_watcher")),
    )
    op.create_index(op.f("ix_watcher_account"), "watcher", ["account"])
    op.create_table(
        "reminder_choice",
        _text("whose"),
        _text("rungs"),
        sa.Column("by_mail", sa.Boolean(), nullable=False),
        sa.Column("digest", sa.Boolean(), nullable=False),
        _number("hour"),
        _text("zone"),
        sa.CheckConstraint("hour BETWEEN 0 AND 23", name=op.f("ck_reminder_choice_hour")),
        sa.PrimaryKeyConstraint("whose", name=op.f("pk_reminder_choice")),
    )
    op.create_table(
        "digest",
        _text("person"),
        sa.Column("day", sa.Date(), nullable=False),
        _foreign("digest", "person", "account", "id"),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_digest")),
    )


def _outbox() -> None:
    op.create_table(
        "outbox",
        _text("once"),
        _text("message_id"),
        _text("account"),
        _text("subject"),
        _text("words"),
        sa.Column("made_at", MOMENT, nullable=False),
        _text("state"),
        _number("attempts"),
        sa.Column("not_before", MOMENT, nullable=False),
        _text("token"),
        _text("trouble"),
        sa.Column("sent_at", MOMENT, nullable=True),
        _one_of("outbox", "state", STATES),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_outbox_attempts")),
        _foreign("outbox", "account", "account", "id"),
        sa.PrimaryKeyConstraint("once", name=op.f("pk_outbox")),
        sa.UniqueConstraint("message_id", name=op.f("uq_outbox_message_id")),
    )
    op.create_index("ix_outbox_not_before", "outbox", ["not_before"], **_only(ON_ITS_WAY))


def _look() -> None:
    """Every request that is on file is looked at by the first round."""
    op.add_column("standing", sa.Column("remind_on", sa.Date(), nullable=True))
    reminded_for: sa.Column[str] = sa.Column(
        "reminded_for", sa.String(), server_default=sa.text("''"), nullable=False
    )
    op.add_column("standing", reminded_for)
    for name in LOOK:
        op.create_index(op.f(f"ix_standing_{name}"), "standing", [name])
    line = sa.table("standing", sa.column("remind_on", sa.Date()))
    op.execute(sa.update(line).values(remind_on=date.min))


def _text(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.String(), nullable=False)


def _number(name: str) -> "sa.Column[int]":
    return sa.Column(name, sa.Integer(), nullable=False)


def _foreign(table: str, column: str, other: str, key: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{other}.{key}"], name=op.f(f"fk_{table}_{column}_{other}")
    )


def _one_of(table: str, column: str, words: tuple[str, ...]) -> sa.CheckConstraint:
    listed = ", ".join(f"'{word}'" for word in words)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=op.f(f"ck_{table}_{column}"))


def _only(where: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(where), "postgresql_where": sa.text(where)}
