"""What witnesses and authorities said of the public log, and which witnesses are trusted.

Revision: 0024, after 0023.
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "witness",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_witness")),
    )
    op.create_table(
        "attestation",
        sa.Column("size", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("said", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('witness', 'authority')", name=op.f("ck_attestation_kind")),
        sa.PrimaryKeyConstraint("size", "kind", "by", name=op.f("pk_attestation")),
    )


def downgrade() -> None:
    op.drop_table("attestation")
    op.drop_table("witness")
