"""Add digests that link two mails with one Message-ID, and let automatic mail wait for a person."""

import sqlalchemy as sa
from alembic import op

revision = "014"
down_revision = "013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("mail_reading", schema=None) as batch_op:
        # Empty for mail that was read before, until a person opens it.
        for name in ("message_id", "content"):
            batch_op.add_column(
                sa.Column(name, sa.String(), nullable=False, server_default=sa.literal(""))
            )
        batch_op.create_index(batch_op.f("ix_mail_reading_message_id"), ["message_id"])
    with op.batch_alter_table("mail_reading", schema=None) as batch_op:
        for name in ("message_id", "content"):
            batch_op.alter_column(name, server_default=None)
    # Words that no list knew counted as those of a notice. They may be a response, so such mail
    # holds back silence until a person decides.
    reading = sa.table("mail_reading", sa.column("only_automatic", sa.Boolean()))
    op.execute(reading.update().values(only_automatic=sa.false()))
