"""New kinds of event: papers that came and were not read yet, and what gives a body longer.

Revision: 0007, after 0006.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

KINDS = ("paper-came", "handed-to-assistant", "third-party-heard")
_KIND = sa.table("event_kind", sa.column("kind", sa.String()))
_EVENT = sa.table("event", sa.column("kind", sa.String()))


def upgrade() -> None:
    # A kind that was used stayed when this step was taken back.
    stand = set(op.get_bind().execute(sa.select(_KIND.c.kind)).scalars())
    op.bulk_insert(_KIND, [{"kind": name} for name in KINDS if name not in stand])


def downgrade() -> None:
    # What was entered stays, and with it the kind of it.
    used = sa.select(_EVENT.c.kind).where(_EVENT.c.kind == _KIND.c.kind).exists()
    op.execute(sa.delete(_KIND).where(_KIND.c.kind.in_(KINDS)).where(~used))
