"""Snapshots and findings in the database, so that every backup has them."""

import gzip
import json
import zlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Row
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, col, delete, select, union
from sqlmodel.sql.expression import SelectOfScalar

from tracker.domain.base.canonical import canonical
from tracker.domain.base.errors import BadInput, NotOnFile
from tracker.domain.measurements.findings import finding_from
from tracker.domain.record.tally import Scope
from tracker.services.ports.log import LeafSource
from tracker.services.ports.measurements import (
    MeasurementSnapshot,
    MeasurementStore,
    StoredFinding,
)
from tracker.storage.db.sealing import Damaged
from tracker.storage.db.tables.captures import PageCaptureRow
from tracker.storage.db.tables.measurements import MeasuredFindingRow, MeasurementSnapshotRow
from tracker.storage.db.transactions import Transactions
from tracker.storage.db.unreadable_rows import each_readable, translate_unreadable
from tracker.storage.log.public_log import wait_for_place
from tracker.storage.publishing.record_changes import mark_changes

_CAPTURES = (
    sa.select(sa.func.count())
    .select_from(PageCaptureRow)
    .where(col(PageCaptureRow.block) == sa.bindparam("block"))
    .where(col(PageCaptureRow.published_at).is_not(None))
)
_FINDINGS = sa.inspect(MeasuredFindingRow).local_table
# Read for every page of a block: one row with the number of captures, also without a finding.
_PUBLIC = (
    sa.select(_CAPTURES.scalar_subquery().label("captures"), *_FINDINGS.c)
    .select_from(sa.select(sa.literal_column("1")).subquery())
    .outerjoin(
        _FINDINGS,
        (_FINDINGS.c.block == sa.bindparam("block")) & _FINDINGS.c.confirmed_at.is_not(None),
    )
    .order_by(_FINDINGS.c.drafted_at.desc(), _FINDINGS.c.digest)
)


