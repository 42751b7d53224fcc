"""New entries of requests, stored with their pending leaves: the one way into the history."""

from collections.abc import Sequence

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from tracker.domain.case.history import NewEntry
from tracker.services.ports.cases import AlreadyEntered
from tracker.services.ports.log import LeafSource
from tracker.storage.db.errors import is_duplicate
from tracker.storage.db.histories import event_values
from tracker.storage.db.tables.cases import EventRow
from tracker.storage.db.transactions import insert_all
from tracker.storage.log.public_log import wait_for_places


def save_entries(session: Session, new: Sequence[NewEntry]) -> None:
    """Store entries and a pending leaf for each, however many, in two statements.

    Raises AlreadyEntered if a history has one of them. Nothing of the transaction can be stored
    then: a request that was derived with an entry which is not stored would be wrong.
    """
    if not new:
        return
    try:
        insert_all(session, EventRow, [event_values(*each) for each in new])
    except IntegrityError as error:
        if not is_duplicate(error):
            raise
        raise already_entered(new[0].reference) from error
    wait_for_places(session, LeafSource.ENTRY, [(each.reference, each.entry.seq) for each in new])


def already_entered(reference: str) -> AlreadyEntered:
    """Return the refusal of an entry that a history has."""
    return AlreadyEntered(
        "The timeline of request {reference} already has this entry, so it was not logged "
        "again. Reload the page to see it.",
        reference=reference,
    )
