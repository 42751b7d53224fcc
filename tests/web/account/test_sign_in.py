"""Signing in and out, and the link that sets a password once."""

import re
import time
from dataclasses import replace
from datetime import timedelta
from unittest.mock import Mock

import pytest
from flask import Flask

from tests.mail.reading.raw_mails import plain
from tests.mail.reading.test_signature_check import KEYS, MAILS
from tests.offices import Clock
from tests.soft_key import SoftKey
from tests.web.browser import PUBLIC_URL, Browser, Page, a_site_config, an_app, signed_in, somebody
from tracker.domain.correspondence.authenticity import SignatureWord
from tracker.services.core.office import Office
from tracker.services.correspondence.reading_mail import has_late_keys, read_stored
from tracker.services.people import passkeys
from tracker.services.people.accounts import link_for, set_password
from tracker.services.ports.correspondence.received import Arrival, ReceivedState
from tracker.services.ports.people import RoleName

PASSWORD = "four words in a row"


@pytest.fixture
def account(office: Office) -> str:
    """The address of a person with a password."""
    account = somebody(office)
    set_password(office, link_for(office, account), PASSWORD)
    return account.email


def a_passkey(office: Office, email: str) -> SoftKey:
    """A passkey of the person with this address."""
    key, site = SoftKey(PUBLIC_URL, "record.example"), a_site_config().site
    owner = office.people.account_by_email(email)
    assert owner
    passkeys.add_passkey(
        office, site, owner, "key", key.make(passkeys.ask_to_add(office, site, owner))
    )
    return key


def test_a_stranger_who_signs_in_gets_the_page_that_was_asked_for(
    stranger: Browser, account: str
) -> None:
    door = stranger.get("/desk/new")

    inside = stranger.submit(
        door, {"email": account, "password": PASSWORD}, path="/sign-in?next=/desk/new"
    )

    assert inside.answer.request.path == "/desk/new"
    assert "Choose a block" in inside.words


def test_the_session_is_a_cookie_that_no_script_and_no_other_site_can_use(
    stranger: Browser, account: str
) -> None:
    stranger.submit("/sign-in", {"email": account, "password": PASSWORD})

    cookie = stranger.client.get_cookie("desk")

    assert cookie is not None
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    assert cookie.path == "/"


def test_over_https_every_cookie_is_bound_to_its_host(office: Office, account: str) -> None:
    app = an_app(office, secure_cookies=True)
    with app.test_client() as client:
        door = client.get("/sign-in", base_url="https://record.example")
        key = door.get_data(as_text=True).partition('name="csrf_token" value="')[2]
        typed = {"csrf_token": key.partition('"')[0], "email": account, "password": PASSWORD}
        inside = client.post(
            "/sign-in",
            data=typed,
            base_url="https://record.example",
            headers={"Referer": "https://record.example/sign-in"},
        )

    for answer in (door, inside):
        for line in answer.headers.getlist("Set-Cookie"):
            assert line.startswith("__Host-")
            assert "; Secure" in line
            assert "; HttpOnly" in line
            assert "Domain=" not in line
    assert inside.headers["Strict-Transport-Security"].startswith("max-age=")


def test_a_wrong_address_and_a_wrong_password_are_told_in_the_same_words(
    stranger: Browser, account: str
) -> None:
    wrong_password = stranger.submit("/sign-in", {"email": account, "password": "not this one"})
    wrong_address = stranger.submit("/sign-in", {"email": "a@b.example", "password": PASSWORD})

    assert wrong_password.status == wrong_address.status == 409
    assert wrong_password.summary() == wrong_address.summary()
    assert wrong_password.value("email") == account
    assert "not this one" not in wrong_password.text


def test_after_ten_wrong_tries_the_right_password_has_to_wait_a_moment_and_is_taken(
    stranger: Browser, account: str, clock: Clock
) -> None:
    wrong, typed = ({"email": account, "password": each} for each in ("not this one", PASSWORD))
    for _ in range(10):
        stranger.submit("/sign-in", wrong)

    page = stranger.submit("/sign-in", typed)

    assert page.status == 429
    (said,) = page.summary()
    assert "then enter your password" in said
    assert page.value("email") == account
    assert PASSWORD not in page.text
    early = stranger.submit(page, typed)
    assert early.status == 429
    assert early.value("ticket") == page.value("ticket")
    clock.moment += timedelta(seconds=int(re.findall(r"Wait (\d+) seconds", said)[0]))
    assert stranger.submit(early, typed).answer.request.path == "/desk"


