"""What a letter may plead about a fee notice, and about a request that was passed on."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from tracker.domain.base.terms import FeeCalculation, FeeCharge
from tracker.domain.case.case_state import CaseState
from tracker.domain.case.case_status import CaseStatus
from tracker.domain.case.history import Entry
from tracker.domain.case.paper_details import NO_DETAILS, PaperDetails
from tracker.domain.case.pending_duties import without_transfer
from tracker.domain.clock.default_pauses import pauses_of
from tracker.domain.clock.interruptions import deciding_kinds
from tracker.domain.events.clock.fee_noticed import FeeNoticed
from tracker.domain.events.clock.transferred import Transferred
from tracker.domain.events.lapses.missed_deadline import MissedDeadline
from tracker.domain.law.law import Law
from tracker.domain.law.limits import PauseEffect
from tracker.domain.law.pleas import Circumstance
from tracker.services.letters.appeal_words import Plea
from tracker.services.letters.paper_dates import first_day_of

_OF_CHARGE = {
    FeeCharge.PREPAYMENT: Circumstance.FEE_IN_ADVANCE,
    FeeCharge.STAFF_TIME: Circumstance.FEE_FOR_STAFF_TIME,
}
GRANTED = (Circumstance.GRANTED_FOR_FEE, Circumstance.FEE_PAID)
# A stop in “Rs. 500” or “No. 7” ends no sentence.
_SENTENCE_END = re.compile(r"(?<!\bRs\.)(?<!\bNo\.)(?<=[.;۔])\s+", re.I)
# A time for the payment, in a sentence that says nothing of the supply.
_TO_PAY = re.compile(
    r"\b(?:deposit|pay|paid|payment|payable|remit|challan)|ادائیگی|جمع|ادا ", re.I
)
_A_TIME = re.compile(
    r"\bwithin (?:\w+[ -]){0,4}?(?:days?|weeks?|months?)\b|"
    r"\b(?:by|before|until) (?:the )?\d{1,2}(?:st|nd|rd|th)?[ ./-]"
    r"(?:\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|"
    r"(?:دن|روز|یوم|ہفتے|ہفتوں|ماہ) (?:کے اندر|میں)",
    re.I,
)
_OF_SUPPLY = re.compile(r"\b(?:suppl|provi[ds]|furnish|releas|deliver|made available)|فراہم", re.I)


def of_fee_notice(
    case_status: CaseStatus,
    law: Law,
    plea: Plea,
    today: date,
    details: Mapping[int, PaperDetails],
) -> Mapping[Circumstance, Entry]:
    """Return the circumstances that a remedy may plead about the last fee notice, if any."""
    notice, paid = case_status.case_state.fee_notice, case_status.case_state.fee_payment
    if notice is None:
        return {}
    late = came_late(case_status, notice, details)
    found = {} if paid else {Circumstance.FEE_DEMANDED: notice}
    if plea.first and not plea.replies():
        if notice.event.kind in deciding_kinds(law.first_stage()):
            found |= _of_grant(case_status, law, notice, paid, None if late else today)
            if not paid and time_to_pay(details.get(notice.seq, NO_DETAILS).words):
                found[Circumstance.FEE_TIME_SET] = notice
        elif not paid and not late and not _runs_on(law):
            found[Circumstance.FEE_AWAITED] = notice
    return found | dict(_of_sum(notice)) if found else {}


def unpaid_grant(case_state: CaseState, law: Law) -> Entry | None:
    """Return the last fee notice if the law reads it as a grant and nothing followed it: neither
    a payment nor a response. Otherwise return None."""
    if case_state.replies or FeeNoticed.kind not in deciding_kinds(law.first_stage()):
        return None
    return case_state.unpaid_fee


def _of_grant(
    case_status: CaseStatus, law: Law, notice: Entry, paid: Entry | None, today: date | None
) -> dict[Circumstance, Entry]:
    """Return what a notice that grants raises; `today` is None if the notice came late."""
    found = {Circumstance.FEE_PAID: paid} if paid else {Circumstance.GRANTED_FOR_FEE: notice}
    if today is None:
        return found | {Circumstance.LATE: notice}
    first = law.first_stage().key
    duty = next((each for each in case_status.awaited if each.stage.key == first), None)
    if duty and duty.ordinary.earliest < today:
        found[Circumstance.NO_DECISION_OTHERWISE] = notice
    return found


def time_to_pay(words: str) -> str:
    """Return the sentence of a notice that sets a time for the payment, empty if there is none."""
    said = _SENTENCE_END.split(words.strip())
    return next((s for s in said if _sets_a_time_to_pay(s)), "")


def _sets_a_time_to_pay(sentence: str) -> bool:
    to_pay = _TO_PAY.search(sentence) and _A_TIME.search(sentence)
    return bool(to_pay) and not _OF_SUPPLY.search(sentence)


def _runs_on(law: Law) -> bool:
    """Return whether the law says that a fee notice does nothing to the time."""
    rules = (p for p in pauses_of(law.first_stage()) if p.begins_with == FeeNoticed.kind)
    return all(each.effect is PauseEffect.RUNS_ON for each in rules)


def _of_sum(notice: Entry) -> Iterator[tuple[Circumstance, Entry]]:
    event = notice.event
    if not isinstance(event, FeeNoticed):
        return
    if event.calculation is FeeCalculation.NOT_SHOWN:
        yield Circumstance.FEE_WITHOUT_CALCULATION, notice
    yield from ((_OF_CHARGE[charge], notice) for charge in event.charges)


def came_late(case_status: CaseStatus, notice: Entry, details: Mapping[int, PaperDetails]) -> bool:
    """Return whether a notice came after the time for a decision had certainly ended, by its
    receipt and by the date that it bears."""
    first = first_day_of(notice, details)
    lapses = (entry.event for entry in case_status.case_state.lapses)
    return any(isinstance(each, MissedDeadline) and each.latest < first for each in lapses)


def passed_on(case_status: CaseStatus, law: Law) -> Entry | None:
    """Return the last transfer of a request under a law that has none, or None."""
    found = case_status.case_state.all(Transferred.kind)
    return found[-1] if found and without_transfer(law) else None
