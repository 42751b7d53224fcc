"""A record keeps the day on which it was first shown, by which lists are numbered from the oldest.

It is derived of the versions, like the line in which it stands: `migrate` puts it down once this
step is done.

Revision: 0025, after 0024.
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

INDEXES = (
    ("ix_record_since", "record", ["since", "request"]),
    ("ix_record_block_since", "record", ["block", "since", "request"]),
    ("ix_record_body_since", "record_body", ["body", "part", "since", "request"]),
)


def upgrade() -> None:
    for table in ("record", "record_body"):
        op.add_column(table, sa.Column("since", sa.Date(), nullable=True))
    for name, table, columns in INDEXES:
        op.create_index(name, table, columns)
    op.execute("UPDATE record SET counting = 0")


def downgrade() -> None:
    for name, table, _ in INDEXES:
        op.drop_index(name, table)
    for table in ("record", "record_body"):
        op.drop_column(table, "since")
