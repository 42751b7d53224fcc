"""Related requests: batches, repeats, and requests whose items came from another request."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from tracker.domain.case.request import RequestRelations
from tracker.services.ports.drafts import RelatedRequests, no_batch
from tracker.storage.db.tables.cases import RelatedRequestRow
from tracker.storage.db.transactions import Transactions, put


class SqlRelatedRequestRepository(RelatedRequests):
    """The batches of requests, their repeats, and the requests from which their items came."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def of(self, reference: str) -> RequestRelations:
        row = RelatedRequestRow
        again = select(row.request).where(col(row.repeats) == reference).order_by(row.request)
        led = select(row.request).where(col(row.comes_from) == reference).order_by(row.request)
        with self._transactions.reading() as session:
            own = session.get(RelatedRequestRow, reference)
            batch = _together(session, own.batch if own else "")
            return RequestRelations(
                batch=own.batch if own else "",
                together=tuple(each for each in batch if each != reference),
                repeats=(own.repeats or "") if own else "",
                repeated_by=tuple(session.exec(again)),
                comes_from=(own.comes_from or "") if own else "",
                led_to=tuple(session.exec(led)),
            )

    def link(self, reference: str, comes_from: str) -> None:
        with self._transactions.writing() as session:
            save_relations(session, [reference], "", "", comes_from)

    def batch(self, batch: str) -> Sequence[str]:
        with self._transactions.reading() as session:
            found = _together(session, batch)
        if not found:
            raise no_batch(batch)
        return found


def save_relations(
    session: Session, references: Sequence[str], beside: str, repeats: str, comes_from: str
) -> None:
    """Save that several requests are one batch, with that of `beside` if it is given, which
    request they repeat, and from which request their items came."""
    batch = _batch_of(session, beside) if beside else ""
    if len(references) > 1:
        batch = batch or references[0]
    if not (batch or repeats or comes_from):
        return
    for reference in references:
        linked = {"repeats": repeats or None, "comes_from": comes_from or None}
        put(session, RelatedRequestRow, {"request": reference, "batch": batch, **linked})


def _batch_of(session: Session, reference: str) -> str:
    """Return the batch of a request; one without becomes the first of a new batch."""
    row = session.get(RelatedRequestRow, reference)
    if row and row.batch:
        return row.batch
    values = {"request": reference, "batch": reference}
    put(session, RelatedRequestRow, values, changed=["batch"])
    return reference


def _together(session: Session, batch: str) -> tuple[str, ...]:
    if not batch:
        return ()
    wanted = select(RelatedRequestRow.request).where(col(RelatedRequestRow.batch) == batch)
    return tuple(session.exec(wanted.order_by(RelatedRequestRow.request)))
