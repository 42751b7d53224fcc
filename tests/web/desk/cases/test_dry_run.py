"""What a form at the desk would change, shown before it is entered: the count is the server's.

The law is section 14 of the Act of 2017: ten working days, ten more with an extension. Received
on Monday 26 February 2024, ten working days end on Monday 11 March (27 to 29 February, 1 March, 4
to 8 March, 11 March), ten more on Monday 25 March (12 to 15, 18 to 22, 25 March; 23 March,
Pakistan Day, is a Saturday).
"""

from dataclasses import replace
from datetime import date

import pytest
from lxml.html import fragment_fromstring

from tests.offices import AYESHA, BY, Clock, kinds_of, received
from tests.web.browser import Browser, Page
from tracker.services.cases.sending import approve
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.drafting.drafts import save, settle, start

MONDAY = date(2024, 2, 26)


@pytest.fixture
def approved(office: Office, clock: Clock) -> str:
    """A request that is approved and not sent; it is Monday 26 February 2024."""
    clock.set(date(2024, 2, 20))
    draft = replace(start(office, "pk-x-2024", "pk-pta", by=BY), eligibility="citizen")
    draft = save(office, draft, AYESHA, by=BY)
    settle(office, draft.reference, draft.version, by=BY)
    approve(office, draft.reference, by=BY)
    clock.set(MONDAY)
    return draft.reference


@pytest.fixture
def waiting(office: Office, sent: str) -> str:
    """The same, received on Monday 26 February."""
    received(office, sent, MONDAY)
    return sent


def dry_run_of(lawyer: Browser, reference: str, step: str, **fields: str) -> str:
    """What the fragment for the script says."""
    path = f"/desk/requests/{reference}/{step}"
    key = lawyer.get(path).value("csrf_token")
    answer = lawyer.post(path, {"csrf_token": key, "dry_run": "fragment"} | fields)
    assert answer.status == 200, answer.text
    assert "<html" not in answer.text
    return " ".join(fragment_fromstring(answer.text, create_parent=True).text_content().split())


def box(page: Page) -> str:
    """What the whole page says of it."""
    return " ".join(page.tree.get_element_by_id("dry-run").text_content().split())


def test_a_receipt_says_which_last_days_it_brings_about_and_enters_nothing(
    lawyer: Browser, office: Office, sent: str
) -> None:
    before = kinds_of(office, sent)

    said = dry_run_of(lawyer, sent, "receipt", on="2024-02-26", proof="counter-stamp")

    assert "deadline: Monday 11 March 2024 with this entry." in said
    assert "maximum time limit: Monday 25 March 2024 with this entry." in said
    assert "The time limit of 10 working days ends on this day." in said
    assert "section 14(1)" in said
    assert kinds_of(office, sent) == before


def test_a_receipt_between_two_days_gives_a_span(
    lawyer: Browser, office: Office, sent: str
) -> None:
    # From Tuesday 27 February the ten working days end one day later, on Tuesday 12 March.
    said = dry_run_of(
        lawyer, sent, "receipt", on="2024-02-26", latest="2024-02-27", proof="counter-stamp"
    )

    assert "between Monday 11 March 2024 and Tuesday 12 March 2024" in said


def test_an_extension_says_the_old_day_and_the_new_one_and_why(
    lawyer: Browser, office: Office, waiting: str
) -> None:
    before = kinds_of(office, waiting)

    said = dry_run_of(lawyer, waiting, "extension", on="2024-03-08")

    assert "deadline: Monday 11 March 2024 now; Monday 25 March 2024 with this entry." in said
    assert "With the extension of 10 working days, the time limit ends on this day." in said
    assert "section 14(2)" in said
    assert kinds_of(office, waiting) == before


def test_a_refusal_ends_the_wait_before_any_record_was_gone_through(
    lawyer: Browser, office: Office, waiting: str
) -> None:
    # Refused on Wednesday 6 March: thirty days (section 17(1)) end on Friday 5 April.
    said = dry_run_of(lawyer, waiting, "response", on="2024-03-06", kind="refused")

    assert "filing deadline after a decision: Friday 5 April" in said
    assert kinds_of(office, waiting).count("refused") == 0


def test_a_response_in_time_says_which_silence_would_count_no_more(
    lawyer: Browser, office: Office, waiting: str, clock: Clock
) -> None:
    clock.set(date(2024, 3, 12))
    sweep(office)
    assert kinds_of(office, waiting)[-1] == "overdue"
    number = len(kinds_of(office, waiting))

    said = dry_run_of(lawyer, waiting, "response", on="2024-03-11", kind="answered")

    assert (
        f"Entry {number} would no longer count. New evidence: a response was received in time"
        in said
    )
    assert len(kinds_of(office, waiting)) == number


