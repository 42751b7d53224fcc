"""The watch over the laws at the desk, and the signatures on the page of a law."""

import pytest
from flask import Flask

from tests.web.browser import Browser, signed_in, somebody
from tracker.services.core.office import Office
from tracker.services.ports.own_library import EntryName
from tracker.services.ports.people import RoleName
from tracker.web.desk.office_data import law_watch

WATCH = "/desk/library/watch"
SPAIN = f"{WATCH}/es-ltaibg-2013"
SIGNED = {
    "name": "Nadia Reader",
    "post": "Advocate, Clinic",
    "compared": "y",
    "public": "y",
}


def test_the_list_says_what_is_due_and_by_what_reading(lawyer: Browser) -> None:
    page = lawyer.get(WATCH)

    rows = {row.xpath("./th//a")[0].get("href"): row for row in page.tree.xpath("//tbody/tr")}
    said = " ".join(rows[SPAIN].text_content().split())
    assert "NeverRead in a copy of the text of 2018." in said
    assert "Due" in said
    assert "machine-read" in said
    germany = " ".join(rows[f"{WATCH}/de-ifg"].text_content().split())
    assert "24 November 2026" in germany
    assert "24 November 2027" in germany
    assert "calendars/bd-government.toml" in page.words
    assert WATCH in lawyer.get("/desk/library").tree.xpath("//main//a/@href")


def test_two_jurists_sign_and_the_public_page_names_them(
    app: Flask, lawyer: Browser, office: Office, stranger: Browser
) -> None:
    before = stranger.get("/laws/es-ltaibg-2013").words
    assert "Machine-read: a program read this law." in before

    page = lawyer.submit(lawyer.get(SPAIN), SIGNED, path=f"{SPAIN}/sign")
    assert "Signed as the reader." in page.words
    other = signed_in(app, office, somebody(office, name="Omar Other"))
    again = other.submit(other.get(SPAIN), {**SIGNED, "name": "Omar Other"}, path=f"{SPAIN}/sign")

    assert "Signed as the second reader." in again.words
    public = stranger.get("/laws/es-ltaibg-2013").words
    assert "Nadia Reader" in public
    assert "Omar Other" in public
    assert "Second reader" in public
    assert "Machine-read" not in public
    assert "signed an older text" not in public


def test_a_signature_of_an_older_text_says_so(
    lawyer: Browser, office: Office, stranger: Browser
) -> None:
    lawyer.submit(lawyer.get(SPAIN), SIGNED, path=f"{SPAIN}/sign")
    (signature,) = office.law_signatures.every()
    office.law_signatures.withdraw(signature.number, signature.by)
    office.law_signatures.sign(
        type(signature)(
            *(signature.law, "e" * 64, signature.signed_as, signature.name),
            *(signature.post, signature.by, signature.at),
        )
    )

    public = stranger.get("/laws/es-ltaibg-2013").words
    assert "signed an older text" in public
    assert "No jurist has signed the present text." in public
    assert "signed an older text" in lawyer.get(WATCH).words


def test_a_signature_is_withdrawn_and_its_name_deleted(
    lawyer: Browser, office: Office, stranger: Browser
) -> None:
    page = lawyer.submit(lawyer.get(SPAIN), SIGNED, path=f"{SPAIN}/sign")

    number = page.tree.xpath("//form[contains(@action, 'withdraw')]//input[@name='number']")
    token = page.value("csrf_token")
    gone = lawyer.post(
        f"{SPAIN}/withdraw", {"csrf_token": token, "number": number[0].get("value")}
    )

    assert "Your name is deleted." in gone.words
    assert office.law_signatures.every() == ()
    assert "Nadia Reader" not in stranger.get("/laws/es-ltaibg-2013").words


def test_every_fault_of_a_signature_is_told_at_once(lawyer: Browser, office: Office) -> None:
    page = lawyer.submit(lawyer.get(SPAIN), {"name": "", "post": "x" * 201}, path=f"{SPAIN}/sign")

    assert page.status == 422
    for said in (
        "Enter your name.",
        "Use 200 characters or fewer.",
        "Confirm that you compared every provision.",
        "Confirm that your name may be shown.",
    ):
        assert said in page.words
    assert office.law_signatures.every() == ()


def test_a_text_that_changed_since_is_not_signed(lawyer: Browser, office: Office) -> None:
    page = lawyer.submit(lawyer.get(SPAIN), {**SIGNED, "digest": "0" * 64}, path=f"{SPAIN}/sign")

    assert "This law has changed since you opened the page. Read it again." in page.words
    assert office.law_signatures.every() == ()


def test_an_advocate_reads_and_does_not_sign(app: Flask, office: Office) -> None:
    advocate = signed_in(app, office, somebody(office, RoleName.ADVOCATE, name="Vera Advocate"))

    page = advocate.get(SPAIN)

    assert page.status == 200
    assert "Sign this text" not in page.words


def test_two_texts_are_compared(lawyer: Browser) -> None:
    page = lawyer.submit(
        f"{WATCH}/texts",
        files={"older": (b"One day.\nTwo.", "old.txt"), "newer": (b"Two.\n<b>Three", "new.txt")},
    )

    cells = [cell.text_content().strip() for cell in page.tree.xpath("//tbody//td")]
    assert cells == ["One day.", "none", "none", "<b>Three"]


def test_a_file_of_the_library_is_compared_with_the_one_in_use(
    lawyer: Browser, office: Office
) -> None:
    text = office.library_reader.shipped(EntryName("laws", "de-ifg"))
    newer = text.replace("text_of_year = 2022", "text_of_year = 2024").encode()

    page = lawyer.submit(f"{WATCH}/texts", files={"newer": (newer, "de-ifg.toml")})

    (row,) = page.tree.xpath("//tbody/tr")
    cells = [cell.text_content().strip() for cell in row]
    assert cells == ["text_of_year", "2022", "2024"]


def test_files_that_are_no_text_are_refused_at_once(
    lawyer: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(law_watch, "LARGEST_COMPARED", 1_000)
    page = lawyer.submit(
        f"{WATCH}/texts",
        files={"older": (b"\xff\xfe\x00", "old.pdf"), "newer": (b"a" * 1_001, "new.txt")},
    )

    assert "“old.pdf” is not plain text in UTF-8." in page.words
    assert "“new.txt” has more than 1 MB." in page.words
    empty = lawyer.submit(f"{WATCH}/texts")
    assert "Choose the older text. Choose the newer text." in empty.words
