"""The key of a log and its newest note, as files."""

from pathlib import Path

import pytest

from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.ledger.files import KeyFile, NoteFile


def test_a_key_is_made_once_and_nobody_else_may_read_it(tmp_path: Path) -> None:
    file = KeyFile(tmp_path / "log.key")
    made = file.make("record.example", live=True)
    assert file.path.stat().st_mode & 0o777 == 0o600
    assert file.make("other.example", live=True).signer.verifier == made.signer.verifier
    assert file.read().signer.verifier == made.signer.verifier
    assert made.signer.verifier.name.startswith("record.example/log-")


def test_the_log_of_a_demonstration_says_so_in_its_name(tmp_path: Path) -> None:
    made = KeyFile(tmp_path / "log.key").make("record.example", live=False)
    assert made.signer.verifier.name.startswith("record.example/demonstration/log-")


def test_a_key_that_is_missing_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="put back the key"):
        KeyFile(tmp_path / "log.key").read()


@pytest.mark.parametrize("words", ["", "name\n", "name\nzz\n", "name\n00\n", f"a b\n{'0' * 64}\n"])
def test_a_key_that_is_damaged_is_no_key(tmp_path: Path, words: str) -> None:
    (tmp_path / "log.key").write_text(words)
    with pytest.raises(BadInput, match="damaged"):
        KeyFile(tmp_path / "log.key").read()


def test_a_newer_note_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    file = NoteFile(tmp_path / "log.note")
    assert file.read() is None
    for note in (b"one", b"two"):
        file.write(note)
        assert file.read() == note
    assert [each.name for each in tmp_path.iterdir()] == ["log.note"]


def test_a_disk_that_takes_nothing_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "log.note").mkdir()
    file = NoteFile(tmp_path / "log.note")
    with pytest.raises(NotAllowed, match=r"log\.note cannot be written \(.+\): check its disk"):
        file.write(b"one")
    with pytest.raises(BadInput, match=r"log\.note cannot be read \(.+\): give it to the user"):
        file.read()
    with pytest.raises(BadInput, match="cannot be read"):
        KeyFile(file.path).read()
    assert [each.name for each in tmp_path.iterdir()] == ["log.note"]
