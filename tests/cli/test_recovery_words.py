"""A recovery key at the terminal: shown once, typed unseen, tried by a drill."""

import io
import os
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.instances import instance_made
from tracker.app.assembly import open_office
from tracker.cli import main
from tracker.cli.recovery_words import show_once, typed_secret
from tracker.domain.base.errors import BadInput
from tracker.services.ports.keys import OFFICE_GROUP, key_holder
from tracker.settings import read_settings
from tracker.storage.office_data.recovery_secret import RecoverySecret, public_key_of, read_words

SECRET = RecoverySecret.new()
LOG_KEY = "record.example/log-0+01234567+AAAA"


@pytest.fixture
def live(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A live office; its recovery key is in the file `identity` beside it."""
    folder = tmp_path / "instance"
    monkeypatch.setenv("TRACKER_INSTANCE", str(folder))
    key = ["--recovery-file", str(tmp_path / "identity")]
    assert main(["init", "--live", "--admin", "a@example.org", *key]) == 0
    return folder


def words_in(file: Path) -> str:
    """The words of the key in an identity file."""
    line = file.read_text("utf-8").splitlines()[-1]
    return " ".join(RecoverySecret.from_identity(line).words)


def given(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Give a command this text on standard input."""
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))


def tried_at() -> datetime | None:
    with open_office(read_settings()) as office:
        return office.premises.state().recovery_tried_at


def test_a_key_is_shown_as_numbered_words_and_as_a_picture() -> None:
    out = io.StringIO()
    show_once(SECRET, LOG_KEY, out)
    shown = out.getvalue()
    numbered = re.findall(r"(\d+)\. (\w+)", shown)

    assert [int(number) for number, _ in numbered] == list(range(1, 25))
    assert tuple(word for _, word in numbered) == SECRET.words
    assert SECRET.recipient in shown
    assert LOG_KEY in shown
    assert shown.count("█") > 100
    assert "two places" in shown
    assert "tracker recovery try" in shown
    assert max(map(len, re.sub(r"\033\[[0-9;]*m", "", shown).splitlines())) <= 80


def test_the_picture_is_that_of_the_identity() -> None:
    """The rows of half blocks are read back into squares, and compared with the same code."""
    import segno

    out = io.StringIO()
    show_once(SECRET, LOG_KEY, out)
    rows = re.findall(r"\033\[97;40m(.*?)\033\[0m", out.getvalue())
    seen = [[char in half for char in row] for row in rows for half in ("█▀", "█▄")]
    wanted = segno.make_qr(SECRET.identity, error="m").matrix_iter(border=2)

    assert [[not dark for dark in row] for row in seen[: len(rows) * 2 - 1]] == [
        [bool(module) for module in row] for row in wanted
    ]


