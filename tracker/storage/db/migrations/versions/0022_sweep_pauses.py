"""Of sweeps it is kept when none ran though one was due, and how many requests the last one left.

Revision: 0022, after 0021.
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sweep_pause",
        sa.Column("after", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("after", name=op.f("pk_sweep_pause")),
    )
    op.add_column(
        "office",
        sa.Column("left_unswept", sa.Integer(), server_default=sa.text("0"), nullable=False),
    )


def downgrade() -> None:
    op.drop_column("office", "left_unswept")
    op.drop_table("sweep_pause")
