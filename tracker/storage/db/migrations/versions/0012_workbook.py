"""What the office keeps for itself: tags, tasks, decided contradictions, imported lists.

Revision: 0012, after 0011.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TABLES = ("imported", "list_file", "finding", "task", "tag")


def _request(table: str, column: str = "request") -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_request")
    return sa.ForeignKeyConstraint([column], ["request.reference"], name=name)


def _moment(name: str, *, nullable: bool = False) -> "sa.Column[object]":
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _words(*names: str) -> "list[sa.Column[str]]":
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def upgrade() -> None:
    _tags_and_tasks()
    _findings()
    _lists()


def _tags_and_tasks() -> None:
    op.create_table(
        "tag",
        *_words("request", "name"),
        _request("tag"),
        sa.PrimaryKeyConstraint("request", "name", name=op.f("pk_tag")),
    )
    op.create_index("ix_tag_name", "tag", ["name"])
    op.create_table(
        "task",
        *_words("id", "request", "person"),
        sa.Column("due", sa.Date(), nullable=False),
        *_words("made_by"),
        _moment("made_at"),
        *_words("done_by"),
        _moment("done_at", nullable=True),
        _request("task"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
    )
    undone = sa.text("done_at IS NULL")
    op.create_index(
        "ix_task_person_due",
        "task",
        ["person", "due"],
        sqlite_where=undone,
        postgresql_where=undone,
    )
    op.create_index("ix_task_request", "task", ["request"])


def _findings() -> None:
    op.create_table(
        "finding",
        *_words("key", "first", "second", "verdict", "by"),
        _moment("at"),
        sa.CheckConstraint(
            "verdict IN ('confirmed', 'dismissed')", name=op.f("ck_finding_verdict")
        ),
        _request("finding", "first"),
        _request("finding", "second"),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_finding")),
    )


def _lists() -> None:
    op.create_table(
        "list_file",
        *_words("id", "digest", "by"),
        _moment("at"),
        _moment("done_at", nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_file")),
    )
    op.create_index("ix_list_file_digest", "list_file", ["digest"])
    op.create_table(
        "imported",
        *_words("request", "digest", "file"),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("past", sa.Boolean(), nullable=False),
        _request("imported"),
        sa.ForeignKeyConstraint(
            ["file"], ["list_file.id"], name=op.f("fk_imported_file_list_file")
        ),
        sa.PrimaryKeyConstraint("request", name=op.f("pk_imported")),
        sa.UniqueConstraint("digest", name=op.f("uq_imported_digest")),
    )
    op.create_index("ix_imported_file", "imported", ["file", "line"])


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
