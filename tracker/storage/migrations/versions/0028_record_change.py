"""Marks of the last change to the public records of each body and block.

Each record is derived anew once this step is done, which gives every subject its first mark.

Revision: 0028, after 0027.
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "record_change",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("scope", "subject", "mark")),
        sa.CheckConstraint(
            "scope IN ('body', 'block', 'all')", name=op.f("ck_record_change_scope")
        ),
        sa.CheckConstraint("length(mark) = 32", name=op.f("ck_record_change_mark")),
        sa.PrimaryKeyConstraint("scope", "subject", name=op.f("pk_record_change")),
    )
    op.execute("UPDATE record SET counting = 0")


def downgrade() -> None:
    op.drop_table("record_change")
