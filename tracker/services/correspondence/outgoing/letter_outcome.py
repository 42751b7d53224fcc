"""The channel by which a request was sent, whether a server took it, and its receipt."""

from contextlib import suppress
from dataclasses import dataclass

from tracker.domain.base.days import DaySpan
from tracker.domain.base.terms import Channel, DeliveryResult, ReceiptProof
from tracker.domain.case.case_state import case_state_of
from tracker.domain.case.dispatches import Dispatch, transmissions
from tracker.domain.events.correspondence.delivery_reported import DeliveryReported
from tracker.domain.events.correspondence.received import Received
from tracker.services.correspondence.outgoing.mail_facts import reports_of
from tracker.services.ports.cases import CaseFile
from tracker.services.ports.correspondence.letters import MailLetter
from tracker.services.ports.keys import Locked


@dataclass(frozen=True, slots=True)
class LetterOutcome:
    """The last dispatch of a request, and what followed. These are three separate facts.

    `channel` and `left_on` are None before it left. `reported` is the action of the last delivery
    report on its mail, empty without one, or if no key is open. `result` is the last logged result
    of a dispatch in another way. `received_on` and `proof` are those of the receipt that counts.
    """

    channel: Channel | None = None
    left_on: DaySpan | None = None
    reported: str = ""
    result: DeliveryResult | None = None
    received_on: DaySpan | None = None
    proof: ReceiptProof | None = None


NOTHING_YET = LetterOutcome()


def letter_outcome(case: CaseFile, letter: MailLetter | None) -> LetterOutcome:
    """Return the last dispatch of the request of an open case, and what followed. `letter` is its
    mail, None without one."""
    state = case_state_of(case.history)
    receipt = state.received.event if state.received else None
    last = transmissions(state)[0].dispatches[-1] if state.sent else None
    left = last.entry.event if last else None
    return LetterOutcome(
        channel=getattr(left, "channel", None),
        left_on=left.on if left else None,
        reported=_reported(case, letter),
        result=_result(last),
        received_on=receipt.on if receipt else None,
        proof=receipt.proof if isinstance(receipt, Received) else None,
    )


def _reported(case: CaseFile, letter: MailLetter | None) -> str:
    if letter is None:
        return ""
    with suppress(Locked):
        return next((each.action for each in reversed(reports_of(case, letter))), "")
    return ""


def _result(last: Dispatch | None) -> DeliveryResult | None:
    events = [each.event for each in last.reports] if last else []
    return next((e.result for e in reversed(events) if isinstance(e, DeliveryReported)), None)
