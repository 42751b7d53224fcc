"""What came of the public records is put down with its day, for lists of the newest.

It is derived of the versions, like the line of a record: `migrate` builds it once this step is
done.

Revision: 0027, after 0026.
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "record_came",
        sa.Column("request", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False, autoincrement=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("kind", "body")),
        *(sa.Column(name, sa.Date(), nullable=False) for name in ("earliest", "latest")),
        sa.ForeignKeyConstraint(
            ["request"], ["request.reference"], name=op.f("fk_record_came_request_request")
        ),
        sa.PrimaryKeyConstraint("request", "seq", name=op.f("pk_record_came")),
    )
    op.create_index("ix_record_came_kind", "record_came", ["kind", "latest", "request", "seq"])
    op.execute("UPDATE record SET counting = 0")


def downgrade() -> None:
    op.drop_table("record_came")
