"""`tracker log`, and what a kill and other processes do to the public log."""

import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.authority import Authority
from tests.cli.instances import identity_of, instance_made, use_few_pages
from tests.offices import BY, a_paper, a_request, kinds_of, received
from tests.witness import AWitness
from tracker.app.assembly import open_office
from tracker.cli import main
from tracker.domain.base.days import DaySpan
from tracker.domain.case.case_state import case_state_of
from tracker.domain.law.outcome import QuestionOutcome
from tracker.domain.law.questions import Outcome
from tracker.services.cases.receiving import Response, take_reply
from tracker.services.ports.holds import Hold
from tracker.settings import read_settings
from tracker.storage.office_data.recovery import read_identity_file

# The private leaves of a day on which nobody entered anything.
PADDING = 16
KILLED_BEFORE_THE_NOTE = """
import os, signal
from tracker.ledger.files import NoteFile
from tracker.cli import main
NoteFile.write = lambda self, note: os.kill(os.getpid(), signal.SIGKILL)
main(["sweep"])
"""


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "instance"
    use_few_pages(monkeypatch)
    monkeypatch.setenv("TRACKER_INSTANCE", str(folder))
    return instance_made(folder, "init")


def status(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    capsys.readouterr()
    main(["log", "status", "--json"])
    return dict(json.loads(capsys.readouterr().out))


def something_waits() -> None:
    """An edition of the library, which waits for its place."""
    with open_office(read_settings()) as office:
        seen = office.premises.state().edition
        office.premises.note_edition(os.urandom(32).hex())
        office.premises.note_edition(seen)


def test_a_new_office_has_a_key_and_a_note_that_nobody_else_may_read(
    instance: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("log.key", "log.note"):
        assert (instance / name).stat().st_mode & 0o777 == 0o600
    told = status(capsys)
    assert (told["entries"], told["waiting for a place"], told["problems"]) == (0, 1, [])
    assert "/demonstration/log-" in str(told["name"])


def test_an_office_of_before_gets_its_key_when_it_is_migrated(
    instance: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (instance / "log.key").unlink()
    (instance / "log.note").unlink()
    assert main(["migrate"]) == 0
    assert status(capsys)["problems"] == []


def test_the_key_is_in_no_database_and_in_a_backup_only_encrypted(
    instance: Path, tmp_path: Path
) -> None:
    assert main(["sweep"]) == 0
    assert main(["recovery", "new", str(tmp_path / "identity")]) == 0
    assert main(["backup", str(tmp_path / "sealed.tar.age")]) == 0
    assert main(["backup", str(tmp_path / "open.tar"), "--without-keys"]) == 0
    seed = (instance / "log.key").read_text("utf-8").splitlines()[1]
    for file in (*instance.glob("tracker.sqlite3*"), *tmp_path.glob("*.tar*")):
        data = file.read_bytes()
        assert seed.encode() not in data, file
        assert bytes.fromhex(seed) not in data, file


@pytest.mark.slow
def test_a_kill_between_the_database_and_the_note_is_made_good_by_the_next_turn(
    instance: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (instance / "log.note").read_bytes()
    killed = subprocess.run([sys.executable, "-c", KILLED_BEFORE_THE_NOTE], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert (instance / "log.note").read_bytes() == before

    assert main(["sweep"]) == 0

    told = status(capsys)
    assert (told["entries"], told["problems"]) == (1 + PADDING, [])
    assert b"\n%d\n" % (1 + PADDING) in (instance / "log.note").read_bytes()


@pytest.mark.slow
def test_processes_that_sweep_at_once_write_one_log(
    instance: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(5):
        something_waits()
    command = [sys.executable, "-m", "tracker", "sweep"]
    others = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for _ in range(3)]
    assert [other.wait() for other in others] == [0, 0, 0]
    told = status(capsys)
    assert (told["entries"], told["waiting for a place"], told["problems"]) == (6 + PADDING, 0, [])


def test_a_database_that_was_put_back_is_noticed_and_holds_up_no_sweep(
    instance: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["backup", str(tmp_path / "kept.tar"), "--without-keys"]) == 0
    assert main(["sweep"]) == 0
    assert main(["restore", str(tmp_path / "kept.tar"), "--replace"]) == 0

    for command in (["doctor"], ["log", "status"], ["sweep"]):
        capsys.readouterr()
        assert main(command) == 1
        assert "The database was restored to an earlier state" in capsys.readouterr().err
    with open_office(read_settings()) as office:
        assert office.premises.state().last_sweep_at is not None


def test_a_live_office_accuses_nobody_from_a_database_that_was_put_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TRACKER_INSTANCE", str(tmp_path / "live"))
    admin = ("--admin", "a@example.org")
    instance_made(tmp_path / "live", "init", "--live", "--name", "An office", *admin)
    something_waits()
    assert main(["backup", str(tmp_path / "kept.tar"), "--without-keys"]) == 0
    assert main(["sweep"]) == 0
    assert main(["restore", str(tmp_path / "kept.tar"), "--replace"]) == 0
    with open_office(read_settings()) as office:
        before = office.premises.state().last_sweep_at

    assert main(["sweep"]) == 1
    assert "The database was restored to an earlier state" in capsys.readouterr().err
    with open_office(read_settings()) as office:
        assert office.holds.check() == (Hold.LOG_SET_BACK,)
        assert office.premises.state().last_sweep_at == before

    assert main(["log", "rejoin", "--nothing-newer"]) == 0
    assert main(["sweep"]) == 0


@pytest.mark.slow
def test_an_answer_that_an_older_database_of_the_same_day_lacks_accuses_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TRACKER_INSTANCE", str(tmp_path / "live"))
    admin = ("--admin", "a@example.org")
    instance_made(tmp_path / "live", "init", "--live", "--name", "An office", *admin)
    # The batch of this day is in the log, so nothing that is entered later today is public today.
    assert main(["sweep"]) == 0
    (secret,) = read_identity_file(identity_of(tmp_path / "live")).secrets
    with (
        open_office(read_settings()) as office,
        office.key_opening.opened(office.key_opening.by_key(secret.raw)),
    ):
        today = office.today_at("pk-pta")
        reference = a_request(office, on=today - timedelta(days=61))
        received(office, reference, today - timedelta(days=60))
        assert main(["backup", str(tmp_path / "kept.tar"), "--without-keys"]) == 0
        with office.cases.look(reference) as case:
            drafted = case_state_of(case.history).drafted
        assert drafted
        outcomes = [QuestionOutcome(each.key, Outcome.DISCLOSED) for each in drafted.questions]
        on = DaySpan.on(today - timedelta(days=50))
        response = Response("answered", on, tuple(outcomes), [a_paper()])
        take_reply(office, reference, response, by=BY)
        assert office.holds.check() == ()
    entries = status(capsys)["entries"]
    assert main(["restore", str(tmp_path / "kept.tar"), "--replace"]) == 0
    told = status(capsys)
    assert (told["entries"], told["problems"]) == (entries, []), "the log shows no difference"

    assert main(["sweep"]) == 1
    assert "The newest entry that this server stored is not in" in capsys.readouterr().err
    with open_office(read_settings()) as office:
        assert office.holds.check() == (Hold.ENTRIES_LOST,)
        assert kinds_of(office, reference)[-1] != "fell-silent"
    assert main(["doctor"]) == 1
    assert "The newest entry that this server stored is not in" in capsys.readouterr().err

    # A person has checked the database and accepts it as it is.
    assert main(["log", "rejoin", "--nothing-newer"]) == 0
    assert main(["sweep"]) == 0
    with open_office(read_settings()) as office:
        assert kinds_of(office, reference)[-1] == "fell-silent"


def test_the_key_is_changed_and_the_log_goes_on(
    instance: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = status(capsys)
    assert main(["log", "rotate"]) == 0
    something_waits()
    assert main(["sweep"]) == 0
    told = status(capsys)
    assert (told["name"], told["problems"]) == (old["name"], [])
    assert told["key"] != old["key"]
    # Each day has its own padding: at midnight (UTC) the test runs on two.
    assert told["entries"] in (3 + PADDING, 3 + 2 * PADDING)


def test_another_log_is_begun_only_when_it_is_really_meant(
    instance: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sweep"]) == 0
    old = status(capsys)
    (instance / "log.key").unlink()
    assert status(capsys)["problems"]
    assert main(["log", "replace"]) == 2
    assert main(["log", "replace", "--for-good"]) == 0
    told = status(capsys)
    assert told["name"] != old["name"]
    assert "/demonstration/log-" in str(told["name"])
    assert told["problems"] == []


def test_what_is_no_checkpoint_is_refused_in_a_sentence(
    instance: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "words").write_text("no checkpoint", "utf-8")
    for given in ("words", "nothing", "."):
        assert main(["log", "rejoin", str(tmp_path / given)]) in (1, 2)
        assert capsys.readouterr().err.startswith("tracker: ")


def test_witnesses_are_trusted_and_what_they_signed_is_published(
    instance: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sweep"]) == 0
    witness, file = AWitness(), tmp_path / "signed"
    with open_office(read_settings()) as office:
        note = office.log.newest()
    assert note
    file.write_bytes(witness.signed(note, datetime.now(UTC)))

    assert main(["log", "cosign", "--import", str(file)]) == 2
    assert "tracker log witness add KEY" in capsys.readouterr().err
    assert main(["log", "witness", "add", str(witness.key)]) == 0
    assert main(["log", "cosign", "--import", str(file)]) == 0
    assert f"of {1 + PADDING} entries is published with the signature of witness.example." in (
        capsys.readouterr().out
    )
    assert main(["log", "witness", "list"]) == 0
    assert capsys.readouterr().out == f"{witness.key}: signed {1 + PADDING} entries\n"
    assert main(["log", "witness", "remove", "witness.example"]) == 0
    assert "no witness any more; what it signed went with it (1)." in capsys.readouterr().out
    assert main(["log", "witness", "remove", "witness.example"]) == 2
    assert main(["log", "cosign", "--import", str(tmp_path / "none")]) == 2


@pytest.mark.slow
def test_a_timestamp_is_asked_for_taken_in_and_checked_in_a_copy(
    instance: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked, answer, copy = (str(tmp_path / name) for name in ("asked.tsq", "answer.tsr", "copy"))
    assert main(["log", "timestamp", "--to", asked]) == 2
    assert main(["sweep"]) == 0
    assert main(["log", "timestamp", "--to", asked]) == 0
    authority = Authority(tmp_path / "authority")
    Path(answer).write_bytes(authority.answer(Path(asked).read_bytes()))

    assert main(["log", "timestamp", "--import", answer]) == 2
    assert "Name the file with the authority’s own certificates" in capsys.readouterr().err
    assert main(["log", "timestamp", "--import", answer, "--tsa", answer]) == 2
    root = str(authority.root)
    assert main(["log", "timestamp", "--import", answer, "--tsa", root]) == 0
    assert f"of {1 + PADDING} entries is published with a timestamp of" in capsys.readouterr().out

    assert main(["export", "--to", copy]) == 0
    assert main(["verify", copy, "--tsa", root]) == 0
    assert "A timestamp of the authority you named says" in capsys.readouterr().out
    other = Authority(tmp_path / "other").root
    assert main(["verify", copy, "--tsa", str(other)]) == 1
