"""Public copies at the desk: pages as pictures, boxes by number and by line, and a second look."""

from datetime import date
from io import BytesIO

import pytest
from flask import Flask
from PIL import Image

from tests.documents.papers import a_pdf, a_scan
from tests.offices import Clock
from tests.services.publishing.test_copying import answered
from tests.web.browser import Browser, Page, signed_in
from tracker.services.core.evidence import checked_upload
from tracker.services.core.office import Office
from tracker.services.people.accounts import add_account
from tracker.services.people.sharing import share
from tracker.services.ports.people import RoleName
from tracker.services.publishing.copying import work_on


@pytest.fixture
def begun(office: Office, clock: Clock, lawyer: Browser) -> tuple[str, str]:
    """The address of a copy that was begun at the desk, and the paper's digest."""
    clock.set(date(2024, 3, 8))
    reference, paper = answered(office, checked_upload("reply.pdf", a_pdf()))
    where = f"/desk/requests/{reference}/copies"
    page = lawyer.submit(where, {"paper": paper})
    assert page.answer.request.path == f"{where}/{paper}"
    return reference, paper


def address(begun: tuple[str, str]) -> str:
    return f"/desk/requests/{begun[0]}/copies/{begun[1]}"


def send(lawyer: Browser, begun: tuple[str, str], **fields: str) -> Page:
    """One of the forms of page 1."""
    where = f"{address(begun)}/pages/1"
    page = lawyer.get(where)
    seen = page.tree.xpath("//input[@name='seen']/@value")
    return lawyer.post(where, {"csrf_token": str(page.value("csrf_token")), "seen": seen} | fields)


def test_a_page_is_shown_as_a_picture_with_what_is_black(
    lawyer: Browser, begun: tuple[str, str]
) -> None:
    page = lawyer.get(f"{address(begun)}/pages/1")

    picture = page.tree.xpath("//*[local-name()='image']")[0].get("href")
    answer = lawyer.client.get(picture)
    with Image.open(BytesIO(answer.data)) as drawn:
        assert drawn.format == "JPEG"
    assert answer.headers["Cache-Control"] == "no-store"
    assert len(page.tree.xpath("//*[local-name()='rect'][@class='black']")) == len(
        page.tree.xpath("//ol[contains(@class,'boxes')]/li")
    )
    assert "An identity-card number" in page.words
    assert "style=" not in page.text, "no page carries styles of its own"


def test_a_part_is_blacked_out_by_its_edges_and_shown_again(
    lawyer: Browser, office: Office, begun: tuple[str, str]
) -> None:
    page = send(lawyer, begun, action="black-out", left="10", top="20", right="30", bottom="40")
    assert "Added by a person 10–30 %, 20–40 %" in page.words

    send(lawyer, begun, action="uncover", box="100-200-300-400")

    assert all(box.why for box in work_on(office, *begun).boxes[0])


def test_a_line_that_was_found_is_blacked_out(
    lawyer: Browser, office: Office, begun: tuple[str, str]
) -> None:
    before = len(work_on(office, *begun).boxes[0])

    page = send(lawyer, begun, action="black-out", line="3")

    assert "The request is refused under section 7." in page.text
    work = work_on(office, *begun)
    assert len(work.boxes[0]) == before + 1
    assert work.boxes[0][-1] == work.images[0].lines[3].box


@pytest.mark.samples("typed0", "typed3")
@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"left": "10"}, "Enter all four edges, or choose a line"),
        ({"left": "x", "top": "1", "right": "2", "bottom": "3"}, "Enter a whole number"),
        ({"left": "10", "top": "1", "right": "101", "bottom": "3"}, "a number from 0 to 100"),
        (
            {"left": "50", "top": "1", "right": "20", "bottom": "3"},
            "The left edge must come before the right",
        ),
    ],
)
def test_what_is_no_box_is_said_and_stays_in_the_form(
    lawyer: Browser, begun: tuple[str, str], typed: dict[str, str], told: str
) -> None:
    page = send(lawyer, begun, action="black-out", **typed)

    assert page.status == 422
    assert any(told in said for said in page.summary())
    assert page.value("left") == typed["left"]


