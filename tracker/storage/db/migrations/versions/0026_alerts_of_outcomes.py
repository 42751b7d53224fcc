"""Readers are told by e-mail of one kind of outcome, too.

Revision: 0026, after 0025.
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

BEFORE = ("all", "block", "body")
_SUBSCRIPTION = sa.table("subscription", sa.column("id", sa.String()), sa.column("about"))
_OUTBOX = sa.table("outbox", sa.column("reader", sa.String()))


def upgrade() -> None:
    _abouts((*BEFORE, "outcome"))


def downgrade() -> None:
    # Mail goes with its reader, and here no foreign key is looked after.
    gone = sa.select(_SUBSCRIPTION.c.id).where(_SUBSCRIPTION.c.about == "outcome")
    op.execute(sa.delete(_OUTBOX).where(_OUTBOX.c.reader.in_(gone)))
    op.execute(sa.delete(_SUBSCRIPTION).where(_SUBSCRIPTION.c.about == "outcome"))
    _abouts(BEFORE)


def _abouts(words: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{word}'" for word in words)
    with op.batch_alter_table("subscription") as subscription:
        subscription.drop_constraint(op.f("ck_subscription_about"), type_="check")
        subscription.create_check_constraint(op.f("ck_subscription_about"), f"about IN ({listed})")
