"""One's own account at the desk: second factor, passkeys, sessions, and being asked once more."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pyotp
import pytest
from flask import Flask

from tests.offices import Clock, a_request, an_office, received
from tests.soft_key import SoftKey
from tests.web.browser import Browser, Page, an_app, signed_in, somebody
from tracker.services.core.office import Office
from tracker.services.people.accounts import link_for, set_password
from tracker.services.people.private_access import open_by_password
from tracker.services.people.sessions import open_sessions, start_session
from tracker.services.ports.people import Account, RoleName, TrailFilter

PASSWORD = "four words in a row"
ACCOUNT, FACTOR = "/desk/account", "/desk/account/second-factor"
CONFIRM, NEW_PASSKEY = "/desk/account/confirm", "/desk/account/passkeys/new"
RECORD, HOST = "https://record.example", "record.example"


@pytest.fixture
def account(office: Office) -> Account:
    """A person with a password."""
    account = somebody(office)
    set_password(office, link_for(office, account), PASSWORD)
    return account


@pytest.fixture
def browser(app: Flask, office: Office, account: Account) -> Browser:
    """The browser of that person."""
    return signed_in(app, office, account)


@pytest.fixture
def doubted(app: Flask, office: Office, account: Account) -> Browser:
    """The browser of the same person, who did not prove it lately."""
    return signed_in(app, office, account, confirmed=False)


@pytest.fixture
def opened(app: Flask, office: Office, account: Account) -> Browser:
    """The browser of the same person, in which private words are open."""
    private = open_by_password(office, account, PASSWORD)
    return Browser(app, start_session(office, account, private))


def secret_on(page: Page) -> str:
    return "".join(page.tree.xpath("//figure//code")[0].text_content().split())


def set_up(browser: Browser, clock: Clock) -> tuple[str, Page]:
    """The secret of codes that were set up in this browser, and the page after it."""
    page = browser.get(FACTOR)
    secret = secret_on(page)
    shown = browser.submit(page, {"one_time_code": pyotp.TOTP(secret).at(clock.moment)})
    clock.moment += timedelta(seconds=60)
    return secret, shown


def options_on(page: Page) -> str:
    return str(page.tree.xpath("//form/@data-passkey")[0])


def test_the_picture_and_the_secret_set_a_telephone_up_and_recovery_codes_are_shown_once(
    browser: Browser, clock: Clock
) -> None:
    page = browser.get(FACTOR)
    assert page.tree.xpath("//figure//*[local-name()='svg']")
    assert re.fullmatch(r"[A-Z2-7]{32}", secret_on(page))

    _, shown = set_up(browser, clock)

    codes = [code.text_content() for code in shown.tree.xpath("//main//li/code")]
    assert len(set(codes)) == 10
    overview = browser.get(ACCOUNT)
    assert "10 recovery codes left" in overview.words
    assert not any(code in overview.text for code in codes)


def test_a_wrong_first_code_sets_nothing_up(browser: Browser, office: Office) -> None:
    page = browser.submit(FACTOR, {"one_time_code": "000000"})

    assert page.status == 422
    assert "is wrong" in " ".join(page.summary())
    assert "None. Anyone who learns your password can sign" in browser.get(ACCOUNT).words


def test_signing_in_goes_on_to_the_code_and_then_to_the_page_that_was_asked_for(
    app: Flask, browser: Browser, account: Account, clock: Clock
) -> None:
    secret, _ = set_up(browser, clock)
    newcomer = Browser(app)
    typed = {"email": account.email, "password": PASSWORD}

    step = newcomer.submit(newcomer.get("/desk/new"), typed, path="/sign-in?next=/desk/new")
    assert step.answer.request.path == "/sign-in/code"
    assert newcomer.client.get("/desk").status_code == 302
    wrong = newcomer.submit(step, {"one_time_code": "123456"}, path="/sign-in/code?next=/desk/new")
    assert "is wrong" in " ".join(wrong.summary())
    given = {"one_time_code": pyotp.TOTP(secret).at(clock.moment)}
    inside = newcomer.submit(wrong, given, path="/sign-in/code?next=/desk/new")

    assert inside.answer.request.path == "/desk/new"


def test_a_code_without_a_password_leads_back_to_the_door(stranger: Browser) -> None:
    page = stranger.get("/sign-in/code")

    assert page.status == 409
    assert "Sign in again" in page.words


@pytest.fixture
def live(tmp_path: Path) -> Iterator[tuple[Office, Clock]]:
    """A live office."""
    with an_office(tmp_path, live=True) as opened:
        yield opened


def test_in_a_live_office_nothing_opens_before_a_second_factor_is_set_up(
    live: tuple[Office, Clock],
) -> None:
    office, clock = live
    app = an_app(office)
    newcomer = Browser(app)
    link = f"/welcome/{link_for(office, somebody(office))}"

    first = newcomer.submit(link, {"password": PASSWORD, "password_again": PASSWORD})

    assert first.answer.request.path == FACTOR
    assert "A password alone is not enough" in first.words
    for path in ("/desk", "/desk/new", "/desk/requests/r0000001", ACCOUNT, "/desk/nothing"):
        answer = newcomer.client.get(path)
        assert (answer.status_code, answer.headers["Location"]) == (302, FACTOR), path
    assert newcomer.client.post("/desk/new").status_code in (302, 400)
    assert office.drafts.all() == ()
    set_up(newcomer, clock)
    assert newcomer.get("/desk").answer.request.path == "/desk"


def test_what_is_grave_asks_once_more_who_it_is(
    doubted: Browser, opened: Browser, account: Account
) -> None:
    for path in ("/desk/account/password", FACTOR, NEW_PASSKEY):
        asked = doubted.get(path)
        assert asked.answer.request.path == CONFIRM, path
        assert opened.get(path).answer.request.path == path
    wrong = doubted.submit(doubted.get(FACTOR), {"confirm-password": "wrong"}, path=CONFIRM)
    assert "is wrong" in " ".join(wrong.summary())
    where = f"{CONFIRM}?next={FACTOR}"

    through = doubted.submit(where, {"confirm-password": PASSWORD}, path=where)

    assert through.answer.request.path == FACTOR
    assert doubted.get("/desk/account/password").answer.request.path == "/desk/account/password"


def test_ten_minutes_after_it_is_asked_again(
    app: Flask, office: Office, account: Account, clock: Clock
) -> None:
    browser = Browser(app, start_session(office, account, None))
    clock.moment += timedelta(minutes=10)
    assert browser.get(FACTOR).answer.request.path == FACTOR

    clock.moment += timedelta(seconds=1)

    assert browser.get(FACTOR).answer.request.path == CONFIRM


@pytest.mark.parametrize("asked", ["https://evil.example/", "//evil.example", "/other"])
def test_the_proof_leads_nowhere_but_to_the_desk(
    doubted: Browser, account: Account, asked: str
) -> None:
    where = f"{CONFIRM}?next={asked}"

    through = doubted.submit(where, {"confirm-password": PASSWORD}, path=where)

    assert through.answer.request.path == ACCOUNT


def test_publishing_asks_for_a_proof_and_what_was_typed_goes_along(
    app: Flask, office: Office, account: Account, clock: Clock
) -> None:
    reference = a_request(office, on=date(2024, 2, 23))
    received(office, reference, date(2024, 2, 26))
    sure, doubted = (signed_in(app, office, account, confirmed=c) for c in (True, False))
    where = f"/desk/requests/{reference}/publish"
    assert doubted.get(where).answer.request.path == CONFIRM
    form = sure.get(where).form()
    key = doubted.get(CONFIRM).value("csrf_token")
    typed = dict(form.form_values()) | {"csrf_token": key, "action": "publish", "entries": "1"}

    asked = doubted.post(where, typed)

    assert "Confirm your identity" in asked.words
    assert office.records.lines() == ()
    done = doubted.submit(asked, {"confirm-password": PASSWORD}, path=where)
    assert done.answer.request.path == f"/desk/requests/{reference}"
    assert [line.reference for line in office.records.lines()] == [reference]
    entries, _ = office.people.trail.entries(TrailFilter(act="published"), 0, 10)
    assert [(entry.who, entry.about) for entry in entries] == [(account.id, reference)]


def test_a_passkey_is_added_named_used_and_removed(
    app: Flask, opened: Browser, account: Account
) -> None:
    page, key = opened.get(NEW_PASSKEY), SoftKey(RECORD, HOST)
    assert "script-src 'self'" in page.answer.headers["Content-Security-Policy"]
    assert page.tree.xpath("//script/@src")
    assert not page.tree.xpath("//script[text()]")
    assert "Passkeys need JavaScript" in page.text

    answer = {"name": "blue key", "answer": key.make(options_on(page))}
    added = opened.submit(page, answer)

    assert "Print this page or write them down, and" in added.words
    assert "blue key" in opened.get(ACCOUNT).words
    newcomer = Browser(app)
    door = newcomer.get("/sign-in/passkey")
    inside = newcomer.submit(door, {"answer": key.open(options_on(door))})
    assert inside.answer.request.path == "/desk"
    overview = newcomer.get(ACCOUNT)
    (kept,) = overview.tree.xpath("//input[@name='passkey']/@value")
    form = overview.tree.xpath("//form[contains(@action, 'passkeys/remove')]")[0]
    typed = {"csrf_token": form.fields["csrf_token"], "passkey": kept}
    assert "Passkey removed" in newcomer.post("/desk/account/passkeys/remove", typed).words


def test_without_a_script_a_passkey_gets_one_sentence(stranger: Browser) -> None:
    page = stranger.submit("/sign-in/passkey", {"answer": ""})

    assert page.status == 422
    assert "Allow JavaScript" in " ".join(page.summary())


def test_a_passkey_confirms_as_well(
    app: Flask, office: Office, opened: Browser, doubted: Browser
) -> None:
    page, key = opened.get(NEW_PASSKEY), SoftKey(RECORD, HOST)
    opened.submit(page, {"name": "blue key", "answer": key.make(options_on(page))})
    asked = doubted.get(FACTOR)

    given = {"confirm-answer": key.open(options_on(asked))}
    through = doubted.submit(asked, given, path=f"{CONFIRM}?next={FACTOR}")

    assert through.answer.request.path == FACTOR


def opens(browser: Browser) -> list[str]:
    """What the account page says of each passkey: does it open private words?"""
    cells = browser.get(ACCOUNT).tree.xpath("//td[@data-label='Opens private data']")
    return [cell.text_content() for cell in cells]


def is_open(browser: Browser) -> bool:
    """Whether private words are open in this browser: then a passkey is added without more."""
    return browser.get(NEW_PASSKEY).answer.request.path == NEW_PASSKEY


def a_passkey(browser: Browser, *, prf: bool) -> SoftKey:
    """A passkey that was added in this browser, with or without what its PRF gives."""
    page, key = browser.get(NEW_PASSKEY), SoftKey(RECORD, HOST)
    asked = options_on(page)
    answer = {"name": "blue key", "answer": key.make(asked)}
    browser.submit(page, answer | ({"passkey_secret": key.prf(asked)} if prf else {}))
    return key


def by_passkey(app: Flask, key: SoftKey, *, prf: bool) -> Browser:
    """The browser of a person who signed in with this passkey."""
    newcomer = Browser(app)
    door = newcomer.get("/sign-in/passkey")
    asked = options_on(door)
    secret = {"passkey_secret": key.prf(asked)} if prf else {}
    newcomer.submit(door, {"answer": key.open(asked)} | secret)
    return newcomer


def test_a_passkey_with_its_secret_opens_private_words_and_one_without_asks_the_password_once(
    app: Flask, opened: Browser
) -> None:
    key = a_passkey(opened, prf=True)
    assert opens(opened) == ["yes"]
    assert "we ask for your password once" not in opened.get(ACCOUNT).words
    assert is_open(by_passkey(app, key, prf=True))
    without = by_passkey(app, key, prf=False)

    asked = without.get(NEW_PASSKEY)
    assert "Open private data" in asked.words
    where = f"/desk/account/unlock?next={NEW_PASSKEY}"
    through = without.submit(asked, {"unlock-password": PASSWORD}, path=where)

    assert through.answer.request.path == NEW_PASSKEY
    assert is_open(without)


def test_a_passkey_gets_to_open_private_words_when_it_confirms_while_they_are_open(
    app: Flask, office: Office, account: Account, opened: Browser, clock: Clock
) -> None:
    key = a_passkey(opened, prf=False)
    assert opens(opened) == ["no"]
    assert "we ask for your password once" in opened.get(ACCOUNT).words
    clock.moment += timedelta(minutes=11)

    asked = opened.get(FACTOR)
    options = options_on(asked)
    given = {"confirm-answer": key.open(options), "confirm-passkey_secret": key.prf(options)}
    opened.submit(asked, given, path=f"{CONFIRM}?next={FACTOR}")

    assert opens(opened) == ["yes"]
    locked = signed_in(app, office, account, confirmed=False)
    asked = locked.get(FACTOR)
    options = options_on(asked)
    given = {"confirm-answer": key.open(options), "confirm-passkey_secret": key.prf(options)}
    locked.submit(asked, given, path=f"{CONFIRM}?next={FACTOR}")
    assert is_open(locked)


def test_what_a_passkey_gave_is_shown_by_no_page_and_carried_along_by_none(
    opened: Browser, browser: Browser, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    page, key = opened.get(NEW_PASSKEY), SoftKey(RECORD, HOST)
    secret = key.prf(options_on(page))
    typed = {"name": "blue key", "answer": key.make(options_on(page)), "passkey_secret": secret}
    caplog.set_level("DEBUG")

    refused = opened.submit(page, typed | {"answer": "{}"})
    assert "Allow JavaScript" in " ".join(refused.summary())
    wrong = opened.submit("/sign-in/passkey", {"answer": "{}", "passkey_secret": secret})
    form = browser.get(FACTOR).value("csrf_token")
    locked = browser.post(NEW_PASSKEY, typed | {"csrf_token": form})
    assert "Open private data" in locked.words
    clock.moment += timedelta(minutes=11)
    doubted = opened.submit(page, typed)
    assert "Confirm your identity" in doubted.words

    for shown in (refused, wrong, locked, doubted):
        assert secret not in shown.text
    assert all("blue key" in shown.text for shown in (refused, locked, doubted))
    assert secret not in caplog.text


def test_what_is_no_secret_of_a_passkey_gets_one_sentence(app: Flask, opened: Browser) -> None:
    key = a_passkey(opened, prf=True)
    newcomer = Browser(app)
    door = newcomer.get("/sign-in/passkey")
    given = {"answer": key.open(options_on(door)), "passkey_secret": key.prf(options_on(door))[1:]}

    page = newcomer.submit(door, given)

    assert page.status == 422
    assert "sent with the passkey is damaged" in " ".join(page.summary())


def test_sessions_are_listed_with_a_rough_name_and_ended_one_by_one_or_together(
    app: Flask, office: Office, account: Account, stranger: Browser
) -> None:
    agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    stranger.client.environ_base["HTTP_USER_AGENT"] = agent
    stranger.submit("/sign-in", {"email": account.email, "password": PASSWORD})
    others = [signed_in(app, office, account) for _ in range(2)]
    page = stranger.get(ACCOUNT)
    assert "Firefox on Linux" in page.words
    assert "This one" in page.words
    handles = page.tree.xpath("//input[@name='session']/@value")
    key = page.tree.xpath("//main//input[@name='csrf_token']/@value")[0]
    assert len(handles) == 3, "the one that set the password, and the two others"
    typed = {"csrf_token": key, "session": handles[0]}

    stranger.post("/desk/account/sessions/end", typed)
    assert len(open_sessions(office, account)) == 3
    assert stranger.post("/desk/account/sessions/end", typed).status == 404
    stranger.post("/desk/account/sessions/end-others", {"csrf_token": key})

    assert len(open_sessions(office, account)) == 1
    assert stranger.client.get("/desk").status_code == 200
    assert [other.client.get("/desk").status_code for other in others] == [302, 302]


def test_nobody_ends_the_session_of_another_person(
    app: Flask, office: Office, browser: Browser
) -> None:
    victim = somebody(office, RoleName.ADMIN, "Vera Victim")
    theirs = signed_in(app, office, victim)
    (session,) = open_sessions(office, victim)
    key = browser.get(FACTOR).value("csrf_token")

    typed = {"csrf_token": key, "session": session.token_digest[:16]}
    page = browser.post("/desk/account/sessions/end", typed)

    assert page.status == 404
    assert theirs.client.get("/desk").status_code == 200


def test_another_password_ends_the_other_sessions(
    app: Flask, office: Office, account: Account, browser: Browser
) -> None:
    other = signed_in(app, office, account)
    new = "another four words here"

    asked = browser.submit("/desk/account/password", {"password": new, "password_again": new})
    assert "Open private data" in asked.words
    page = browser.submit(asked, {"unlock-password": PASSWORD})

    assert "Password changed. You are signed out everywhere else" in page.words
    assert other.client.get("/desk").status_code == 302
    again = Browser(app).submit("/sign-in", {"email": account.email, "password": new})
    assert again.answer.request.path == "/desk"


def test_a_weak_password_changes_nothing_and_says_why_beside_its_field(
    office: Office, browser: Browser, account: Account
) -> None:
    where, weak = "/desk/account/password", f"{account.email} 1"
    before = office.people.account(account.id)
    told = browser.submit(where, {"dry_run": "fragment", "password": weak})
    assert "too weak" in told.text
    assert "<html" not in told.text

    page = browser.submit(where, {"password": weak, "password_again": weak})

    assert page.status == 422
    assert "which a stranger would try first" in " ".join(page.summary())
    assert page.tree.xpath("//meter[@max='4']")
    assert weak not in page.text
    assert office.people.account(account.id) == before
