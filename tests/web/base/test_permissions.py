"""Every page of the desk for every role, and what another organisation finds there."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask

from tests.offices import AYESHA, BY, a_paper, a_request, received
from tests.web.base.test_access import INTO_PATHS, METHODS
from tests.web.browser import Browser, signed_in, somebody
from tests.web.desk.request_parts import step_addresses
from tracker.domain.base.days import DaySpan
from tracker.domain.base.terms import Channel
from tracker.domain.events import KINDS
from tracker.domain.events.correspondence.document_received import DocumentReceived
from tracker.services.core.office import Office
from tracker.services.core.recording import record
from tracker.services.core.roles import GUESTS as READS
from tracker.services.core.roles import MAY, Act
from tracker.services.drafting.drafts import save, settle, start
from tracker.services.people.accounts import add_account
from tracker.services.people.handover import put_in_charge
from tracker.services.people.sharing import share
from tracker.services.ports.people import RoleName, TrailFilter
from tracker.web.base.access import Access, Pages
from tracker.web.base.permissions import PERMITS, READING, RECORDED_ON, SHOWS_APPLICANT, act_of

GUESTS = "digital-rights"


def behind(
    app: Flask, *wanted: Access, method: str = "POST"
) -> dict[str, tuple[str, Act, frozenset[str]]]:
    """For each page with the access wanted: its path with nothing real in it, what it takes by
    that method, and the methods that it answers."""
    found = {}
    for rule in app.url_map.iter_rules():
        pages = app.blueprints[rule.endpoint.partition(".")[0]]
        assert isinstance(pages, Pages)
        path = rule.rule
        for name, value in INTO_PATHS.items():
            path = path.replace(name, value)
        if pages.access in wanted:
            found[rule.endpoint] = path, act_of(rule, method), frozenset(rule.methods or ())
    return found


def test_every_page_that_changes_something_states_what_it_takes(app: Flask) -> None:
    """A page that is not in the table is open to lawyers. This test finds it, so that the table in
    `tracker/web/base/permissions.py` states its permission."""
    unstated = [
        name for name, (_, act, _) in behind(app, Access.DESK).items() if act is Act.UNSTATED
    ]

    assert unstated == []


def test_the_table_names_pages_that_exist(app: Flask) -> None:
    known = {rule.endpoint for rule in app.url_map.iter_rules()}

    assert set(PERMITS) - known == set()
    assert set(SHOWS_APPLICANT) - known == set()
    assert set(RECORDED_ON) - known == set()
    assert set(RECORDED_ON.values()) - set(KINDS) == set()


# The roles of the office, and a lawyer of another organisation.
EVERYBODY = [*((role, "") for role in RoleName), (RoleName.LAWYER, GUESTS)]


def each_with(*methods: str, roles: bool) -> list[Any]:
    """Every role with every method. Only these methods are not slow: of all roles, or of a guest
    alone."""
    return [
        pytest.param(
            *(role, organisation, method),
            id=f"{'guest' if organisation else role}-{method}",
            marks=[] if method in methods and (roles or organisation) else pytest.mark.slow,
        )
        for role, organisation in EVERYBODY
        for method in METHODS
    ]


@pytest.mark.parametrize(("role", "organisation", "method"), each_with("GET", roles=True))
def test_each_role_gets_past_the_door_of_just_those_pages_that_it_may_open(
    app: Flask, office: Office, role: RoleName, organisation: str, method: str
) -> None:
    """By every method. A guest is told of no request that is not shared: that is tried below."""
    account = add_account(office, "somebody@example.org", "S", role, organisation)
    browser = signed_in(app, office, account)
    allowed = MAY[role] & READS if organisation else MAY[role]
    refused, expected = set(), set()
    found = behind(app, Access.DESK, Access.ADMIN, method=method)
    for name, (path, act, methods) in found.items():
        if method not in methods or (organisation and INTO_PATHS["<reference>"] in path):
            continue
        answer = browser.client.open(path, method=method)
        assert answer.status_code != 500, name
        if answer.status_code == 403:
            refused.add(name)
        pages = app.blueprints[name.partition(".")[0]]
        assert isinstance(pages, Pages)
        needed = {act} | ({Act.PEOPLE} if pages.access is Access.ADMIN else set())
        if not needed <= allowed:
            expected.add(name)

    assert refused == expected
    answered = method in {"GET", "HEAD", "POST", "OPTIONS"}
    assert bool(expected) is (answered and (role is not RoleName.ADMIN))


@pytest.mark.parametrize(("role", "organisation", "method"), each_with("POST", "PUT", roles=False))
def test_a_method_that_a_page_does_not_have_is_refused_to_all(
    app: Flask, office: Office, role: RoleName, organisation: str, method: str
) -> None:
    account = add_account(office, "somebody@example.org", "S", role, organisation)
    browser = signed_in(app, office, account)
    known = app.url_map.bind("localhost")
    paths = {path for path, _, _ in behind(app, *Access).values()}
    others = [path for path in paths if method not in known.allowed_methods(path)]

    answers = {path: browser.client.open(path, method=method).status_code for path in others}

    assert answers == dict.fromkeys(others, 405)
    assert bool(others) is (method != "OPTIONS")


def test_an_advocate_is_told_who_may(app: Flask, office: Office) -> None:
    advocate = signed_in(app, office, somebody(office, RoleName.ADVOCATE))
    reference = a_request(office)

    page = advocate.get(f"/desk/requests/{reference}/withhold")

    assert page.status == 403
    assert "Only a lawyer or an administrator can do" in page.words


def test_a_step_that_is_not_yours_is_named_and_no_link(
    app: Flask, office: Office, lawyer: Browser
) -> None:
    draft = replace(start(office, "pk-x-2024", "pk-pta", by=BY), eligibility="citizen")
    saved = save(office, draft, AYESHA, by=BY)
    settle(office, saved.reference, saved.version, by=BY)
    advocate = signed_in(app, office, somebody(office, RoleName.ADVOCATE, "Avi Advocate"))
    where = f"/desk/requests/{saved.reference}"

    assert f"{where}/approve" in step_addresses(lawyer.get(where))
    page = advocate.get(where)
    assert f"{where}/approve" not in step_addresses(page)
    assert "(you do not have permission)" in page.words


def test_who_may_save_a_draft_and_not_settle_it_is_offered_no_such_button_and_gets_nothing_by_it(
    app: Flask, office: Office, lawyer: Browser
) -> None:
    draft = replace(start(office, "pk-x-2024", "pk-pta", by=BY), eligibility="citizen")
    reference = save(office, draft, AYESHA, by=BY).reference
    who, letter = (f"/desk/drafts/{reference}/{page}" for page in ("applicant", "letter"))
    advocate = signed_in(app, office, somebody(office, RoleName.ADVOCATE, "Avi Advocate"))

    for path in (who, letter):
        assert "finalise" in str(lawyer.get(path).tree.xpath("//button/text()")).lower()
        assert "finalise" not in str(advocate.get(path).tree.xpath("//button/text()")).lower()
    page = advocate.submit(who, {"name": "Zoe Namoona", "action": "settle"})

    assert page.status == 403
    assert "Only a lawyer or an administrator can do" in page.words
    (kept,) = office.drafts.all()
    assert office.drafts.applicant_of(kept.reference).name == "Zoe Namoona"
    assert list(office.cases.references()) == []


@pytest.fixture
def guest(app: Flask, office: Office) -> Browser:
    """The browser of a lawyer of another organisation."""
    account = add_account(office, "guest@example.org", "G", RoleName.LAWYER, GUESTS)
    return signed_in(app, office, account)


@pytest.mark.parametrize("kind", ["request", "draft"])
def test_what_is_not_shared_is_not_there_by_any_address_or_method(
    app: Flask, office: Office, guest: Browser, lawyer: Browser, kind: str
) -> None:
    """Every page with a reference, for a request that exists and for one that does not: a guest
    sees no difference."""
    reference = a_request(office, on=date(2024, 2, 23))
    received(office, reference, date(2024, 2, 26))
    if kind == "draft":
        reference = start(office, "pk-x-2024", "pk-pta", by=BY).reference
    pages = {
        name: found
        for name, found in behind(app, Access.DESK, Access.SELF).items()
        if INTO_PATHS["<reference>"] in found[0]
    }
    assert len(pages) > 25

    for name, (path, _, methods) in pages.items():
        for method in methods - {"OPTIONS"}:
            there = path.replace(INTO_PATHS["<reference>"], reference)
            nowhere = path.replace(INTO_PATHS["<reference>"], "zzzzzzzz")
            assert guest.client.open(there, method=method).status_code == 404, (name, method)
            assert guest.client.open(nowhere, method=method).status_code == 404, (name, method)
    assert lawyer.get(f"/desk/requests/{a_request(office)}").status == 200


def test_lists_and_pages_show_a_guest_what_is_shared_and_nothing_else(
    app: Flask, office: Office, guest: Browser
) -> None:
    shared, other = a_request(office), a_request(office, body="pk-interior")
    drafted = start(office, "pk-x-2024", "pk-pta", by=BY).reference
    hidden = start(office, "pk-x-2024", "pk-interior", by=BY).reference
    for each in (shared, drafted):
        share(office, each, GUESTS, by=BY)

    listing = guest.get("/desk/requests")
    morning = guest.get("/desk")

    assert shared.upper() in listing.words
    assert guest.get(f"/desk/requests/{shared}").status == 200
    for page in (listing, morning):
        assert page.status == 200
        for unseen in (other, hidden):
            assert unseen not in page.text.lower()
    assert guest.get(f"/desk/requests/{other}").status == 404


def test_no_page_names_to_a_guest_who_of_the_office_works_on_what(
    app: Flask, office: Office, guest: Browser
) -> None:
    """Every page that a guest may open, with a shared request and a shared draft in it."""
    colleague = add_account(office, "bilqis@example.org", "Bilqis Namoona", RoleName.LAWYER)
    by = colleague.id
    request, draft = a_request(office), start(office, "pk-x-2024", "pk-pta", by=by).reference
    on = DaySpan.on(date(2024, 3, 4))
    record(office, request, DocumentReceived(on=on, channel=Channel.POST), [a_paper()], by=by)
    for each in (request, draft):
        share(office, each, GUESTS, by=by)
        put_in_charge(office, each, by, by=by)
    pages = {
        path.replace(INTO_PATHS["<reference>"], each)
        for path, act, methods in behind(app, Access.SELF, Access.DESK, method="GET").values()
        for each in (request, draft)
        if "GET" in methods and act is Act.LOOK
    }

    answers = {path: guest.client.get(path) for path in pages}

    assert sum(answer.status_code == 200 for answer in answers.values()) > 15
    for path, answer in answers.items():
        for private in (b"Bilqis", b"bilqis", by.encode()):
            assert private not in answer.get_data(), path
    assert "Assigned to" not in guest.get("/desk/requests").text
    assert request.upper() in guest.get("/desk/requests?charge=nobody").words, "it filters nothing"


def test_a_guest_opens_nothing_that_changes_or_shows_the_office(
    app: Flask, office: Office, guest: Browser
) -> None:
    shared = a_request(office)
    share(office, shared, GUESTS, by=BY)
    opened = []
    for name, (path, _, methods) in behind(app, Access.DESK, Access.ADMIN).items():
        path = path.replace(INTO_PATHS["<reference>"], shared)
        for method in sorted(methods & {"GET", "POST"}):
            answer = guest.client.open(path, method=method)
            assert answer.status_code != 500, (name, method)
            if answer.status_code in (200, 302) and not READING.issuperset(methods):
                opened.append(name)

    # One's own password and calendars; the letter and forms of a draft, which are only looked at.
    own = {"account.password", "desk_calendars.page"}
    looked_at = {f"desk_drafting.{step}" for step in ("applicant", "draft", "letter")}
    assert set(opened) <= own | looked_at


def test_a_guest_reads_a_shared_draft_and_cannot_send_it(
    app: Flask, office: Office, guest: Browser
) -> None:
    draft = start(office, "pk-x-2024", "pk-pta", by=BY)
    share(office, draft.reference, GUESTS, by=BY)

    for path in ("", "/law", "/applicant", "/letter", "/letter.txt", "/letter.docx"):
        assert guest.client.get(f"/desk/drafts/{draft.reference}{path}").status_code == 200, path
    for path in ("", "/applicant", "/letter", "/discard", "/another"):
        answer = guest.client.post(f"/desk/drafts/{draft.reference}{path}")
        assert answer.status_code == 403, path
    assert office.drafts.all() == (draft,)


def test_a_view_of_an_applicant_is_logged_once_an_hour(
    app: Flask, office: Office, lawyer: Browser
) -> None:
    reference = a_request(office)
    for _ in range(3):
        assert "Ayesha Namoona" in lawyer.get(f"/desk/requests/{reference}").words
    lawyer.get("/desk/requests/zzzzzzzz")
    lawyer.get("/desk/requests")

    entries, _ = office.people.trail.entries(TrailFilter(act="applicant-seen"), 0, 10)
    assert [entry.about for entry in entries] == [reference]
