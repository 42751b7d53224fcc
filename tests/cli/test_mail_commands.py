"""`tracker mail` and the scheduler’s fetch, with a real server and without one."""

import json
import logging
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.cli.instances import instance_made
from tests.mail.imap.dovecot import PASSWORD, USER, Dovecot, a_dovecot
from tests.services.correspondence.conftest import DOMAIN, TOKENS, a_mail
from tracker.app.assembly import open_office
from tracker.cli import main
from tracker.cli.correspondence.scans import scans_advice, scans_line
from tracker.documents.scans.scan_reader import TesseractScanReader
from tracker.lawfiles.library_watch import Watch
from tracker.scheduler import Fetcher
from tracker.scheduler.handover import Handover
from tracker.settings import read_settings


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Dovecot]:
    """The mailbox of a live office."""
    with a_dovecot() as dovecot:
        secret = tmp_path / "secret"
        secret.write_text(PASSWORD)
        secret.chmod(0o600)
        made = instance_made(
            tmp_path / "instance", "init", "--live", "--name", "Office", "--admin", "a@b.example"
        )
        monkeypatch.setenv("TRACKER_INSTANCE", str(made))
        monkeypatch.setenv("TRACKER_IMAP_URL", f"imap://{USER}@127.0.0.1:{dovecot.port}")
        monkeypatch.setenv("TRACKER_IMAP_PASSWORD_FILE", str(secret))
        monkeypatch.setenv("TRACKER_MAIL_DOMAINS", DOMAIN)
        yield dovecot


def test_mail_is_fetched_by_hand_and_by_the_scheduler_and_trouble_is_told_once(
    server: Dovecot,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    server.put(a_mail(1), a_mail(2))
    assert main(["mail", "fetch"]) == 0
    assert "main: 2 stored" in capsys.readouterr().out
    assert main(["mail", "status", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["emails"]["read"] == 2
    assert told["mailboxes"][0]["trouble"] is None

    (tmp_path / "secret").write_text("wrong")
    server.put(a_mail(3))
    with open_office(read_settings()) as office, caplog.at_level(logging.INFO):
        fetcher = Fetcher(office, Handover(Watch()), threading.Event())
        fetcher.fetch()
        first = len(caplog.records)
        for _ in range(2):
            fetcher.fetch()
        assert "refuse" in caplog.text
        assert len(caplog.records) - first <= 1
        (tmp_path / "secret").write_text(PASSWORD)
        os.utime(tmp_path / "secret", (1, 1))
        fetcher.fetch()
        assert "1 emails stored" in caplog.text
    assert TOKENS[0] not in caplog.text
    assert main(["mail", "status"]) == 0
    assert "3 read" in capsys.readouterr().out


def test_a_refused_password_ends_with_a_sentence_and_status_1(
    server: Dovecot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "secret").write_text("wrong")

    assert main(["mail", "fetch"]) == 1
    assert "refuses the user, the password or the token" in capsys.readouterr().err
    assert main(["mail", "status"]) == 1
    assert "main: last fetched never; sign-in since" in capsys.readouterr().out


def test_a_demonstration_needs_no_server_and_takes_dropped_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    instance = instance_made(tmp_path / "instance", "init")
    monkeypatch.setenv("TRACKER_INSTANCE", str(instance))
    (instance / "received").mkdir()
    file = instance / "received/answer.eml"
    file.write_bytes(a_mail())
    os.utime(file, (1, 1))

    assert main(["mail", "status"]) == 0
    assert "1 waiting" in capsys.readouterr().out
    assert main(["mail", "fetch", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"mailboxes": [], "dropped": 1}
    assert not file.exists()


def an_office(languages: tuple[str, ...] | None) -> Any:
    """An office whose reader of scans knows these languages; without a reader if None."""
    reader = None if languages is None else SimpleNamespace(languages=languages)
    return SimpleNamespace(scan_reader=reader)


@pytest.mark.parametrize(
    ("languages", "line", "missing"),
    [
        (("urd", "eng"), "scans: read by tesseract in Urdu and English", []),
        (("eng",), "scans: read by tesseract in English only", ["tesseract-ocr-urd"]),
        (("urd",), "scans: read by tesseract in Urdu only", ["tesseract-ocr-eng"]),
        (
            (),
            "scans: not read, because tesseract with Urdu or English is not installed",
            ["tesseract-ocr-urd", "tesseract-ocr-eng"],
        ),
        (None, "scans: not read, because TRACKER_NO_SCAN_READING is set", []),
    ],
)
def test_the_line_names_the_languages_and_the_advice_the_missing_ones(
    languages: tuple[str, ...] | None, line: str, missing: list[str]
) -> None:
    office = an_office(languages)
    words = " ".join(scans_advice(office))

    assert scans_line(office) == line
    assert [
        each for each in ("tesseract-ocr-urd", "tesseract-ocr-eng") if each in words
    ] == missing


def test_the_line_says_that_tesseract_is_not_installed(tmp_path: Path) -> None:
    office: Any = SimpleNamespace(scan_reader=TesseractScanReader(str(tmp_path / "tesseract")))

    assert "not installed" in scans_line(office)


def test_both_commands_print_the_line_about_scans(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TRACKER_INSTANCE", str(instance_made(tmp_path / "instance", "init")))
    monkeypatch.setenv("TRACKER_NO_SCAN_READING", "yes")

    for command in (["mail", "status"], ["doctor", "--no-mail"]):
        main(command)
        assert "scans: not read, because TRACKER_NO_SCAN_READING is set" in capsys.readouterr().out
