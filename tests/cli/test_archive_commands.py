"""What an office takes away by the command line, and opening it on another machine."""

import fcntl
import json
import zipfile
from pathlib import Path

import pytest

from tracker.cli import main


@pytest.fixture
def words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An office with requests, and a file with a passphrase."""
    monkeypatch.setenv("TRACKER_INSTANCE", str(tmp_path / "instance"))
    assert main(["seed"]) == 0
    file = tmp_path / "passphrase"
    file.write_text("correct horse battery staple\n", encoding="utf-8")
    return file


def test_an_archive_is_opened_by_its_passphrase_alone(
    words: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept, whole = tmp_path / "archive.sealed", tmp_path / "archive.zip"
    assert main(["archive", str(kept), "--passphrase-file", str(words)]) == 0
    assert kept.stat().st_mode & 0o777 == 0o600
    wrong = tmp_path / "wrong"
    wrong.write_text("another four words long\n", encoding="utf-8")

    assert main(["unseal", str(kept), str(whole), "--passphrase-file", str(wrong)]) == 1
    assert "does not open" in capsys.readouterr().err
    assert not whole.exists()
    assert main(["unseal", str(kept), str(whole), "--passphrase-file", str(words)]) == 0

    with zipfile.ZipFile(whole) as archive:
        assert archive.testzip() is None
        assert archive.namelist()[-1] == "SHA256SUMS"
        people = json.loads(archive.read("people.json"))
    assert all("password_hash" not in person for person in people)


def test_an_archive_that_was_cut_off_is_noticed(
    words: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "archive.sealed"
    main(["archive", str(kept), "--passphrase-file", str(words)])
    kept.write_bytes(kept.read_bytes()[:-1000])

    whole = str(tmp_path / "archive.zip")
    assert main(["unseal", str(kept), whole, "--passphrase-file", str(words)]) == 1
    assert main(["unseal", str(words), whole, "--passphrase-file", str(words)]) == 1
    assert "no archive under a passphrase" in capsys.readouterr().err
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "archive.sealed",
        "instance",
        "passphrase",
    ]


def test_an_archive_lies_open_only_where_somebody_says_so(
    words: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "archive.zip"

    assert main(["archive", str(kept)]) == 2
    assert "--open" in capsys.readouterr().err
    assert main(["archive", str(kept), "--open"]) == 0
    assert main(["archive", str(kept), "--open"]) == 2
    assert "exists already" in capsys.readouterr().err
    with zipfile.ZipFile(kept) as archive:
        reference = next(n.split("/")[1] for n in archive.namelist() if n.startswith("requests/"))
    one = tmp_path / "one.zip"
    assert main(["archive", str(one), "--request", reference]) == 0
    with zipfile.ZipFile(one) as archive:
        assert "history.json" in archive.namelist()


def test_an_archive_that_a_kill_broke_off_is_seen_and_written_anew(
    words: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The half of it has a name that whoever looks for it finds, and is no archive."""
    half = tmp_path / "archive.zip.part"
    half.write_bytes(b"x" * 10_000_000)
    with half.open("rb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        assert main(["archive", str(tmp_path / "archive.zip"), "--open"]) == 2
        assert "is being written by another command" in capsys.readouterr().err
    assert half.exists()

    assert main(["archive", str(tmp_path / "archive.zip"), "--open"]) == 0

    assert not half.exists()
    with zipfile.ZipFile(tmp_path / "archive.zip") as archive:
        assert archive.testzip() is None
    assert (tmp_path / "archive.zip").stat().st_mode & 0o077 == 0
