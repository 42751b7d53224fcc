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
