"""A process that is killed in the middle leaves everything there once, or not at all."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.storage.conftest import KEY
from tests.storage.samples import AT, REFERENCE, file_request, silence
from tracker.services.ports import AlreadyEntered
from tracker.storage import Storage

ROOT = Path(__file__).parents[2]
SCAN = b"a scan of a reply"

BEGIN = """
import os, pathlib, signal, sys
from tests.storage.samples import AT, REFERENCE, silence
from tracker.storage import open_storage
storage = open_storage(sys.argv[1], pathlib.Path(sys.argv[2]), bytes.fromhex(sys.argv[3]))
def die():
    os.kill(os.getpid(), signal.SIGKILL)
"""
IN_A_WRITE = """
with storage.cases.open(REFERENCE) as case:
    case.enter(silence(), at=AT, by="sweep")
    die()
"""
AFTER_A_WRITE = """
with storage.cases.open(REFERENCE) as case:
    case.enter(silence(), at=AT, by="sweep")
die()
"""
IN_AN_UPLOAD = """
pathlib.Path.replace = lambda *_: die()
storage.archive.keep(REFERENCE, b"a scan of a reply")
"""
AFTER_AN_UPLOAD = """
storage.archive.keep(REFERENCE, b"a scan of a reply")
die()
"""


@pytest.fixture
def office(storage: Storage) -> Storage:
    file_request(storage)
    return storage


def killed(storage: Storage, instance: Path, work: str) -> None:
    """Do the work in a process of its own, which does not live to its end."""
    done = subprocess.run(
        [sys.executable, "-c", BEGIN + work, storage.transactions.url, str(instance), KEY.hex()],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr


def test_a_sweep_killed_before_its_end_entered_nothing_and_the_next_enters_it_once(
    office: Storage, instance: Path
) -> None:
    killed(office, instance, IN_A_WRITE)

    with office.cases.open(REFERENCE) as case:
        assert len(case.history) == 2
        case.enter(silence(), at=AT, by="sweep")
    with pytest.raises(AlreadyEntered), office.cases.open(REFERENCE) as case:
        case.enter(silence(), at=AT, by="sweep")


def test_a_sweep_killed_after_its_end_is_not_done_twice(office: Storage, instance: Path) -> None:
    killed(office, instance, AFTER_A_WRITE)

    with office.cases.open(REFERENCE) as case:
        assert len(case.history) == 3
        with pytest.raises(AlreadyEntered):
            case.enter(silence(), at=AT, by="sweep")


@pytest.mark.parametrize("work", [IN_AN_UPLOAD, AFTER_AN_UPLOAD])
def test_an_upload_that_was_killed_and_done_again_is_there_once(
    office: Storage, instance: Path, work: str
) -> None:
    killed(office, instance, work)

    digest = office.archive.keep(REFERENCE, SCAN)
    office.archive.sweep_leftovers(older_than_seconds=0)

    assert office.archive.read(REFERENCE, digest) == SCAN
    evidence = instance / "evidence"
    assert len([file for file in evidence.rglob("*") if file.is_file()]) == 1
