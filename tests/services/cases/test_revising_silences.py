"""A silence on record that a changed library puts in doubt: flagged, corrected by a person."""

from dataclasses import replace
from datetime import date

import pytest

from tests.offices import BY, Clock, a_request, received
from tests.services.revisions import (
    RECEIVED,
    TENTH,
    TENTH_NOW,
    TWENTIETH_NOW,
    recalculations,
    revised,
    show,
    silent,
    with_a_closure,
    with_a_limit,
)
from tracker.domain.base.errors import BadInput
from tracker.domain.case.recalculation import doubts
from tracker.domain.clock.deadline_changes import Bounds
from tracker.domain.events.lapses.deadlines_recalculated import DeadlinesRecalculated
from tracker.domain.events.lapses.missed_deadline import MissedDeadline
from tracker.domain.events.lapses.overdue import Overdue
from tracker.domain.events.request.corrected import Corrected
from tracker.services.cases.receiving import correct
from tracker.services.cases.silence import sweep
from tracker.services.core.days import ENGLISH
from tracker.services.core.office import Office
from tracker.services.deadlines.deadline_changes import said_doubt


def test_a_silence_on_record_keeps_the_count_it_was_entered_with(office: Office) -> None:
    reference = silent(office)
    changed = with_a_closure(office)

    revised(changed)

    with changed.cases.look(reference) as case:
        frozen = [e.event for e in case.history if isinstance(e.event, Overdue)]
    assert [overdue.latest for overdue in frozen] == [TENTH]


def lapses(office: Office, reference: str) -> dict[str, int]:
    with office.cases.look(reference) as case:
        return {e.event.kind: e.seq for e in case.history if isinstance(e.event, MissedDeadline)}


def test_a_silence_that_no_longer_stands_is_flagged_and_stays_until_a_person_acts(
    office: Office,
) -> None:
    reference = silent(office)
    changed = with_a_closure(office)

    told = revised(changed)[reference]

    assert [doubt.entry.seq for doubt in told.doubts] == sorted(lapses(office, reference).values())
    first = told.doubts[0]
    assert (first.was, first.now) == (Bounds(TENTH, TENTH), Bounds(TENTH_NOW, TENTH_NOW))
    assert said_doubt(first, ENGLISH) == (
        "Under the current law and calendar, the deadline was Tuesday 12 March 2024, not Monday "
        "11 March 2024: Tuesday 5 March 2024 is now recorded as a non-working day: Closure. (a "
        "notice)"
    )
    with changed.cases.look(reference) as case:
        row = case.row()
        assert row
        assert row.doubted
        assert not any(isinstance(e.event, Corrected) for e in case.history)


def test_a_silence_whose_last_day_came_earlier_stands(office: Office) -> None:
    reference = silent(office)

    told = revised(with_a_limit(office, 9))[reference]

    assert told.shifts[0].now == Bounds(date(2024, 3, 8), date(2024, 3, 8))
    assert told.doubts == ()


def test_a_silence_for_which_no_number_is_left_no_longer_stands(office: Office) -> None:
    reference = silent(office)
    law = office.library.law("pk-raia-2017")
    reply = replace(law.first_stage(), limits=())
    laws = dict(office.library.laws) | {
        law.key: replace(law, stages=dict(law.stages) | {reply.key: reply})
    }
    changed = replace(office, library=replace(office.library, laws=laws, digest="none"))

    told = revised(changed)[reference]

    assert [doubt.now for doubt in told.doubts] == [None, None]
    assert "Under the current law and calendar, no deadline" in said_doubt(told.doubts[0], ENGLISH)


def test_a_corrected_silence_leaves_the_record_and_is_logged_again_once_it_is_due(
    office_and_clock: tuple[Office, Clock],
) -> None:
    office, clock = office_and_clock
    clock.set(date(2024, 3, 26))
    reference = silent(office)
    changed = with_a_closure(office)
    seq = lapses(office, reference)["fell-silent"]
    told = revised(changed)[reference]
    doubt = next(each for each in told.doubts if each.entry.seq == seq)

    correct(changed, reference, seq, said_doubt(doubt, ENGLISH), by=BY)

    # On the 26th the new last day, the 26th itself, has not passed; on the 27th it has.
    assert sweep(changed).entered == ()
    clock.set(date(2024, 3, 27))
    assert [(s.kind, s.latest) for s in sweep(changed).entered] == [("fell-silent", TWENTIETH_NOW)]
    with changed.cases.look(reference) as case:
        assert [d.entry.event.kind for d in doubts(case.history, changed.library)] == ["overdue"]


def test_a_published_silence_is_shown_as_corrected_and_counts_no_more(office: Office) -> None:
    reference = silent(office)
    show(office, reference)
    assert office.records.record(reference).criticised == ("pk-pta",)
    changed = with_a_closure(office)
    told = revised(changed)[reference]

    assert changed.records.record(reference).criticised == ("pk-pta",), "a person decides"
    for doubt in told.doubts:
        correct(changed, reference, doubt.entry.seq, said_doubt(doubt, ENGLISH), by=BY)

    record = changed.records.record(reference)
    assert record.criticised == ()
    struck = [entry.kind for entry in record.entries if entry.corrected]
    assert struck == ["overdue", "fell-silent"]
    why = [event.why for _, event in record.state.of(Corrected)]
    assert all("Closure" in each for each in why)
    with changed.cases.look(reference) as case:
        row = case.row()
        assert row
        assert not row.doubted


def test_a_recount_of_what_is_published_stands_on_the_record_and_another_does_not(
    office: Office,
) -> None:
    shown, hidden = silent(office), silent(office)
    show(office, shown)
    version = office.records.record(shown).version
    changed = with_a_closure(office)

    revised(changed)

    record = changed.records.record(shown)
    assert record.version == version + 1
    ((_, recount),) = record.state.of(DeadlinesRecalculated)
    assert recount.shifts[0].now == Bounds(TENTH_NOW, TENTH_NOW)
    assert len(recalculations(changed, hidden)) == 1
    assert [line.reference for line in changed.records.lines()] == [shown]


def test_a_recount_cannot_be_struck_by_hand(office: Office) -> None:
    reference = a_request(office)
    received(office, reference, RECEIVED)
    changed = with_a_closure(office)
    revised(changed)
    with changed.cases.look(reference) as case:
        seq = next(e.seq for e in case.history if isinstance(e.event, DeadlinesRecalculated))

    with pytest.raises(BadInput, match="cannot be corrected"):
        correct(changed, reference, seq, "no", by=BY)
