"""What a balancer is told of a machine, beside what a supervisor is told of the office."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.instances import instance_made, use_few_pages
from tracker.app.assembly import open_office
from tracker.app.site_of_office import app_of
from tracker.services.ports.holds import Hold
from tracker.settings import read_settings


def test_a_hold_takes_no_machine_from_the_balancer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_few_pages(monkeypatch)
    folder = tmp_path / "instance"
    monkeypatch.setenv("TRACKER_INSTANCE", str(folder))
    instance_made(folder, "init", "--live", "--admin", "a@example.org")
    with open_office(read_settings()) as office:
        client = app_of(read_settings(), office).test_client()
        office.premises.note_holds((Hold.CLOCK_AHEAD,))
        assert "server date is uncertain" in client.get("/healthz").text
        assert client.get("/healthz").status_code == 503
        assert client.get("/healthz/pages").status_code == 200

        # A machine with another version of the program cannot make them.
        with closing(sqlite3.connect(folder / "tracker.sqlite3")) as database, database:
            database.execute("UPDATE alembic_version SET version_num = '001'")
        told = client.get("/healthz/pages")
        assert told.status_code == 503
        assert told.get_json()["problems"][0].startswith("The database stands at 001")
