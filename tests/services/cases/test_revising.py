"""A calendar or a law that changes moves days with a trail, said before anything is swept."""

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.offices import a_request, received, withdraw
from tests.services.revisions import (
    CLOSED,
    RECEIVED,
    TENTH,
    TENTH_NOW,
    TWENTIETH,
    TWENTIETH_NOW,
    recalculations,
    revised,
    with_a_closure,
    with_a_limit,
)
from tracker.domain.base.errors import NotAllowed
from tracker.domain.calendar.workdays import Assurance
from tracker.domain.clock.deadline_changes import Bounds, Term, Why
from tracker.services.cases.revising import is_current, pending, revise
from tracker.services.cases.silence import sweep
from tracker.services.core.days import ENGLISH
from tracker.services.core.entering import project
from tracker.services.core.office import Office
from tracker.services.deadlines.deadline_changes import said_causes, said_shift
from tracker.services.ports.cases import Unavailable


def some_received(office: Office, number: int) -> list[str]:
    """The references of new requests that were received on one day."""
    references = [a_request(office) for _ in range(number)]
    for reference in references:
        received(office, reference, RECEIVED)
    return references


def test_a_closure_found_later_moves_the_days_it_touches_and_no_others(office: Office) -> None:
    touched, untouched = a_request(office), a_request(office, on=date(2024, 3, 11))
    received(office, touched, RECEIVED)
    received(office, untouched, date(2024, 3, 18))

    told = revised(with_a_closure(office))

    assert set(told) == {touched}
    moved = {
        shift.term: (shift.was and shift.was.earliest, shift.now and shift.now.earliest)
        for shift in told[touched].shifts
    }
    assert moved == {
        Term.ORDINARY: (TENTH, TENTH_NOW),
        Term.LONGEST: (TWENTIETH, TWENTIETH_NOW),
        Term.AFTER_SILENCE: (date(2024, 4, 10), date(2024, 4, 11)),
    }


def test_the_history_tells_the_old_day_the_new_day_and_why(office: Office) -> None:
    reference = a_request(office)
    opening = received(office, reference, RECEIVED)
    changed = with_a_closure(office)

    revised(changed)

    (event,) = recalculations(changed, reference)
    assert (event.opening, event.previous_library_version, event.library_version) == (
        opening.seq,
        office.library.digest,
        "next",
    )
    reply = event.shifts[0]
    assert (reply.stage, reply.was, reply.now) == (
        "reply",
        Bounds(TENTH, TENTH),
        Bounds(TENTH_NOW, TENTH_NOW),
    )
    assert [(why.why, why.day, str(why.names[0])) for why in reply.why] == [
        (Why.DAY_OFF, CLOSED, "Closure")
    ]
    assert CLOSED in {move.day for move in reply.count}
    law = changed.library.law("pk-raia-2017")
    title = law.first_stage().title
    assert said_shift(reply, law, ENGLISH) == (
        f"{title}, deadline: was Monday 11 March 2024, now Tuesday 12 March 2024."
    )
    assert said_causes([reply], ENGLISH) == (
        "Tuesday 5 March 2024 is now recorded as a non-working day: Closure. (a notice)",
    )


def test_a_day_that_is_worked_after_all_is_named_as_the_reason(office: Office) -> None:
    closed = with_a_closure(office, edition="before")
    closed.premises.note_edition("before")
    reference = a_request(closed)
    received(closed, reference, RECEIVED)

    told = revised(office)[reference]

    ordinary = told.shifts[0]
    assert (ordinary.was, ordinary.now) == (Bounds(TENTH_NOW, TENTH_NOW), Bounds(TENTH, TENTH))
    assert [(why.why, why.day) for why in ordinary.why] == [(Why.DAY_WORKED, CLOSED)]


def test_a_day_that_is_perhaps_off_makes_a_span_and_says_so(office: Office) -> None:
    reference = a_request(office)
    received(office, reference, RECEIVED)

    told = revised(with_a_closure(office, assurance=Assurance.REPORTED))[reference]

    ordinary = told.shifts[0]
    assert (ordinary.was, ordinary.now) == (Bounds(TENTH, TENTH), Bounds(TENTH, TENTH_NOW))
    assert [(why.why, why.day) for why in ordinary.why] == [(Why.DAY_IN_DOUBT, CLOSED)]


