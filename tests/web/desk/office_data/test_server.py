"""What is on hold is said on every page of the desk; an administrator confirms the date."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from tests.offices import NoHolds, an_office
from tests.web.browser import Browser, an_app, signed_in, somebody
from tracker.services.core.office import Office
from tracker.services.people.accounts import add_account
from tracker.services.ports.holds import Hold
from tracker.services.ports.people import Account, RoleName
from tracker.services.ports.premises import LateSince, LateWork
from tracker.services.ports.recovery import RecoveryKey
from tracker.storage.office_data.recovery_secret import RecoverySecret


@pytest.fixture
def chief(office: Office) -> Account:
    return somebody(office, RoleName.ADMIN, "Alia Admin")


@pytest.fixture
def admin(app: Flask, office: Office, chief: Account) -> Browser:
    return signed_in(app, office, chief)


def doubt(office: Office) -> NoHolds:
    """Have the office doubt its date, and return what says so."""
    holds = office.holds
    assert isinstance(holds, NoHolds)
    holds.said = (Hold.CLOCK_AHEAD,)
    office.premises.note_holds(holds.said)
    return holds


def test_all_people_read_that_acts_are_on_hold_and_only_an_administrator_gets_the_link(
    admin: Browser, lawyer: Browser, office: Office
) -> None:
    assert "On hold:" not in lawyer.get("/desk").words
    doubt(office)

    seen = lawyer.get("/desk")
    assert "On hold: The server date is uncertain" in seen.words
    assert "/desk/server" not in seen.answer.text
    assert lawyer.get("/desk/server").status == 403
    assert 'href="/desk/server"' in admin.get("/desk/requests").answer.text


def test_only_a_date_in_doubt_can_be_confirmed_there(admin: Browser, office: Office) -> None:
    doubt(office).said = (Hold.SERVER_CHANGED,)

    page = admin.get("/desk/server")
    assert "run `tracker database confirm`" in page.words
    assert "The date is correct" not in page.words


def test_an_administrator_confirms_the_date_once(
    admin: Browser, office: Office, chief: Account
) -> None:
    holds = doubt(office)
    page = admin.get("/desk/server")
    assert "The server date is" in page.words
    assert "nothing is logged as late" in page.words

    answer = admin.submit(page, {}, path="/desk/server")

    assert "Server date confirmed." in answer.words
    assert "Nothing is on hold." in answer.words
    assert holds.said == ()
    assert office.people.trail.last(chief.id, "date-confirmed", "") is not None


def test_an_administrator_of_a_live_office_reads_when_the_recovery_key_was_last_tried(
    admin: Browser, tmp_path: Path
) -> None:
    assert "ecovery key" not in admin.get("/desk/server").words
    (tmp_path / "live").mkdir()
    with an_office(tmp_path / "live", live=True) as (office, _):
        chief = somebody(office, RoleName.ADMIN, "Alia Admin")
        told_of_the_drill(office, signed_in(an_app(office), office, chief))


def told_of_the_drill(office: Office, admin: Browser) -> None:
    assert 'href="/desk/server"' in admin.get("/desk/people").answer.text
    assert "This office has no recovery key." in admin.get("/desk/server").words
    office.recovery.add(RecoveryKey(RecoverySecret.new().recipient))
    assert "The recovery key has never been tested" in admin.get("/desk/server").words

    office.premises.note_recovery_drill(office.now() - timedelta(days=366))
    assert "more than a year ago" in admin.get("/desk/server").words
    office.premises.note_recovery_drill(office.now() - timedelta(days=364))
    page = admin.get("/desk/server").words
    assert "The recovery key was last tested on" in page
    assert "more than a year ago" not in page


def test_a_long_form_is_given_back_where_the_clock_is_wrong(
    lawyer: Browser, office: Office, waiting: str
) -> None:
    doubt(office).said = (Hold.CLOCKS_DIFFER,)
    long = "word " * 4_000

    page = lawyer.post(f"/desk/requests/{waiting}/notes", {"text": long})

    assert page.status == 409
    assert "differ by more than a minute" in page.words
    assert long.strip() in page.text


def test_only_the_own_people_read_what_is_late(
    app: Flask, lawyer: Browser, office: Office
) -> None:
    account = add_account(office, "gul@example.org", "Gul", RoleName.ADVOCATE, "partner")
    guest = signed_in(app, office, account)
    office.premises.note_late([LateSince(LateWork.BACKUP, None)])

    assert "The last backup is too old" in lawyer.get("/desk").words
    assert "The last backup is too old" not in guest.get("/desk").words
