"""What a public record says while a fee or a question back holds the time of a body up."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.abroad import asked_abroad, library_abroad, noted
from tests.offices import Clock, a_request, an_office, received
from tests.web import record_scenes as scenes
from tests.web.browser import an_app, signed_in, somebody
from tracker.domain.case.case_status import Phase
from tracker.domain.events.clock.fee_noticed import FeeNoticed
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.web.record.request.status_text import public_status_text

NO_PAYMENT = "No payment recorded by"
NO_ANSWER = "The body asked for clarification and no reply has been logged."


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[tuple[Office, Clock]]:
    with an_office(tmp_path, library=library_abroad()) as found:
        found[1].set(date(2024, 12, 2))
        yield found


def asked(office: Office, on: date) -> str:
    """A request to the Pakistani regulator, sent and received on a day."""
    reference = a_request(office, on=on)
    received(office, reference, on)
    return reference


def stands(office: Office, reference: str) -> str:
    return public_status_text(office.records.record(reference), office.library)


def test_a_fee_of_which_the_law_says_nothing_is_named_with_its_day_and_nobody_is_called_silent(
    opened: tuple[Office, Clock],
) -> None:
    """The fifteen working days of the Union run from the registration; the Regulation on file does
    not say whether the notice of 25 March 2024 stops them."""
    office, _ = opened
    reference = asked_abroad(office, "eu-commission", date(2024, 3, 18))
    noted(office, reference, "registered", date(2024, 3, 18))
    noted(office, reference, "fee-noticed", date(2024, 3, 25))
    assert sweep(office).entered == ()
    scenes.show(office, reference)

    said = stands(office, reference)

    assert NO_PAYMENT in said
    assert "Until this is clear, no deadline can be calculated and we do" in said
    assert "we do not say that the body failed to respond" in said
    page = signed_in(an_app(office), office, somebody(office)).get(f"/desk/requests/{reference}")
    assert "A fee was requested (Monday 25 March 2024) and no payment has" in page.words
    assert "The applicant must act: pay and log the" in page.words


def test_a_fee_notice_that_grants_the_request_is_said_and_nobody_is_called_silent(
    opened: tuple[Office, Clock],
) -> None:
    """Pakistan, federal: received on Monday 18 March 2024, so the ten working days end on 1 April.
    The notice of 25 March is the decision, whether the fee is paid or not."""
    office, _ = opened
    reference = asked(office, date(2024, 3, 18))
    noted(office, reference, "fee-noticed", date(2024, 3, 25))
    assert sweep(office).entered == ()
    scenes.show(office, reference)

    said = stands(office, reference)

    assert "No response" not in said
    assert "time limit" not in said
    assert "asked for a fee on Monday 25 March 2024. Under this law that notice grants" in said
    page = signed_in(an_app(office), office, somebody(office)).get(f"/desk/requests/{reference}")
    assert "A fee was requested (Monday 25 March 2024) and no payment has" in page.words

    noted(office, reference, "fee-paid", date(2024, 4, 2))
    assert sweep(office).entered == ()
    scenes.show(office, reference)
    assert "No response" not in stands(office, reference)
    assert scenes.body_results(office, "pk-pta") == {"open": 1}
    page = signed_in(an_app(office), office, somebody(office)).get(f"/desk/requests/{reference}")
    assert "A fee was requested (Monday 25 March 2024) and paid." in page.words


def test_a_grant_after_the_standard_limit_and_within_the_maximum_is_a_late_grant(
    opened: tuple[Office, Clock],
) -> None:
    """Pakistan, federal: received on Monday 18 March 2024, so ten working days end on Monday 1
    April, and twenty on Thursday 18 April at the latest. The notice comes on Thursday 4 April."""
    office, _ = opened
    reference = asked(office, date(2024, 3, 18))
    assert [each.stage for each in sweep(office, date(2024, 4, 3)).entered] == ["reply"]
    noted(office, reference, "fee-noticed", date(2024, 4, 4))
    assert sweep(office).entered == ()
    scenes.show(office, reference)

    said = stands(office, reference)

    assert office.records.record(reference).phase is Phase.GRANTED
    assert "No response recorded" not in said
    assert "asked for a fee on Thursday 4 April 2024. Under this law that notice grants" in said
    assert "That was after the standard time limit: no response had been recorded by 1 A" in said
    anyone = an_app(office).test_client()
    page = anyone.get(f"/requests/{reference}").get_data(as_text=True)
    assert "at the earliest" not in page
    assert "Ended by a notice (4 April 2024)" in page
    assert "Granted by a fee notice after the standard limit" in page


def test_after_the_standard_limit_a_question_may_still_pause_the_maximum(
    opened: tuple[Office, Clock],
) -> None:
    """Pakistan, federal: received on Monday 18 March 2024, so ten working days end on 1 April and
    twenty on 18 April. The question of Thursday 4 April comes between the two."""
    office, _ = opened
    reference = asked(office, date(2024, 3, 18))
    noted(office, reference, "clarification-asked", date(2024, 4, 4))
    assert [each.stage for each in sweep(office).entered] == ["reply"]
    scenes.show(office, reference)

    said = stands(office, reference)

    assert office.records.record(reference).phase is Phase.OVERDUE
    assert said.startswith("No response recorded by 1 April 2024")
    assert NO_ANSWER in said
    assert "since Thursday 4 April 2024" in said
    assert "we do not say that the body failed to respond" in said


def test_where_the_law_stops_the_time_that_is_said_and_the_payment_ends_it(
    opened: tuple[Office, Clock],
) -> None:
    """India: the days between the notice of the fee and its payment are left out by the Act."""
    office, _ = opened
    reference = asked_abroad(office, "in-meity", date(2024, 1, 10))
    noted(office, reference, FeeNoticed.kind, date(2024, 1, 22))
    scenes.show(office, reference)

    said = stands(office, reference)
    assert NO_PAYMENT in said
    assert "The clock has been paused since Monday 22 January 2024" in said

    noted(office, reference, "fee-paid", date(2024, 11, 28))
    scenes.show(office, reference)
    assert "has been paused" not in stands(office, reference)
    assert NO_PAYMENT not in stands(office, reference)


def test_a_question_back_is_told_apart_from_a_fee(opened: tuple[Office, Clock]) -> None:
    office, _ = opened
    reference = asked_abroad(office, "in-meity", date(2024, 1, 10))
    noted(office, reference, "clarification-asked", date(2024, 1, 15))
    scenes.show(office, reference)

    said = stands(office, reference)
    assert NO_ANSWER in said
    assert NO_PAYMENT not in said
    assert "since Monday 15 January 2024" in said


def test_nothing_of_it_is_said_where_the_time_has_an_end(opened: tuple[Office, Clock]) -> None:
    office, _ = opened
    reference = asked(office, date(2024, 11, 25))
    scenes.show(office, reference)
    assert "has been paused" not in stands(office, reference)


TO_PAY = "Fee asked for on Monday 25 March 2024: granted on payment."
PAID = "Fee asked for on Monday 25 March 2024 and paid on Tuesday 2 April 2024."
WHERE_A_STATUS_IS = ("/requests", "/requests/{}", "/bodies/pk-pta", "/feed.atom")


def named_everywhere(
    office: Office, reference: str, at_the_workspace: str, text: str, public: str
) -> None:
    """Look for the name of a status wherever one is shown, and for none of an awaited response."""
    app = an_app(office)
    staff, anyone = signed_in(app, office, somebody(office)), app.test_client()
    assert f">{at_the_workspace}</span>" in staff.get("/desk/requests").text
    assert text in staff.get(f"/desk/requests/{reference}").words
    for address in WHERE_A_STATUS_IS:
        words = anyone.get(address.format(reference)).get_data(as_text=True)
        assert public in words, address
        assert "no response recorded" not in words.lower(), address


def test_a_granted_request_is_called_granted_wherever_a_status_is_shown(
    opened: tuple[Office, Clock],
) -> None:
    """Pakistan, section 13(2)(a): the notice of 25 March 2024 came in the ten working days."""
    office, _ = opened
    reference = asked(office, date(2024, 3, 18))
    noted(office, reference, "fee-noticed", date(2024, 3, 25))
    scenes.show(office, reference)
    named_everywhere(
        office, reference, "Granted, fee to be paid", TO_PAY, "Granted, subject to a fee"
    )
    assert office.records.record(reference).phase is Phase.GRANTED

    noted(office, reference, "fee-paid", date(2024, 4, 2))
    scenes.show(office, reference)
    named_everywhere(office, reference, "Granted, fee paid", PAID, "Granted, fee paid")
    assert office.records.record(reference).phase is Phase.FEE_PAID


def test_a_fee_that_pauses_the_time_is_named_until_it_is_paid(
    opened: tuple[Office, Clock],
) -> None:
    office, _ = opened
    reference = asked_abroad(office, "in-meity", date(2024, 1, 10))
    noted(office, reference, FeeNoticed.kind, date(2024, 1, 22))
    scenes.show(office, reference)
    assert office.records.record(reference).phase is Phase.FEE_ASKED
    page = an_app(office).test_client().get(f"/requests/{reference}").get_data(as_text=True)
    assert "Fee asked for" in page

    noted(office, reference, "fee-paid", date(2024, 11, 28))
    scenes.show(office, reference)
    assert office.records.record(reference).phase is Phase.AWAITING
