"""The people of the office: roles, links, leaving; who is in charge; sharing; the audit trail."""

from datetime import date

import pytest
from flask import Flask

from tests.offices import BY, Clock, a_request
from tests.web.browser import Browser, signed_in, somebody
from tracker.services.core.audit import note_act
from tracker.services.core.office import Office
from tracker.services.drafting.drafts import start
from tracker.services.people.handover import put_in_charge
from tracker.services.people.second_factor import new_recovery_codes
from tracker.services.people.sessions import open_sessions
from tracker.services.ports.people import Account, AuditAct, RoleName
from tracker.web.desk.people.audit import ACTS_ON_A_PAGE, AUDIT_ACT_NAMES


@pytest.fixture
def boss(office: Office) -> Account:
    """An administrator."""
    return somebody(office, RoleName.ADMIN, "Adam Admin")


@pytest.fixture
def admin(app: Flask, office: Office, boss: Account) -> Browser:
    """The browser of the administrator."""
    return signed_in(app, office, boss)


@pytest.fixture
def lena(office: Office) -> Account:
    """A lawyer."""
    return somebody(office)


def test_an_administrator_changes_a_role(admin: Browser, office: Office, lena: Account) -> None:
    page = admin.submit(f"/desk/people/{lena.id}/role", {"role": "advocate"})

    assert "Role changed. It applies from the next page" in page.words
    assert "Advocate" in page.words
    changed = office.people.account(lena.id)
    assert changed
    assert changed.role is RoleName.ADVOCATE


def test_an_invitation_says_that_an_address_has_an_account_already(
    admin: Browser, office: Office, lena: Account
) -> None:
    """Then the name and role that were typed change nothing."""
    typed = {"email": lena.email or "", "name": "Another", "role": "admin"}
    page = admin.submit("/desk/people", typed)

    assert "already has an account: Lena Lawyer, Lawyer. The link is for that" in page.words
    assert office.people.account(lena.id) == lena

    page = admin.submit("/desk/people", typed | {"email": "new@example.org"})

    assert "One-time link" in page.words
    assert "already has an account:" not in page.words


def test_the_only_administrator_cannot_step_down(admin: Browser, boss: Account) -> None:
    page = admin.submit(f"/desk/people/{boss.id}/role", {"role": "lawyer"})

    assert "only administrator" in " ".join(page.summary())
    assert page.value("role") == "lawyer", "the form comes back as it was filled"


def test_roles_are_changed_only_by_who_proved_it_lately(
    app: Flask, office: Office, boss: Account, lena: Account
) -> None:
    doubted = signed_in(app, office, boss, confirmed=False)

    for step in ("role", "link", "leave"):
        page = doubted.get(f"/desk/people/{lena.id}/{step}")
        assert page.answer.request.path == "/desk/account/confirm", step


def test_a_link_for_a_lost_factor_is_shown_once_and_removes_it_when_used(
    app: Flask, admin: Browser, office: Office, lena: Account
) -> None:
    office.people.codes.propose(lena.id, "JBSWY3DPEHPK3PXP")
    office.people.codes.take_up(lena.id, 0)
    new_recovery_codes(office, lena)
    where = f"/desk/people/{lena.id}/link"

    page = admin.submit(where, {"frees": "y"})

    link = page.tree.xpath("//main//code")[0].text_content()
    assert link not in admin.get(where).text
    typed = {"password": "four words in a row", "password_again": "four words in a row"}
    inside = Browser(app).submit(link.removeprefix("https://record.example"), typed)
    assert inside.answer.request.path == "/desk"
    assert not office.people.factors.any_factor(lena.id)


def test_a_person_leaves_in_one_step_and_comes_back(
    app: Flask, admin: Browser, office: Office, boss: Account, lena: Account
) -> None:
    reference = a_request(office)
    put_in_charge(office, reference, lena.id, by=BY)
    browser = signed_in(app, office, lena)

    page = admin.submit(f"/desk/people/{lena.id}/leave", {"taker": boss.id, "closes": "y"})

    assert "1 request handed over. Account closed." in page.words
    assert "Assigned to Adam Admin" in admin.get(f"/desk/requests/{reference}").words
    assert browser.client.get("/desk").status_code == 302
    assert open_sessions(office, lena) == ()
    assert lena.email not in admin.get("/desk/people").text
    back = admin.submit(f"/desk/people/{lena.id}/reopen", {"email": "back@example.org"})
    assert "Account reopened. Create a one-time link for it" in back.words


def test_a_closed_account_gets_no_link(admin: Browser, office: Office, boss: Account) -> None:
    gone = somebody(office, RoleName.ADVOCATE, "Gina Gone")
    admin.submit(f"/desk/people/{gone.id}/leave", {"taker": boss.id, "closes": "y"})

    page = admin.submit(f"/desk/people/{gone.id}/link")

    assert "Reopen it first" in " ".join(page.summary())


