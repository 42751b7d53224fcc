"""The bytes of entries: the same whether an event is written once or for each history."""

from datetime import UTC, date, datetime

import pytest

from tracker.domain.base.canonical import canonical
from tracker.domain.base.days import DaySpan
from tracker.domain.base.terms import ReceiptProof
from tracker.domain.case.case_state import HistoryState, case_state_of
from tracker.domain.case.history import FORM_OF_BYTES, Entry, write
from tracker.domain.events.correspondence.received import Received
from tracker.domain.events.event import Event
from tracker.domain.events.lapses.deadlines_recalculated import DeadlinesRecalculated
from tracker.domain.events.lapses.fell_silent import FellSilent
from tracker.domain.events.lapses.missed_deadline import MissedDeadline

AT = datetime(2024, 4, 20, 9, 30, tzinfo=UTC)
RECEIVED = Received(on=DaySpan.on(date(2024, 3, 18)), proof=ReceiptProof.COUNTER_STAMP, dispatch=1)
SILENT = FellSilent(
    on=DaySpan.on(date(2024, 4, 19)),
    body="a-body",
    stage="reply",
    opening=1,
    earliest=date(2024, 4, 18),
    latest=date(2024, 4, 18),
    provisional=False,
    library_version="edition-1",
    count=(),
)


def entry(seq: int, event: Event) -> Entry:
    return Entry(seq, event, AT, "sweep", bytes(32), write(event, AT, "sweep"))


RECALCULATED = DeadlinesRecalculated(
    on=DaySpan.on(date(2024, 4, 1)),
    opening=1,
    after=0,
    previous_library_version="edition-1",
    library_version="edition-2",
    shifts=(),
)


@pytest.mark.parametrize("event", [SILENT, RECALCULATED])
def test_an_event_of_many_histories_has_the_bytes_of_any_other(event: Event) -> None:
    assert event.in_many_histories
    for at, by in ((AT, "sweep"), (AT.replace(hour=10), "a “person”")):
        whole = {
            "form": FORM_OF_BYTES,
            "entered_at": at.isoformat(),
            "entered_by": by,
            "event": event,
        }
        assert write(event, at, by) == canonical(whole)


def test_a_changed_state_keeps_the_rest_and_forgets_what_it_found() -> None:
    first = case_state_of((entry(1, RECEIVED),))
    assert first.of(MissedDeadline) == ()

    lapse = entry(2, SILENT)
    later = first.changed(lapses=(lapse,), entries=(*first.entries, lapse))

    assert isinstance(later, HistoryState)
    assert later.received == first.received == first.entries[0]
    assert later.of(MissedDeadline) == ((lapse, lapse.event),)
    assert (first.lapses, first.of(MissedDeadline)) == ((), ())
