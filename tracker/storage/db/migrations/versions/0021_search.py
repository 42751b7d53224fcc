"""Public records are found by their words. What is kept for it is derived: it begins empty, and
the scheduler fills it.

Revision: 0021, after 0020.
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

# What folds and parts the words is the program: both databases take them as they are.
SQLITE = ("CREATE VIRTUAL TABLE search_words USING fts5 (names, words, tokenize = 'ascii')",)
POSTGRESQL = (
    "CREATE TABLE search_words"
    " (id bigint PRIMARY KEY, names tsvector NOT NULL, words tsvector NOT NULL)",
    "CREATE INDEX ix_search_words_names ON search_words USING gin (names)",
    "CREATE INDEX ix_search_words_words ON search_words USING gin (words)",
)


def upgrade() -> None:
    op.create_table(
        "search_entry",
        sa.Column("id", sa.BigInteger(), nullable=False),
        *(_text(name) for name in ("request", "edition", "passages", "country", "outcomes")),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request"], ["request.reference"], name=op.f("fk_search_entry_request_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_entry")),
        sa.UniqueConstraint("request", name=op.f("uq_search_entry_request")),
    )
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("search_words")
    op.drop_table("search_entry")


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False)
