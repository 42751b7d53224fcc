"""What a pleading says of a fee notice: its sum, what it decided, and the time from it."""

import re
from collections.abc import Collection, Iterator
from typing import Any

from tracker.domain.base.messages import Message
from tracker.domain.base.terms import FeeCalculation, FeeCharge
from tracker.domain.base.text import at_start
from tracker.domain.case.history import Entry
from tracker.domain.events.clock.fee_noticed import FeeNoticed
from tracker.domain.law.fee_schedule import FeeSchedule
from tracker.domain.law.law import LetterPoint
from tracker.domain.law.outcome import Outcome
from tracker.domain.law.pleas import Circumstance
from tracker.domain.words.pleading import PleadingBasis, PleadingRow, as_text, at_annex
from tracker.services.letters.notice_circumstances import GRANTED, time_to_pay
from tracker.services.letters.pleading.annex_letters import annex_key
from tracker.services.letters.pleading.quoting import (
    identified,
    quotation,
    said_on_item,
    signed_and_quoted,
)
from tracker.services.letters.pleading.reaching import answers_to_items, records_of
from tracker.services.letters.pleading.source import PleadingSource

FEE_TITLES = {
    "fee": Message("{filing} against the fee notice {which} on the request {day:of}"),
    "fee-late": Message(
        "{filing} against the failure to decide in time, and the fee notice {which}, on the "
        "request {day:of}"
    ),
    "fee-awaited": Message(
        "{filing} on the request {day:of}, on which a fee was asked for by the notice {which}"
    ),
}
# Headings and grounds where the law’s file has no words.
FEE_GROUND_TITLES: dict[Circumstance, Message] = {
    Circumstance.FEE_AWAITED: Message("A fee was asked for, and nothing has been decided"),
    Circumstance.GRANTED_FOR_FEE: Message("The request is granted, and only the fee is in issue"),
    Circumstance.FEE_PAID: Message("The request was granted and the fee paid"),
    Circumstance.FEE_WITHOUT_CALCULATION: Message("The notice shows no calculation of its sum"),
    Circumstance.FEE_IN_ADVANCE: Message("No payment in advance is due"),
    Circumstance.FEE_FOR_STAFF_TIME: Message("The time of staff may not be charged"),
    Circumstance.NO_DECISION_OTHERWISE: Message("In the alternative, no decision was given"),
}
FEE_NEUTRAL: dict[Circumstance, Message] = {
    Circumstance.FEE_AWAITED: Message(
        "{Respondent} asked for a fee. Whether the notice stopped the time for a decision or "
        "not, nothing has been decided on the records themselves."
    ),
    Circumstance.GRANTED_FOR_FEE: Message(
        "By the notice the request is granted on payment of a fee. {Respondent} is to show the "
        "rule under which the sum is charged and its calculation."
    ),
    Circumstance.FEE_PAID: Message(
        "By the notice the request was granted on payment of a fee, and the fee was paid. The "
        "records are due."
    ),
    Circumstance.FEE_WITHOUT_CALCULATION: Message(
        "A sum without a calculation cannot be checked against the rule under which it is charged."
    ),
    Circumstance.NO_DECISION_OTHERWISE: Message(
        "Should the notice be found to be no decision, none was given within the time that the "
        "law allows."
    ),
}
_DEMANDED = Message("By its notice {which} {respondent} asked for {sum} for the records{annex}.")
_UNKNOWN_SUM = Message("[state the sum, as the notice prints it]")
_SHOWN = {
    FeeCalculation.SHOWN: Message("The notice shows how the sum was worked out."),
    FeeCalculation.NOT_SHOWN: Message("The notice does not show how the sum was worked out."),
    FeeCalculation.UNCHECKED: Message(
        "[State what the sum is said to be for, and whether the notice shows its calculation.]"
    ),
}
_CHARGES = {
    FeeCharge.PREPAYMENT: Message("It asks for a payment in advance."),
    FeeCharge.STAFF_TIME: Message("It charges for a search or other work of its staff."),
}
_WORKED_OUT = Message(
    "How many pages there are is known once the records have been found. By this schedule "
    "{pages} pages would cost {due} on paper, without the cost of sending: {free} are free, and "
    "the other {charged} cost {price} each. The notice asks for {sum}."
)
_FREE_BY_IT = Message("By this schedule {pages} pages are free. The notice asks for {sum}.")
_ITEM_WORKED_OUT = Message(
    "By this schedule {pages} pages, should {items} have as many, cost {due} on paper, without "
    "the cost of sending: {free} are free, and the other {charged} cost {price} each."
)
_ITEM_FREE = Message("By this schedule {pages} pages, should {items} have as many, are free.")
_PAGES_TO_STATE = Message(
    "The sum by this schedule depends on the number of pages, which is for {respondent} to state."
)
_WOULD_PAY = Message("{sum} would pay for {pages} pages.")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_PAGES = re.compile(r"(?<![\w.,])(\d[\d,]*)\s+(?:pages|صفحات|صفحے)\b", re.IGNORECASE)
_FEE_OF = Message("Fee notice {which}: {sum} demanded.")
_FEE = Message("Fee notice {which}.")
_TIME_SET = Message("The notice says: {quote}")
_STATE_PAID = Message("[State whether the sum of the notice, or a part of it, has been paid.]")
_NOT_PAID = Message("The {party} has not paid the sum of the notice.")
_NOT_PAID_BY_ME = Message("I have not paid the sum of the notice.")
_NONE_SUPPLIED = Message("To the day of filing none of the records has been supplied.")
_NO_ANSWER = Message("To the day of filing no other answer to the request has been received.")


