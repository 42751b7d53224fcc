"""What a locked, full, closed or missing database tells the person at the desk."""

import errno
import shutil
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from tests.storage.conftest import KEY, KEY_FILE
from tests.storage.samples import AT, BY, REFERENCE, file_request, received, silence
from tracker.domain.base.errors import Refusal
from tracker.storage.db import engine
from tracker.storage.db.engine import make_engine
from tracker.storage.db.errors import StorageTrouble, place, translate_disk_errors
from tracker.storage.office_data.upkeep import migrate
from tracker.storage.opening import Storage, open_storage


@pytest.fixture
def file(sqlite_template: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(sqlite_template, tmp_path / "tracker.sqlite3"))


@pytest.fixture
def office(file: Path, instance: Path) -> Iterator[Storage]:
    """An office on SQLite that gives up waiting for another writer at once."""
    opened = open_storage(f"sqlite:///{file}", instance, KEY, KEY_FILE)
    file_request(opened)
    opened.close()
    event.listen(
        opened.transactions.writers,
        "connect",
        lambda connection, _: connection.execute("PRAGMA busy_timeout = 50"),
    )
    yield opened
    opened.close()


def history_length(office: Storage) -> int:
    with office.cases.look(REFERENCE) as case:
        return len(case.history)


def test_a_database_held_by_another_writer_is_said_so(office: Storage, file: Path) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with (
            pytest.raises(StorageTrouble, match=r"another writer.*try again.*is intact") as told,
            office.cases.open(REFERENCE) as case,
        ):
            case.enter(silence(), at=AT, by=BY)
        other.execute("ROLLBACK")

    assert str(file) in " ".join(told.value.__notes__), "for the operator, not for a page"
    assert history_length(office) == 2


def test_a_new_database_with_a_lock_is_waited_for(tmp_path: Path) -> None:
    """To turn a file over to its write-ahead log, SQLite does not wait by itself."""
    file = tmp_path / "new.sqlite3"
    other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    with closing(other):
        other.execute("CREATE TABLE one (n INTEGER)")
        other.execute("BEGIN IMMEDIATE")
        ends = threading.Timer(0.2, other.rollback)
        ends.start()
        engine = make_engine(f"sqlite:///{file}")
        try:
            with engine.begin() as connection:
                mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar_one()
        finally:
            ends.join()
            engine.dispose()

    assert mode == "wal"