def test_the_key_of_a_live_office_is_written_to_no_file_and_no_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Standard output that is not a terminal may be a log."""
    monkeypatch.setenv("TRACKER_INSTANCE", str(tmp_path / "instance"))

    assert main(["init", "--live", "--admin", "a@example.org"]) == 2

    said = capsys.readouterr()
    assert "only at a terminal, so that no log keeps it" in said.err
    assert said.out == ""
    assert list(tmp_path.iterdir()) == []


class Terminal(io.StringIO):
    """Standard output that is a terminal."""

    def isatty(self) -> bool:
        return True


def test_at_a_terminal_the_key_is_shown_and_kept_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_INSTANCE", str(tmp_path / "instance"))
    screen = Terminal()
    monkeypatch.setattr(sys, "stdout", screen)

    assert main(["init", "--live", "--admin", "a@example.org"]) == 0

    words = tuple(word for _, word in re.findall(r"(\d+)\. (\w+)", screen.getvalue()))
    secret = RecoverySecret.from_words(words)
    assert [path.name for path in tmp_path.iterdir()] == ["instance"]
    kept = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert secret.recipient.encode() in kept
    for form in (secret.raw, secret.identity.encode(), " ".join(secret.words).encode()):
        assert form not in kept
        assert form.lower() not in kept


def test_a_demonstration_has_no_recovery_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TRACKER_INSTANCE", str(tmp_path / "instance"))
    assert main(["init", "--recovery-file", str(tmp_path / "key")]) == 2
    assert "A demonstration has no recovery key" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []

    instance_made(tmp_path / "instance", "init")

    assert not (tmp_path / "instance/recovery.txt").exists()


def typing(*lines: str) -> Iterator[str]:
    return iter(lines)


def test_words_are_typed_in_lines_and_a_wrong_one_again(
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = list(SECRET.words)
    lines = typing(" ".join(words[:10]), f"{words[10]} qqqqq", "", *words[10:12], *words[12:])

    found = typed_secret(lambda _: next(lines))

    assert found.secrets == (SECRET,)
    assert "Word 12, “qqqqq”, is not one of the words" in capsys.readouterr().err


def test_an_identity_may_be_typed_as_well() -> None:
    assert typed_secret(lambda _: SECRET.identity).secrets == (SECRET,)


def test_nothing_typed_is_no_key() -> None:
    def end(_: str) -> str:
        raise EOFError

    for ask in (lambda _: "", end):
        with pytest.raises(BadInput, match=r"No recovery key was typed\."):
            typed_secret(ask)


def test_a_drill_with_the_words_notes_its_day(
    live: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sweep"]) == 0
    assert tried_at() is None
    main(["doctor"])
    assert "The recovery key has never been tested" in capsys.readouterr().err
    backup = live.parent / "kept.tar.age"
    assert main(["backup", str(backup)]) == 0
    given(monkeypatch, words_in(live.parent / "identity"))
    capsys.readouterr()

    assert main(["recovery", "try", str(backup)]) == 0

    said = capsys.readouterr().out
    assert "It is a recovery key of this office: age1" in said
    assert f"It opens {backup}, made at" in said
    noted = tried_at()
    assert noted is not None
    assert datetime.now(UTC) - noted < timedelta(minutes=5)
    assert main(["doctor"]) == 0
    assert "recovery key" not in capsys.readouterr().err


def test_a_drill_takes_the_newest_backup_in_the_instance(
    live: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    identity = ["--identity", str(live.parent / "identity")]
    assert main(["recovery", "try", *identity]) == 0
    assert "No backup was tried" in capsys.readouterr().out
    (live / "backups").mkdir()
    (live / "backups/before-0002.tar").write_bytes(b"manifest.json")
    for number, name in enumerate(("old.tar.age", "new.tar.age")):
        assert main(["backup", str(live / "backups" / name)]) == 0
        os.utime(live / "backups" / name, (number, number))

    assert main(["recovery", "try", *identity]) == 0

    assert f"It opens {live}/backups/new.tar.age, made at" in capsys.readouterr().out


def test_a_drill_fails_for_another_key_a_damaged_backup_and_a_misread_word(
    live: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    backup, identity = live.parent / "kept.tar.age", live.parent / "identity"
    assert main(["backup", str(backup)]) == 0
    given(monkeypatch, " ".join(RecoverySecret.new().words))
    assert main(["recovery", "try", str(backup)]) == 1
    said = capsys.readouterr().err
    assert "not one of this office" in said
    assert f"It does not open {backup}: The identity does not open this file" in said

    backup.write_bytes(backup.read_bytes()[:-1])
    assert main(["recovery", "try", str(backup), "--identity", str(identity)]) == 1
    assert "damaged or was cut off" in capsys.readouterr().err

    given(monkeypatch, words_in(identity).replace(" ", " zzz ", 1))
    assert main(["recovery", "try"]) == 2
    assert "Word 2, “zzz”, is not one of the words" in capsys.readouterr().err
    given(monkeypatch, "nothing of the kind")
    assert main(["recovery", "try"]) == 2
    assert "Standard input held no recovery key" in capsys.readouterr().err
    assert tried_at() is None


def test_a_drill_of_more_than_a_year_ago_is_told(
    live: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with open_office(read_settings()) as office:
        office.premises.note_recovery_drill(office.now() - timedelta(days=366))
    main(["doctor"])
    assert "more than a year ago" in capsys.readouterr().err
    assert main(["recovery", "try", "--identity", str(live.parent / "identity")]) == 0
    main(["doctor"])
    assert "The recovery key" not in capsys.readouterr().err


def test_the_words_alone_bring_the_office_back_elsewhere(
    live: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    backup, key = tmp_path / "kept.tar.age", (live / "secret.key").read_bytes()
    assert main(["backup", str(backup)]) == 0
    lines = (tmp_path / "identity").read_text("utf-8").splitlines()
    log_key = lines[2].removeprefix("# log key: ")
    given(monkeypatch, words_in(tmp_path / "identity"))
    monkeypatch.setenv("TRACKER_INSTANCE", str(tmp_path / "elsewhere"))

    assert main(["restore", str(backup), "--identity", "-", "--log-key", log_key]) == 0

    assert (tmp_path / "elsewhere/secret.key").read_bytes() == key
    given(monkeypatch, words_in(tmp_path / "identity"))
    assert main(["recovery", "try"]) == 0
    assert "It opens the private words of this office." in capsys.readouterr().out


def test_a_file_with_the_words_is_a_recovery_key_too(
    live: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    by_hand = tmp_path / "by hand"
    words = read_words(words_in(tmp_path / "identity"))
    by_hand.write_text("\n".join(f"{at}. {word}" for at, word in enumerate(words, 1)), "utf-8")

    assert main(["recovery", "try", "--identity", str(by_hand)]) == 0

    assert "It is a recovery key of this office" in capsys.readouterr().out


def held_by() -> set[str]:
    """Who can open the office's key."""
    with open_office(read_settings()) as office:
        return set(office.key_holders.holders(OFFICE_GROUP))


