"""Recording what was sent, through the forms: which file, to whom, and what proves it.

The request is settled and approved on Tuesday 20 February 2024.
"""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from tests.documents.reading import words_of
from tests.offices import AYESHA, Clock, a_request, received
from tests.services.letters.filled_places import fill_all
from tests.web.browser import Browser, Page
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.drafting.drafts import save, settle, start
from tracker.services.publishing.publishing import Publication, publish_entries, publishable

PDF = (b"%PDF-1.7\n%a small paper\n", "proof.pdf")
COURIER = {"on": "2024-02-21", "channel": "courier", "number": "CN-778899"}


@pytest.fixture
def settled(office: Office, clock: Clock) -> str:
    """The address of a request that waits for its approval."""
    clock.set(date(2024, 2, 20))
    draft = replace(start(office, "pk-x-2024", "pk-pta", by="tester"), eligibility="citizen")
    applicant = replace(AYESHA, identity="61101-0000000-1")
    draft = save(office, draft, applicant, by="tester")
    settle(office, draft.reference, draft.version, by="tester")
    return f"/desk/requests/{draft.reference}"


@pytest.fixture
def approved(lawyer: Browser, settled: str, clock: Clock) -> str:
    """The address of a request that was approved; it is the day after."""
    lawyer.submit(f"{settled}/approve")
    clock.set(date(2024, 2, 21))
    return settled


def checked(page: Page, name: str) -> list[str]:
    return [str(each) for each in page.tree.xpath(f"//input[@name='{name}'][@checked]/@value")]


def test_nothing_that_is_evidence_is_chosen_beforehand(lawyer: Browser, approved: str) -> None:
    page = lawyer.get(f"{approved}/sent")
    assert page.value("channel") == ""
    assert not checked(page, "source")

    lawyer.submit(f"{approved}/sent", COURIER | {"source": "word"}, {"proofs": PDF})

    assert lawyer.get(f"{approved}/receipt").value("proof") == ""
    assert lawyer.get(f"{approved}/record/document-received").value("channel") == ""


def test_what_was_left_open_is_asked_for_and_what_was_typed_stays(
    lawyer: Browser, approved: str
) -> None:
    page = lawyer.submit(f"{approved}/sent", {"on": "2024-02-21", "number": "CN-778899"})

    assert page.status == 422
    assert page.summary() == [
        "Choose how it was sent.",
        "Choose the file that was sent.",
        "Attach proof of sending, or say that there is none.",
    ]
    assert page.value("number") == "CN-778899"
    receipt = lawyer.submit(page, COURIER | {"source": "word"}, {"proofs": PDF})
    assert "Sending logged." in receipt.seen
    page = lawyer.submit(f"{approved}/receipt", {"on": "2024-02-21"}, {"papers": PDF})
    assert page.summary()[0] == "Choose the type of proof."


def test_an_email_names_its_recipient_and_its_proof(lawyer: Browser, approved: str) -> None:
    typed = {"on": "2024-02-21", "channel": "email", "source": "text"}
    page = lawyer.submit(f"{approved}/sent", typed)
    assert page.summary() == [
        "Enter the email address it was sent to.",
        "Attach proof of sending, or say that there is none.",
    ]
    assert checked(page, "source") == ["text"]

    sent = lawyer.submit(page, {"recipient": "rti@pta.example", "without_proof": "y"})

    assert "There is no proof of sending." in sent.words
    shown = lawyer.get(f"{approved}/dispatches").words
    assert "To: rti@pta.example (private)" in shown
    assert "Nothing proves that it was sent." in shown


def test_a_file_and_the_choice_of_it_go_together(lawyer: Browser, approved: str) -> None:
    typed, files = COURIER | {"source": "file"}, {"proofs": PDF}
    page = lawyer.submit(f"{approved}/sent", typed, files)
    assert page.summary()[0] == "Attach the file that was sent."

    page = lawyer.submit(page, {"source": "word"}, files | {"letter": PDF})
    assert page.summary()[0].startswith("You attached a file. Choose “The file attached here”")

    assert lawyer.submit(page, {"source": "file"}, files | {"letter": PDF}).status == 200


def test_the_files_of_an_approved_letter_stay_as_they_are(
    lawyer: Browser, approved: str, clock: Clock
) -> None:
    clock.set(date(2024, 2, 28))

    page = lawyer.get(f"{approved}/letters/request")
    answer = lawyer.client.get(f"{approved}/letters/request.docx?language=ur&identity=yes")

    assert "As approved on Tuesday 20 February 2024" in page.words
    assert not page.tree.xpath("//select[@name='language']")
    assert "20 February 2024" in words_of(answer.data)
    assert "61101" not in words_of(answer.data)