def fee_notice(source: PleadingSource) -> Entry | None:
    """Return the fee notice that a first remedy is about, or None."""
    asked = {*GRANTED, Circumstance.FEE_AWAITED} & source.pleaded.keys()
    notices = source.plea.case_status.case_state.all(FeeNoticed.kind)
    return notices[-1] if asked and notices else None


def granted(source: PleadingSource) -> bool:
    """Return whether the request was granted subject to a fee."""
    return bool({*GRANTED} & source.pleaded.keys())


def fee_title(source: PleadingSource) -> str:
    """Return which title a remedy about a fee notice has; empty for another remedy."""
    if fee_notice(source) is None:
        return ""
    if Circumstance.FEE_AWAITED in source.pleaded:
        return "fee-awaited"
    return "fee-late" if Circumstance.LATE in source.pleaded else "fee"


def of_fee_notice_summary(source: PleadingSource, notice: Entry) -> Iterator[str]:
    """Yield what a summary says of the notice, and that nothing was supplied."""
    which, demanded = identified(source, notice), _sum(notice)
    yield source.say(_FEE_OF if demanded else _FEE, which=which, sum=demanded)
    if Circumstance.FEE_PAID in source.pleaded:
        yield source.say("The fee was paid.")
    yield source.say("None of the records has been supplied.")


def item_answer(source: PleadingSource) -> str:
    """Return what the table of items says where only a notice came; empty without one."""
    if Circumstance.PASSED_ON in source.pleaded:
        return source.say("No answer; request passed on")
    if fee_notice(source) is None:
        return ""
    paid = Circumstance.FEE_PAID in source.pleaded
    return source.say("Fee demanded and paid") if paid else source.say("Fee demanded")


def notice_of_fee(source: PleadingSource, entry: Entry) -> PleadingRow:
    """Return the fact of a fee notice: its sum, and what it says of it."""
    event = entry.event
    words = source.say(
        _DEMANDED,
        which=identified(source, entry),
        sum=_sum(entry) or source.say(_UNKNOWN_SUM),
        annex=at_annex(annex_key(entry)) if entry in source.annexed else "",
        **source.parties,
    )
    said = [at_start(words)]
    if isinstance(event, FeeNoticed):
        said.append(source.say(_SHOWN[event.calculation]))
        said += [source.say(_CHARGES[charge]) for charge in event.charges]
    said += signed_and_quoted(source, entry, needed=False)
    rests = PleadingBasis((entry.seq,))
    return PleadingRow(f"facts:{entry.seq}", " ".join(said), rests_on=rests)