def holder(file: Path) -> str:
    line = file.read_text("utf-8").splitlines()[-1]
    return key_holder(public_key_of(RecoverySecret.from_identity(line).recipient))


def test_another_key_is_added_only_while_private_words_are_open(
    live: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Otherwise someone who can only write to the server would let themselves in."""
    first, second = tmp_path / "identity", tmp_path / "second"
    assert held_by() == {holder(first)}
    listed = (live / "recovery.txt").read_bytes()
    stranger = RecoverySecret.new()

    for words in (["new", str(second)], ["add", stranger.recipient]):
        assert main(["recovery", *words]) == 1
        assert "name a recovery key by --identity" in capsys.readouterr().err
    assert (live / "recovery.txt").read_bytes() == listed
    assert held_by() == {holder(first)}
    assert not second.exists()

    assert main(["recovery", "new", str(second), "--identity", str(first)]) == 0
    assert main(["recovery", "add", stranger.recipient, "--identity", str(second)]) == 0
    of_stranger = key_holder(public_key_of(stranger.recipient))
    assert held_by() == {holder(first), holder(second), of_stranger}
    assert main(["recovery", "try", "--identity", str(second)]) == 0
    assert "It opens the private words of this office." in capsys.readouterr().out


def test_an_archive_is_made_only_while_private_words_are_open(
    live: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive, identity = tmp_path / "office.zip.age", ["--identity", str(tmp_path / "identity")]

    assert main(["archive", str(archive)]) == 1
    assert "Private words are locked: name a recovery key" in capsys.readouterr().err
    assert not archive.exists()
    assert main(["archive", str(archive), *identity]) == 0
    assert main(["unseal", str(archive), str(tmp_path / "office.zip"), *identity]) == 0


def test_a_key_that_was_removed_opens_no_private_words_any_more(
    live: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = tmp_path / "identity", tmp_path / "second"
    assert main(["recovery", "new", str(second), "--identity", str(first)]) == 0
    key = first.read_text("utf-8").splitlines()[1].removeprefix("# public key: ")

    assert main(["recovery", "remove", key]) == 0

    assert held_by() == {holder(second)}
    assert main(["recovery", "try", "--identity", str(first)]) == 1
    assert "It does not open the private words" in capsys.readouterr().err


def test_a_key_that_was_written_into_the_list_by_hand_opens_no_private_words(
    live: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    secret, by_hand = RecoverySecret.new(), tmp_path / "by hand"
    by_hand.write_text(secret.identity, "utf-8")
    with (live / "recovery.txt").open("a", encoding="utf-8") as out:
        out.write(f"{secret.recipient}\n")

    assert main(["recovery", "try", "--identity", str(by_hand)]) == 1

    said = capsys.readouterr()
    assert "It is a recovery key of this office" in said.out
    assert "It does not open the private words of this office" in said.err
    assert tried_at() is None