def test_a_day_that_cannot_be_is_said_with_its_reason(
    lawyer: Browser, office: Office, sent: str
) -> None:
    before = dry_run_of(lawyer, sent, "receipt", on="2024-02-22", proof="counter-stamp")
    coming = dry_run_of(lawyer, sent, "receipt", on="2024-03-09", proof="counter-stamp")
    none = dry_run_of(lawyer, sent, "receipt", on="", proof="counter-stamp")
    no_kind = dry_run_of(lawyer, sent, "response", on="2024-03-06")

    assert "Cannot be calculated yet. 22 February 2024 is before 23 February 2024" in before
    assert "9 March 2024 is still in the future for the body" in coming
    assert "Enter a date in “Date, or earliest possible date”." in none
    assert "Choose the type of response." in no_kind


def test_a_late_response_names_first_the_day_of_the_silence_which_ends_before(
    lawyer: Browser, office: Office, clock: Clock, waiting: str
) -> None:
    """Thirty days after Monday 11 March end on Wednesday 10 April, which may be a holiday (Eid):
    the last safe day is Tuesday the 9th. Thirty days after Friday 29 March end on Sunday 28 April.
    """
    clock.set(date(2024, 3, 27))
    sweep(office)
    clock.set(date(2024, 3, 29))

    said = dry_run_of(lawyer, waiting, "response", on="2024-03-29", kind="refused")

    assert said.startswith(
        "Appeal to the Information Commission: file by Tuesday 9 April 2024, the last safe day."
    )
    assert "after a decision: between Sunday 28 April 2024 and Monday 29 April" in said
    assert kinds_of(office, waiting)[-1] == "fell-silent"


def test_what_moves_no_day_says_so(lawyer: Browser, approved: str) -> None:
    said = dry_run_of(lawyer, approved, "sent", on="2024-02-23", channel="courier")

    assert said == "No deadlines change."


def test_a_choice_that_is_not_on_the_page_is_refused_in_a_sentence(
    lawyer: Browser, approved: str
) -> None:
    said = dry_run_of(lawyer, approved, "sent", on="2024-02-23", channel="pigeon")

    assert said.startswith("Cannot be calculated yet.")


def test_the_button_shows_the_same_on_the_page_with_everything_as_it_was_typed(
    lawyer: Browser, office: Office, sent: str
) -> None:
    path, before = f"/desk/requests/{sent}/receipt", kinds_of(office, sent)

    page = lawyer.submit(
        path, {"on": "2024-02-26", "proof": "counter-stamp", "papers": "a.pdf", "dry_run": "page"}
    )

    assert page.status == 200
    assert "Monday 11 March 2024" in box(page)
    assert "Choose the files again" in box(page)
    assert page.value("on") == "2024-02-26"
    assert page.value("proof") == "counter-stamp"
    assert page.summary() == []
    assert kinds_of(office, sent) == before


def test_nothing_is_shown_until_it_is_asked_for(lawyer: Browser, sent: str) -> None:
    page = lawyer.get(f"/desk/requests/{sent}/receipt")

    assert page.tree.get_element_by_id("dry-run").get("hidden") is not None
    assert "connect-src 'self'" in page.answer.headers["Content-Security-Policy"]


def test_an_appeal_says_from_when_the_commission_has_time(
    lawyer: Browser, office: Office, waiting: str, clock: Clock
) -> None:
    clock.set(date(2024, 4, 1))
    sweep(office)

    # Sixty days (section 17(3)) from Monday 1 April end on Friday 31 May.
    said = dry_run_of(lawyer, waiting, "appeal", on="2024-04-01", channel="courier")

    assert "deadline: Friday 31 May 2024" in said
    assert "appeal-filed" not in kinds_of(office, waiting)


def test_a_correction_says_at_once_what_would_fall_with_the_entry(
    lawyer: Browser, office: Office, waiting: str
) -> None:
    receipt = len(kinds_of(office, waiting))

    page = lawyer.get(f"/desk/requests/{waiting}/entries/{receipt}/correct")

    assert "With this entry it no longer applies" in (page.words)
    assert len(kinds_of(office, waiting)) == receipt


def test_a_form_that_would_be_refused_gets_no_dry_run(
    stranger: Browser, lawyer: Browser, sent: str
) -> None:
    path = f"/desk/requests/{sent}/receipt"
    key = lawyer.get(path).value("csrf_token")

    signed_out = stranger.post(path, {"csrf_token": key, "dry_run": "fragment"})
    without_key = lawyer.post(path, {"dry_run": "fragment", "on": "2024-02-26"})

    assert signed_out.status == 401
    assert without_key.status == 400
    assert "11 March" not in signed_out.text + without_key.text
