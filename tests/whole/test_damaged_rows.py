"""A damaged row or file stops nothing else, and is named at the desk and by doctor."""

import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.browser.full_office import Full, fill, walk_in
from tests.offices import KEY, KEY_FILE, an_office, founded_in
from tests.web.browser import a_new_app, signed_in
from tracker.lawfiles.library_watch import Watch
from tracker.scheduler import Carrier, Jobs
from tracker.scheduler.handover import Handover
from tracker.services.core.office import Office
from tracker.services.ports.premises import RunStep
from tracker.storage.office_data.examination import Examining, examine
from tracker.storage.opening import open_storage

# A table, a column, what no program writes there, and words by which doctor names the row.
DAMAGE = [
    ("outbox", "made_at", "garbage", "of outbox"),
    ("outbox", "subject", b"\xff\xfe", "of outbox"),
    ("reminder", "day", "garbage", "of reminder"),
    ("reminder", "term", "{broken", "of reminder"),
    ("pending_publication", "not_before", "garbage", "of pending_publication"),
    ("pending_publication", "confirmed_by", b"\xff\xfe", "of pending_publication"),
    ("draft", "chosen", "{broken", "of draft"),
    ("draft", "changed_at", "garbage", "of draft"),
    ("subscription", "asked_at", "garbage", "of subscription"),
    ("prepared_letter", "prepared_at", "garbage", "of prepared_letter"),
    ("case_status", "phase", "{broken", "of case_status"),
    ("case_status", "reply_latest", "garbage", "of case_status"),
    ("assignment", "account", b"\xff\xfe", "of assignment"),
    ("account", "role", "{broken", "of account"),
    ("sealed_field", "sealed", b"\x01broken", "cannot be opened"),
    ("record_version", "content", b"\x01broken", "of the record"),
]
# Rows that no list and no step reads: doctor alone finds them.
UNSEEN = ("sealed_field", "subscription")
PAGES = (
    "/desk",
    "/desk/requests",
    "/desk/requests?matter=act",
    "/desk/reminders",
    "/desk/mail",
    "/desk/unsent",
)


@dataclass(frozen=True)
class Made:
    """A full office, closed: its folder, who is in it, and its time."""

    folder: Path
    full: Full
    moment: datetime


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("full")
    with an_office(folder, url=founded_in(folder)) as (office, clock):
        full = fill(office, clock)
        walk_in(office, full, signed_in(a_new_app(office), office, full.admin))
        return Made(folder, full, clock.moment + timedelta(hours=1))


@contextmanager
def damaged(made: Made, folder: Path, change: tuple[str, str, str | bytes]) -> Iterator[Office]:
    """The office with a changed row in the middle of a table, as a failing disk leaves it."""
    shutil.copytree(made.folder, folder)
    table, column, value = change
    blob = isinstance(value, bytes) and column in ("content", "sealed")
    put = "?" if blob or isinstance(value, str) else "CAST(? AS TEXT)"
    with closing(sqlite3.connect(folder / "tracker.sqlite3")) as connection:
        triggers = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in triggers.fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute("PRAGMA ignore_check_constraints = 1")
        rows = connection.execute(f"SELECT rowid FROM {table} ORDER BY 1").fetchall()  # noqa: S608
        change_row = f"UPDATE {table} SET {column} = {put} WHERE rowid = ?"  # noqa: S608
        connection.execute(change_row, (value, rows[len(rows) // 2][0]))
        connection.commit()
    with an_office(folder, url=f"sqlite:///{folder / 'tracker.sqlite3'}") as (office, clock):
        clock.moment = made.moment
        yield office


def problems(folder: Path) -> list[str]:
    url = f"sqlite:///{folder / 'tracker.sqlite3'}"
    with closing(open_storage(url, folder, KEY, KEY_FILE)) as rooms:
        stored = rooms.cases, rooms.archive, rooms.transactions
        return [*examine(*stored, Examining(opens=True)), *rooms.subscriptions.problems()]


@pytest.mark.samples("sealed_field", "record_version")
@pytest.mark.parametrize(("table", "column", "value", "named"), DAMAGE)
def test_a_damaged_row_stops_no_step_and_no_page_and_is_named(
    made: Made, tmp_path: Path, table: str, column: str, value: str | bytes, named: str
) -> None:
    folder = tmp_path / "damaged"
    with damaged(made, folder, (table, column, value)) as office:
        assert any(named in problem for problem in problems(folder))
        Carrier(office, threading.Event()).carry()
        Jobs(office, Handover(Watch(None)), None, threading.Event()).run_once()
        assert set(office.premises.state().failed_steps) <= {RunStep.READ}

        browser = signed_in(a_new_app(office), office, made.full.admin)
        drafts = [f"/desk/drafts/{draft.reference}" for draft in office.drafts.all()]
        pages = [browser.get(address) for address in (*PAGES, *drafts)]

    assert {page.status for page in pages} == {200}
    said = any("could not be" in page.text for page in pages)
    assert said is (table not in UNSEEN)


@pytest.mark.slow
def test_damaged_files_stop_no_step_and_no_page_and_each_is_named(
    made: Made, tmp_path: Path
) -> None:
    """Documents, plates of public copies and finished copies: every file has a changed byte."""
    folder = tmp_path / "damaged"
    shutil.copytree(made.folder, folder)
    files = sorted((folder / "evidence").glob("??/*"))
    for file in files:
        content = bytearray(file.read_bytes())
        content[len(content) // 2] ^= 1
        file.write_bytes(content)
    named = "\n".join(problems(folder))
    assert files
    assert all(f"evidence/{each.parent.name}/{each.name} was damaged" in named for each in files)
    with an_office(folder, url=f"sqlite:///{folder / 'tracker.sqlite3'}") as (office, clock):
        clock.moment = made.moment + timedelta(days=40)
        Jobs(office, Handover(Watch(None)), None, threading.Event()).run_once()
        assert set(office.premises.state().failed_steps) <= {RunStep.READ}
        browser = signed_in(a_new_app(office), office, made.full.admin)
        assert [browser.get(address).status for address in PAGES] == [200] * len(PAGES)


@pytest.mark.slow
def test_doctor_finds_nothing_in_an_office_without_damage(made: Made, tmp_path: Path) -> None:
    shutil.copytree(made.folder, tmp_path / "whole")
    assert problems(tmp_path / "whole") == []
