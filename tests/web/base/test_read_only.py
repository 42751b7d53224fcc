"""A read-only office: it can be looked at, and every change is refused in one sentence."""

from dataclasses import replace

import pytest
from flask import Flask

from tests.web.base.test_access import paths
from tests.web.browser import Browser, an_app, signed_in, somebody
from tracker.services.core.office import Office
from tracker.services.people.sessions import open_sessions
from tracker.services.ports.people import Account, RoleName
from tracker.web.base.access import LARGEST_OF_A_STRANGER, Access

SENTENCE = "The office is read-only at the moment, so nothing was saved. Try again later."
LONG = "word " * LARGEST_OF_A_STRANGER


@pytest.fixture
def admin(office: Office) -> Account:
    return somebody(office, RoleName.ADMIN)


@pytest.fixture
def read_only(office: Office) -> Flask:
    return an_app(replace(office, read_only=True))


@pytest.fixture
def reading(read_only: Flask, office: Office, admin: Account) -> Browser:
    """An administrator who signed in while the office could be changed."""
    return signed_in(read_only, office, admin)


def test_every_form_of_the_workspace_is_refused(read_only: Flask, reading: Browser) -> None:
    behind = paths(read_only, Access.SELF, Access.DESK, Access.ADMIN)
    answers = {path: reading.client.post(path).status_code for path in behind}

    # An address that takes no form at all is not found, or says so.
    assert {path: code for path, code in answers.items() if code not in (404, 405, 503)} == {
        "/desk/sign-out": 400
    }
    assert list(answers.values()).count(503) > 100


def test_what_was_typed_comes_back_with_the_sentence(reading: Browser, waiting: str) -> None:
    page = reading.post(f"/desk/requests/{waiting}/notes", {"text": LONG})

    assert page.status == 503
    assert SENTENCE in page.words
    assert LONG.strip() in page.text


def test_lists_and_days_can_be_read_and_the_page_says_why_nothing_can_be_changed(
    reading: Browser, waiting: str
) -> None:
    for path in ("/desk", "/desk/requests", "/desk/people", "/desk/last-days"):
        page = reading.get(path)
        assert page.status == 200, path
        assert "read-only at the moment" in page.words


def test_a_page_whose_readers_are_recorded_is_refused(reading: Browser, waiting: str) -> None:
    page = reading.get(f"/desk/requests/{waiting}")

    assert page.status == 503
    assert "Each reader of this page is recorded" in page.words


def test_readers_of_the_public_record_notice_nothing(read_only: Flask, app: Flask) -> None:
    for path in ("/", "/blocks", "/requests", "/laws", "/log", "/status", "/api/v1/"):
        answer = read_only.test_client().get(path)
        assert answer.status_code == app.test_client().get(path).status_code == 200
        assert b"read-only" not in answer.data


def test_signing_out_forgets_the_cookie_and_changes_nothing(
    reading: Browser, office: Office, admin: Account
) -> None:
    assert reading.client.post("/desk/sign-out").status_code == 400, "it still takes a key"
    page = reading.get("/desk")
    key = page.tree.xpath("string(//form[contains(@action, 'sign-out')]//input/@value)")

    reading.post("/desk/sign-out", {"csrf_token": key})

    assert reading.client.get("/desk").status_code == 302
    assert len(open_sessions(office, admin)) == 1
