"""The inbox of reminders, own choices, who is reminded, times that are let pass, and dead mail.

The request that PTA received on Monday 26 February 2024 has its last day on Monday 11 March; the
last safe day of the appeal after silence is Tuesday 9 April.
"""

from datetime import date, timedelta

import pytest
from flask import Flask

from tests.offices import AYESHA, Clock, a_request
from tests.services.reminded import a_received_request, at, library_of_requests_alone
from tests.web.browser import Browser, signed_in, somebody
from tracker.domain.case.reminders import USUAL_RUNGS
from tracker.domain.events.proceedings.remedy_waived import RemedyWaived
from tracker.domain.library import Library
from tracker.domain.record.alerts import EVERYTHING
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.ports.alerts import Subscription
from tracker.services.ports.people import Account, RoleName
from tracker.services.ports.reminders import OFFICE, Mail, ReminderChoice
from tracker.services.reminders.watching import choose_watchers

MARCH_4, MARCH_8, APRIL_2 = date(2024, 3, 4), date(2024, 3, 8), date(2024, 4, 2)


@pytest.fixture
def office_library() -> Library:
    """The shipped library without the time to challenge a block."""
    return library_of_requests_alone()


@pytest.fixture
def lena(office: Office) -> Account:
    return somebody(office)


@pytest.fixture
def chief(office: Office) -> Account:
    return somebody(office, RoleName.ADMIN, "Chief Admin")


@pytest.fixture
def admin(app: Flask, office: Office, chief: Account) -> Browser:
    return signed_in(app, office, chief)


@pytest.fixture
def reference(office: Office, clock: Clock, lena: Account, chief: Account) -> str:
    """A received request of which the lawyer and the administrator are reminded."""
    found = a_received_request(office, clock)
    choose_watchers(office, found, [lena.id, chief.id])
    return found


def decisions(office: Office, reference: str) -> list[RemedyWaived]:
    with office.cases.look(reference) as case:
        return [e.event for e in case.history if isinstance(e.event, RemedyWaived)]


def test_an_empty_inbox_says_what_will_come(lawyer: Browser) -> None:
    page = lawyer.get("/desk/reminders")

    assert "No reminders" in page.words
    assert "Reminders (" not in page.seen


def test_the_inbox_and_its_number_show_what_waits(
    lawyer: Browser, office: Office, clock: Clock, reference: str
) -> None:
    at(office, clock, MARCH_4)

    page = lawyer.get("/desk/reminders")

    assert "Reminders (1)" in page.seen
    assert "Reminders (1)" in lawyer.get("/desk").seen
    assert "7 days left" in page.words
    assert "PTA must act by Monday 11 March 2024." in page.words
    assert "Under section 14(1)" in page.words
    assert AYESHA.name not in page.text


def test_acknowledging_is_by_name_and_closes_no_deadline(
    lawyer: Browser, admin: Browser, office: Office, clock: Clock, reference: str
) -> None:
    at(office, clock, MARCH_4)
    page = lawyer.get("/desk/reminders")
    which = page.tree.xpath("//input[@name='which']/@value")

    answer = lawyer.submit(page, {"which": which}, path="/desk/reminders/acknowledge")

    assert "1 reminders acknowledged. The deadlines are still open." in answer.words
    assert "You acknowledged it." in answer.words
    assert "Reminders (1)" not in answer.seen
    shown = lawyer.get(f"/desk/requests/{reference}/people")
    assert "Acknowledged by Lena Lawyer" in admin.get("/desk/reminders").words
    assert "not yet by" in shown.words
    at(office, clock, MARCH_8)
    assert "Reminders (1)" in lawyer.get("/desk/reminders").seen
    # What was seen on the 4th says nothing of the reminder of the 8th.
    assert "Acknowledged by" not in admin.get("/desk/reminders").words


@pytest.mark.samples("r0000001")
@pytest.mark.parametrize("which", ["", "r0000001:x", "r0000001:99", "nothing:1", ":", "a" * 500])
def test_what_does_not_wait_cannot_be_acknowledged(
    lawyer: Browser, office: Office, clock: Clock, reference: str, which: str
) -> None:
    at(office, clock, MARCH_4)
    page = lawyer.get("/desk/reminders")

    answer = lawyer.submit(page, {"which": which}, path="/desk/reminders/acknowledge")

    assert answer.status == 200
    assert "Select the reminders you have seen" in answer.words
    assert "Reminders (1)" in answer.seen


def test_nobody_acknowledges_the_reminder_of_another_person(
    lawyer: Browser, office: Office, clock: Clock, reference: str, chief: Account
) -> None:
    at(office, clock, MARCH_4)
    (theirs,) = office.reminders.open_for(chief.id)
    page = lawyer.get("/desk/reminders")

    which = f"{reference}:{theirs.reminder.seq}"
    lawyer.submit(page, {"which": which}, path="/desk/reminders/acknowledge")

    assert office.reminders.count_open(chief.id) == 1


