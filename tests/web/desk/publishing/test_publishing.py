"""What the public gets to see: chosen by a person, looked at first, and taken back at once."""

from dataclasses import replace
from datetime import date

import pytest

from tests.offices import AYESHA, Clock, a_request, received, told
from tests.web import record_scenes as scenes
from tests.web.browser import Browser, Page
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office


@pytest.fixture
def silent(office: Office, clock: Clock) -> str:
    """The reference of a request that PTA did not answer; it is 2 April 2024."""
    reference = a_request(office, on=date(2024, 2, 23))
    received(office, reference, date(2024, 2, 26))
    clock.set(date(2024, 4, 2))
    sweep(office)
    return reference


def tell(lawyer: Browser, page: Page, action: str, **fields: object) -> Page:
    """Send the form of publishing."""
    return lawyer.submit(page, dict(fields) | {"action": action})


def test_what_the_public_would_see_is_shown_before_anything_is_published(
    lawyer: Browser, stranger: Browser, silent: str
) -> None:
    form = lawyer.get(f"/desk/requests/{silent}/publish")

    seen = tell(lawyer, form, "look")

    assert "Preview of the public page" in seen.words
    assert "No response within the maximum time limit" in seen.words
    for secret in ("Ayesha", "House 7", "CN-778899", "courier.txt"):
        assert secret not in seen.tree.get_element_by_id("seen").getparent().text_content()
    assert stranger.get(f"/requests/{silent}").status == 404


def test_an_appeal_without_a_decision_is_named_as_the_page_names_it(
    lawyer: Browser, office: Office, silent: str, clock: Clock
) -> None:
    """The Commission has one time limit, so no maximum is spoken of. It had 60 days from 8 April
    2024, to 7 June."""
    clock.set(date(2024, 6, 10))
    scenes.an_appeal(office, silent, date(2024, 4, 8))
    sweep(office)

    form = lawyer.get(f"/desk/requests/{silent}/publish").words

    assert "No decision within the time allowed, Saturday 8 June 2024" in form
    assert form.count("No response within the maximum time limit, ") == 1


def test_the_page_that_readers_would_get_is_shown_to_the_desk_alone(
    lawyer: Browser, stranger: Browser, silent: str
) -> None:
    form = lawyer.get(f"/desk/requests/{silent}/publish")
    seen = tell(lawyer, form, "look")
    button = seen.tree.xpath("//button[contains(@formaction,'as-published')]")[0]
    where = str(button.get("formaction"))

    page = lawyer.submit(seen, path=where)

    assert page.status == 200
    assert "Pakistan Telecommunication Authority" in page.words
    assert "Ayesha" not in page.text
    assert stranger.client.post(where).status_code in (401, 403)


def test_a_first_silence_waits_until_the_body_was_told_and_nothing_typed_is_lost(
    lawyer: Browser, stranger: Browser, office: Office, silent: str, clock: Clock
) -> None:
    form = lawyer.get(f"/desk/requests/{silent}/publish")
    texts = {"texts-0-title": "Note", "texts-0-words": "Words to release."}

    early = tell(lawyer, form, "publish", **texts)

    assert early.status == 409
    assert "no notice about it was sent" in early.summary()[0]
    assert early.value("texts-0-words").strip() == "Words to release."
    typed = tell(lawyer, form, "publish", told_on="2024-03-26", **texts)
    assert typed.status == 409, "a day that somebody types is no notice"
    told(office, silent, date(2024, 4, 2))
    clock.set(date(2024, 4, 10))
    form = lawyer.get(f"/desk/requests/{silent}/publish")
    shown = tell(lawyer, tell(lawyer, form, "look", **texts), "publish")
    assert "Published." in shown.words
    public = stranger.get(f"/requests/{silent}")
    assert public.status == 200
    assert "Words to release." in public.text
    assert "Ayesha" not in public.text
    assert "Notice sent before publication" in public.words
    said = "To the Pakistan Telecommunication Authority. Time to respond: until 9 April 2024."
    assert said in public.words
    assert "Sent by courier. Entry 7" in public.words
    assert "CN-778900" not in public.text


def test_words_that_name_the_applicant_are_told_before_they_are_looked_at(
    lawyer: Browser, silent: str
) -> None:
    form = lawyer.get(f"/desk/requests/{silent}/publish")

    page = tell(lawyer, form, "look", entries=["1"], **{"texts-0-words": "To Ayesha Namoona."})

    assert page.status == 422
    assert "the applicant’s name" in page.summary()[0]
    assert "Preview of the public page" not in page.words


def test_a_response_behind_the_published_record_is_told_on_the_request(
    lawyer: Browser, office: Office, clock: Clock
) -> None:
    reference = a_request(office, on=date(2024, 2, 23))
    received(office, reference, date(2024, 2, 26))
    clock.set(date(2024, 3, 8))
    address = f"/desk/requests/{reference}"
    told = "Some entries are not on the public page"
    assert told not in lawyer.get(address).words
    tell(lawyer, lawyer.get(f"{address}/publish"), "publish")
    assert told not in lawyer.get(address).words

    typed = {"on": "2024-03-07", "kind": "refused", "same": "refused"}
    lawyer.submit(f"{address}/response", typed, {"papers": (b"%PDF-1.7\n%reply\n", "r.pdf")})

    page = lawyer.get(address)
    assert f"{told} (1)." in page.words
    assert page.tree.xpath(f"//p[contains(., '{told}')]/a[@href='{address}/publish']")


def test_a_text_that_names_the_applicant_is_refused_and_stays_to_be_mended(
    lawyer: Browser, silent: str
) -> None:
    form = lawyer.get(f"/desk/requests/{silent}/publish")
    words = "To Ayesha Namoona: your request is refused."

    page = tell(lawyer, form, "publish", entries=["1"], **{"texts-0-words": words})

    assert page.status == 422
    assert "the applicant’s name" in page.summary()[0]
    assert page.value("texts-0-words").strip() == words


def test_without_consent_nothing_is_shown(lawyer: Browser, office: Office) -> None:
    shy = replace(AYESHA, consents_to_publication=False)
    reference = a_request(office, on=date(2024, 2, 23), applicant=shy)
    form = lawyer.get(f"/desk/requests/{reference}/publish")
    assert "has not agreed to publication" in form.words

    page = tell(lawyer, form, "publish")

    assert page.status == 409
    assert "has not agreed" in page.summary()[0]


def test_consent_taken_back_takes_the_record_down_at_once(
    lawyer: Browser, stranger: Browser, office: Office
) -> None:
    reference = a_request(office, on=date(2024, 2, 23))
    tell(lawyer, lawyer.get(f"/desk/requests/{reference}/publish"), "publish")
    assert "courier" in stranger.get(f"/requests/{reference}").words

    page = lawyer.submit(f"/desk/requests/{reference}/consent", {"consents": "no"})

    assert "Taken down." in page.words
    assert "courier" not in stranger.get(f"/requests/{reference}").words


def test_a_record_is_taken_down_for_a_reason(
    lawyer: Browser, stranger: Browser, office: Office
) -> None:
    reference = a_request(office, on=date(2024, 2, 23))
    tell(lawyer, lawyer.get(f"/desk/requests/{reference}/publish"), "publish")
    without = lawyer.submit(f"/desk/requests/{reference}/withhold")
    assert without.summary() == ["Give a reason for taking it down."]

    lawyer.submit(without, {"because": "safety"})

    assert "courier" not in stranger.get(f"/requests/{reference}").words
