"""A revision on both databases: in batches, stopped at any moment, by any number of processes."""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.offices import a_request, an_office, found_office, received
from tests.postgres import Cluster
from tests.services.revisions import RECEIVED, TENTH_NOW, recalculations, revised, with_a_closure
from tests.shared import database_in
from tests.storage.conftest import BOTH
from tracker.domain.base.errors import NotAllowed
from tracker.domain.events.event import Event
from tracker.services.cases.revising import is_current, pending, revise
from tracker.services.cases.silence import sweep
from tracker.services.core.entering import Derived, derive, enter
from tracker.services.core.office import Office
from tracker.services.ports.cases import CaseFile, RowFilter

ROOT = Path(__file__).parents[3]
NUMBER = 6
# The command in a process of its own, which gets a signal when it looks at the fourth request:
# the second of the second batch.
SIGNALLED = """
import contextlib, os, pathlib, sys
from tests.offices import an_office
from tests.postgres import Cluster
from tests.services.revisions import with_a_closure
from tracker.cli import main, revising as command
from tracker.services.cases import revising
revising._BATCH = 2
derive, looked = revising.derive, []
def derive_signalled(*given):
    looked.append(given)
    if len(looked) == 4:
        os.kill(os.getpid(), int(sys.argv[3]))
    return derive(*given)
@contextlib.contextmanager
def opens(_):
    with an_office(pathlib.Path(sys.argv[2]), url=sys.argv[1]) as (office, _):
        yield with_a_closure(office)
revising.derive, command.open_office, command.read_settings = derive_signalled, opens, str
sys.exit(main(["revise", "--json"]))
"""


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The files of an office with some requests that a closure on 5 March 2024 moves, made once
    in the database at an address."""

    def fill(url: str) -> Path:
        folder = tmp_path_factory.mktemp("filled")
        found_office(url or database_in(folder), folder)
        with an_office(folder, url=url or database_in(folder)) as (opened, _):
            for _ in range(NUMBER):
                received(opened, a_request(opened), RECEIVED)
        return folder

    return fill


@pytest.fixture(scope="module")
def filled_sqlite(filled: Callable[[str], Path]) -> Path:
    """The folder of the office, with its database."""
    return filled("")


@pytest.fixture(scope="module")
def filled_postgres(
    filled: Callable[[str], Path], postgres: Cluster, postgres_template: str
) -> tuple[Path, str]:
    """The folder of the office, and the name of its database."""
    name = postgres.create(postgres_template)
    return filled(postgres.url(name)), name


@pytest.fixture(params=BOTH)
def url(request: pytest.FixtureRequest, instance: Path) -> Iterator[str]:
    """The address of a copy of the office, whose files are in `instance`."""
    if request.param == "sqlite":
        shutil.copytree(request.getfixturevalue("filled_sqlite"), instance)
        yield database_in(instance)
        return
    folder, template = request.getfixturevalue("filled_postgres")
    shutil.copytree(folder, instance)
    cluster: Cluster = request.getfixturevalue("postgres")
    with cluster.database(template) as url:
        yield url


@pytest.fixture
def office(url: str, instance: Path) -> Iterator[Office]:
    """An office with some requests that a closure on 5 March 2024 moves."""
    with an_office(instance, url=url) as (opened, _):
        yield opened


def signalled(url: str, instance: Path, number: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", SIGNALLED, url, str(instance), str(number)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )


def told_in(printed: str) -> list[str]:
    """The requests that a run told of."""
    lines = (json.loads(line) for line in printed.splitlines())
    return [line["reference"] for line in lines if "reference" in line]


@pytest.mark.samples("sqlite")
@pytest.mark.parametrize(
    ("number", "status", "done"),
    [
        pytest.param(signal.SIGINT, 130, 4, id="Ctrl-C", marks=pytest.mark.slow),
        pytest.param(signal.SIGTERM, 143, 4, id="SIGTERM", marks=pytest.mark.slow),
        # Nothing of the batch stands in the middle of which it was killed.
        pytest.param(signal.SIGKILL, -signal.SIGKILL, 2, id="kill -9"),
    ],
)
def test_a_run_that_was_stopped_is_gone_on_with_and_nothing_is_lost_or_told_twice(
    office: Office, url: str, instance: Path, number: int, status: int, done: int
) -> None:
    references = list(office.cases.references())
    changed = with_a_closure(office)

    stopped = signalled(url, instance, number)

    assert stopped.returncode == status, stopped.stderr
    assert told_in(stopped.stdout) == references[:done]
    said = "Stopped. Completed requests are saved. Run `tracker revise`" in stopped.stderr
    assert said is (number != signal.SIGKILL)
    assert pending(changed) == NUMBER - done
    assert not is_current(changed)
    with pytest.raises(NotAllowed, match="tracker revise"):
        sweep(changed)

    assert list(revised(changed)) == references[done:]
    assert [len(recalculations(changed, each)) for each in references] == [1] * NUMBER
    assert is_current(changed)
    assert len(sweep(changed).entered) == 2 * NUMBER


def test_two_runs_at_the_same_moment_enter_everything_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.services.cases.revising._BATCH", 2)
    changed = with_a_closure(office)
    ready = threading.Barrier(2)
    wrong: list[object] = []

    def run() -> None:
        try:
            ready.wait()
            for batch in revise(changed):
                wrong.extend(batch.failed)
        except BaseException as error:
            wrong.append(error)

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []
    references = list(changed.cases.references())
    assert [len(recalculations(changed, each)) for each in references] == [1] * NUMBER
    assert is_current(changed)


def test_a_request_that_fails_in_its_middle_takes_nothing_of_the_others_with_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost, *others = office.cases.references()
    changed = with_a_closure(office)

    def enter_and_fail(
        office: Office, case: CaseFile, *events: Event, by: str, derived: Derived
    ) -> None:
        enter(office, case, *events, by=by, derived=derived)
        if case.reference == lost:
            raise NotAllowed("Not this one.")

    monkeypatch.setattr("tracker.services.cases.revising.enter", enter_and_fail)
    (batch,) = revise(changed)

    assert batch.failed == ((lost, "Not this one."),)
    assert recalculations(changed, lost) == []
    with changed.cases.look(lost) as case:
        row, told = case.row(), case.told()
        assert row
        assert row.edition == office.library.digest
        assert told == derive(office, lost, case.history).told
    assert [len(recalculations(changed, each)) for each in others] == [1] * len(others)
    assert pending(changed) == 1


def test_what_is_put_down_is_what_the_history_comes_to_with_its_recounts(office: Office) -> None:
    sweep(office)
    changed = with_a_closure(office)

    revised(changed)

    for reference in changed.cases.references():
        with changed.cases.look(reference) as case:
            derived = derive(changed, reference, case.history)
            assert (case.row(), case.told()) == (derived.row, derived.told)


def test_the_days_of_before_are_read_with_their_own_count_where_they_are_others(
    office: Office,
) -> None:
    reference = next(office.cases.references())
    with office.cases.look(reference) as case:
        kept = case.told()
        assert kept
        assert kept == derive(office, reference, case.history).told
        first, *rest = kept
        nothing = [replace(each, moves=()) for each in rest]
        moved = replace(first, earliest=TENTH_NOW, moves=())

        read = case.told([moved, *nothing])

        assert read == (first, *nothing)
        assert first.moves


def test_requests_in_doubt_are_found_by_the_list(office: Office) -> None:
    sweep(office)
    changed = with_a_closure(office)

    assert changed.case_rows.rows(RowFilter(doubted=True), 0, 10)[1] == 0
    revised(changed)

    rows, number = changed.case_rows.rows(RowFilter(doubted=True), 0, 4)
    assert (len(rows), number) == (4, NUMBER)
    assert all(row.doubted for row in rows)


def test_a_line_of_another_edition_is_noticed(office: Office) -> None:
    edition = office.library.digest

    assert not office.case_rows.any_by_another(edition)
    assert office.case_rows.any_by_another("0")
    assert office.case_rows.any_by_another("z")
