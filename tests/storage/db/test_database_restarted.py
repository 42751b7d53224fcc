"""PostgreSQL crashes under a running office and comes back: pages say so, and the same processes
go on without losing anything."""

import json
import os
import subprocess
import time
import urllib.request
from pathlib import Path
from urllib.error import HTTPError

import pytest

from tests.cli.instances import use_few_pages
from tests.offices import a_request
from tests.ports import free_port
from tests.postgres import SAFE, Cluster, start_server, stop_server
from tests.whole import test_serving
from tests.whole.test_serving import Running, running
from tracker.app.assembly import open_office
from tracker.cli import main
from tracker.settings import read_settings

pytestmark = [pytest.mark.slow, pytest.mark.postgres]
AWAY_SECONDS = 6


def status_of(run: Running, path: str) -> int:
    try:
        with urllib.request.urlopen(run.url + path, timeout=120) as answer:  # noqa: S310
            return int(answer.status)
    except HTTPError as error:
        return error.code


def last_sweep(run: Running) -> str:
    """When the last sweep ran; empty before the first. A busy machine may be late with it."""
    try:
        told = run.get("/healthz")[1]
    except HTTPError as error:
        told = error.read().decode()
    return json.loads(told)["last_sweep_at"] or ""


def test_a_database_that_crashes_and_comes_back_loses_nothing(
    own_postgres: tuple[Cluster, subprocess.Popen[bytes]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cluster, server = own_postgres
    stop_server(server)
    server = start_server(cluster, SAFE)
    use_few_pages(monkeypatch)
    # All parts start over a server that writes everything to the disk.
    monkeypatch.setattr(test_serving, "PATIENCE", 300)
    instance = tmp_path / "instance"
    monkeypatch.setenv("TRACKER_INSTANCE", str(instance))
    monkeypatch.setenv("TRACKER_DATABASE_URL", cluster.url(cluster.create()))
    monkeypatch.setenv("PATH", f"{cluster.binaries}{os.pathsep}{os.environ['PATH']}")
    assert main(["init"]) == 0

    with running(instance, free_port(), tmp_path / "log") as run:
        run.wait_until_up("/requests")
        run.wait_for(lambda: last_sweep(run) != "")
        with open_office(read_settings()) as office:
            reference = a_request(office)
            with office.cases.look(reference) as case:
                entered = case.history
        before, swept = run.parts(), last_sweep(run)

        stop_server(server)
        assert status_of(run, "/requests") == 503
        assert status_of(run, "/healthz") == 503
        time.sleep(AWAY_SECONDS)
        assert run.children() == before, run.said()

        server = start_server(cluster, SAFE)
        try:
            run.wait_until_up("/requests")
            run.wait_for(lambda: last_sweep(run) > swept)
            assert run.children() == before, "no process was started again"
            with open_office(read_settings()) as office, office.cases.look(reference) as case:
                assert case.history == entered
            assert main(["doctor", "--no-mail"]) == 0
        finally:
            run.process.terminate()
            run.process.wait(60)
            stop_server(server)
