"""Reprisals are shown on the page of a body and before a letter goes out, and never in public."""

import pytest
from flask import Flask

from tests.offices import BY
from tests.services.people.test_reprisals import ABROAD, BODY, SAID, noted, ready
from tests.web.browser import Browser, Page, signed_in, somebody
from tracker.services.core.office import Office
from tracker.services.drafting.drafts import settle
from tracker.services.people.accounts import add_account
from tracker.services.people.sharing import share
from tracker.services.ports.people import RoleName

PAGE = f"/desk/bodies/{BODY}/risk"


def fill(browser: Browser, **typed: str) -> Page:
    page = browser.get(PAGE)
    fields = {"what": SAID[0], "when": SAID[1], "source": SAID[2]} | typed
    token = page.value("csrf_token")
    return browser.post(f"{PAGE}/reprisals", fields | {"csrf_token": token})


def test_a_reprisal_is_noted_and_withdrawn_on_the_page_of_a_body(
    lawyer: Browser, office: Office
) -> None:
    page = fill(lawyer)
    assert "Reprisal noted" in page.seen
    page = lawyer.get(PAGE)
    assert all(each in page.words for each in SAID)

    (address,) = page.tree.xpath("//form[contains(@action, '/withdraw')]/@action")
    page = lawyer.post(address, {"csrf_token": page.value("csrf_token")})

    assert "Note withdrawn" in page.seen
    assert "withdrawn" in lawyer.get(PAGE).words


def test_a_missing_field_loses_no_typed_words(lawyer: Browser) -> None:
    page = fill(lawyer, source="")

    assert page.status == 422
    assert SAID[0] in page.text


def test_the_risk_note_stays_in_its_form_when_a_reprisal_is_refused(lawyer: Browser) -> None:
    lawyer.submit(PAGE, {"words": "Slow at answering."})

    page = fill(lawyer, source="")

    assert page.value("words").strip() == "Slow at answering."


@pytest.mark.parametrize("step", ["applicant", "letter"])
def test_a_reprisal_is_shown_on_the_pages_of_the_applicant_and_the_letter(
    lawyer: Browser, office: Office, step: str
) -> None:
    reference = ready(office).reference
    assert SAID[0] not in lawyer.get(f"/desk/drafts/{reference}/{step}").words
    noted(office)

    page = lawyer.get(f"/desk/drafts/{reference}/{step}")

    assert SAID[0] in page.words
    assert page.tree.xpath(f"//a[@href='/desk/drafts/{reference}/signing']")


def test_a_lawyer_decides_and_then_the_request_is_finalised(
    lawyer: Browser, office: Office
) -> None:
    reference = ready(office).reference
    noted(office)
    letter = f"/desk/drafts/{reference}/letter"
    assert "A lawyer must record who signs, and why." in lawyer.get(letter).words

    page = lawyer.submit(f"/desk/drafts/{reference}/signing", {"signs": "", "why": ""})
    assert page.status == 422
    page = lawyer.submit(
        f"/desk/drafts/{reference}/signing", {"signs": "applicant", "why": "She insists."}
    )
    assert "Decision on the signatory saved." in page.seen
    lawyer.submit(letter)

    page = lawyer.get(f"/desk/requests/{reference}/people")
    assert "She insists." in page.words


def test_the_letter_page_links_the_name_that_does_not_fit_the_decision(
    lawyer: Browser, office: Office
) -> None:
    reference = ready(office).reference
    noted(office)
    decided = {"signs": "organisation", "why": "She lives there."}
    signing = f"/desk/drafts/{reference}/signing"
    assert lawyer.submit(signing, decided).status == 422

    page = lawyer.submit(signing, decided | {"name": ABROAD})

    assert "Decision on the signatory saved." in page.seen
    page = lawyer.get(f"/desk/drafts/{reference}/letter")
    (link,) = page.tree.xpath(f"//a[@href='/desk/drafts/{reference}/applicant#name']")
    assert f"A lawyer decided that {ABROAD} signs." in link.text_content()
    assert not page.tree.xpath("//main//form[@method='post']")


def test_an_advocate_reads_a_reprisal_and_cannot_decide(app: Flask, office: Office) -> None:
    reference = ready(office).reference
    noted(office)
    browser = signed_in(app, office, somebody(office, RoleName.ADVOCATE, "Omar Advocate"))
    address = f"/desk/drafts/{reference}/signing"

    page = browser.get(address)

    assert SAID[0] in page.words
    token = browser.get(PAGE).value("csrf_token")
    typed = {"signs": "applicant", "why": "x", "csrf_token": token}
    assert browser.post(address, typed).status == 403


def test_no_guest_and_no_reader_sees_a_reprisal_or_the_decision(
    app: Flask, office: Office, lawyer: Browser, stranger: Browser
) -> None:
    draft = ready(office)
    noted(office)
    share(office, draft.reference, "partner", by=BY)
    account = add_account(office, "guest@example.org", "G", RoleName.LAWYER, "partner")
    guest = signed_in(app, office, account)
    lawyer.submit(
        f"/desk/drafts/{draft.reference}/signing", {"signs": "applicant", "why": "She insists."}
    )
    for step in ("applicant", "letter"):
        page = guest.get(f"/desk/drafts/{draft.reference}/{step}")
        assert page.status == 200
        assert SAID[0] not in page.text
        assert "She insists." not in page.text
    settle(office, draft.reference, draft.version, by=BY)

    for page in (
        guest.get(f"/desk/requests/{draft.reference}"),
        stranger.get(f"/bodies/{BODY}"),
        stranger.get("/blocks/pk-x-2024"),
    ):
        assert SAID[0] not in page.text
        assert "She insists." not in page.text
