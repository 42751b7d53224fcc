"""A coalition: another organisation sees what is shared with it, and changes nothing."""

from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any, cast

import pytest

from tests.offices import BY, a_request
from tracker.domain.base.errors import BadInput, NotOnFile
from tracker.domain.case.request import Applicant
from tracker.domain.law.law import LetterKind
from tracker.services.core.office import Office
from tracker.services.core.roles import NotYours
from tracker.services.core.shut import NO_PORTS
from tracker.services.drafting.drafts import start
from tracker.services.people.accounts import add_account
from tracker.services.people.guests import may_see, office_for
from tracker.services.people.sessions import start_session
from tracker.services.people.sharing import known_organisations, share, stop_sharing
from tracker.services.ports.cases import PreparedLetter, RowFilter
from tracker.services.ports.people import Account, People, RoleName, SavedView, TrailFilter

GUESTS = "digital-rights"


@pytest.fixture
def guest(office: Office) -> Account:
    """A person of another organisation."""
    return add_account(office, "guest@example.org", "G", RoleName.LAWYER, GUESTS)


def test_the_people_of_the_office_see_everything(office: Office) -> None:
    lawyer = add_account(office, "own@example.org", "O", RoleName.ADVOCATE)
    reference = a_request(office)

    assert office_for(office, lawyer) is office
    assert may_see(office, lawyer, reference)


def test_a_guest_sees_what_is_shared_until_it_is_no_longer(office: Office, guest: Account) -> None:
    shared, other = a_request(office), a_request(office, body="pk-interior")
    share(office, shared, GUESTS, by=BY)
    share(office, other, "somebody-else", by=BY)
    seen = office_for(office, guest)
    cases, case_rows = seen.cases, seen.case_rows

    rows, total = case_rows.rows(RowFilter(), 0, 10)
    assert ([row.reference for row in rows], total) == ([shared], 1)
    with cases.look(shared) as case:
        assert case.reference == shared
    with cases.look_all([other, shared]) as found:
        assert [case.reference for case in found] == [shared]
    for each in (other, shared):
        with office.cases.open(each) as case:
            case.prepare_letter(PreparedLetter(LetterKind.NOTICE, 1, office.now()))
    assert dict(case_rows.prepared([other, shared])) == {shared: [LetterKind.NOTICE]}
    stop_sharing(office, shared, GUESTS, by=BY)
    assert case_rows.rows(RowFilter(), 0, 10) == ((), 0)
    with pytest.raises(NotOnFile, match="was not found"):
        cases.look(shared).__enter__()


def test_a_draft_that_is_not_shared_is_not_there(office: Office, guest: Account) -> None:
    shared, other = (start(office, "pk-x-2024", body, by=BY) for body in ("pk-pta", "pk-interior"))
    share(office, shared.reference, GUESTS, by=BY)
    drafts = office_for(office, guest).drafts

    assert [draft.reference for draft in drafts.all()] == [shared.reference]
    assert drafts.draft(shared.reference) == shared
    for reads in (drafts.draft, drafts.applicant_of):
        with pytest.raises(NotOnFile, match="was not found"):
            reads(other.reference)


def test_a_guest_changes_nothing_even_of_what_is_shared(office: Office, guest: Account) -> None:
    reference = a_request(office)
    draft = start(office, "pk-x-2024", "pk-pta", by=BY)
    for each in (reference, draft.reference):
        share(office, each, GUESTS, by=BY)
    seen = office_for(office, guest)

    for attempt in (
        lambda: seen.cases.open(reference),
        lambda: seen.cases.open_all([reference]),
        lambda: seen.cases.open_new("r9999999"),
        lambda: seen.cases.together(),
        lambda: seen.drafts.save(draft, Applicant()),
        lambda: seen.drafts.discard(draft.reference, draft.version),
        lambda: seen.cases.erase_person(reference),
        lambda: seen.archive.keep(reference, b"x"),
    ):
        with pytest.raises(NotYours, match="cannot change it"):
            attempt()


def test_papers_of_what_is_not_shared_are_not_there(office: Office, guest: Account) -> None:
    reference = a_request(office)
    with office.cases.look(reference) as case:
        digest = case.papers()[0].digest
    archive = office_for(office, guest).archive

    with pytest.raises(NotOnFile, match="was not found"):
        archive.read(reference, digest)
    share(office, reference, GUESTS, by=BY)
    assert archive.read(reference, digest) == office.archive.read(reference, digest)


@dataclass(frozen=True)
class LargerOffice(Office):
    """An office with a port that nobody opened to guests."""

    diaries: dict[str, str] = field(default_factory=dict)


class More:
    """A port with a method that nobody opened to guests."""

    def __init__(self, port: object) -> None:
        self._port = port

    def __getattr__(self, name: str) -> Any:
        return getattr(self._port, name)

    def everything(self) -> str:
        """All there is."""
        return "everything"


PORTS = [each.name for each in fields(Office) if each.name not in NO_PORTS]


