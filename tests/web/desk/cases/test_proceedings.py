"""Hearings and orders on their page, on the morning page, and in the list."""

from datetime import date

import pytest

from tests.offices import BY, Clock, a_paper, a_request, received
from tests.web.browser import Browser
from tests.web.desk.request_parts import steps
from tests.web.desk.today.test_morning import tasks
from tracker.domain.base.terms import Channel
from tracker.domain.case.paper_details import PaperDetails
from tracker.domain.case.request import Filing
from tracker.domain.events.proceedings.decided import Decided
from tracker.services.cases.appealing import file_appeal
from tracker.services.core.office import Office
from tracker.services.core.recording import SendingDetails

PDF = b"%PDF-1.7 a paper"
FILED = date(2024, 3, 20)


@pytest.fixture
def path(office: Office, clock: Clock) -> str:
    """The pages of a request whose appeal waits; it is Thursday 25 April 2024."""
    clock.set(date(2024, 4, 25))
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))
    dispatch = SendingDetails(
        FILED, Channel.HAND, Filing(), [a_paper("stamp.txt")], a_paper("appeal.txt")
    )
    file_appeal(office, reference, dispatch, by=BY)
    return f"/desk/requests/{reference}"


def fix(lawyer: Browser, path: str) -> None:
    lawyer.submit(
        f"{path}/record/hearing-fixed",
        {"on": "2024-04-22", "hearing": "2024-05-06"},
        {"papers": (PDF, "notice.pdf")},
    )


def decide(lawyer: Browser, path: str, **more: str) -> int:
    typed = {"on": "2024-05-08", "outcome": "allowed", "comply_by": "2024-05-22"} | more
    page = lawyer.submit(f"{path}/decision", typed, {"papers": (PDF, "order.pdf")})
    return page.status


def test_a_hearing_is_on_the_morning_page_until_its_outcome_is_logged(
    lawyer: Browser, path: str, clock: Clock
) -> None:
    fix(lawyer, path)
    (task,) = tasks(lawyer.get("/desk"), "hear")
    assert task.startswith("Mon 6 May in 11 days")
    assert "R0000001" in lawyer.get("/desk/requests?matter=hear").words

    clock.set(date(2024, 5, 7))
    (task,) = tasks(lawyer.get("/desk"), "hear")
    assert "yesterday" in task
    lawyer.submit(f"{path}/record/adjourned?hearing=6", {"on": "2024-05-06"})
    assert tasks(lawyer.get("/desk"), "hear") == []
    assert "Adjourned. No new date set." in lawyer.get(f"{path}/proceedings").words

    lawyer.submit(f"{path}/record/hearing-held?hearing=6", {"on": "2024-05-07"})
    assert "Held on Tuesday 7 May 2024." in lawyer.get(f"{path}/proceedings").words


def test_an_overdue_order_is_shown_with_the_way_in_which_the_law_enforces_it(
    lawyer: Browser, path: str, clock: Clock
) -> None:
    clock.set(date(2024, 5, 20))
    more = {"duties-0-kind": "pay-costs", "duties-0-amount": "pkr 25000"}
    assert decide(lawyer, path, **more) == 200
    (task,) = tasks(lawyer.get("/desk"), "comply")
    assert task.startswith("Wed 22 May in 2 days")
    page = lawyer.get(f"{path}/proceedings")
    assert "Pay costs, PKR 25000" in page.words
    assert "contempt" not in page.words

    clock.set(date(2024, 5, 23))
    page = lawyer.get(f"{path}/proceedings")
    assert "overdue" in page.words
    assert "may be dealt with in the same way as contempt of court" in page.words
    assert "section 20(2)" in page.words
    warning = "Nothing shows that the order was complied with by Wednesday 22 May 2024."
    assert warning in lawyer.get(path).words

    form = f"{path}/proceedings/orders/6/enforcement"
    typed = {"on": "2024-05-23", "channel": "hand", "without_proof": "y"}
    lawyer.submit(form, typed, {"letter": (PDF, "a.pdf")})
    words = lawyer.get(f"{path}/proceedings").words
    assert "Enforcement was applied for on Thursday 23 May 2024." in words

    form = f"{path}/proceedings/orders/6/complied"
    lawyer.submit(
        form, {"on": "2024-05-23", "duty": "0", "in_part": "no"}, {"papers": (PDF, "all.pdf")}
    )
    assert tasks(lawyer.get("/desk"), "comply") == []


