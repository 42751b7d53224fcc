"""Index requests by block, body and law in the order of lists, and deadlines of bodies apart from
those that cannot be calculated."""

import sqlalchemy as sa
from alembic import op

revision = "022"
down_revision = "021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_case_status_asked", "case_status")
    about = ["block", "body", "law", "listed_under", "request"]
    op.create_index("ix_case_status_about", "case_status", about)
    op.drop_index("ix_case_status_reply_earliest", "case_status")
    reply = ["reply_earliest", "request", "reply_latest"]
    for name, latest in (("reply_earliest", "IS NOT NULL"), ("held", "IS NULL")):
        some = sa.text(f"reply_earliest IS NOT NULL AND reply_latest {latest}")
        op.create_index(
            f"ix_case_status_{name}",
            "case_status",
            reply,
            sqlite_where=some,
            postgresql_where=some,
        )
