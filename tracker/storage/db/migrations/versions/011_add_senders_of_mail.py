"""Add from which bodies a received mail seems to come."""

import sqlalchemy as sa
from alembic import op

revision = "011"
down_revision = "010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Of mail that was read before, nobody knows the sender: it holds silence back until somebody
    # has placed it or set it aside.
    with op.batch_alter_table("mail_reading", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("has_sender", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(
            sa.Column("sender_bodies", sa.String(), nullable=False, server_default="")
        )
    with op.batch_alter_table("mail_reading", schema=None) as batch_op:
        batch_op.alter_column("has_sender", server_default=None)
        batch_op.alter_column("sender_bodies", server_default=None)
