"""Requests that belong together: one batch, or one that asks another again.

Revision: 0011, after 0010.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kin",
        sa.Column("request", sa.String(), nullable=False),
        sa.Column("batch", sa.String(), nullable=False),
        sa.Column("repeats", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["request"],
            ["request.reference"],
            name="fk_kin_request_request",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["repeats"], ["request.reference"], name="fk_kin_repeats_request"),
        sa.PrimaryKeyConstraint("request", name="pk_kin"),
    )
    op.create_index("ix_kin_batch", "kin", ["batch"])
    op.create_index("ix_kin_repeats", "kin", ["repeats"])


def downgrade() -> None:
    op.drop_table("kin")
