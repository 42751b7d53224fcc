"""The bytes of entries: the same whether an event is written once or for each history."""

from datetime import UTC, date, datetime

from tests.storage.samples import drafted, received, silence
from tracker.domain.base.canonical import canonical
from tracker.domain.case.case_state import HistoryState, case_state_of
from tracker.domain.case.history import FORM_OF_BYTES, Entry, write
from tracker.domain.events.event import Event
from tracker.domain.events.lapses.missed_deadline import MissedDeadline
from tracker.domain.events.proceedings.appeal_filed import AppealFiled

AT = datetime(2024, 4, 20, 9, 30, tzinfo=UTC)


def entry(seq: int, event: Event) -> Entry:
    return Entry(seq, event, AT, "sweep", bytes(32), write(event, AT, "sweep"))


def test_an_event_of_many_histories_has_the_bytes_of_any_other() -> None:
    silent = silence()
    assert silent.in_many_histories
    for at, by in ((AT, "sweep"), (AT.replace(hour=10), "a “person”")):
        whole = {
            "form": FORM_OF_BYTES,
            "entered_at": at.isoformat(),
            "entered_by": by,
            "event": silent,
        }
        assert write(silent, at, by) == canonical(whole)


def test_a_changed_state_keeps_the_rest_and_forgets_what_it_found() -> None:
    first = case_state_of((entry(1, drafted()), entry(2, received())))
    assert first.of(MissedDeadline) == ()

    lapse = entry(3, silence())
    later = first.changed(lapses=(lapse,), entries=(*first.entries, lapse))

    assert isinstance(later, HistoryState)
    assert (later.drafted, later.received) == (first.drafted, first.received)
    assert later.of(MissedDeadline) == ((lapse, lapse.event),)
    assert (first.lapses, first.of(MissedDeadline), first.all(AppealFiled.kind)) == ((), (), ())
    assert lapse.event.on.earliest == date(2024, 4, 19)
