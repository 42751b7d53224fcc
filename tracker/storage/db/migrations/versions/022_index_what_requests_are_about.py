"""Index the rows of requests by block, body and law, in the order of lists."""

from alembic import op

revision = "022"
down_revision = "021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_case_status_asked", "case_status")
    about = ["block", "body", "law", "listed_under", "request"]
    op.create_index("ix_case_status_about", "case_status", about)
