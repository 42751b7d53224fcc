"""A step of the scheduler's run that fails stops no other, and one request stops no other."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.offices import Clock, a_request, received
from tracker.domain.events.lapses.fell_silent import FellSilent
from tracker.lawfiles.library_watch import Watch
from tracker.scheduler import Jobs
from tracker.scheduler.handover import Handover
from tracker.services.core.office import Office
from tracker.services.ports.cases import CaseFile, StoredCase
from tracker.services.ports.premises import RunStep
from tracker.storage.db.sealing import Damaged


class Broken:
    """A port of which every use is a fault of the program."""

    def __getattr__(self, name: str) -> Any:
        raise RuntimeError(f"{name} is broken")


class OneUnreadable:
    """The cases of an office, of which one history cannot be read."""

    def __init__(self, inner: Any, damaged: str) -> None:
        self._inner = inner
        self._damaged = damaged

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    @contextmanager
    def open(self, reference: str, **more: Any) -> Iterator[CaseFile]:
        if reference == self._damaged:
            raise Damaged("Entry 2 of request {reference} cannot be read.", reference=reference)
        with self._inner.open(reference, **more) as case:
            yield case

    def stored(self, references: Sequence[str]) -> Sequence[StoredCase]:
        found: Sequence[StoredCase] = self._inner.stored(references)
        broken = ((1, b"{broken", b""),)
        return [e._replace(entries=broken) if e.reference == self._damaged else e for e in found]

    @contextmanager
    def open_all(self, references: Sequence[str], **more: Any) -> Iterator[Sequence[Any]]:
        with self._inner.open_all(references, **more) as cases:
            yield [Unreadable(case) if case.reference == self._damaged else case for case in cases]


class Unreadable:
    """A request whose history cannot be read."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        if name == "history":
            reference = self._inner.reference
            raise Damaged("Entry 2 of request {reference} cannot be read.", reference=reference)
        return getattr(self._inner, name)


def run(office: Office) -> None:
    Jobs(office, Handover(Watch(None)), None, threading.Event()).run_once()


def silent(office: Office, reference: str) -> bool:
    with office.cases.look(reference) as case:
        return any(isinstance(entry.event, FellSilent) for entry in case.history)


@pytest.fixture
def due(office: Office, clock: Clock) -> list[str]:
    """Three requests whose time to reply has passed."""
    clock.set(date(2024, 2, 20))
    found = [a_request(office) for _ in range(3)]
    for reference in found:
        received(office, reference, date(2024, 2, 20))
    clock.set(date(2024, 6, 3))
    return found


@pytest.mark.parametrize(
    ("port", "step"),
    [
        ("pending_publications", RunStep.RELEASE),
        ("reminders", RunStep.REMIND),
        ("log_upkeep", RunStep.SIGN),
        ("data", RunStep.DATA),
    ],
)
def test_a_step_that_fails_is_noted_and_stops_no_other(
    office: Office, due: list[str], port: str, step: RunStep
) -> None:
    broken: dict[str, Any] = {port: Broken()}
    run(replace(office, **broken))

    assert all(silent(office, reference) for reference in due)
    assert step in office.premises.state().failed_steps
    assert RunStep.SWEEP not in office.premises.state().failed_steps

    run(office)
    assert office.premises.state().failed_steps == ()


def test_a_request_that_cannot_be_read_stops_no_other(office: Office, due: list[str]) -> None:
    run(replace(office, cases=OneUnreadable(office.cases, due[1])))

    assert [silent(office, reference) for reference in due] == [True, False, True]
    assert office.premises.state().left_unswept == 1
    assert office.premises.state().failed_steps == (RunStep.READ,)


def test_a_request_that_cannot_be_recalculated_is_noted_and_stops_no_other(
    office: Office, due: list[str]
) -> None:
    run(office)
    before = office.library.digest
    changed = replace(office, library=replace(office.library, digest="another edition"))

    run(replace(changed, cases=OneUnreadable(office.cases, due[1])))

    after = changed.library.digest
    assert [edition(office, each) for each in due] == [after, before, after]
    assert RunStep.READ in office.premises.state().failed_steps
    assert RunStep.RECALCULATE not in office.premises.state().failed_steps

    run(changed)
    assert {edition(office, each) for each in due} == {after}
    assert office.premises.state().failed_steps == ()


def edition(office: Office, reference: str) -> str:
    """The edition of the library with which a request was last calculated."""
    with office.cases.look(reference) as case:
        row = case.row()
        assert row
        return row.edition
