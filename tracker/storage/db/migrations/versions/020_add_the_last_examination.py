"""Add how much of the log the last examination found right."""

import sqlalchemy as sa
from alembic import op

revision = "020"
down_revision = "019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("office", sa.Column("examined", sa.Integer(), nullable=True))
