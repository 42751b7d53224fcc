"""An administrator puts up the letterhead of the office; what reaches further is refused."""

import pytest
from flask import Flask

from tests.documents.reading import parts_of, words_of
from tests.documents.test_letterhead import letterhead, running_words, with_parts
from tests.offices import a_request
from tests.web.browser import Browser, signed_in, somebody
from tracker.services.core.office import Office
from tracker.services.ports.people import RoleName

PAGE = "/desk/letterhead"


@pytest.fixture
def admin(app: Flask, office: Office) -> Browser:
    """The browser of an administrator."""
    return signed_in(app, office, somebody(office, RoleName.ADMIN))


def put_up(admin: Browser, data: bytes, name: str = "ours.docx") -> tuple[int, str]:
    page = admin.submit(PAGE, files={"document": (data, name)})
    return page.status, page.words


def test_the_field_names_the_only_kind_that_it_takes(admin: Browser) -> None:
    page = admin.get(PAGE)

    assert page.tree.xpath("//input[@name='document']/@accept") == [".docx"]
    assert "DOCX, up to 5 MB." in page.words
    assert "20 MB" not in page.words


def test_letters_are_written_on_what_was_put_up_and_plain_again_after_it(
    admin: Browser, office: Office
) -> None:
    reference = a_request(office)
    letter = f"/desk/requests/{reference}/letters/cover-note.docx"

    status, words = put_up(admin, letterhead())
    assert status == 200
    assert "Letters now use this letterhead. Check the sample" in words
    headed = admin.client.get(letter).data
    assert any("Example & Partners" in said for said in running_words(headed, "header"))
    assert "secret of another client" not in words_of(headed)
    assert "Garamond" in parts_of(headed)["word/styles.xml"].decode()
    assert "Example & Partners" in str(
        running_words(admin.client.get(f"{PAGE}/sample.docx").data, "header")
    )

    (away,) = admin.get(PAGE).tree.xpath("//form[contains(@action, '/away')]")
    key = away.xpath(".//input[@name='csrf_token']/@value")[0]
    admin.post(f"{PAGE}/away", {"csrf_token": key})
    plain = admin.client.get(letter).data
    assert "Example & Partners" not in str(running_words(plain, "header"))


def test_a_letterhead_with_a_program_is_refused_and_the_one_before_stays(
    admin: Browser, office: Office
) -> None:
    put_up(admin, letterhead())
    hostile = with_parts(letterhead(), {"word/vbaProject.bin": b"macro"})
    status, words = put_up(admin, hostile)
    assert status == 422
    assert "macro" in words
    status, words = put_up(admin, b"%PDF-1.4 a paper", "paper.pdf")
    assert status in (400, 422)
    assert "A letterhead must be a Word document (DOCX)" in words
    assert "Letters use the letterhead that the office uploaded" in admin.get(PAGE).words


def test_what_would_be_fetched_from_elsewhere_is_refused(admin: Browser) -> None:
    outside = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/attachedTemplate" Target="https://example.org/a.dotm" '
        b'TargetMode="External"/></Relationships>'
    )
    data = with_parts(letterhead(), {"word/_rels/settings.xml.rels": outside})
    status, words = put_up(admin, data)
    assert status in (400, 422)
    assert "from outside the file" in words


def test_a_lawyer_does_not_change_the_letterhead(lawyer: Browser) -> None:
    assert lawyer.get(PAGE).status == 403


def test_a_sample_is_drawn_where_it_can_be(admin: Browser, office: Office) -> None:
    if not office.documents.prints:
        pytest.skip("LibreOffice is not installed")
    answer = admin.client.get(f"{PAGE}/sample.jpg")
    assert answer.mimetype == "image/jpeg"
    assert answer.data.startswith(b"\xff\xd8")


def test_a_letter_goes_without_the_letterhead_if_chosen(admin: Browser, office: Office) -> None:
    letter = f"/desk/requests/{a_request(office)}/letters/cover-note"
    put_up(admin, letterhead())

    page = admin.get(f"{letter}?plain=yes")
    (word,) = page.tree.xpath("//a[contains(@href, '.docx')]/@href")
    plain = admin.client.get(word).data

    assert page.tree.xpath("//input[@name='plain']/@checked")
    assert "Example & Partners" not in str(running_words(plain, "header"))
    assert "Example & Partners" in str(
        running_words(admin.client.get(f"{letter}.docx").data, "header")
    )
