"""A process that is killed in the middle leaves everything there once, or not at all."""

import os
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.backups import CHECK, IDENTITY, SIGN, with_recovery
from tests.storage.conftest import KEY, KEY_FILE, ONLY_SQLITE
from tests.storage.samples import AT, REFERENCE, file_request, silence
from tracker.services.ports.cases import AlreadyEntered
from tracker.storage.office_data.backup import backup
from tracker.storage.office_data.restore import restore
from tracker.storage.opening import Storage, open_storage

ROOT = Path(__file__).parents[3]
SCAN = b"a scan of a reply"

BEGIN = """
import os, pathlib, signal, sys
from tests.storage.samples import AT, REFERENCE, silence
from tracker.storage.opening import open_storage
from tests.shared import KEY, KEY_FILE
storage = open_storage(sys.argv[1], pathlib.Path(sys.argv[2]), KEY, KEY_FILE)
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


OTHER_PLACES = ("read_end", "_settle")
IN_A_RESTORE = """
from tests.backups import CHECK
from tracker.storage.office_data import restore
restore.{place} = lambda *_: die()
folder = pathlib.Path(sys.argv[2])
file = folder.with_name("backup.tar.age")
restore.restore(file, sys.argv[1], folder, CHECK, [os.environ["IDENTITY"]], overwrite=True)
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


@pytest.mark.samples("sqlite")
def test_a_sweep_killed_before_its_end_entered_nothing_and_the_next_enters_it_once(
    office: Storage, instance: Path
) -> None:
    killed(office, instance, IN_A_WRITE)

    with office.cases.open(REFERENCE) as case:
        assert len(case.history) == 2
        case.enter(silence(), at=AT, by="sweep")
    with pytest.raises(AlreadyEntered), office.cases.open(REFERENCE) as case:
        case.enter(silence(), at=AT, by="sweep")


@pytest.mark.samples("postgresql")
def test_a_sweep_killed_after_its_end_is_not_done_twice(office: Storage, instance: Path) -> None:
    killed(office, instance, AFTER_A_WRITE)

    with office.cases.open(REFERENCE) as case:
        assert len(case.history) == 3
        with pytest.raises(AlreadyEntered):
            case.enter(silence(), at=AT, by="sweep")


@pytest.mark.parametrize(
    "work", [IN_AN_UPLOAD, pytest.param(AFTER_AN_UPLOAD, marks=pytest.mark.slow)]
)
def test_an_upload_that_was_killed_and_done_again_is_there_once(
    office: Storage, instance: Path, work: str
) -> None:
    killed(office, instance, work)

    digest = office.archive.keep(REFERENCE, SCAN)
    office.archive.sweep_leftovers(older_than_seconds=0)

    assert office.archive.read(REFERENCE, digest) == SCAN
    evidence = instance / "evidence"
    assert len([file for file in evidence.rglob("*") if file.is_file()]) == 1


@pytest.mark.parametrize("own_url", ONLY_SQLITE, indirect=True)
@pytest.mark.parametrize(
    "place", ["_set_aside", *(pytest.param(each, marks=pytest.mark.slow) for each in OTHER_PLACES)]
)
def test_a_restore_that_was_killed_while_it_read_has_touched_nothing(
    own_url: str, instance: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    monkeypatch.setenv("IDENTITY", IDENTITY)
    with_recovery(instance)
    (instance / "secret.key").write_bytes(KEY)
    with closing(open_storage(own_url, instance, KEY, KEY_FILE)) as office:
        file_request(office)
        file = instance.with_name("backup.tar.age")
        backup(own_url, instance, file, SIGN)
        with office.cases.open(REFERENCE) as case:
            case.enter(silence(), at=AT, by="sweep")
        killed(office, instance, IN_A_RESTORE.format(place=place))

        with office.cases.look(REFERENCE) as case:
            assert len(case.history) == 3
    assert len(list(instance.glob(".restoring-*"))) == 1, "the scheduler removes it a day later"

    restore(file, own_url, instance, CHECK, [IDENTITY], overwrite=True)
    again = open_storage(own_url, instance, KEY, KEY_FILE)
    with closing(again), again.cases.look(REFERENCE) as case:
        assert len(case.history) == 2
