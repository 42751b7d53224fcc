"""`tracker mail` and the scheduler’s fetch, with a real server and without one."""

import json
import logging
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.instances import instance_made
from tests.mail.imap.dovecot import PASSWORD, USER, Dovecot, a_dovecot
from tests.services.correspondence.conftest import DOMAIN, TOKENS, a_mail
from tracker.app import open_office
from tracker.cli import main
from tracker.scheduler import Fetcher
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
        fetcher = Fetcher(office, threading.Event())
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
