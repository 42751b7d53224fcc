"""Make all tables, the kinds of event, and the triggers that keep what was recorded.

Revision: 0001, the first.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

KINDS = (
    "drafted",
    "approved",
    "sent",
    "received",
    "acknowledged",
    "extension-noticed",
    "answered",
    "partly-answered",
    "refused",
    "not-held",
    "overdue",
    "fell-silent",
    "appeal-filed",
    "decided",
    "withdrawn",
    "corrected",
    "published",
    "withheld",
)

PHASES = (
    "new",
    "drafted",
    "approved",
    "sent",
    "awaiting",
    "overdue",
    "silent",
    "answered",
    "partly-answered",
    "refused",
    "not-held",
    "appealed",
    "appeal-silent",
    "decided",
    "withdrawn",
)

ENTERED = "what was entered stays: correct it by a new entry"
PUBLISHED = "what was published stays: publish a new version"
SETTLED = "whether an office is live is settled when it is made"


def _sqlite(name: str, verb: str, table: str, why: str, when: str = "") -> str:
    return (
        f"CREATE TRIGGER {name} BEFORE {verb} ON {table} {when} "
        f"BEGIN SELECT RAISE(ABORT, '{why}'); END"
    )


def _postgresql(name: str, verb: str, table: str, why: str, when: str = "") -> str:
    each = "STATEMENT" if verb == "TRUNCATE" else "ROW"
    return (
        f"CREATE TRIGGER {name} BEFORE {verb} ON {table} "
        f"FOR EACH {each} {when} EXECUTE FUNCTION tracker_refuse('{why}')"
    )


# Those on INSERT hold off REPLACE, which passes by the triggers on DELETE wherever a connection
# did not ask for recursive_triggers.
SQLITE = (
    _sqlite("event_no_update", "UPDATE", "event", ENTERED),
    _sqlite("event_no_delete", "DELETE", "event", ENTERED),
    _sqlite(
        "event_in_order",
        "INSERT",
        "event",
        ENTERED,
        "WHEN NEW.seq <> 1 + "
        "(SELECT coalesce(max(seq), 0) FROM event WHERE request = NEW.request)",
    ),
    _sqlite(
        "event_once",
        "INSERT",
        "event",
        ENTERED,
        "WHEN EXISTS (SELECT 1 FROM event WHERE request = NEW.request AND once = NEW.once)",
    ),
    _sqlite("record_version_no_update", "UPDATE", "record_version", PUBLISHED),
    _sqlite("record_version_no_delete", "DELETE", "record_version", PUBLISHED),
    _sqlite(
        "record_version_new",
        "INSERT",
        "record_version",
        PUBLISHED,
        "WHEN EXISTS (SELECT 1 FROM record_version "
        "WHERE request = NEW.request AND version = NEW.version)",
    ),
    _sqlite(
        "office_no_change",
        "UPDATE",
        "office",
        SETTLED,
        "WHEN NEW.live <> OLD.live OR NEW.id <> OLD.id",
    ),
    _sqlite("office_no_delete", "DELETE", "office", SETTLED),
    _sqlite("office_single", "INSERT", "office", SETTLED, "WHEN EXISTS (SELECT 1 FROM office)"),
)

POSTGRESQL = (
    "CREATE FUNCTION tracker_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE USING MESSAGE = TG_ARGV[0], ERRCODE = 'restrict_violation'; END $$",
    _postgresql("event_no_update", "UPDATE", "event", ENTERED),
    _postgresql("event_no_delete", "DELETE", "event", ENTERED),
    _postgresql("event_no_truncate", "TRUNCATE", "event", ENTERED),
    _postgresql("record_version_no_update", "UPDATE", "record_version", PUBLISHED),
    _postgresql("record_version_no_delete", "DELETE", "record_version", PUBLISHED),
    _postgresql("record_version_no_truncate", "TRUNCATE", "record_version", PUBLISHED),
    _postgresql(
        "office_no_change",
        "UPDATE",
        "office",
        SETTLED,
        "WHEN (NEW.live <> OLD.live OR NEW.id <> OLD.id)",
    ),
    _postgresql("office_no_delete", "DELETE", "office", SETTLED),
    _postgresql("office_no_truncate", "TRUNCATE", "office", SETTLED),
)


def upgrade() -> None:
    _request()
    _draft()
    _sealed_particular()
    _paper()
    _event_kind()
    _event()
    _standing()
    _prepared_letter()
    _record_version()
    _record()
    _released_text()
    _account()
    _session()
    _invitation()
    _failure()
    _office()
    kind = sa.table("event_kind", sa.column("kind", sa.String()))
    op.bulk_insert(kind, [{"kind": name} for name in KINDS])
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE if on_sqlite else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    for table in (
        "office",
        "failure",
        "invitation",
        "session",
        "account",
        "released_text",
        "record",
        "record_version",
        "prepared_letter",
        "standing",
        "event",
        "event_kind",
        "paper",
        "sealed_particular",
        "draft",
        "request",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION tracker_refuse()")


def _one_of(column: str, words: tuple[str, ...]) -> str:
    listed = ", ".join(f"'{word}'" for word in words)
    return f"{column} IN ({listed})"


def _request() -> None:
    op.create_table(
        "request",
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("reference", name=op.f("pk_request")),
    )


def _draft() -> None:
    op.create_table(
        "draft",
        sa.Column("request", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.Column("typed", sa.String(), nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_draft_version")),
        sa.ForeignKeyConstraint(
            ["request"], ["request.reference"], name=op.f("fk_draft_request_request")
        ),
        sa.PrimaryKeyConstraint("request", name=op.f("pk_draft")),
    )


def _sealed_particular() -> None:
    op.create_table(
        "sealed_particular",
        sa.Column("request", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request"], ["request.reference"], name=op.f("fk_sealed_particular_request_request")
        ),
        sa.PrimaryKeyConstraint("request", "name", name=op.f("pk_sealed_particular")),
    )


def _paper() -> None:
    op.create_table(
        "paper",
        sa.Column("request", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=True),
        sa.Column("media", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_paper_digest")),
        sa.CheckConstraint("size >= 0", name=op.f("ck_paper_size")),
        sa.ForeignKeyConstraint(
            ["request"], ["request.reference"], name=op.f("fk_paper_request_request")
        ),
        sa.PrimaryKeyConstraint("request", "digest", name=op.f("pk_paper")),
    )


def _event_kind() -> None:
    op.create_table(
        "event_kind",
        sa.Column("kind", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_event_kind")),
    )


def _event() -> None:
    op.create_table(
        "event",
        sa.Column("request", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("on_earliest", sa.Date(), nullable=False),
        sa.Column("on_latest", sa.Date(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.String(), nullable=False),
        sa.Column("form", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("nonce", sa.LargeBinary(), nullable=False),
        sa.Column("once", sa.String(), nullable=True),
        sa.CheckConstraint("form >= 1", name=op.f("ck_event_form")),
        sa.CheckConstraint("length(body) BETWEEN 1 AND 65535", name=op.f("ck_event_body")),
        sa.CheckConstraint("length(nonce) = 32", name=op.f("ck_event_nonce")),
        sa.CheckConstraint("on_latest >= on_earliest", name=op.f("ck_event_span")),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_event_seq")),
        sa.ForeignKeyConstraint(
            ["kind"], ["event_kind.kind"], name=op.f("fk_event_kind_event_kind")
        ),
        sa.ForeignKeyConstraint(
            ["request"], ["request.reference"], name=op.f("fk_event_request_request")
        ),
        sa.PrimaryKeyConstraint("request", "seq", name=op.f("pk_event")),
        sa.UniqueConstraint("request", "once", name=op.f("uq_event_request_once")),
    )


def _standing() -> None:
    op.create_table(
        "standing",
        sa.Column("request", sa.String(), nullable=False),
        sa.Column("block", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("law", sa.String(), nullable=False),
        sa.Column("phase", sa.String(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("edition", sa.String(), nullable=False),
        sa.Column("next_day", sa.Date(), nullable=True),
        sa.Column("sweep_on", sa.Date(), nullable=True),
        sa.Column("window_closes", sa.Date(), nullable=True),
        sa.Column("last_safe_day", sa.Date(), nullable=True),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("listed_under", sa.Date(), nullable=False),
        sa.CheckConstraint(
            _one_of("phase", PHASES),
            name=op.f("ck_standing_phase"),
        ),
        sa.ForeignKeyConstraint(
            ["request"], ["request.reference"], name=op.f("fk_standing_request_request")
        ),
        sa.PrimaryKeyConstraint("request", name=op.f("pk_standing")),
    )
    op.create_index(
        "ix_standing_listed_under", "standing", ["listed_under", "request"], unique=False
    )
    op.create_index(
        "ix_standing_sweep_on",
        "standing",
        ["sweep_on", "request"],
        unique=False,
        sqlite_where=sa.text("sweep_on IS NOT NULL"),
        postgresql_where=sa.text("sweep_on IS NOT NULL"),
    )


def _prepared_letter() -> None:
    op.create_table(
        "prepared_letter",
        sa.Column("request", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("opening", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('request', 'reminder', 'appeal', 'notice')",
            name=op.f("ck_prepared_letter_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["request"], ["request.reference"], name=op.f("fk_prepared_letter_request_request")
        ),
        sa.PrimaryKeyConstraint("request", "kind", "opening", name=op.f("pk_prepared_letter")),
    )


def _record_version() -> None:
    op.create_table(
        "record_version",
        sa.Column("request", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_record_version_digest")),
        sa.CheckConstraint("version >= 1", name=op.f("ck_record_version_version")),
        sa.ForeignKeyConstraint(
            ["request"], ["request.reference"], name=op.f("fk_record_version_request_request")
        ),
        sa.PrimaryKeyConstraint("request", "version", name=op.f("pk_record_version")),
    )


def _record() -> None:
    op.create_table(
        "record",
        sa.Column("request", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("block", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("law", sa.String(), nullable=False),
        sa.Column("phase", sa.String(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("withheld", sa.Boolean(), nullable=False),
        sa.Column("criticised", sa.String(), nullable=False),
        sa.CheckConstraint(
            _one_of("phase", PHASES),
            name=op.f("ck_record_phase"),
        ),
        sa.ForeignKeyConstraint(
            ["request", "version"],
            ["record_version.request", "record_version.version"],
            name=op.f("fk_record_request_version_record_version"),
        ),
        sa.ForeignKeyConstraint(
            ["request"], ["request.reference"], name=op.f("fk_record_request_request")
        ),
        sa.PrimaryKeyConstraint("request", name=op.f("pk_record")),
    )
    op.create_index("ix_record_as_of_request", "record", ["as_of", "request"], unique=False)
    op.create_index("ix_record_block", "record", ["block"], unique=False)
    op.create_index("ix_record_body", "record", ["body"], unique=False)


def _released_text() -> None:
    op.create_table(
        "released_text",
        sa.Column("request", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_released_text_digest")),
        sa.ForeignKeyConstraint(
            ["request"], ["request.reference"], name=op.f("fk_released_text_request_request")
        ),
        sa.PrimaryKeyConstraint("request", "digest", name=op.f("pk_released_text")),
    )
    op.create_index("ix_released_text_digest", "released_text", ["digest"], unique=False)


def _account() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "role IN ('lawyer', 'advocate', 'admin')", name=op.f("ck_account_role")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("address", name=op.f("uq_account_address")),
    )


def _session() -> None:
    op.create_table(
        "session",
        sa.Column("token_digest", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account"], ["account.id"], name=op.f("fk_session_account_account")
        ),
        sa.PrimaryKeyConstraint("token_digest", name=op.f("pk_session")),
    )
    op.create_index(op.f("ix_session_account"), "session", ["account"], unique=False)


def _invitation() -> None:
    op.create_table(
        "invitation",
        sa.Column("token_digest", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account"], ["account.id"], name=op.f("fk_invitation_account_account")
        ),
        sa.PrimaryKeyConstraint("token_digest", name=op.f("pk_invitation")),
    )
    op.create_index(op.f("ix_invitation_account"), "invitation", ["account"], unique=False)


def _failure() -> None:
    op.create_table(
        "failure",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("stretch", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.CheckConstraint("times >= 1", name=op.f("ck_failure_times")),
        sa.PrimaryKeyConstraint("key", "stretch", name=op.f("pk_failure")),
    )


def _office() -> None:
    op.create_table(
        "office",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("edition", sa.String(), nullable=False),
        sa.Column("last_sweep_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_office_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office")),
    )
