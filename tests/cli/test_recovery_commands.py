"""Recovery keys at the command line, and whose signature a restore trusts."""

import json
import os
import shutil
from pathlib import Path

import pytest

from tests.cli.instances import instance_made
from tracker.app.assembly import open_office
from tracker.cli import main
from tracker.services.ports.people import TrailFilter
from tracker.settings import read_settings
from tracker.storage.office_data.recovery_secret import RecoverySecret


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "instance"
    monkeypatch.setenv("TRACKER_INSTANCE", str(folder))
    return instance_made(folder, "init")


@pytest.fixture
def identity(instance: Path, tmp_path: Path) -> Path:
    file = tmp_path / "identity"
    assert main(["recovery", "new", str(file), "--name", "the safe"]) == 0
    return file


@pytest.fixture
def kept(identity: Path, tmp_path: Path) -> Path:
    file = tmp_path / "kept.tar.age"
    assert main(["backup", str(file)]) == 0
    return file


@pytest.fixture
def elsewhere(kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An instance that was not made yet, on another machine."""
    folder = tmp_path / "elsewhere"
    monkeypatch.setenv("TRACKER_INSTANCE", str(folder))
    return folder


def log_key(instance: Path, capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    assert main(["log", "status", "--json"]) == 0
    return str(json.loads(capsys.readouterr().out)["key"])


def test_a_new_identity_is_kept_elsewhere_and_its_key_here(
    instance: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    identity = tmp_path / "identity"
    assert main(["recovery", "new", str(identity), "--name", "the safe"]) == 0
    said = capsys.readouterr().out
    lines = identity.read_text("utf-8").splitlines()

    assert identity.stat().st_mode & 0o777 == 0o600
    assert lines[-1].startswith("AGE-SECRET-KEY-1")
    key = lines[1].removeprefix("# public key: ")
    assert key.startswith("age1")
    assert key in said
    assert lines[-1] not in said
    assert lines[2] == f"# log key: {log_key(instance, capsys)}"
    assert not any(lines[-1].encode() in file.read_bytes() for file in instance.glob("*.*"))
    assert (instance / "recovery.txt").stat().st_mode & 0o777 == 0o600
    assert main(["recovery", "list"]) == 0
    assert capsys.readouterr().out == f"{key}  the safe\n"


def test_keys_are_added_and_removed_and_the_trail_tells_of_it(
    instance: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["recovery", "list"])
    assert "There is no recovery key: make one" in capsys.readouterr().out
    one, other = (RecoverySecret.new().recipient for _ in range(2))
    assert main(["recovery", "add", one]) == 0
    assert main(["recovery", "add", other, "--name", "the notary"]) == 0
    assert main(["recovery", "add", one]) == 2
    assert "is a recovery key already" in capsys.readouterr().err
    main(["recovery", "list"])
    assert capsys.readouterr().out == f"{one}\n{other}  the notary\n"

    assert main(["recovery", "remove", one]) == 0
    assert "Those made before still do" in capsys.readouterr().out
    assert main(["recovery", "remove", one]) == 2
    assert "tracker recovery list" in capsys.readouterr().err
    assert main(["recovery", "remove", other]) == 0
    assert "No recovery key is left" in capsys.readouterr().out

    with open_office(read_settings()) as office:
        trail, number = office.people.trail.entries(TrailFilter(act="settings-changed"), 0, 9)
    assert number == 4
    assert {(each.who, each.about) for each in trail} == {("operator", "recovery")}


def test_the_list_is_what_the_age_program_reads(
    instance: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One who writes it by hand is understood as well."""
    one = RecoverySecret.new().recipient
    (instance / "recovery.txt").write_text(f"# made by hand\n\n{one}\n", "utf-8")
    capsys.readouterr()

    assert main(["recovery", "list"]) == 0
    assert capsys.readouterr().out == f"{one}\n"
    (instance / "recovery.txt").write_text("age1damaged\n", "utf-8")
    assert main(["backup", str(instance.parent / "kept.tar.age")]) == 2
    assert "“age1damaged” is not a recovery key" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["new", "instance/identity"], "lies in the instance"),
        (["new", "nowhere/identity"], "There is no folder nowhere"),
        (["new", "there"], "there exists already"),
        (["new", "identity", "--name", "x" * 101], "at most 100 characters"),
        (["add", "age1short"], "“age1short” is not a recovery key"),
        (["add", RecoverySecret.new().identity], "secret identity, which no office keeps"),
        (["add", RecoverySecret.new().recipient, "--name", "two\nlines"], "one line"),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(
    instance: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    says: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there").write_text("mine", "utf-8")

    assert main(["recovery", *words]) == 2

    assert says in capsys.readouterr().err
    assert not (instance / "recovery.txt").exists()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["instance", "there"]
    assert (tmp_path / "there").read_text("utf-8") == "mine"


def test_a_backup_with_a_damaged_file_is_written_and_called_incomplete_and_so_is_its_restore(
    instance: Path,
    identity: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = instance / "evidence" / "ab"
    folder.mkdir(parents=True)
    (folder / f"{62 * 'c'}-k7m2p9qx").write_bytes(b"damaged")
    name, file = f"evidence/ab/{62 * 'c'}-k7m2p9qx", tmp_path / "kept.tar.age"

    assert main(["backup", str(file)]) == 1
    said = capsys.readouterr()
    assert f"Wrote {file}." in said.out
    assert f"The file {name} is damaged, or cannot be read" in said.err
    assert f"{file} is incomplete: 1 evidence file is damaged." in said.err

    monkeypatch.setenv("TRACKER_INSTANCE", str(tmp_path / "elsewhere"))
    assert main(["restore", str(file), "--identity", str(identity)]) == 1
    said = capsys.readouterr()
    assert "Restored into" in said.out
    assert f"The file {name} was damaged when the backup was made" in said.err
    assert (tmp_path / "elsewhere" / name).read_bytes() == b"damaged"


def test_without_a_recovery_key_a_backup_is_refused_in_a_sentence(
    instance: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["backup", str(tmp_path / "kept.tar.age")]) == 2

    assert "make one by `tracker recovery new FILE`, or say --without-keys" in (
        capsys.readouterr().err
    )
    assert not (tmp_path / "kept.tar.age").exists()


def test_the_identity_file_alone_brings_the_office_back_elsewhere(
    instance: Path, identity: Path, kept: Path, elsewhere: Path
) -> None:
    key = (instance / "secret.key").read_bytes()
    shutil.rmtree(instance)

    assert main(["restore", str(kept), "--identity", str(identity)]) == 0

    assert (elsewhere / "secret.key").read_bytes() == key
    assert (elsewhere / "recovery.txt").exists(), "the next backup finds its keys"


def test_an_identity_of_another_program_needs_the_key_of_the_log_by_name(
    instance: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    made = RecoverySecret.new()
    secret, key = made.identity, made.recipient
    bare, kept = tmp_path / "bare", tmp_path / "kept.tar.age"
    bare.write_text(f"# public key: {key}\n{secret}\n", "utf-8")
    line = log_key(instance, capsys)
    assert main(["recovery", "add", key]) == 0
    assert main(["backup", str(kept)]) == 0
    monkeypatch.setenv("TRACKER_INSTANCE", str(tmp_path / "elsewhere"))
    asked = ["restore", str(kept), "--identity", str(bare)]

    assert main(asked) == 1
    assert "nothing here tells the key of that log" in capsys.readouterr().err
    assert main([*asked, "--log-key", line[:-2]]) == 2
    assert "copy the whole line from /log/key" in capsys.readouterr().err
    assert not (tmp_path / "elsewhere").exists()
    assert main([*asked, "--log-key", line]) == 0


def test_a_backup_of_another_office_is_not_trusted(
    kept: Path,
    identity: Path,
    elsewhere: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The public key of this office is enough to make such a backup."""
    key = identity.read_text("utf-8").splitlines()[1].removeprefix("# public key: ")
    assert main(["init"]) == 0
    assert main(["recovery", "add", key]) == 0
    assert main(["backup", str(tmp_path / "theirs.tar.age")]) == 0
    os.environ["TRACKER_INSTANCE"] = str(tmp_path / "instance")
    capsys.readouterr()

    theirs = str(tmp_path / "theirs.tar.age")
    assert main(["restore", theirs, "--identity", str(identity), "--replace"]) == 1

    assert "not signed by a log key that is trusted here" in capsys.readouterr().err
    assert not list((tmp_path / "instance").glob("replaced-*"))


def test_a_backup_of_before_the_log_changed_its_key_needs_that_key_by_name(
    instance: Path, kept: Path, identity: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A thief of the old key could sign with it, so that key is trusted only if it is named. An
    identity file made before the change names it."""
    old = log_key(instance, capsys)
    lines = identity.read_text("utf-8").splitlines(keepends=True)
    bare = identity.with_name("bare")
    bare.write_text("".join(line for line in lines if "log key" not in line), "utf-8")
    assert main(["log", "rotate"]) == 0
    assert "Add that line to each recovery identity file" in capsys.readouterr().out
    assert main(["sweep"]) == 0

    assert main(["restore", str(kept), "--identity", str(bare), "--replace"]) == 1
    assert "name it by --log-key" in capsys.readouterr().err
    named = ["--log-key", old]
    assert main(["restore", str(kept), "--identity", str(bare), "--replace", *named]) == 0


def test_a_damaged_key_of_the_log_does_not_stand_in_the_way_of_its_backup(
    instance: Path, kept: Path, identity: Path
) -> None:
    key = (instance / "log.key").read_bytes()
    (instance / "log.key").write_text("damaged", "utf-8")

    assert main(["restore", str(kept), "--identity", str(identity), "--replace"]) == 0

    assert (instance / "log.key").read_bytes() == key


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "cannot be read: No such file or directory"),
        (b"", "is not an identity file"),
        (b"# only a comment\n", "is not an identity file"),
        (b"AGE-SECRET-KEY-1SHORT\n", "is not an identity file"),
        (b"\xff\xfe\x00", "is not an identity file"),
        (b"age-encryption.org/v1\n-> scrypt", "is itself encrypted"),
    ],
)
def test_what_is_no_identity_file_is_refused(
    kept: Path,
    elsewhere: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    content: bytes | None,
    says: str,
) -> None:
    bad = tmp_path / "bad"
    if content is not None:
        bad.write_bytes(content)

    assert main(["restore", str(kept), "--identity", str(bad)]) == 2

    assert f"{bad} {says}" in capsys.readouterr().err
    assert not elsewhere.exists()


def test_a_log_without_its_key_signs_no_backup_but_is_migrated(
    instance: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sweep"]) == 0
    (instance / "log.key").unlink()

    assert main(["backup", str(tmp_path / "kept.tar"), "--without-keys"]) == 2
    assert "put back the key of the public log" in capsys.readouterr().err
    assert main(["migrate"]) == 0
