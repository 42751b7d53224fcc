"""A COMMIT that waits for a standby longer than documents of no request stay."""

import os
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import LiteralString

import psycopg
import pytest

from tests.cli.instances import use_few_pages
from tests.postgres import Cluster
from tracker.app.assembly import open_office
from tracker.app.office_storage import open_storage_of
from tracker.app.orphans import clear_orphans
from tracker.cli import main
from tracker.settings import read_settings
from tracker.storage.opening import papers_folder

pytestmark = [pytest.mark.slow, pytest.mark.postgres]
ROOT = Path(__file__).parents[3]
PATIENCE = 240
# A web server that is killed while its COMMIT waits; the server goes on waiting.
MAKES_A_REQUEST = """
from tests.offices import a_request
from tracker.app.assembly import open_office
from tracker.settings import read_settings
with open_office(read_settings()) as office:
    print('ready', flush=True)
    input()
    with office.archive.unsettled(['r0000001']), office.cases.together():
        office.archive.keep(a_request(office), b'a scan')
"""


def asked(cluster: Cluster, statement: LiteralString) -> str:
    with psycopg.connect(host=str(cluster.folder), user="tracker", dbname="postgres") as opened:
        found = opened.execute(statement).fetchone()
    return str(found[0]) if found else ""


def waiting(cluster: Cluster) -> bool:
    """Whether a COMMIT waits for a standby."""
    found = asked(cluster, "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'")
    return found != "0"


def wait_for_standby(cluster: Cluster, name: str) -> None:
    cluster.say(f"ALTER SYSTEM SET synchronous_standby_names = '{name}'")
    cluster.say("SELECT pg_reload_conf()")
    while asked(cluster, "SHOW synchronous_standby_names").strip('"') != name:
        time.sleep(0.05)
    # The process that makes checkpoints tells the others to wait, before it makes another one.
    cluster.say("CHECKPOINT")


def test_documents_of_a_commit_that_waits_for_a_day_stay(
    own_postgres: tuple[Cluster, subprocess.Popen[bytes]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cluster, _ = own_postgres
    use_few_pages(monkeypatch)
    folder, database = tmp_path / "instance", cluster.create()
    monkeypatch.setenv("TRACKER_INSTANCE", str(folder))
    monkeypatch.setenv("TRACKER_DATABASE_URL", cluster.url(database))
    assert main(["init"]) == 0
    settings = read_settings()
    with closing(open_storage_of(settings)) as rooms:
        rooms.premises.note_sweep(datetime.now(UTC) - timedelta(hours=24))
    cluster.say(f'ALTER DATABASE "{database}" SET synchronous_commit = on')
    maker = subprocess.Popen(
        [sys.executable, "-P", "-c", MAKES_A_REQUEST],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert maker.stdin is not None
    assert maker.stdout is not None
    try:
        assert maker.stdout.readline() == b"ready\n"
        wait_for_standby(cluster, "away")
        maker.stdin.write(b"\n")
        maker.stdin.flush()
        until = time.monotonic() + PATIENCE
        while not waiting(cluster):
            assert maker.poll() is None
            assert time.monotonic() < until
            time.sleep(0.1)
    finally:
        maker.kill()
        maker.communicate()
    kept = set(papers_folder(folder).names())
    assert kept
    for name in kept:
        os.utime(folder / "evidence" / str(name), (time.time() - 25 * 3600,) * 2)

    assert clear_orphans(settings) == 0

    wait_for_standby(cluster, "")
    with open_office(settings) as office:
        until = time.monotonic() + PATIENCE
        while not list(office.cases.references()):
            assert time.monotonic() < until
            time.sleep(0.1)
    assert set(papers_folder(folder).names()) == kept
