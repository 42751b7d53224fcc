"""Appeals about a fee notice, a request that was passed on, and a reply that refers items.

Received on Monday 12 October 2026: ten working days end on Monday 26 October. A fee notice of
Tuesday 20 October is in time; thirty days from it end on Thursday 19 November. One of Monday 2
November came after the time. Filed on Monday 16 November.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from tests.abroad import asked_abroad, library_abroad, noted
from tests.offices import BY, Clock, a_paper, a_request, an_office, received
from tests.services.letters.scenes import FILED, RECEIVED, answered, outcome, transfer
from tests.services.letters.test_pleadings import body, pleading
from tracker.domain.base.days import DaySpan
from tracker.domain.base.terms import FeeCalculation, FeeCharge
from tracker.domain.case.case_status import case_status_of
from tracker.domain.case.paper_details import NO_DETAILS, PaperDetails
from tracker.domain.events.clock.fee_noticed import FeeNoticed
from tracker.domain.events.clock.fee_paid import FeePaid
from tracker.domain.events.clock.transferred import Transferred
from tracker.domain.law.law import LetterKind
from tracker.domain.law.outcome import Outcome
from tracker.domain.law.pleas import Circumstance
from tracker.domain.words.pleading import PleadingPart
from tracker.services.cases.clock_events import record_clock_event
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.letters.authority_checks import CheckStatement, check_authority
from tracker.services.letters.grounds_of_appeal import circumstances
from tracker.services.letters.letter_facts import Writer, writer_of
from tracker.services.people.accounts import add_account
from tracker.services.ports.people import RoleName
from tracker.services.ports.workbook import OpenedDocument, StayState
from tracker.translations import locale

LAW = "pk-raia-2017"
IN_TIME, TOO_LATE = date(2026, 10, 20), date(2026, 11, 2)
NUMBERED = PaperDetails("RTI-77/2026", date(2026, 10, 19), "Director (Legal)", "Pay Rs 4,000.")


def fee_notice(
    office: Office,
    reference: str,
    on: date = IN_TIME,
    details: PaperDetails = NO_DETAILS,
    calculation: FeeCalculation = FeeCalculation.UNCHECKED,
    charges: tuple[FeeCharge, ...] = (),
    of: str = "Rs 4,000",
) -> None:
    event = FeeNoticed(on=DaySpan.on(on), sum=of, calculation=calculation, charges=charges)
    papers = [a_paper("fee.txt")]
    record_clock_event(office, reference, event, papers, details, by=BY)


def appeal(
    office: Office,
    clock: Clock,
    scene: Callable[[Office, str], None],
    language: str = "en",
    filed: date = FILED,
) -> Writer:
    """The appeal of a request to the regulator after a scene."""
    spoken = replace(office, locale=locale)
    reference = a_request(spoken, language=language, on=date(2026, 10, 8))
    received(spoken, reference, RECEIVED)
    clock.set(filed)
    scene(spoken, reference)
    sweep(spoken, filed)
    with spoken.cases.look(reference) as case:
        return writer_of(spoken, case, LetterKind.APPEAL)


def keys(of: Writer, part: PleadingPart) -> list[str]:
    return [row.key for row in pleading(of).parts[part]]


@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_fee_notice_in_time_is_pleaded_as_the_grant_and_no_silence_beside_it(
    office: Office, clock: Clock, language: str
) -> None:
    of = appeal(office, clock, lambda o, r: fee_notice(o, r, details=NUMBERED), language)
    grounds, reliefs = keys(of, PleadingPart.GROUNDS), keys(of, PleadingPart.RELIEF)

    assert [key for key in grounds if key.count(":") == 1] == [
        "ground:appeal-granted-for-fee",
        "ground:appeal-fee-schedule",
        "ground:appeal-no-decision-otherwise",
        "ground:appeal-public-record",
    ]
    assert reliefs == [
        "relief",
        "relief:find-grant",
        "relief:state-sum",
        "relief:supply-for-fee",
        "relief:no-decision-otherwise",
        "relief:publish",
        "relief:show-cause",
        "relief:compliance",
    ]
    assert keys(of, PleadingPart.TIME) == ["time:decision", "time:otherwise"]
    said = of.locale.say("Fee demanded")
    assert {item.answer for item in pleading(of).items} == {said}


def test_the_fee_notice_is_identified_with_its_sum_and_dates(office: Office, clock: Clock) -> None:
    said = body(appeal(office, clock, lambda o, r: fee_notice(o, r, details=NUMBERED)))

    assert (
        "Appeal against the fee notice No. RTI-77/2026 of 19 October 2026 on the request of 8 "
        "October 2026"
    ) in said
    assert "Rs 4,000 demanded. None of the records has been supplied." in said
    assert "The fee notice was received on 20 October 2026, and this appeal is filed on 16" in said
    assert (
        "the time for one (section 14(1)) had by the count in Annex D ended by 28 October 2026"
        in said
    )
    assert "The document is signed by the Director (Legal). It reads: “Pay Rs 4,000.”" in said
    assert not re_silence(said)


def re_silence(said: str) -> bool:
    """Return whether a letter pleads silence as its main cause."""
    words = ("No decision, in whole or in part", "failure to decide", "no decision on the request")
    return any(each in said for each in words) or "An exception is to be notified in time" in said


def test_what_the_notice_shows_of_its_sum_is_stated_and_otherwise_asked_for(
    office: Office, clock: Clock
) -> None:
    unread = body(appeal(office, clock, lambda o, r: fee_notice(o, r, of="")))
    assert "[state the sum, as the notice prints it]" in unread
    assert "[State what the sum is said to be for, and whether the notice shows" in unread

    charges = (FeeCharge.PREPAYMENT, FeeCharge.STAFF_TIME)
    read = appeal(
        office,
        clock,
        lambda o, r: fee_notice(
            o, r, calculation=FeeCalculation.NOT_SHOWN, charges=charges, of="Rs 4,000"
        ),
    )
    said = body(read)
    assert "The notice does not show how the sum was worked out. It asks for a payment in" in said
    assert "No more than the prescribed fee can be asked for in advance" in said
    assert "The time of staff may not be charged" in said
    assert "A sum of which the notice shows no calculation cannot be checked" in said
    grounds = keys(read, PleadingPart.GROUNDS)
    for item in pleading(read).items:
        assert "ground:appeal-fee-for-staff-time" in item.grounds
        assert set(item.grounds) <= set(grounds)


def test_a_fee_notice_after_the_time_is_late_as_well(office: Office, clock: Clock) -> None:
    def scene(here: Office, reference: str) -> None:
        sweep(here, date(2026, 10, 30))
        fee_notice(here, reference, TOO_LATE)

    of = appeal(office, clock, scene)
    said = body(of)

    assert "Appeal against the failure to decide in time, and the fee notice" in said
    assert keys(of, PleadingPart.TIME)[0] == "time:silence"
    assert "time:otherwise" not in keys(of, PleadingPart.TIME)
    assert (
        "The decision came after the ten working days, and a ground for more is to be shown"
        in said
    )
    assert "the decision came after the time of section 14(1), and that no ground" in said
    assert "to find that no decision was communicated" not in said


def test_a_fee_that_was_paid_makes_the_records_due_and_asks_for_a_refund(
    office: Office, clock: Clock
) -> None:
    def scene(here: Office, reference: str) -> None:
        fee_notice(here, reference)
        noted(here, reference, "fee-paid", date(2026, 10, 22))

    of = appeal(office, clock, scene)
    said = body(of)

    assert "The request was granted and the fee paid, and the records are due" in said
    assert "to order the refund of anything paid beyond the cost" in said
    assert {item.answer for item in pleading(of).items} == {"Fee demanded and paid"}
    assert "to supply the records in items (1) to (8) within 7 working days of the order" in said
    assert not re_silence(said)
    unpaid = body(appeal(office, clock, lambda o, r: fee_notice(o, r)))
    assert "refund" not in unpaid


@pytest.mark.parametrize("country", ["gb", "lk"])
def test_where_a_fee_notice_may_have_stopped_the_time_no_silence_is_pleaded(
    country: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The notice of the third day is not paid; the letters are dated long after the time."""
    bodies = {"gb": "gb-ofcom", "lk": "lk-trcsl"}
    with an_office(tmp_path_factory.mktemp("fee"), library=library_abroad()) as (office, clock):
        spoken = replace(office, locale=locale)
        reference = asked_abroad(spoken, bodies[country], date(2024, 1, 8))
        noted(spoken, reference, "fee-noticed", date(2024, 1, 10))
        clock.set(date(2024, 2, 12))
        with spoken.cases.look(reference) as case:
            of = writer_of(spoken, case, LetterKind.APPEAL)
        said = body(of)

    own = {
        "gb": "A fee was asked for, and nothing has been decided",
        "lk": "With the notice of a fee it was decided to provide the information",
    }
    assert own[country] in said
    assert country == "gb" or "on which a fee was asked for by the notice" in said
    assert "No decision was given within the time that the law allows" not in said
    assert "to find that no decision was given" not in said
    assert {item.answer for item in pleading(of).items} == {"Fee demanded"}