class SqlMeasurementRepository(MeasurementStore):
    """Snapshots and findings of one database."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def keep(self, snapshot: MeasurementSnapshot, content: bytes) -> None:
        # Without a moment in its header, the same bytes are always compressed alike.
        packed = gzip.compress(content, mtime=0)
        with self._transactions.writing() as session:
            if session.get(MeasurementSnapshotRow, _key(snapshot)) is None:
                session.add(MeasurementSnapshotRow(**asdict(snapshot), content=packed))

    def snapshots(self, block: str) -> Sequence[MeasurementSnapshot]:
        row = MeasurementSnapshotRow
        columns = [getattr(row, name) for name in MeasurementSnapshot.__slots__]
        wanted = select(*columns).where(col(row.block) == block)
        newest = wanted.order_by(
            col(row.asked_on).desc(), col(row.handed_in_at).desc(), col(row.sha256)
        )
        with self._transactions.reading() as session:
            return tuple(MeasurementSnapshot(*each) for each in session.exec(newest))

    def content(self, block: str, address: str, sha256: str) -> bytes:
        with self._transactions.reading() as session:
            row = session.get(MeasurementSnapshotRow, (block, address, sha256))
        if row is None:
            raise NotOnFile("There is no such answer. Choose one from the list.")
        with translate_unreadable(f"the snapshot {row.sha256} about {row.block}"):
            return answer_in(row)

    def blocks(self) -> Sequence[str]:
        wanted = union(select(MeasurementSnapshotRow.block), select(MeasuredFindingRow.block))
        with self._transactions.reading() as session:
            return sorted(session.connection().execute(wanted).scalars())

    def draft(self, drafted: StoredFinding) -> None:
        row = MeasuredFindingRow(
            digest=drafted.digest,
            block=drafted.finding.block,
            content=canonical(drafted.finding),
            drafted_by=drafted.drafted_by,
            drafted_at=drafted.drafted_at,
            confirmed_by="",
            withdrawn_by="",
            why="",
        )
        with self._transactions.writing() as session:
            if session.get(MeasuredFindingRow, drafted.digest) is not None:
                raise BadInput("This sentence is already there, word for word.")
            session.add(row)

    def discard(self, digest: str) -> None:
        with self._transactions.writing() as session:
            row = _row(session, digest, col(MeasuredFindingRow.confirmed_at).is_(None))
            session.exec(
                delete(MeasuredFindingRow).where(col(MeasuredFindingRow.digest) == row.digest)
            )

    def confirm(self, digest: str, by: str, at: datetime) -> None:
        with self._transactions.writing() as session:
            row = _row(session, digest, col(MeasuredFindingRow.confirmed_at).is_(None))
            row.confirmed_by, row.confirmed_at = by, at
            _publish_change(session, row, 0)

    def withdraw(self, digest: str, by: str, at: datetime, why: str) -> None:
        with self._transactions.writing() as session:
            row = _row(
                session,
                digest,
                col(MeasuredFindingRow.confirmed_at).is_not(None),
                col(MeasuredFindingRow.withdrawn_at).is_(None),
            )
            row.withdrawn_by, row.withdrawn_at, row.why = by, at, why
            _publish_change(session, row, 1)

    def finding(self, digest: str) -> StoredFinding:
        row = self._listed(col(MeasuredFindingRow.digest) == digest)
        if not row:
            raise NotOnFile("There is no such sentence. Choose one from the list.")
        return row[0]

    def findings(self, block: str) -> Sequence[StoredFinding]:
        return self._listed(col(MeasuredFindingRow.block) == block)

    def public_about(self, block: str) -> tuple[Sequence[StoredFinding], int]:
        with self._transactions.reading() as session:
            # As rows, which take half the time of objects; one that is damaged is looked for.
            with suppress(Damaged), translate_unreadable("a row"):
                rows = session.connection().execute(_PUBLIC, {"block": block}).all()
                found = tuple(finding_in(row) for row in rows if row.digest is not None)
                return found, rows[0].captures
            captures = session.connection().execute(_CAPTURES, {"block": block}).scalar_one()
            return self.published(block), captures

    def published(self, block: str) -> Sequence[StoredFinding]:
        row = MeasuredFindingRow
        return self._listed(col(row.block) == block, col(row.confirmed_at).is_not(None))

    def public_findings(self) -> Sequence[StoredFinding]:
        row = MeasuredFindingRow
        wanted = select(row).where(col(row.confirmed_at).is_not(None)).order_by(row.digest)
        with self._transactions.reading() as session:
            return each_readable(session, wanted, finding_in)

    def _listed(self, *conditions: ColumnElement[bool]) -> Sequence[StoredFinding]:
        with self._transactions.reading() as session:
            return each_readable(session, _newest(*conditions), finding_in)


def _newest(*conditions: ColumnElement[bool]) -> SelectOfScalar[MeasuredFindingRow]:
    row = MeasuredFindingRow
    return select(row).where(*conditions).order_by(col(row.drafted_at).desc(), row.digest)


def _key(snapshot: MeasurementSnapshot) -> tuple[str, str, str]:
    return snapshot.block, snapshot.address, snapshot.sha256


def _row(session: Session, digest: str, *states: ColumnElement[bool]) -> MeasuredFindingRow:
    """Return a finding in one of its states, locked until the transaction ends."""
    wanted = select(MeasuredFindingRow).where(col(MeasuredFindingRow.digest) == digest, *states)
    found = wanted.with_for_update().execution_options(populate_existing=True)
    row = session.exec(found).first()
    if row is None:
        raise NotOnFile("This sentence was changed in the meantime. Reload the page.")
    return row


def _publish_change(session: Session, row: MeasuredFindingRow, number: int) -> None:
    """Log a change that readers see, and mark the pages of its block as changed."""
    session.add(row)
    session.flush()
    wait_for_place(session, LeafSource.FINDING, row.digest, number)
    mark_changes(session, [(Scope.BLOCK, row.block)])


def finding_in(row: MeasuredFindingRow | Row[Any]) -> StoredFinding:
    """Return the finding of a row. Raises ValueError if its bytes are not those of its hash."""
    content = bytes(row.content)
    if sha256(content).hexdigest() != row.digest:
        raise ValueError("the bytes are not those of the hash")
    return StoredFinding(
        finding=finding_from(json.loads(content)),
        drafted_by=row.drafted_by,
        drafted_at=row.drafted_at,
        confirmed_by=row.confirmed_by,
        confirmed_at=row.confirmed_at,
        withdrawn_by=row.withdrawn_by,
        withdrawn_at=row.withdrawn_at,
        why=row.why,
    )


def answer_in(row: MeasurementSnapshotRow) -> bytes:
    """Return the bytes of a snapshot. Raises ValueError if they are not those of its hash."""
    try:
        content = gzip.decompress(bytes(row.content))
    except (OSError, EOFError, zlib.error) as error:
        raise ValueError("the bytes cannot be unpacked") from error
    if sha256(content).hexdigest() != row.sha256:
        raise ValueError("the bytes are not those of the hash")
    return content
