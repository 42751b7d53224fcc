"""`tracker doctor`: how much it reads, and what it says about the office’s own library."""

import re
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.cli.instances import instance_made
from tests.offices import BY, a_paper, a_request, received
from tests.statements import sent_statements
from tracker.app import examining
from tracker.app.assembly import open_office
from tracker.app.examining import Examination, examined
from tracker.app.office_storage import open_storage_of
from tracker.cli import main
from tracker.domain.base.days import DaySpan
from tracker.domain.base.terms import Channel
from tracker.domain.events.correspondence.document_received import DocumentReceived
from tracker.ledger.files import KeyFile, NoteFile
from tracker.ledger.signed_log import SignedLog
from tracker.parallel import workers
from tracker.services.core.office import Office
from tracker.services.core.recording import record
from tracker.services.office_data.own_entries import save_entry
from tracker.services.people.accounts import add_account
from tracker.services.ports.own_library import EntryName
from tracker.services.ports.people import RoleName
from tracker.settings import read_settings
from tracker.storage.office_data import examination


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An instance folder that nothing else uses."""
    folder = tmp_path / "an instance"
    monkeypatch.setenv("TRACKER_INSTANCE", str(folder))
    return folder


@pytest.fixture
def instance(empty: Path) -> Path:
    """A filled office that nothing else uses."""
    instance_made(empty, "seed")
    return empty


def place_everything(days: int) -> None:
    """Append all entries to the log, as if so many days had passed."""
    settings, later = read_settings(), datetime.now(UTC) + timedelta(days)
    with closing(open_storage_of(settings)) as rooms:
        outside = NoteFile(settings.log_note)
        SignedLog(rooms.log, KeyFile(settings.log_key), outside, lambda: later).append()
        assert rooms.log.waiting() == 0


def enter_something(reference: str, channel: Channel) -> None:
    with open_office(read_settings()) as office:
        event = DocumentReceived(on=DaySpan.on(office.now().date()), channel=channel)
        record(office, reference, event, [a_paper()], by=BY)


def damage(instance: Path, reference: str) -> None:
    """Change what a history says, past the guards."""
    with closing(sqlite3.connect(instance / "tracker.sqlite3")) as database, database:
        (guard,) = database.execute(
            "SELECT sql FROM sqlite_master WHERE name = 'event_no_update'"
        ).fetchone()
        database.execute("DROP TRIGGER event_no_update")
        database.execute("UPDATE event SET body = x'00' WHERE request = ?", [reference])
        database.execute(guard)


def test_only_what_changed_since_nothing_was_wrong_is_read(instance: Path) -> None:
    settings = read_settings()
    with open_office(settings) as office:
        first, other = (line.reference for line in office.records.lines()[:2])
    place_everything(days=2)

    assert examined(settings, changed=True) == Examination((), None), "none went before"
    assert examined(settings, changed=True) == Examination((), ())
    enter_something(first, Channel.POST)
    assert examined(settings, changed=True) == Examination((), (first,))
    place_everything(days=4)
    assert examined(settings, changed=True) == Examination((), (first,)), "it has a place now"
    assert examined(settings, changed=True) == Examination((), ())

    damage(instance, other)
    assert examined(settings, changed=True) == Examination((), ()), "it did not change"
    enter_something(first, Channel.COURIER)
    damage(instance, first)
    for _ in range(2):
        found = examined(settings, changed=True)
        assert found.requests == (first,), "what was wrong is read again"
        assert any(first in problem for problem in found.problems)
        assert not any(other in problem for problem in found.problems)
    assert any(other in problem for problem in examined(settings).problems)
    found = examined(settings, changed=True)
    assert found.requests is None, "there may be more of what a whole examination found"
    assert any(other in problem for problem in found.problems)


def test_in_a_large_office_other_processes_compare_and_find_the_same(
    instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = read_settings()
    with open_office(settings) as office:
        first = office.records.lines()[0].reference
    damage(instance, first)
    here = examined(settings)
    asked: list[int] = []
    ask = workers._Worker.asked

    def noted(process: workers._Worker, question: tuple[Any, ...]) -> object:
        asked.append(len(question[0]))
        return ask(process, question)

    monkeypatch.setattr(workers._Worker, "asked", noted)
    monkeypatch.setattr(examining, "_WORTH_PROCESSES", 1)
    monkeypatch.setattr(workers, "_in_order", when_ready(workers._in_order))
    monkeypatch.setattr(examination, "TOGETHER", 3)

    beside = examined(settings)

    assert beside == here
    assert any(first in problem for problem in beside.problems)
    assert asked, "no process was asked"


def when_ready(in_order: Callable[..., Any]) -> Callable[..., Any]:
    """Begin once a process is ready: a small office would be done before."""

    def begun(*given: object, **named: object) -> object:
        assert any(each.wait(60) for each in given if isinstance(each, threading.Event))
        return in_order(*given, **named)

    return begun


def test_what_changed_is_examined_with_the_same_statements_however_large_the_office_is(
    instance: Path,
) -> None:
    settings = read_settings()
    with open_office(settings) as office:
        first = office.records.lines()[0].reference
    place_everything(days=2)
    assert examined(settings).problems == ()
    enter_something(first, Channel.POST)
    with sent_statements() as few:
        assert examined(settings, changed=True).requests == (first,)
    with open_office(settings) as office:
        fill_again(office)
    place_everything(days=4)
    assert examined(settings).problems == ()
    enter_something(first, Channel.COURIER)

    with sent_statements() as many:
        assert examined(settings, changed=True).requests == (first,)

    assert len(many) == len(few)


def fill_again(office: Office) -> None:
    """Add requests of the same kinds."""
    for _ in range(5):
        received(office, a_request(office), office.now().date())


def test_a_log_that_is_shorter_than_it_was_is_read_whole(instance: Path) -> None:
    settings = read_settings()
    assert examined(settings) == Examination((), None)
    with closing(sqlite3.connect(instance / "tracker.sqlite3")) as database, database:
        database.execute("UPDATE office SET examined = examined + 1000")

    assert examined(settings, changed=True).requests is None


def test_a_reader_without_the_right_to_write_notes_nothing(
    instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_READ_ONLY", "yes")
    for _ in range(2):
        assert examined(read_settings(), changed=True) == Examination((), None)


def test_doctor_says_how_much_it_read(instance: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sweep"]) == 0
    assert main(["doctor", "--no-mail"]) == 0
    assert "\nexamined: everything\n" in capsys.readouterr().out

    assert main(["doctor", "--no-mail", "--changed"]) == 0

    assert re.search(
        r"\nexamined: \d+ requests that changed, and the end of the log\n", capsys.readouterr().out
    )


def test_doctor_knows_the_library_of_the_office_and_names_what_is_not_used(
    empty: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    instance_made(empty, "init")
    name = EntryName("bodies", "pk-agency")
    with open_office(read_settings()) as office:
        by = add_account(office, "lawyer@example.org", "Lawyer", RoleName.LAWYER).id
        shipped = office.library_reader.shipped(EntryName("bodies", "pk-pta"))
        save_entry(office, name, shipped.replace("body.pk-pta", "body.pk-agency"), "read", by=by)
    assert main(["revise"]) == 0
    assert main(["sweep"]) == 0
    assert main(["doctor"]) == 0
    with open_office(read_settings()) as office:
        (stored,) = office.own_library.in_force()
        office.own_library.add(replace(stored, text="nonsense"))
    capsys.readouterr()

    assert main(["doctor"]) == 1

    assert "entry bodies/pk-agency is not used: cannot be read" in capsys.readouterr().err


def test_references_that_cannot_be_read_and_a_history_that_is_gone_end_nothing(
    instance: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = (
        "UPDATE {0} SET request = CAST(x'ff41' AS TEXT) WHERE rowid = (SELECT min(rowid) FROM {0})"
    )
    with closing(sqlite3.connect(instance / "tracker.sqlite3")) as connection:
        triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        for (name,) in connection.execute(triggers).fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        for table in ("event", "record"):
            connection.execute(first.format(table))
        readable = "SELECT min(request) FROM record WHERE request < 'zzzzzzzz'"
        (gone,) = connection.execute(readable).fetchone()
        connection.execute("DELETE FROM event WHERE request = ?", (gone,))
        connection.commit()

    assert main(["doctor", "--no-mail"]) == 1

    told = capsys.readouterr().err
    assert "In the database, a published row cannot be read" in told
    assert f"Every entry of request {gone} is missing. Restore a backup, and find out why." in told
