"""Hearings and orders: their kinds of event, their days in lists, and reminders of them.

Revision: 0010, after 0009.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

KINDS = ("hearing-fixed", "adjourned", "hearing-held", "complied", "enforcement-sought")
DAYS = ("hear_on", "comply_by")
BEFORE = ("ordinary", "longest", "urgent", "after-silence", "after-decision", "after-notice")
SET_DAYS = ("hearing", "compliance")
_KIND = sa.table("event_kind", sa.column("kind", sa.String()))
_EVENT = sa.table("event", sa.column("kind", sa.String()))
_REMINDER = sa.table("reminder", sa.column("term", sa.String()))


def upgrade() -> None:
    # A kind that was used stayed when this step was taken back.
    stand = set(op.get_bind().execute(sa.select(_KIND.c.kind)).scalars())
    op.bulk_insert(_KIND, [{"kind": name} for name in KINDS if name not in stand])
    for name in DAYS:
        op.add_column("standing", sa.Column(name, sa.Date(), nullable=True))
        some = sa.column(name).is_not(None)
        op.create_index(
            f"ix_standing_{name}",
            "standing",
            [name, "request"],
            sqlite_where=some,
            postgresql_where=some,
        )
    _terms((*BEFORE, *SET_DAYS))


def downgrade() -> None:
    op.execute(sa.delete(_REMINDER).where(_REMINDER.c.term.in_(SET_DAYS)))
    _terms(BEFORE)
    for name in DAYS:
        op.drop_index(f"ix_standing_{name}", table_name="standing")
        op.drop_column("standing", name)
    # What was entered stays, and with it the kind of it.
    used = sa.select(_EVENT.c.kind).where(_EVENT.c.kind == _KIND.c.kind).exists()
    op.execute(sa.delete(_KIND).where(_KIND.c.kind.in_(KINDS)).where(~used))


def _terms(terms: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{term}'" for term in terms)
    with op.batch_alter_table("reminder") as reminder:
        reminder.drop_constraint(op.f("ck_reminder_term"), type_="check")
        reminder.create_check_constraint(op.f("ck_reminder_term"), f"term IN ({listed})")
