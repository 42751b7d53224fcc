"""A calendar that changes moves open deadlines, and is said before anything is swept."""

from dataclasses import replace
from datetime import date

import pytest

from tests.offices import a_request, received
from tracker.domain.errors import NotAllowed
from tracker.domain.history import Overdue
from tracker.domain.law import ReadIn, Source
from tracker.domain.text import Text
from tracker.domain.workdays import Assurance, DayOff
from tracker.services.office import Office
from tracker.services.revising import revise
from tracker.services.silence import sweep


def with_a_closure(office: Office, day: date) -> Office:
    """The office with an edition of the library in which one more day was closed."""
    calendar = office.library.calendars["pk-federal-islamabad"]
    source = Source("a notice", ReadIn.OFFICIAL_COPY)
    closure = DayOff(day, Text({"en": "Closure"}), Assurance.GAZETTED, source)
    changed = replace(calendar, days_off=(*calendar.days_off, closure))
    calendars = dict(office.library.calendars) | {calendar.key: changed}
    return replace(office, library=replace(office.library, calendars=calendars, digest="next"))


def test_a_closure_found_later_moves_the_open_requests_it_touches(office: Office) -> None:
    touched, untouched = a_request(office), a_request(office, on=date(2024, 3, 11))
    received(office, touched, date(2024, 2, 26))
    received(office, untouched, date(2024, 3, 18))
    changed = with_a_closure(office, date(2024, 3, 5))

    moved = {change.what: (change.was, change.now) for change in revise(changed)}

    # With Tuesday 5 March closed the tenth working day is Tuesday 12 March, so that silence can
    # be entered from the 13th, and thirty days after the 12th end on 11 April.
    assert moved == {
        "silence entered from": (date(2024, 3, 12), date(2024, 3, 13)),
        "window closes": (date(2024, 4, 10), date(2024, 4, 11)),
    }
    with changed.cases.look(touched) as case:
        assert case.row()


def test_nothing_is_swept_until_the_requests_were_counted_anew(office: Office) -> None:
    received(office, a_request(office), date(2024, 2, 26))
    changed = with_a_closure(office, date(2024, 3, 5))

    with pytest.raises(NotAllowed, match="tracker revise"):
        sweep(changed)
    list(revise(changed))

    assert [s.latest for s in sweep(changed).entered] == [date(2024, 3, 12), date(2024, 3, 26)]


def test_a_dry_run_shows_and_changes_nothing(office: Office) -> None:
    received(office, a_request(office), date(2024, 2, 26))
    changed = with_a_closure(office, date(2024, 3, 5))

    assert len(list(revise(changed, dry_run=True))) == 2
    assert office.premises.state().edition == office.library.digest
    assert len(list(revise(changed))) == 2


def test_a_revision_that_was_stopped_goes_on_where_it_was(office: Office) -> None:
    for _ in range(3):
        received(office, a_request(office), date(2024, 2, 26))
    changed = with_a_closure(office, date(2024, 3, 5))
    first = revise(changed)
    next(first)
    first.close()

    assert len({change.reference for change in revise(changed)}) == 2


def test_a_silence_on_record_keeps_the_count_it_was_entered_with(office: Office) -> None:
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))
    sweep(office)
    changed = with_a_closure(office, date(2024, 3, 5))

    list(revise(changed))

    with changed.cases.look(reference) as case:
        frozen = [e.event for e in case.history if isinstance(e.event, Overdue)]
    assert [overdue.latest for overdue in frozen] == [date(2024, 3, 11)]
