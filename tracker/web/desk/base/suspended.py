"""Why a body's latest day is unknown, and who can change that."""

from collections.abc import Mapping
from dataclasses import replace

from tracker.domain.base.messages import Message
from tracker.domain.case.agenda import next_reply
from tracker.domain.case.case_state import CaseState
from tracker.domain.case.case_status import CaseStatus
from tracker.domain.clock.deadline import Deadline
from tracker.domain.events.clock.clarification_asked import ClarificationAsked
from tracker.domain.events.clock.fee_noticed import FeeNoticed
from tracker.domain.events.clock.fee_paid import FeePaid
from tracker.domain.law.count_step import Caution
from tracker.services.deadlines.explaining import cautions
from tracker.web.base.language import gettext, page_locale

_STOPPED = frozenset({Caution.CLOCK_STOPPED, Caution.CLOCK_IN_DOUBT, Caution.DECIDED_BY_NOTICE})
# Reasons why a body has no latest day, so that nobody can say it did not respond.
HOLD = _STOPPED | {Caution.CALENDAR_UNKNOWN}
_WAITS_FOR: Mapping[str, Message] = {
    FeeNoticed.kind: Message(
        "A fee was requested ({day}) and no payment has been logged. The applicant must act: pay "
        "and log the payment, or dispute the fee by letter. If a response has arrived, log that."
    ),
    ClarificationAsked.kind: Message(
        "The body asked for clarification ({day}) and no reply has been logged. The applicant "
        "must act: reply and log it. If the body has already decided, log its response."
    ),
}
_PAID = Message(
    "A fee was requested ({day}) and paid. If the records do not come, ask for them in writing or "
    "appeal in time."
)


def why_held(case_status: CaseStatus) -> str:
    """Return why the latest day of the body that must act next is unknown; empty if it is known,
    or if no body must act."""
    reply = next_reply(case_status) if case_status.open else None
    if reply is None or reply.latest:
        return ""
    held = tuple(each for each in reply.warnings if each.caution in HOLD)
    if not held:
        return gettext("The law lets the body take longer and sets no final deadline.")
    because = cautions(replace(reply, warnings=held), page_locale())[0]
    waits = _waits_for(case_status.case_state, reply)
    return f"{waits} {because}" if waits else because


def _waits_for(case_state: CaseState, reply: Deadline) -> str:
    """Return which event stopped the clock, and what would restart it."""
    since = [each.day for each in reply.warnings if each.caution in _STOPPED]
    for entry in case_state.all(*_WAITS_FOR):
        if entry.event.on.earliest in since:
            day = page_locale().day_span(entry.event.on)
            paid = entry.event.kind == FeeNoticed.kind and case_state.all(FeePaid.kind)
            return gettext(_PAID if paid else _WAITS_FOR[entry.event.kind], day=day)
    return ""
