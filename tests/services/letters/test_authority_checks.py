"""A lead may be cited once a lawyer opened the document and checked its stay, and no earlier."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.abroad import case_status
from tests.offices import Clock, a_request, received
from tracker.domain.base.errors import BadInput, NotAllowed, NotOnFile
from tracker.domain.base.text import Text
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.letters.authority_checks import (
    AuthorityState,
    CheckStatement,
    check_authority,
    known_authorities,
    withdraw_check,
)
from tracker.services.letters.editing import open_pleading
from tracker.services.letters.filling import left_to_do
from tracker.services.letters.remedies import unused
from tracker.services.people.accounts import add_account
from tracker.services.people.guests import office_for
from tracker.services.people.sharing import share
from tracker.services.ports.people import Account, RoleName, TrailFilter
from tracker.services.ports.workbook import OpenedDocument, StayState

KEY = "pk-01"


@pytest.fixture
def lawyer(office: Office) -> str:
    return add_account(office, "lawyer@example.org", "Lawyer", RoleName.LAWYER).id


def stated(office: Office, **changed: object) -> CheckStatement:
    """Both ticks, nothing found against it, today."""
    plain = CheckStatement(OpenedDocument.ITSELF, True, StayState.NOT_FOUND, office.latest_today())
    return replace(plain, **changed)  # type: ignore[arg-type]


def state_of(office: Office, key: str = KEY) -> AuthorityState:
    (known,) = known_authorities(office, [office.library.authority(key)])
    return known.state


def test_every_authority_is_a_lead_until_a_lawyer_checked_it(office: Office, lawyer: str) -> None:
    found = known_authorities(office, office.library.authorities.values())
    assert {each.state for each in found} == {AuthorityState.LEAD}
    assert office.printable_authorities() == {}

    check_authority(office, KEY, stated(office), by=lawyer)

    (check,) = office.printable_authorities().values()
    assert (check.authority, check.by, check.checked_on) == (KEY, lawyer, office.latest_today())
    assert state_of(office) is AuthorityState.CHECKED
    assert state_of(office, "pk-02") is AuthorityState.LEAD


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"opened": None}, "Open the document and check its stay first"),
        ({"stay_checked": False}, "Open the document and check its stay first"),
        ({"stay": StayState.STAYED}, "Say what is known about the stay"),
        ({"on": date(2099, 1, 1)}, "has not come yet"),
        ({"note": "x" * 1001}, "1,000 characters or fewer"),
        ({"note": "Call +92 51 2345678."}, "a phone number"),
    ],
)
def test_half_a_check_is_none(
    office: Office, lawyer: str, changed: dict[str, object], message: str
) -> None:
    with pytest.raises(BadInput, match=message):
        check_authority(office, KEY, stated(office, **changed), by=lawyer)

    assert state_of(office) is AuthorityState.LEAD


def test_an_authority_that_is_not_in_the_library_cannot_be_checked(
    office: Office, lawyer: str
) -> None:
    with pytest.raises(NotOnFile):
        check_authority(office, "xx-01", stated(office), by=lawyer)
    with pytest.raises(NotOnFile):
        withdraw_check(office, "xx-01", by=lawyer)


@pytest.mark.parametrize("stay", [StayState.STAYED, StayState.SET_ASIDE])
def test_a_decision_that_was_stayed_is_not_cited(
    office: Office, lawyer: str, stay: StayState
) -> None:
    check_authority(office, KEY, stated(office), by=lawyer)
    suspended = stated(office, stay=stay, note="Islamabad High Court, 15 June 2023.")

    check_authority(office, KEY, suspended, by=lawyer)

    assert office.printable_authorities() == {}
    assert state_of(office).value == stay.value


def test_a_withdrawn_check_makes_it_a_lead_again(office: Office, lawyer: str) -> None:
    check_authority(office, KEY, stated(office), by=lawyer)

    withdraw_check(office, KEY, by=lawyer)

    assert state_of(office) is AuthorityState.LEAD
    assert office.printable_authorities() == {}
    with pytest.raises(NotAllowed, match="no check"):
        withdraw_check(office, KEY, by=lawyer)


def test_a_check_ages(office: Office, lawyer: str, clock: Clock) -> None:
    check_authority(office, KEY, stated(office), by=lawyer)
    clock.moment += timedelta(days=40)

    (known,) = known_authorities(office, [office.library.authority(KEY)])

    assert known.age == 40


def test_a_check_no_longer_counts_once_the_entry_of_the_library_changed(
    office: Office, lawyer: str
) -> None:
    check_authority(office, KEY, stated(office), by=lawyer)
    other = replace(office.library.authority(KEY), holds=Text({"en": "Something else."}))
    library = replace(office.library, authorities={**office.library.authorities, KEY: other})

    later = replace(office, library=library)

    assert state_of(later) is AuthorityState.CHANGED
    assert later.printable_authorities() == {}


def test_the_suspensions_of_like_orders_are_told_beside_an_order(office: Office) -> None:
    (known,) = known_authorities(office, [office.library.authority(KEY)])

    assert [each.key for each in known.doubts] == ["pk-c5", "pk-c6"]


def test_both_acts_are_in_the_audit_trail(office: Office, lawyer: str) -> None:
    check_authority(office, KEY, stated(office), by=lawyer)
    withdraw_check(office, KEY, by=lawyer)

    entries, total = office.people.trail.entries(TrailFilter(about=KEY), 0, 10)

    assert total == 2
    assert [(each.act, each.who, each.detail) for each in entries] == [
        ("authority-check-withdrawn", lawyer, ""),
        ("authority-checked", lawyer, "not-found"),
    ]


def test_guests_see_letters_with_the_checks_and_check_nothing(office: Office, lawyer: str) -> None:
    check_authority(office, KEY, stated(office), by=lawyer)
    guest = Account("g", "g@example.org", "G", RoleName.LAWYER, organisation="bolo-bhi")

    theirs = office_for(office, guest)

    assert theirs.printable_authorities().keys() == {KEY}
    with pytest.raises(Exception, match="cannot change"):
        theirs.authority_checks.withdraw(KEY, "g", office.now())


def test_a_check_of_more_than_ninety_days_is_old_and_lets_letters_cite_as_before(
    office: Office, lawyer: str, clock: Clock
) -> None:
    check_authority(office, KEY, stated(office), by=lawyer)
    authority = office.library.authority(KEY)

    clock.moment += timedelta(days=90)
    (fresh,) = known_authorities(office, [authority])
    clock.moment += timedelta(days=1)
    (old,) = known_authorities(office, [authority])

    assert not fresh.old
    assert old.old
    assert KEY in office.printable_authorities()


def test_what_is_stayed_or_was_never_checked_is_not_old(
    office: Office, lawyer: str, clock: Clock
) -> None:
    found = stated(office, stay=StayState.STAYED, note="High Court, 3 May 2023")
    check_authority(office, KEY, found, by=lawyer)
    clock.moment += timedelta(days=400)

    known = known_authorities(office, office.library.authorities.values())

    assert not any(each.old for each in known)


def leads(office: Office, reference: str) -> tuple[str, ...]:
    with office.cases.look(reference) as case:
        return left_to_do(office, case).leads


def test_a_guest_sees_what_the_appeal_of_a_shared_request_would_cite(
    office: Office, clock: Clock
) -> None:
    reference = a_request(office, on=date(2024, 2, 19))
    received(office, reference, date(2024, 2, 26))
    clock.set(date(2024, 3, 12))
    sweep(office)
    guest = add_account(office, "guest@example.org", "G", RoleName.LAWYER, "digital-rights")
    share(office, reference, "digital-rights", by=guest.id)

    found = leads(office_for(office, guest), reference)

    assert found == leads(office, reference)
    assert {"pk-10", "pk-03", "pk-14", "pk-04"} <= set(found)
    assert not {"pk-06", "pk-08"} & set(found)  # section 7(f), which nobody claimed


def test_only_a_decision_that_was_opened_itself_is_cited_without_saying_how_it_is_known(
    office: Office, lawyer: str, clock: Clock
) -> None:
    reference = a_request(office, on=date(2024, 2, 19))
    received(office, reference, date(2024, 2, 26))
    clock.set(date(2024, 3, 27))
    sweep(office)
    key = "pk-03"

    def cited(opened: OpenedDocument) -> str:
        check_authority(office, key, stated(office, opened=opened), by=lawyer)
        place = unused(case_status(office, reference), office.library)[0].place
        with office.cases.look(reference) as case:
            found = open_pleading(office, case, place)
            return " ".join(office.documents.plain(found.writer.letter()).split())

    name = office.library.authority(key).cite.words["en"]
    summary = cited(OpenedDocument.SUMMARY)
    assert state_of(office, key) is AuthorityState.LEAD
    itself = cited(OpenedDocument.ITSELF)
    assert state_of(office, key) is AuthorityState.CHECKED
    assert name not in summary
    assert name in itself
    assert "as summarised by the Commission" not in itself