@pytest.mark.samples("99999", "a-b")
@pytest.mark.parametrize("box", ["1-2-3", "a-b-c-d", "1-2-3-99999", "-1-2-3-4"])
def test_a_box_that_is_none_is_not_there(
    lawyer: Browser, begun: tuple[str, str], box: str
) -> None:
    assert send(lawyer, begun, action="uncover", box=box).status == 404


def test_the_copy_is_finished_after_the_look_and_can_be_fetched(
    lawyer: Browser, begun: tuple[str, str]
) -> None:
    early = lawyer.submit(address(begun), {"title": "Response"})
    assert early.status == 409
    assert "has not been checked" in early.summary()[0]

    looked = send(lawyer, begun, action="looked")
    assert looked.answer.request.path == address(begun), "after the last page, the paper"
    done = lawyer.submit(address(begun), {"title": "Response of the Authority"})

    assert "Copy finished" in done.words
    copy = lawyer.client.get(f"{address(begun)}/copy.pdf")
    assert copy.data.startswith(b"%PDF-1.4")
    assert copy.headers["Content-Disposition"] == "attachment; filename=copy.pdf"


def test_of_a_scan_it_is_said_that_nothing_could_be_proposed(
    lawyer: Browser, office: Office, clock: Clock
) -> None:
    clock.set(date(2024, 3, 8))
    reference, paper = answered(office, checked_upload("scan.jpg", a_scan()))

    page = lawyer.submit(f"/desk/requests/{reference}/copies", {"paper": paper})

    assert "No text was found in these images, so" in page.words
    assert "Check every page for names, numbers, addresses and" in page.words
    assert "Suggestions never show that a page is clear." in page.words


def test_a_paper_that_cannot_be_drawn_is_told_on_the_page(
    lawyer: Browser, office: Office, clock: Clock
) -> None:
    clock.set(date(2024, 3, 8))
    reference, paper = answered(office, checked_upload("reply.pdf", b"%PDF-1.7\n%broken\n"))

    page = lawyer.submit(f"/desk/requests/{reference}/copies", {"paper": paper})

    assert page.status == 422
    assert "cannot be opened" in page.summary()[0]


def test_pages_of_papers_are_for_the_office_alone(
    app: Flask, office: Office, stranger: Browser, begun: tuple[str, str]
) -> None:
    account = add_account(office, "g@example.org", "G", RoleName.LAWYER, "digital-rights")
    guest = signed_in(app, office, account)
    share(office, begun[0], "digital-rights", by="somebody")
    private = [f"{address(begun)}/pages/1.jpg", f"{address(begun)}/copy.pdf", address(begun)]
    for where in private:
        assert stranger.client.get(where).status_code == 302
        assert guest.client.get(where).status_code == 403, "shared is not prepared"


def test_a_copy_reaches_the_public_page_and_its_file(
    lawyer: Browser, stranger: Browser, begun: tuple[str, str]
) -> None:
    send(lawyer, begun, action="looked")
    lawyer.submit(address(begun), {"title": "Response of the Authority"})
    form = lawyer.get(f"/desk/requests/{begun[0]}/publish")
    fields = {"copies": begun[1]}
    seen = lawyer.submit(form, fields | {"action": "look"})
    assert "View the copy" in seen.words
    lawyer.submit(seen, {"action": "publish"})

    public = stranger.get(f"/requests/{begun[0]}")

    assert "Documents released 1" in public.words
    where = public.tree.xpath("//a[contains(@href,'/copies/')]")[0].get("href")
    answer = stranger.client.get(where)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-cache" in answer.headers["Cache-Control"]
    assert lawyer.client.get(f"{address(begun)}/copy.pdf").data == answer.data
    assert "reply.pdf" not in public.text

    remove = lawyer.submit(
        f"/desk/requests/{begun[0]}/remove",
        {"digests": where.rpartition("/")[2].removesuffix(".pdf"), "because": "privacy"},
    )

    assert "Removed. The public list of corrections says so" in remove.words
    assert stranger.get(where).status == 404
    listed = stranger.get("/corrections").words
    assert "Texts or copies were removed" in listed
    assert "It identified a private person." in listed
