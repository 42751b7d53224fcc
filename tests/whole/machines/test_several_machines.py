"""Several machines on one PostgreSQL and one bucket of a real store, each with an instance folder
of its own: nothing is lost, nothing is there twice, and the public log stays one."""

import os
import random
import re
import signal
import subprocess
import time
import urllib.request
from collections import Counter
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest
from sqlalchemy import make_url

from tests.cli.instances import use_few_pages
from tests.offices import BY, kinds_of
from tests.ports import free_port
from tests.postgres import Cluster
from tests.s3_server import S3Server
from tests.whole.machines.desk_work import words_of
from tests.whole.machines.processes import Machines, kill, long_ago, once_key, share, stop
from tracker.app.examining import examined
from tracker.app.office_storage import open_storage_of
from tracker.cli import main
from tracker.domain.case.request import Applicant
from tracker.ledger.checkpoint import read_checkpoint
from tracker.ledger.notes import read_note
from tracker.services.cases.erasing import erase_person
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.ports.publishing import Publication
from tracker.services.publishing.publishing import publish_entries
from tracker.settings import read_settings

pytestmark = pytest.mark.postgres

REQUESTS, ANSWERED, OF_EACH_KIND = 14, 7, 5
DESKS = 2
SOME_CONNECTIONS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() "
    "AND backend_type = 'client backend' AND random() < 0.5"
)
LONGEST_SECONDS = 800


