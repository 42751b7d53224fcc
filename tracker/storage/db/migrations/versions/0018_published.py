"""The line of a public record tells more of it, names each body by its part, and sums stand ready.

What is new is derived from the versions: `migrate` builds it once this step is done.

Revision: 0018, after 0016.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0016"
branch_labels = None
depends_on = None

COLUMNS = ("asked_on", "answered_on", "days", "silent", "open_until", "tallied", "counting")
INDEXES = {
    "ix_record_block": ["block", "as_of", "request"],
    "ix_record_law": ["law", "as_of", "request"],
    "ix_record_phase": ["phase", "as_of", "request"],
    "ix_record_silent": ["silent", "as_of", "request"],
    "ix_record_open_until": ["open_until", "request"],
    "ix_record_asked_on": ["asked_on", "request"],
    "ix_record_counting": ["counting"],
}
PARTS = "part IN ('held', 'heard', 'criticised', 'stated')"
SCOPES = "scope IN ('body', 'block', 'all')"
WHATS = (
    "what IN ('records', 'fate', 'days', 'question', 'as-record', 'answers', 'refusing',"
    " 'exemption', 'lacking', 'appealed', 'heard', 'heard-days', 'decided', 'asked')"
)


def upgrade() -> None:
    for name in ("asked_on", "answered_on", "open_until"):
        op.add_column("record", sa.Column(name, sa.Date(), nullable=True))
    op.add_column("record", sa.Column("days", sa.Integer(), nullable=True))
    op.add_column(
        "record", sa.Column("silent", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column("record", sa.Column("tallied", sa.LargeBinary(), nullable=True))
    none = sa.Column("counting", sa.Integer(), server_default=sa.text("0"), nullable=False)
    op.add_column("record", none)
    for name in ("ix_record_block", "ix_record_body"):
        op.drop_index(name, "record")
    for name, columns in INDEXES.items():
        op.create_index(name, "record", columns)
    _bodies()
    _tally()


def _bodies() -> None:
    op.create_table(
        "record_body",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("request", "body", "part")),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request"], ["request.reference"], name=op.f("fk_record_body_request_request")
        ),
        sa.CheckConstraint(PARTS, name=op.f("ck_record_body_part")),
        sa.PrimaryKeyConstraint("request", "body", "part", name=op.f("pk_record_body")),
    )
    op.create_index("ix_record_body_body", "record_body", ["body", "part", "as_of", "request"])


def _tally() -> None:
    op.create_table(
        "tally",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("scope", "what", "subject")),
        sa.Column("counts", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(SCOPES, name=op.f("ck_tally_scope")),
        sa.CheckConstraint(WHATS, name=op.f("ck_tally_what")),
        sa.PrimaryKeyConstraint("scope", "what", "subject", name=op.f("pk_tally")),
    )


def downgrade() -> None:
    op.drop_table("tally")
    op.drop_table("record_body")
    for name in INDEXES:
        op.drop_index(name, "record")
    for name in COLUMNS:
        op.drop_column("record", name)
    for name in ("block", "body"):
        op.create_index(f"ix_record_{name}", "record", [name])
