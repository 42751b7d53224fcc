"""A coalition: another organisation sees what is shared with it, and changes nothing."""

from datetime import date

import pytest

from tests.offices import BY, a_request
from tracker.domain.errors import BadInput, NotOnFile
from tracker.domain.law import LetterKind
from tracker.domain.request import Applicant
from tracker.services.drafting import start
from tracker.services.office import Office
from tracker.services.people import add_account
from tracker.services.ports import Cases, Filter, PreparedLetter
from tracker.services.ports_people import Account, RoleName, TrailFilter
from tracker.services.roles import NotYours
from tracker.services.sharing import may_see, office_for, organisations, share, stop_sharing

GUESTS = "digital-rights"


@pytest.fixture
def guest(office: Office) -> Account:
    """Somebody of another organisation."""
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
    cases = office_for(office, guest).cases

    rows, total = cases.rows(Filter(), 0, 10)
    assert ([row.reference for row in rows], total) == ([shared], 1)
    assert list(cases.references()) == [shared]
    assert cases.asked(Filter()) == (("pk-x-2024", "pk-pta"),)
    with cases.look(shared) as case:
        assert case.reference == shared
    with cases.look_all([other, shared]) as found:
        assert [case.reference for case in found] == [shared]
    for each in (other, shared):
        with office.cases.open(each) as case:
            case.prepare_letter(PreparedLetter(LetterKind.NOTICE, 1, office.now()))
    assert dict(cases.prepared([other, shared])) == {shared: [LetterKind.NOTICE]}
    stop_sharing(office, shared, GUESTS, by=BY)
    assert cases.rows(Filter(), 0, 10) == ((), 0)
    assert cases.asked(Filter()) == ()
    with pytest.raises(NotOnFile, match="No request"):
        cases.look(shared).__enter__()


def test_a_draft_that_is_not_shared_is_not_there(office: Office, guest: Account) -> None:
    shared, other = (start(office, "pk-x-2024", body, by=BY) for body in ("pk-pta", "pk-interior"))
    share(office, shared.reference, GUESTS, by=BY)
    cases = office_for(office, guest).cases

    assert [draft.reference for draft in cases.drafts()] == [shared.reference]
    assert cases.draft(shared.reference) == shared
    for reads in (cases.draft, cases.applicant_of):
        with pytest.raises(NotOnFile, match="No request"):
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
        lambda: seen.cases.save(draft, Applicant()),
        lambda: seen.cases.discard(draft.reference, draft.version),
        lambda: seen.cases.erase_person(reference),
        lambda: seen.archive.keep(reference, b"x"),
    ):
        with pytest.raises(NotYours, match="change nothing"):
            attempt()


def test_papers_of_what_is_not_shared_are_not_there(office: Office, guest: Account) -> None:
    reference = a_request(office)
    with office.cases.look(reference) as case:
        digest = case.papers()[0].digest
    archive = office_for(office, guest).archive

    with pytest.raises(NotOnFile, match="No request"):
        archive.read(reference, digest)
    share(office, reference, GUESTS, by=BY)
    assert archive.read(reference, digest) == office.archive.read(reference, digest)


def test_whatever_a_register_can_do_is_decided_for_a_guest(office: Office, guest: Account) -> None:
    """A new way to read requests that passed by the shared ones would be a leak."""
    named = {name for name in vars(Cases) if not name.startswith("_")}

    assert named <= set(dir(office_for(office, guest).cases))
    assert not hasattr(office_for(office, guest).cases, "__getattr__")


def test_sharing_is_told_once_in_the_trail(office: Office) -> None:
    reference = a_request(office, on=date(2024, 2, 19))
    for _ in range(2):
        share(office, reference, f" {GUESTS} ", by=BY)
    for _ in range(2):
        stop_sharing(office, reference, GUESTS, by=BY)

    entries, _ = office.people.trail.entries(TrailFilter(about=reference), 0, 10)
    assert [entry.act for entry in entries] == ["unshared", "shared"]
    with pytest.raises(BadInput, match="which organisation"):
        share(office, reference, "  ", by=BY)


def test_organisations_of_the_library_and_of_accounts_are_known(
    office: Office, guest: Account
) -> None:
    known = organisations(office)

    assert known[GUESTS] == GUESTS
    assert set(office.library.organisations) <= set(known)
