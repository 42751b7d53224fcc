"""The desk records what stops or starts the clock, and which of several remedies was used."""

from datetime import date

import pytest

from tests.abroad import asked_abroad, library_abroad, noted, refused
from tests.offices import Clock, a_request, received, told
from tests.web.browser import Browser, Page
from tests.web.desk.request_parts import steps
from tracker.domain.library import Library
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office

PDF = (b"%PDF-1.7\n%a small paper\n", "notice.pdf")


@pytest.fixture
def office_library() -> Library:
    """It has blocks in other countries."""
    return library_abroad()


@pytest.fixture
def british(office: Office, clock: Clock) -> str:
    """The address of a request that Ofcom received on 3 January 2024; it is 24 January."""
    reference = asked_abroad(office, "gb-ofcom", date(2024, 1, 3))
    clock.set(date(2024, 1, 24))
    return f"/desk/requests/{reference}"


def reference_of(address: str) -> str:
    return address.rsplit("/", 1)[1]


def kinds(page: Page) -> list[str]:
    return [str(box.get("value")) for box in page.tree.xpath("//input[@name='kind']")]


def test_a_fee_is_recorded_and_the_clock_stands_still_until_it_is_paid(
    lawyer: Browser, british: str
) -> None:
    assert "Log a clock event" in steps(lawyer.get(british))
    page = lawyer.get(f"{british}/notice")
    assert "fee-noticed" in kinds(page)
    assert "fee-paid" not in kinds(page)
    assert "The working days from the day on which a fees notice is given" in page.words

    stopped = lawyer.submit(page, {"kind": "fee-noticed", "on": "2024-01-09"}, {"papers": PDF})

    assert "Logged." in stopped.words
    assert "Body asked for a fee" in stopped.words
    assert "Notice from the body" in stopped.words
    page = lawyer.get(f"{british}/notice")
    assert "fee-noticed" not in kinds(page)
    assert "It ends what began on Tuesday 9 January 2024." in page.words
    running = lawyer.submit(page, {"kind": "fee-paid", "on": "2024-01-16"}, {"papers": PDF})
    assert "Ofcom’s deadline to respond" in running.words


def test_without_its_paper_nothing_is_recorded_and_what_was_typed_stays(
    lawyer: Browser, british: str
) -> None:
    page = lawyer.submit(f"{british}/notice", {"kind": "fee-noticed", "on": "2024-01-09"})

    assert page.status == 422
    assert "We say nothing about a body without it" in page.summary()[0]
    assert page.value("kind") == "fee-noticed"
    assert page.value("on") == "2024-01-09"


def test_a_transfer_names_the_body_that_received_the_request(
    lawyer: Browser, office: Office, clock: Clock
) -> None:
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))
    clock.set(date(2024, 3, 6))
    page = lawyer.get(f"/desk/requests/{reference}/notice")
    offered = [
        str(option.get("value")) for option in page.tree.xpath("//select[@name='to']/option")
    ]
    assert "pk-interior" in offered
    assert not {"pk-pta", "pk-pic", "gb-ofcom"} & set(offered)
    typed = {"kind": "transferred", "on": "2024-03-04"}
    unsaid = lawyer.submit(page, typed, {"papers": PDF})
    assert unsaid.summary()[0] == "Choose the body that received the request."
    typed["to"] = "pk-interior"

    shown = lawyer.submit(page, typed, {"papers": PDF})

    assert "Transferred to another body" in shown.words
    name = office.library.body("pk-interior").mention
    assert f"To {name}." in shown.words


def test_under_a_law_without_transfers_the_day_to_enter_is_that_of_the_notice(
    lawyer: Browser, office: Office, british: str
) -> None:
    asked_for = "Enter the day on which you received the notice."
    reference = a_request(office, on=date(2024, 1, 2))
    received(office, reference, date(2024, 1, 3))

    assert asked_for in lawyer.get(f"/desk/requests/{reference}/notice").words
    assert asked_for not in lawyer.get(f"{british}/notice").words


def test_a_request_may_go_to_a_body_that_is_not_on_file_and_a_fee_to_none(
    lawyer: Browser, british: str
) -> None:
    page = lawyer.get(f"{british}/notice")
    typed = {"kind": "fee-noticed", "on": "2024-01-09", "to": "gb-dsit"}
    wrong = lawyer.submit(page, typed, {"papers": PDF})
    assert wrong.summary()[0] == "Only a transfer names another body. Choose none here."
    typed |= {"kind": "transferred", "to": "elsewhere"}

    shown = lawyer.submit(page, typed, {"papers": PDF})

    assert "To a body we do not have in our list." in shown.words


def test_before_receipt_the_page_says_that_no_clock_runs(lawyer: Browser, office: Office) -> None:
    reference = a_request(office)

    page = lawyer.get(f"/desk/requests/{reference}/notice")

    assert "the clock is not running" in page.words
    assert "Log a clock event" not in steps(lawyer.get(f"/desk/requests/{reference}"))


def test_of_several_remedies_the_person_says_which_was_used(
    lawyer: Browser, office: Office, clock: Clock
) -> None:
    clock.set(date(2024, 2, 15))
    reference = asked_abroad(office, "in-meity", date(2024, 1, 10))
    refusal = refused(office, reference, date(2024, 1, 31)).seq
    address = f"/desk/requests/{reference}"
    page = lawyer.get(f"{address}/appeal")
    assert "First appeal, to the senior officer in the public authority" in page.words
    assert "No deadline can be calculated. No time limit is known for" in page.words
    assert "Central Information Commission" in page.words
    typed = {"on": "2024-02-15", "channel": "hand", "without_proof": "y"}

    unsaid = lawyer.submit(page, typed, {"letter": PDF})
    assert "Choose the remedy that was used." in unsaid.summary()
    filed = lawyer.submit(page, typed | {"remedy": f"complaint:{refusal}"}, {"letter": PDF})

    assert "Complaint to the Central Information Commission." in filed.words
    assert "To the Central Information Commission" in filed.words
    assert steps(filed)[:2] == ["Log the decision", "Log a response"]
    assert [step for step in steps(filed) if step.startswith("Review the appeal")]
    lawyer.submit(f"{address}/appeal", typed, {"letter": PDF})
    choice = lawyer.get(f"{address}/decision")
    assert len(choice.tree.xpath("//input[@name='appeal']")) == 2


