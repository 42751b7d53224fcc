"""A request at the desk, from its letter to the published silence, through the forms alone."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from tests.abroad import noted, refused
from tests.offices import AYESHA, BY, Clock, a_paper, a_request, received
from tests.one_request import a_received_request
from tests.services.letters.filled_places import fill_all
from tests.web.browser import Browser, Files
from tests.web.desk.request_parts import leaf, leaves, said, steps
from tracker.domain.base.days import DaySpan
from tracker.domain.base.terms import GivenAs
from tracker.domain.case.case_status import case_status_of
from tracker.domain.law.outcome import Outcome, QuestionOutcome
from tracker.services.cases.receiving import Response, take_reply
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.drafting.drafts import save, settle, start
from tracker.web.desk.base import listing

PDF = (b"%PDF-1.7\n%a small paper\n", "proof.pdf")
MONDAY = date(2024, 2, 26)
# How the letter left, on the day on which it was approved.
SENT = {"on": "2024-02-20", "channel": "courier", "source": "word", "without_proof": "y"}


@pytest.fixture
def settled(office: Office, clock: Clock) -> str:
    """The address of a request to PTA about X, settled on 20 February 2024."""
    clock.set(date(2024, 2, 20))
    draft = replace(start(office, "pk-x-2024", "pk-pta", by="tester"), eligibility="citizen")
    draft = save(office, draft, AYESHA, by="tester")
    settle(office, draft.reference, draft.version, by="tester")
    return f"/desk/requests/{draft.reference}"


@pytest.fixture
def waiting(waiting: str) -> str:
    """The address of that request."""
    return f"/desk/requests/{waiting}"


def test_a_request_goes_from_its_letter_to_the_running_clock(
    lawyer: Browser, settled: str, clock: Clock
) -> None:
    assert steps(lawyer.get(settled)) == ["Approve letter"]

    approved = lawyer.submit(f"{settled}/approve")
    assert steps(approved) == ["Log sending"]

    clock.set(date(2024, 2, 23))
    sent = lawyer.submit(
        f"{settled}/sent",
        {"on": "2024-02-23", "channel": "courier", "source": "word", "number": "CN-778899"},
        {"proofs": PDF},
    )
    assert "There is no proof of receipt yet, so" in sent.words
    assert "CN-778899" in sent.words

    clock.set(date(2024, 3, 8))
    running = lawyer.submit(
        f"{settled}/receipt",
        {"on": "2024-02-26", "proof": "acknowledgement-card"},
        {"papers": PDF},
    )
    assert "PTA’s deadline to respond: Monday 11 March 2024 (in 3 days)" in running.words


def test_approving_twice_leads_to_the_request_and_enters_nothing(
    lawyer: Browser, settled: str
) -> None:
    opened = lawyer.get(f"{settled}/approve")
    lawyer.submit(opened)

    again = lawyer.submit(opened)

    assert again.status == 200
    assert again.answer.request.path == settled
    assert "The letter had already been approved. Nothing was logged twice." in again.words
    assert len(again.tree.xpath("//ol[@class='timeline entries']/li")) == 2


def test_a_sending_day_before_the_settling_says_the_way_out(lawyer: Browser, settled: str) -> None:
    lawyer.submit(f"{settled}/approve")

    page = lawyer.submit(f"{settled}/sent", SENT | {"on": "2024-02-19"})

    said = page.summary()[0]
    assert said.startswith("19 February 2024 is before 20 February 2024")
    assert "If the letter was signed before it was" in said


def test_the_days_of_a_request_are_those_of_the_law(lawyer: Browser, waiting: str) -> None:
    page = lawyer.get(waiting)

    reply = leaf(page, "Reply of the public body")
    assert reply.startswith("Deadline Monday 11 March 2024 in 3 days")
    appeal = leaf(page, "Appeal to the Information Commission, after no response")
    assert appeal.startswith("Last safe day to file Tuesday 9 April 2024")
    assert "Days to file from Tuesday 26 March 2024 to Tuesday 9 April 2024" in appeal
    assert "On no reading of the law is that too early or too late." in appeal
    assert "Closes between Wednesday 10 April 2024 and Monday 15 April 2024" in appeal


def test_every_date_says_how_it_was_reached(lawyer: Browser, waiting: str) -> None:
    page = lawyer.get(waiting)

    words = leaves(page)
    assert len(words) == 3
    assert "Saturday 2 March 2024 Not counted, office closed: Weekend." in words[0]
    assert "section 14(1)" in words[0]
    assert "Do not rely on the next open day, Monday 15 April 2024" in words[2]
    # Twenty working days after 26 February end on 25 March, since 23 March is a Saturday.
    assert "Tuesday 26 March 2024 First day to file: the maximum time limit has" in words[2]
    assert "with the extension that the body may take without telling you" in words[2]
    assert "Tuesday 9 April 2024 Last day to file: the last day when the office is" in words[2]
    assert "the time to file ends on Wednesday 10 April 2024" in words[2]
    for one in words:
        assert "The time limit is counted from this day." in one
        assert "Under " in one


def test_silence_opens_the_appeal_and_its_letter_is_prepared(
    lawyer: Browser, waiting: str, office: Office, clock: Clock
) -> None:
    clock.set(date(2024, 3, 12))
    sweep(office)

    page = lawyer.get(waiting)

    assert "No response within the standard time limit" in page.words
    assert steps(page)[0] == "Review the appeal: file between 26 March and 9 April"
    check = "Check the authorities that this letter would cite (9 leads)"
    assert steps(page)[1:3] == [check, "Log a response"]
    assert "first check the authorities that it would cite" in page.words
    assert "Appeal to the Information Commission, after no response, with chronology" in page.words
    assert "Prepared automatically: Appeal" in lawyer.get(f"{waiting}/letters").words
    assert "Prepared: Appeal" in lawyer.get("/desk").words
    letter = lawyer.get(f"{waiting}/letters/appeal")
    assert letter.status == 200
    assert "Pakistan Information Commission" in letter.words
    # What was filed without a letter of the program is logged from the page of the letter.
    assert not [step for step in steps(page) if "Log the appeal" in step]
    (log,) = letter.tree.xpath("//aside//a[.='Log the appeal already filed']/@href")
    form = lawyer.get(log)
    assert form.words.count("The appeal as filed") == 1
    refused_form = lawyer.submit(form, {"on": "2024-03-12", "channel": "hand"})
    assert "Attach proof of filing, or say that there is none." in refused_form.summary()


def test_the_first_step_says_what_is_left_to_do_in_the_letter(
    lawyer: Browser, waiting: str, office: Office, clock: Clock
) -> None:
    clock.set(date(2024, 3, 12))
    sweep(office)
    act = "Review the appeal: file between 26 March and 9 April:"

    page = lawyer.get(waiting)
    check = "first check the authorities that it would cite"
    assert f"{act} {check}; 1 blank to fill in" in page.words

    fill_all(office, waiting.rpartition("/")[2])
    assert "blank to fill in" not in lawyer.get(waiting).words
    assert f"{act} {check}" in lawyer.get(waiting).words


def test_after_a_fee_notice_that_grants_the_next_step_is_to_pay_or_to_appeal(
    lawyer: Browser, waiting: str, office: Office, clock: Clock
) -> None:
    """Thirty days after Tuesday 5 March end on Thursday 4 April."""
    noted(office, waiting.rpartition("/")[2], "fee-noticed", date(2024, 3, 5))
    clock.set(date(2024, 3, 6))

    page = lawyer.get(waiting)

    acts = page.tree.xpath("//div[@class='acts']/a")
    assert [said(one) for one in acts] == [
        "Log the payment",
        "Review the appeal: file by 4 April",
    ]
    assert [one.get("class") for one in acts] == ["button", "button second"], "one is filled"
    assert "A reminder to the body" not in page.words
    assert said(page.tree.xpath("//span[contains(@class, 'pill')]")[0]) == (
        "Granted, fee to be paid"
    )
    assert "Fee asked for on Tuesday 5 March 2024: granted on payment." in page.words
    for other in ("Awaiting response", "deadline to respond", "at the earliest", "from 11 Mar"):
        assert other not in page.words
    form = lawyer.get(acts[0].get("href")).form()
    assert form.fields["kind"] == "fee-paid"


def test_the_days_to_file_after_a_decision_begin_no_earlier_than_the_decision(
    lawyer: Browser, waiting: str, office: Office, clock: Clock
) -> None:
    """The maximum time ended on Monday 25 March, so the silence opens an appeal on the 26th; the
    refusal of Friday 29 March opens its own on the 29th, for thirty days to Sunday 28 April."""
    clock.set(date(2024, 3, 27))
    sweep(office)
    clock.set(date(2024, 3, 29))
    refused(office, waiting.rpartition("/")[2], date(2024, 3, 29))

    lanes = [said(one) for one in lawyer.get(waiting).tree.xpath("//*[@class='lane']")]

    (silence,) = (one for one in lanes if "Information Commission, after no response" in one)
    (refusal,) = (one for one in lanes if "Information Commission, after a decision" in one)
    assert "26 Mar" in silence
    assert "29 Mar" in refusal
    assert "26 Mar" not in refusal


def test_each_remedy_that_is_open_has_its_own_letter(
    lawyer: Browser, waiting: str, office: Office, clock: Clock
) -> None:
    clock.set(date(2024, 3, 27))
    sweep(office)
    clock.set(date(2024, 4, 20))
    refused(office, waiting.rpartition("/")[2], date(2024, 4, 20))

    first, *links = lawyer.get(waiting).tree.xpath("//a[contains(@href, 'letters/appeal?')]")
    # Thirty days after Saturday 20 April end on Monday 20 May.
    assert first.text_content() == "Review the appeal: file by 20 May"
    assert ["after no response" in one.text_content() for one in links] == [True, False]
    silence, refusal = (lawyer.get(link.get("href")) for link in links)

    assert "and a ground for more is to be shown" in silence.words
    assert "(received on 20 April 2024) the respondent refused the request" in refusal.words
    word, mail = refusal.tree.xpath("//div[@class='bar-act']/a/@href")
    assert "remedy=" in word
    mailed = " ".join(lawyer.get(mail).answer.text.split())
    assert "(received on 20 April 2024) the respondent refused the request" in mailed
    assert lawyer.get(f"{waiting}/letters/appeal?remedy=appeal").status == 404
    assert lawyer.get(f"{waiting}/letters/appeal?remedy=appeal:99").status == 422


def test_after_the_last_safe_day_the_appeal_is_late_or_decided_against(
    lawyer: Browser, waiting: str, office: Office, clock: Clock
) -> None:
    clock.set(date(2024, 4, 9))
    sweep(office)
    assert steps(lawyer.get(waiting))[0] == "Review the appeal: file by 9 April"

    clock.set(date(2024, 4, 10))
    late = lawyer.get(waiting)

    assert "The last safe day was Tuesday 9 April 2024. File at once" in late.words
    review = "Review the appeal: file by 9 April"
    assert steps(late)[:2] == [review, "Decide not to file"]
    assert not [step for step in steps(late) if "Log a late" in step]
    count = said(late.tree.xpath("//p[@class='countdown late']")[0])
    assert count == "1 day ago last safe day to file: 9 Apr 2024"
    assert late.tree.xpath("//div[@class='acts']/a/@class") == ["button", "button second"]
    silence = late.tree.xpath("//a[contains(@href, 'letters/appeal?')]/@href")[0]
    assert late.tree.xpath("//div[@class='acts']/a/@href") == [silence, f"{waiting}/let-pass"]


def test_once_the_time_to_appeal_has_certainly_ended_the_request_is_repeated_or_given_up(
    lawyer: Browser, waiting: str, office: Office, clock: Clock
) -> None:
    """The thirty days may end on Monday 15 April, after Eid. The Act excuses no delay."""
    clock.set(date(2024, 4, 16))
    sweep(office)

    late = lawyer.get(waiting)

    assert late.words.count("The time to file has ended (Monday 15 April 2024)") == 1
    assert "We know of no provision of" in late.words
    ways = ["Repeat this request", "Decide not to file", "Log the appeal already filed"]
    assert steps(late)[:3] == ways
    assert not [step for step in steps(late) if step.startswith("Review")]
    missed = lawyer.get("/desk").tree.xpath("//tr[@data-matter='missed']//a/@href")
    assert f"{waiting}/repeat" in missed


def test_a_finalised_appeal_is_logged_and_not_reviewed_once_more(
    lawyer: Browser, waiting: str, office: Office, clock: Clock
) -> None:
    clock.set(date(2024, 3, 27))
    sweep(office)
    assert "Review the appeal" in lawyer.get("/desk").words

    fill_all(office, waiting.rpartition("/")[2])
    letter = lawyer.get(f"{waiting}/letters/appeal")
    token = letter.tree.xpath("//input[@name='csrf_token']/@value")[0]
    lawyer.post(f"{waiting}/letters/appeal/finalise", {"csrf_token": token})

    assert steps(lawyer.get(waiting))[0] == "Log the appeal"
    assert "Review the appeal" not in lawyer.get("/desk").words


@pytest.mark.parametrize(
    ("day", "said"),
    [
        # The second ten working days end on Monday 25 March.
        (date(2024, 3, 12), "the body may say that it still had time until Monday 25 March 2024"),
        (date(2024, 3, 26), ""),
        (date(2024, 4, 10), "The last safe day was Tuesday 9 April 2024. File at once"),
        (date(2024, 4, 16), "The time to file has ended"),
    ],
)
def test_a_letter_made_before_or_after_the_days_to_file_says_what_speaks_against_it(
    lawyer: Browser, waiting: str, clock: Clock, day: date, said: str
) -> None:
    clock.set(day)

    cautions = lawyer.get(f"{waiting}/letters/appeal").tree.xpath("//p[@class='caution']")

    words = " ".join(each.text_content() for each in cautions)
    assert said in words
    against = ("still had time", "last safe day", "time to file has ended")
    assert bool(said) == any(each in words for each in against)


def test_an_appeal_and_its_decision_are_recorded(
    lawyer: Browser, waiting: str, office: Office, clock: Clock
) -> None:
    clock.set(date(2024, 4, 9))
    sweep(office)
    by_hand = {"on": "2024-04-08", "channel": "hand"}
    without = lawyer.submit(f"{waiting}/appeal", by_hand)
    assert "Attach the appeal as filed. Only the document" in without.summary()[0]

    filed = lawyer.submit(without, by_hand, {"letter": PDF, "proofs": PDF})
    assert filed.status == 200
    assert "Appeal filed on Monday 8 April 2024" in filed.words
    assert steps(filed)[0] == "Log the decision"

    decided = lawyer.submit(f"{waiting}/decision", {"on": "2024-04-09", "outcome": "allowed"})
    assert "Appeal decided on Tuesday 9 April 2024: allowed." in decided.words


def test_a_response_is_recorded_question_by_question(lawyer: Browser, waiting: str) -> None:
    page = lawyer.get(f"{waiting}/response")
    typed = {
        "on": "2024-03-07",
        "kind": "partly-answered",
        "same": "refused",
        "outcome_0": "disclosed",
        "duty_0": "shown",
        "duty_2": "lacking",
    }
    option = page.tree.xpath("//select[@name='same_ground']/option")[6]
    cite = option.text_content().partition(":")[0]
    typed |= {f"grounds_{place}": option.get("value") for place in (1, 3, 4)}

    shown = lawyer.submit(page, typed, {"papers": PDF})

    assert shown.status == 200
    rows = lawyer.get(f"{waiting}/items").tree.xpath("//table[contains(@class,'items')]/tbody/tr")
    cells = [
        " ".join(" ".join(cell.text_content() for cell in row.xpath("./td")[1:]).split())
        for row in rows
    ]
    assert cells[0].startswith("Disclosed")
    assert cells[1].startswith("Refused Thu 7 Mar 2024")
    assert [place for place, words in enumerate(cells, start=1) if cite in words] == [2, 4, 5]
    # Of the law's duties only the one that a person marked as missing from the document.
    lacking = shown.tree.xpath(
        "//ol[@class='timeline entries']//p[.='Missing from the document:']/../ul/li"
    )
    assert [item.text_content() for item in lacking] == [
        "Where information is said to be exempt, it gives details of the right to appeal against "
        "the decision."
    ]


# The files of a response stay if its form comes back.
ATTACHED = f"Already attached: {PDF[1]}."


def test_a_response_that_says_nothing_of_a_record_is_not_taken_and_stays_filled(
    lawyer: Browser, waiting: str
) -> None:
    typed = {"on": "2024-03-07", "kind": "refused", "outcome_1": "refused", "grounds_0": "99"}

    page = lawyer.submit(f"{waiting}/response", typed, {"papers": PDF})

    asked = len(page.tree.xpath("//select[starts-with(@name,'outcome_')]"))
    assert page.status == 422
    assert "Choose one of the options." in page.summary()
    unsaid = [said for said in page.summary() if said.startswith("Choose the outcome for item")]
    assert len(unsaid) == asked - 1
    assert "Choose the outcome for item 2." not in unsaid
    assert ATTACHED in page.words
    assert page.value("on") == "2024-03-07"
    assert page.value("outcome_1") == "refused"


def test_a_response_of_which_nothing_is_said_is_asked_for_once(
    lawyer: Browser, waiting: str
) -> None:
    typed = {"on": "2024-03-07", "kind": "refused"}

    page = lawyer.submit(f"{waiting}/response", typed, {"papers": PDF})

    assert page.summary() == ["Say what the response did, here or item by item."]
    assert ATTACHED in page.words


def test_a_response_without_its_paper_is_not_taken(lawyer: Browser, waiting: str) -> None:
    typed = {"on": "2024-03-07", "kind": "refused", "same": "refused"}

    page = lawyer.submit(f"{waiting}/response", typed)

    assert page.summary() == ["Attach the document. We say nothing about a body without it."]


def test_nothing_is_lacking_in_a_refusal_of_which_nobody_says_so(
    lawyer: Browser, waiting: str
) -> None:
    typed = {"on": "2024-03-07", "kind": "refused", "same": "refused"}

    page = lawyer.submit(f"{waiting}/response", typed, {"papers": PDF})

    assert "Response logged, item by item" in page.words
    assert "Missing from the document" not in page.words


def test_a_kind_that_does_not_fit_the_outcomes_is_told_on_the_form(
    lawyer: Browser, waiting: str
) -> None:
    typed = {"on": "2024-03-07", "kind": "answered", "same": "refused"}

    page = lawyer.submit(f"{waiting}/response", typed, {"papers": PDF})

    assert page.status == 422
    assert page.summary() == [
        "At least one item was not answered in full. Choose “Partial answer”.",
    ]
    assert ATTACHED in page.words
    assert page.value("same") == "refused"


def test_an_item_offered_for_a_fee_makes_no_refusal_an_answer_and_a_whole_offer_is_a_notice(
    lawyer: Browser, waiting: str
) -> None:
    typed = {"on": "2024-03-07", "kind": "refused", "same": "offered-for-fee"}
    page = lawyer.submit(f"{waiting}/response", typed, {"papers": PDF})
    assert page.summary() == [
        "Every item is offered for a fee. Log “Body asked for a fee” instead."
    ]

    typed |= {"same": "passed-over", "outcome_0": "offered-for-fee"}
    page = lawyer.submit(f"{waiting}/response", typed, {"papers": PDF})
    assert page.summary() == [
        "At least one item was answered or offered. Choose “Partial answer”."
    ]

    typed |= {"same": "refused", "kind": "partly-answered"}
    page = lawyer.submit(f"{waiting}/response", typed, {"papers": PDF})
    assert page.summary() == [
        "No item was answered even in part. Choose “Refusal” or “Records not held”."
    ]

    page = lawyer.submit(f"{waiting}/response", typed | {"kind": "refused"}, {"papers": PDF})
    assert "Response logged, item by item" in page.words
    assert "Offered for a fee" in lawyer.get(f"{waiting}/items").words


def test_an_extension_moves_the_day_at_once(lawyer: Browser, waiting: str) -> None:
    typed = {"on": "2024-03-07", "ground": "none"}

    page = lawyer.submit(f"{waiting}/extension", typed, {"papers": PDF})

    # Ten working days more from 11 March; 23 March, Pakistan Day, was a Saturday.
    assert leaf(page, "Reply of the public body").startswith("Deadline Monday 25 March 2024")


def test_an_extension_needs_its_notice_and_a_word_on_its_ground(
    lawyer: Browser, waiting: str
) -> None:
    page = lawyer.submit(f"{waiting}/extension", {"on": "2024-03-07"})

    assert page.summary() == [
        "Choose the ground given.",
        "Attach the notice. We say nothing about a body without the document.",
    ]


def test_an_entry_is_corrected_and_stays_in_the_timeline(lawyer: Browser, waiting: str) -> None:
    page = lawyer.get(waiting)
    link = page.tree.xpath("//li[@id='entry-4']//a[contains(@href,'/correct')]")[0]

    struck = lawyer.submit(str(link.get("href")), {"why": "The card is of another letter."})

    entry = struck.tree.get_element_by_id("entry-4")
    assert "struck" in entry.get("class")
    assert "No longer counts." in entry.text_content()
    assert "The card is of another letter." in struck.words
    assert "Sent, no proof of receipt" in struck.words


@pytest.mark.samples("files0", "files3", "files5", "files7")
@pytest.mark.parametrize(
    ("typed", "files", "said"),
    [
        ({"on": "2031-01-01"}, {}, "is still in the future for the body"),
        ({"on": "2024-02-30"}, {}, "Enter a real date"),
        ({"on": ""}, {}, "Enter a date"),
        ({"on": "2024-02-20", "channel": "pigeon"}, {}, "Choose one of the options"),
        (
            {"on": "2024-02-20"},
            {"proofs": (b"<script>alert(1)</script>", "scan.pdf")},
            "its content does not match a pdf file",
        ),
        ({"on": "2024-02-20"}, {"letter": (b"", "letter.docx")}, "is empty"),
        ({"on": "2024-02-20"}, {"letter": [PDF, PDF]}, "Choose one file here."),
        (
            {"on": "2024-02-20"},
            {"proofs": [PDF, (b"MZ\x90", "run.exe")]},
            "is not an accepted file type",
        ),
    ],
)
def test_what_cannot_be_is_said_on_the_form_which_stays_filled(
    lawyer: Browser, settled: str, typed: dict[str, str], files: Files, said: str
) -> None:
    lawyer.submit(f"{settled}/approve")
    rest = {"number": "CN-1 <b>", "note": "سائلہ"}

    page = lawyer.submit(f"{settled}/sent", SENT | rest | typed, files)

    assert page.status == 422
    assert said in " ".join(page.summary())
    assert page.value("number") == "CN-1 <b>"
    assert page.value("note").strip() == "سائلہ"
    assert "Log sending" in steps(lawyer.get(settled))


def test_receipt_without_its_paper_is_not_taken(lawyer: Browser, settled: str) -> None:
    lawyer.submit(f"{settled}/approve")
    lawyer.submit(f"{settled}/sent", SENT)
    typed = {"on": "2024-02-20", "proof": "counter-stamp"}

    page = lawyer.submit(f"{settled}/receipt", typed)

    assert page.summary() == ["Attach proof of receipt. Without it, no non-response is logged."]


def test_a_day_that_is_not_known_exactly_is_a_span(
    lawyer: Browser, settled: str, clock: Clock
) -> None:
    lawyer.submit(f"{settled}/approve")
    lawyer.submit(f"{settled}/sent", SENT)
    clock.set(date(2024, 3, 1))
    turned = {"on": "2024-02-28", "latest": "2024-02-26", "proof": "counter-stamp"}
    wrong = lawyer.submit(f"{settled}/receipt", turned, {"papers": PDF})
    assert wrong.summary()[0] == "The latest possible date is before the earliest. Check both."

    right = turned | {"on": "2024-02-26", "latest": "2024-02-28"}
    page = lawyer.submit(f"{settled}/receipt", right, {"papers": PDF})

    assert "between Monday 26 February 2024 and Wednesday 28 February 2024" in page.words


def test_a_step_that_is_not_possible_now_says_why(lawyer: Browser, settled: str) -> None:
    page = lawyer.submit(f"{settled}/sent", SENT, {"letter": PDF})

    assert page.status == 409
    assert page.summary()[:1] == ["Approve the letter before you send it."]


@pytest.mark.parametrize("kind", ["appeal", "notice", "reminder"])
def test_a_letter_before_its_time_is_refused_with_the_way_out(
    lawyer: Browser, settled: str, kind: str
) -> None:
    page = lawyer.get(f"{settled}/letters/{kind}")

    assert page.status == 409
    assert "not due yet" in page.words


@pytest.mark.samples("appeal", "request")
@pytest.mark.parametrize("kind", ["request", "reminder", "appeal", "notice"])
def test_every_letter_is_there_once_its_time_has_come(
    lawyer: Browser, waiting: str, office: Office, clock: Clock, kind: str
) -> None:
    clock.set(date(2024, 4, 1))
    sweep(office)

    page = lawyer.get(f"{waiting}/letters/{kind}")
    docx = lawyer.client.get(f"{waiting}/letters/{kind}.docx")
    text = lawyer.client.get(f"{waiting}/letters/{kind}.txt")

    assert page.tree.xpath("//main//article")
    assert docx.data.startswith(b"PK")
    assert "DEMONSTRATION" in text.get_data(as_text=True)


def test_a_paper_is_a_file_to_save_and_never_a_page(lawyer: Browser, waiting: str) -> None:
    link = lawyer.get(waiting).tree.xpath("//a[contains(@href,'/papers/')]")[-1]

    answer = lawyer.client.get(str(link.get("href")))

    assert answer.data == b"This paper is called delivery.txt.\n"
    assert answer.headers["Content-Disposition"] == "attachment; filename=delivery.txt"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_paper_of_another_request_is_not_found(
    lawyer: Browser, waiting: str, office: Office
) -> None:
    link = lawyer.get(waiting).tree.xpath("//a[contains(@href,'/papers/')]")[0].get("href")
    other = a_request(office, body="pk-interior", on=date(2024, 2, 23))

    answer = lawyer.client.get(str(link).replace(waiting.rpartition("/")[2], other))

    assert answer.status_code == 404


def test_the_list_shows_what_is_due_first_and_how_far_it_is(
    lawyer: Browser, waiting: str, office: Office
) -> None:
    later = a_request(office, body="pk-interior", on=date(2024, 3, 1))
    received(office, later, date(2024, 3, 4))

    page = lawyer.get("/desk/requests")

    rows = [" ".join(r.text_content().split()) for r in page.tree.xpath("//tbody/tr")]
    assert rows[0].startswith("PTA: X in Pakistan")
    assert "11 Mar 2024 in 3 days" in rows[0]
    assert "last safe day 9 Apr 2024, in 32 days" in rows[0]
    assert rows[1].startswith("Interior: X in Pakistan")


def test_on_a_phone_the_list_leaves_out_dates_that_a_request_does_not_have(
    lawyer: Browser, waiting: str, office: Office
) -> None:
    sent = a_request(office, body="pk-interior", on=date(2024, 3, 1))

    rows = lawyer.get("/desk/requests").tree.xpath("//tbody/tr")

    left_out = {
        " ".join(row.text_content().split())[:8]: row.xpath("td[@class='hide']/@data-label")
        for row in rows
    }
    assert left_out == {"PTA: X i": [], "Interior": ["Next date", "Window"]}
    assert sent.upper() in rows[-1].text_content()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("body=pk-pta", True),
        ("body=pk-interior", False),
        ("phase=awaiting&block=pk-x-2024", True),
        ("phase=refused", False),
        ("phase=<script>", True),
        ("page=-3", True),
        ("page=many", True),
        ("page=99", False),
    ],
)
def test_the_list_is_filtered(lawyer: Browser, waiting: str, asked: str, found: bool) -> None:
    page = lawyer.get(f"/desk/requests?{asked}")

    assert page.status == 200
    assert bool(page.tree.xpath("//tbody/tr")) is found
    assert found or "empty" in page.text


@pytest.mark.parametrize(("asked", "unfolded"), [("", False), ("?body=pk-pta", True)])
def test_the_filters_are_unfolded_where_one_is_set(
    lawyer: Browser, waiting: str, asked: str, unfolded: bool
) -> None:
    (fold,) = lawyer.get(f"/desk/requests{asked}").tree.xpath("//details[form[@role='search']]")

    assert ("open" in fold.attrib) is unfolded


def test_a_long_list_comes_in_pages_that_keep_the_filter(
    lawyer: Browser, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "ROWS_ON_A_PAGE", 4)
    for _ in range(6):
        a_request(office, on=date(2024, 2, 23))

    first = lawyer.get("/desk/requests?body=pk-pta")
    following = str(first.tree.xpath("//a[@rel='next']")[0].get("href"))

    assert len(first.tree.xpath("//tbody/tr")) == 4
    assert "body=pk-pta" in following
    assert len(lawyer.get(following).tree.xpath("//tbody/tr")) == 2


def test_an_empty_desk_says_what_to_do_first(lawyer: Browser) -> None:
    page = lawyer.get("/desk")

    assert "No requests yet" in page.words
    assert page.tree.xpath("//main//a[@href='/desk/new']")


def test_a_demonstration_says_so_on_every_page_and_in_no_index(
    app: Flask, lawyer: Browser, waiting: str
) -> None:
    for path in ("/sign-in", "/desk", "/desk/new", waiting, f"{waiting}/receipt", "/nowhere"):
        page = lawyer.get(path)
        assert "Demonstration: no request here was really filed." in page.seen
        assert "noindex" in page.tree.xpath("//meta[@name='robots']")[0].get("content")


def test_a_paper_is_logged_first_and_read_later(
    lawyer: Browser, waiting: str, clock: Clock
) -> None:
    came = lawyer.submit(
        f"{waiting}/record/document-received",
        {"on": "2024-03-07", "channel": "post"},
        {"papers": PDF},
    )
    assert "Until you classify it, no non-response is logged" in came.seen
    assert steps(came)[0] == "Classify the document"

    read = lawyer.get(f"{waiting}/unread")
    assert "Received Thursday 7 March 2024" in read.words
    (link,) = read.tree.xpath("//ul[@class='list']//a[text()='A response']/@href")

    form = lawyer.get(link)
    assert form.value("on") == "2024-03-07"
    assert "Add a file only if something is missing" in form.words
    words = "The competent authority has approved."
    answer = {"on": "2024-03-07", "kind": "refused", "same": "refused"}
    refused = lawyer.submit(link, answer | {"page_0": "2", "quote_0": words})

    assert "Response logged, item by item." in refused.seen
    # Thirty days from Thursday 7 March, the first not counted, end on Saturday 6 April; the last
    # day to file moves to Monday 8 April.
    assert "filing deadline after a decision" in refused.seen
    # The window after silence fell away: the response came in time.
    assert (
        "after no response: was between Wednesday 10 April 2024 and Monday 15 April 2024. No "
        "longer applies"
    ) in refused.seen
    assert "Classify the document" not in steps(refused)


def test_a_page_of_a_response_is_a_number_and_no_words(lawyer: Browser, waiting: str) -> None:
    typed = {"on": "2024-03-07", "kind": "refused", "same": "refused", "page_1": "see Ali"}

    page = lawyer.submit(f"{waiting}/response", typed, {"papers": PDF})

    assert page.status == 422
    assert page.summary()[0] == "For example 3 or 2-4."
    assert page.value("page_1") == "see Ali"


def test_what_was_chosen_for_a_letter_goes_with_it_into_word(
    lawyer: Browser, waiting: str, office: Office, clock: Clock
) -> None:
    clock.set(date(2024, 4, 1))
    sweep(office)

    plain = lawyer.get(f"{waiting}/letters/appeal")
    page = lawyer.get(f"{waiting}/letters/appeal?language=ur&plain=yes&declare=nonsense")

    assert "No other proceeding" not in str(plain.tree.xpath("string(//article)"))
    assert page.tree.xpath("//article/@lang") == ["ur"]
    assert "which languages this law accepts" in page.words
    assert [box.get("value") for box in page.tree.xpath("//input[@checked]")] == ["yes"]
    link = page.tree.xpath("//a[contains(., 'Word document')]/@href")[0]
    assert "language=ur" in link
    assert "plain=yes" in link
    assert lawyer.client.get(link).data.startswith(b"PK")


def test_after_statements_in_place_of_records_the_appeal_is_next_or_it_is_enough(
    lawyer: Browser, office: Office, clock: Clock
) -> None:
    """Received on Monday 26 February 2024; on Friday 8 March a full answer of statements. Thirty
    days end on Sunday 7 April; the last safe day is Friday the 5th."""
    reference = a_received_request(office, clock, date(2024, 3, 11))
    with office.cases.look(reference) as case:
        drafted = case_status_of(case.history, office.library).case_state.drafted
    assert drafted
    said = tuple(
        QuestionOutcome(each.key, Outcome.DISCLOSED, given_as=GivenAs.STATEMENT)
        for each in drafted.questions
    )
    answer = Response("answered", DaySpan.on(date(2024, 3, 8)), said, [a_paper("said.txt")])
    take_reply(office, reference, answer, by=BY)

    page = lawyer.get(f"/desk/requests/{reference}")
    assert "Review the appeal: file by 5 April" in page.words
    assert f"only statements came in place of {len(said)} records" in page.words
    (link,) = page.tree.xpath("//main//a[normalize-space()='Decide not to file']/@href")
    done = lawyer.submit(link, {"ground": "enough-given"})

    assert "Nobody is reminded of it any longer." in done.words
    assert "last safe day to file" not in lawyer.get(f"/desk/requests/{reference}").words
