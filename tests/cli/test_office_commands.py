"""The commands that make, fill, sweep, examine, keep and restore an instance."""

import json
import os
import shutil
import sqlite3
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from docx import Document

from tests.cli.instances import instance_made, prepare_here
from tests.fixed_day import offices_are_at
from tests.offices import BY, a_request
from tests.ports import free_port
from tracker.app.assembly import open_office
from tracker.app.health import health, hold_problems
from tracker.cli import main
from tracker.cli.commands import command_named
from tracker.domain.case.request import Applicant
from tracker.services.publishing.pending_publications import prepare_publication
from tracker.services.publishing.publishing import Publication
from tracker.settings import read_settings
from tracker.storage.db.erasures import ErasureFile


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An instance folder that nothing else uses."""
    folder = tmp_path / "an instance"
    monkeypatch.setenv("TRACKER_INSTANCE", str(folder))
    return folder


def test_a_first_start_makes_what_is_needed_and_keeps_it_to_itself(
    instance: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["init"]) == 0

    assert "/welcome/" in capsys.readouterr().out
    assert instance.stat().st_mode & 0o777 == 0o700
    assert (instance / "secret.key").stat().st_mode & 0o777 == 0o600


def test_a_live_office_needs_an_administrator(
    instance: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["init", "--live"]) == 2

    assert "--admin EMAIL" in capsys.readouterr().err
    assert not instance.exists()


@pytest.mark.parametrize(
    ("words", "called"),
    [([], "boss@example.org"), (["--admin-name", "Ada Example"], "Ada Example")],
)
def test_the_first_administrator_is_not_called_by_the_name_of_the_office(
    instance: Path, capsys: pytest.CaptureFixture[str], words: list[str], called: str
) -> None:
    named = ["--name", "An office", "--admin", "boss@example.org"]
    key = ["--recovery-file", str(instance.parent / "key")]
    assert main(["init", "--live", *named, *words, *key]) == 0
    capsys.readouterr()

    assert main(["people", "--json"]) == 0

    (told,) = json.loads(capsys.readouterr().out)
    assert told["name"] == called


def test_a_demonstration_cannot_become_live(
    instance: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["init"])

    key = ["--recovery-file", str(instance.parent / "key")]
    assert main(["init", "--live", "--admin", "a@example.org", *key]) == 1
    assert "demonstration" in capsys.readouterr().err
    assert not (instance.parent / "key").exists()


@pytest.mark.parametrize("words", [["run"], ["serve"], ["migrate"], ["doctor"], ["backup", "b"]])
def test_an_instance_made_before_the_first_release_is_refused_in_one_sentence(
    instance: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
) -> None:
    instance_made(instance, "init")
    with sqlite3.connect(instance / "tracker.sqlite3") as database:
        database.execute("UPDATE alembic_version SET version_num = '0027'")
    database.close()
    before = sorted(instance.rglob("*"))
    monkeypatch.setenv("TRACKER_PORT", str(free_port()))
    prepare_here(monkeypatch)
    capsys.readouterr()

    assert main([*words, *(["--without-keys"] if words[0] == "backup" else [])]) == 1

    assert capsys.readouterr().err.splitlines() == [
        "tracker: The database was made before the first release and cannot be opened any more: "
        "it was a demonstration, so keep it with the version that made it, and make a new "
        "instance in another folder, named by TRACKER_INSTANCE."
    ]
    assert sorted(instance.rglob("*")) == before


@pytest.mark.slow
def test_a_seeded_office_is_well_and_sweeping_it_again_adds_nothing(
    instance: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["seed"]) == 0
    assert main(["seed"]) == 0
    assert main(["sweep", "--json"]) == 0
    assert main(["doctor"]) == 0

    said = capsys.readouterr().out
    assert "requests made" in said
    assert "filled already" in said
    assert "demonstration" in said


def test_a_sweep_as_of_a_day_says_what_it_entered(
    instance: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # A day on which the calendars are known.
    offices_are_at(datetime(2026, 11, 24, 9, tzinfo=UTC), monkeypatch)
    assert main(["seed"]) == 0
    capsys.readouterr()

    assert main(["sweep", "--on", "2099-01-01", "--json"]) == 0

    swept = json.loads(capsys.readouterr().out)
    assert {entry["kind"] for entry in swept["entered"]} == {"overdue", "fell-silent"}
    assert swept["failed"] == []


def test_a_live_office_does_not_sweep_a_day_to_come(
    instance: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    instance_made(instance, "init", "--live", "--admin", "a@example.org")

    assert main(["sweep", "--on", "2099-01-01"]) == 1
    assert "is in the future. A live office" in capsys.readouterr().err


def test_a_live_office_is_never_filled_with_invented_requests(
    instance: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    instance_made(instance, "init", "--live", "--admin", "a@example.org")

    assert main(["seed"]) == 1
    assert "live office" in capsys.readouterr().err


def test_a_letter_needs_no_instance(
    instance: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "letter.docx"
    words = ["letter", "--block", "pk-x-2024", "--to", "pk-pta", "--applicant", "A. Namoona"]
    words += ["--contact", "namoona@example.org"]

    assert main([*words, "--out", str(out)]) == 0

    said = "\n".join(paragraph.text for paragraph in Document(str(out)).paragraphs)
    assert "A. Namoona" in said
    assert said.count("namoona@example.org") == 1  # under the name at the head, and nowhere else
    assert "Please send electronic copies" in said
    assert "DEMONSTRATION" not in said
    assert not instance.exists()
    assert main([*words, "--out", str(out)]) == 2
    told = capsys.readouterr().err
    assert "note: the letter says: I am a citizen of Pakistan" in told
    assert "choose another name" in told


def test_a_letter_of_nobody_shows_what_is_left_to_fill_in(instance: Path, tmp_path: Path) -> None:
    out = tmp_path / "letter.docx"

    assert main(["letter", "--block", "pk-x-2024", "--to", "pk-pta", "--out", str(out)]) == 0

    said = "\n".join(paragraph.text for paragraph in Document(str(out)).paragraphs)
    assert "[name of the applicant]" in said
    assert "[address]" in said
    assert "Please send copies by post" in said


def test_a_letter_without_an_office_opens_no_database(
    instance: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "tracker.app", None)  # to import it now is an error
    out = tmp_path / "letter.docx"

    assert main(["letter", "--block", "pk-x-2024", "--to", "pk-pta", "--out", str(out)]) == 0
    assert out.read_bytes().startswith(b"PK")


def test_a_live_office_writes_no_letter_in_a_wording_not_taken_on(
    instance: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    instance_made(instance, "init", "--live", "--admin", "a@example.org")
    out = tmp_path / "letter.docx"
    words = ["letter", "--block", "pk-x-2024", "--to", "pk-pta", "--lang", "ur"]

    assert main([*words, "--out", str(out)]) != 0
    assert "no lawyer of this office has taken it on" in capsys.readouterr().err
    assert not out.exists()


def test_a_letter_beside_a_demonstration_says_so(instance: Path, tmp_path: Path) -> None:
    instance_made(instance, "init")
    out = tmp_path / "letter.docx"

    assert main(["letter", "--block", "pk-x-2024", "--to", "pk-pta", "--out", str(out)]) == 0

    head = Document(str(out)).sections[0].header
    assert "DEMONSTRATION" in "\n".join(paragraph.text for paragraph in head.paragraphs)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"--block": "pk-y"}, "no block “pk-y”"),
        ({"--to": "pk-nobody"}, "no public body “pk-nobody”"),
        ({"--lang": "xx"}, "cannot be in “xx”"),
        ({"--lang": "ur", "--law": "gb-foia-2000"}, "cannot be in “ur”"),
        ({"--questions": "no-such"}, "no question “no-such”"),
        ({"--out": "letter.txt"}, "does not end in .docx"),
        ({"--out": "no-such-folder/letter.docx"}, "could not be written"),
    ],
)
def test_a_letter_that_cannot_be_written_says_why(
    instance: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    changed: dict[str, str],
    says: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    options = {"--block": "pk-x-2024", "--to": "pk-pta", "--out": "letter.docx"} | changed

    assert main(["letter", *(word for pair in options.items() for word in pair)]) == 2
    assert says in capsys.readouterr().err


def test_a_backup_can_be_restored_elsewhere_and_is_well(
    instance: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    instance_made(instance, "seed")
    identity, kept = tmp_path / "identity.txt", tmp_path / "kept.tar.age"
    assert main(["recovery", "new", str(identity)]) == 0
    assert main(["backup", str(kept)]) == 0
    shutil.rmtree(instance)

    elsewhere = tmp_path / "elsewhere"
    monkeypatch.setenv("TRACKER_INSTANCE", str(elsewhere))
    assert main(["restore", str(kept), "--identity", str(identity)]) == 0

    assert main(["doctor"]) == 1
    assert "newest note of the public log is missing" in capsys.readouterr().err
    assert main(["log", "rejoin"]) == 2
    assert main(["log", "rejoin", "--nothing-newer"]) == 0
    assert main(["sweep"]) == 0
    assert main(["doctor"]) == 0
    capsys.readouterr()
    assert main(["seed"]) == 0
    assert "filled already" in capsys.readouterr().out


def test_a_clock_that_jumped_back_is_told_and_its_date_confirmed(
    instance: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    instance_made(instance, "init", "--live", "--name", "An office", "--admin", "a@example.org")
    settings, now = read_settings(), datetime.now(UTC)
    for ahead, told in ((timedelta(minutes=1), False), (timedelta(days=400), True)):
        with open_office(settings) as office:
            office.premises.note_sweep(now + ahead)
        capsys.readouterr()
        assert main(["clock", "status"]) == told
        assert (
            "The server date is uncertain. Entries here have" in capsys.readouterr().out
        ) == told
        main(["doctor"])
        assert (
            "The server date is uncertain. Entries here have" in capsys.readouterr().err
        ) == told
        with open_office(settings) as office:
            assert bool(hold_problems(office)) == told
            found = health(settings, office).problems
            assert (
                any("The server date is uncertain. Entries here have" in each for each in found)
                == told
            )
    assert main(["sweep"]) == 1
    assert "Nothing is logged as late, published or signed" in capsys.readouterr().err

    assert main(["clock", "confirm"]) == 0
    assert main(["clock", "status"]) == 0
    assert main(["sweep"]) == 0


def test_a_requester_is_erased_only_when_it_is_really_meant(
    instance: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    instance_made(instance, "seed")
    with open_office(read_settings()) as office:
        reference = office.records.lines()[0].reference

    assert main(["erase", reference]) == 2
    assert "--for-good" in capsys.readouterr().err
    assert main(["erase", reference, "--for-good"]) == 0

    with open_office(read_settings()) as office:
        assert office.records.record(reference).entries
        with office.cases.look(reference) as case:
            assert case.applicant() == Applicant()
            assert len(case.history) > 1
    assert main(["sweep"]) == 0
    assert main(["doctor"]) == 0
    assert main(["erase", "no-such", "--for-good"]) == 2


@pytest.mark.slow
def test_an_erasure_that_was_killed_once_it_was_noted_is_ended_by_the_next_migration(
    instance: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    instance_made(instance, "seed")
    with open_office(read_settings()) as office:
        reference = office.records.lines()[0].reference
        assert office.drafts.applicant_of(reference).name
    ErasureFile(instance).add([reference])
    copy = instance / "backups" / "before-0001.tar"
    copy.parent.mkdir()
    copy.write_bytes(b"made before")
    os.utime(copy, (0, 0))

    assert main(["migrate"]) == 0

    with open_office(read_settings()) as office:
        assert office.drafts.applicant_of(reference) == Applicant()
    capsys.readouterr()
    assert main(["doctor"]) == 1
    assert "backups/before-0001.tar is older than the last erasure" in capsys.readouterr().err


def test_doctor_names_a_publication_that_could_not_be_released_on_its_day(
    instance: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    instance_made(instance, "init")
    with open_office(read_settings()) as office:
        reference = a_request(office)
        later = (datetime.now(UTC) + timedelta(days=30)).date()
        prepare_publication(office, reference, Publication((1,), not_before=later), by=BY)
    assert main(["sweep"]) == 0
    assert main(["doctor"]) == 0
    with closing(sqlite3.connect(instance / "tracker.sqlite3")) as database, database:
        database.execute("UPDATE finished_publication SET sealed = x'01'")
    capsys.readouterr()

    assert main(["doctor"]) == 1

    assert f"the finished publication of request {reference}" in capsys.readouterr().err


def test_a_person_is_invited_from_the_command_line(
    instance: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    instance_made(instance, "init")

    assert main(["invite", "advocate@example.org", "--role", "advocate"]) == 0
    said = capsys.readouterr().out
    assert "/welcome/" in said
    assert "already has an account" not in said
    assert main(["invite", "Advocate@Example.org", "--name", "Adil", "--role", "admin"]) == 0
    said = capsys.readouterr().out
    assert "/welcome/" in said
    assert "advocate@example.org already has an account: advocate@example.org, advocate." in said
    assert main(["invite", "nobody"]) == 2


def test_without_an_instance_a_command_says_what_to_do(
    instance: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sweep"]) == 2
    assert "tracker init" in capsys.readouterr().err


def test_a_setting_that_does_not_exist_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TRACKER_PROT", "9000")

    assert main(["law", "list"]) == 2
    assert "TRACKER_PROT is not a setting" in capsys.readouterr().err


def test_every_command_has_its_function() -> None:
    named = {
        "revising": "revise_now",
        "offices": "init migrate_command seed sweep_now doctor erase_command clock_status "
        "confirm_clock",
        "backups": "backup_command restore_command",
        "recovery": "new_key_command add_key remove_key list_keys try_key give_access_command",
        "archives": "archive_command unseal_command",
        "people": "invite_person list_people leave_command reopen_command",
        "starting.running": "run_office",
        "starting.scheduling": "scheduler",
        "starting.serving": "serve",
        "law_library.laws": "list_laws show_law check_laws write_schema",
        "law_library.deadlines": "show_deadline",
        "law_library.calendars": "list_calendars show_calendar refresh_command",
        "law_library.letters": "write_letter",
        "law_library.entries": "new_block new_body check_block check_body",
    }
    for module, functions in named.items():
        for function in functions.split():
            assert callable(command_named(f"{module}.{function}")), function
