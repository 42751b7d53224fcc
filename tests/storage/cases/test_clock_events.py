"""What stops or starts the clock is kept as it was entered, on both databases."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.abroad import asked_abroad, case_status, library_abroad, noted
from tests.offices import an_office, found_office
from tracker.domain.events.clock.clock_event import ClockEvent
from tracker.domain.events.clock.transferred import Transferred
from tracker.domain.events.event import Event, kinds_of
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office

# On PostgreSQL, `make test` runs this one; the other is slow there.
pytestmark = pytest.mark.on_postgres("side_by_side")


@pytest.fixture
def office(url: str, instance: Path) -> Iterator[Office]:
    """An office whose library has blocks in other countries."""
    instance.mkdir()
    found_office(url, instance, library=library_abroad())
    with an_office(instance, url=url, library=library_abroad()) as (opened, _):
        yield opened


def kept(office: Office, reference: str) -> list[Event]:
    with office.cases.look(reference) as case:
        return [
            e.event
            for e in case.history
            if isinstance(e.event, ClockEvent) or e.event.kind == "corrected"
        ]


def test_every_fact_of_the_clock_is_read_back_as_it_was_entered(office: Office) -> None:
    union = asked_abroad(office, "eu-commission", date(2019, 10, 24))
    entered = [
        noted(office, union, "registered", date(2019, 10, 25)).event,
        noted(office, union, "clarification-asked", date(2019, 10, 28)).event,
        noted(office, union, "clarification-given", date(2019, 10, 30)).event,
        noted(office, union, "transferred", date(2019, 11, 4), to="eu-council").event,
    ]
    british = asked_abroad(office, "gb-ofcom", date(2024, 1, 3))
    fees = [
        noted(office, british, "fee-noticed", date(2024, 1, 9)).event,
        noted(office, british, "fee-paid", date(2024, 1, 16)).event,
    ]
    lankan = asked_abroad(office, "lk-trcsl", date(2024, 1, 2))
    granted = noted(office, lankan, "access-granted", date(2024, 1, 10)).event
    indian = asked_abroad(office, "in-meity", date(2024, 1, 10))
    longer = [
        noted(office, indian, "passed-to-assistant", date(2024, 1, 10)).event,
        noted(office, indian, "third-party-heard", date(2024, 1, 15)).event,
    ]

    assert kept(office, union) == entered
    assert isinstance(entered[-1], Transferred)
    assert entered[-1].to == "eu-council"
    assert kept(office, british) == fees
    assert kept(office, lankan) == [granted]
    assert kept(office, indian) == longer
    assert {event.kind for event in (*entered, *fees, granted, *longer)} == set(
        kinds_of(ClockEvent)
    )


def test_a_silence_and_what_disproves_it_stand_side_by_side(office: Office) -> None:
    british = asked_abroad(office, "gb-ofcom", date(2024, 1, 3))
    sweep(office, date(2024, 2, 1))

    noted(office, british, "fee-noticed", date(2024, 1, 9))
    noted(office, british, "fee-paid", date(2024, 1, 16))
    sweep(office, date(2024, 2, 9))

    assert [event.kind for event in kept(office, british)] == [
        "fee-noticed",
        "corrected",
        "fee-paid",
    ]
    # The same silence may be entered again, with the day that holds now.
    (silence,) = case_status(office, british).case_state.lapses
    assert getattr(silence.event, "latest", None) == date(2024, 2, 8)
