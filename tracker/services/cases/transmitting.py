"""Later dispatches of a document, and the result of each. None restarts a clock."""

from collections.abc import Sequence
from dataclasses import replace

from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.base.terms import DeliveryResult
from tracker.domain.case.case_state import CaseState, case_state_of
from tracker.domain.case.dispatches import Transmission, transmission_of
from tracker.domain.case.history import Entry
from tracker.domain.events.correspondence.delivery_reported import DeliveryReported
from tracker.domain.events.correspondence.resent import Resent
from tracker.domain.events.dispatched import Dispatched
from tracker.domain.events.proceedings.appeal_filed import AppealFiled
from tracker.services.core.evidence import Upload
from tracker.services.core.office import Office
from tracker.services.core.recording import (
    FrozenLetter,
    SendingDetails,
    record_dispatch,
    record_in,
)


def resend(
    office: Office, reference: str, first: int, dispatch: SendingDetails, *, by: str
) -> Entry:
    """Record that the document which left by the entry `first` was sent again.

    Without a file the same document was sent, and what was a copy stays one. Raises BadInput for
    an entry that is no dispatch, or a date that is not possible.
    """
    with office.cases.open(reference) as case:
        case_state = case_state_of(case.history)
        paper = _require(case_state, first)
        event, purpose = paper.first.event, paper.first.event.purpose
        resent = Resent(on=dispatch.span, of=paper.first.seq, channel=dispatch.channel)
        if not isinstance(dispatch.letter, Upload):
            copied = event.copy_made_on if isinstance(event, Dispatched) else None
            resent = replace(resent, copy_made_on=copied)
        held = _held(paper.first)
        return record_dispatch(office, case, resent, dispatch, held, by=by, purpose=purpose)


def _held(first: Entry) -> FrozenLetter | None:
    """Return the document that left first; None if it was imported without its file."""
    day, kept = first.event.on.earliest, first.event.evidence[:1]
    return FrozenLetter(kept[0], kept[0], day, day) if kept else None


def report_delivery(
    office: Office,
    reference: str,
    dispatch: int,
    on: DaySpan,
    result: DeliveryResult,
    papers: Sequence[Upload],
    *,
    by: str,
) -> Entry:
    """Record the result of one dispatch: delivered, returned, or undeliverable.

    Raises BadInput without the document that says so, for an entry that is no dispatch and for a
    date that is not possible; NotAllowed for a delivered request, which is a receipt.
    """
    with office.cases.open(reference) as case:
        case_state = case_state_of(case.history)
        paper = _require(case_state, dispatch)
        of_request = not isinstance(paper.first.event, AppealFiled)
        if result is DeliveryResult.DELIVERED and of_request:
            raise NotAllowed(
                "A delivered request counts as received and starts the clock. Log receipt with "
                "its proof."
            )
        purpose = "proof-of-service" if result is DeliveryResult.DELIVERED else "came-back"
        report = DeliveryReported(on=on, dispatch=dispatch, result=result)
        return record_in(office, case, report, papers, by=by, purpose=purpose)


def _require(case_state: CaseState, seq: int) -> Transmission:
    found = transmission_of(case_state, seq)
    if found is None:
        raise BadInput("That entry is not a dispatch. Choose one on the page.")
    return found
