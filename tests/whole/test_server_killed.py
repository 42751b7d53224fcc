"""The running server is killed outright in the middle of long work, and started again: nothing is
half done, nothing twice, and the page says what happened and how to go on."""

import os
import secrets
import signal
import subprocess
import time
import urllib.parse
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from http.client import IncompleteRead
from io import BytesIO
from pathlib import Path

import pytest
from lxml import html

from tests.cli.instances import instance_made
from tests.ports import free_port
from tests.storage.drafting.test_import_lists import HEADINGS, ROW
from tests.whole.test_serving import Running, running
from tracker.app.assembly import open_office
from tracker.cli import main
from tracker.services.drafting.importing import hand_in
from tracker.services.people.accounts import add_account
from tracker.services.people.sessions import digest
from tracker.services.ports.cases import RowFilter
from tracker.services.ports.people import RoleName, Session
from tracker.settings import read_settings

pytestmark = pytest.mark.slow

ROWS = 400
# The list names papers, which are not handed in here.
WITHOUT = {"without": "y"}
TOKEN = secrets.token_urlsafe(16)
EVER = datetime(2100, 1, 1, tzinfo=UTC)


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A demonstration with an administrator who is signed in."""
    folder = instance_made(tmp_path / "instance", "seed")
    monkeypatch.setenv("TRACKER_INSTANCE", str(folder))
    with open_office(read_settings()) as office:
        who = add_account(office, "alia@example.org", "Alia Admin", RoleName.ADMIN)
        now = office.now()
        # The server may be killed before its first sweep, and the office was made long ago.
        office.premises.note_sweep(now)
        office.people.sessions.start(Session(digest(TOKEN), who.id, now, now, EVER))
    return folder


def asked(run: Running, path: str, fields: dict[str, str] | None = None) -> urllib.request.Request:
    """A page or a form, as the browser of that person asks for it."""
    cookie, data = f"desk={TOKEN}", None
    if fields:
        cookie += f"; form={fields.pop('cookie')}"
        data = urllib.parse.urlencode(fields).encode()
    return urllib.request.Request(run.url + path, data, {"Cookie": cookie})  # noqa: S310


def form_of(run: Running, path: str) -> dict[str, str]:
    """The key of the form of a page, with the cookie that belongs to it."""
    with urllib.request.urlopen(asked(run, path), timeout=240) as answer:  # noqa: S310
        page = html.fromstring(answer.read())
        cookie = answer.headers["Set-Cookie"]
    key = str(page.xpath("string(//main//input[@name='csrf_token']/@value)"))
    return {"csrf_token": key, "cookie": cookie.partition("form=")[2].partition(";")[0]}


def words_of(run: Running, path: str) -> str:
    with urllib.request.urlopen(asked(run, path), timeout=240) as answer:  # noqa: S310
        page = html.fromstring(answer.read())
    return " ".join(str(page.xpath("string(//main)")).split())


def kill_all(pid: int) -> None:
    """A process and whatever it started, from the eldest on, without a chance to end anything."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGSTOP)
    found = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False)
    for child in map(int, found.stdout.split()):
        kill_all(child)
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


@contextmanager
def started(instance: Path, log: Path) -> Iterator[Running]:
    with running(instance, free_port(), log) as run:
        run.wait_until_up()
        yield run


def read_until(run: Running, request: urllib.request.Request, mark: bytes) -> bytes:
    """What the server sends up to that mark; then it is killed, and nothing more comes."""
    got, until = b"", time.monotonic() + 400
    with (
        suppress(IncompleteRead, OSError),
        urllib.request.urlopen(request, timeout=240) as answer,  # noqa: S310
    ):
        while mark not in got:
            assert time.monotonic() < until, got[-500:]
            got += answer.read1(512)
        kill_all(run.process.pid)
        got += answer.read()
    run.process.wait(60)
    return got


def requests_of() -> int:
    with open_office(read_settings()) as office:
        return office.case_rows.rows(RowFilter(), 0, 1)[1]


def test_an_import_that_the_server_did_not_survive_left_nothing_and_is_done_again_once(
    instance: Path, tmp_path: Path
) -> None:
    rows = "\n".join((HEADINGS, *(ROW.format(number) for number in range(ROWS))))
    with open_office(read_settings()) as office:
        who = next(each for each in office.people.accounts() if each.email == "alia@example.org")
        key = hand_in(office, "list.csv", rows.encode(), by=who.id)
    before, path = requests_of(), f"/desk/imports/{key}/check"

    with started(instance, tmp_path / "first") as run:
        page = read_until(run, asked(run, path, form_of(run, path) | WITHOUT), b"<progress")
    assert (
        b"If this page stops before it says the import is complete, nothing was imported" in page
    )
    assert b"Import complete" not in page
    assert requests_of() == before, "nothing is half done"
    assert main(["doctor"]) == 0

    with started(instance, tmp_path / "second") as run:
        assert "not imported" in words_of(run, "/desk/imports")
        again = asked(run, path, form_of(run, path) | WITHOUT)
        with urllib.request.urlopen(again, timeout=300) as answer:  # noqa: S310
            assert b"Import complete" in answer.read()
        said = words_of(run, "/desk/imports")
    assert requests_of() == before + ROWS
    assert "Imported on" in said
    assert main(["doctor"]) == 0


def test_an_archive_that_the_server_did_not_survive_is_no_archive_and_is_taken_again(
    instance: Path, tmp_path: Path
) -> None:
    begun = "/desk/archive?of=2&since=2024-01-01T00:00:00"
    with started(instance, tmp_path / "first") as run:
        whole = asked(run, begun, form_of(run, begun) | {"part": "1"})
        half = read_until(run, whole, b"people.json")
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(BytesIO(half))
    assert main(["doctor"]) == 0

    with started(instance, tmp_path / "second") as run:
        assert "0 of 2 parts sent completely" in words_of(run, begun)
        for number in ("1", "2"):
            again = asked(run, begun, form_of(run, begun) | {"part": number})
            with (
                urllib.request.urlopen(again, timeout=120) as answer,  # noqa: S310
                zipfile.ZipFile(BytesIO(answer.read())) as taken,
            ):
                assert taken.testzip() is None
        assert "2 of 2 parts sent completely" in words_of(run, begun)