def test_what_is_approved_is_what_was_chosen_for_the_letter(lawyer: Browser, settled: str) -> None:
    page = lawyer.get(f"{settled}/approve?identity=yes")
    assert "61101-0000000-1" in page.words
    lawyer.submit(page, path=f"{settled}/approve?identity=yes")

    assert "61101-0000000-1" in lawyer.get(f"{settled}/letters/request").words


def test_a_letter_sent_before_its_approval_needs_its_file_or_is_said_to_be_a_copy(
    lawyer: Browser, approved: str, office: Office, app: Flask
) -> None:
    typed, files = COURIER | {"on": "2024-02-20", "source": "word"}, {"proofs": PDF}
    assert lawyer.submit(f"{approved}/sent", typed, files).status == 200
    reference = approved.rpartition("/")[2]
    later = approve_late(lawyer, office)

    page = lawyer.submit(f"{later}/sent", typed, files)

    assert page.status == 422
    said = page.summary()[0]
    assert said.startswith("It was sent on 20 February 2024, but the letter was finalised")
    assert checked(page, "source") == ["word"]
    sent = lawyer.submit(page, {"source": "lost"}, files, path=f"{later}/sent")
    copied = "The copy was made afterwards, on"
    assert copied in sent.words
    assert copied in lawyer.get(f"{later}/dispatches").words
    assert copied not in lawyer.get(f"/desk/requests/{reference}").words
    reference = later.rpartition("/")[2]
    with office.cases.look(reference) as case:
        entries = tuple(entry.seq for entry in publishable(case.history))
    publish_entries(office, reference, Publication(entries), by="tester")
    assert copied in Browser(app).get(f"/requests/{reference}").words


def approve_late(lawyer: Browser, office: Office) -> str:
    """The address of a request that was settled the day before it is approved."""
    draft = start(office, "pk-x-2024", "pk-interior", by="tester")
    draft = save(office, replace(draft, eligibility="citizen"), AYESHA, by="tester")
    settle(office, draft.reference, draft.version, on=date(2024, 2, 20), by="tester")
    lawyer.submit(f"/desk/requests/{draft.reference}/approve")
    return f"/desk/requests/{draft.reference}"


def test_a_finalised_appeal_is_offered_as_what_was_filed(
    lawyer: Browser, office: Office, clock: Clock
) -> None:
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))
    clock.set(date(2024, 4, 2))
    sweep(office)
    path = f"/desk/requests/{reference}"
    assert not lawyer.get(f"{path}/appeal").tree.xpath("//input[@name='source']")

    fill_all(office, reference)
    said = lawyer.post(f"{path}/letters/appeal/finalise", {"csrf_token": key(lawyer, path)})
    clock.set(date(2024, 4, 4))

    assert "Letter finalised. Its files are in the timeline" in said.seen
    assert "Finalised on Tuesday 2 April 2024" in lawyer.get(f"{path}/letters/appeal").words
    filed = lawyer.submit(
        f"{path}/appeal",
        {"on": "2024-04-04", "channel": "hand", "source": "word"},
        {"proofs": PDF},
    )
    assert "Appeal logged." in filed.seen


def key(lawyer: Browser, path: str) -> str:
    page = lawyer.get(f"{path}/letters/appeal")
    return str(page.tree.xpath("//main//input[@name='csrf_token']/@value")[0])


def test_the_name_of_a_proof_is_corrected_and_its_paper_and_the_clock_stay(
    lawyer: Browser, waiting: str, office: Office
) -> None:
    path = f"/desk/requests/{waiting}"
    page = lawyer.get(f"{path}/entries/4/correct")
    (link,) = page.tree.xpath("//main//a[contains(., 'Correct what the proof is')]/@href")
    form = lawyer.get(link)
    assert form.value("proof") == ""
    before = lawyer.get(path).words.partition("Timeline")[0]

    shown = lawyer.submit(form, {"proof": "counter-stamp"}, path=link)

    assert "Proof of receipt: Counter stamp." in shown.words
    assert "The proof for entry 4 is “Counter stamp”, not" in shown.words
    assert "PTA’s deadline to respond" in before
    assert "PTA’s deadline to respond" in shown.words
    assert "No longer counts" not in shown.words
    with office.cases.look(waiting) as case:
        receipt = case.history[3]
    assert receipt.event.evidence[0] in lawyer.get(path).text


def test_a_letter_that_names_another_way_of_sending_is_pointed_out(
    lawyer: Browser, approved: str
) -> None:
    """The letter names the usual service, by registered post."""
    page = lawyer.submit(f"{approved}/sent", COURIER | {"source": "word"}, {"proofs": PDF})

    assert "The letter says that it is served by registered post" in page.words
    assert "and you logged courier" in page.words
