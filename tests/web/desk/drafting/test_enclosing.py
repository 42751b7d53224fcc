"""The page on which a lawyer adds documents to the letter of a draft."""

from io import BytesIO
from typing import Any

import pytest
from flask import Flask

from tests.documents.hostile import a_locked_pdf
from tests.documents.papers import a_pdf
from tests.web.browser import Browser, Page, signed_in, somebody
from tracker.services.core.office import Office
from tracker.services.drafting.drafting_together import settle_together
from tracker.services.drafting.drafts import start, start_alike
from tracker.services.ports.people import RoleName

TITLE = "X goes down across the country"
TYPED = {"kind": "press-report", "title": TITLE, "source": "Example Daily", "dated": "2024-02-18"}
HOSTILE = "\"><script>alert(1)</script>{{ 7*7 }} {order} [place] & 'x'"
RTL = "ملک بھر میں ایکس کی بندش "
MEGABYTE = 1024 * 1024


@pytest.fixture
def draft(office: Office) -> str:
    """The address of a new draft: PTA about the block of X."""
    return f"/desk/drafts/{start(office, 'pk-x-2024', 'pk-pta', by='tester').reference}"


def a_file(data: bytes = b"", name: str = "cutting.pdf") -> dict[str, Any]:
    return {"file": (data or a_pdf(("A report.",)), name)}


def enclose(lawyer: Browser, draft: str, *, file: dict[str, Any], **typed: str) -> Page:
    """The answer to the form of a document with these words."""
    return lawyer.submit(f"{draft}/enclosures", TYPED | typed, file)


def documents(office: Office, draft: str) -> list[str]:
    applicant = office.drafts.applicant_of(draft.rpartition("/")[2])
    return [each.title for each in applicant.documents]


def test_a_document_is_enclosed_and_taken_off_again(lawyer: Browser, draft: str) -> None:
    assert f"{draft}/enclosures" in lawyer.get(draft).text
    assert f"{draft}/enclosures" in lawyer.get(f"{draft}/letter").text

    page = enclose(lawyer, draft, file=a_file())

    line = f"Press report “{TITLE}” (Example Daily; 18 February 2024; 1 page)"
    assert "Document enclosed. The letter lists it." in page.seen
    assert line in page.words
    assert f"Enclosure 1: {line}" in lawyer.get(f"{draft}/letter").words
    (file,) = page.tree.xpath("//a[contains(@href, '.pdf')]/@href")
    sent = lawyer.client.get(file)
    assert sent.data.startswith(b"%PDF-")
    assert sent.headers["Content-Disposition"].startswith("attachment")

    (remove,) = page.tree.xpath("//form[contains(@action, '/remove')]/@action")
    (token,) = {*page.tree.xpath("//input[@name='csrf_token']/@value")}
    gone = lawyer.post(remove, {"csrf_token": token})

    assert "Document removed. Its file was deleted." in gone.seen
    assert TITLE not in gone.words
    assert "Enclosure 1" not in lawyer.get(f"{draft}/letter").words
    assert lawyer.client.get(file).status_code == 404


def test_what_the_letter_says_of_a_document_can_be_changed(lawyer: Browser, draft: str) -> None:
    page = enclose(lawyer, draft, file=a_file())
    (change,) = page.tree.xpath("//a[contains(@href, '?document=')]/@href")

    form = lawyer.get(change)
    assert form.value("title") == TITLE
    lawyer.submit(form, {"kind": "order", "title": "No. 12/2024", "source": "PTA"}, path=change)

    letter = lawyer.get(f"{draft}/letter").words
    assert "Enclosure 1: Order “No. 12/2024” (PTA; 18 February 2024; 1 page)" in letter
    assert "Enclosure 2" not in letter


def test_the_form_comes_back_filled_with_its_file(
    lawyer: Browser, draft: str, office: Office
) -> None:
    page = enclose(lawyer, draft, file=a_file(), title="", source="Example Daily")

    assert page.status == 422
    assert page.summary() == ["Enter the title of the document."]
    assert page.value("source") == "Example Daily"
    assert "cutting.pdf" in page.words
    assert not page.tree.xpath("//input[@name='file']"), "it need not be chosen again"
    assert "Not enclosed yet. Describe the document." in page.words
    assert documents(office, draft) == [""]

    done = lawyer.submit(page, {"title": TITLE}, path=f"{draft}/enclosures")

    assert documents(office, draft) == [TITLE]
    assert f"“{TITLE}”" in done.words


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (a_file(b"%PDF-", "cutting.exe"), "“cutting.exe” is not an accepted file type."),
        ({"file": (b"", "empty.pdf")}, "“empty.pdf” is empty. Choose the file again."),
        (a_file(a_locked_pdf()), "“cutting.pdf” was not enclosed. It cannot be opened."),
        (a_file(b"%PDF-1.7\n" + b"x" * 2000), "“cutting.pdf” was not enclosed."),
        (a_file(b"MZ program", "order.pdf"), "its content does not match a pdf file"),
    ],
    ids=["a program", "empty", "locked", "damaged", "not what it says"],
)
def test_a_file_that_cannot_go_out_is_refused_in_one_sentence_and_the_words_stay(
    lawyer: Browser, draft: str, office: Office, file: dict[str, Any], says: str
) -> None:
    page = enclose(lawyer, draft, file=file)

    assert page.status in (400, 413, 422)
    assert says in page.summary()[0]
    assert len(page.summary()) == 2, "the reason, and that the file is chosen again"
    assert page.value("title") == TITLE
    assert page.value("source") == "Example Daily"
    assert documents(office, draft) == []


