"""Add what the office was late with."""

import sqlalchemy as sa
from alembic import op

revision = "019"
down_revision = "018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("office", sa.Column("late", sa.String(), nullable=True))
