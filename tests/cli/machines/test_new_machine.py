"""A new machine on the database of an office: it asks a witness before it signs anything."""

import shutil
from pathlib import Path

import pytest

from tests.cli.instances import instance_made
from tests.cli.test_log_commands import something_waits, status
from tests.ledger.test_witness_notes import answering, giving
from tracker.cli import main


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a first machine, which signed something."""
    folder = tmp_path / "instance"
    monkeypatch.setenv("TRACKER_INSTANCE", str(folder))
    instance_made(folder, "init")
    assert main(["sweep"]) == 0
    return folder


@pytest.fixture
def machine(instance: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of another machine with the same keys and database, where something waits."""
    folder = tmp_path / "machine"
    folder.mkdir()
    for name in ("secret.key", "log.key", "office.key"):
        shutil.copy(instance / name, folder)
    monkeypatch.setenv("TRACKER_DATABASE_URL", f"sqlite:///{instance}/tracker.sqlite3")
    monkeypatch.setenv("TRACKER_INSTANCE", str(folder))
    something_waits()
    return folder


def test_without_a_witness_it_signs_nothing_and_says_what_to_do(
    machine: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = status(capsys)["entries"]
    with answering(giving(b"", 503)) as away:
        monkeypatch.setenv("TRACKER_WITNESSES", away)
        assert main(["sweep"]) == 1

    said = capsys.readouterr().err
    assert "no witness gave it" in said
    assert "Give it back by `tracker log rejoin`" in said
    assert not (machine / "log.note").exists()
    assert status(capsys)["entries"] == before


def test_a_witness_that_answers_lets_it_go_on(
    instance: Path,
    machine: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = status(capsys)["entries"]
    with answering(giving((instance / "log.note").read_bytes())) as witness:
        monkeypatch.setenv("TRACKER_WITNESSES", f"http://127.0.0.1:9, {witness}")
        assert main(["sweep"]) == 0

    assert status(capsys)["entries"] == int(str(before)) + 1
    assert (machine / "log.note").read_bytes() != (instance / "log.note").read_bytes()
    # From here on it needs no witness.
    monkeypatch.delenv("TRACKER_WITNESSES")
    something_waits()
    assert main(["sweep"]) == 0


def test_a_database_that_was_put_back_is_not_signed_by_a_new_machine(
    instance: Path,
    machine: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    database = instance / "tracker.sqlite3"
    shutil.copy(database, tmp_path / "before")
    with monkeypatch.context() as first:
        first.setenv("TRACKER_INSTANCE", str(instance))
        assert main(["sweep"]) == 0
    for ending in ("", "-wal", "-shm"):
        Path(f"{database}{ending}").unlink(missing_ok=True)
    shutil.copy(tmp_path / "before", database)

    with answering(giving((instance / "log.note").read_bytes())) as witness:
        monkeypatch.setenv("TRACKER_WITNESSES", witness)
        assert main(["sweep"]) == 1

    assert "restored to an earlier state" in capsys.readouterr().err