def test_a_file_of_40_megabytes_is_refused_and_the_words_stay(
    lawyer: Browser, draft: str, office: Office
) -> None:
    fields = TYPED | {"csrf_token": lawyer.get(f"{draft}/enclosures").value("csrf_token")}
    part = "--b\r\nContent-Disposition: form-data; name="
    words = "".join(f'{part}"{name}"\r\n\r\n{value}\r\n' for name, value in fields.items())
    file = f'{part}"file"; filename="scan.pdf"\r\n\r\n%PDF-'
    body = f"{words}{file}".encode() + b"0" * (40 * MEGABYTE) + b"\r\n--b--\r\n"

    # The test client itself would write a large file to a temporary file.
    told = {"data": body, "content_type": "multipart/form-data; boundary=b"}
    page = Page(lawyer.client.post(f"{draft}/enclosures", **told))

    assert page.status == 422
    assert page.summary()[0] == "“scan.pdf” is larger than 20 MB. Send a smaller scan."
    assert page.value("title") == TITLE
    assert documents(office, draft) == []


def test_nothing_chosen_is_said(lawyer: Browser, draft: str) -> None:
    page = lawyer.submit(f"{draft}/enclosures", {"title": "", "source": ""})

    assert page.status == 422
    assert page.summary() == [
        "Choose the file.",
        "Enter the title of the document.",
        "Enter who published or issued the document.",
    ]


def test_a_long_title_from_right_to_left_and_hostile_words_stand_as_typed(
    lawyer: Browser, draft: str
) -> None:
    title = (RTL * 20)[:300].strip()
    enclose(lawyer, draft, file=a_file(), title=title, source=HOSTILE)

    letter = lawyer.get(f"{draft}/letter")
    assert title in letter.words
    assert HOSTILE in letter.words
    assert "<script>alert(1)" not in letter.text
    too_long = enclose(lawyer, draft, file=a_file(a_pdf(("2",))), title="x" * 301)
    assert too_long.summary() == ["This must be 300 characters or fewer."]
    assert too_long.value("title") == "x" * 301


def test_a_document_enclosed_in_another_tab_is_shown_and_not_lost(
    lawyer: Browser, draft: str
) -> None:
    items = lawyer.get(draft)
    enclose(lawyer, draft, file=a_file())

    clash = lawyer.submit(items, {"own_questions-0-words": "A list.", "action": "save"})

    assert clash.status == 409
    assert "Someone else has saved this draft" in clash.words
    assert f"Press report “{TITLE}”" in clash.words
    assert "Enclosure 1" in lawyer.get(f"{draft}/letter").words
    lawyer.submit(clash, {"action": "save"}, path=draft)
    again = lawyer.get(draft)
    (box,) = again.tree.xpath("//input[@name='enclosures']")
    assert "checked" not in box.attrib, "their own version had none"
    lawyer.submit(again, {"enclosures": box.get("value"), "action": "save"})
    assert "Enclosure 1" in lawyer.get(f"{draft}/letter").words


def test_a_document_goes_with_all_drafts_of_a_batch(
    lawyer: Browser, draft: str, office: Office
) -> None:
    reference = draft.rpartition("/")[2]
    like, applicant = office.drafts.draft(reference), office.drafts.applicant_of(reference)
    (other,) = start_alike(office, like, applicant, ["pk-moitt"], beside=reference, by="tester")

    assert (
        "Also enclose it with 1 other draft of this batch"
        in lawyer.get(f"{draft}/enclosures").words
    )
    enclose(lawyer, draft, file=a_file(), batch="y")

    assert TITLE in lawyer.get(f"/desk/drafts/{other.reference}/letter").words


def test_a_draft_that_was_finalised_meanwhile_takes_no_document(
    lawyer: Browser, draft: str, office: Office
) -> None:
    page, reference = lawyer.get(f"{draft}/enclosures"), draft.rpartition("/")[2]
    who = {"eligibility": "citizen", "name": "A", "address": "B", "contact": "c@example.org"}
    lawyer.submit(f"{draft}/applicant", who | {"action": "save"})
    settle_together(office, {reference: office.drafts.draft(reference).version}, by="tester")

    answer = lawyer.submit(page, TYPED, a_file(), path=f"{draft}/enclosures")

    assert answer.status == 409
    assert "has since been finalised, so nothing was saved" in answer.words


def test_an_advocate_may_enclose_and_a_stranger_may_not(
    app: Flask, office: Office, draft: str, stranger: Browser
) -> None:
    advocate = signed_in(app, office, somebody(office, RoleName.ADVOCATE, "Ada Advocate"))

    assert f"“{TITLE}”" in enclose(advocate, draft, file=a_file()).words

    digest = office.drafts.applicant_of(draft.rpartition("/")[2]).documents[0].digest
    answer = stranger.client.get(f"{draft}/enclosures/{digest}.pdf")
    assert answer.status_code in (302, 401, 404)
    assert b"%PDF" not in answer.data
    refused = stranger.client.post(f"{draft}/enclosures", data={"file": (BytesIO(b"x"), "a.pdf")})
    assert refused.status_code != 200
