"""What draws a document reaches no network and nothing of the office, and leaves nothing on a
disk, not even when it is killed in the middle."""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from tests.documents import breaking_out, using_up
from tests.in_the_open import (
    PATIENCE,
    drawings_with,
    family,
    files_held_with,
    files_with,
    wait_for,
)
from tests.needs import missing
from tracker.documents import suite
from tracker.documents.sandbox.confined_jobs import (
    ConfinedJob,
    Confinement,
    ProcessLimits,
    candidates,
    confinement,
    probe,
    run_confined,
)
from tracker.documents.sandbox.confining import landlock_version
from tracker.documents.suite import as_pdf

ROOT = Path(__file__).parents[2]
PROGRAM = Path(breaking_out.__file__)
USING_UP = Path(using_up.__file__)
KINDS = ("by bubblewrap", "without bubblewrap")
# Landlock keeps signals within from this version on.
SIGNALS_KEPT_IN = 6


@cache
def confinements(kind: str) -> list[Confinement]:
    """The confinements of a kind that work on this machine, of every account that is possible."""
    by_bubblewrap = kind == KINDS[0]
    found = [each for each in candidates() if bool(each.bubblewrap) is by_bubblewrap]
    return [each for each in found if probe(each)]


@pytest.fixture(params=KINDS)
def confined(request: pytest.FixtureRequest, needs: Callable[..., Path]) -> list[Confinement]:
    if request.param == KINDS[0]:
        needs("bwrap")
    elif landlock_version() < SIGNALS_KEPT_IN:
        missing("This kernel has no Landlock, or an old one.")
    if not (found := confinements(request.param)):
        missing("bubblewrap is installed, and this system lets it make no namespaces.")
    return found


@pytest.fixture
def laid_out(tmp_path: Path) -> Iterator[dict[str, object]]:
    """An office with a secret, servers to reach, and another process with a word."""
    office, word = tmp_path / "office", secrets.token_hex(16)
    office.mkdir()
    (office / "secret.key").write_text(secrets.token_hex(16), encoding="utf-8")
    outside = tempfile.mkdtemp()
    local = str(Path(outside, "socket"))
    environment = {"PATH": os.defpath, "TRACKER_WORD": word}
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.socket(socket.AF_UNIX) as listening,
        subprocess.Popen(["sleep", "600"], env=environment) as other,
    ):
        listening.bind(local)
        listening.listen()
        yield {
            "port": server.getsockname()[1],
            "local": local,
            "secret": str(office / "secret.key"),
            "outside": outside,
            "word": word,
            "other": other.pid,
        }
        other.kill()


def test_what_draws_reaches_no_network_no_file_of_the_office_and_no_other_process(
    confined: list[Confinement], laid_out: dict[str, object]
) -> None:
    told = json.dumps(laid_out)
    job = ConfinedJob(PROGRAM, PATIENCE, 10_000, (told,))
    environment = os.environ | {"TRACKER_WORD": str(laid_out["word"])}
    free = subprocess.run([sys.executable, PROGRAM, told], env=environment, capture_output=True)

    for each in confined:
        assert json.loads(run_confined(job, b"", each)) == [], each

    # Without a sandbox all of it is possible, except for what this account itself may not do.
    beyond = {
        "reads the accounts of the machine",
        "makes a namespace",
        "attaches to another process",
    }
    assert {*breaking_out.attempts(laid_out)} - beyond <= {*json.loads(free.stdout)}


def test_what_converts_may_start_programs_and_nothing_else(
    confined: list[Confinement], laid_out: dict[str, object]
) -> None:
    job = ConfinedJob(PROGRAM, PATIENCE, 10_000, (json.dumps(laid_out),))
    job = replace(job, starts_programs=True, works_in_folder=True)

    for each in confined:
        assert json.loads(run_confined(job, b"", each)) == ["starts a program"], each


@pytest.mark.samples("by bubblewrap")
@pytest.mark.parametrize("what", ["memory", "processor", "file"])
def test_a_job_goes_on_to_none_of_its_limits(confined: list[Confinement], what: str) -> None:
    limits = ProcessLimits(memory=256 * 1024**2, seconds=1, file=1024**2)
    job = ConfinedJob(USING_UP, PATIENCE, 10_000, (what,), works_in_folder=True, limits=limits)

    for each in confined:
        assert run_confined(job, b"", each) == b"", each

    enough = replace(job, arguments=("little",))
    assert run_confined(enough, b"", confined[0]) == b"went on"


