"""The line of a public record names the bodies to which the request was handed on.

Revision: 0008, after 0007.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    none = sa.Column("handed_on", sa.String(), server_default=sa.text("''"), nullable=False)
    op.add_column("record", none)


def downgrade() -> None:
    op.drop_column("record", "handed_on")
