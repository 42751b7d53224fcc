"""The form for alerts and the pages of their links: no cookie, and no word about a person."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from werkzeug.test import TestResponse

from tests.offices import Clock, Pigeonhole, an_office
from tests.web import record_scenes as scenes
from tracker.services.core.office import Office
from tracker.services.core.throttling import FAILURE_WINDOW
from tracker.services.public.alerting import ASKED_FROM_ONE
from tracker.services.reminders.posting import carry
from tracker.translations import locale

READER = "reader@example.org"
BLOCK = "pk-x-2024"
HOSTILE = [
    "",
    "nobody",
    "one@example.org\r\nBcc: two@example.org",
    "one@example.org%0d%0aBcc: two@example.org",
    "<script>alert(1)</script>@example.org",
    '"><img src=x>@example.org',
    "one@example.org, two@example.org",
    "a" * 5000 + "@example.org",
    "قاری@مثال.إختبار",
    "one@exam\u202eple.org",
    "one\x00@example.org",
]


@pytest.fixture
def office(office: Office) -> Office:
    return replace(office, locale=locale)


@pytest.fixture
def reader(office: Office) -> FlaskClient:
    return scenes.serve(office)


def tree(answer: TestResponse) -> Any:
    return html.fromstring(answer.text)


def heading(answer: TestResponse) -> str:
    return str(tree(answer).xpath("string(//h1)"))


def sent(office: Office) -> list[tuple[str, str]]:
    """The mail that goes out now: to whom, and its words."""
    assert isinstance(office.post, Pigeonhole)
    office.post.kept.clear()
    carry(office)
    return [(to, mail.words) for to, mail in office.post.kept]


def link(office: Office, words: str, way: str) -> str:
    found = re.search(rf"{re.escape(office.public_url)}(\S+/{way})", words)
    assert found is not None
    return found[1]


def ask(
    reader: FlaskClient, email: str = READER, at: str = "/alerts", **more: str
) -> TestResponse:
    return reader.post(at, data={"email": email, **more})


def to_confirm(office: Office, reader: FlaskClient, at: str = "/alerts", **more: str) -> str:
    ask(reader, at=at, **more)
    ((_, words),) = sent(office)
    return link(office, words, "confirm")


@pytest.mark.parametrize("prefix", ["", "/ur"])
def test_the_form_of_a_page_asks_for_what_the_page_is_about(
    office: Office, reader: FlaskClient, prefix: str
) -> None:
    pages = {
        "/requests": [],
        f"/blocks/{BLOCK}": [("block", BLOCK)],
        "/bodies/pk-pta": [("body", "pk-pta")],
        f"/alerts?block={BLOCK}": [("block", BLOCK)],
        "/alerts?body=pk-pta": [("body", "pk-pta")],
        "/alerts?outcome=refused": [("outcome", "refused")],
    }
    for number, (page, hidden) in enumerate(pages.items()):
        (form,) = tree(reader.get(prefix + page)).xpath("//form[@method='post']")
        fields = form.xpath(".//input[@type='hidden']")
        assert form.get("action") == f"{prefix}/alerts"
        assert [(each.get("name"), each.get("value")) for each in fields] == hidden
        answer = ask(reader, f"{number}@example.org", form.get("action"), **dict(hidden))
        assert answer.status_code == 200
        ((to, words),) = sent(office)
        assert to == f"{number}@example.org"
        assert link(office, words, "confirm").startswith(f"{prefix}/alerts/")


def test_nothing_on_the_way_sets_a_cookie_or_is_kept_by_a_cache(
    office: Office, reader: FlaskClient
) -> None:
    answers = [reader.get("/alerts"), ask(reader)]
    ((_, words),) = sent(office)
    confirm = link(office, words, "confirm")
    leave = confirm.replace("confirm", "leave")
    for address in (confirm, leave):
        answers += [reader.get(address), reader.post(address)]
    answers += [reader.get(confirm), reader.post(confirm), reader.get(leave)]

    assert not any("Set-Cookie" in answer.headers for answer in answers)
    assert all("csrf" not in answer.text for answer in answers)
    for answer in answers[1:]:
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "ETag" not in answer.headers


def test_to_look_at_the_links_changes_nothing(office: Office, reader: FlaskClient) -> None:
    confirm = to_confirm(office, reader, block=BLOCK)
    token = confirm.split("/")[-2]
    leave = confirm.replace("confirm", "leave")

    for address in (confirm, leave, confirm):
        assert reader.get(address).status_code == 200
        assert reader.head(address).status_code == 200
        assert reader.options(address).status_code == 200

    found = office.subscriptions.by_token(token)
    assert found is not None
    assert not found.confirmed
    assert heading(reader.post(confirm)) == "Alerts confirmed"
    assert heading(reader.get(confirm)) == "Alerts confirmed"


def test_one_click_of_a_mail_program_is_enough_to_leave(
    office: Office, reader: FlaskClient
) -> None:
    leave = to_confirm(office, reader).replace("confirm", "leave")

    # As RFC 8058, 3.2 has it: no cookie, no Referer, one field, in either form of a body.
    for body in (
        {"data": "List-Unsubscribe=One-Click"},
        {"data": {"List-Unsubscribe": "One-Click"}},
    ):
        answer = reader.post(leave, content_type="application/x-www-form-urlencoded", **body)
        assert (answer.status_code, heading(answer)) == (200, "Alerts stopped")
    assert office.subscriptions.by_token(leave.split("/")[-2]) is None
    assert reader.get(leave).status_code == 404


def test_the_answer_is_the_same_for_known_and_unknown_addresses(
    office: Office, reader: FlaskClient
) -> None:
    first = ask(reader)
    waiting = ask(reader)
    ((_, words),) = sent(office)
    reader.post(link(office, words, "confirm"))
    known = ask(reader)

    assert first.data == waiting.data == known.data
    assert first.status_code == waiting.status_code == known.status_code == 200
    assert sent(office) == []


@pytest.mark.parametrize("typed", HOSTILE)
def test_what_is_no_address_comes_back_in_the_form_and_no_mail_goes(
    office: Office, reader: FlaskClient, typed: str
) -> None:
    answer = ask(reader, typed, block=BLOCK)

    assert answer.status_code == 422
    page = tree(answer)
    assert page.xpath("string(//form[@method='post']//input[@name='block']/@value)") == BLOCK
    assert page.xpath("//*[@class='error-summary']//a[@href='#email']")
    assert page.xpath("//input[@id='email' and @aria-invalid='true']")
    assert not page.xpath("//script | //main//img")
    assert "two@example.org" not in str(answer.headers)
    assert sent(office) == []


def test_whatever_is_typed_is_answered_and_reaches_one_address_at_most(
    office: Office, clock: Clock, reader: FlaskClient
) -> None:
    @settings(max_examples=60, deadline=None)
    @given(st.text(max_size=80) | st.text("ab@.\r\n<>&'\"\u202e", max_size=40))
    def answered(typed: str) -> None:
        # Else the tries of a quarter of an hour would be used up.
        clock.moment += timedelta(seconds=FAILURE_WINDOW)
        answer = ask(reader, typed)
        assert answer.status_code in (200, 422)
        for to, _ in sent(office):
            assert answer.status_code == 200
            assert to.count("@") == 1
            assert to.isascii()
            assert to.isprintable()

    answered()


def test_who_asks_too_often_is_told_to_wait_and_the_form_stays_filled(
    reader: FlaskClient,
) -> None:
    for number in range(ASKED_FROM_ONE):
        assert ask(reader, f"{number}@example.org").status_code == 200
    # A neighbour in the same network (a /24), and one in another.
    near, far = {"REMOTE_ADDR": "127.0.0.99"}, {"REMOTE_ADDR": "2001:db8::1"}

    refused = reader.post("/alerts", data={"email": READER}, environ_overrides=near)
    assert refused.status_code == 429
    assert "Wait 15 minutes" in refused.text
    assert tree(refused).xpath("string(//input[@name='email']/@value)") == READER
    other = reader.post("/alerts", data={"email": READER}, environ_overrides=far)
    assert other.status_code == 200


@pytest.mark.parametrize(
    "address",
    ["/alerts?block=none", "/alerts?body=none", "/ur/alerts?body=x", "/alerts?outcome=x"],
)
def test_a_subject_that_is_not_on_file_is_not_found(reader: FlaskClient, address: str) -> None:
    assert reader.get(address).status_code == 404
    path, _, asked = address.partition("?")
    name, _, key = asked.partition("=")
    assert ask(reader, at=path, **{name: key}).status_code == 404


@pytest.mark.parametrize("way", ["confirm", "leave"])
@pytest.mark.parametrize("prefix", ["", "/ur"])
def test_a_link_that_is_over_says_so(reader: FlaskClient, way: str, prefix: str) -> None:
    answer = reader.get(f"{prefix}/alerts/none/{way}")

    assert answer.status_code == 404
    assert answer.headers["Cache-Control"] == "no-store"
    assert tree(answer).xpath("//a[@href=$to]", to=f"{prefix}/alerts")
    posted = reader.post(f"{prefix}/alerts/none/{way}")
    assert posted.status_code == (404 if way == "confirm" else 200)


def test_a_page_of_a_link_leads_to_its_twin_and_names_the_address_of_nobody(
    office: Office, reader: FlaskClient
) -> None:
    confirm = to_confirm(office, reader, block=BLOCK)

    for address in (confirm, f"/ur{confirm}"):
        answer = reader.get(address)
        assert answer.status_code == 200
        assert READER not in answer.text
    assert "X in Pakistan" in heading(reader.get(confirm)) + reader.get(confirm).text


def test_a_copy_asks_nobody_for_an_address(reader: FlaskClient) -> None:
    kept = reader.application.extensions
    kept["site_config"] = kept["site_config"].for_a_copy()

    for page in ("/requests", f"/blocks/{BLOCK}", "/bodies/pk-pta"):
        found = tree(reader.get(page))
        assert not found.xpath("//form[@method='post'] | //input[@type='email']")
        # What is not in a copy leads to the page that says where the record itself is.
        assert found.xpath("//main//a[starts-with(@href, '/alerts')]"), page


def test_a_demonstration_says_where_its_mail_stays(reader: FlaskClient) -> None:
    assert "This is a demonstration. Emails are saved in" in reader.get("/alerts").text


@pytest.mark.parametrize("outside", [True, False])
def test_a_live_office_offers_alerts_where_mail_reaches_readers(
    tmp_path: Path, outside: bool
) -> None:
    with an_office(tmp_path, live=True) as (office, _):
        reader = scenes.serve(replace(office, post=Pigeonhole(outside=outside)))
        for page in ("/alerts", "/requests", f"/blocks/{BLOCK}", "/bodies/pk-pta"):
            found = tree(reader.get(page))
            assert bool(found.xpath("//form[@method='post']")) == outside
            if page != "/alerts":
                assert found.xpath("//main//a[starts-with(@href, '/alerts')]"), page
        said = "This site sends no email alerts" in reader.get("/alerts").text
        assert said != outside
        assert ask(reader).status_code == (200 if outside else 409)
