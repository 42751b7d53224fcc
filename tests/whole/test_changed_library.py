"""A run takes a law library that was changed, but neither a faulty one nor one being written."""

import shutil
import threading
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.abroad import case_status
from tests.offices import Clock, a_request, received
from tests.services.revisions import (
    CALENDAR,
    announced_closure,
    close_in_its_file,
    recalculations,
    with_a_closure,
)
from tests.web import record_scenes as scenes
from tracker.domain.base.days import ONE_DAY
from tracker.domain.base.errors import NotAllowed
from tracker.domain.clock.deadline_changes import Bounds
from tracker.domain.events.lapses.overdue import Overdue
from tracker.domain.library import Library
from tracker.lawfiles import read_library
from tracker.lawfiles.library_watch import Watch
from tracker.lawfiles.reader import PACKAGED
from tracker.scheduler import Jobs
from tracker.scheduler.handover import Handover
from tracker.services.cases.revising import revise
from tracker.services.core.current_library import as_public, with_current_library
from tracker.services.core.office import Office
from tracker.services.drafting.drafts import start
from tracker.services.office_data.new_entries import add_days
from tracker.services.office_data.own_entries import (
    known_entries,
    save_entry,
    verify_entry,
    withdraw_entry,
)
from tracker.services.people.accounts import add_account
from tracker.services.ports.own_library import EntryName
from tracker.services.ports.people import RoleName
from tracker.services.ports.premises import RunStep