def test_a_used_ticket_is_not_sent_again(stranger: Browser, account: str, clock: Clock) -> None:
    wrong = {"email": account, "password": "not this one"}
    for _ in range(10):
        stranger.submit("/sign-in", wrong)
    page = stranger.submit("/sign-in", wrong)
    clock.moment += timedelta(minutes=5)

    page = stranger.submit(page, wrong)

    assert page.status == 409
    assert page.value("ticket") in ("", None)


@pytest.mark.slow
def test_while_a_stranger_fails_two_hundred_times_a_lawyer_gets_in_everywhere(
    app: Flask, office: Office, stranger: Browser, account: str, clock: Clock
) -> None:
    """At the own browser and by passkey at once, at another browser after a short wait."""
    typed = {"email": account, "password": PASSWORD}
    owner = Browser(app)
    owner.submit("/sign-in", typed)
    cookie = owner.client.get_cookie("device")
    assert cookie is not None
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    owner.client.delete_cookie("desk")
    door = stranger.get("/sign-in")
    codes = [
        stranger.submit(door, {"email": account, "password": "not this one"}).status
        for _ in range(200)
    ]
    assert codes == [409] * 10 + [429] * 190

    assert owner.submit("/sign-in", typed).answer.request.path == "/desk"
    forger = Browser(app)
    forger.client.set_cookie("device", f"x{cookie.value}")
    assert forger.submit("/sign-in", typed).status == 429
    elsewhere = Browser(app)
    elsewhere.client.environ_base["REMOTE_ADDR"] = "192.88.99.7"
    page = elsewhere.submit("/sign-in", typed)
    (seconds,) = re.findall(r"Wait (\d+) seconds", page.words)
    assert int(seconds) <= 30
    clock.moment += timedelta(seconds=int(seconds))
    assert elsewhere.submit(page, typed).answer.request.path == "/desk"
    by_key, key = Browser(app), a_passkey(office, account)
    asked = by_key.get("/sign-in/passkey")
    options = asked.form().get("data-passkey")
    assert by_key.submit(asked, {"answer": key.open(options)}).answer.request.path == "/desk"


def test_signing_out_ends_the_session_also_for_a_copied_cookie(app: Flask, office: Office) -> None:
    browser = signed_in(app, office, somebody(office))
    cookie = browser.client.get_cookie("desk")
    assert cookie is not None
    thief = Browser(app, cookie.value)
    page = browser.get("/desk")
    key = page.tree.xpath("//footer//form//input[@name='csrf_token']")[0].get("value")

    browser.post("/desk/sign-out", {"csrf_token": key})

    assert thief.client.get("/desk").status_code == 302


def test_looking_at_a_one_time_link_does_not_use_it_up(stranger: Browser, office: Office) -> None:
    link = f"/welcome/{link_for(office, somebody(office))}"

    for _ in range(3):
        page = stranger.get(link)
        assert page.status == 200
        assert "Lena Lawyer" in page.words
    inside = stranger.submit(link, {"password": PASSWORD, "password_again": PASSWORD})

    assert inside.answer.request.path == "/desk"


def test_a_one_time_link_works_once(app: Flask, stranger: Browser, office: Office) -> None:
    link = f"/welcome/{link_for(office, somebody(office))}"
    stranger.submit(link, {"password": PASSWORD, "password_again": PASSWORD})

    page = Browser(app).get(link)

    assert page.status == 409
    assert "has been used" in page.words


def test_the_page_of_a_one_time_link_tells_its_address_to_nobody(
    stranger: Browser, office: Office
) -> None:
    answer = stranger.get(f"/welcome/{link_for(office, somebody(office))}").answer

    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("first", "again", "said"),
    [
        ("short", "short", "at least 12 characters"),
        (PASSWORD, "four words in a raw", "The passwords do not match. Enter both again"),
        ("", "", "Enter a new password"),
        ("LeaveMeAlone", "LeaveMeAlone", "common password"),
        ("lena at record.example", "lena at record.example", "Without “example”"),
    ],
)
def test_a_password_that_will_not_do_leaves_the_link_as_it_was(
    stranger: Browser, office: Office, first: str, again: str, said: str
) -> None:
    link = f"/welcome/{link_for(office, somebody(office))}"

    page = stranger.submit(link, {"password": first, "password_again": again})

    assert page.status == 422
    assert said in " ".join(page.summary())
    assert said in " ".join(page.tree.xpath("//form//*[@class='wrong']//text()"))
    assert stranger.get(link).status == 200