def test_another_limit_is_named_with_both_numbers_and_its_section(office: Office) -> None:
    reference = a_request(office)
    received(office, reference, RECEIVED)

    told = revised(with_a_limit(office, 11))[reference]

    # The eleventh working day is the day after the tenth.
    assert told.shifts[0].now == Bounds(TENTH_NOW, TENTH_NOW)
    (why,) = said_causes(told.shifts[:1], ENGLISH)
    assert why.startswith("The time allowed was 10 working days and is now 11 working days. (")
    assert "14" in why


def test_where_no_day_moved_nothing_is_entered(office: Office) -> None:
    reference = a_request(office)
    received(office, reference, RECEIVED)
    changed = with_a_closure(office, date(2024, 6, 3))

    assert revised(changed) == {}
    assert recalculations(changed, reference) == []
    assert is_current(changed)


def test_a_request_that_was_withdrawn_is_told_of_no_more_days(office: Office) -> None:
    reference = a_request(office)
    received(office, reference, RECEIVED)
    withdraw(office, reference)
    changed = with_a_closure(office)

    assert revised(changed) == {}
    assert recalculations(changed, reference) == []


def test_no_sweep_runs_before_the_requests_are_recalculated(office: Office) -> None:
    received(office, a_request(office), RECEIVED)
    changed = with_a_closure(office)

    with pytest.raises(NotAllowed, match="tracker revise"):
        sweep(changed)
    revised(changed)

    assert [s.latest for s in sweep(changed).entered] == [TENTH_NOW, TWENTIETH_NOW]


def test_no_sweep_by_either_edition_runs_while_requests_are_recalculated(office: Office) -> None:
    received(office, a_request(office), RECEIVED)
    changed = with_a_closure(office)
    under_way = revise(changed)
    next(under_way)

    for either in (office, changed):
        with pytest.raises(NotAllowed, match="tracker revise"):
            sweep(either)
    list(under_way)
    sweep(changed)


