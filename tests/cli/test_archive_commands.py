"""What an office takes away by the command line, and opening it on another machine."""

import fcntl
import json
import zipfile
from pathlib import Path

import pytest

from tests.cli.instances import instance_made
from tracker.cli import main
from tracker.storage.office_data.recovery_secret import RecoverySecret


@pytest.fixture
def identity(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An office with requests, and the file of its recovery identity."""
    monkeypatch.setenv("TRACKER_INSTANCE", str(instance_made(tmp_path / "instance", "seed")))
    file = tmp_path / "identity"
    assert main(["recovery", "new", str(file)]) == 0
    return file


def test_an_archive_is_opened_by_its_identity_alone(
    identity: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept, whole = tmp_path / "archive.zip.age", tmp_path / "archive.zip"
    assert main(["archive", str(kept)]) == 0
    assert kept.stat().st_mode & 0o777 == 0o600
    assert b"README" not in kept.read_bytes()
    wrong = tmp_path / "wrong"
    wrong.write_text(RecoverySecret.new().identity, encoding="utf-8")

    assert main(["unseal", str(kept), str(whole)]) == 2
    assert main(["unseal", str(kept), str(whole), "--identity", str(wrong)]) == 1
    assert "does not open" in capsys.readouterr().err
    assert not whole.exists()
    assert main(["unseal", str(kept), str(whole), "--identity", str(identity)]) == 0

    with zipfile.ZipFile(whole) as archive:
        assert archive.testzip() is None
        assert archive.namelist()[-1] == "SHA256SUMS"
        assert json.loads(archive.read("people.json"))


def test_an_archive_that_was_cut_off_is_noticed(
    identity: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "archive.zip.age"
    main(["archive", str(kept)])
    kept.write_bytes(kept.read_bytes()[:-1000])

    whole = str(tmp_path / "archive.zip")
    assert main(["unseal", str(kept), whole, "--identity", str(identity)]) == 1
    assert "damaged or was cut off" in capsys.readouterr().err
    former = tmp_path / "former"
    former.write_bytes(b"TRACKER ARCHIVE UNDER A PASSPHRASE, FORM 1\n{}")
    assert main(["unseal", str(former), whole, "--identity", str(identity)]) == 1
    assert "not an archive encrypted in age's format" in capsys.readouterr().err
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "archive.zip.age",
        "former",
        "identity",
        "instance",
    ]


@pytest.mark.slow
def test_encrypted_parts_are_named_by_their_whole_ending(identity: Path, tmp_path: Path) -> None:
    assert main(["archive", str(tmp_path / "office.zip.age"), "--parts", "2"]) == 0

    assert sorted(file.name for file in tmp_path.glob("office*")) == [
        "office-1-of-2.zip.age",
        "office-2-of-2.zip.age",
    ]


def test_an_archive_is_open_only_on_request(
    identity: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "archive.zip"
    (tmp_path / "instance/recovery.txt").unlink()

    assert main(["archive", str(kept)]) == 2
    told = capsys.readouterr().err
    assert "tracker recovery new FILE" in told
    assert "--open" in told
    assert main(["archive", str(kept), "--open"]) == 0
    assert main(["archive", str(kept), "--open"]) == 2
    assert "exists already" in capsys.readouterr().err
    with zipfile.ZipFile(kept) as archive:
        reference = next(n.split("/")[1] for n in archive.namelist() if n.startswith("requests/"))
    one = tmp_path / "one.zip"
    assert main(["archive", str(one), "--request", reference]) == 0
    with zipfile.ZipFile(one) as archive:
        assert "history.json" in archive.namelist()


@pytest.mark.slow
def test_an_archive_cut_off_by_a_kill_is_noticed_and_written_again(
    identity: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The unfinished file has a name of its own, and is no archive."""
    half = tmp_path / "archive.zip.part"
    half.write_bytes(b"x" * 10_000_000)
    with half.open("rb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        assert main(["archive", str(tmp_path / "archive.zip"), "--open"]) == 2
        assert "is being written by another command" in capsys.readouterr().err
    assert half.exists()

    assert main(["archive", str(tmp_path / "archive.zip"), "--open"]) == 0

    told = capsys.readouterr().err
    assert "is what a run left that broke off: it is written again. With --parts N" in told
    assert not half.exists()
    with zipfile.ZipFile(tmp_path / "archive.zip") as archive:
        assert archive.testzip() is None
    assert (tmp_path / "archive.zip").stat().st_mode & 0o077 == 0


@pytest.mark.slow
def test_an_archive_in_parts_goes_on_with_the_one_that_broke_off(
    identity: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["archive", str(tmp_path / "office.zip"), "--open"]
    assert main([*asked, "--parts", "3"]) == 0
    files = [tmp_path / f"office-{number}-of-3.zip" for number in (1, 2, 3)]
    first = [file.read_bytes() for file in files]
    files[1].rename(tmp_path / "office-2-of-3.zip.part")
    capsys.readouterr()

    assert main([*asked, "--parts", "3"]) == 0

    told = capsys.readouterr()
    assert told.out.count("is there already, from an earlier run, and stays as it is.") == 2
    assert told.out.count("Kept in") == 1
    assert "is what a run left that broke off" in told.err
    assert [files[0].read_bytes(), files[2].read_bytes()] == [first[0], first[2]]
    assert not (tmp_path / "office-2-of-3.zip.part").exists()
    assert main([*asked]) == 0
    whole, *parts = (requests_in(file) for file in (tmp_path / "office.zip", *files))
    assert sorted(reference for part in parts for reference in part) == sorted(whole)
    assert len(whole) > 3


def requests_in(archive: Path) -> set[str]:
    with zipfile.ZipFile(archive) as opened:
        names = opened.namelist()
    return {name.split("/")[1] for name in names if name.startswith("requests/")}


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (["--open", "--parts", "0"], "in 1 to 1000 parts"),
        (["--request", "r0000001", "--parts", "2"], "leave --parts out"),
    ],
)
def test_parts_that_cannot_be_are_refused(
    identity: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], asked: list[str], told: str
) -> None:
    assert main(["archive", str(tmp_path / "office.zip"), *asked]) == 2

    assert told in capsys.readouterr().err
    assert list(tmp_path.glob("office*")) == []
