"""What there is to do about each request; views of the list, and addresses for calendars.

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
WORDS = ("reply_stage", "reply_section", "file_stage", "file_section", "letter_step")
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
    _views_and_calendars()
    # A line of no edition is derived anew by the next process that looks for such lines.
    op.execute("UPDATE standing SET edition = ''")


def _views_and_calendars() -> None:
    op.create_table(
        "saved_view",
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("query", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account"], ["account.id"], name=op.f("fk_saved_view_account_account")
        ),
        sa.PrimaryKeyConstraint("account", "name", name=op.f("pk_saved_view")),
    )
    op.create_table(
        "calendar_feed",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("own", sa.Boolean(), nullable=False),
        sa.Column("bare", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account"], ["account.id"], name=op.f("fk_calendar_feed_account_account")
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_calendar_feed")),
    )
    op.create_index("ix_calendar_feed_account", "calendar_feed", ["account"])


def downgrade() -> None:
    op.drop_table("calendar_feed")
    op.drop_table("saved_view")
    for name in INDEXED:
        op.drop_index(f"ix_standing_{name}", table_name="standing")
    for name in (*WORDS, *DAYS):
        op.drop_column("standing", name)
