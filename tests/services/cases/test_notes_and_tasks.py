"""Notes, tasks and tags of colleagues: kept, found, handed over, and gone with the applicant."""

from datetime import date

import pytest

from tests.offices import BY, Clock, a_request
from tracker.domain.base.errors import BadInput, NotAllowed, NotOnFile
from tracker.services.cases.notes_and_tasks import (
    drop_note,
    finish_task,
    give_task,
    tasks_about,
    tasks_of,
    write_note,
)
from tracker.services.core.office import Office
from tracker.services.drafting.tagging import tag
from tracker.services.people.accounts import add_account
from tracker.services.people.handover import hand_over
from tracker.services.ports.cases import RowFilter
from tracker.services.ports.people import RoleName


@pytest.fixture
def anna(office: Office) -> str:
    return add_account(office, "anna@example.org", "Anna", RoleName.LAWYER).id


@pytest.fixture
def bilal(office: Office) -> str:
    return add_account(office, "bilal@example.org", "Bilal", RoleName.ADVOCATE).id


def test_notes_stand_in_order_and_only_their_author_removes_them(
    office: Office, clock: Clock, anna: str, bilal: str
) -> None:
    reference = a_request(office)
    write_note(office, reference, "  First.\nTwo lines. ", by=anna)
    clock.set(date(2026, 11, 25))
    write_note(office, reference, "Second.", by=bilal)

    with office.cases.look(reference) as case:
        first, second = case.notes()
    assert (first.words, first.by, second.by) == ("First.\nTwo lines.", anna, bilal)
    with pytest.raises(NotAllowed):
        drop_note(office, reference, second.id, by=anna)
    drop_note(office, reference, first.id, by=anna)
    with office.cases.look(reference) as case:
        assert case.notes() == (second,)
    with pytest.raises(BadInput):
        write_note(office, reference, " \n", by=anna)


def test_a_task_waits_for_its_person_until_it_is_done(
    office: Office, anna: str, bilal: str
) -> None:
    reference = a_request(office)
    give_task(office, reference, "Call the clerk", bilal, date(2026, 12, 4), by=anna)
    give_task(office, reference, "Read the file", bilal, date(2026, 12, 1), by=anna)

    tasks, total = tasks_of(office, bilal, 1)
    assert ([e.words for e in tasks], total) == (["Read the file"], 2)
    assert tasks_of(office, anna, 9) == ([], 0)
    assert tasks_of(office, "", 9)[1] == 2

    finish_task(office, reference, tasks[0].task.id, by=anna)
    assert [e.words for e in tasks_about(office, reference)] == [
        "Call the clerk",
        "Read the file",
    ]
    assert tasks_of(office, bilal, 9)[1] == 1
    with pytest.raises(NotOnFile):
        finish_task(office, reference, tasks[0].task.id, by=anna)


def test_a_task_is_assigned_to_a_person_of_the_office(office: Office, anna: str) -> None:
    reference = a_request(office)

    with pytest.raises(NotAllowed):
        give_task(office, reference, "Call", "nobody", date(2026, 12, 4), by=anna)


def test_a_person_who_leaves_hands_the_tasks_over_too(
    office: Office, anna: str, bilal: str
) -> None:
    reference = a_request(office)
    give_task(office, reference, "Call the clerk", anna, date(2026, 12, 4), by=anna)

    hand_over(office, anna, bilal, by=anna)

    assert tasks_of(office, anna, 9)[1] == 0
    assert tasks_of(office, bilal, 9)[1] == 1


def test_requests_are_found_by_their_tags(office: Office) -> None:
    one, other = a_request(office), a_request(office)
    tag(office, one, "Court ; Campaign  A, court")
    tag(office, other, "court")

    assert office.workbook.tags.known() == ("campaign a", "court")
    assert office.workbook.tags.of([one])[one] == ["campaign a", "court"]
    found, total = office.case_rows.rows(RowFilter(tag="campaign a"), 0, 9)
    assert ([row.reference for row in found], total) == ([one], 1)
    tag(office, one, "")
    assert office.case_rows.rows(RowFilter(tag="campaign a"), 0, 9)[1] == 0
    with pytest.raises(BadInput):
        tag(office, one, "x" * 41)


def test_nothing_of_it_outlives_the_applicant(office: Office, anna: str) -> None:
    reference = a_request(office)
    write_note(office, reference, "Ayesha is ill.", by=BY)
    give_task(office, reference, "Call Ayesha", anna, date(2026, 12, 4), by=BY)
    tag(office, reference, "ayesha")

    office.cases.erase_person(reference)

    with office.cases.look(reference) as case:
        assert case.notes() == ()
    assert office.workbook.tags.known() == ()
    assert tasks_of(office, "", 9) == ([], 0)