def test_the_strictest_that_works_is_taken(needs: Callable[..., Path]) -> None:
    needs("bwrap")

    assert confinement() in confinements(KINDS[0])
    assert (
        confinement().account
        or os.geteuid()
        or not any(each.account for each in confinements(KINDS[0]))
    )


def test_a_sandbox_that_is_gone_draws_nothing_and_breaks_nothing() -> None:
    """As while a newer version of it is installed."""
    job = ConfinedJob(PROGRAM, PATIENCE, 10_000)

    assert run_confined(job, b"", Confinement("/nowhere/bwrap")) == b""


@pytest.fixture
def converter(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Path]]:
    """`converter(does)` puts a program in the place of LibreOffice, where any account may read.

    Below /dev no sandbox would show it.
    """
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        program = Path(folder, "office", "program", "soffice")

        def put(does: str) -> Path:
            program.parent.mkdir(parents=True)
            program.write_text(f"#!/bin/sh\n{does}\n", encoding="utf-8")
            program.chmod(0o755)
            monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
            return program

        yield put


def test_a_converter_that_reads_the_office_and_calls_home_gets_nothing(
    confined: list[Confinement],
    laid_out: dict[str, object],
    converter: Callable[[str], Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The place of LibreOffice is taken by a program that prints what it can get."""
    told = json.dumps(laid_out)
    converter(f"{sys.executable} -I {PROGRAM} '{told}' >paper.pdf; cat paper.txt >>paper.pdf")
    for each in confined:
        monkeypatch.setattr(suite, "run_confined", with_the_tests(each))

        assert as_pdf(b"its words", "txt") == b'["starts a program"]\nits words', each


def with_the_tests(confined: Confinement) -> Callable[[ConfinedJob, bytes], bytes]:
    """The sandbox of this confinement, in which the program of the tests may be read as well."""

    def run(job: ConfinedJob, said: bytes) -> bytes:
        return run_confined(replace(job, reads=(*job.reads, PROGRAM)), said, confined)

    return run


CONVERTS = """
import sys
from tracker.documents import suite
from tracker.documents.sandbox.confined_jobs import Confinement, run_confined
confined = Confinement(sys.argv[1], int(sys.argv[2]) if sys.argv[2] else None)
whole = suite.run_confined
suite.run_confined = lambda job, said: run_confined(job, said, confined)
suite.as_pdf(sys.stdin.buffer.read(), "txt")
"""


@pytest.mark.samples("by bubblewrap")
def test_words_under_conversion_are_on_no_disk_even_if_all_is_killed_in_the_middle(
    confined: list[Confinement], converter: Callable[[str], Path], tmp_path: Path
) -> None:
    # A sleep of a length that no other has: its process can be found.
    length = f"600.{secrets.randbelow(10**9):09}"
    converter(f"cp paper.txt copy.txt; cp paper.txt $HOME/home.txt; exec sleep {length}")
    for each in confined:
        killed_in_the_middle(each, length, tmp_path)


def killed_in_the_middle(confined: Confinement, length: str, folder: Path) -> None:
    since, words = time.time() - 1, secrets.token_hex(20).encode()
    command = [sys.executable, "-c", CONVERTS, confined.bubblewrap, str(confined.account or "")]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "TMPDIR": str(folder)}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.PIPE) as child:
        assert child.stdin
        child.stdin.write(b"Words before. " + words)
        child.stdin.close()
        sleeping = wait_for(lambda: [p for p in family(child.pid) if runs(p, length)])

        assert files_with(words, since, folder) == []
        assert files_held_with(words, child.pid) == []
        # Bubblewrap's folder is seen by nobody else.
        assert bool(drawings_with(words)) is not bool(confined.bubblewrap)

        child.send_signal(signal.SIGKILL)
        child.wait(PATIENCE)
    wait_for(lambda: not any(runs(process, length) for process in sleeping))
    wait_for(lambda: drawings_with(words) == [])
    assert files_with(words, since, folder) == []


def test_words_in_a_file_and_in_a_deleted_file_that_is_open_are_found(tmp_path: Path) -> None:
    """The search of the other tests finds what there is."""
    since, words = time.time() - 1, secrets.token_hex(20).encode()
    with tempfile.NamedTemporaryFile() as named, tempfile.TemporaryFile(dir=tmp_path) as nameless:
        for file in (named, nameless):
            file.write(words)
            file.flush()

        assert files_with(words, since) == [named.name]
        assert len(files_held_with(words, os.getpid())) == 2


def runs(process: int, word: str) -> bool:
    try:
        return word.encode() in Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