def test_a_reminder_of_a_window_leads_to_what_closes_it(
    lawyer: Browser, office: Office, clock: Clock, reference: str
) -> None:
    clock.set(APRIL_2)
    sweep(office)
    at(office, clock, APRIL_2)

    page = lawyer.get("/desk/reminders")

    assert "The last safe day to file is Tuesday 9 April 2024." in page.words
    links = page.tree.xpath("//main//a/@href")
    assert f"/desk/requests/{reference}/appeal" in links
    assert f"/desk/requests/{reference}/let-pass" in links
    assert any("/letters/appeal" in each for each in links)


def test_a_reminder_of_a_remedy_that_was_not_read_says_why_it_has_no_letter(
    lawyer: Browser,
    office: Office,
    clock: Clock,
    reference: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock.set(APRIL_2)
    sweep(office)
    at(office, clock, APRIL_2)
    monkeypatch.setattr("tracker.services.letters.remedies.remedy_was_read", lambda *_: False)

    page = lawyer.get("/desk/reminders")

    assert (
        "Nobody has read the provision on this remedy, so a lawyer must draft the letter."
        in page.words
    )
    links = page.tree.xpath("//main//a/@href")
    assert not any("/letters/" in each for each in links)
    assert f"/desk/requests/{reference}/appeal" in links


def test_a_time_is_let_pass_with_a_ground_and_stands_on_the_timeline(
    lawyer: Browser, office: Office, clock: Clock, reference: str, lena: Account
) -> None:
    clock.set(APRIL_2)
    sweep(office)
    page = lawyer.get(f"/desk/requests/{reference}/let-pass")
    assert "Last safe day to file: Tuesday 9 April 2024." in page.words

    refused = lawyer.submit(page, {})
    assert refused.status == 422
    # The only deadline is chosen, the reason is not.
    assert refused.summary() == ["Give a reason. It is logged under your name."]
    (window,) = page.tree.xpath("//input[@name='window']/@value")
    answer = lawyer.submit(page, {"window": window, "ground": "cost"})

    assert "Decision logged. Nobody is reminded of it any" in answer.words
    assert "Decision not to file" in answer.words
    assert "Reason: It would cost too much." in answer.words
    (decision,) = decisions(office, reference)
    assert decision.stage == "appeal"
    page = lawyer.get(f"/desk/requests/{reference}/let-pass")
    assert "No filing window is open and unused" in page.words
    assert not page.tree.xpath("//main//input[@type='radio']")
    public = lawyer.get(f"/desk/requests/{reference}/publish")
    assert "Decision not to file" not in public.words


@pytest.mark.samples("appeal:99", "reply:4")
@pytest.mark.parametrize("window", ["appeal:99", "nothing", "", "reply:4"])
def test_only_an_open_time_can_be_let_pass(
    lawyer: Browser, office: Office, clock: Clock, reference: str, window: str
) -> None:
    clock.set(APRIL_2)
    sweep(office)

    page = lawyer.get(f"/desk/requests/{reference}/let-pass")
    answer = lawyer.submit(page, {"window": window, "ground": "cost"})

    assert answer.status == 422
    assert decisions(office, reference) == []


def test_an_advocate_lets_nothing_pass(
    app: Flask, office: Office, clock: Clock, reference: str
) -> None:
    clock.set(APRIL_2)
    sweep(office)
    advocate = signed_in(app, office, somebody(office, RoleName.ADVOCATE, "Adil Advocate"))

    assert advocate.get(f"/desk/requests/{reference}/let-pass").status == 403
    assert "Decide not to file" not in advocate.get(f"/desk/requests/{reference}").words


def test_who_is_reminded_is_chosen_on_a_page_of_its_own(
    lawyer: Browser, office: Office, reference: str, chief: Account
) -> None:
    path = f"/desk/requests/{reference}/reminded"
    page = lawyer.get(path)
    assert "Now: Lena Lawyer, Chief Admin." in page.words

    answer = lawyer.submit(page, {"first": chief.id, "second": ""})

    assert "Reminders changed." in answer.words
    assert office.watchers.chosen_watchers(reference) == (chief.id,)
    refused = lawyer.submit(lawyer.get(path), {"first": "somebody else"})
    assert refused.status == 422


def test_a_request_that_nobody_can_be_reminded_of_says_so(app: Flask, office: Office) -> None:
    reference = a_request(office)
    lawyer = signed_in(app, office, somebody(office))

    for page in ("", "/people"):
        assert "Nobody." in lawyer.get(f"/desk/requests/{reference}{page}").words
    assert "no account" in lawyer.get(f"/desk/requests/{reference}/reminded").words


# Own choices ----------------------------------------------------------------------------------


def test_the_usual_ladder_stands_ticked_and_another_is_kept(
    lawyer: Browser, office: Office, lena: Account
) -> None:
    page = lawyer.get("/desk/reminders/choices")
    ticked = page.tree.xpath("//input[@name='rungs'][@checked]/@value")
    assert [int(value) for value in ticked] == list(USUAL_RUNGS)

    fields = {"rungs": ["-30", "1"], "hour": "6", "zone": "Asia/Karachi", "digest": "y"}
    lawyer.submit(page, fields | {"by_mail": []})

    kept = ReminderChoice((-30, 1), by_mail=False, digest=True, hour=6, zone="Asia/Karachi")
    assert office.reminder_choices.choices() == {lena.id: kept}
    again = lawyer.get("/desk/reminders/choices")
    lawyer.submit(again, {"action": "usual"})
    assert office.reminder_choices.choices() == {}


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"rungs": []}, "Choose at least one day."),
        ({"rungs": ["-400"]}, "not a valid choice for this field"),
        ({"hour": "24"}, "Choose one of the options"),
        ({"hour": "noon"}, "Invalid Choice: could not coerce."),
        ({"zone": "Mars/Olympus"}, "Choose one of the options"),
    ],
)
def test_a_choice_that_cannot_be_is_said_beside_its_field(
    lawyer: Browser, office: Office, fields: dict[str, object], complaint: str
) -> None:
    page = lawyer.submit(lawyer.get("/desk/reminders/choices"), fields)

    assert page.status == 422
    assert any(complaint in said for said in page.summary())
    assert office.reminder_choices.choices() == {}


