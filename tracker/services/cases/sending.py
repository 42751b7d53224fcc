"""Sending of the request: approval, the letter as it left, and the proof of receipt."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.base.terms import ReceiptProof
from tracker.domain.case.case_state import CaseState, case_state_of
from tracker.domain.case.dispatches import transmissions
from tracker.domain.case.history import Entry
from tracker.domain.events.correspondence.received import Received
from tracker.domain.events.correspondence.sent import Sent
from tracker.domain.events.request.approved import Approved
from tracker.domain.law.law import LetterKind
from tracker.services.core.days import require_sent
from tracker.services.core.evidence import Upload, checked_upload
from tracker.services.core.office import Office
from tracker.services.core.recording import (
    SendingDetails,
    checked_event,
    record_dispatch,
    record_in,
)
from tracker.services.letters.letter_facts import letter_bytes
from tracker.services.ports.cases import CaseFile


def approve(office: Office, reference: str, *, by: str, on: date | None = None) -> None:
    """Approve a request, today or on the date `on` for one approved on paper.

    Raises NotAllowed before the request is finalised.
    """
    with office.cases.open(reference) as case:
        state = case_state_of(case.history)
        Approved.follows(state)
        day = on or office.today_at(state.acting_body)
        record_in(office, case, Approved(on=DaySpan.on(day)), (), by=by)


def send(office: Office, reference: str, dispatch: SendingDetails, *, by: str) -> Entry:
    """Record that the letter left, and store the exact bytes that were sent.

    If the office edited or signed the DOCX, that file is stored; otherwise the letter as the
    program sets it. Raises NotAllowed before approval, BadInput for a date that is not possible.
    """
    with office.cases.open(reference) as case:
        sent = Sent(on=dispatch.span, channel=dispatch.channel)
        checked_event(office, case_state_of(case.history), sent)
        letter = dispatch.signed_copy or _as_set(office, case)
        return record_dispatch(office, case, sent, replace(dispatch, signed_copy=letter), by=by)


def _as_set(office: Office, case: CaseFile) -> Upload:
    data = letter_bytes(office, case, LetterKind.REQUEST)
    return checked_upload("request.docx", data)


def prove_receipt(
    office: Office,
    reference: str,
    on: DaySpan,
    proof: ReceiptProof,
    proofs: Sequence[Upload],
    *,
    dispatch: int = 0,
    by: str,
) -> Entry:
    """Record the date on which the body received the request.

    The first proved receipt starts the statutory clock, and proof of another dispatch does not
    restart it. `dispatch` is the entry by which that letter left; 0 means the first. Raises
    NotAllowed before sending, if receipt of that dispatch is proved already, or if a date before
    the recorded receipt is proved; BadInput without a document that proves it or for a date that
    is not possible.
    """
    with office.cases.open(reference) as case:
        case_state = case_state_of(case.history)
        require_sent(case_state)
        left = _not_proved(case_state, dispatch)
        _require_later(case_state, on)
        received = Received(on=on, proof=proof, dispatch=left.seq)
        return record_in(office, case, received, proofs, by=by)


def _not_proved(case_state: CaseState, dispatch: int) -> Entry:
    """Return the dispatch of the request with this number, 0 for the first.

    Raises NotAllowed if its receipt is recorded, BadInput if it is no dispatch of the request.
    """
    (request, *_) = transmissions(case_state)
    for each in request.dispatches:
        if each.entry.seq == (dispatch or request.first.seq):
            if each.receipts:
                raise NotAllowed(
                    "Receipt is on record already. If that entry is wrong, correct it; a letter "
                    "sent again does not start the clock anew."
                )
            return each.entry
    raise BadInput("The request did not leave by that entry: choose one of its dispatches.")


def _require_later(case_state: CaseState, on: DaySpan) -> None:
    """Refuse a receipt before the first one, from which the clock runs. Raises NotAllowed."""
    first = case_state.received
    if first and on.earliest < first.event.on.earliest:
        raise NotAllowed(
            "This proves that the request was there on {earliest} already, before "
            "{earliest_2}, from which the time is counted now. Correct that receipt (entry "
            "{seq}) first, then record both, the earlier one first.",
            earliest=on.earliest,
            earliest_2=first.event.on.earliest,
            seq=first.seq,
        )
