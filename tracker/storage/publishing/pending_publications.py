"""Publications that wait for a second person, or for their date."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, delete, select, update
from sqlmodel.sql.expression import SelectOfScalar

from tracker.domain.base.canonical import canonical, from_plain
from tracker.domain.base.errors import NotOnFile, Refusal
from tracker.domain.events.publication.published import Published
from tracker.services.ports.publishing import (
    FinishedPublication,
    PendingPublications,
    Publication,
    PublicCopyFile,
    Waiting,
    WaitingLine,
)
from tracker.services.ports.records import ReleasedText
from tracker.storage.db.sealed_fields import SealedFields
from tracker.storage.db.sealing import seal, unseal
from tracker.storage.db.tables.cases import EventRow
from tracker.storage.db.tables.publishing import FinishedPublicationRow, PendingPublicationRow
from tracker.storage.db.transactions import Transactions, put, put_all
from tracker.storage.db.unreadable_rows import each_readable, translate_unreadable

ABOUT = "pending publication"

# The part of a finished form that says what it releases. The others are named by their digest.
_EVENT = "event"

_ROW = PendingPublicationRow
_BY_AGE = select(_ROW).order_by(col(_ROW.prepared_at), col(_ROW.request))


@dataclass(frozen=True, slots=True)
class _Bound:
    """What a finished form is bound to: it opens for nothing else."""

    reference: str
    entries: int
    seen: str
    day: date | None

    def to(self, part: str) -> str:
        """Return what one part is bound to."""
        return (
            f"{part} of the finished publication of request {self.reference}, "
            f"of {self.entries} entries, seen as {self.seen}, until {self.day}"
        )


class SqlPendingPublicationRepository(PendingPublications):
    """Pending publications of all requests, and their finished forms, sealed under `key`."""

    def __init__(self, transactions: Transactions, key: bytes) -> None:
        self._transactions = transactions
        self._key = key

    def all(self) -> Sequence[WaitingLine]:
        with self._transactions.reading() as session:
            return _lines(session, _BY_AGE)

    def line(self, reference: str) -> WaitingLine | None:
        wanted = _BY_AGE.where(col(_ROW.request) == reference)
        with self._transactions.reading() as session:
            return next(iter(_lines(session, wanted)), None)

    def finish(self, waiting: Waiting, form: FinishedPublication, entries: int) -> None:
        reference, day = waiting.reference, waiting.publication.not_before
        bound = _Bound(reference, entries, waiting.seen, day)
        parts = {
            _EVENT: canonical(form.event),
            **{text.digest: text.words.encode() for text in form.texts},
            **{copy.copy.digest: copy.data for copy in form.copies},
        }
        rows = [
            {"request": reference, "part": part, "sealed": seal(self._key, plain, bound.to(part))}
            for part, plain in parts.items()
        ]
        with self._transactions.writing() as session:
            _drop_form(session, reference)
            here = col(_ROW.request) == reference
            session.exec(update(_ROW).where(here).values(finished_at=entries))
            put_all(session, FinishedPublicationRow, rows, changed=["sealed"])

    def finished(self, reference: str) -> FinishedPublication:
        part = FinishedPublicationRow
        with self._transactions.reading() as session:
            here = select(col(_ROW.finished_at), col(_ROW.seen), col(_ROW.not_before))
            row = session.exec(here.where(col(_ROW.request) == reference)).first()
            if row is None or row[0] is None:
                raise NotOnFile("No publication of this request is scheduled.")
            wanted = select(part.part, part.sealed).where(col(part.request) == reference)
            sealed = dict(session.exec(wanted).all())
        bound = _Bound(reference, row[0], row[1], row[2])

        def opened(name: str) -> bytes:
            return unseal(self._key, sealed.get(name, b""), bound.to(name))

        event = from_plain(Published, json.loads(opened(_EVENT)))
        return FinishedPublication(
            event,
            tuple(
                ReleasedText(each.digest, each.title, opened(each.digest).decode())
                for each in event.releases
            ),
            tuple(PublicCopyFile(each, opened(each.digest)) for each in event.copies),
        )

    def stop(self, reference: str, why: str) -> None:
        finished = col(_ROW.request) == reference, col(_ROW.finished_at).is_not(None)
        with self._transactions.writing() as session:
            session.exec(update(_ROW).where(*finished).values(trouble=why, finished_at=None))
            _drop_form(session, reference)

    def problems(self) -> Iterator[str]:
        """Yield a sentence for each finished form that cannot be opened."""
        for line in self.all():
            if line.finished_at is None:
                continue
            try:
                self.finished(line.reference)
            except Refusal as refusal:
                yield str(refusal)


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
    """Replace the pending publication of a request. It has no finished form then."""
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
        "finished_at": None,
    }
    _drop_form(session, waiting.reference)
    row = {"request": waiting.reference, **values}
    put(session, PendingPublicationRow, row, changed=list(values))


def drop_waiting(session: Session, reference: str) -> None:
    """Delete the pending publication of a request, with its finished form."""
    _drop_form(session, reference)
    session.exec(
        delete(PendingPublicationRow).where(col(PendingPublicationRow.request) == reference)
    )


def _drop_form(session: Session, reference: str) -> None:
    part = FinishedPublicationRow
    session.exec(delete(part).where(col(part.request) == reference))


def _lines(
    session: Session, wanted: SelectOfScalar[PendingPublicationRow]
) -> tuple[WaitingLine, ...]:
    rows = each_readable(session, wanted, lambda row: row)
    counted = sa.select(col(EventRow.request), sa.func.count())
    counted = counted.where(col(EventRow.request).in_([row.request for row in rows]))
    entries = dict(session.connection().execute(counted.group_by(col(EventRow.request))).all())
    return tuple([_line(row, entries.get(row.request, 0)) for row in rows])


def _line(row: PendingPublicationRow, entries: int) -> WaitingLine:
    return WaitingLine(
        row.request,
        row.prepared_by,
        row.prepared_at,
        row.needs_second,
        row.confirmed_by,
        row.not_before,
        row.trouble,
        row.finished_at,
        entries,
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
