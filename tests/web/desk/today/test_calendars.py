"""Calendars at secret addresses, and views of the list under names of one's own."""

from dataclasses import replace
from datetime import date
from typing import Any

import icalendar
from flask import Flask

from tests.offices import BY
from tests.web.browser import Browser, signed_in, somebody
from tracker.services.core.office import Office
from tracker.services.people.handover import close_account
from tracker.services.ports.people import RoleName


def made(browser: Browser, **typed: str) -> str:
    """The path of a new calendar."""
    page = browser.submit("/desk/calendars", {"name": "telephone", "whose": "all"} | typed)
    (address,) = page.tree.xpath("//code/text()")
    assert address.startswith("https://record.example/calendar/")
    return str(address).removeprefix("https://record.example")


def entries(browser: Browser, path: str) -> list[Any]:
    """The days that a calendar program finds at that path."""
    answer = browser.client.get(path)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/calendar")
    return list(icalendar.Calendar.from_ical(answer.data).walk("VEVENT"))


def test_a_calendar_names_section_and_request_and_no_person(
    lawyer: Browser, stranger: Browser, waiting: str
) -> None:
    reply, file, challenge = entries(stranger, made(lawyer))

    # Ten working days from 26 February end on 11 March; the appeal's last safe day is 9 April.
    assert (reply["dtstart"].dt, reply["dtend"].dt) == (date(2024, 3, 11), date(2024, 3, 12))
    assert f"({waiting.upper()}): deadline to respond" in str(reply["summary"])
    assert "section 14(1)" in str(reply["description"])
    assert file["dtstart"].dt == date(2024, 4, 9)
    assert "last safe day to file" in str(file["summary"])
    # The body may take ten more working days, to 25 March, without a word.
    assert "File between 26 March and 9 April 2024." in str(file["description"])
    # X was blocked on 17 February: thirty days end on 18 March (section 37(4)).
    assert challenge["dtstart"].dt == date(2024, 3, 18)
    assert "last safe day to challenge the block itself" in str(challenge["summary"])
    assert "section 37(4)" in str(challenge["description"])
    assert "Ayesha" not in str(reply) + str(file) + str(challenge)
    assert str(reply["url"]) == f"https://record.example/desk/requests/{waiting}"


def test_bare_days_tell_neither_body_nor_law(
    lawyer: Browser, stranger: Browser, waiting: str
) -> None:
    reply, _, challenge = entries(stranger, made(lawyer, bare="y"))

    assert str(challenge["summary"]).startswith(f"{waiting.upper()}: last safe day to challenge")
    assert "37(4)" not in challenge.to_ical().decode()
    assert str(reply["summary"]) == f"{waiting.upper()}: deadline to respond"
    assert "PTA" not in reply.to_ical().decode()
    assert "14(1)" not in reply.to_ical().decode()


def test_one_s_own_calendar_holds_what_one_is_in_charge_of(
    lawyer: Browser, stranger: Browser, office: Office, waiting: str
) -> None:
    path = made(lawyer, whose="own")
    assert entries(stranger, path) == []

    lena = office.people.account_by_email("lena@example.org")
    assert lena
    office.people.shares.put_in_charge(waiting, lena.id, office.now())

    assert len(entries(stranger, path)) == 3


def test_a_revoked_calendar_gives_nothing_and_nor_does_that_of_a_closed_account(
    app: Flask, lawyer: Browser, stranger: Browser, office: Office, waiting: str
) -> None:
    path = made(lawyer)
    (button,) = lawyer.get("/desk/calendars").tree.xpath("//form[contains(@action, 'revoke')]")
    key = lawyer.get("/desk/calendars").value("csrf_token")
    lawyer.post(button.get("action"), {"csrf_token": key})
    assert stranger.client.get(path).status_code == 404

    other = somebody(office, RoleName.ADVOCATE, "Omar Advocate")
    theirs = made(signed_in(app, office, other))
    close_account(office, other.id, by=BY)
    assert stranger.client.get(theirs).status_code == 404


def test_a_guest_s_calendar_holds_what_is_shared_with_it(
    app: Flask, stranger: Browser, office: Office, waiting: str
) -> None:
    guest = replace(somebody(office, RoleName.ADVOCATE, "Gul Guest"), organisation="coalition-one")
    office.people.save_account(guest)
    path = made(signed_in(app, office, guest))
    assert entries(stranger, path) == []

    office.people.shares.share(waiting, "coalition-one", office.now(), BY)

    assert len(entries(stranger, path)) == 3


def test_a_secret_that_was_never_given_opens_nothing(stranger: Browser) -> None:
    assert stranger.client.get("/calendar/x.ics").status_code == 404


def test_a_view_of_the_list_is_kept_shown_and_removed(lawyer: Browser, waiting: str) -> None:
    page = lawyer.get("/desk/requests?body=pk-pta&page=1&evil=1")
    form = {"csrf_token": page.value("csrf_token"), "query": "body=pk-pta&evil=1"}

    kept = lawyer.post("/desk/requests/views", form | {"name": "PTA alone"})

    (link,) = kept.tree.xpath("//ul[@aria-label='Saved views']//a")
    assert link.get("href") == "/desk/requests?body=pk-pta"
    assert link.get("aria-current") == "true"
    gone = lawyer.post("/desk/requests/views/forget", form | {"name": "PTA alone"})
    assert not gone.tree.xpath("//ul[@aria-label='Saved views']")


def test_a_view_without_a_name_is_not_kept(lawyer: Browser, waiting: str) -> None:
    page = lawyer.get("/desk/requests?body=pk-pta")
    form = {"csrf_token": page.value("csrf_token"), "query": "body=pk-pta", "name": " "}

    assert "View not saved. Give it a name" in lawyer.post("/desk/requests/views", form).words
