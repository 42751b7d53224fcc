"""Measurements at the desk: an answer is handed in, a sentence drafted, confirmed, withdrawn."""

from datetime import date
from urllib.parse import quote

import pytest
from flask import Flask

from tests.ooni_answers import BLOCK, by_day, by_network, query_of
from tests.web.browser import Browser, Page, signed_in, somebody
from tracker.domain.measurements.queries import QueryKind
from tracker.services.core.office import Office
from tracker.services.letters.bundle.evidence_makers import EvidenceMaker, keep_maker
from tracker.services.measurements.snapshots import take_answer
from tracker.services.people.sessions import start_session
from tracker.services.ports.people import RoleName
from tracker.storage.db.group_keys import GroupKeys

HOME = f"/desk/measurements/{BLOCK}"


@pytest.fixture
def advocate(app: Flask, office: Office) -> Browser:
    return signed_in(app, office, somebody(office, RoleName.ADVOCATE))


def handed_in(browser: Browser, office: Office, content: bytes, kind: QueryKind) -> Page:
    """Hand in an answer by the form of the page."""
    fields = {"query": query_of(office, kind), "asked_on": "2026-11-20"}
    return browser.submit(f"{HOME}/answer", fields, {"file": (content, "answer.json")})


def sentence_page(office: Office) -> str:
    """The address of the page of a sentence about X, with both answers there."""
    days = query_of(office, QueryKind.DAYS)
    asked_on = date(2026, 11, 20)
    take_answer(office, BLOCK, days, by_day(), asked_on=asked_on, by="lawyer")
    networks = query_of(office, QueryKind.NETWORKS)
    take_answer(office, BLOCK, networks, by_network(), asked_on=asked_on, by="lawyer")
    return f"{HOME}/sentence?address={quote(days, safe='')}"


def test_every_query_of_a_block_can_be_opened_at_its_source(
    lawyer: Browser, office: Office
) -> None:
    assert "X in Pakistan" in lawyer.get("/desk/measurements").words
    page = lawyer.get(HOME)
    links = page.tree.xpath("//main//a/@href")
    assert query_of(office, QueryKind.DAYS) in links
    assert page.words.count("No answer yet.") == 6
    # The day of `until` is not asked about: 30 days from the day of restoration on end on 5 June.
    assert "18 January 2024 – 5 June 2025" in page.words


def test_an_answer_is_shown_with_its_picture_and_its_hashes(
    lawyer: Browser, office: Office
) -> None:
    page = handed_in(lawyer, office, by_day(), QueryKind.DAYS)
    assert page.status == 200
    assert "Answer saved." in page.words
    (snapshot,) = office.measurements.snapshots(BLOCK)
    assert snapshot.sha256 in page.words
    assert snapshot.facts_sha256 in page.words
    assert len(page.tree.xpath("//svg[@role='img']")) == 2
    again = handed_in(lawyer, office, by_day(seconds=8), QueryKind.DAYS)
    assert "Nothing new." in again.words


