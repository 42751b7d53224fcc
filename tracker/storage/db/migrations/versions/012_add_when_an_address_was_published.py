"""Add when the email address of a request was published."""

import sqlalchemy as sa
from alembic import op

revision = "012"
down_revision = "011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Of copies that were published before, nobody noted an address: theirs stay in use.
    op.add_column("mail_token", sa.Column("shown_at", sa.DateTime(timezone=True), nullable=True))