def test_a_writer_leaves_others_a_gap_before_it_writes_again(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed, slept = [100.0], list[float]()
    clock = SimpleNamespace(monotonic=lambda: passed[0], sleep=slept.append)
    monkeypatch.setattr(engine, "time", clock)
    writers = make_engine(f"sqlite:///{file}")

    def write(seconds: float) -> None:
        with writers.begin() as connection:
            connection.execute(sa.text("SELECT 1"))
            passed[0] += seconds

    write(0.5)
    assert slept == []
    write(0.0625)
    assert slept == [pytest.approx(0.1)]
    write(9)
    assert slept[1:] == [pytest.approx(0.0125)]
    write(0)
    assert slept[2:] == [pytest.approx(0.12)], "one that waits looks every tenth of a second"
    passed[0] += 10
    write(0)
    assert len(slept) == 3, "a pause is a gap"
    writers.dispose()


def test_readers_leave_no_gaps(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    passed = [100.0]
    monkeypatch.setattr(engine, "time", SimpleNamespace(monotonic=lambda: passed[0]))
    readers = make_engine(f"sqlite:///{file}", read_only=True)
    for _ in range(2):
        with readers.begin() as connection:
            connection.execute(sa.text("SELECT 1"))
            passed[0] += 1
    readers.dispose()


def test_a_writer_that_goes_on_and_on_keeps_nobody_out(file: Path) -> None:
    writers, stopped = make_engine(f"sqlite:///{file}"), threading.Event()

    def write() -> None:
        with writers.begin() as connection:
            connection.execute(sa.text("SELECT 1"))
            time.sleep(0.02)

    def go_on() -> None:
        while not stopped.is_set():
            write()

    other = threading.Thread(target=go_on)
    other.start()
    try:
        for _ in range(5):
            write()
    finally:
        stopped.set()
        other.join()
        writers.dispose()


def test_readers_continue_during_a_write(office: Storage) -> None:
    with office.cases.open(REFERENCE) as case:
        case.enter(silence(), at=AT, by=BY)
        with closing(sqlite3.connect(office.transactions.readers.url.database or "")) as reader:
            assert reader.execute("SELECT count(*) FROM event").fetchone() == (2,)


def test_a_full_disk_is_said_so_and_the_history_is_intact(office: Storage) -> None:
    @event.listens_for(office.transactions.writers, "connect")
    def fill(connection: sqlite3.Connection, _: object) -> None:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")

    def enter_until_it_is_full() -> None:
        with office.cases.open(REFERENCE) as case:
            for _ in range(500):
                case.enter(received(), at=AT, by=BY)

    with pytest.raises(StorageTrouble, match=r"no room left.*free some space.*is intact"):
        enter_until_it_is_full()

    assert history_length(office) == 2


def test_a_full_disk_under_the_evidence_is_said_so() -> None:
    with (
        pytest.raises(StorageTrouble, match=r"A document .*no space left.*free some space"),
        translate_disk_errors("A document of request k7m2p9qx"),
    ):
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_folder_that_may_not_be_written_is_said_so(office: Storage, instance: Path) -> None:
    instance.mkdir()
    (instance / "evidence").write_text("a file where a folder belongs")

    with pytest.raises(StorageTrouble, match="could not be kept"):
        office.archive.keep(REFERENCE, b"a scan")


def test_a_database_without_tables_says_what_to_run(tmp_path: Path) -> None:
    (tmp_path / "new.sqlite3").touch()
    opened = open_storage(f"sqlite:///{tmp_path / 'new.sqlite3'}", tmp_path, KEY, KEY_FILE)

    with pytest.raises(StorageTrouble, match="tracker migrate"):
        opened.premises.state()
    with pytest.raises(Refusal, match="tracker migrate"):
        opened.require_head()
    opened.close()


def test_a_file_that_is_no_database_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not a database, but long enough to look at it " * 100)

    with pytest.raises(StorageTrouble, match="no database of this program"):
        migrate(f"sqlite:///{tmp_path / 'notes.txt'}")


def test_looking_for_a_database_that_is_not_there_makes_none(tmp_path: Path) -> None:
    file = tmp_path / "100% of a folder" / "tracker.sqlite3"
    file.parent.mkdir()
    opened = open_storage(f"sqlite:///{file}", tmp_path, KEY, KEY_FILE)

    with pytest.raises(StorageTrouble, match="tracker init"):
        opened.premises.state()

    opened.close()
    assert not any(file.parent.iterdir())
    migrate(f"sqlite:///{file}")
    assert file.exists()


def test_a_folder_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(StorageTrouble, match="cannot be opened"):
        migrate(f"sqlite:///{tmp_path / 'nowhere' / 'tracker.sqlite3'}")


@pytest.mark.postgres
@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_a_request_held_by_another_writer_is_said_so(storage: Storage) -> None:
    file_request(storage)
    writers = storage.transactions.writers
    held = sa.create_engine(storage.transactions.url, poolclass=sa.NullPool)
    event.listen(writers, "begin", _wait_briefly)
    try:
        with held.begin() as other:
            other.exec_driver_sql("SELECT 1 FROM request FOR UPDATE")
            with (
                pytest.raises(StorageTrouble, match=r"another writer.*try again.*is intact"),
                storage.cases.open(REFERENCE),
            ):
                pass
    finally:
        # The engine serves later tests, which wait as long as the program does.
        event.remove(writers, "begin", _wait_briefly)


def _wait_briefly(connection: sa.Connection) -> None:
    connection.exec_driver_sql("SET LOCAL lock_timeout = 50")


@pytest.mark.postgres
def test_a_server_that_is_not_up_is_said_so_without_the_password(tmp_path: Path) -> None:
    url = f"postgresql+psycopg://tracker:secret@/tracker?host={tmp_path}"

    with pytest.raises(StorageTrouble, match="cannot be reached") as told:
        migrate(url)

    noted = " ".join(told.value.__notes__)
    assert "secret" not in str(told.value) + noted
    assert str(tmp_path) in noted.replace("%2F", "/")


@pytest.mark.postgres
def test_a_database_that_does_not_exist_is_said_so(fresh_postgres: str) -> None:
    url = sa.make_url(fresh_postgres).set(database="nowhere")

    with pytest.raises(StorageTrouble):
        migrate(url.render_as_string(hide_password=False))


def test_the_place_of_a_database_holds_no_password() -> None:
    told = place("postgresql+psycopg://tracker:secret@db.example:5433/office?sslmode=require")

    assert told == "postgresql://tracker@db.example:5433/office?sslmode=require"
