"""A person approves the letter of a remedy; what changes its words afterwards cancels that.

A live office of two people. Received on Monday 26 February 2024 and not answered; on Saturday
20 April everything is refused.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.abroad import refused
from tests.offices import Clock, a_request, an_office, received
from tests.services.letters.test_editing import opened, row_of
from tracker.domain.base.errors import NotAllowed
from tracker.domain.words.letter import LetterChoices
from tracker.domain.words.pleading import PleadingPart
from tracker.services.cases.approving_letters import ApprovalNow, approval_now, approve_letter
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.letters.editing import change_pleading, new_words
from tracker.services.letters.letter_facts import DEFAULT
from tracker.services.people.accounts import add_account
from tracker.services.ports.people import AuditAct, RoleName, TrailFilter


@pytest.fixture
def office_and_clock(tmp_path: Path) -> Iterator[tuple[Office, Clock]]:
    """A live office on 2 April 2024."""
    with an_office(tmp_path, live=True) as (office, clock):
        clock.set(date(2024, 4, 2))
        yield office, clock


@pytest.fixture
def lena(office: Office) -> str:
    return add_account(office, "lena@example.org", "Lena", RoleName.LAWYER).id


@pytest.fixture
def olga(office: Office) -> str:
    return add_account(office, "olga@example.org", "Olga", RoleName.LAWYER).id


@pytest.fixture
def silent(office: Office) -> str:
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))
    sweep(office, date(2024, 3, 27))
    return reference


def edit(office: Office, reference: str, words: str, by: str) -> None:
    with opened(office, reference) as found:
        key = found.now.parts[PleadingPart.FACTS][0].row.key
        place, version = found.place, found.edits.version
    change_pleading(
        office,
        reference,
        place,
        version,
        lambda now, edits: new_words(row_of(now, key), edits, words),
        by=by,
    )


def approve(
    office: Office, reference: str, by: str, chosen: LetterChoices = DEFAULT, late: int = 0
) -> None:
    with opened(office, reference) as found:
        place, version = found.place, found.edits.version
    remedy = (place.stage, place.opening)
    approve_letter(office, reference, remedy, version - late, chosen, by=by)


def approved(office: Office, reference: str) -> ApprovalNow | None:
    with opened(office, reference) as found, office.cases.look(reference) as case:
        return approval_now(office, case, found)


def test_who_edited_last_does_not_approve_and_another_person_does(
    office: Office, silent: str, lena: str, olga: str
) -> None:
    edit(office, silent, "Mine.", lena)

    with pytest.raises(NotAllowed, match="another person has to approve it"):
        approve(office, silent, lena)
    assert approved(office, silent) is None

    approve(office, silent, olga)
    found = approved(office, silent)
    assert found
    assert (found.approval.by, found.holds) == (olga, True)


def test_an_approval_holds_on_later_days_and_ends_with_an_edit(
    office: Office, clock: Clock, silent: str, lena: str, olga: str
) -> None:
    approve(office, silent, olga)
    clock.set(date(2024, 4, 5))
    later = approved(office, silent)
    assert later
    assert later.holds

    edit(office, silent, "Mine.", lena)

    found = approved(office, silent)
    assert found
    assert not found.holds


def test_an_approval_ends_when_a_new_entry_changes_the_letter(
    office: Office, clock: Clock, silent: str, olga: str
) -> None:
    approve(office, silent, olga)

    clock.set(date(2024, 4, 22))
    refused(office, silent, date(2024, 4, 20))

    found = approved(office, silent)
    assert found
    assert not found.holds


def test_nobody_approves_a_letter_that_was_changed_since_it_was_read(
    office: Office, silent: str, lena: str, olga: str
) -> None:
    edit(office, silent, "Mine.", lena)

    with pytest.raises(NotAllowed, match="changed since you opened it"):
        approve(office, silent, olga, late=1)


def test_the_trail_says_who_approved(office: Office, silent: str, olga: str) -> None:
    approve(office, silent, olga)

    entries, _ = office.people.trail.entries(TrailFilter(act=AuditAct.LETTER_APPROVED), 0, 9)
    assert [(each.who, each.about) for each in entries] == [(olga, silent)]
