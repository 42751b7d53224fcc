"""A disk that takes a third of a second for each flush, under SQLite or under a server of
PostgreSQL, while schedulers are killed: all is entered once."""

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.cli.instances import use_few_pages
from tests.offices import kinds_of
from tests.postgres import SAFE, Cluster, start_server, stop_server
from tests.surroundings import on_a_slow_disk
from tests.whole.machines.desk_work import words_of
from tests.whole.machines.processes import Machines, kill, long_ago, once_key, stop
from tracker.app.examining import examined
from tracker.cli import main
from tracker.services.core.office import Office
from tracker.settings import read_settings

pytestmark = pytest.mark.slow

FLUSH_SECONDS = 0.3
REQUESTS, ANSWERED, KILLED = 4, 2, 2
LONGEST_SECONDS = 400


FLUSH = """
import os, sys, time
folder = os.open(sys.argv[1], os.O_RDONLY)
began = time.monotonic()
os.fsync(folder)
print(time.monotonic() - began)
"""


def test_a_flush_takes_that_much_longer(tmp_path: Path) -> None:
    words = [*on_a_slow_disk(FLUSH_SECONDS), sys.executable, "-c", FLUSH, str(tmp_path)]

    assert float(subprocess.check_output(words)) > FLUSH_SECONDS


def test_a_slow_disk_of_sqlite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work_through(an_office_in(tmp_path, monkeypatch), on_a_slow_disk(FLUSH_SECONDS))


@pytest.mark.postgres
def test_a_slow_disk_of_postgresql(
    own_postgres: tuple[Cluster, subprocess.Popen[bytes]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cluster, server = own_postgres
    monkeypatch.setenv("TRACKER_DATABASE_URL", cluster.url(cluster.create()))
    machines = an_office_in(tmp_path, monkeypatch)
    # After a crash it would first flush each of its files.
    server.send_signal(signal.SIGINT)
    server.wait(timeout=60)
    server = start_server(cluster, SAFE, on_a_slow_disk(FLUSH_SECONDS))
    try:
        work_through(machines)
    finally:
        stop_server(server)


def an_office_in(folder: Path, settings: pytest.MonkeyPatch) -> Machines:
    """A demonstration, on one machine."""
    use_few_pages(settings)
    instance = folder / "instance"
    settings.setenv("TRACKER_INSTANCE", str(instance))
    assert main(["init"]) == 0
    return Machines(folder, instance)


def work_through(machines: Machines, before: Sequence[str] = ()) -> None:
    """Enter responses and non-responses while the scheduler is killed now and then."""
    here, chance = machines.first, random.Random(20261203)  # noqa: S311
    with machines.at(here) as office:
        references = [long_ago(office) for _ in range(REQUESTS)]
    answered, silent = references[:ANSWERED], references[ANSWERED:]
    scheduler = ("-m", "tracker", "scheduler")
    desk = ("-m", "tests.whole.machines.desk_work", *answered)
    running = [machines.start(here, *words, before=before) for words in (scheduler, desk)]
    until = time.monotonic() + LONGEST_SECONDS
    try:
        for _ in range(KILLED):
            time.sleep(chance.uniform(3, 8))
            kill(running[0])
            running[0] = machines.start(here, *scheduler, before=before)
        with machines.at(here) as office:
            while not is_done(office, answered, silent):
                assert time.monotonic() < until, (machines.home / "instance.log").read_text()
                time.sleep(0.5)
    finally:
        stop(running)

    with machines.at(here) as office:
        for reference in references:
            assert_whole(office, reference, answered=reference in answered)
        assert office.log_upkeep.problems() == []
    assert examined(read_settings()).problems == ()


def is_done(office: Office, answered: Sequence[str], silent: Sequence[str]) -> bool:
    """Whether all is entered that was to be, and what is public has its place in the log."""
    entered = all("answered" in kinds_of(office, each) for each in answered)
    swept = all("fell-silent" in kinds_of(office, each) for each in silent)
    return entered and swept and not office.log_proofs.records_waiting()


def assert_whole(office: Office, reference: str, *, answered: bool) -> None:
    with office.cases.look(reference) as case:
        history, papers = case.history, case.papers()
    times = Counter(once_key(entry.event) for entry in history)
    assert set(times.values()) == {1}, f"{reference}: {times}"
    assert [entry.seq for entry in history] == list(range(1, len(history) + 1))
    contents = {office.archive.read(reference, paper.digest) for paper in papers}
    assert (words_of(reference) in contents) is answered
