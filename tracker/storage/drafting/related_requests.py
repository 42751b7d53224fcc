"""Related requests: those of one batch, and those that repeat another."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from tracker.domain.case.request import Kin
from tracker.services.ports.cases import no_batch
from tracker.services.ports.drafts import RelatedRequests
from tracker.storage.db.tables.cases import RelatedRequestRow
from tracker.storage.db.transactions import Transactions, put


class SqlRelatedRequestRepository(RelatedRequests):
    """Which requests were begun as one batch, and which repeat another."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def of(self, reference: str) -> Kin:
        again = select(RelatedRequestRow.request)
        again = again.where(col(RelatedRequestRow.repeats) == reference)
        with self._transactions.reading() as session:
            own = session.get(RelatedRequestRow, reference)
            batch = _together(session, own.batch if own else "")
            return Kin(
                batch=own.batch if own else "",
                together=tuple(each for each in batch if each != reference),
                repeats=(own.repeats or "") if own else "",
                repeated_by=tuple(session.exec(again.order_by(RelatedRequestRow.request))),
            )

    def batch(self, batch: str) -> Sequence[str]:
        with self._transactions.reading() as session:
            found = _together(session, batch)
        if not found:
            raise no_batch(batch)
        return found


def save_relations(session: Session, references: Sequence[str], beside: str, repeats: str) -> None:
    """Save that these requests are one batch, also with `beside`, and what they repeat."""
    batch = _batch_of(session, beside) if beside else ""
    if len(references) > 1:
        batch = batch or references[0]
    if not batch and not repeats:
        return
    for reference in references:
        values = {"request": reference, "batch": batch, "repeats": repeats or None}
        put(session, RelatedRequestRow, values)


def _batch_of(session: Session, reference: str) -> str:
    """Return the batch of a request; one without becomes the first of a new batch."""
    row = session.get(RelatedRequestRow, reference)
    if row and row.batch:
        return row.batch
    values = {"request": reference, "batch": reference, "repeats": row.repeats if row else None}
    put(session, RelatedRequestRow, values, changed=["batch"])
    return reference


def _together(session: Session, batch: str) -> tuple[str, ...]:
    if not batch:
        return ()
    wanted = select(RelatedRequestRow.request).where(col(RelatedRequestRow.batch) == batch)
    return tuple(session.exec(wanted.order_by(RelatedRequestRow.request)))
