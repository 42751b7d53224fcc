"""What a document of a body says of itself: stored sealed, beside its entry."""

from datetime import date

import pytest

from tests.abroad import noted
from tests.offices import BY, a_paper, a_request, received
from tracker.domain.base.canonical import to_plain
from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import BadInput
from tracker.domain.base.terms import FeeCalculation, FeeCharge
from tracker.domain.case.case_state import case_state_of
from tracker.domain.case.paper_details import NO_DETAILS, PaperDetails
from tracker.domain.events.clock.fee_noticed import FeeNoticed
from tracker.domain.events.clock.transferred import Transferred
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.outcome import QuestionOutcome
from tracker.domain.law.questions import Outcome
from tracker.services.cases.clock_events import record_clock_event
from tracker.services.cases.erasing import erase_person
from tracker.services.cases.receiving import Response, note_extension, take_reply
from tracker.services.core.office import Office

RECEIVED, CAME = date(2024, 3, 18), date(2024, 3, 28)
DETAILS = PaperDetails(
    "F. 4-2/2024-RTI", date(2024, 3, 27), "Director (RTI)", "The request is regretted."
)


def asked(office: Office) -> str:
    reference = a_request(office)
    received(office, reference, RECEIVED)
    return reference


def refusal(office: Office, reference: str, details: PaperDetails, to: str = "") -> Response:
    with office.cases.look(reference) as case:
        drafted = case_state_of(case.history).drafted
    assert drafted
    outcome = Outcome.REFERRED_ELSEWHERE if to else Outcome.REFUSED
    found = tuple(QuestionOutcome(each.key, outcome, referred_to=to) for each in drafted.questions)
    papers = [a_paper("refusal.txt")]
    return Response("refused", DaySpan.on(CAME), found, papers, details=details)


def details_of(office: Office, reference: str) -> PaperDetails:
    with office.cases.look(reference) as case:
        return case.paper_details(case.history[-1].seq)


def test_the_number_date_post_and_words_of_a_reply_are_stored_beside_its_entry(
    office: Office,
) -> None:
    reference = asked(office)

    entry = take_reply(office, reference, refusal(office, reference, DETAILS), by=BY)

    assert details_of(office, reference) == DETAILS
    assert b"regretted" not in entry.body
    assert b"F. 4-2" not in entry.body


def test_an_extension_and_a_clock_event_have_details_too(office: Office) -> None:
    reference, other = asked(office), asked(office)

    on, papers = DaySpan.on(CAME), [a_paper("notice.txt")]
    note_extension(office, reference, on, "", papers, DETAILS, by=BY)
    fee = FeeNoticed(
        on=on, sum="Rs 4,000", calculation=FeeCalculation.SHOWN, charges=(FeeCharge.PREPAYMENT,)
    )
    entry = record_clock_event(office, other, fee, papers, DETAILS, by=BY)

    assert details_of(office, reference) == DETAILS
    assert details_of(office, other) == DETAILS
    assert entry.event == FeeNoticed(
        on=on,
        sum="Rs 4,000",
        calculation=FeeCalculation.SHOWN,
        charges=(FeeCharge.PREPAYMENT,),
        evidence=entry.event.evidence,
    )


def test_an_entry_without_details_has_none(office: Office) -> None:
    reference = asked(office)

    noted(office, reference, "fee-noticed", CAME)

    assert details_of(office, reference) == NO_DETAILS


def test_details_are_erased_with_the_person(office: Office) -> None:
    reference = asked(office)
    take_reply(office, reference, refusal(office, reference, DETAILS), by=BY)

    erase_person(office, reference, by=BY)

    with office.cases.look(reference) as case:
        seqs = [e.seq for e in case.history if isinstance(e.event, Reply)]
        assert [case.paper_details(seq) for seq in seqs] == [NO_DETAILS]


@pytest.mark.parametrize(
    "details",
    [
        PaperDetails(number="9" * 121),
        PaperDetails(signed_by="x" * 121),
        PaperDetails(words="x" * 1001),
        PaperDetails(dated=date(2024, 3, 29)),
    ],
)
def test_details_that_cannot_be_right_are_refused_and_nothing_is_logged(
    office: Office, details: PaperDetails
) -> None:
    reference = asked(office)

    with pytest.raises(BadInput):
        take_reply(office, reference, refusal(office, reference, details), by=BY)

    with office.cases.look(reference) as case:
        assert not case_state_of(case.history).replies


def test_the_body_of_a_referral_is_stored_and_is_not_public(office: Office) -> None:
    reference = asked(office)
    response = refusal(office, reference, NO_DETAILS, "pk-interior")

    event = take_reply(office, reference, response, by=BY).event

    assert isinstance(event, Reply)
    assert {each.referred_to for each in event.outcomes} == {"pk-interior"}
    assert "pk-interior" not in str(to_plain(event, public=True))


def test_only_an_item_that_was_referred_names_another_body(office: Office) -> None:
    reference = asked(office)
    response = refusal(office, reference, NO_DETAILS, "x" * 121)
    with pytest.raises(BadInput, match="characters or fewer"):
        take_reply(office, reference, response, by=BY)

    refused = tuple(
        QuestionOutcome(each.question, Outcome.REFUSED, referred_to="pk-interior")
        for each in response.outcomes
    )
    wrong = Response("refused", response.on, refused, response.papers)
    with pytest.raises(BadInput, match="referred elsewhere"):
        take_reply(office, reference, wrong, by=BY)


@pytest.mark.parametrize(
    "event",
    [
        FeeNoticed(on=DaySpan.on(CAME), sum="9" * 61),
        FeeNoticed(on=DaySpan.on(CAME), sum="call 0301 2345678"),
        Transferred(on=DaySpan.on(CAME), named="x" * 121),
        Transferred(on=DaySpan.on(CAME), named="someone@example.org"),
    ],
)
def test_a_sum_and_a_name_that_are_too_long_or_identify_a_person_are_refused(
    office: Office, event: FeeNoticed | Transferred
) -> None:
    reference = asked(office)

    with pytest.raises(BadInput):
        record_clock_event(office, reference, event, [a_paper("notice.txt")], by=BY)
