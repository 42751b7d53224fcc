"""Add the mark of the office, and what its machines must all know."""

import sqlalchemy as sa
from alembic import op

revision = "018"
down_revision = "017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The first process that starts notes the mark: it follows from a key that is not here.
    op.add_column("office", sa.Column("mark", sa.String(), nullable=True))
    op.create_table(
        "erasure",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.CheckConstraint("kind IN ('erased', 'left')", name=op.f("ck_erasure_kind")),
        sa.PrimaryKeyConstraint("kind", "reference", name=op.f("pk_erasure")),
    )
    op.create_table(
        "backup_time",
        sa.Column("began", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("began", name=op.f("pk_backup_time")),
    )