def test_how_strong_a_password_is_stands_on_the_form_that_comes_back(
    stranger: Browser, office: Office
) -> None:
    link = f"/welcome/{link_for(office, somebody(office))}"
    assert not stranger.get(link).tree.xpath("//meter")

    strong = stranger.submit(link, {"password": PASSWORD, "password_again": "four words"})
    weak = stranger.submit(link, {"password": "lena lena lena", "password_again": ""})

    assert strong.tree.xpath("//meter/@value") == ["4"]
    assert "Strength of the password: strong" in strong.words
    assert int(weak.tree.xpath("//meter/@value")[0]) < 3
    assert "Strength of the password: too weak" in weak.words
    for page in (strong, weak):
        assert page.value("password") in ("", None)
        assert PASSWORD not in page.text


def test_the_strength_is_told_while_a_password_is_typed_and_nothing_is_saved(
    stranger: Browser, office: Office
) -> None:
    link = f"/welcome/{link_for(office, somebody(office))}"
    page = stranger.get(link)
    assert "connect-src 'self'" in page.answer.headers["Content-Security-Policy"]
    key = page.value("csrf_token")

    def told(password: str, path: str = link) -> Page:
        typed = {"csrf_token": key, "dry_run": "fragment", "password": password}
        return stranger.post(path, typed)

    assert "strong" in told(PASSWORD).text
    assert "Use at least 12 characters" in told("four words").text
    assert "<html" not in told(PASSWORD).text
    assert told("").text.strip() == ""
    assert told(PASSWORD, "/welcome/unknown").status == 409
    assert stranger.get(link).status == 200


def test_an_invitation_shows_its_link_once_and_the_link_lets_the_person_in(
    app: Flask, office: Office
) -> None:
    admin = signed_in(app, office, somebody(office, RoleName.ADMIN, "Adam Admin"))
    typed = {"email": "New@Example.org", "name": "Nadia نادیہ", "role": "advocate"}

    page = admin.submit("/desk/people", typed)

    link = page.tree.xpath("//main//code")[0].text_content()
    assert link.startswith("https://record.example/welcome/")
    assert link not in admin.get("/desk/people").text
    welcome = Browser(app).get(link.removeprefix("https://record.example"))
    assert "new@example.org" in welcome.words


def test_mail_that_was_left_unread_is_read_when_a_person_signs_in(
    stranger: Browser, office: Office, account: str, clock: Clock
) -> None:
    raw = plain(b"Refused.\r\n")
    mails = office.mail_reading.mails
    mail = mails.store(Arrival(raw, clock(), len(raw)), clock()).mail

    stranger.submit("/sign-in", {"email": account, "password": "wrong"})
    assert mails.get(mail.id).state is ReceivedState.STORED
    stranger.submit("/sign-in", {"email": account, "password": PASSWORD})
    assert mails.get(mail.id).state is ReceivedState.READ


def test_late_keys_of_signatures_are_looked_up_when_a_person_signs_in(
    office: Office, account: str, clock: Clock
) -> None:
    keys, raw = Mock(), MAILS["relaxed"]
    keys.record.side_effect = TimeoutError
    reading = replace(office.mail_reading, keys=keys)
    office = replace(office, mail_reading=reading)
    mail = reading.mails.store(Arrival(raw, clock(), len(raw)), clock()).mail
    assert read_stored(office, mail, raw).signature is SignatureWord.NOT_CHECKED_NOW
    keys.record.side_effect = KEYS.get

    Browser(an_app(office)).submit("/sign-in", {"email": account, "password": PASSWORD})
    until = time.monotonic() + 120
    while has_late_keys(office):
        assert time.monotonic() < until, "no key was looked up"
        time.sleep(0.05)

    noted = reading.readings.get(mail.id)
    assert noted is not None
    assert noted.signature is SignatureWord.SIGNED_BY_BODY
