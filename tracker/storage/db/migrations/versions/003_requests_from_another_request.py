"""Add the request from which the items of a request came."""

import sqlalchemy as sa
from alembic import op

revision = "003"
down_revision = "002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("record", schema=None) as batch_op:
        batch_op.add_column(sa.Column("comes_from", sa.String(), nullable=True))
        batch_op.create_index("ix_record_comes_from", ["comes_from"], unique=False)

    with op.batch_alter_table("related_request", schema=None) as batch_op:
        batch_op.add_column(sa.Column("comes_from", sa.String(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_related_request_comes_from"), ["comes_from"], unique=False
        )