@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_request_passed_on_has_two_respondents_and_the_time_of_the_first(
    office: Office, clock: Clock, language: str
) -> None:
    def scene(here: Office, reference: str) -> None:
        noted(here, reference, "transferred", date(2026, 10, 14), to="pk-interior")

    of = appeal(office, clock, scene, language)
    said, say = body(of).replace("\u200e", "").replace("\u200f", ""), of.locale.say

    assert of._values()["second_name"] == of.office.library.body("pk-interior").name.in_language(
        language
    )
    assert said.index(say("First respondent")) < said.index(say("Second respondent"))
    assert keys(of, PleadingPart.TIME)[0] == "time:silence"
    assert "ground:appeal-passed-on" in keys(of, PleadingPart.GROUNDS)
    assert "relief:find-silence" in keys(of, PleadingPart.RELIEF)
    assert "relief:find-passed-on" not in keys(of, PleadingPart.RELIEF)
    assert "relief:search-passed-on" in keys(of, PleadingPart.RELIEF)
    assert {item.answer for item in pleading(of).items} == {say("No answer; request passed on")}
    assert "نمبر 1 نمبر" not in said
    if language == "en":
        assert "(section 14(1)) had ended by 28 October 2026, and this appeal is filed" in said
        assert "2 November" not in said
        assert "which it had done by 14 October 2026 (Annex C)" in said
        assert "receipt by the second" not in said
        assert "Did the first respondent decide within the time fixed by section 14(1)?" in said
        assert "No default is alleged against it." in said
        assert "each respondent" not in said
        assert "the first respondent, which is “the Body” in it" in said
        assert "No acknowledgement has been received" not in said