@pytest.mark.parametrize("kind", ["request", "draft"])
def test_a_request_or_a_draft_is_shared_and_no_longer(
    app: Flask, office: Office, lawyer: Browser, kind: str
) -> None:
    reference = a_request(office)
    if kind == "draft":
        reference = start(office, "pk-x-2024", "pk-pta", by=BY).reference
    where = f"/desk/sharing/{reference}"
    assert "including who is asking" in lawyer.get(where).words

    shared = lawyer.submit(where, {"organisation": "digital-rights"})

    assert "Shared with" in shared.words
    assert office.people.shares.shared_with(reference) == ("digital-rights",)
    lawyer.submit(where, {"stop": "digital-rights"})
    assert office.people.shares.shared_with(reference) == ()


def test_a_request_is_assigned_and_the_list_can_be_filtered(
    office: Office, lawyer: Browser, lena: Account, boss: Account
) -> None:
    mine, other = a_request(office), a_request(office, body="pk-interior")

    lawyer.submit(f"/desk/sharing/{mine}/charge", {"account": boss.id})

    assert "Assigned to Adam Admin" in lawyer.get(f"/desk/requests/{mine}").words
    page = lawyer.get(f"/desk/requests?charge={boss.id}")
    assert mine.upper() in page.words
    assert other.upper() not in page.words


def test_nobody_outside_is_put_in_charge(office: Office, lawyer: Browser) -> None:
    page = lawyer.submit(f"/desk/sharing/{a_request(office)}/charge", {"account": "nobody"})

    assert page.status == 422


def test_every_act_of_the_trail_has_words() -> None:
    assert set(AUDIT_ACT_NAMES) == set(AuditAct)


def test_the_trail_is_read_a_page_at_a_time_the_newest_first_and_filtered(
    office: Office, admin: Browser, boss: Account, lena: Account
) -> None:
    for number in range(ACTS_ON_A_PAGE):
        note_act(office, AuditAct.SIGNED_IN, who=lena.id, about=lena.id)
        if number == 0:
            note_act(office, AuditAct.PUT_IN_CHARGE, who=boss.id, about="r0000007", detail=lena.id)

    first, second = admin.get("/desk/audit"), admin.get("/desk/audit?page=2")

    assert f"{ACTS_ON_A_PAGE + 1} entries" in first.words
    assert "R0000007" in first.tree.xpath("//tbody/tr")[-1].text_content()
    (oldest,) = second.tree.xpath("//tbody/tr")
    assert "Lena Lawyer" in oldest.text_content()
    found = admin.get("/desk/audit?about=R0000007")
    assert "Adam Admin" in found.tree.xpath("//tbody")[0].text_content()
    assert "assigned a request: Lena Lawyer" in found.words
    assert len(found.tree.xpath("//tbody/tr")) == 1
    both = admin.get(f"/desk/audit?who={boss.id}&act=put-in-charge")
    assert len(both.tree.xpath("//tbody/tr")) == 1
    assert "No matching entries" in admin.get("/desk/audit?act=erased").words


def test_the_trail_says_what_was_handed_in(office: Office, admin: Browser, lena: Account) -> None:
    for detail in ("", "capture", "ooni", "translation", "annex-copy", "maker"):
        note_act(office, AuditAct.IMPORTED, who=lena.id, about="r0000007", detail=detail)

    rows = admin.get("/desk/audit?act=imported").tree.xpath("//td[@data-label='What']")

    assert [row.text_content() for row in reversed(rows)] == [
        "imported a list of requests",
        "handed in a capture",
        "handed in a measurement",
        "added a translation",
        "handed in a copy for an annex",
        "entered who made evidence",
    ]


def test_the_trail_tells_the_time_of_the_office_and_names_its_zone(
    office: Office, admin: Browser, clock: Clock
) -> None:
    def when() -> str:
        found = admin.get("/desk/audit?act=put-in-charge").tree.xpath("//td[@data-label='When']")
        return str(found[0].text_content())

    clock.set(date(2026, 11, 23), hour=20)
    note_act(office, AuditAct.PUT_IN_CHARGE, who="somebody", about="r0000007")
    assert when() == "23 November 2026, 20:00 UTC"
    clock.set(date(2026, 11, 24))
    a_request(office)

    # Islamabad is five hours ahead of London, and there a new day had begun.
    assert when() == "24 November 2026, 01:00 PKT"


def test_nobody_can_change_the_trail(admin: Browser, office: Office) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert admin.client.open("/desk/audit", method=method).status_code in (400, 405)
