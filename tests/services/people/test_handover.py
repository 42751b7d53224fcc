"""Who is in charge, handing over, closing an account and opening it again."""

from dataclasses import replace
from datetime import date

import pytest

from tests.offices import AYESHA, a_request
from tests.services.reminded import pigeonhole
from tracker.domain.base.errors import BadInput, NotAllowed, NotOnFile
from tracker.services.core.office import Office
from tracker.services.drafting.drafts import save, settle, start
from tracker.services.people.accounts import (
    add_account,
    change_role,
    invite,
    invited,
    set_password,
)
from tracker.services.people.handover import (
    close_account,
    hand_over,
    in_charge_of,
    leave_office,
    names_in_charge,
    put_in_charge,
    reopen_account,
    take_over,
)
from tracker.services.people.second_factor import new_recovery_codes
from tracker.services.people.sessions import signed_in
from tracker.services.people.signing_in import sign_in
from tracker.services.ports.cases import RowFilter
from tracker.services.ports.people import Account, RoleName, TrailFilter
from tracker.services.reminders.calendars import add_feed, feed_of
from tracker.services.reminders.posting import carry

PASSWORD = "four words make one"


@pytest.fixture
def boss(office: Office) -> Account:
    """The only administrator."""
    return add_account(office, "boss@example.org", "Boss", RoleName.ADMIN)


@pytest.fixture
def leaver(office: Office) -> Account:
    """A person who is in charge of two requests."""
    account = add_account(office, "leaver@example.org", "Leaver", RoleName.LAWYER)
    for body in ("pk-pta", "pk-interior"):
        put_in_charge(office, a_request(office, body=body), account.id, by=account.id)
    return account


def test_a_person_who_finalises_a_request_is_in_charge_of_it(
    office: Office, boss: Account
) -> None:
    draft = start(office, "pk-x-2024", "pk-pta", by=boss.id, on=date(2024, 2, 19))
    draft = save(office, replace(draft, eligibility="citizen"), AYESHA, by=boss.id)

    settle(office, draft.reference, draft.version, by=boss.id, on=date(2024, 2, 19))

    found = in_charge_of(office, draft.reference)
    assert found == boss
    assert names_in_charge(office, [draft.reference, "r9"]) == {draft.reference: "Boss"}


def test_requests_go_to_another_in_one_step(
    office: Office, boss: Account, leaver: Account
) -> None:
    kept = a_request(office)
    put_in_charge(office, kept, boss.id, by=boss.id)

    assert hand_over(office, leaver.id, boss.id, by=boss.id) == 2

    assert office.case_rows.rows(RowFilter(charge=leaver.id), 0, 10)[1] == 0
    assert office.case_rows.rows(RowFilter(charge=boss.id), 0, 10)[1] == 3
    entries, _ = office.people.trail.entries(TrailFilter(act="handed-over"), 0, 10)
    told = [(entry.who, entry.about, entry.detail) for entry in entries]
    assert told == [(boss.id, leaver.id, boss.id)]


def test_nobody_outside_the_office_is_put_in_charge(
    office: Office, boss: Account, leaver: Account
) -> None:
    guest = add_account(office, "guest@example.org", "G", RoleName.LAWYER, "another")
    gone = add_account(office, "gone@example.org", "G", RoleName.LAWYER)
    close_account(office, gone.id, by=boss.id)

    for taker in (guest.id, gone.id, "nobody", ""):
        with pytest.raises(NotAllowed, match="Choose a staff member with an open account"):
            hand_over(office, leaver.id, taker, by=boss.id)
    with pytest.raises(NotAllowed, match="another person"):
        hand_over(office, leaver.id, leaver.id, by=boss.id)


def test_a_closed_account_opens_nothing_and_keeps_its_name_alone(
    office: Office, boss: Account, leaver: Account
) -> None:
    link = invite(office, leaver.email, "", RoleName.LAWYER)
    inside = set_password(office, link, PASSWORD).token
    waiting = invite(office, leaver.email, "", RoleName.LAWYER)
    new_recovery_codes(office, leaver)
    calendar = add_feed(office, leaver, "telephone", own=True, bare=False)

    assert leave_office(office, leaver.id, boss.id, closes=True, by=boss.id) == 2

    closed = office.people.account(leaver.id)
    assert closed
    assert (closed.name, closed.email) == ("Leaver", "")
    assert not office.person_keys.has_key(leaver.id)
    assert not closed.active
    assert signed_in(office, inside) is None
    assert office.people.recovery_codes.recovery_left(leaver.id) == 0
    with pytest.raises(NotAllowed, match="has been used"):
        invited(office, waiting)
    reopen_account(office, leaver.id, leaver.email, by=boss.id)
    with pytest.raises(NotOnFile, match="That calendar was not found"):
        feed_of(office, calendar)
    with pytest.raises(NotAllowed, match="is wrong"):
        sign_in(office, leaver.email, PASSWORD, key=b"k")
    with pytest.raises(NotAllowed, match="is wrong"):
        sign_in(office, leaver.id, PASSWORD, key=b"k")


