"""A disk that is really full, under the documents and under a database of either kind."""

import os
import shutil
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path

import psycopg
import pytest

from tests.postgres import SAFE, Cluster, start_server, stop_server
from tests.storage.conftest import KEY, KEY_FILE
from tests.storage.samples import AT, BY, REFERENCE, file_request, received, silence
from tests.surroundings import on_a_small_disk
from tracker.storage.db.errors import StorageTrouble
from tracker.storage.office_data.upkeep import migrate
from tracker.storage.opening import Storage, open_storage

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
SCAN = b"a scan of a reply"
# The files of a new server of PostgreSQL take about a third of the larger one.
SQLITES_DISK, POSTGRES_DISK = 20_000_000, 200_000_000
NO_ROOM = "no room left on its disk: free some space and try again."


def enter_many(storage: Storage) -> None:
    """More than fits into what the files of a database have left."""
    with storage.cases.open(REFERENCE) as case:
        for _ in range(1500):
            case.enter(received(), at=AT, by=BY)


def enter_one(storage: Storage) -> int:
    """One entry more; the length of the timeline."""
    with storage.cases.open(REFERENCE) as case:
        case.enter(silence(), at=AT, by=BY)
        return len(case.history)


def work_on(disk: Path) -> None:
    """Keep an office on this disk, fill it, try to save more, and go on with room again.

    Runs in a process of its own, to which the disk is a small one. Prints what it is told.
    """
    shutil.copy(os.environ["TEMPLATE"], disk / "tracker.sqlite3")
    url = f"sqlite:///{disk / 'tracker.sqlite3'}"
    with closing(open_storage(url, disk / "instance", KEY, KEY_FILE)) as storage:
        file_request(storage)
        before = storage.archive.keep(REFERENCE, SCAN)
        filler = disk / "filler"
        fill(filler)
        for act in (
            lambda: storage.archive.keep(REFERENCE, 100 * SCAN),
            lambda: enter_many(storage),
        ):
            try:
                act()
            except StorageTrouble as trouble:
                print(trouble)
        filler.unlink()
        after = storage.archive.keep(REFERENCE, 100 * SCAN)
        print(storage.archive.read(REFERENCE, before) == SCAN)
        print(storage.archive.read(REFERENCE, after) == 100 * SCAN)
        print(enter_one(storage))


def fill(file: Path) -> None:
    """Write until nothing fits any more."""
    with suppress(OSError), file.open("wb", buffering=0) as filler:
        while True:
            filler.write(bytes(4096))


def test_a_full_disk_under_sqlite_and_the_documents(sqlite_template: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [
            *on_a_small_disk(tmp_path, SQLITES_DISK),
            *(sys.executable, "-P", "-m", "tests.storage.db.test_full_disk", str(tmp_path)),
        ],
        cwd=ROOT,
        env=os.environ | {"TEMPLATE": str(sqlite_template)},
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stderr
    document, database, *rest = done.stdout.splitlines()
    assert document.startswith("A document of request")
    assert "no space left" in document.lower()
    assert NO_ROOM in database
    assert rest == ["True", "True", "3"], "both documents, and the timeline with one entry more"


@pytest.mark.postgres
def test_a_full_disk_under_postgresql(
    own_postgres: tuple[Cluster, subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    cluster, server = own_postgres
    stop_server(server)
    data, made = cluster.folder / "data", cluster.folder / "made"
    data.rename(made)
    data.mkdir()
    filler = data / "filler"
    moves_in = ["sh", "-c", f'cp -a {made}/. {data} && exec "$@"', "sh"]
    server = start_server(cluster, SAFE, [*on_a_small_disk(data, POSTGRES_DISK), *moves_in])
    try:
        url = cluster.url(cluster.create())
        migrate(url)
        with closing(open_storage(url, tmp_path, KEY, KEY_FILE)) as storage:
            storage.keys.begin_office()
            file_request(storage)
            # Only the server sees its disk.
            cluster.say(f"COPY (SELECT 1) TO PROGRAM 'cat /dev/zero > {filler} || true'")
            with pytest.raises(StorageTrouble, match=NO_ROOM):
                enter_many(storage)
            cluster.say(f"COPY (SELECT 1) TO PROGRAM 'rm {filler}'")

            assert enter_one(storage) == 3, "nothing of the refused step, and one entry more"
    finally:
        # A signal would reach what confines the server, and not the server.
        with suppress(psycopg.OperationalError):
            cluster.say(
                f"COPY (SELECT 1) TO PROGRAM 'kill -QUIT $(head -n 1 {data}/postmaster.pid)'"
            )
        server.wait(timeout=60)


if __name__ == "__main__":
    work_on(Path(sys.argv[1]))
