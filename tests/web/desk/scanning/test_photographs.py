"""The page for photographs: pieces sent by its script, its form without a script, and the PDF."""

from datetime import date
from io import BytesIO
from typing import Any

from flask import Flask

from tests.offices import received
from tests.services.cases.test_photographs import a_photo
from tests.web.browser import Browser, Page, an_app, signed_in, somebody
from tracker.services.cases.photographs import PIECE
from tracker.services.core.evidence import sha256_of
from tracker.services.core.office import Office


def address(reference: str) -> str:
    return f"/desk/requests/{reference}/photographs"


def begin(browser: Browser, reference: str, data: bytes, name: str = "slip.jpg") -> Page:
    fields: dict[str, object] = {"name": name, "size": len(data), "sha256": sha256_of(data)}
    fields["csrf_token"] = token(browser, reference)
    return browser.post(f"{address(reference)}/begin", fields)


def token(browser: Browser, reference: str) -> str:
    return str(browser.get(address(reference)).value("csrf_token"))


def piece(browser: Browser, reference: str, state: dict[str, Any], data: bytes) -> Any:
    start = state["have"]
    part = data[start : start + PIECE]
    return browser.client.post(
        f"{state['address']}?start={start}&sha256={sha256_of(part)}",
        data=part,
        headers={"X-CSRFToken": token(browser, reference)},
        content_type="application/octet-stream",
    )


def test_pieces_arrive_until_the_page_is_whole(lawyer: Browser, sent: str) -> None:
    data = a_photo().ljust(3 * PIECE, b"\0")
    state = begin(lawyer, sent, data).answer.get_json()
    assert (state["have"], state["whole"]) == (0, False)

    for have in (PIECE, 2 * PIECE):
        state = piece(lawyer, sent, state, data).get_json()
        assert state["have"] == have
    page = lawyer.get(address(sent))
    assert "66 percent has arrived" in page.words
    # The page was closed, and is opened again.
    state = begin(lawyer, sent, data).answer.get_json()
    assert state["have"] == 2 * PIECE
    assert piece(lawyer, sent, state, data).get_json()["whole"]

    (picture,) = lawyer.get(address(sent)).tree.xpath("//svg/image/@href")
    answer = lawyer.client.get(picture)
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_piece_without_the_token_of_the_form_is_refused(office: Office, sent: str) -> None:
    app = an_app(office, secret_key=b"s" * 32)
    lawyer = signed_in(app, office, somebody(office))
    data = a_photo()

    begun = lawyer.client.post(f"{address(sent)}/begin", data={"name": "a.jpg"})
    pushed = lawyer.client.post(f"{address(sent)}/{'0' * 64}/piece", data=data)

    assert begun.status_code == pushed.status_code == 400


def test_a_refusal_is_one_sentence_for_the_script(lawyer: Browser, sent: str) -> None:
    answer = begin(lawyer, sent, b"x" * 50, "slip.pdf").answer

    assert answer.status_code == 422
    assert "not a JPEG or PNG" in answer.get_json()["said"]


def test_a_piece_of_a_removed_photograph_is_answered_with_410(lawyer: Browser, sent: str) -> None:
    data = a_photo()
    state = begin(lawyer, sent, data).answer.get_json()
    page = lawyer.get(address(sent))
    (button,) = page.tree.xpath("//button[starts-with(@value, 'remove:')]/@value")
    lawyer.post(address(sent), {"action": button, "csrf_token": page.value("csrf_token")})

    assert piece(lawyer, sent, state, data).status_code == 410


def test_without_a_script_the_form_sends_all_photographs_at_once(
    lawyer: Browser, office: Office, sent: str
) -> None:
    files = {"papers": [(a_photo("red"), "one.jpg"), (a_photo("blue"), "two.jpg")]}

    page = lawyer.submit(address(sent), {"action": "send"}, files)

    assert page.status == 200
    assert len(page.tree.xpath("//svg/image")) == 2


def test_a_file_that_is_no_photograph_is_named(lawyer: Browser, sent: str) -> None:
    files = {"papers": [(b"%PDF-1.4 no", "slip.pdf")]}

    page = lawyer.submit(address(sent), {"action": "send"}, files)

    assert page.status == 422
    assert any("slip.pdf" in each for each in page.summary())


def made(lawyer: Browser, reference: str) -> Page:
    """Make a PDF of two photographs, and return the page."""
    files = {"papers": [(a_photo("red"), "one.jpg"), (a_photo("blue"), "two.jpg")]}
    lawyer.submit(address(reference), {"action": "send"}, files)
    page = lawyer.get(address(reference))
    return lawyer.post(
        address(reference), {"action": "pdf", "csrf_token": page.value("csrf_token")}
    )


def test_the_pdf_proves_the_receipt_that_is_logged_with_it(
    lawyer: Browser, office: Office, sent: str
) -> None:
    page = made(lawyer, sent)
    assert "PDF made" in page.seen
    (use,) = page.tree.xpath("//a[contains(@href, '/receipt?attached=')]/@href")

    form = lawyer.get(use)
    assert "Already attached" in form.words
    answer = lawyer.post(
        use,
        {
            "on": "2024-02-26",
            "proof": "courier-delivery",
            "csrf_token": form.value("csrf_token"),
        },
    )

    assert "Receipt logged" in answer.seen
    with office.cases.look(sent) as case:
        event = case.history[-1].event
        (digest,) = event.evidence
        (paper,) = [each for each in case.papers() if each.digest == digest]
    assert event.kind == "received"
    assert paper.media == "application/pdf"
    assert office.archive.read(sent, digest).startswith(b"%PDF-")
    # The PDF now belongs to its entry, and is not offered for another.
    assert "belong to no entry" not in lawyer.get(address(sent)).words


def test_the_pdf_is_attached_to_a_response(lawyer: Browser, office: Office, sent: str) -> None:
    received(office, sent, date(2024, 2, 26))
    page = made(lawyer, sent)
    (use,) = page.tree.xpath("//a[contains(@href, '/response?attached=')]/@href")

    assert "photographs-" in lawyer.get(use).text


def test_a_pdf_of_a_colleague_is_not_offered(
    app: Flask, office: Office, lawyer: Browser, sent: str
) -> None:
    page = made(lawyer, sent)
    (use,) = page.tree.xpath("//a[contains(@href, '/receipt?attached=')]/@href")
    other = signed_in(app, office, somebody(office, name="Omar Advocate"))

    assert "photographs-" not in other.get(address(sent)).text
    assert "Already attached" not in other.get(use).words


def test_a_pdf_is_deleted_on_demand(lawyer: Browser, sent: str) -> None:
    page = made(lawyer, sent)
    (button,) = page.tree.xpath("//button[starts-with(@value, 'discard:')]/@value")

    page = lawyer.post(address(sent), {"action": button, "csrf_token": page.value("csrf_token")})

    assert "PDF deleted" in page.seen
    assert not page.tree.xpath("//button[starts-with(@value, 'discard:')]")


def test_no_metadata_of_the_camera_is_left(lawyer: Browser, office: Office, sent: str) -> None:
    made(lawyer, sent)
    (button,) = lawyer.get(address(sent)).tree.xpath("//button[starts-with(@value, 'discard:')]")
    digest = button.get("value").removeprefix("discard:")

    data = office.archive.read(sent, digest)

    assert b"Zarmina" not in data
    assert BytesIO(data).read(5) == b"%PDF-"
