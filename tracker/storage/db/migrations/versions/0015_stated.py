"""The line of a public record names the bodies whose own statements stand beside it.

Lines of before are told by the version that they show: they name the same bodies as one that is
published from now on.

Revision: 0015, after 0014.
"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

CURRENT = sa.text(
    "SELECT record.request, content FROM record JOIN record_version"
    " ON record_version.request = record.request AND record_version.version = record.version"
    " WHERE NOT withheld"
)
NAMED = sa.text("UPDATE record SET stated = :stated WHERE request = :request")


def upgrade() -> None:
    none = sa.Column("stated", sa.String(), server_default=sa.text("''"), nullable=False)
    op.add_column("record", none)
    connection = op.get_bind()
    for request, content in connection.execute(CURRENT).all():
        entries = json.loads(bytes(content)).get("entries", ())
        kept = [each for each in entries if each["kind"] == "body-stated"]
        bodies = sorted({each["facts"]["body"] for each in kept if not each.get("corrected")})
        if bodies:
            connection.execute(NAMED, {"request": request, "stated": " ".join(bodies)})


def downgrade() -> None:
    op.drop_column("record", "stated")
