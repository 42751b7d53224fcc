"""The keys of a machine: whose database it is, and files elsewhere that settings name."""

from pathlib import Path

import pytest

from tests.cli.instances import instance_made
from tracker.cli import main

OTHER_KEY = "cd" * 32


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "instance"
    monkeypatch.setenv("TRACKER_INSTANCE", str(folder))
    return instance_made(folder, "init")


@pytest.mark.parametrize(
    "words",
    [["doctor"], ["serve"], ["scheduler"], ["sweep"], ["migrate"], ["log", "status"]],
    ids=" ".join,
)
def test_a_process_with_the_key_of_another_office_does_not_start(
    instance: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    (instance / "secret.key").write_text(OTHER_KEY)
    capsys.readouterr()

    assert main(words) != 0

    said = capsys.readouterr()
    assert said.err.count("secret.key is not the key of the office in this database") == 1
    assert said.err.count("\n") == 1
    assert said.out == ""


def test_an_office_whose_key_is_lost_goes_on_with_another_once_a_person_says_so(
    instance: Path,
) -> None:
    (instance / "secret.key").write_text(OTHER_KEY)
    assert main(["migrate"]) == 1

    assert main(["migrate", "--new-key"]) == 0

    assert main(["sweep"]) == 0


def test_a_second_office_is_not_made_on_the_database_of_the_first(
    instance: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("TRACKER_DATABASE_URL", f"sqlite:///{instance}/tracker.sqlite3")
    monkeypatch.setenv("TRACKER_INSTANCE", str(tmp_path / "other"))

    assert main(["init"]) != 0
    assert "belongs to" in capsys.readouterr().err
    # What `init` left behind is no way in.
    assert main(["sweep"]) != 0
    assert "is not the key of the office" in capsys.readouterr().err


def move_keys(instance: Path, to: Path, settings: pytest.MonkeyPatch) -> None:
    """Put the keys into files elsewhere, and name those."""
    to.mkdir()
    for name, setting in (("secret.key", "SECRET"), ("log.key", "LOG")):
        # Under other names, as credentials may have.
        (instance / name).rename(to / f"tracker-{name}")
        settings.setenv(f"TRACKER_{setting}_KEY_FILE", str(to / f"tracker-{name}"))


def test_the_keys_may_lie_elsewhere_and_are_in_the_backup_under_their_names(
    instance: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    move_keys(instance, tmp_path / "keys", monkeypatch)
    assert main(["sweep"]) == 0
    assert main(["recovery", "new", str(tmp_path / "identity")]) == 0
    assert main(["backup", str(tmp_path / "kept.tar")]) == 0
    identity = ["--identity", str(tmp_path / "identity")]

    # On the same machine: nothing secret is written into the instance.
    assert main(["restore", str(tmp_path / "kept.tar"), "--replace", *identity]) == 0
    assert not (instance / "secret.key").exists()
    assert main(["log", "status"]) == 0

    # On another, whose keys are in their usual places.
    for name in ("TRACKER_SECRET_KEY_FILE", "TRACKER_LOG_KEY_FILE"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("TRACKER_INSTANCE", str(tmp_path / "other"))
    assert main(["restore", str(tmp_path / "kept.tar"), *identity]) == 0
    for name in ("secret.key", "log.key"):
        kept = (tmp_path / "keys" / f"tracker-{name}").read_text()
        assert (tmp_path / "other" / name).read_text() == kept


def test_a_restore_says_that_the_named_key_is_another_one(
    instance: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["recovery", "new", str(tmp_path / "identity")]) == 0
    assert main(["backup", str(tmp_path / "kept.tar")]) == 0
    other = tmp_path / "other.key"
    other.write_text(OTHER_KEY)
    other.chmod(0o600)
    monkeypatch.setenv("TRACKER_SECRET_KEY_FILE", str(other))
    words = ["restore", str(tmp_path / "kept.tar"), "--replace"]

    assert main([*words, "--identity", str(tmp_path / "identity")]) == 1

    said = capsys.readouterr().err
    assert f"{instance}/secret.key is the key of the backup, and {other} is another one" in said
    assert main(["sweep"]) != 0
    assert f"{other} is not the key of the office" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["TRACKER_SECRET_KEY_FILE", "TRACKER_LOG_KEY_FILE"])
def test_a_named_key_must_be_there_and_closed_to_others_unless_systemd_guards_it(
    instance: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
) -> None:
    folder = tmp_path / "credentials"
    folder.mkdir()
    key = folder / "a.key"
    monkeypatch.setenv(name, str(key))
    assert main(["sweep"]) == 2
    assert f"{name} names {key}, which is not there." in capsys.readouterr().err

    kept = "secret.key" if "SECRET" in name else "log.key"
    key.write_text((instance / kept).read_text())
    key.chmod(0o640)
    assert main(["sweep"]) == 2
    assert f"run `chmod 600 {key}`" in capsys.readouterr().err

    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(folder))
    assert main(["sweep"]) == 0
