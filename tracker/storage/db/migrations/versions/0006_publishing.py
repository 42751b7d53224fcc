"""Publications that wait, public copies of papers, and the list of corrections and takedowns.

Revision: 0006, after 0005.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
KINDS = ("removed",)
NEW = ("waiting_publication", "released_copy", "public_notice")
CHANGES = ("corrected", "removed", "withheld")
_KIND = sa.table("event_kind", sa.column("kind", sa.String()))
_EVENT = sa.table("event", sa.column("kind", sa.String()))


def upgrade() -> None:
    # A kind that was used stayed when this step was taken back.
    stand = set(op.get_bind().execute(sa.select(_KIND.c.kind)).scalars())
    op.bulk_insert(_KIND, [{"kind": name} for name in KINDS if name not in stand])
    _waiting()
    _copies()
    _notices()


def downgrade() -> None:
    for name in NEW:
        op.drop_table(name)
    # What was entered stays, and with it the kind of it.
    used = sa.select(_EVENT.c.kind).where(_EVENT.c.kind == _KIND.c.kind).exists()
    op.execute(sa.delete(_KIND).where(_KIND.c.kind.in_(KINDS)).where(~used))


def _waiting() -> None:
    op.create_table(
        "waiting_publication",
        _text("request"),
        _text("prepared_by"),
        sa.Column("prepared_at", MOMENT, nullable=False),
        sa.Column("needs_second", sa.Boolean(), nullable=False),
        _text("confirmed_by"),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        sa.Column("not_before", sa.Date(), nullable=True),
        _text("seen"),
        _text("trouble"),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(seen) = 64", name=op.f("ck_waiting_publication_seen")),
        _of_a_request("waiting_publication"),
        sa.PrimaryKeyConstraint("request", name=op.f("pk_waiting_publication")),
    )
    op.create_index("ix_waiting_publication_not_before", "waiting_publication", ["not_before"])


def _copies() -> None:
    op.create_table(
        "released_copy",
        _text("request"),
        _text("digest"),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_released_copy_digest")),
        _of_a_request("released_copy"),
        sa.PrimaryKeyConstraint("request", "digest", name=op.f("pk_released_copy")),
    )
    op.create_index("ix_released_copy_digest", "released_copy", ["digest"])


def _notices() -> None:
    listed = ", ".join(f"'{word}'" for word in CHANGES)
    op.create_table(
        "public_notice",
        _text("request"),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entry", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        _text("change"),
        _text("ground"),
        _text("digests"),
        sa.CheckConstraint("version >= 1", name=op.f("ck_public_notice_version")),
        sa.CheckConstraint(f"change IN ({listed})", name=op.f("ck_public_notice_change")),
        _of_a_request("public_notice"),
        sa.PrimaryKeyConstraint("request", "version", "entry", name=op.f("pk_public_notice")),
    )
    op.create_index("ix_public_notice_on_day", "public_notice", ["on_day", "request"])


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False)


def _of_a_request(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_request_request")
    return sa.ForeignKeyConstraint(["request"], ["request.reference"], name=name)
