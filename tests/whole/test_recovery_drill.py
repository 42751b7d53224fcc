"""A live office and its recovery key, at a real terminal."""

import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pyotp
import pytest

from tests.offices import AYESHA, a_request
from tests.terminal import at_a_terminal
from tests.web.browser import Browser, a_new_app
from tracker.app.assembly import open_office
from tracker.cli import main
from tracker.services.core.office import Office
from tracker.services.people.accounts import set_password
from tracker.services.people.private_access import opened_for
from tracker.services.people.sessions import private_key_of
from tracker.settings import read_settings
from tracker.storage.office_data.recovery_secret import RecoverySecret

ADMIN, SUCCESSOR = "a@example.org", "b@example.org"
PASSWORD = "seventeen green herons"
LINK = re.compile(r"/welcome/\S+")
NUMBERED = re.compile(r"\d+\. (\w+)")


@pytest.mark.slow
def test_the_words_on_the_screen_pass_the_drill_and_are_not_shown_when_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_INSTANCE", str(tmp_path / "instance"))
    status, screen = at_a_terminal(["init", "--live", "--admin", "a@example.org"])
    words = NUMBERED.findall(screen)
    assert status == 0
    assert len(words) == 24
    backup = str(tmp_path / "kept.tar.age")
    assert main(["backup", backup]) == 0

    lines = [" ".join(words[:12]), f"{words[12]} mistyppt", *words[12:23], words[23]]
    status, screen = at_a_terminal(["recovery", "try", backup], lines)

    assert status == 0, screen
    assert "Word 14, “mistyppt”, is not one of the words" in screen
    assert RecoverySecret.from_words(words).recipient in screen
    assert f"It opens {backup}" in screen
    assert not any(f"{one} {next_one}" in screen for one, next_one in pairwise(words))
    with open_office(read_settings()) as office:
        assert office.premises.state().recovery_tried_at is not None


def a_request_of(office: Office, link: str) -> str:
    """A request that the person behind a one-time link makes; its reference."""
    entered = set_password(office, link.removeprefix("/welcome/"), "a password that is lost later")
    with opened_for(office, entered.account.id, private_key_of(office, entered.token)):
        return a_request(office, on=office.today_at("pk-pta") - timedelta(days=4))


def signed_in_with_codes(office: Office, link: str) -> Browser:
    """A browser of a person who used a one-time link and set up a second factor."""
    browser = Browser(a_new_app(office))
    page = browser.submit(link, {"password": PASSWORD, "password_again": PASSWORD})
    secret = "".join(page.tree.xpath("//figure//code")[0].text_content().split())
    browser.submit(page, {"one_time_code": pyotp.TOTP(secret).at(datetime.now(UTC))})
    return browser


@pytest.mark.slow
def test_with_the_words_alone_a_new_administrator_reads_the_applicant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """All who knew a password are gone, and the server alone gives nobody access."""
    monkeypatch.setenv("TRACKER_INSTANCE", str(tmp_path / "instance"))
    _, screen = at_a_terminal(["init", "--live", "--admin", ADMIN])
    words = NUMBERED.findall(screen)
    with open_office(read_settings()) as office:
        reference = a_request_of(office, LINK.findall(screen)[0])

    assert main(["invite", SUCCESSOR, "--role", "admin"]) == 0
    link = LINK.findall(capsys.readouterr().out)[0]
    assert given_access(words) == (1, f"{SUCCESSOR} must set a password first, with the link")
    with open_office(read_settings()) as office:
        successor = signed_in_with_codes(office, link)
        assert not reads_the_applicant(successor, reference)

        wrong = list(RecoverySecret.new().words)
        assert given_access(wrong) == (1, "does not open the private words")
        assert not reads_the_applicant(successor, reference)

        assert given_access(words) == (0, f"{SUCCESSOR} can open private words now")
        assert reads_the_applicant(successor, reference)
        known = office.people.account_by_email(SUCCESSOR)
        assert known is not None
        assert office.people.trail.last("operator", "access-given", known.id) is not None

    # The words were on a screen: the successor makes others.
    status, screen = at_a_terminal(["recovery", "new"], [SUCCESSOR, PASSWORD])
    assert (status, len(NUMBERED.findall(screen)), PASSWORD in screen) == (0, 24, False)


def given_access(words: list[str]) -> tuple[int, str]:
    """Use the words; return the exit status, and the message about it."""
    status, screen = at_a_terminal(["recovery", "give-access", SUCCESSOR], [" ".join(words)])
    told = re.search(
        f"{SUCCESSOR} (must set a password first, with the link|can open private words now)"
        "|does not open the private words",
        screen,
    )
    return status, told[0] if told else screen


def reads_the_applicant(browser: Browser, reference: str) -> bool:
    return AYESHA.name in browser.get(f"/desk/requests/{reference}").text