def test_a_name_can_be_forgotten_with_the_account(
    office: Office, boss: Account, leaver: Account
) -> None:
    leave_office(office, leaver.id, boss.id, closes=True, forgets=True, by=boss.id)

    assert [each.name for each in office.people.accounts()].count("Former lawyer") == 1
    assert "Leaver" not in repr(office.people.accounts())
    again = reopen_account(office, leaver.id, leaver.email, " Leaver ", by=boss.id)
    assert again.name == "Leaver"


def test_nobody_leaves_while_requests_are_in_their_charge(
    office: Office, boss: Account, leaver: Account
) -> None:
    with pytest.raises(NotAllowed, match="has 2 requests assigned"):
        close_account(office, leaver.id, by=boss.id)

    with pytest.raises(NotAllowed, match=r"has requests assigned\. Hand them over first"):
        change_role(office, leaver.id, RoleName.LAWYER, "another", by=boss.id)
    found = office.people.account(leaver.id)
    assert found
    assert found.active
    assert not found.organisation


def test_the_only_administrator_stays_one(office: Office, boss: Account, leaver: Account) -> None:
    for attempt in (
        lambda: close_account(office, boss.id, by=boss.id),
        lambda: leave_office(office, boss.id, leaver.id, closes=True, by=boss.id),
        lambda: change_role(office, boss.id, RoleName.LAWYER, by=boss.id),
        lambda: change_role(office, boss.id, RoleName.ADMIN, "another", by=boss.id),
    ):
        with pytest.raises(NotAllowed, match="only administrator"):
            attempt()
    change_role(office, leaver.id, RoleName.ADMIN, by=boss.id)
    change_role(office, boss.id, RoleName.LAWYER, by=boss.id)


def test_a_person_comes_back_under_a_free_address(
    office: Office, boss: Account, leaver: Account
) -> None:
    leave_office(office, leaver.id, boss.id, closes=True, by=boss.id)
    with pytest.raises(NotAllowed, match="Change that account, or use another address"):
        reopen_account(office, leaver.id, boss.email, by=boss.id)
    with pytest.raises(BadInput, match="not an email"):
        reopen_account(office, leaver.id, "", by=boss.id)

    again = reopen_account(office, leaver.id, "Back@example.org", by=boss.id)

    assert (again.name, again.email, again.role) == ("Leaver", "back@example.org", RoleName.LAWYER)
    link = invite(office, "back@example.org", "", RoleName.LAWYER)
    set_password(office, link, PASSWORD)
    assert sign_in(office, "back@example.org", PASSWORD, key=b"k").account.id == leaver.id


def test_a_person_who_begins_a_draft_is_in_charge_of_it(office: Office, boss: Account) -> None:
    draft = start(office, "pk-x-2024", "pk-pta", by=boss.id)

    assert in_charge_of(office, draft.reference) == boss


def test_a_draft_left_by_a_colleague_is_taken_over_and_both_are_told(
    office: Office, boss: Account, leaver: Account
) -> None:
    draft = start(office, "pk-x-2024", "pk-pta", by=leaver.id)

    take_over(office, draft.reference, by=boss.id)
    take_over(office, draft.reference, by=boss.id)

    assert in_charge_of(office, draft.reference) == boss
    assert office.drafts.draft(draft.reference) == draft
    carry(office)
    kept = pigeonhole(office).kept
    mails = {mail.account: mail for _, mail in kept}
    assert sorted(address for address, _ in kept) == ["boss@example.org", "leaver@example.org"]
    name = draft.reference.upper()
    assert mails[boss.id].subject == f"[Demonstration] Draft {name} is now assigned to you."
    assert "is now assigned to a colleague" in mails[leaver.id].words
    assert "Boss" not in mails[leaver.id].words
    (entry,), total = office.people.trail.entries(
        TrailFilter(act="put-in-charge", about=draft.reference), 0, 10
    )
    assert (entry.who, total) == (boss.id, 1)


def test_nobody_of_another_organisation_takes_a_draft_over(office: Office, boss: Account) -> None:
    draft = start(office, "pk-x-2024", "pk-pta", by=boss.id)
    guest = add_account(office, "g@example.org", "Guest", RoleName.LAWYER, "an-organisation")

    with pytest.raises(NotAllowed):
        take_over(office, draft.reference, by=guest.id)

    assert in_charge_of(office, draft.reference) == boss


def test_a_draft_that_was_settled_is_not_taken_over(office: Office, boss: Account) -> None:
    reference = a_request(office)

    with pytest.raises(NotOnFile):
        take_over(office, reference, by=boss.id)
