"""A preview of an unpublished request behind a secret link."""

import re
from datetime import date, timedelta

import pytest

from tests.offices import AYESHA, Clock, a_request, received
from tests.web.browser import Browser, Page
from tracker.domain.base.terms import ConsentBy, WithheldBecause
from tracker.services.core.office import Office
from tracker.services.ports.people import TrailFilter
from tracker.services.publishing.consenting import ConsentGiven, record_consent
from tracker.services.publishing.publishing import withhold

BY = "account-1"


@pytest.fixture
def waiting(office: Office, clock: Clock) -> str:
    """The reference of a request that PTA received."""
    reference = a_request(office, on=date(2024, 2, 23))
    received(office, reference, date(2024, 2, 26))
    return reference


def share(lawyer: Browser, reference: str, **fields: object) -> Page:
    """Look at the preview, and create a link of it."""
    form = lawyer.get(f"/desk/requests/{reference}/publish")
    seen = lawyer.submit(form, {"action": "look"})
    assert seen.tree.xpath("//button[@name='action'][@value='share']")
    return lawyer.submit(seen, {"action": "share", **fields})


def link_of(page: Page) -> str:
    found = re.search(r"/shared/[\w-]{43}", page.text)
    assert found, page.words
    return found.group()


def test_a_reader_with_the_link_sees_the_preview_after_a_button(
    lawyer: Browser, stranger: Browser, waiting: str
) -> None:
    link = link_of(share(lawyer, waiting, agreed="y"))

    shut = stranger.get(link)
    assert shut.status == 200
    assert "Telecommunication" not in shut.words
    assert waiting not in shut.text

    answer = stranger.client.post(link)
    assert answer.status_code == 200
    assert "Pakistan Telecommunication Authority" in answer.text
    assert "Not published." in answer.text
    for private in ("Ayesha", "House 7", "CN-778899"):
        assert private not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert "Set-Cookie" not in answer.headers
    # What is not public is in no part that is kept.
    assert "parts_by_values" not in stranger.client.application.extensions
    assert stranger.get(f"/requests/{waiting}").status == 404


def test_it_does_not_change_when_the_request_does(
    lawyer: Browser, stranger: Browser, office: Office, clock: Clock, waiting: str
) -> None:
    link = link_of(share(lawyer, waiting, agreed="y"))
    before = stranger.client.post(link).text
    clock.set(date(2024, 3, 8))
    typed = {"on": "2024-03-07", "kind": "refused", "same": "refused"}
    lawyer.submit(
        f"/desk/requests/{waiting}/response", typed, {"papers": (b"%PDF-1.7\n%reply\n", "r.pdf")}
    )

    assert stranger.client.post(link).text == before


def test_without_the_applicants_word_no_link_is_made_and_nothing_typed_is_lost(
    lawyer: Browser, waiting: str
) -> None:
    page = share(lawyer, waiting, **{"texts-0-title": "Note", "texts-0-words": "Typed words."})

    assert page.status == 422
    assert "agreed to share this preview" in page.summary()[0]
    assert page.value("texts-0-words").strip() == "Typed words."
    # The preview stays with the tick, so that the next try can succeed.
    again = lawyer.submit(page, {"action": "share", "agreed": "y"})
    assert link_of(again)
    (form,) = again.tree.xpath("//form[contains(@action, '/revoke')]/@action")
    lawyer.submit(again, path=str(form))
    assert "No link is open" in lawyer.get(f"/desk/requests/{waiting}/previews").words


def test_words_that_name_the_applicant_are_not_shared(lawyer: Browser, waiting: str) -> None:
    words = {"texts-0-words": f"To {AYESHA.name}."}

    page = share(lawyer, waiting, agreed="y", **words)

    assert page.status == 422
    assert "the applicant’s name" in page.summary()[0].replace("'", "’")


def test_a_revoked_link_opens_nothing_and_the_trail_says_so(
    lawyer: Browser, stranger: Browser, office: Office, waiting: str
) -> None:
    link = link_of(share(lawyer, waiting, agreed="y"))
    page = lawyer.get(f"/desk/requests/{waiting}/previews")
    assert link not in page.text, "a link is shown once"
    (form,) = page.tree.xpath("//form[contains(@action, '/revoke')]/@action")

    lawyer.submit(page, path=str(form))

    gone = stranger.client.post(link)
    assert gone.status_code == 404
    assert "expired or was revoked" in gone.text
    acts = [entry.act for entry in office.people.trail.entries(TrailFilter(), 0, 100)[0]]
    assert [str(act) for act in acts if str(act).startswith("preview-")] == [
        "preview-revoked",
        "preview-shared",
    ]


def test_a_link_ends_after_fourteen_days(
    lawyer: Browser, stranger: Browser, clock: Clock, waiting: str
) -> None:
    link = link_of(share(lawyer, waiting, agreed="y"))

    clock.moment += timedelta(days=14)

    assert stranger.client.post(link).status_code == 404


def test_consent_taken_back_ends_every_link(
    lawyer: Browser, stranger: Browser, office: Office, waiting: str
) -> None:
    link = link_of(share(lawyer, waiting, agreed="y"))
    said = ConsentGiven(given=False, on=office.now().date(), how=ConsentBy.SPOKEN)

    record_consent(office, waiting, said, by=BY)

    assert stranger.client.post(link).status_code == 404


def test_a_takedown_ends_every_link(
    lawyer: Browser, stranger: Browser, office: Office, waiting: str
) -> None:
    lawyer.submit(lawyer.get(f"/desk/requests/{waiting}/publish"), {"action": "publish"})
    link = link_of(share(lawyer, waiting, agreed="y"))

    withhold(office, waiting, WithheldBecause.CONSENT_WITHDRAWN, by=BY)

    assert stranger.client.post(link).status_code == 404