@pytest.fixture
def machines(
    fresh_postgres: str, s3: S3Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Machines:
    """A demonstration that was made on its first machine, and has signed nothing."""
    use_few_pages(monkeypatch)
    share(monkeypatch, fresh_postgres, s3.bucket())
    first = tmp_path / "first"
    monkeypatch.setenv("TRACKER_INSTANCE", str(first))
    assert main(["init"]) == 0
    return Machines(tmp_path, first)


def publish(office: Office, reference: str) -> None:
    publish_entries(office, reference, Publication((1,)), by=BY)


def test_two_machines_share_entries_documents_the_log_and_erasures(
    machines: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = machines.add(), machines.add()
    with machines.at(one) as here, machines.at(two) as there:
        reference = long_ago(here)
        with there.cases.look(reference) as case:
            papers = case.papers()
        contents = [there.archive.read(reference, paper.digest) for paper in papers]
        assert b"This paper is called delivery.txt.\n" in contents
        assert not any((one / "evidence").glob("[0-9a-f][0-9a-f]/*"))

        sweep(there)
        assert sweep(here).entered == ()

        # Each signs in turn, with a note of its own that follows the other's.
        sizes = []
        for signs in (here, there, here):
            publish(signs, long_ago(signs))
            sizes.append(signs.log_upkeep.append().size)
            assert signs.log_upkeep.problems() == []
        assert sizes == sorted(set(sizes))
        assert there.log_upkeep.append().added == 0
        assert (one / "log.note").read_bytes() == (two / "log.note").read_bytes()

        erase_person(here, reference, by=BY)
        with there.cases.look(reference) as case:
            assert case.applicant() == Applicant()
    assert not (two / "erased.log").exists()
    monkeypatch.setenv("TRACKER_INSTANCE", str(two))
    assert main(["migrate"]) == 0
    assert (two / "erased.log").read_text() == (one / "erased.log").read_text()


class Trial:
    """Processes on several machines. At random moments some are killed and started again, frozen,
    or cut off from the database, or the store of documents says nothing."""

    def __init__(
        self, machines: Machines, server: Cluster, store: S3Server, references: list[str]
    ) -> None:
        self.machines = machines
        self.server = server
        self.store = store
        self.database = make_url(os.environ["TRACKER_DATABASE_URL"]).database
        self.chance = random.Random(20261130)  # noqa: S311
        self.notes: dict[Path, set[bytes]] = {}
        self.commands: dict[Path, tuple[tuple[str, ...], int]] = {}
        self.running: dict[Path, subprocess.Popen[bytes]] = {}
        for _ in range(3):
            self._has(("-m", "tracker", "scheduler"))
        for _ in range(DESKS):
            self._has(("-m", "tracker", "serve"), free_port())
            mixed = self.chance.sample(references, len(references))
            self._has(("-m", "tests.whole.machines.desk_work", *mixed))

    def _has(self, words: tuple[str, ...], port: int = 0) -> None:
        machine = self.machines.add()
        self.commands[machine] = (words, port)
        self.start(machine)

    def start(self, machine: Path) -> None:
        words, port = self.commands[machine]
        self.running[machine] = self.machines.start(machine, *words, port=port)

    def look(self) -> None:
        """Note every checkpoint that a machine knows or serves."""
        for machine, (_, port) in self.commands.items():
            seen = self.notes.setdefault(machine, set())
            seen.add((machine / "log.note").read_bytes())
            if port:
                with (
                    suppress(OSError),
                    urllib.request.urlopen(
                        f"http://127.0.0.1:{port}/log/checkpoint", timeout=5
                    ) as answer,
                ):
                    seen.add(answer.read())

    def faults(self) -> list[Callable[[], None]]:
        """As many of each kind, in any order."""
        each = [self.kill_one, self.freeze_one, self.cut_some, self.freeze_store]
        kinds = each * OF_EACH_KIND
        return self.chance.sample(kinds, len(kinds))

    def freeze_one(self) -> None:
        """Have one stand still, with what it holds, while the others go on."""
        frozen = self.running[self._one_that_runs()]
        os.killpg(frozen.pid, signal.SIGSTOP)
        time.sleep(self.chance.uniform(1, 4))
        os.killpg(frozen.pid, signal.SIGCONT)

    def _one_that_runs(self) -> Path:
        """Any of them, except that of people whose work is done."""
        runs = [machine for machine, process in self.running.items() if process.poll() is None]
        return self.chance.choice(sorted(runs))

    def cut_some(self) -> None:
        """End about half of the connections to the database, whatever they do."""
        self.server.say(f"{SOME_CONNECTIONS} AND datname = '{self.database}'")

    def freeze_store(self) -> None:
        """Have the store take connections and say nothing."""
        with self.store.frozen():
            time.sleep(self.chance.uniform(1, 4))

    def start_what_failed(self) -> None:
        """Start what ended with an error, as the system’s service manager does."""
        for machine, process in self.running.items():
            if process.poll():
                self.start(machine)

    def kill_one(self) -> None:
        """Kill any of them, and start it again."""
        machine = self._one_that_runs()
        kill(self.running[machine])
        self.start(machine)

    def done(self) -> set[tuple[str, str]]:
        """What the desks said was done."""
        return set(re.findall(r"^done (\S+) (\w+)$", self._logs(), re.MULTILINE))

    def refusals(self) -> list[str]:
        """What the desks said was refused."""
        return re.findall(r"^refused .*$", self._logs(), re.MULTILINE)

    def _logs(self) -> str:
        return "".join(f.read_text("utf-8") for f in self.machines.home.glob("machine-*.log"))


def is_settled(office: Office, references: list[str]) -> bool:
    """Whether all is entered that was to be, and what is public has its place in the log."""
    kinds = {reference: kinds_of(office, reference) for reference in references}
    answered = all("answered" in kinds[each] for each in references[:ANSWERED])
    swept = all("fell-silent" in kinds[each] for each in references[ANSWERED:])
    return answered and swept and not office.log_proofs.records_waiting()


@pytest.mark.slow
def test_processes_killed_frozen_or_cut_off_lose_nothing_and_do_nothing_twice(
    machines: Machines, postgres: Cluster, s3: S3Server
) -> None:
    with machines.at(machines.first) as office:
        references = [long_ago(office) for _ in range(REQUESTS)]
        # However quick the machines are, the log then has more than one checkpoint.
        publish(office, long_ago(office))
        office.log_upkeep.append()
    trial = Trial(machines, postgres, s3, references[:ANSWERED])
    until = time.monotonic() + LONGEST_SECONDS
    try:
        for fault in trial.faults():
            time.sleep(trial.chance.uniform(0.5, 6))
            trial.look()
            fault()
            trial.start_what_failed()
        with machines.at(machines.first) as office:
            while not is_settled(office, references):
                assert time.monotonic() < until, trial.refusals()
                trial.start_what_failed()
                trial.look()
                time.sleep(0.5)
            trial.look()
    finally:
        stop(list(trial.running.values()))

    with machines.at(machines.first) as office:
        for kind, reference in trial.done():
            assert kind in kinds_of(office, reference), "what was said to be entered is lost"
        for reference in references:
            with office.cases.look(reference) as case:
                history, papers = case.history, case.papers()
            times = Counter(once_key(entry.event) for entry in history)
            # Both desks may find a request unpublished, and each publish it: the second makes
            # another version of the record, as it would by a person who publishes again.
            most = {key: DESKS if key[0] == "published" else 1 for key in times}
            assert all(times[key] <= most[key] for key in times), f"{reference}: {times}"
            assert [entry.seq for entry in history] == list(range(1, len(history) + 1))
            contents = {office.archive.read(reference, paper.digest) for paper in papers}
            assert (words_of(reference) in contents) is (reference in references[:ANSWERED])
        assert office.log_upkeep.append().added == 0
        assert office.log_upkeep.problems() == []
    assert examined(read_settings()).problems == ()
    assert_one_log(trial)


def assert_one_log(trial: Trial) -> None:
    """Every checkpoint that any machine knew or served is one of the log in the database."""
    with closing(open_storage_of(read_settings())) as rooms:
        trees = {each.size: read_note(each.note).text for each in rooms.log.checkpoints()}
    assert len(trees) > 1
    seen = set().union(*trial.notes.values())
    known = [read_checkpoint(read_note(note).text) for note in seen]
    assert max(tree.size for tree in known) == max(trees)
    for note, tree in zip(seen, known, strict=True):
        assert tree.size == 0 or read_note(note).text == trees[tree.size]