def since_the_notice(source: PleadingSource, notice: Entry) -> Iterator[PleadingRow]:
    """Yield what followed the notice to the day of filing: a place for a payment that nobody
    logged, and that nothing was supplied."""
    rests = PleadingBasis((notice.seq,), source.forum.sources)
    if Circumstance.GRANTED_FOR_FEE in source.pleaded:
        unpaid = source.say(_NOT_PAID_BY_ME if source.by_letter else _NOT_PAID, party=source.party)
        yield PleadingRow("facts:paid", source.say(_STATE_PAID), rests_on=rests, instead=unpaid)
    words = source.say(_NONE_SUPPLIED if granted(source) else _NO_ANSWER)
    yield PleadingRow("facts:supplied", words, rests_on=rests)


def worked_out(
    source: PleadingSource, point: LetterPoint, items: Collection[str]
) -> Iterator[str]:
    """Yield the fee by a schedule that the letter cites, beside what the notice asks for; or for
    those of the items that a reply offers for a fee; or the time that a notice sets to pay.

    The pages are those that the quoted words count, if they name one number.
    """
    if point.when is Circumstance.FEE_DEMANDED:
        schedules = (each.schedule for each in source.law.points if each.schedule)
        if (known := next(schedules, None)) and known.authority in source.printable:
            yield from _of_items(source, known, items)
        return
    notice, schedule = fee_notice(source), point.schedule
    if notice and point.when is Circumstance.FEE_TIME_SET:
        said = time_to_pay(source.details_of(notice).words)
        yield source.say(_TIME_SET, quote=quotation(source, said))
    if notice is None or schedule is None or schedule.authority not in source.printable:
        return
    demanded, pages = _sum(notice), _pages(source.details_of(notice).words)
    if pages is None:
        yield source.say(_PAGES_TO_STATE, **source.parties)
        if (amount := _amount(demanded, schedule)) is not None:
            paid_for = f"{schedule.pages_for(amount):,}"
            yield source.say(_WOULD_PAY, sum=demanded, pages=paid_for)
    elif demanded:
        words = _WORKED_OUT if schedule.due(pages) else _FREE_BY_IT
        yield source.say(words, sum=demanded, **_priced(source, schedule, pages))


def _of_items(
    source: PleadingSource, schedule: FeeSchedule, items: Collection[str]
) -> Iterator[str]:
    entries = {entry.seq: entry for entry in source.plea.case_status.case_state.replies}
    numbers = {asked.key: number for number, asked in source.drafted.numbered}
    for key, (seq, outcome) in answers_to_items(source).items():
        if key not in items or outcome.outcome is not Outcome.OFFERED_FOR_FEE:
            continue
        said = said_on_item(source.details_of(entries[seq]).words, numbers[key])
        if (pages := _pages(said)) is None:
            continue
        words = _ITEM_WORKED_OUT if schedule.due(pages) else _ITEM_FREE
        priced = _priced(source, schedule, pages)
        yield source.say(words, items=records_of(source, [key]), **priced)


def _priced(source: PleadingSource, schedule: FeeSchedule, pages: int) -> dict[str, Any]:
    """Return what a sentence says of so many pages by a schedule."""
    free = min(pages, schedule.free_pages)
    return {
        "pages": pages,
        "free": free,
        "charged": pages - free,
        "price": _written(source, schedule, schedule.per_page),
        "due": _written(source, schedule, schedule.due(pages)),
    }


def _written(source: PleadingSource, schedule: FeeSchedule, amount: int) -> str:
    return source.text(schedule.sum).replace("{amount}", f"{amount:,}")


def _pages(words: str) -> int | None:
    """Return the number of pages that words name; None if they name none, or several."""
    named = {int(each.replace(",", "")) for each in _PAGES.findall(words)}
    return named.pop() if len(named) == 1 else None


def _amount(demanded: str, schedule: FeeSchedule) -> int | None:
    """Return a sum in whole units of the currency; None for another one, or several numbers."""
    numbers = _NUMBER.findall(demanded)
    words = set(re.findall(r"[^\W\d]+", demanded.casefold()))
    if len(numbers) != 1 or words.isdisjoint(schedule.currency):
        return None
    return int(numbers[0].replace(",", "").partition(".")[0])


def _sum(notice: Entry) -> str:
    event = notice.event
    return as_text(event.sum) if isinstance(event, FeeNoticed) else ""
