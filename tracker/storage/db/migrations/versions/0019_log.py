"""The public log. What stands on record already waits for its place in it like anything new.

Revision: 0019, after 0018.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

SOURCES = "source IN ('entry', 'record', 'library', 'key', 'regained')"


def upgrade() -> None:
    make_leaves()
    make_tree()
    let_wait()


def make_leaves() -> None:
    op.create_table(
        "leaf",
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("request", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("salt", sa.LargeBinary(), nullable=True),
        sa.Column("said", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(SOURCES, name=op.f("ck_leaf_source")),
        sa.CheckConstraint("(place IS NULL) = (body IS NULL)", name=op.f("ck_leaf_body")),
        sa.CheckConstraint("length(body) <= 65535", name=op.f("ck_leaf_length")),
        sa.PrimaryKeyConstraint("source", "request", "number", name="pk_leaf"),
        sa.UniqueConstraint("place", name="uq_leaf_place"),
    )
    op.create_index(
        "ix_leaf_waiting",
        "leaf",
        ["source", "request", "number"],
        sqlite_where=sa.text("place IS NULL"),
        postgresql_where=sa.text("place IS NULL"),
    )


def make_tree() -> None:
    op.create_table(
        "tile",
        sa.Column("level", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("place", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("hashes", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("level", "place", name="pk_tile"),
    )
    op.create_table(
        "checkpoint",
        sa.Column("size", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("note", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("size", name="pk_checkpoint"),
    )


def let_wait() -> None:
    op.execute(
        "INSERT INTO leaf (source, request, number) SELECT 'entry', request, seq FROM event"
    )
    op.execute(
        "INSERT INTO leaf (source, request, number) "
        "SELECT 'record', request, version FROM record_version"
    )
    # An edition by which not all was counted yet is told by more than its digest.
    op.execute(
        "INSERT INTO leaf (source, request, number) "
        "SELECT 'library', edition, 0 FROM office WHERE length(edition) = 64"
    )


def downgrade() -> None:
    op.drop_table("checkpoint")
    op.drop_table("tile")
    op.drop_index("ix_leaf_waiting", table_name="leaf")
    op.drop_table("leaf")
