"""Requests calculated in processes beside this one: the same answers, and nothing left behind."""

import gc
import threading
from collections.abc import Iterator, Sequence, Set
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

import pytest

from tests.offices import a_request, an_office, received
from tests.services.revisions import (
    CLOSED,
    RECEIVED,
    recalculations,
    revised,
    show,
    silent,
    with_a_closure,
)
from tracker.parallel import workers
from tracker.parallel.recalculators import RecalculatingProcesses
from tracker.services.cases import revising
from tracker.services.cases.batches.recalculating import quiet_change
from tracker.services.cases.revising import is_current, pending, revise
from tracker.services.core.entering import derive
from tracker.services.core.office import LibraryAt, Office
from tracker.services.ports.cases import KeptChanges, QuietChange, StoredCase

# After every limit of the model in `tests/services/revisions.py`.
LATER = CLOSED.replace(month=9)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An office with requests that a closure moves, one of them public, and others."""
    with an_office(tmp_path) as (opened, _):
        show(opened, silent(opened))
        for day in (RECEIVED, LATER, LATER, RECEIVED, LATER):
            received(opened, a_request(opened), day)
        a_request(opened)
        yield opened


@pytest.fixture
def processes(monkeypatch: pytest.MonkeyPatch) -> list[workers._Worker]:
    """Have each recalculation start processes, and return them once they know the library."""
    started: list[workers._Worker] = []
    ready = threading.Event()
    start, outdated = workers._Worker.start, revising._outdated

    def noted(process: workers._Worker) -> None:
        start(process)
        started.append(process)
        ready.set()

    def when_ready(office: Office, without: Set[str]) -> Iterator[Sequence[str]]:
        for batch in outdated(office, without):
            assert office.recalculators is None or ready.wait(60)
            yield batch

    monkeypatch.setattr(workers._Worker, "start", noted)
    monkeypatch.setattr(revising, "_outdated", when_ready)
    monkeypatch.setattr(revising, "_WORTH_PROCESSES", 1)
    monkeypatch.setattr(revising, "_BATCH", 2)
    return started


def with_processes(office: Office, number: int = 1) -> Office:
    return replace(with_a_closure(office), recalculators=RecalculatingProcesses(number))


def stored(office: Office) -> Sequence[StoredCase]:
    return office.cases.stored(sorted(office.cases.references()))


def is_gone(process: workers._Worker) -> bool:
    assert process._process
    return process._process.returncode is not None


def test_a_run_with_processes_stores_and_tells_what_one_without_does(
    office: Office, processes: list[workers._Worker], monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = with_processes(office, 2)
    kept: list[str] = []
    keep = office.cases.keep_quiet_changes

    def noted(edition: str, changes: Sequence[QuietChange]) -> KeptChanges:
        stored_here = keep(edition, changes)
        kept.extend(stored_here.references)
        return stored_here

    shown = revised(replace(changed, recalculators=None), dry_run=True)
    monkeypatch.setattr(office.cases, "keep_quiet_changes", noted)

    told = revised(changed)

    assert told == shown
    references = sorted(office.cases.references())
    assert len(told) == 3
    # Of these only the one that is public was opened.
    (opened,) = {*references} - {*kept}
    assert opened in told
    assert told.keys() & {*kept}
    assert is_current(changed)
    for reference in references:
        assert len(recalculations(changed, reference)) == (reference in told)
        with changed.cases.look(reference) as case:
            derived = derive(changed, reference, case.history)
            assert (case.row(), case.told()) == (derived.row, derived.told)
    assert len(processes) == 2
    assert all(map(is_gone, processes))


def test_processes_answer_what_this_one_would(office: Office) -> None:
    changed, batch = with_a_closure(office), stored(office)
    here = [quiet_change(LibraryAt(changed.library, changed.now()), each) for each in batch]
    found: list[Sequence[QuietChange]] = []

    with RecalculatingProcesses(1).at_work(changed.library, changed.now, again(batch)) as answers:
        for _, changes in answers:
            found.append(changes)
            if changes:
                break

    assert [*map(alike, found[-1])] == [alike(each) for each in here if each]
    # The first one is public. Two others were received on the same day, and move too.
    assert [each is None for each in here] == [True, *[False] * 6]
    assert [bool(each.new) for each in here if each] == [True, False, False, True, False, False]


def alike(change: QuietChange) -> QuietChange:
    """The change without its random part."""
    new = [each._replace(entry=replace(each.entry, nonce=b"")) for each in change.new]
    return change._replace(new=tuple(new))


def again(batch: Sequence[StoredCase]) -> Iterator[Sequence[StoredCase]]:
    """The same batch until a process is ready."""
    pause = threading.Event()
    for _ in range(1200):
        yield batch
        pause.wait(0.05)


def test_a_run_goes_on_alone_if_its_processes_are_killed(
    office: Office, processes: list[workers._Worker]
) -> None:
    changed = with_processes(office)
    asked = workers._Worker.asked

    def killed(process: workers._Worker, *given: object) -> object:
        assert process._process
        process._process.kill()
        return asked(process, *given)  # type: ignore[arg-type]

    workers._Worker.asked = killed  # type: ignore[method-assign, assignment]
    try:
        told = revised(changed)
    finally:
        workers._Worker.asked = asked  # type: ignore[method-assign]

    assert len(told) == 3
    assert is_current(changed)
    assert all(map(is_gone, processes))


def test_a_message_that_cannot_be_sent_leaves_nothing_that_the_collector_complains_of(
    office: Office,
) -> None:
    gone = workers._Worker(Future(), threading.Event())
    gone._theirs.close()

    assert gone.asked((office.now(), stored(office))) is None

    gone.close()
    # A complaint would fail this test.
    gc.collect()


def test_a_run_that_is_stopped_leaves_no_process(
    office: Office, processes: list[workers._Worker]
) -> None:
    changed = with_processes(office)
    run = revise(changed)
    next(run)

    run.close()

    assert pending(changed) == 5
    assert [is_gone(process) for process in processes] == [True]


def test_a_process_knows_nothing_of_the_environment(
    office: Office,
    processes: list[workers._Worker],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TRACKER_OF_THIS_TEST", "secret")
    run = revise(with_processes(office))
    next(run)

    assert processes[0]._process
    environment = Path(f"/proc/{processes[0]._process.pid}/environ").read_bytes()
    run.close()

    assert b"secret" not in environment


def test_without_python_a_run_goes_on_alone(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(revising, "_WORTH_PROCESSES", 1)
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    changed = with_processes(office)

    assert len(revised(changed)) == 3
    assert is_current(changed)


def test_this_process_answers_instead_of_waiting() -> None:
    """The other one has batches 0, 1 and 2, and is slow. It answers when this one has helped."""
    begun: list[tuple[int, Future[int]]] = []
    answered_here: list[int] = []
    ready = threading.Event()
    ready.set()

    def begin(batch: int) -> Future[int]:
        future: Future[int] = Future()
        begun.append((batch, future))
        if batch >= 8:
            future.set_result(batch)
        return future

    def here(batch: int) -> int:
        answered_here.append(batch)
        for number, future in begun:
            if not future.done():
                future.set_result(number)
        return batch

    answers = workers._in_order(iter(range(10)), here, begin, ready, 1, helps=True)

    assert list(answers) == list(range(10))
    assert answered_here == [3, 7]


def test_a_process_that_does_not_help_waits() -> None:
    begun: list[Future[int]] = []
    ready = threading.Event()
    ready.set()

    def begin(batch: int) -> Future[int]:
        begun.append(Future())
        threading.Timer(0.01, begun[-1].set_result, (batch,)).start()
        return begun[-1]

    def here(batch: int) -> int:
        pytest.fail(f"batch {batch} was answered in this process")

    answers = workers._in_order(iter(range(7)), here, begin, ready, 1, helps=False)

    assert list(answers) == list(range(7))
    assert len(begun) == 7


def test_one_core_is_left_to_the_process_that_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    for cores, number in ((1, 1), (2, 1), (8, 7), (64, 16)):
        monkeypatch.setattr("os.sched_getaffinity", lambda _, cores=cores: set(range(cores)))
        assert workers.WorkerProcesses()._number == number


def test_processes_are_sent_what_counts_and_find_the_same(office: Office) -> None:
    changed, batch = with_a_closure(office), stored(office)
    laws = office.case_rows.laws()
    small = changed.library.that_counts(laws)

    here, there = (
        [quiet_change(LibraryAt(library, changed.now()), each) for each in batch]
        for library in (changed.library, small)
    )

    assert laws == {"pk-raia-2017"}
    assert [alike(each) for each in there if each] == [alike(each) for each in here if each]
    assert (small.digest, small.laws.keys()) == (changed.library.digest, laws)
    # A request under a law that was not sent is left to the process that writes.
    at = LibraryAt(changed.library.that_counts(()), changed.now())
    assert [quiet_change(at, each) for each in batch] == [None] * len(batch)
