"""A run takes a law library that was changed, but neither a faulty one nor one being written."""

import shutil
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.offices import a_request, an_office, received
from tests.services.revisions import CALENDAR, close_in_its_file, recalculations, with_a_closure
from tracker.domain.clock.deadline_changes import Bounds
from tracker.lawfiles import read_library
from tracker.lawfiles.library_watch import Watch
from tracker.lawfiles.reader import PACKAGED
from tracker.scheduler import Jobs
from tracker.services.cases.revising import revise
from tracker.services.core.office import Office

# Of the working days from Tuesday 20 August 2024 the tenth is Monday 2 September; with Thursday
# 22 August closed it is the Tuesday after. No example of a law counts over that day.
RECEIVED, CLOSED, TENTH_NOW = date(2024, 8, 19), date(2024, 8, 22), date(2024, 9, 3)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the library, to be changed."""
    return Path(shutil.copytree(PACKAGED, tmp_path / "library"))


@pytest.fixture
def office(tmp_path: Path, folder: Path) -> Iterator[Office]:
    """An office that counts by that copy, with one request that a closure moves."""
    with an_office(tmp_path, library=read_library(folder)) as (opened, _):
        for _ in revise(opened):
            pass
        received(opened, a_request(opened), RECEIVED)
        yield opened


def jobs_of(office: Office, folder: Path) -> Jobs:
    return Jobs(office, Watch(folder), folder, threading.Event())


def test_a_changed_file_is_taken_once_it_rests_and_the_requests_are_counted_anew(
    office: Office, folder: Path
) -> None:
    jobs = jobs_of(office, folder)
    jobs.run_once()
    close_in_its_file(folder, CLOSED)

    jobs.run_once()
    (reference,) = office.cases.references()
    assert recalculations(office, reference) == [], "it may still be written"
    jobs.run_once()

    (event,) = recalculations(office, reference)
    assert event.shifts[0].now == Bounds(TENTH_NOW, TENTH_NOW)
    assert office.premises.state().edition == read_library(folder).digest


def test_a_faulty_library_is_not_taken(
    office: Office, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    jobs = jobs_of(office, folder)
    jobs.run_once()
    with (folder / CALENDAR).open("a", encoding="utf-8") as file:
        file.write("\nnonsense = [")
    before = office.premises.state().edition

    for _ in range(3):
        jobs.run_once()

    assert office.premises.state().edition == before
    assert "is not used" in caplog.text
    assert office.premises.state().last_sweep_at, "it goes on with what it has"


def test_a_process_with_an_older_library_undoes_nothing(office: Office, folder: Path) -> None:
    jobs = jobs_of(office, folder)
    jobs.run_once()
    (reference,) = office.cases.references()
    list(revise(with_a_closure(office, CLOSED)))

    jobs.run_once()

    assert office.premises.state().edition == "next"
    assert len(recalculations(office, reference)) == 1
