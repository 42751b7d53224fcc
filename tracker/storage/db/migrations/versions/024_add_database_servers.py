"""Add the database servers that the office has worked with."""

import sqlalchemy as sa
from alembic import op

revision = "024"
down_revision = "023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The first process that checks what is on hold notes the server that it finds.
    op.add_column("office", sa.Column("servers", sa.String(), nullable=True))