def test_the_application_for_enforcement_is_the_first_act_once_the_order_cannot_be_challenged(
    lawyer: Browser, path: str, clock: Clock
) -> None:
    """The order of 8 May 2024 is overdue on 23 May. Thirty days end on Friday 7 June."""
    act = "Review the application for enforcement"
    clock.set(date(2024, 5, 20))
    decide(lawyer, path)
    assert act not in steps(lawyer.get(path))

    clock.set(date(2024, 5, 23))
    assert act not in steps(lawyer.get(path))
    told = lawyer.get(f"{path}/proceedings").words
    assert "You can apply for enforcement from 8 June 2024." in told

    clock.set(date(2024, 6, 20))
    assert steps(lawyer.get(path))[0] == act
    assert "You can apply for enforcement from" not in lawyer.get(f"{path}/proceedings").words
    for page in (f"{path}/proceedings", f"{path}/proceedings/orders/6/enforcement"):
        (link,) = lawyer.get(page).tree.xpath(f"//a[normalize-space()='{act}']/@href")
        assert link == f"{path}/letters/enforcement"
    letter = lawyer.get(f"{path}/letters/enforcement")
    assert letter.status == 200
    assert "the time that the order sets, its last day was 22 May 2024." in letter.words
    rows = [
        e for e in letter.tree.xpath("//a/@href") if "remedy=enforcement" in e and "rows" not in e
    ]
    opened = lawyer.get(min(rows, key=len))
    assert opened.status == 200
    assert "has not been complied with" in opened.words
    assert "for enforcement of the order" in lawyer.get(f"{path}/letters/enforcement.txt").text
    listed = lawyer.get(f"{path}/letters").tree
    (edit,) = listed.xpath("//li[a[contains(@href, 'letters/enforcement')]]/a[2]")
    assert edit.text_content().startswith("edit row by row: ")
    assert "has not been complied with" in lawyer.get(edit.get("href")).words

    lawyer.submit(
        f"{path}/proceedings/orders/6/enforcement",
        {"on": "2024-06-20", "channel": "hand", "without_proof": "y"},
        {"letter": (PDF, "a.pdf")},
    )
    assert act not in steps(lawyer.get(path))


def test_who_was_granted_everything_is_not_led_to_the_next_remedy_first(
    lawyer: Browser, path: str, clock: Clock
) -> None:
    clock.set(date(2024, 5, 20))

    decide(lawyer, path)
    first, *others = steps(lawyer.get(path))
    review = [step for step in others if step.startswith("Review the petition")]
    assert (first, len(review)) == ("Log a response", 1)

    lawyer.submit(f"{path}/entries/6/correct", {"why": "Misread"})
    decide(lawyer, path, outcome="partly-allowed")
    assert steps(lawyer.get(path))[0] == "Review the petition"


def test_mistakes_stay_on_the_form_with_a_sentence_each(
    lawyer: Browser, path: str, clock: Clock
) -> None:
    clock.set(date(2024, 5, 20))
    assert decide(lawyer, path, **{"duties-0-amount": "PKR 5"}) == 422
    assert decide(lawyer, path, comply_by="2024-05-01") == 422
    decide(lawyer, path)

    page = lawyer.submit(f"{path}/proceedings/orders/6/complied", {"on": "2024-05-19"})

    assert page.summary() == [
        "Choose what was done.",
        "Say whether everything was done.",
        "Attach proof that the order was complied with.",
    ]
    page = lawyer.submit(
        f"{path}/proceedings/orders/6/enforcement",
        {"on": "2024-05-20", "channel": "hand", "without_proof": "y"},
        {"letter": (PDF, "a.pdf")},
    )
    assert page.status == 409
    assert "has passed, so you cannot apply for enforcement" in page.words


def test_what_the_decision_says_of_itself_is_stored_with_it(
    lawyer: Browser, path: str, office: Office, clock: Clock
) -> None:
    said = {
        "paper_number": "1204-11/24",
        "paper_signed_by": "Chief Information Commissioner",
        "paper_words": "The appeal is dismissed.",
    }
    clock.set(date(2024, 5, 20))
    page = lawyer.get(f"{path}/decision")
    assert not page.tree.xpath("//input[starts-with(@name, 'paper_dated')]")
    assert decide(lawyer, path, outcome="dismissed", comply_by="", **said) == 200

    with office.cases.look(path.rsplit("/", 1)[-1]) as case:
        (decided,) = (each for each in case.history if isinstance(each.event, Decided))
        details = case.paper_details(decided.seq)
    assert details == PaperDetails(
        "1204-11/24", None, "Chief Information Commissioner", "The appeal is dismissed."
    )


def test_a_letter_of_partial_compliance_is_logged_with_its_words_and_what_is_missing(
    lawyer: Browser, path: str, clock: Clock
) -> None:
    clock.set(date(2024, 6, 20))
    decide(lawyer, path)
    form = f"{path}/proceedings/orders/6/complied"
    page = lawyer.get(form)
    supplied = page.tree.xpath("//input[@name='supplied']/@value")
    typed = {
        "on": "2024-05-16",
        "duty": "0",
        "in_part": "yes",
        "paper_number": "No. 9/2024",
        "paper_words": "The rest does not exist.",
        "supplied": supplied[0],
        "missing": "affidavit",
        "order_received": "2024-05-10",
    }
    refused = lawyer.submit(
        form, typed | {"order_received": "2024-05-01"}, {"papers": (PDF, "a.pdf")}
    )
    assert "The body cannot have received the order on 1 May 2024." in refused.words
    lawyer.submit(form, typed, {"papers": (PDF, "part.pdf")})

    letter = lawyer.get(f"{path}/letters/enforcement").words
    assert "complied in part by its letter No. 9/2024" in letter
    assert "It reads: “The rest does not exist.”" in letter
    assert "had not received the affidavit" in letter
    assert "received the order on 10 May 2024" in letter