# Of the working days from Tuesday 20 August 2024 the tenth is Monday 2 September; with Thursday
# 22 August closed it is the Tuesday after. No example of a law counts over that day.
RECEIVED, CLOSED = date(2024, 8, 19), date(2024, 8, 22)
TENTH, TENTH_NOW = date(2024, 9, 2), date(2024, 9, 3)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the library, to be changed."""
    return Path(shutil.copytree(PACKAGED, tmp_path / "library"))


@pytest.fixture
def office_library(folder: Path) -> Library:
    return read_library(folder)


@pytest.fixture
def office(office_and_clock: tuple[Office, Clock]) -> Office:
    """An office that counts by that copy, with one request that a closure moves."""
    office, _ = office_and_clock
    for _batch in revise(office):
        pass
    received(office, a_request(office), RECEIVED)
    return office


def jobs_of(office: Office, folder: Path) -> Jobs:
    return Jobs(office, Handover(Watch(folder)), folder, threading.Event())


def test_a_changed_file_is_taken_once_it_rests_and_the_requests_are_recalculated(
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


@pytest.mark.slow
def test_a_correction_of_the_office_is_taken_once_it_is_verified(
    office: Office, folder: Path
) -> None:
    jobs = jobs_of(office, folder)
    jobs.run_once()
    (reference,) = office.cases.references()
    lawyer, other = (
        add_account(office, f"{each}@example.org", each, RoleName.LAWYER).id for each in "ab"
    )
    name = EntryName("calendars", Path(CALENDAR).stem)
    close_in_its_file(folder, CLOSED)
    text = (folder / CALENDAR).read_text("utf-8")
    shutil.copy(PACKAGED / CALENDAR, folder / CALENDAR)
    save_entry(office, name, text, "read the notification", by=lawyer)

    jobs.run_once()
    assert recalculations(office, reference) == [], "nobody has compared its source yet"
    (entry,) = known_entries(office)
    verify_entry(office, name, entry.newest.number, by=other)
    jobs.run_once()

    (event,) = recalculations(office, reference)
    assert event.shifts[0].now == Bounds(TENTH_NOW, TENTH_NOW)
    assert office.premises.state().edition == with_current_library(office).library.digest
    (entry,) = known_entries(office)
    withdraw_entry(office, name, entry.newest.number, "it was revoked", by=other)
    jobs.run_once()
    (_, back) = recalculations(office, reference)
    assert back.shifts[0].now == event.shifts[0].was


def announced(office: Office, by: str) -> EntryName:
    """Announce a closure on a day between the receipt and the end of the time limit."""
    return add_days(office, announced_closure(CLOSED), "read on its page", by=by)


@pytest.mark.slow
def test_a_closure_announced_at_night_moves_open_deadlines_once_it_is_verified(
    office: Office, folder: Path, clock: Clock
) -> None:
    clock.set(RECEIVED + 2 * ONE_DAY, hour=22)
    jobs = jobs_of(office, folder)
    jobs.run_once()
    (reference,) = office.cases.references()
    lawyer, other = (
        add_account(office, f"{each}@example.org", each, RoleName.LAWYER).id for each in "ab"
    )
    name = announced(office, lawyer)

    jobs.run_once()
    current = with_current_library(office)
    (stage, *_) = case_status(current, reference).awaited
    assert (stage.ordinary.earliest, stage.ordinary.latest) == (TENTH, TENTH_NOW)
    assert recalculations(office, reference) == [], "no entry before a second person verified it"
    assert office.premises.state().edition == current.library.digest
    assert office.premises.state().last_sweep_at
    assert "mourning" not in str(stage)
    public = case_status(as_public(current), reference).awaited[0]
    assert public.ordinary.latest == TENTH
    scenes.show(current, reference, on=None)
    told = office.records.record(reference).deadlines[0]
    assert (told.earliest, told.latest) == (TENTH, TENTH), "unverified days are not published"

    (entry,) = known_entries(office)
    verify_entry(office, name, entry.newest.number, by=other)
    jobs.run_once()

    (event,) = recalculations(office, reference)
    assert event.shifts[0].was == Bounds(TENTH, TENTH)
    assert event.shifts[0].now == Bounds(TENTH_NOW, TENTH_NOW)
    assert "Day of mourning" in str(event)
    told = office.records.record(reference).deadlines[0]
    assert (told.earliest, told.latest) == (TENTH_NOW, TENTH_NOW)
    assert office.premises.state().edition == with_current_library(office).library.digest


def test_no_body_is_called_late_on_a_day_that_may_be_too_early(
    office: Office, folder: Path, clock: Clock
) -> None:
    """On 3 September the standard time limit has passed only if the office worked on 22 August."""
    jobs = jobs_of(office, folder)
    by = add_account(office, "a@example.org", "a", RoleName.LAWYER).id
    announced(office, by)
    clock.set(TENTH_NOW)

    jobs.run_once()

    (reference,) = office.cases.references()
    with office.cases.look(reference) as case:
        assert not [each for each in case.history if isinstance(each.event, Overdue)]
    clock.set(TENTH_NOW + ONE_DAY)
    jobs.run_once()
    with office.cases.look(reference) as case:
        assert [each for each in case.history if isinstance(each.event, Overdue)]


def test_a_withdrawn_unverified_announcement_leaves_no_entry(
    office: Office, folder: Path, clock: Clock
) -> None:
    clock.set(RECEIVED + 2 * ONE_DAY, hour=22)
    jobs = jobs_of(office, folder)
    jobs.run_once()
    (reference,) = office.cases.references()
    by = add_account(office, "a@example.org", "a", RoleName.LAWYER).id
    name = announced(office, by)
    jobs.run_once()
    (entry,) = known_entries(office)

    withdraw_entry(office, name, entry.newest.number, "it was a rumour", by=by)
    jobs.run_once()

    assert recalculations(office, reference) == []
    current = with_current_library(office)
    assert case_status(current, reference).awaited[0].ordinary.latest == TENTH


@pytest.mark.slow
def test_the_clock_runs_if_the_program_does_not_accept_the_body_of_a_request(
    office: Office, folder: Path, clock: Clock
) -> None:
    by = add_account(office, "a@example.org", "a", RoleName.LAWYER).id
    name = EntryName("bodies", "pk-agency")
    shipped = office.library_reader.shipped(EntryName("bodies", "pk-pta"))
    save_entry(office, name, shipped.replace("body.pk-pta", "body.pk-agency"), "read", by=by)
    asked = a_request(with_current_library(office), body=name.key)
    received(with_current_library(office), asked, RECEIVED)
    (stored,) = office.own_library.in_force()
    office.own_library.add(replace(stored, text="nonsense"))
    clock.set(TENTH_NOW)

    jobs_of(office, folder).run_once()

    with office.cases.look(asked) as case:
        (late,) = [each.event for each in case.history if isinstance(each.event, Overdue)]
    assert late.latest == TENTH
    with pytest.raises(NotAllowed, match="does not accept the entry “pk-agency”"):
        start(with_current_library(office), "pk-x-2024", name.key, by=by)


@pytest.mark.slow
def test_a_new_block_recalculates_and_moves_nothing(office: Office, folder: Path) -> None:
    jobs = jobs_of(office, folder)
    jobs.run_once()
    (reference,) = office.cases.references()
    by = add_account(office, "a@example.org", "a", RoleName.LAWYER).id
    name = EntryName("blocks", "pk-signal-2024")
    shipped = office.library_reader.shipped(EntryName("blocks", "pk-bluesky-2024"))
    text = shipped.replace("pk-bluesky-2024", name.key)
    save_entry(office, name, text, "read in two newspapers", by=by)

    jobs.run_once()

    current = with_current_library(office).library
    assert name in current.unverified
    assert office.premises.state().edition == current.edition != read_library(folder).digest
    assert recalculations(office, reference) == []


def test_an_entry_that_is_not_used_is_logged_and_stops_nothing(
    office: Office, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    by = add_account(office, "a@example.org", "a", RoleName.LAWYER).id
    name = EntryName("blocks", "pk-signal-2024")
    shipped = office.library_reader.shipped(EntryName("blocks", "pk-bluesky-2024"))
    save_entry(office, name, shipped.replace("pk-bluesky-2024", name.key), "read", by=by)
    (stored,) = office.own_library.in_force()
    office.own_library.add(replace(stored, text="nonsense"))

    jobs_of(office, folder).run_once()

    assert "own entry blocks/pk-signal-2024 is not used: cannot be read as TOML" in caplog.text
    assert RunStep.LIBRARY not in office.premises.state().failed_steps
    assert office.premises.state().last_sweep_at
