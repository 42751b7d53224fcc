"""The language in which a person reads the desk.

Revision: 0016, after 0015.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column = sa.Column("language", sa.String(), nullable=False, server_default=sa.text("'en'"))
    op.add_column("account", column)


def downgrade() -> None:
    op.drop_column("account", "language")