@pytest.mark.parametrize("port", PORTS)
def test_a_new_method_of_a_port_is_shut_to_guests(
    office: Office, guest: Account, port: str
) -> None:
    more: dict[str, Any] = {port: More(getattr(office, port))}
    larger = replace(office, **more)

    assert getattr(larger, port).everything() == "everything"
    with pytest.raises(NotYours, match="cannot change it"):
        getattr(office_for(larger, guest), port).everything()


@pytest.mark.parametrize(
    "part",
    ["attempts", "devices", "factors", "shares", "trail", "views", "feeds", "risks"],
)
def test_a_new_method_of_what_is_kept_about_people_is_shut_to_guests(
    office: Office, guest: Account, part: str
) -> None:
    people = More(office.people)
    setattr(people, part, More(getattr(office.people, part)))
    larger = replace(office, people=cast(People, people))

    assert getattr(larger.people, part).everything() == "everything"
    with pytest.raises(NotYours, match="cannot change it"):
        getattr(office_for(larger, guest).people, part).everything()


def test_a_new_port_is_shut_to_guests(office: Office, guest: Account) -> None:
    ports = {each.name: getattr(office, each.name) for each in fields(office)}
    larger = LargerOffice(**ports, diaries={"clerk": "kind"})

    seen = office_for(larger, guest)

    assert isinstance(seen, LargerOffice)
    with pytest.raises(NotYours, match="cannot change it"):
        seen.diaries.get("clerk")


def test_a_guest_reads_no_note_and_no_pending_publication_of_a_shared_request(
    office: Office, guest: Account
) -> None:
    reference = a_request(office)
    share(office, reference, GUESTS, by=BY)

    with office_for(office, guest).cases.look(reference) as case:
        assert case.waiting() is None
        for private in ("notes", "words", "copy_work", "original", "enter", "publish"):
            with pytest.raises(NotYours, match="cannot change it"):
                getattr(case, private)


def test_a_guest_reaches_no_list_of_requests_but_the_shared_one(
    office: Office, guest: Account
) -> None:
    seen = office_for(office, guest)

    assert seen.pending_publications.all() == ()
    for attempt in (
        lambda: seen.cases.references(),
        lambda: seen.case_rows.asked(),
        lambda: seen.case_rows.due(date(2024, 3, 1), 10),
        lambda: seen.case_rows.outdated("", 10),
        lambda: seen.case_rows.count_outdated(""),
        lambda: seen.case_rows.any_by_another(""),
        lambda: seen.related_requests.batch("b"),
    ):
        with pytest.raises(NotYours, match="cannot change it"):
            attempt()


def test_a_guest_keeps_an_own_account_and_reaches_no_other(office: Office, guest: Account) -> None:
    own = add_account(office, "own@example.org", "O", RoleName.ADMIN)
    start_session(office, own, None)
    people = office_for(office, guest).people

    people.save_account(replace(guest, language="ur"))
    assert people.account(guest.id) == replace(guest, language="ur")
    assert people.account(own.id) == replace(own, name="Test office", email="")
    (theirs,) = office.people.sessions.of(own.id)
    assert people.sessions.get(theirs.token_digest) is None
    for attempt in (
        lambda: people.save_account(own),
        lambda: people.save_account(replace(guest, role=RoleName.ADMIN)),
        lambda: people.save_account(replace(guest, organisation="")),
        lambda: people.sessions.of(own.id),
        lambda: people.sessions.end(theirs.token_digest),
        lambda: people.sessions.end_all(own.id),
        lambda: people.invitations.withdraw(own.id),
        lambda: people.codes.codes_of(own.id),
        lambda: people.recovery_codes.recovery_left(own.id),
        lambda: people.passkeys.passkeys_of(own.id),
        lambda: people.views.of(own.id),
        lambda: people.views.forget(own.id, "mine"),
        lambda: people.views.keep(SavedView(own.id, "mine", "")),
        lambda: people.feeds.of(own.id),
        lambda: people.feeds.revoke(own.id, "d"),
    ):
        with pytest.raises(NotYours, match="cannot change it"):
            attempt()
    assert office.people.sessions.of(own.id) == (theirs,)


def test_sharing_is_told_once_in_the_trail(office: Office) -> None:
    reference = a_request(office, on=date(2024, 2, 19))
    for _ in range(2):
        share(office, reference, f" {GUESTS} ", by=BY)
    for _ in range(2):
        stop_sharing(office, reference, GUESTS, by=BY)

    entries, _ = office.people.trail.entries(TrailFilter(about=reference), 0, 10)
    assert [entry.act for entry in entries] == ["unshared", "shared"]
    with pytest.raises(BadInput, match="Choose an organisation"):
        share(office, reference, "  ", by=BY)


def test_organisations_of_the_library_and_of_accounts_are_known(
    office: Office, guest: Account
) -> None:
    known = known_organisations(office)

    assert known[GUESTS] == GUESTS
    assert set(office.library.organisations) <= set(known)