def test_an_administrator_chooses_for_people_who_chose_nothing(
    admin: Browser, lawyer: Browser, office: Office
) -> None:
    page = admin.get("/desk/reminders/office")

    admin.submit(page, {"rungs": ["-2"]})

    assert office.reminder_choices.choices()[OFFICE].rungs == (-2,)
    shown = lawyer.get("/desk/reminders/choices")
    assert shown.tree.xpath("//input[@name='rungs'][@checked]/@value") == ["-2"]
    assert lawyer.get("/desk/reminders/office").status == 403


# Mail that did not go out ---------------------------------------------------------------------


def test_dead_mail_is_shown_in_the_workspace_until_a_person_decides(
    admin: Browser, office: Office, clock: Clock, lena: Account
) -> None:
    assert "All email was sent" in admin.get("/desk/unsent").words
    for number in (1, 2):
        mail = Mail(f"m:{number}", f"<{number}@x>", lena.id, f"Subject {number}", "W", clock())
        office.outbox.put(mail)
        claim = office.outbox.claim(clock(), clock() + timedelta(minutes=5), "one")
        assert claim
        office.outbox.failed(claim, "550 <b>no such person</b>", None)

    assert "2 emails could not be sent" in admin.get("/desk/reminders").words
    page = admin.get("/desk/unsent")
    assert "550 <b>no such person</b>" in page.words
    admin.submit(page, {"once": "m:1"}, path="/desk/unsent/again")
    answer = admin.submit(page, {"once": "m:2", "action": "withdraw"}, path="/desk/unsent/again")

    assert "Email cancelled." in answer.words
    assert office.outbox.count_dead() == 0
    assert office.outbox.claim(clock(), clock() + timedelta(minutes=5), "two") is not None


def test_mail_to_a_reader_stands_there_without_the_address(
    admin: Browser, office: Office, clock: Clock
) -> None:
    asked = Subscription("r1", "reader@example.org", "token-1", EVERYTHING, "en", clock())
    office.subscriptions.ask(asked)
    office.outbox.put(Mail("confirm:r1", "<1@x>", "", "", "", clock(), "r1"))
    claim = office.outbox.claim(clock(), clock() + timedelta(minutes=5), "one")
    assert claim
    office.outbox.failed(claim, "451 later", None)

    page = admin.get("/desk/unsent")

    assert "a reader (address not shown)" in page.words
    assert "An alert, or an email to confirm one" in page.words
    assert "reader@example.org" not in page.answer.text
    admin.submit(page, {"once": "confirm:r1"}, path="/desk/unsent/again")
    assert office.outbox.count_dead() == 0


def test_a_lawyer_sees_no_mail_of_others(lawyer: Browser) -> None:
    assert lawyer.get("/desk/unsent").status == 403


def test_a_person_of_another_organisation_has_no_inbox(app: Flask, office: Office) -> None:
    guest = Account("g", "g@x.org", "Guest", RoleName.LAWYER, organisation="partner")
    office.people.save_account(guest)
    browser = signed_in(app, office, guest)

    assert browser.get("/desk/reminders").status == 403


def test_a_guest_is_not_shown_who_of_the_office_is_reminded(
    app: Flask, office: Office, clock: Clock, reference: str
) -> None:
    at(office, clock, MARCH_4)
    guest = Account("g", "g@x.org", "Guest", RoleName.LAWYER, organisation="partner")
    office.people.save_account(guest)
    office.people.shares.share(reference, "partner", clock(), "tester")
    browser = signed_in(app, office, guest)

    page = browser.get(f"/desk/requests/{reference}")

    assert page.status == 200
    assert "Lena Lawyer" not in page.words
