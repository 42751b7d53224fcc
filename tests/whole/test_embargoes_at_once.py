"""Several schedulers on one database publish what was kept back once, however often they run."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.offices import BY, Clock, a_request, an_office
from tests.whole.test_each_step_alone import OneUnreadable
from tracker.domain.events.publication.published import Published
from tracker.lawfiles.library_watch import Watch
from tracker.scheduler import Jobs
from tracker.scheduler.handover import Handover
from tracker.services.core.office import Office
from tracker.services.publishing.pending_publications import prepare_publication, release_due
from tracker.services.publishing.publishing import Publication

PROCESSES, REQUESTS = 4, 5
MORNING, DAY = date(2024, 3, 8), date(2024, 3, 11)


@pytest.fixture
def office_and_clock(founded: str, tmp_path: Path) -> Iterator[tuple[Office, Clock]]:
    """Five records that are kept back until Monday 11 March 2024."""
    with an_office(tmp_path, url=founded) as (office, clock):
        clock.set(MORNING)
        for _ in range(REQUESTS):
            reference = a_request(office)
            shown = Publication((1,), texts=[("Note", "Words.")], not_before=DAY)
            prepare_publication(office, reference, shown, by=BY)
        yield office, clock


def published(office: Office) -> list[int]:
    """How often each request was put on the record."""
    times = []
    for reference in office.cases.references():
        with office.cases.look(reference) as case:
            times.append(sum(isinstance(entry.event, Published) for entry in case.history))
    return times


@pytest.mark.samples("sqlite")
def test_each_is_published_once_by_many(
    office_and_clock: tuple[Office, Clock], founded: str, tmp_path: Path
) -> None:
    office, _ = office_and_clock
    ready = threading.Barrier(PROCESSES)
    done: list[str] = []
    with ExitStack() as opened:
        offices = [
            opened.enter_context(an_office(tmp_path, url=founded)) for _ in range(PROCESSES)
        ]

        def work(own: Office, clock: Clock) -> None:
            clock.set(DAY)
            ready.wait()
            done.extend(release_due(own).published)

        threads = [threading.Thread(target=work, args=each) for each in offices]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert sorted(done) == sorted(office.cases.references())
    assert published(office) == [1] * REQUESTS
    assert office.pending_publications.all() == ()
    assert len(office.records.lines()) == REQUESTS


@pytest.mark.parametrize("founded", ["sqlite"], indirect=True)
def test_a_beat_publishes_what_is_due_after_any_time_off(
    office_and_clock: tuple[Office, Clock], tmp_path: Path
) -> None:
    office, clock = office_and_clock
    jobs = Jobs(office, Handover(Watch(None)), None, threading.Event())
    jobs.run_once()
    assert published(office) == [0] * REQUESTS

    clock.set(date(2024, 6, 3))
    jobs.run_once()
    jobs.run_once()

    assert published(office) == [1] * REQUESTS


@pytest.mark.parametrize("founded", ["sqlite"], indirect=True)
def test_a_request_that_cannot_be_read_keeps_no_other_publication_back(
    office_and_clock: tuple[Office, Clock],
) -> None:
    office, clock = office_and_clock
    clock.set(date(2024, 6, 3))
    first, *others = sorted(office.cases.references())

    cases: Any = OneUnreadable(office.cases, first)
    due = release_due(replace(office, cases=cases))

    assert sorted(due.published) == others
    ((reference, why),) = due.troubled
    assert (reference, "cannot be read" in why) == (first, True)
