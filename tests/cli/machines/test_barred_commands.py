"""Commands on a machine that may enter nothing: each says so, or is known to enter nothing."""

import argparse
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlmodel import update

from tests.cli.instances import use_few_pages
from tests.cli.machines.test_database_commands import EARLIER, NEWER
from tracker.app.assembly import open_office
from tracker.cli import main
from tracker.cli.arguments import never
from tracker.cli.commands import _parser
from tracker.cli.starting import running
from tracker.cli.stopping import Stop
from tracker.services.ports.holds import Hold, unbind_from_servers
from tracker.settings import read_settings
from tracker.storage.db.tables.office import OfficeRow
from tracker.storage.db.transactions import Transactions
from tracker.storage.office_data.database_servers import LINK_IN

# Commands that enter or change something, with arguments with which they do.
BARRED = {
    "block new": (),
    "body new": (),
    "clock confirm": (),
    "erase": ("r0000001", "--for-good"),
    "invite": ("b@example.org",),
    "key-file make": ("office.key",),
    "key-file remove": ("office.key",),
    "law add": ("pk-x-2024.toml", "--why", "Compared.", "--by", "a@example.org"),
    "leave": ("a@example.org",),
    "log cosign": ("--import", "signed"),
    "log rotate": (),
    "log timestamp": ("--import", "answer"),
    "log witness add": ("witness.example+00000000+AAAA",),
    "log witness remove": ("witness.example",),
    "mail fetch": (),
    "measured take": ("pk-x-2024", "https://example.org", "answer.json"),
    "recovery add": ("age1",),
    "recovery give-access": ("a@example.org",),
    "recovery new": ("identity",),
    "recovery remove": ("age1",),
    "remind": (),
    "reopen": ("a0000001", "a@example.org"),
    "revise": (),
    "sweep": (),
    "unsubscribe": ("reader@example.org",),
}
# The way out where nothing may be entered, or what is needed to find it.
WAYS_OUT = (
    "clock status",
    "database confirm",
    "database status",
    "doctor",
    "log rejoin",
    "log replace",
    "log status",
    "mail check",
    "migrate",
    "recovery try",
    "restore",
)
# They look for themselves, and show pages all the same.
SERVING = ("run", "scheduler", "serve")
# A new office, or one that accuses nobody.
BEGINNING = ("init", "seed")
READING = (
    *("archive", "backup", "export", "unseal", "verify", "documents copy"),
    *("block check", "body check", "calendar list", "calendar show", "calendar refresh"),
    *("deadline", "letter", "law check", "law coverage", "law diff", "law links", "law list"),
    *("law new", "law package", "law schema", "law show", "law stale"),
    *("log witness list", "mail status", "measured ask", "measured list", "people"),
    "recovery list",
)
# With these they only show something, or write a file beside the office.
ENTER_NOTHING = (
    ("block", "new", "--file", "pk-x-2024.toml"),
    ("body", "new", "--file", "pk-x.toml"),
    ("log", "timestamp", "--to", "asked"),
    ("remind", "--dry-run"),
    ("revise", "--dry-run"),
)


def commands(parser: argparse.ArgumentParser, *before: str) -> Iterator[tuple[str, ...]]:
    """The names of all commands."""
    inside = [each for each in parser._actions if isinstance(each, argparse._SubParsersAction)]
    if not inside:
        yield before
    for each in inside:
        for name, below in each.choices.items():
            yield from commands(below, *before, name)


def enters(*words: str) -> bool:
    chosen = _parser().parse_args(words)
    return bool(chosen.enters(chosen))


def test_of_each_command_it_is_known_whether_it_enters_something() -> None:
    free = (*WAYS_OUT, *SERVING, *BEGINNING, *READING)
    named = sorted(" ".join(names) for names in commands(_parser()))

    assert named == sorted([*BARRED, *free])
    for name, words in BARRED.items():
        assert enters(*name.split(), *words), name
    for words in ENTER_NOTHING:
        assert not enters(*words), words


def test_a_way_out_is_barred_with_no_argument() -> None:
    free = {*WAYS_OUT, *SERVING, *BEGINNING, *READING}
    for names in commands(_parser()):
        parser: argparse.ArgumentParser = _parser()
        for name in names:
            (inside,) = (a for a in parser._actions if isinstance(a, argparse._SubParsersAction))
            parser = inside.choices[name]
        assert (parser.get_default("enters") is never) == (" ".join(names) in free), names


@pytest.fixture
def former(fresh_postgres: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A live office on a former server, whose requests another edition of the library counted."""
    use_few_pages(monkeypatch)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TRACKER_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.setenv("TRACKER_DATABASE_URL", fresh_postgres)
    words = ["init", "--live", "--admin", "a@example.org"]
    assert main([*words, "--recovery-file", str(tmp_path / "recovery")]) == 0
    assert main(["database", "confirm"]) == 0
    with open_office(read_settings()) as office:
        office.premises.note_edition("0" * 64)
    (tmp_path / "instance" / LINK_IN).write_text(NEWER)


@pytest.mark.postgres
def test_on_a_former_server_no_command_enters_anything(
    former: None, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, words in BARRED.items():
        capsys.readouterr()
        assert main([*name.split(), *words]) == 1, name
        assert "The database is on a former server." in capsys.readouterr().err, name

    assert main(["revise", "--dry-run"]) == 0
    with open_office(read_settings()) as office:
        assert office.premises.state().edition == "0" * 64
        assert office.holds.barred_by() is Hold.SERVER_LEFT


@pytest.mark.postgres
def test_on_a_server_that_nobody_confirmed_no_other_key_signs_the_log(
    former: None, fresh_postgres: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(Transactions(fresh_postgres)) as opened, opened.writing() as session:
        session.exec(update(OfficeRow).values(servers=EARLIER))
    (tmp_path / "instance" / LINK_IN).write_text(EARLIER)
    key, note = (tmp_path / "instance" / name for name in ("log.key", "log.note"))
    before = key.read_bytes(), note.read_bytes()
    unbind_from_servers()

    capsys.readouterr()
    assert main(["log", "rotate"]) == 1
    assert "The database is on another server than before." in capsys.readouterr().err
    assert (key.read_bytes(), note.read_bytes()) == before


@pytest.mark.postgres
def test_a_start_on_a_former_server_recalculates_nothing_and_says_so(
    former: None, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    with open_office(read_settings()) as office:
        running._bring_up_to_date(office, Stop())
        assert office.premises.state().edition == "0" * 64
    assert "The requests were not recalculated. The database is on" in capsys.readouterr().err
