"""Drop the index of open requests, which every change of a row had to change for one sample."""

from alembic import op

revision = "023"
down_revision = "022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_case_status_open", "case_status")
