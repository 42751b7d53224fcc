"""Index the rows of requests by block and body and by phase, and texts by their first record."""

import sqlalchemy as sa
from alembic import op

revision = "021"
down_revision = "020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    asked, phase = ["block", "body", "request"], ["phase", "listed_under", "request"]
    op.create_index("ix_case_status_asked", "case_status", asked)
    op.create_index("ix_case_status_phase", "case_status", phase)
    op.create_index(
        "ix_case_status_open",
        "case_status",
        ["request", "body"],
        sqlite_where=sa.text("open"),
        postgresql_where=sa.text("open"),
    )
    op.drop_index("ix_released_text_digest", "released_text")
    op.create_index("ix_released_text_digest", "released_text", ["digest", "request"])
