"""What came of each question of the public records is put down for the grids of blocks.

The sums and these rows are derived of the versions: `migrate` builds them once this step is done.

Revision: 0020, after 0019.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

NAMES = ("request", "body", "question", "block", "element", "state")
BY = ["block", "element", "body", "state", "as_of", "request"]
SCOPES = "scope IN ('body', 'block', 'all')"
BEFORE = (
    "'records', 'fate', 'days', 'question', 'as-record', 'answers', 'refusing',"
    " 'exemption', 'lacking', 'appealed', 'heard', 'heard-days', 'decided', 'asked'"
)


def upgrade() -> None:
    op.create_table(
        "record_answer",
        *(sa.Column(name, sa.String(), nullable=False) for name in NAMES),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request"], ["request.reference"], name=op.f("fk_record_answer_request_request")
        ),
        sa.PrimaryKeyConstraint("request", "body", "question", name=op.f("pk_record_answer")),
    )
    op.create_index("ix_record_answer_block", "record_answer", BY)
    _sums(f"{BEFORE}, 'cell'")


def _sums(whats: str) -> None:
    """The table of sums with other things to count: it is empty, and all is counted anew."""
    op.drop_table("tally")
    op.create_table(
        "tally",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("scope", "what", "subject")),
        sa.Column("counts", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(SCOPES, name=op.f("ck_tally_scope")),
        sa.CheckConstraint(f"what IN ({whats})", name=op.f("ck_tally_what")),
        sa.PrimaryKeyConstraint("scope", "what", "subject", name=op.f("pk_tally")),
    )
    op.execute("UPDATE record SET tallied = NULL, counting = 0")


def downgrade() -> None:
    _sums(BEFORE)
    op.drop_table("record_answer")
