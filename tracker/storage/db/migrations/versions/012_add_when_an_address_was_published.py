"""Add when the email address of a request was published."""

import sqlalchemy as sa
from alembic import op

revision = "012"
down_revision = "011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Nobody noted which addresses were in copies published before this, so those stay in use.
    op.add_column("mail_token", sa.Column("shown_at", sa.DateTime(timezone=True), nullable=True))
