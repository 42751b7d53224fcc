"""Captures at the desk: a saved page is handed in, looked at, published and deleted."""

from io import SEEK_END, SEEK_SET, RawIOBase
from typing import Any

import pytest
from flask import Flask

from tests.captured_pages import ADDRESS, HTML, a_warc
from tests.ooni_answers import BLOCK
from tests.web.browser import Browser, Page, signed_in, somebody
from tracker.domain.base.errors import NotOnFile
from tracker.services.core.evidence import sha256_of
from tracker.services.core.office import Office
from tracker.services.letters.bundle.evidence_makers import EvidenceMaker, keep_maker, maker_of
from tracker.services.measurements.captures import withdraw_capture
from tracker.services.people.sessions import start_session
from tracker.services.ports.people import RoleName
from tracker.storage.db.group_keys import GroupKeys

HOME = f"/desk/measurements/{BLOCK}/captures"
ARCHIVED = "https://web.archive.org/web/20261120/https://press.example/news/1825447"


@pytest.fixture
def advocate(app: Flask, office: Office) -> Browser:
    return signed_in(app, office, somebody(office, RoleName.ADVOCATE))


@pytest.fixture
def no_key_file(office: Office, lawyer: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    """Private words are open only where a person's key opens them, as the lawyer's does."""
    monkeypatch.setattr(GroupKeys, "standing", property(lambda _: None), raising=False)


class Untouched(RawIOBase):
    """A large body of which it is known whether anything was read."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.size, self.at, self.read_of = size, 0, False

    def seek(self, offset: int, whence: int = SEEK_SET) -> int:
        self.at = offset + (self.size if whence == SEEK_END else 0)
        return self.at

    def tell(self) -> int:
        return self.at

    def readinto(self, buffer: Any) -> int:
        self.read_of = True
        return 0

    def readable(self) -> bool:
        return True


def handed_in(
    browser: Browser, content: bytes = HTML, name: str = "page.html", **typed: str
) -> Page:
    """Hand in a saved page by the form."""
    fields = {"address": ADDRESS, "captured_on": "2026-11-20", "archived": ""} | typed
    return browser.submit(f"{HOME}/new", fields, {"file": (content, name)})


def digest(office: Office) -> str:
    (stored,) = office.captures.captures(BLOCK)
    return stored.capture.sha256


def test_a_saved_page_is_handed_in_and_shown_with_its_hashes(
    lawyer: Browser, office: Office
) -> None:
    page = handed_in(lawyer, archived=ARCHIVED)
    assert page.status == 200
    for words in ("Capture saved.", digest(office), sha256_of(HTML), "see nothing of it"):
        assert words in page.words
    assert ARCHIVED in page.tree.xpath("//main//a/@href")
    assert ADDRESS in lawyer.get(HOME).words


MADE = {
    "made_by": "Zarmina Namoona, paralegal",
    "made_at": "14:05, Pakistan time",
    "made_how": "Firefox on the office laptop",
}


def test_who_made_a_capture_is_entered_with_it_changed_and_deleted_with_its_file(
    lawyer: Browser, office: Office
) -> None:
    page = handed_in(lawyer, HTML, "page.html", **MADE)
    assert "Zarmina Namoona, paralegal, 14:05, Pakistan time, Firefox on the" in page.words
    (link,) = page.tree.xpath("//dl//a[contains(@href, '/evidence/')]/@href")
    form = lawyer.get(link)
    assert {name: form.value(name) for name in MADE} == MADE

    changed = lawyer.submit(link, MADE | {"made_by": "<b>Zarmina</b> \u202eoknU"})
    assert "The draft certificate has it." in changed.words
    shown = lawyer.get(f"{HOME}/{digest(office)}")
    assert "<b>Zarmina</b>" in shown.words

    sha256 = digest(office)
    assert maker_of(office, BLOCK, sha256).moment == MADE["made_at"]
    withdraw_capture(office, BLOCK, sha256, "Not needed.", by="lawyer")
    assert maker_of(office, BLOCK, sha256) == EvidenceMaker()
    assert lawyer.get(link).status == 404


@pytest.mark.usefixtures("no_key_file")
def test_a_capture_is_shown_without_the_password_though_its_maker_is_sealed(
    app: Flask, lawyer: Browser, office: Office
) -> None:
    handed_in(lawyer)
    page = f"{HOME}/{digest(office)}"
    locked = Browser(app, start_session(office, somebody(office, name="Nadia New"), None))
    assert "Not entered" in locked.get(page).words

    keep_maker(office, BLOCK, digest(office), EvidenceMaker("Zarmina Namoona"), by="lawyer")

    shown = locked.get(page)
    assert shown.answer.request.path == page
    assert "This is encrypted, and not open in this session." in shown.words
    assert "Zarmina" not in shown.words
    assert "Zarmina Namoona" in lawyer.get(page).words


@pytest.mark.usefixtures("no_key_file")
def test_a_capture_is_shown_to_a_person_without_access_to_private_words(
    app: Flask, lawyer: Browser, office: Office
) -> None:
    handed_in(lawyer, HTML, "page.html", **MADE)
    account = somebody(office, name="Nadia New")
    private = office.person_keys.make_person(account.id)
    page = f"{HOME}/{digest(office)}"

    shown = Browser(app, start_session(office, account, private)).get(page)

    assert shown.status == 200
    assert "This is encrypted, and not open in this session." in shown.words


def test_an_interrupted_deletion_leaves_no_name_behind(
    lawyer: Browser, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed_in(lawyer, HTML, "page.html", **MADE)
    sha256 = digest(office)

    def interrupted(*_: object) -> None:
        raise SystemExit

    with monkeypatch.context() as cut:
        cut.setattr(type(office.captures), "withdraw", interrupted)
        with pytest.raises(SystemExit):
            withdraw_capture(office, BLOCK, sha256, "Not needed.", by="lawyer")
    assert maker_of(office, BLOCK, sha256) == EvidenceMaker()
    withdraw_capture(office, BLOCK, sha256, "Not needed.", by="lawyer")


def test_no_maker_is_forgotten_for_a_capture_that_is_not_there(office: Office) -> None:
    keep_maker(office, BLOCK, "0" * 64, EvidenceMaker("Zarmina Namoona"), by="lawyer")
    with pytest.raises(NotOnFile):
        withdraw_capture(office, BLOCK, "0" * 64, "Not needed.", by="lawyer")
    assert maker_of(office, BLOCK, "0" * 64).name == "Zarmina Namoona"


def test_too_long_a_name_is_refused_before_the_capture_is_kept(
    lawyer: Browser, office: Office
) -> None:
    page = handed_in(lawyer, made_by="x" * 301)
    assert "At most 300 characters." in page.words
    assert not office.captures.captures(BLOCK)


def test_those_who_hand_in_evidence_may_enter_who_made_it(
    lawyer: Browser, advocate: Browser, office: Office
) -> None:
    handed_in(lawyer)
    link = f"/desk/measurements/{BLOCK}/evidence/{digest(office)}"
    assert advocate.submit(link, MADE).status == 200
    assert lawyer.get(f"/desk/measurements/{BLOCK}/evidence/{'0' * 64}").status == 404


def test_the_desk_page_of_measurements_leads_to_the_captures(lawyer: Browser) -> None:
    links = lawyer.get(f"/desk/measurements/{BLOCK}").tree.xpath("//main//a/@href")
    assert HOME in links
    assert "No capture yet." in lawyer.get(HOME).words


def test_the_file_is_given_to_the_office_as_a_download_that_no_browser_shows(
    lawyer: Browser, office: Office
) -> None:
    handed_in(lawyer)
    answer = lawyer.client.get(f"{HOME}/{digest(office)}.wacz")
    assert sha256_of(answer.data) == digest(office)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.mimetype == "application/wacz"


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "page.html", "1 byte"),
        (b"words", "../../page.wacz", "not a web page"),
        (a_warc("https://press.example/another"), "page.warc.gz", "no page from this address"),
        (a_warc()[:-20], "page.warc.gz", "damaged"),
    ],
)
def test_a_bad_file_comes_back_with_one_sentence_and_what_was_typed(
    lawyer: Browser, office: Office, content: bytes, name: str, words: str
) -> None:
    page = handed_in(lawyer, content, name)
    assert page.status == 400 or page.status == 422
    assert words in page.words
    assert page.tree.xpath("//input[@name='address']/@value") == [ADDRESS]
    assert office.captures.captures(BLOCK) == ()


def test_without_a_file_the_form_asks_for_one(lawyer: Browser) -> None:
    fields = {"address": ADDRESS, "captured_on": "2026-11-20", "archived": ""}
    page = lawyer.submit(f"{HOME}/new", fields)
    assert "Choose the file with the saved page." in page.words


def test_the_same_capture_twice_is_refused_in_one_sentence(
    lawyer: Browser, office: Office
) -> None:
    handed_in(lawyer)
    page = handed_in(lawyer)
    assert "This capture is already there." in page.words
    assert len(office.captures.captures(BLOCK)) == 1


def test_a_file_larger_than_any_upload_is_refused_unread(lawyer: Browser, office: Office) -> None:
    body = Untouched(200 * 1024 * 1024)
    answer = lawyer.client.post(
        f"{HOME}/new",
        input_stream=body,
        content_length=body.size,
        content_type="multipart/form-data; boundary=x",
    )
    assert answer.status_code == 413
    assert not body.read_of
    assert office.captures.captures(BLOCK) == ()


def test_an_upload_that_broke_off_leaves_nothing(lawyer: Browser, office: Office) -> None:
    lawyer.get(f"{HOME}/new")
    whole = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.html"\r\n\r\n' + HTML
    answer = lawyer.client.post(
        f"{HOME}/new", data=whole, content_type="multipart/form-data; boundary=x"
    )
    assert answer.status_code >= 400
    assert office.captures.captures(BLOCK) == ()


def test_a_capture_is_published_with_its_reason_and_then_deleted(
    lawyer: Browser, office: Office
) -> None:
    handed_in(lawyer)
    at = f"{HOME}/{digest(office)}"
    fields = {"reuse": "official", "reason": "", "harmless": "y"}
    assert "which document or licence" in lawyer.submit(f"{at}/publish", fields).words
    assert office.captures.published(BLOCK) == ()
    fields["reason"] = "Gazette of 3 May 2021"
    page = lawyer.submit(f"{at}/publish", fields)
    assert "Published." in page.words
    assert "public, can be downloaded" in page.words
    page = lawyer.submit(f"{at}/withdraw", {"why": "It shows a person."})
    assert "file deleted" in page.words
    assert lawyer.get(at).words.count("It shows a person.") == 1
    assert lawyer.client.get(f"{at}.wacz").status_code == 404


def test_an_advocate_hands_in_and_does_not_publish_or_delete(
    advocate: Browser, office: Office
) -> None:
    page = handed_in(advocate)
    assert "Publish" not in page.words
    at = f"{HOME}/{digest(office)}"
    for path in (f"{at}/publish", f"{at}/withdraw"):
        assert advocate.get(path).status == 403
