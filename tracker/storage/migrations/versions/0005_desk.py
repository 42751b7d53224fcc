"""What there is to do about each request, beside its line; lines are derived anew after it.

Revision: 0005, after 0004.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

DAYS = (
    "unread_since",
    "reply_earliest",
    "reply_latest",
    "file_opens",
    "file_by",
    "word_since",
    "letter_since",
)
WORDS = ("reply_stage", "file_stage", "letter_step")
INDEXED = ("unread_since", "reply_earliest", "file_by", "word_since", "letter_since")


def upgrade() -> None:
    for name in DAYS:
        op.add_column("standing", sa.Column(name, sa.Date(), nullable=True))
    for name in WORDS:
        op.add_column(
            "standing", sa.Column(name, sa.String(), server_default=sa.text("''"), nullable=False)
        )
    for name in INDEXED:
        some = sa.column(name).is_not(None)
        op.create_index(
            f"ix_standing_{name}",
            "standing",
            [name, "request"],
            sqlite_where=some,
            postgresql_where=some,
        )
    # A line of no edition is derived anew by the next process that looks for such lines.
    op.execute("UPDATE standing SET edition = ''")


def downgrade() -> None:
    for name in INDEXED:
        op.drop_index(f"ix_standing_{name}", table_name="standing")
    for name in (*WORDS, *DAYS):
        op.drop_column("standing", name)
