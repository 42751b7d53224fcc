"""Captures of cited pages in the database, so that every backup has them."""

import json
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy.orm import defer
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, col, select

from tracker.domain.base.canonical import canonical
from tracker.domain.base.errors import BadInput, NotOnFile
from tracker.domain.measurements.captures import CaptureReuse, capture_from
from tracker.domain.record.tally import Scope
from tracker.services.ports.captures import CapturePublication, CaptureStore, StoredCapture
from tracker.services.ports.log import LeafSource
from tracker.storage.db.group_keys import GroupKeys, capture_info
from tracker.storage.db.sealing import new_key, seal, unseal
from tracker.storage.db.tables.captures import PageCaptureRow
from tracker.storage.db.tables.log import LeafRow
from tracker.storage.db.transactions import Transactions
from tracker.storage.db.unreadable_rows import each_readable, translate_unreadable
from tracker.storage.log.public_log import wait_for_place
from tracker.storage.publishing.record_changes import mark_changes

# Lists leave out the files themselves, which are large.
_LARGE: Any = (PageCaptureRow.file, PageCaptureRow.sealed)
_NONE = "There is no such capture. Choose one from the list."


class SqlCaptureRepository(CaptureStore):
    """Captures of one database."""

    def __init__(self, transactions: Transactions, keys: GroupKeys) -> None:
        self._transactions = transactions
        self._keys = keys

    def keep(self, stored: StoredCapture, content: bytes) -> None:
        capture = stored.capture
        key, info = new_key(), capture_info(capture.sha256)
        sealed = seal(key, content, info)
        with self._transactions.writing() as session:
            if _alike(session, capture.block, capture.sha256, capture.original_sha256):
                raise BadInput("This capture is already there.")
            row = PageCaptureRow(
                block=capture.block,
                sha256=capture.sha256,
                original_sha256=capture.original_sha256,
                content=canonical(capture),
                sealed=sealed,
                sealed_sha256=sha256(sealed).hexdigest(),
                sealed_key=self._keys.seal_to_office(session, key, info),
                handed_in_by=stored.handed_in_by,
                handed_in_at=stored.handed_in_at,
                reuse="",
                reason="",
                published_by="",
                withdrawn_by="",
                why="",
            )
            session.add(row)
            # The same file can be about two blocks, and has one leaf.
            if session.get(LeafRow, (LeafSource.CAPTURE, capture.sha256, 0)) is None:
                wait_for_place(session, LeafSource.CAPTURE, capture.sha256)

    def captures(self, block: str) -> Sequence[StoredCapture]:
        return self._listed(col(PageCaptureRow.block) == block)

    def published(self, block: str) -> Sequence[StoredCapture]:
        row = PageCaptureRow
        return self._listed(col(row.block) == block, col(row.published_at).is_not(None))

    def public_captures(self) -> Sequence[StoredCapture]:
        found = self._listed(col(PageCaptureRow.published_at).is_not(None))
        return sorted(found, key=lambda each: (each.capture.block, each.capture.sha256))

    def blocks(self) -> Sequence[str]:
        with self._transactions.reading() as session:
            return sorted(session.exec(select(PageCaptureRow.block).distinct()))

    def capture(self, block: str, sha256: str) -> StoredCapture:
        row = PageCaptureRow
        found = self._listed(col(row.block) == block, col(row.sha256) == sha256)
        if not found:
            raise NotOnFile(_NONE)
        return found[0]

    def content(self, block: str, sha256: str) -> bytes:
        with self._transactions.reading() as session:
            row = session.get(PageCaptureRow, (block, sha256))
            if row is None:
                raise NotOnFile(_NONE)
            return self._file(session, row)

    def open_content(self, block: str, sha256: str) -> bytes:
        with self._transactions.reading() as session:
            row = session.get(PageCaptureRow, (block, sha256))
            if row is None or row.file is None:
                raise NotOnFile("No such capture can be downloaded. Choose one from the list.")
            return self._file(session, row)

    def publish(self, block: str, sha256: str, published: CapturePublication) -> None:
        with self._transactions.writing() as session:
            row = _row(
                session,
                block,
                sha256,
                col(PageCaptureRow.published_at).is_(None),
                col(PageCaptureRow.withdrawn_at).is_(None),
            )
            if published.reuse is not CaptureReuse.SEALED:
                row.file = self._file(session, row)
                row.sealed = row.sealed_key = None
                row.sealed_sha256 = ""
            row.reuse, row.reason = published.reuse.value, published.reason
            row.published_by, row.published_at = published.by, published.at
            session.add(row)
            mark_changes(session, [(Scope.BLOCK, block)])

    def withdraw(self, block: str, sha256: str, by: str, at: datetime, why: str) -> None:
        with self._transactions.writing() as session:
            row = _row(session, block, sha256, col(PageCaptureRow.withdrawn_at).is_(None))
            row.file = row.sealed = row.sealed_key = None
            row.sealed_sha256 = ""
            row.withdrawn_by, row.withdrawn_at, row.why = by, at, why
            session.add(row)
            if row.published_at is not None:
                mark_changes(session, [(Scope.BLOCK, block)])

    def _file(self, session: Session, row: PageCaptureRow) -> bytes:
        with translate_unreadable(f"the capture {row.sha256} about {row.block}"):
            if row.file is not None:
                return _as_named(row, bytes(row.file))
            if row.sealed is None or row.sealed_key is None:
                raise NotOnFile("The file of this capture was deleted.")
            info = capture_info(row.sha256)
            key = self._keys.open_of_office(session, bytes(row.sealed_key), info)
            return _as_named(row, unseal(key, bytes(row.sealed), info))

    def _listed(self, *conditions: ColumnElement[bool]) -> Sequence[StoredCapture]:
        row = PageCaptureRow
        wanted = select(row).options(*map(defer, _LARGE)).where(*conditions)
        newest = wanted.order_by(col(row.handed_in_at).desc(), row.block, row.sha256)
        with self._transactions.reading() as session:
            return each_readable(session, newest, _stored)


