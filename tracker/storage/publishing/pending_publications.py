"""Publications that wait for a second person, or for their date."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlmodel import Session, col, delete, select

from tracker.domain.base.canonical import canonical
from tracker.services.ports.publishing import (
    PendingPublications,
    Publication,
    Waiting,
    WaitingLine,
)
from tracker.storage.db.sealed_fields import SealedFields
from tracker.storage.db.tables.publishing import PendingPublicationRow
from tracker.storage.db.transactions import Transactions, put
from tracker.storage.db.unreadable_rows import each_readable, translate_unreadable

ABOUT = "pending publication"


class SqlPendingPublicationRepository(PendingPublications):
    """Pending publications of all requests, without what they would show."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def all(self) -> Sequence[WaitingLine]:
        row = PendingPublicationRow
        wanted = select(row).order_by(col(row.prepared_at), col(row.request))
        with self._transactions.reading() as session:
            return each_readable(session, wanted, _line)


def pending_publication(
    session: Session, reference: str, particulars: SealedFields
) -> Waiting | None:
    """Return the pending publication of a request; None if there is none or it was erased."""
    with translate_unreadable(f"the pending publication of {reference}"):
        return _waiting(session, reference, particulars)


def _waiting(session: Session, reference: str, particulars: SealedFields) -> Waiting | None:
    wanted = select(PendingPublicationRow).where(col(PendingPublicationRow.request) == reference)
    row = session.exec(wanted).first()
    plain = particulars.unsealed(ABOUT, row.sealed) if row else None
    if row is None or plain is None:
        return None
    return Waiting(
        reference=reference,
        publication=_publication(json.loads(plain)),
        seen=row.seen,
        prepared_by=row.prepared_by,
        prepared_at=row.prepared_at,
        needs_second=row.needs_second,
        confirmed_by=row.confirmed_by,
        confirmed_at=row.confirmed_at,
        trouble=row.trouble,
    )


def keep_waiting(session: Session, waiting: Waiting, particulars: SealedFields) -> None:
    """Replace the pending publication of a request."""
    values = {
        "prepared_by": waiting.prepared_by,
        "prepared_at": waiting.prepared_at,
        "needs_second": waiting.needs_second,
        "confirmed_by": waiting.confirmed_by,
        "confirmed_at": waiting.confirmed_at,
        "not_before": waiting.publication.not_before,
        "seen": waiting.seen,
        "trouble": waiting.trouble,
        "sealed": particulars.sealed(ABOUT, canonical(_plain(waiting.publication))),
    }
    row = {"request": waiting.reference, **values}
    put(session, PendingPublicationRow, row, changed=list(values))


def drop_waiting(session: Session, reference: str) -> None:
    """Delete the pending publication of a request."""
    session.exec(
        delete(PendingPublicationRow).where(col(PendingPublicationRow.request) == reference)
    )


def _line(row: PendingPublicationRow) -> WaitingLine:
    return WaitingLine(
        row.request,
        row.prepared_by,
        row.prepared_at,
        row.needs_second,
        row.confirmed_by,
        row.not_before,
        row.trouble,
    )


def _plain(publication: Publication) -> dict[str, Any]:
    return {
        "entries": publication.entries,
        "texts": [list(text) for text in publication.texts],
        "provisional_accepted": publication.provisional_accepted,
        "quotes": [list(quote) for quote in publication.quotes],
        "redacted": [[*place, words] for place, words in publication.redacted.items()],
        "copies": list(publication.copies),
        "originals": list(publication.originals),
        "names_officials": publication.names_officials,
        "not_before": publication.not_before,
    }


def _publication(plain: dict[str, Any]) -> Publication:
    return Publication(
        entries=tuple(plain["entries"]),
        texts=[(title, words) for title, words in plain["texts"]],
        provisional_accepted=plain["provisional_accepted"],
        quotes=[(entry, question) for entry, question in plain["quotes"]],
        redacted={(entry, question): words for entry, question, words in plain["redacted"]},
        copies=tuple(plain["copies"]),
        originals=plain["originals"],
        names_officials=plain["names_officials"],
        not_before=_day(plain["not_before"]),
    )


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
