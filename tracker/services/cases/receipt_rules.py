"""The rule of a law on the receipt of an email, applied to the proof of one letter."""

from dataclasses import replace

from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.base.terms import ELECTRONIC_PROOFS, Channel, ReceiptProof
from tracker.domain.case.case_state import case_state_of
from tracker.domain.case.history import Entry
from tracker.domain.correspondence.receipt_proofs import admitted_proofs
from tracker.domain.events.correspondence.received import Received
from tracker.domain.events.correspondence.resent import Resent
from tracker.domain.events.correspondence.sent import Sent
from tracker.domain.events.request.drafted import Drafted
from tracker.domain.law.law import Law
from tracker.services.core.naming import RECEIPT_PROOFS
from tracker.services.core.office import Office
from tracker.services.ports.cases import CaseFile


def under_the_law(office: Office, case: CaseFile, received: Received, reason: str) -> Received:
    """Return the receipt, marked as a person's own reading if the law does not admit its proof.

    Raises NotAllowed for such a proof without a `reason`; BadInput for a proof that does not fit
    the dispatch, for a reason that is not needed, and for a latest day on which the body may have
    been closed.
    """
    _refuse_unnamed_server(received.proof)
    if received.proof not in ELECTRONIC_PROOFS:
        _require_no_reason(reason)
        return received
    state = case_state_of(case.history)
    left, drafted = state.at(received.dispatch), state.drafted
    if left is None or drafted is None or channel_of(left) is not Channel.EMAIL:
        raise BadInput("This proof is for a letter sent by email. Choose the proof that you have.")
    _require_open_day(office, drafted, received)
    law = office.library.law(drafted.law)
    designated = _went_to_designated(office, case, left, drafted.body)
    if received.proof in admitted_proofs(law, designated=designated):
        _require_no_reason(reason)
        return received
    if not reason:
        raise _not_admitted(law)
    return replace(received, own_reading=True)


def _refuse_unnamed_server(proof: ReceiptProof) -> None:
    """Raise BadInput for the proof that does not say whose server took the letter."""
    if proof is ReceiptProof.SERVER_RECEIPT:
        raise BadInput(
            "Say whose mail server took the letter. Choose “{proof}” only if it was the body’s.",
            proof=RECEIPT_PROOFS[ReceiptProof.SERVER_ACCEPTANCE],
        )


def channel_of(left: Entry) -> Channel | None:
    """Return the channel by which the request was sent or sent again; None for another entry."""
    return left.event.channel if isinstance(left.event, Sent | Resent) else None


def _went_to_designated(office: Office, case: CaseFile, left: Entry, body: str) -> bool:
    """Return whether a letter went to the address that the body itself gave for requests on the
    day of dispatch."""
    asked = office.library.bodies.get(body)
    designated = asked.email_for_requests(left.event.on.earliest) if asked else ""
    typed = case.filing(left.seq).recipient if designated else ""
    return bool(designated) and typed.strip().casefold() == designated.casefold()


def _require_no_reason(reason: str) -> None:
    if reason:
        raise BadInput(
            "This proof needs no reading of your own. Remove the reason, or choose another proof."
        )


def _require_open_day(office: Office, drafted: Drafted, received: Received) -> None:
    """Raise BadInput if the body may have been closed on the latest possible day of receipt."""
    law = office.library.law(drafted.law)
    workdays = office.library.workdays(law, law.first_stage(), drafted.body)
    day = received.on.latest
    if day > workdays.known_until or not workdays.skip(day):
        return
    open_day = workdays.latest.on_or_after(day)
    if open_day > office.today_at(drafted.body):
        raise BadInput(
            "The body may have been closed on {day}, so the email may count from {next}. Log the "
            "receipt on that day, and enter it as the latest possible date.",
            day=day,
            next=open_day,
        )
    raise BadInput(
        "The body may have been closed on {day}. Enter {next} as the latest possible date: an "
        "email that comes outside office hours may count from the next working day.",
        day=day,
        next=open_day,
    )


def _not_admitted(law: Law) -> NotAllowed:
    """Return the refusal of a proof, with what to do next."""
    found = law.electronic_receipt
    if found is None or not found.stated or found.says is None:
        return NotAllowed(
            "We know of no rule on when an email is received under this law, so this proof starts "
            "no clock. Ask the body for its diary number, or send a copy by registered post. If "
            "you read the law otherwise, give your reason."
        )
    return NotAllowed(
        "The rule does not admit this proof, so it starts no clock. {rule} Ask the body for its "
        "diary number, or send a copy by registered post. If you read the law otherwise, give "
        "your reason.",
        rule=found.says,
    )