def _alike(session: Session, block: str, digest: str, original: str) -> bool:
    row = PageCaptureRow
    same = (col(row.sha256) == digest) | (col(row.original_sha256) == original)
    wanted = select(row.sha256).where(col(row.block) == block, same)
    return session.exec(wanted).first() is not None


def _row(
    session: Session, block: str, digest: str, *states: ColumnElement[bool]
) -> PageCaptureRow:
    """Return a capture in one of its states, locked until the transaction ends."""
    row = PageCaptureRow
    wanted = select(row).where(col(row.block) == block, col(row.sha256) == digest, *states)
    locked = wanted.with_for_update().execution_options(populate_existing=True)
    found = session.exec(locked).first()
    if found is None:
        raise NotOnFile("This capture was changed in the meantime. Reload the page.")
    return found


def _as_named(row: PageCaptureRow, content: bytes) -> bytes:
    if sha256(content).hexdigest() != row.sha256:
        raise ValueError("the bytes are not those of the hash")
    return content


def capture_in(row: PageCaptureRow) -> StoredCapture:
    """Return the capture of a row, once its file was compared with its hash.

    Raises ValueError if it is not as it was stored. No key is needed.
    """
    if row.file is not None:
        _as_named(row, bytes(row.file))
    elif row.sealed is not None and sha256(bytes(row.sealed)).hexdigest() != row.sealed_sha256:
        raise ValueError("the sealed bytes are not those of the hash")
    return _stored(row)


def _stored(row: PageCaptureRow) -> StoredCapture:
    published = None
    if row.published_at is not None:
        reuse = CaptureReuse(row.reuse)
        published = CapturePublication(row.published_by, row.published_at, reuse, row.reason)
    return StoredCapture(
        capture=capture_from(json.loads(bytes(row.content))),
        handed_in_by=row.handed_in_by,
        handed_in_at=row.handed_in_at,
        published=published,
        withdrawn_by=row.withdrawn_by,
        withdrawn_at=row.withdrawn_at,
        why=row.why,
    )
