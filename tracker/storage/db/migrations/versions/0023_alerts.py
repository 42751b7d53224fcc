"""Readers are told by e-mail what changes: what each follows, and mail that is for no account.

Revision: 0023, after 0022.
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
UNCONFIRMED = sa.text("confirmed_at IS NULL")
ON_ITS_WAY = sa.text("state IN ('waiting', 'sending')")
_OUTBOX = sa.table("outbox", sa.column("reader", sa.String()))


def upgrade() -> None:
    _subscription()
    op.drop_index("ix_outbox_not_before", table_name="outbox")
    with op.batch_alter_table("outbox") as outbox:
        outbox.alter_column("account", existing_type=sa.String(), nullable=True)
        outbox.add_column(sa.Column("reader", sa.String(), nullable=True))
        outbox.create_foreign_key(
            op.f("fk_outbox_reader_subscription"),
            "subscription",
            ["reader"],
            ["id"],
            ondelete="CASCADE",
        )
        outbox.create_check_constraint(
            op.f("ck_outbox_whom"), "(account IS NULL) <> (reader IS NULL)"
        )
    op.create_index(op.f("ix_outbox_reader"), "outbox", ["reader"])
    _on_its_way()


def downgrade() -> None:
    op.execute(sa.delete(_OUTBOX).where(_OUTBOX.c.reader.is_not(None)))
    op.drop_index(op.f("ix_outbox_reader"), table_name="outbox")
    op.drop_index("ix_outbox_not_before", table_name="outbox")
    with op.batch_alter_table("outbox") as outbox:
        outbox.drop_constraint(op.f("ck_outbox_whom"), type_="check")
        outbox.drop_constraint(op.f("fk_outbox_reader_subscription"), type_="foreignkey")
        outbox.drop_column("reader")
        outbox.alter_column("account", existing_type=sa.String(), nullable=False)
    _on_its_way()
    op.drop_table("subscription")


def _subscription() -> None:
    op.create_table(
        "subscription",
        *(
            sa.Column(name, sa.String(), nullable=False)
            for name in ("id", "token_digest", "address_digest", "about", "key", "language")
        ),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        sa.Column("told", sa.BigInteger(), nullable=False),
        sa.Column("looked_on", sa.Date(), nullable=True),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "about IN ('all', 'block', 'body')", name=op.f("ck_subscription_about")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_subscription_token_digest")),
        sa.UniqueConstraint(
            "address_digest", "about", "key", name=op.f("uq_subscription_address_digest_about_key")
        ),
    )
    op.create_index(op.f("ix_subscription_looked_on"), "subscription", ["looked_on"])
    op.create_index(
        "ix_subscription_unconfirmed",
        "subscription",
        ["address_digest"],
        unique=True,
        sqlite_where=UNCONFIRMED,
        postgresql_where=UNCONFIRMED,
    )


def _on_its_way() -> None:
    op.create_index(
        "ix_outbox_not_before",
        "outbox",
        ["not_before"],
        sqlite_where=ON_ITS_WAY,
        postgresql_where=ON_ITS_WAY,
    )
