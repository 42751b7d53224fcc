"""Sending of the request: approval, the letter as it left, and the proof of receipt."""

from collections.abc import Sequence
from datetime import date

from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.base.terms import ReceiptProof
from tracker.domain.case.case_state import CaseState, case_state_of
from tracker.domain.case.dispatches import transmissions
from tracker.domain.case.history import Entry
from tracker.domain.case.request import Filing
from tracker.domain.events.correspondence.received import Received
from tracker.domain.events.correspondence.sent import Sent
from tracker.domain.events.request.approved import Approved
from tracker.domain.law.law import LetterKind
from tracker.domain.words.letter import LetterChoices
from tracker.services.cases.notes_and_tasks import NewTask, give_task
from tracker.services.cases.receipt_rules import under_the_law
from tracker.services.core.days import require_sent
from tracker.services.core.evidence import Upload
from tracker.services.core.office import Office
from tracker.services.core.recording import SendingDetails, record_dispatch, record_in
from tracker.services.letters.folder import keep_execution
from tracker.services.letters.frozen_letters import approved_request, frozen_files
from tracker.services.letters.letter_facts import DEFAULT, writer_of
from tracker.services.letters.wordings.taking_on import require_usable


def approve(
    office: Office,
    reference: str,
    chosen: LetterChoices = DEFAULT,
    *,
    by: str,
    on: date | None = None,
) -> None:
    """Approve a request, today or on the date `on` for one approved on paper.

    The bytes of the letter are fixed and bear that date. Raises NotAllowed before the request is
    finalised, and as `require_usable` does.
    """
    with office.cases.open(reference) as case:
        state = case_state_of(case.history)
        Approved.follows(state)
        day = on or office.today_at(state.acting_body)
        writer = writer_of(office, case, LetterKind.REQUEST, None, chosen, day)
        require_usable(office, writer.law, writer.locale.language)
        approved = Approved(on=DaySpan.on(day))
        record_in(office, case, approved, frozen_files(writer), by=by)
        keep_execution(case, office.library.block(writer.drafted.block))


def send(
    office: Office,
    reference: str,
    dispatch: SendingDetails,
    *,
    by: str,
    task: NewTask | None = None,
) -> Entry:
    """Record that the letter left, with the exact bytes that were sent.

    These are the letter as approved, or the file that was edited or signed. A letter that left
    before its bytes were fixed needs its file, or the statement that it is no longer held. `task`
    reminds its sender of a petition, which has no time limit. Raises NotAllowed before approval,
    BadInput for a date that is not possible.
    """
    with office.cases.open(reference) as case:
        state = case_state_of(case.history)
        sent = Sent(on=dispatch.span, channel=dispatch.channel)
        frozen = approved_request(office, state)
        entry = record_dispatch(office, case, sent, dispatch, frozen, by=by)
        if task:
            give_task(office, reference, task.words, by, task.due, by=by)
        return entry


def prove_receipt(
    office: Office,
    reference: str,
    on: DaySpan,
    proof: ReceiptProof,
    proofs: Sequence[Upload],
    *,
    dispatch: int = 0,
    reason: str = "",
    by: str,
) -> Entry:
    """Record the date on which the body received the request.

    The first proved receipt starts the statutory clock, and proof of another dispatch does not
    restart it. `dispatch` is the entry by which that letter left; 0 means the first. `reason` says
    why a person accepts a proof that the law does not admit.

    Raises NotAllowed before sending, if receipt of that dispatch is proved already, if a date
    before the recorded receipt is proved, or as `under_the_law` does; BadInput without a document
    that proves it or for a date that is not possible.
    """
    reason = reason.strip()
    with office.cases.open(reference) as case:
        received = receipt_of(case_state_of(case.history), on, proof, dispatch)
        received = under_the_law(office, case, received, reason)
        entry = record_in(office, case, received, proofs, by=by)
        if received.own_reading:
            case.keep_filing(entry.seq, Filing(note=reason))
        return entry


def receipt_of(
    case_state: CaseState, on: DaySpan, proof: ReceiptProof, dispatch: int = 0
) -> Received:
    """Return the event of a receipt. Raises as `prove_receipt` does, except for the date."""
    require_sent(case_state)
    left = _not_proved(case_state, dispatch)
    _require_later(case_state, on)
    return Received(on=on, proof=proof, dispatch=left.seq)


def _not_proved(case_state: CaseState, dispatch: int) -> Entry:
    """Return the dispatch of the request with this number, 0 for the first.

    Raises NotAllowed if its receipt is recorded, BadInput if it is no dispatch of the request.
    """
    (request, *_) = transmissions(case_state)
    for each in request.dispatches:
        if each.entry.seq == (dispatch or request.first.seq):
            if each.receipts:
                raise NotAllowed(
                    "Receipt is already logged. If that entry is wrong, correct it. Sending a "
                    "letter again does not restart the clock."
                )
            return each.entry
    raise BadInput("That entry is not a dispatch of the request. Choose one.")


def _require_later(case_state: CaseState, on: DaySpan) -> None:
    """Refuse a receipt before the first one, from which the clock runs. Raises NotAllowed."""
    first = case_state.received
    if first and on.earliest < first.event.on.earliest:
        raise NotAllowed(
            "This proves that the body had the request by {earliest}, before {earliest_2}, the "
            "date used now. First correct that receipt (entry {seq}), then log both, the earlier "
            "one first.",
            earliest=on.earliest,
            earliest_2=first.event.on.earliest,
            seq=first.seq,
        )
