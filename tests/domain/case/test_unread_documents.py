"""A silence that is shown, and a paper that came in time and was not read yet."""

from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest

from tests.domain.a_ladder import history, lapsed, on, received, refused
from tracker.domain.base.terms import Channel, WithheldBecause
from tracker.domain.case.case_state import case_state_of
from tracker.domain.case.unread_documents import doubted_lapses, turned
from tracker.domain.events.correspondence.document_received import DocumentReceived
from tracker.domain.events.event import Event
from tracker.domain.events.lapses.fell_silent import FellSilent
from tracker.domain.events.publication.published import Published
from tracker.domain.events.publication.withheld import Withheld
from tracker.domain.events.request.corrected import Corrected

APRIL = date(2024, 4, 1)
"""The last of twenty working days after 4 March 2024."""
SILENCE, SHOWN = 3, Published(on=on(date(2024, 4, 20)), entries=(2, 3))
WITHHELD = Withheld(on=on(date(2024, 4, 25)), because=WithheldBecause.SAFETY)


def came(day: date, until: date | None = None, paper: str = "a") -> DocumentReceived:
    return DocumentReceived(on=on(day, until), channel=Channel.POST, evidence=(paper,))


def read(paper: str = "a") -> Event:
    return replace(refused(APRIL), evidence=(paper,))


def found(*events: Event) -> list[tuple[int, int]]:
    """The silences in doubt, each with the paper, by their entries."""
    silence = lapsed(FellSilent, APRIL)
    case_state = case_state_of(history(received(), silence, *events))
    return [(lapse.seq, paper.seq) for lapse, paper in doubted_lapses(case_state)]


def turns(*events: Event) -> frozenset[int]:
    return turned(history(received(), lapsed(FellSilent, APRIL), *events))


def test_a_paper_that_came_by_the_latest_day_puts_the_silence_in_doubt() -> None:
    assert found(SHOWN, came(APRIL)) == [(SILENCE, 5)]
    assert found(came(APRIL), SHOWN) == [(SILENCE, 4)]


def test_one_that_came_a_day_later_does_not() -> None:
    assert found(SHOWN, came(date(2024, 4, 2))) == []


def test_one_that_may_have_come_in_time_does() -> None:
    assert found(SHOWN, came(APRIL, date(2024, 4, 3))) == [(SILENCE, 5)]


def test_the_first_such_paper_is_named() -> None:
    later = came(date(2024, 4, 2), paper="z")

    assert found(SHOWN, later, came(APRIL), came(APRIL, paper="b")) == [(SILENCE, 6)]


def test_a_paper_that_was_read_puts_nothing_in_doubt() -> None:
    assert found(SHOWN, came(APRIL), read()) == []
    assert found(SHOWN, came(APRIL), read("another")) == [(SILENCE, 5)]


def test_a_silence_that_nobody_sees_accuses_nobody() -> None:
    assert found(came(APRIL)) == []
    assert found(Published(on=on(APRIL), entries=(2,)), came(APRIL)) == []
    assert found(SHOWN, came(APRIL), WITHHELD) == []


def test_the_record_turns_where_doubt_begins_and_where_it_ends() -> None:
    assert turns() == turns(SHOWN) == frozenset()
    assert turns(SHOWN, came(APRIL)) == {5}
    assert turns(came(APRIL), SHOWN) == {5}
    assert turns(SHOWN, came(APRIL), read()) == {5, 6}
    assert turns(SHOWN, came(APRIL), came(APRIL, paper="b"), WITHHELD) == {5, 7}


def test_it_turns_where_the_paper_that_was_named_is_read_and_another_one_waits() -> None:
    assert turns(SHOWN, came(APRIL), came(APRIL, paper="b"), read()) == {5, 7}


@pytest.mark.parametrize("again", [SHOWN, came(APRIL, paper="b"), WITHHELD])
def test_turns_are_those_of_reading_the_history_at_each_of_its_places(again: Event) -> None:
    struck = Corrected(on=on(date(2024, 4, 26)), entry=SILENCE, why="It was another office.")
    for events in permutations((SHOWN, came(APRIL), read(), struck, again)):
        whole = history(received(), lapsed(FellSilent, APRIL), *events)
        shown = [
            {
                (lapse.seq, paper.seq)
                for lapse, paper in doubted_lapses(case_state_of(whole[:place]))
            }
            for place in range(len(whole) + 1)
        ]
        expected = {n for n in range(1, len(whole) + 1) if shown[n] != shown[n - 1]}
        places = {entry.seq for entry in (whole[n - 1] for n in expected)}
        assert turned(whole) == places, events