def test_an_answer_is_shown_without_the_password_though_who_asked_is_sealed(
    app: Flask, lawyer: Browser, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed_in(lawyer, office, by_day(), QueryKind.DAYS)
    (snapshot,) = office.measurements.snapshots(BLOCK)
    keep_maker(office, BLOCK, snapshot.sha256, EvidenceMaker("Zarmina Namoona"), by="lawyer")
    monkeypatch.setattr(GroupKeys, "standing", property(lambda _: None), raising=False)
    page = f"{HOME}/answers/{snapshot.sha256}"
    locked = Browser(app, start_session(office, somebody(office, name="Nadia New"), None))

    shown = locked.get(page)

    assert shown.answer.request.path == page
    assert "This is encrypted, and not open in this session." in shown.words
    assert "Zarmina Namoona" in lawyer.get(page).words


def test_an_answer_that_cannot_be_used_says_why(lawyer: Browser, office: Office) -> None:
    page = handed_in(lawyer, office, b'{"error": "<b>quota</b> exceeded"}', QueryKind.DAYS)
    assert "The source refused the query. <b>quota</b> exceeded" in page.words
    assert "The source refused the query." in lawyer.get(HOME).words
    assert page.tree.xpath("//svg[@role='img']") == []


def test_a_file_is_needed(lawyer: Browser, office: Office) -> None:
    fields = {"query": query_of(office, QueryKind.DAYS), "asked_on": "2026-11-20"}
    page = lawyer.submit(f"{HOME}/answer", fields)
    assert page.status == 422
    assert page.summary() == ["Choose the file with the answer."]


def test_a_sentence_is_drafted_confirmed_and_withdrawn(
    lawyer: Browser, stranger: Browser, office: Office
) -> None:
    page = lawyer.get(sentence_page(office))
    assert "57 of 70 usable measurements show signs" in page.words
    assert (
        page.value("says_en").strip().startswith("OONI data on X (formerly Twitter) in Pakistan")
    )
    unseen = lawyer.submit(page, {"looked": None}, path=sentence_page(office))
    assert unseen.status == 422
    drafted = lawyer.submit(
        page, {"looked": "y", "says_en": "57 of 70 show signs."}, path=sentence_page(office)
    )
    assert "Draft saved." in drafted.words
    assert "57 of 70 show signs." not in stranger.get(f"/blocks/{BLOCK}").words

    (found,) = office.measurements.findings(BLOCK)
    act = f"{HOME}/findings/{found.digest}"
    assert "Published." in lawyer.submit(f"{act}/confirm").words
    assert "57 of 70 show signs." in stranger.get(f"/blocks/{BLOCK}").words

    assert lawyer.submit(f"{act}/withdraw").status == 422
    assert "Withdrawn." in lawyer.submit(f"{act}/withdraw", {"why": "Corrected."}).words
    assert "57 of 70 show signs." not in stranger.get(f"/blocks/{BLOCK}").words
    assert "Corrected." in stranger.get(f"/blocks/{BLOCK}/measurements").words


def test_the_same_sentence_again_is_refused_in_one_sentence(
    lawyer: Browser, office: Office
) -> None:
    page = sentence_page(office)
    for _ in range(2):
        again = lawyer.submit(lawyer.get(page), {"looked": "y"}, path=page)
    assert again.status == 422
    assert "This sentence is already there, word for word." in again.words


def test_a_draft_is_discarded(lawyer: Browser, office: Office) -> None:
    page = sentence_page(office)
    lawyer.submit(lawyer.get(page), {"looked": "y"}, path=page)
    (found,) = office.measurements.findings(BLOCK)
    lawyer.submit(f"{HOME}/findings/{found.digest}/discard")
    assert office.measurements.findings(BLOCK) == ()


def test_an_advocate_drafts_and_does_not_publish(advocate: Browser, office: Office) -> None:
    page = sentence_page(office)
    advocate.submit(advocate.get(page), {"looked": "y"}, path=page)
    (found,) = office.measurements.findings(BLOCK)
    assert advocate.get(f"{HOME}/findings/{found.digest}/confirm").status == 403
    assert "Confirm and publish" not in advocate.get(HOME).words


def test_other_days_give_other_figures(lawyer: Browser, office: Office) -> None:
    page = lawyer.get(f"{sentence_page(office)}&first=2024-02-17&last=2024-02-17")
    # On this day 17 and 10 with signs, 5 and 2 without.
    assert "27 of 34 usable measurements show signs" in page.words


@pytest.mark.parametrize(
    "days", ["first=2024-02-17", "first=x&last=y", "first=2024-03-01&last=2024-02-01"]
)
def test_days_that_are_none_are_refused(lawyer: Browser, office: Office, days: str) -> None:
    assert lawyer.get(f"{sentence_page(office)}&{days}").status in {400, 422}


@pytest.mark.parametrize(
    "path",
    ["sentence", "sentence?address=https://api.ooni.io/", "answers/0", "findings/0/confirm"],
)
def test_what_is_not_there_is_not_found(lawyer: Browser, path: str) -> None:
    assert lawyer.get(f"{HOME}/{path}").status == 404


def test_readers_see_no_page_of_the_desk(stranger: Browser) -> None:
    assert stranger.client.get(HOME).status_code == 302
