"""A list of the addresses of copies is handed on by itself, by mail or from hand to hand."""

from pathlib import Path

import pytest

from tests.verifier.a_copy import NAME, a_copy, key_line, note
from tracker.verifier.command import main

LIST = note(f"{NAME} mirrors\n1234 2026-11-20\nhttps://record.example\nhttps://copy.example/a\n")
OTHER = "record.example/log-9z8y7x6w"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "mirrors.txt"
    file.write_text(LIST, encoding="utf-8")
    return file


def test_the_addresses_that_the_key_signed_are_told(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(file), "--key", key_line()]) == 0

    said = capsys.readouterr().out
    assert "the record: https://record.example\n" in said
    assert "a copy: https://copy.example/a\n" in said
    assert "when the log had 1,234 entries, the newest of them of 2026-11-20." in said


def test_a_list_from_before_the_first_entry_has_no_day(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(note(f"{NAME} mirrors\n0\nhttps://record.example\n"), encoding="utf-8")

    assert main([str(file), "--key", key_line()]) == 0

    said = capsys.readouterr().out
    assert "when the log had 0 entries." in said
    assert "a copy:" not in said


@pytest.mark.parametrize(
    ("words", "key"),
    [
        (LIST.replace("copy.example", "c0py.example"), key_line()),
        (LIST, key_line(name=OTHER)),
        (note(f"{OTHER} mirrors\n0\nhttps://record.example\n"), key_line()),
        (note(f"{NAME} mirrors\n"), key_line()),
        (note(f"{NAME} mirrors\n7 2026-11-20\n"), key_line()),
        (note(f"{NAME} mirrors\nhttps://record.example\nhttps://copy.example/a\n"), key_line()),
        (LIST[: len(LIST) // 2], key_line()),
        (LIST, "no key"),
    ],
    ids=[
        "altered",
        "another key",
        "of another log",
        "empty",
        "of nothing",
        "of no time",
        "cut off",
        "a key that is none",
    ],
)
def test_what_the_key_did_not_sign_is_told_and_no_address_of_it(
    file: Path, words: str, key: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(words, encoding="utf-8")

    assert main([str(file), "--key", key]) == 1

    said = capsys.readouterr().out
    assert "does NOT hold" in said
    assert "https://" not in said


def test_without_a_key_nothing_can_be_said_of_it(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(file)]) == 2

    assert "--key" in capsys.readouterr().err


def test_a_checkpoint_is_no_list(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "checkpoint"
    file.write_bytes(a_copy()["log/checkpoint"])

    assert main([str(file), "--key", key_line()]) == 2
