"""What the database has of everything that public pages are made from, as a stamp.

Columns are named here without their tables, because to load these takes longer than all of this.
`tests/storage/publishing/test_stamps.py` compares the names with the tables.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

import sqlalchemy as sa

from tracker.services.publishing.page_stamp import PagePart, PageStamp, digest_of_part

# Leaves of the log that are appended at once, and those that tell of another key.
PUBLIC_LEAVES = ("record", "library", "finding", "capture")
KEY_LEAVES = ("key", "regained")
PADDING_LEAF = "padding"


def _table(name: str, *columns: str) -> sa.TableClause:
    return sa.table(name, *(sa.column(each) for each in columns))


_VERSION = _table("alembic_version", "version_num")
_OFFICE = _table("office", "live", "name", "mark")
_OWN_ENTRY = _table(
    "own_entry", "id", "folder", "key", "digest", "verified_at", "withdrawn_at", "text"
)
_SIGNATURE = _table("law_signature", "id", "law", "digest", "signed_as", "name", "post", "at")
_RECORD_VERSION = _table("record_version", "request")
_RECORD = sa.table("record", sa.column("request"), sa.column("withheld", sa.Boolean()))
_NOTICE = _table("public_notice", "request")
_CHANGE = _table("record_change", "scope", "subject", "mark")
_SEARCHED = _table("search_entry", "edition")
_CHECKPOINT = _table("checkpoint", "size", "note")
_ATTESTATION = _table("attestation", "size", "kind", "by", "said", "at")
_WITNESS = _table("witness", "key")
_LEAF = _table("leaf", "source", "request", "number", "place", "body")
STAMPED_TABLES = (
    *(_OFFICE, _OWN_ENTRY, _SIGNATURE, _RECORD_VERSION, _RECORD, _NOTICE, _CHANGE, _SEARCHED),
    *(_CHECKPOINT, _ATTESTATION, _WITNESS, _LEAF),
)


def _count(table: sa.TableClause) -> sa.Select[Any]:
    return sa.select(sa.func.count()).select_from(table)


_WAITS = (
    sa.select(_LEAF.c.source, _LEAF.c.request, _LEAF.c.number)
    .where(_LEAF.c.place.is_(None), _LEAF.c.source.in_(PUBLIC_LEAVES))
    .order_by(_LEAF.c.source, _LEAF.c.request, _LEAF.c.number)
)
_LAST = sa.select(_CHECKPOINT).order_by(_CHECKPOINT.c.size.desc()).limit(1)
# Every change to a record, a correction, a finding or a capture gives its subjects another mark.
_STATEMENTS: Mapping[PagePart, tuple[sa.Select[Any], ...]] = {
    PagePart.OFFICE: (sa.select(_VERSION), sa.select(_OFFICE)),
    PagePart.OWN_LIBRARY: (sa.select(_OWN_ENTRY).order_by(_OWN_ENTRY.c.id),),
    PagePart.SIGNATURES: (sa.select(_SIGNATURE).order_by(_SIGNATURE.c.id),),
    PagePart.RECORDS: (
        _count(_RECORD_VERSION),
        _count(_NOTICE),
        sa.select(_RECORD.c.request).where(_RECORD.c.withheld).order_by(_RECORD.c.request),
        sa.select(_CHANGE).order_by(_CHANGE.c.scope, _CHANGE.c.subject),
        sa.select(_SEARCHED.c.edition, sa.func.count())
        .group_by(_SEARCHED.c.edition)
        .order_by(_SEARCHED.c.edition),
    ),
    PagePart.LOG: (
        _LAST,
        _WAITS,
        sa.select(_LEAF.c.place, _LEAF.c.body)
        .where(_LEAF.c.source.in_(KEY_LEAVES), _LEAF.c.place.is_not(None))
        .order_by(_LEAF.c.place),
        sa.select(_WITNESS).order_by(_WITNESS.c.key),
        sa.select(_ATTESTATION).order_by(*_ATTESTATION.c[:3]),
    ),
}


def stamp_in(connection: sa.Connection) -> PageStamp:
    """Return the digest of each part that the database has. Read it in one transaction."""
    return {
        part: digest_of_part([[tuple(row) for row in connection.execute(each)] for each in asked])
        for part, asked in _STATEMENTS.items()
    }


class LogEnd(NamedTuple):
    """The newest checkpoint of the public log, the mark of the office, whether something public
    waits for its place, and the last day (UTC) whose private entries have theirs."""

    note: bytes | None
    mark: str | None
    waits: bool
    day: str | None


def log_end(connection: sa.Connection) -> LogEnd:
    """Return how the public log ends."""
    last = connection.execute(_LAST).first()
    padded = _LEAF.c.source == PADDING_LEAF, _LEAF.c.number == 1, _LEAF.c.place.is_not(None)
    return LogEnd(
        note=bytes(last.note) if last else None,
        mark=connection.execute(sa.select(_OFFICE.c.mark)).scalar(),
        waits=connection.execute(_WAITS.limit(1)).first() is not None,
        day=connection.execute(sa.select(sa.func.max(_LEAF.c.request)).where(*padded)).scalar(),
    )
