"""A revision on both databases: in batches, stopped at any moment, by any number of processes."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.offices import a_request, an_office, received, the_library
from tests.services.revisions import RECEIVED, recounted, revised, with_a_closure
from tracker.services.office import Office
from tracker.services.ports import Filter
from tracker.services.revising import is_current, pending, revise
from tracker.services.silence import sweep
from tracker.storage import open_storage

ROOT = Path(__file__).parents[2]
NUMBER = 6
KILLED_IN_THE_SECOND_BATCH = """
import os, pathlib, signal, sys
from tests.offices import an_office
from tests.services.revisions import with_a_closure
from tracker.services import revising
revising.BATCH = 2
derive, done = revising.derive, []
def dying(*given):
    done.append(given)
    if len(done) == 4:
        os.kill(os.getpid(), signal.SIGKILL)
    return derive(*given)
revising.derive = dying
with an_office(pathlib.Path(sys.argv[2]), url=sys.argv[1]) as (office, _):
    list(revising.revise(with_a_closure(office)))
"""


@pytest.fixture
def office(url: str, instance: Path) -> Iterator[Office]:
    """An office with some requests that a closure on 5 March 2024 moves."""
    instance.mkdir()
    rooms = open_storage(url, instance, bytes(range(32)))
    rooms.premises.found("Test office", live=False)
    rooms.premises.note_edition(the_library().digest)
    rooms.close()
    with an_office(instance, url=url) as (opened, _):
        for _ in range(NUMBER):
            received(opened, a_request(opened), RECEIVED)
        yield opened


def test_what_a_killed_run_had_committed_stands_and_the_next_goes_on(
    office: Office, url: str, instance: Path
) -> None:
    killed = subprocess.run(
        [sys.executable, "-c", KILLED_IN_THE_SECOND_BATCH, url, str(instance)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    changed = with_a_closure(office)

    # The second batch was killed in its middle: nothing of it stands.
    assert pending(changed) == NUMBER - 2
    assert not is_current(changed)
    assert len(revised(changed)) == NUMBER - 2
    references = list(changed.cases.references())
    assert [len(recounted(changed, each)) for each in references] == [1] * NUMBER
    assert is_current(changed)


def test_two_runs_at_the_same_moment_enter_everything_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.services.revising.BATCH", 2)
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
    assert [len(recounted(changed, each)) for each in references] == [1] * NUMBER
    assert is_current(changed)


def test_requests_in_doubt_are_found_by_the_list(office: Office) -> None:
    sweep(office)
    changed = with_a_closure(office)

    assert changed.cases.rows(Filter(doubted=True), 0, 10)[1] == 0
    revised(changed)

    rows, number = changed.cases.rows(Filter(doubted=True), 0, 4)
    assert (len(rows), number) == (4, NUMBER)
    assert all(row.doubted for row in rows)


def test_a_line_of_another_edition_is_noticed(office: Office) -> None:
    edition = office.library.digest

    assert not office.cases.any_by_another(edition)
    assert office.cases.any_by_another("0")
    assert office.cases.any_by_another("z")
