"""New kinds of event; what was told of each request's days; and which silences are in doubt.

Revision: 0002, after 0001.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KINDS = (
    "registered",
    "transferred",
    "fee-noticed",
    "fee-paid",
    "clarification-asked",
    "clarification-given",
    "access-granted",
    "recounted",
)
_KIND = sa.table("event_kind", sa.column("kind", sa.String()))
_EVENT = sa.table("event", sa.column("kind", sa.String()))


def upgrade() -> None:
    # A kind that was used stayed when this step was taken back.
    stand = set(op.get_bind().execute(sa.select(_KIND.c.kind)).scalars())
    op.bulk_insert(_KIND, [{"kind": name} for name in KINDS if name not in stand])
    op.create_table(
        "told",
        sa.Column("request", sa.String(), nullable=False),
        sa.Column("days", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request"], ["request.reference"], name=op.f("fk_told_request_request")
        ),
        sa.PrimaryKeyConstraint("request", name=op.f("pk_told")),
    )
    doubted: sa.Column[bool] = sa.Column(
        "doubted", sa.Boolean(), server_default=sa.false(), nullable=False
    )
    op.add_column("standing", doubted)
    op.create_index(
        "ix_standing_doubted",
        "standing",
        ["request"],
        sqlite_where=sa.column("doubted"),
        postgresql_where=sa.column("doubted"),
    )
    op.create_index("ix_standing_edition", "standing", ["edition"])


def downgrade() -> None:
    op.drop_index("ix_standing_edition", table_name="standing")
    op.drop_index("ix_standing_doubted", table_name="standing")
    op.drop_column("standing", "doubted")
    op.drop_table("told")
    # What was entered stays, and with it the kind of it.
    used = sa.select(_EVENT.c.kind).where(_EVENT.c.kind == _KIND.c.kind).exists()
    op.execute(sa.delete(_KIND).where(_KIND.c.kind.in_(KINDS)).where(~used))
