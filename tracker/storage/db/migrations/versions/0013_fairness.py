"""Fairness to bodies: notices, statements, and private notes on the risk of dealing with them.

Revision: 0013, after 0012.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

KINDS = ("notice-sent", "body-stated")
_KIND = sa.table("event_kind", sa.column("kind", sa.String()))
_EVENT = sa.table("event", sa.column("kind", sa.String()))


def upgrade() -> None:
    # A kind that was used stayed when this step was taken back.
    stand = set(op.get_bind().execute(sa.select(_KIND.c.kind)).scalars())
    op.bulk_insert(_KIND, [{"kind": name} for name in KINDS if name not in stand])
    op.create_table(
        "risk_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("written_by", sa.String(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["written_by"], ["account.id"], name=op.f("fk_risk_note_written_by_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risk_note")),
    )
    op.create_index("ix_risk_note_body", "risk_note", ["body"])


def downgrade() -> None:
    op.drop_table("risk_note")
    # What was entered stays, and with it the kind of it.
    used = sa.select(_EVENT.c.kind).where(_EVENT.c.kind == _KIND.c.kind).exists()
    op.execute(sa.delete(_KIND).where(_KIND.c.kind.in_(KINDS)).where(~used))