def test_a_body_outside_the_library_is_a_second_respondent_by_the_name_in_the_notice(
    office: Office, clock: Clock
) -> None:
    def scene(here: Office, reference: str) -> None:
        named = Transferred(on=DaySpan.on(date(2026, 10, 14)), named="National Cyber Office")
        record_clock_event(here, reference, named, [a_paper("notice.txt")], by=BY)

    said = body(appeal(office, clock, scene))

    assert "National Cyber Office" in said
    assert "[Address of the second respondent]" in said


def test_a_reply_that_refers_items_names_the_body_and_counts_what_it_did(
    office: Office, clock: Clock
) -> None:
    """The items that it refers have no decision, and those that it does not hold need a search."""

    def scene(here: Office, reference: str) -> None:
        sent_on = replace(outcome(Outcome.REFERRED_ELSEWHERE), referred_to="pk-interior")
        not_held = outcome(Outcome.NOT_HELD)
        answered(here, reference, "not-held", date(2026, 10, 23), sent_on, not_held)

    of = appeal(office, clock, scene)
    said = body(of)

    counted = "4 items said to be absent and 4 items referred to the Ministry of Interior"
    assert counted in said or counted.replace(" and ", ", ") in said
    assert "Reply that the body does not hold the records" not in said
    assert "Appeal against the reply (received on 23 October 2026)" in said
    assert "A referral is neither a grant nor a rejection under section 13(2)" in said
    assert (
        "to join the Ministry of Interior to this appeal, to decide, once each body has been heard"
        in said
    )
    assert (
        "It is submitted that no decision has been communicated on the records in items "
        "(1), (3), (5) and (7)." in said
    )
    rows = {item.number: item for item in pleading(of).items}
    assert {"relief:custodian", "relief:search"} <= set(rows[1].relief)
    assert "relief:custodian" not in rows[2].relief


@pytest.mark.parametrize(
    ("words", "worked_out"),
    [
        # 43 pages: ten are free, and 33 at 2 rupees are 66.
        (
            "Item 2 runs into 43 pages and will be supplied upon deposit of Rs 860.",
            "By this schedule 43 pages, should the records in item (2) have as many, cost Rs 66 "
            "on paper, without the cost of sending: 10 are free, and the other 33 cost Rs 2 each.",
        ),
        (
            "Item 2, of 9 pages, is ready on payment of Rs 450.",
            "in item (2) have as many, are free.",
        ),
        ("Item 2 is ready on payment of Rs 860.", ""),
    ],
)
def test_a_fee_for_one_item_is_argued_for_that_item_alone(
    office: Office, clock: Clock, words: str, worked_out: str
) -> None:
    """Nothing else that is said of a refusal is said of it."""
    refused = outcome(Outcome.REFUSED, "s16-1-e")
    for_fee = outcome(Outcome.OFFERED_FOR_FEE)

    def scene(here: Office, reference: str) -> None:
        told = replace(NUMBERED, words=f"Item 1 is refused. {words}")
        on = date(2026, 10, 23)
        every = (refused, for_fee, *[refused] * 6)
        answered(here, reference, "refused", on, *every, details=told)

    check_schedule(office)
    of = appeal(office, clock, scene)
    said = body(of)

    assert "1 item offered for a fee" in said
    assert "7 items refused" in said
    (row,) = (each for each in pleading(of).items if each.number == 2)
    assert row.answer == "Offered for a fee"
    assert row.grounds == ("ground:appeal-fee",)
    assert "The fee demanded has not been justified (item (2))" in said
    assert "(items (1) and (3) to (8))" in said
    assert worked_out in said
    assert ("By this schedule" in said) is bool(worked_out)


