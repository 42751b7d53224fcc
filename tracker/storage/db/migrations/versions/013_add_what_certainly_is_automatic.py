"""Add whether a mail is certainly automatic, its words for the search, and folded senders."""

import sqlalchemy as sa
from alembic import op

revision = "013"
down_revision = "012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "folded_sender",
        sa.Column("mail", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["mail"], ["received_mail.id"], name=op.f("fk_folded_sender_mail_received_mail")
        ),
        sa.PrimaryKeyConstraint("mail", name=op.f("pk_folded_sender")),
    )
    with op.batch_alter_table("mail_reading", schema=None) as batch_op:
        # Mail that was read before may be a response: it holds back silence until a person decides.
        batch_op.add_column(
            sa.Column("only_automatic", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("indexed", sa.LargeBinary(), nullable=True))
    with op.batch_alter_table("mail_reading", schema=None) as batch_op:
        batch_op.alter_column("only_automatic", server_default=None)
