"""Second factors, passkeys, coalitions, and the trail of what people did.

Revision: 0003, after 0002.
"""

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