def test_a_fee_for_an_item_that_was_paid_is_not_argued(office: Office, clock: Clock) -> None:
    reference = a_request(office, on=date(2026, 10, 8))
    received(office, reference, RECEIVED)
    clock.set(FILED)
    refused, for_fee = outcome(Outcome.REFUSED, "s16-1-e"), outcome(Outcome.OFFERED_FOR_FEE)
    answered(office, reference, "refused", IN_TIME, refused, for_fee)
    fee_notice(office, reference)

    def argued() -> bool:
        with office.cases.look(reference) as case:
            status = case_status_of(case.history, office.library)
        return Circumstance.FEE_DEMANDED in circumstances(status, office.library.laws[LAW])

    assert argued()
    paid = FeePaid(on=DaySpan.on(date(2026, 11, 2)))
    record_clock_event(office, reference, paid, [a_paper("paid.txt")], by=BY)
    assert not argued()


@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_body_that_nobody_named_is_called_so(
    office: Office, clock: Clock, language: str
) -> None:
    def scene(here: Office, reference: str) -> None:
        every = outcome(Outcome.REFERRED_ELSEWHERE)
        answered(here, reference, "refused", date(2026, 10, 23), every)

    of = appeal(office, clock, scene, language)

    assert not {"ground:appeal-refused", "ground:appeal-not-held"} & set(
        keys(of, PleadingPart.GROUNDS)
    )
    assert of.locale.say("another body") in body(of)
    # Nobody can be heard whom the reply does not name.
    asked = {*keys(of, PleadingPart.RELIEF), *keys(of, PleadingPart.INTERIM)}
    assert not {"relief:custodian", "relief:preserve-referred"} & asked


@pytest.mark.parametrize(
    ("words", "of", "expected"),
    [
        # 149 pages: ten are free, and 139 at 2 rupees are 278.
        ("149 pages at Rs 50 each", "Rs 7,450", "cost Rs 278 on paper, without the cost of"),
        ("149 pages at Rs 50 each", "Rs 7,450", "10 are free, and the other 139 cost Rs 2 each"),
        ("10 pages", "Rs 500", "By this schedule 10 pages are free"),
        # 4,000 rupees are the price of 2,000 pages beside the ten.
        ("Pay Rs 4,000.", "Rs. 4,000/-", "Rs. 4,000/- would pay for 2,010 pages."),
        ("10 pages are free, 149 pages are not", "PKR 4000", "PKR 4000 would pay for 2,010 pages"),
    ],
)
def test_the_fee_by_the_schedule_is_worked_out_beside_what_is_demanded(
    office: Office, clock: Clock, words: str, of: str, expected: str
) -> None:
    check_schedule(office)
    details = replace(NUMBERED, words=words)
    found = body(appeal(office, clock, lambda o, r: fee_notice(o, r, details=details, of=of)))
    assert expected in found
    assert ("depends on the number of pages" in found) is ("would pay" in expected)


def check_schedule(office: Office) -> None:
    """Let letters cite the schedule of costs."""
    lawyer = add_account(office, "lawyer@example.org", "Lawyer", RoleName.LAWYER).id
    stated = CheckStatement(
        OpenedDocument.ITSELF, True, StayState.NOT_FOUND, office.latest_today()
    )
    check_authority(office, "pk-costs", stated, by=lawyer)


def test_no_fee_is_worked_out_from_another_currency_or_an_unchecked_schedule(
    office: Office, clock: Clock
) -> None:
    found = body(appeal(office, clock, lambda o, r: fee_notice(o, r, details=NUMBERED)))
    assert "By this schedule" not in found
    assert "would pay for" not in found

    check_schedule(office)
    found = body(appeal(office, clock, lambda o, r: fee_notice(o, r, of="USD 40")))
    assert "depends on the number of pages, which is for the respondent to state" in found
    assert "would pay for" not in found


def test_the_body_that_received_a_request_is_asked_for_the_receipt_and_the_records(
    office: Office, clock: Clock
) -> None:
    found = body(appeal(office, clock, transfer))
    second = "to direct the principal officer of the second respondent"
    assert f"{second}, once it has been heard, under section 20(1)(e) to supply that" in found
    assert f"{second} to state in writing, within 7 days of the direction, whether and on" in found
