"""Second factors, passkeys, coalitions, and the trail of what people did.

Revision: 0003, after 0002.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
NEW = (
    "trail",
    "charge",
    "share",
    "challenge",
    "passkey",
    "recovery_code",
    "one_time_codes",
)


def upgrade() -> None:
    op.add_column("account", _text("organisation", empty=True))
    op.add_column("session", sa.Column("confirmed_at", MOMENT, nullable=True))
    op.add_column("session", _text("browser", empty=True))
    frees: sa.Column[bool] = sa.Column(
        "frees", sa.Boolean(), server_default=sa.false(), nullable=False
    )
    op.add_column("invitation", frees)
    _factors()
    _challenge()
    _sharing()
    _trail()


def downgrade() -> None:
    for table in NEW:
        op.drop_table(table)
    op.drop_column("invitation", "frees")
    op.drop_column("session", "browser")
    op.drop_column("session", "confirmed_at")
    op.drop_column("account", "organisation")


def _factors() -> None:
    op.create_table(
        "one_time_codes",
        _text("account"),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("proposed", sa.LargeBinary(), nullable=True),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        _of_account("one_time_codes"),
        sa.PrimaryKeyConstraint("account", name=op.f("pk_one_time_codes")),
    )
    op.create_table(
        "recovery_code",
        _text("account"),
        _text("digest"),
        _of_account("recovery_code"),
        sa.PrimaryKeyConstraint("account", "digest", name=op.f("pk_recovery_code")),
    )
    op.create_table(
        "passkey",
        _text("id"),
        _text("account"),
        _text("name"),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        _of_account("passkey"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
    )
    op.create_index(op.f("ix_passkey_account"), "passkey", ["account"])


def _challenge() -> None:
    op.create_table(
        "challenge",
        _text("digest"),
        _text("purpose"),
        _text("account"),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_challenge")),
    )
    op.create_index(op.f("ix_challenge_expires_at"), "challenge", ["expires_at"])


def _sharing() -> None:
    op.create_table(
        "share",
        _text("request"),
        _text("organisation"),
        sa.Column("since", MOMENT, nullable=False),
        _text("shared_by"),
        _of_request("share"),
        sa.PrimaryKeyConstraint("request", "organisation", name=op.f("pk_share")),
    )
    op.create_index(op.f("ix_share_organisation"), "share", ["organisation"])
    op.create_table(
        "charge",
        _text("request"),
        _text("account"),
        sa.Column("since", MOMENT, nullable=False),
        _of_account("charge"),
        _of_request("charge"),
        sa.PrimaryKeyConstraint("request", name=op.f("pk_charge")),
    )
    op.create_index(op.f("ix_charge_account"), "charge", ["account"])


def _trail() -> None:
    op.create_table(
        "trail",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        _text("who"),
        _text("act"),
        _text("about"),
        _text("detail"),
        sa.CheckConstraint("length(act) BETWEEN 1 AND 40", name=op.f("ck_trail_act")),
        sa.CheckConstraint("length(about) <= 80", name=op.f("ck_trail_about")),
        sa.CheckConstraint("length(detail) <= 80", name=op.f("ck_trail_detail")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_trail")),
    )
    op.create_index("ix_trail_about_act", "trail", ["about", "act"])
    op.create_index("ix_trail_who", "trail", ["who"])


def _text(name: str, *, empty: bool = False) -> "sa.Column[str]":
    default = sa.text("''") if empty else None
    return sa.Column(name, sa.String(), server_default=default, nullable=False)


def _of_account(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_account_account")
    return sa.ForeignKeyConstraint(["account"], ["account.id"], name=name)


def _of_request(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_request_request")
    return sa.ForeignKeyConstraint(
        ["request"], ["request.reference"], name=name, ondelete="CASCADE"
    )