def test_a_sweep_that_began_before_enters_nothing_beside_what_was_counted_since(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = a_request(office)
    received(office, reference, RECEIVED)
    changed = with_a_closure(office)
    due = office.case_rows.due

    def due_then_revised(day: date, limit: int, after: tuple[date, str] | None = None) -> object:
        found = due(day, limit, after)
        if pending(changed):
            revised(changed)
        return found

    monkeypatch.setattr(office.case_rows, "due", due_then_revised)

    swept = sweep(office)

    assert swept.entered == ()
    assert {failed[0] for failed in swept.failed} == {reference}


def test_a_dry_run_shows_and_changes_nothing(office: Office) -> None:
    reference = a_request(office)
    received(office, reference, RECEIVED)
    changed = with_a_closure(office)

    shown = revised(changed, dry_run=True)

    assert office.premises.state().edition == office.library.digest
    assert recalculations(office, reference) == []
    assert pending(changed) == 1
    assert revised(changed) == shown


def test_a_run_that_was_stopped_is_gone_on_with_and_nothing_is_entered_twice(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.services.cases.revising._BATCH", 2)
    references = some_received(office, 5)
    changed = with_a_closure(office)
    first = revise(changed)
    done = {each.reference for each in next(first).revised}
    first.close()

    assert pending(changed) == 3
    assert not is_current(changed)
    assert set(revised(changed)) == set(references) - done
    assert is_current(changed)
    assert [len(recalculations(changed, each)) for each in references] == [1] * 5


def test_two_runs_at_once_share_the_work(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.services.cases.revising._BATCH", 1)
    references = some_received(office, 4)
    changed = with_a_closure(office)
    one, other = revise(changed), revise(changed)
    told = [batch for pair in zip(one, other, strict=False) for batch in pair]
    told += [*one, *other]

    assert sorted(each.reference for batch in told for each in batch.revised) == references
    assert [len(recalculations(changed, each)) for each in references] == [1] * 4


def test_what_another_run_has_open_is_passed_over_and_waited_for_at_last(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.services.cases.revising._BATCH", 2)
    references = some_received(office, 3)
    open_all, opened = office.cases.open_all, []

    def without_the_first(wanted: Sequence[str], *, wait: bool = True) -> object:
        opened.append((list(wanted), wait))
        free = wanted if wait else [each for each in wanted if each != references[0]]
        return open_all(free, wait=wait)

    monkeypatch.setattr(office.cases, "open_all", without_the_first)
    changed = with_a_closure(office)

    batches = list(revise(changed))

    assert opened == [(references[:2], False), (references[2:], False), (references[:1], True)]
    assert [[each.reference for each in batch.revised] for batch in batches] == [
        [references[1]],
        [references[2]],
        [references[0]],
    ]
    assert is_current(changed)


def test_a_database_that_stays_shut_ends_the_run_and_no_request_is_blamed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    received(office, a_request(office), RECEIVED)
    changed = with_a_closure(office)

    def shut(references: Sequence[str], *, wait: bool = True) -> object:
        raise Unavailable("The database is held by another writer for too long.")

    with monkeypatch.context() as patched:
        patched.setattr(office.cases, "open_all", shut)
        run = revise(changed)
        assert next(run).failed == ()
        with pytest.raises(Unavailable, match="held by another writer"):
            next(run)
        assert not is_current(changed)
        with pytest.raises(NotAllowed, match="tracker revise"):
            sweep(changed)

    assert len(revised(changed)) == 1
    assert is_current(changed)


def test_a_library_that_is_changed_to_and_fro_is_told_of_each_time(office: Office) -> None:
    reference = a_request(office)
    received(office, reference, RECEIVED)
    changed = with_a_closure(office)

    for each in (changed, office, changed):
        assert set(revised(each)) == {reference}
        assert revised(each) == {}

    days = [event.shifts[0].now for event in recalculations(office, reference)]
    assert days == [Bounds(day, day) for day in (TENTH_NOW, TENTH, TENTH_NOW)]


def test_a_line_that_an_older_process_put_back_is_no_news(office: Office) -> None:
    reference = a_request(office)
    received(office, reference, RECEIVED)
    changed = with_a_closure(office)
    revised(changed)
    with office.cases.open(reference) as case:
        project(office, case)

    assert pending(changed) == 1
    assert revised(changed) == {}
    assert len(recalculations(changed, reference)) == 1
    assert is_current(changed)


def test_a_request_that_cannot_be_counted_is_named_and_holds_up_no_other(office: Office) -> None:
    lost, counted = a_request(office, body="pk-punjab-home"), a_request(office)
    received(office, counted, RECEIVED)
    laws = {k: law for k, law in office.library.laws.items() if k != "pk-punjab-rti-2013"}
    closed = with_a_closure(office)
    changed = replace(closed, library=replace(closed.library, laws=laws))

    (batch,) = revise(changed)

    assert [reference for reference, _ in batch.failed] == [lost]
    assert "pk-punjab-rti-2013" in batch.failed[0][1]
    assert [each.reference for each in batch.revised] == [counted]
    assert changed.premises.state().edition == "next"
    assert pending(changed) == 1


def test_a_request_to_a_body_that_the_library_no_longer_has_is_counted(office: Office) -> None:
    """It is counted by the calendar of its law, from the earliest date anywhere."""
    reference = a_request(office, body="pk-interior")
    received(office, reference, RECEIVED)
    bodies = {k: body for k, body in office.library.bodies.items() if k != "pk-interior"}
    closed = with_a_closure(office)
    changed = replace(closed, library=replace(closed.library, bodies=bodies))

    (batch,) = revise(changed)

    assert batch.failed == ()
    assert pending(changed) == 0
    assert changed.today_at("pk-interior") == min(changed.library.days_at(changed.now()))


def test_requests_of_a_program_that_kept_no_counts_are_counted_without_a_word(
    office: Office, tmp_path: Path
) -> None:
    reference = a_request(office)
    received(office, reference, RECEIVED)
    with sqlite3.connect(tmp_path / "tracker.sqlite3") as connection:
        connection.execute("DELETE FROM deadline_snapshot")
    connection.close()
    changed = with_a_closure(office)

    assert revised(changed) == {}
    assert recalculations(changed, reference) == []
    assert set(revised(office)) == {reference}, "from then on there is something to compare with"
