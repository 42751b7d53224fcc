"""Requests that belong together: begun as one batch, or one asking another again."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from tracker.domain.request import Kin
from tracker.services.ports import no_batch
from tracker.storage.db.tables.cases import RelatedRequestRow
from tracker.storage.db.transactions import put


def save_relations(session: Session, references: Sequence[str], beside: str, repeats: str) -> None:
    """Note that these belong together, beside another where one is named, and what they repeat."""
    batch = _batch_of(session, beside) if beside else ""
    if len(references) > 1:
        batch = batch or references[0]
    if not batch and not repeats:
        return
    for reference in references:
        values = {"request": reference, "batch": batch, "repeats": repeats or None}
        put(session, RelatedRequestRow, values)


def relations_of(session: Session, reference: str) -> Kin:
    """The others to which a request belongs."""
    own = session.get(RelatedRequestRow, reference)
    again = select(RelatedRequestRow.request).where(col(RelatedRequestRow.repeats) == reference)
    return Kin(
        batch=own.batch if own else "",
        together=tuple(
            each for each in _together(session, own.batch if own else "") if each != reference
        ),
        repeats=(own.repeats or "") if own else "",
        repeated_by=tuple(session.exec(again.order_by(RelatedRequestRow.request))),
    )


def in_batch(session: Session, batch: str) -> Sequence[str]:
    """All of a batch, by reference. Raises NotOnFile."""
    found = _together(session, batch)
    if not found:
        raise no_batch(batch)
    return found


def _batch_of(session: Session, reference: str) -> str:
    """The batch of a request, which becomes the first of a new one where it stood alone."""
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
