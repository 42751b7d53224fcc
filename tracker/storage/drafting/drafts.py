"""Drafts being typed: one row each, and a count of savings that keeps two editors apart."""

import json
from collections.abc import Sequence
from dataclasses import replace

from sqlmodel import Session, col, delete, select, update

from tracker.domain.canonical import canonical, from_plain, to_plain
from tracker.domain.errors import NotOnFile
from tracker.domain.request import Draft
from tracker.services.ports import ChangedMeanwhile
from tracker.storage.db.tables.drafting import DraftRow
from tracker.storage.db.transactions import put

COLUMNS = ("reference", "version", "changed_at", "changed_by")


def stored_draft(session: Session, reference: str) -> Draft:
    """Raises NotOnFile."""
    found = session.exec(
        select(DraftRow)
        .where(col(DraftRow.request) == reference)
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise NotOnFile(
            "There is no draft {reference!r}: it was sent or discarded meanwhile, or never "
            "saved. Look through the list, or begin a new request.",
            reference=reference,
        )
    return _draft(found)


def all_drafts(session: Session) -> Sequence[Draft]:
    """All drafts left, the newest first."""
    newest = col(DraftRow.changed_at).desc()
    return tuple(map(_draft, session.exec(select(DraftRow).order_by(newest, DraftRow.request))))


def save_draft(session: Session, draft: Draft) -> Draft:
    """Save a draft as the version after its own. Raises ChangedMeanwhile, NotOnFile."""
    saved = replace(draft, version=draft.version + 1)
    values = {
        "version": saved.version,
        "changed_at": saved.changed_at,
        "changed_by": saved.changed_by,
        "typed": _typed(saved),
    }
    if draft.version == 0:
        written = put(session, DraftRow, {"request": draft.reference, **values})
    else:
        written = (
            session.exec(
                update(DraftRow)
                .where(col(DraftRow.request) == draft.reference)
                .where(col(DraftRow.version) == draft.version)
                .values(**values)
            ).rowcount
            > 0
        )
    if not written:
        raise _changed(session, draft.reference)
    return saved


def discard_draft(session: Session, reference: str, version: int) -> None:
    """Remove a draft; one that is gone stays gone. Raises ChangedMeanwhile."""
    removed = session.exec(
        delete(DraftRow)
        .where(col(DraftRow.request) == reference)
        .where(col(DraftRow.version) == version)
    )
    if removed.rowcount == 0 and session.get(DraftRow, reference) is not None:
        raise _changed(session, reference)


def _changed(session: Session, reference: str) -> ChangedMeanwhile:
    theirs = stored_draft(session, reference)
    return ChangedMeanwhile(
        "Somebody else saved the draft {reference} meanwhile (version {version}): compare it with "
        "yours, then save again on top of it.",
        theirs,
        reference=reference,
        version=theirs.version,
    )


def _typed(draft: Draft) -> str:
    fields = to_plain(draft)
    return canonical({name: fields[name] for name in fields if name not in COLUMNS}).decode()


def _draft(row: DraftRow) -> Draft:
    fields = json.loads(row.typed) | {
        "reference": row.request,
        "version": row.version,
        "changed_by": row.changed_by,
    }
    return replace(from_plain(Draft, fields), changed_at=row.changed_at)