def test_one_filing_against_the_non_response_and_the_late_refusal_is_offered_and_leaves_nothing(
    lawyer: Browser, office: Office, clock: Clock
) -> None:
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))
    clock.set(date(2024, 4, 5))
    sweep(office)
    refusal = refused(office, reference, date(2024, 4, 2)).seq
    address = f"/desk/requests/{reference}"
    page = lawyer.get(f"{address}/appeal")
    both = str(page.tree.xpath("//input[@name='remedy']/@value")[0])
    assert both == f"appeal:{refusal}+"
    assert "together with the non-response" in page.words
    typed = {"on": "2024-04-05", "channel": "hand", "without_proof": "y", "remedy": both}

    filed = lawyer.submit(page, typed, {"letter": PDF})

    assert "Appeal logged." in filed.words
    assert "after no response came in time, and against the late response" in filed.words
    assert not [step for step in steps(filed) if "the appeal" in step]
    assert "last safe day to file" not in filed.words
    letters = lawyer.get(f"{address}/letters")
    assert "filed on Friday 5 April 2024" in letters.words
    assert letters.words.count("chronology and annexes") == 0
    assert lawyer.get(f"{address}/letters/appeal?remedy=appeal:{refusal}").status == 200
    assert lawyer.get(f"{address}/pack?remedy=appeal:99").status == 404
    assert lawyer.get(f"{address}/pack?remedy=appeal:{refusal}").status == 200


def test_after_the_decision_the_next_remedy_is_what_to_do(
    lawyer: Browser, office: Office, clock: Clock
) -> None:
    clock.set(date(2024, 2, 20))
    reference = asked_abroad(office, "gb-ofcom", date(2024, 1, 3))
    refused(office, reference, date(2024, 1, 24))
    address = f"/desk/requests/{reference}"
    page = lawyer.get(f"{address}/appeal")
    assert page.tree.xpath("//input[@name='remedy']") == []
    assert "Request for an internal review" in page.words
    typed = {"on": "2024-02-01", "channel": "email", "recipient": "foi@ofcom.example"}
    lawyer.submit(page, typed, {"letter": PDF, "proofs": PDF})

    decided = lawyer.submit(
        f"{address}/decision", {"on": "2024-02-20", "outcome": "dismissed"}, {"papers": PDF}
    )

    assert steps(decided)[0] == "Review the complaint"
    assert "Complaint to the Information Commissioner" in decided.words


def test_a_published_record_shows_the_fee_with_the_silence(
    lawyer: Browser, stranger: Browser, office: Office, british: str, clock: Clock
) -> None:
    reference = reference_of(british)
    noted(office, reference, "fee-noticed", date(2024, 1, 9))
    noted(office, reference, "fee-paid", date(2024, 1, 16))
    clock.set(date(2024, 3, 4))
    sweep(office, date(2024, 2, 9))
    told(office, reference, date(2024, 2, 10))
    form = lawyer.get(f"{british}/publish")
    everything = form.value("entries")
    typed = {"accepted": "y", "action": "publish"}
    without = [seq for seq in everything if seq not in ("5", "6")]

    refused_page = lawyer.submit(form, typed | {"entries": without})
    assert (
        "Publish the entry “Body asked for a fee” together with the receipt"
        in refused_page.summary()[0]
    )
    lawyer.submit(form, typed)

    public = stranger.get(f"/requests/{reference}")
    assert "Body asked for a fee" in public.text
    assert "Body received the fee" in public.text


def test_a_question_of_which_the_law_says_nothing_is_offered_and_leaves_no_day_safe(
    lawyer: Browser, office: Office, clock: Clock
) -> None:
    """PTA, received on 26 February 2024: ten working days end on 11 March."""
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))
    clock.set(date(2024, 3, 18))
    address = f"/desk/requests/{reference}"
    page = lawyer.get(f"{address}/notice")
    assert {"fee-noticed", "clarification-asked"} <= set(kinds(page))
    assert "We do not know whether a request for clarification" in page.words
    assert "A notice of the fee that comes in time grants the request" in page.words

    lawyer.submit(page, {"kind": "clarification-asked", "on": "2024-03-04"}, {"papers": PDF})

    told = lawyer.get(address).words
    assert "No safe day left to file" in told
    assert "so no day is safe to file" in told
    assert "The clock may have been paused since" in told
    ends = lawyer.get(f"{address}/notice").words
    assert ends.count("It ends what began on Monday 4 March 2024.") == 1


def test_a_notice_that_grants_the_request_ends_the_deadline_to_reply(
    lawyer: Browser, office: Office, clock: Clock
) -> None:
    """Pakistan, federal: after the notice no time to reply runs, so none is “at the earliest”."""
    clock.set(date(2024, 3, 20))
    reference = a_request(office, on=date(2024, 3, 18))
    received(office, reference, date(2024, 3, 18))
    typed = {"kind": "fee-noticed", "on": "2024-03-19"}

    page = lawyer.submit(f"/desk/requests/{reference}/notice", typed, {"papers": PDF})

    assert "Reply of the public body, deadline: was Monday 1 April 2024. No longer" in page.words
    assert "at the earliest" not in page.words
