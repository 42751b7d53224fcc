"""A server that accepts, refuses, dawdles, dies; one without TLS; one that wants a password."""

import os
import socket
import threading
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword

from tests.mail.servers import Postmaster, a_post, a_server
from tracker.mail import ConsolePost, FolderPost, Server
from tracker.services.ports.reminders import Mail, PostTrouble, Undeliverable

MADE = datetime(2024, 3, 18, 7, 30, tzinfo=UTC)
MAIL = Mail("reminder:r1:1", "<one@office.example>", "anna", "3 days left", "Words.\n", MADE)
TO = "anna@example.org"


def test_a_server_that_accepts_has_the_mail() -> None:
    master = Postmaster()
    with a_server(master) as server:
        a_post(server).deliver(TO, MAIL)

    (message,) = master.kept
    assert (message["To"], message["Message-ID"]) == (TO, MAIL.message_id)


@pytest.mark.parametrize("answer", ["550 no such person", "554 spam", "552 too much"])
def test_a_refusal_for_good_is_not_tried_again(answer: str) -> None:
    with a_server(Postmaster([answer])) as server, pytest.raises(Undeliverable, match=answer):
        a_post(server).deliver(TO, MAIL)


@pytest.mark.parametrize("answer", ["451 later", "421 too busy", "die", "keep and die"])
def test_a_refusal_for_now_and_a_server_that_dies_may_be_tried_again(answer: str) -> None:
    with a_server(Postmaster([answer])) as server, pytest.raises(PostTrouble):
        a_post(server).deliver(TO, MAIL)


def test_a_server_that_dawdles_is_not_waited_for() -> None:
    with a_server(Postmaster(delay=2)) as server, pytest.raises(PostTrouble):
        a_post(server, timeout=0.2).deliver(TO, MAIL)


def test_a_server_that_is_not_there_may_come_back() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: nobody answers there
        port = taken.getsockname()[1]
        with pytest.raises(PostTrouble, match="cannot be used"):
            a_post(Server("127.0.0.1", port, plain=True)).deliver(TO, MAIL)


def test_a_server_that_talks_nonsense_is_trouble_and_no_crash() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def nonsense() -> None:
            talking, _ = listening.accept()
            with talking:
                talking.sendall(b"HTTP/1.1 200 OK\r\n\r\n")

        thread = threading.Thread(target=nonsense)
        thread.start()
        post = a_post(Server("127.0.0.1", listening.getsockname()[1], plain=True), timeout=2)
        with pytest.raises(PostTrouble):
            post.deliver(TO, MAIL)
        thread.join()


def test_without_tls_nothing_is_handed_over_unless_the_server_is_this_machine() -> None:
    master = Postmaster()
    with a_server(master) as server, pytest.raises(PostTrouble, match="no TLS"):
        a_post(replace(server, plain=False)).deliver(TO, MAIL)

    assert master.kept == []


def test_a_password_is_read_from_its_file_and_a_wrong_one_blames_no_mail(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("open sesame\nsecond line\n")

    def check(server: object, session: object, envelope: object, how: str, told: object) -> object:
        known = isinstance(told, LoginPassword) and told.password == b"open sesame"
        return AuthResult(success=known, handled=False)

    master = Postmaster()
    with a_server(master, authenticator=check, auth_require_tls=False) as open_:
        server = replace(open_, user="office", password_file=file)
        a_post(server).deliver(TO, MAIL)
        file.write_text("wrong\n")
        with pytest.raises(PostTrouble, match="refuses the user, the password or the token"):
            a_post(server).deliver(TO, MAIL)
        file.unlink()
        with pytest.raises(PostTrouble, match="cannot be read"):
            a_post(server).deliver(TO, MAIL)

    assert len(master.kept) == 1
    assert "sesame" not in repr(server)


def test_a_folder_keeps_each_mail_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    post = FolderPost(tmp_path / "mail", "office@example.org")

    post.deliver(TO, MAIL)
    post.deliver(TO, MAIL)
    post.deliver(TO, replace(MAIL, message_id="<two@office.example>"))

    kept = sorted((tmp_path / "mail").iterdir())
    assert [file.suffix for file in kept] == [".eml", ".eml"]
    assert b"Subject: 3 days left" in kept[0].read_bytes()
    assert not any(file.stat().st_mode & 0o077 for file in (tmp_path / "mail", *kept))


def test_a_message_id_names_no_path(tmp_path: Path) -> None:
    post = FolderPost(tmp_path / "mail", "office@example.org")

    post.deliver(TO, replace(MAIL, message_id="<../../../etc/passwd@x>"))

    assert [file.parent for file in tmp_path.rglob("*.eml")] == [tmp_path / "mail"]


def test_a_folder_that_takes_nothing_is_trouble(tmp_path: Path) -> None:
    (tmp_path / "mail").write_text("in the way")

    with pytest.raises(PostTrouble):
        FolderPost(tmp_path / "mail", "office@example.org").deliver(TO, MAIL)


def test_the_console_shows_the_mail(capsys: pytest.CaptureFixture[str]) -> None:
    ConsolePost("office@example.org").deliver(TO, MAIL)

    shown = capsys.readouterr().err
    assert "Subject: 3 days left" in shown
    assert "Words." in shown


def test_no_mail_of_the_tests_leaves_this_machine() -> None:
    assert "TRACKER_SMTP_URL" not in os.environ


@pytest.mark.parametrize("error", [socket.EAI_AGAIN, socket.EAI_NONAME])
def test_mail_waits_while_no_name_can_be_looked_up(
    monkeypatch: pytest.MonkeyPatch, error: int
) -> None:
    def away(*_: object, **__: object) -> None:
        raise socket.gaierror(error, "no address")

    with a_server(Postmaster()) as server:
        monkeypatch.setattr(socket, "getaddrinfo", away)
        with pytest.raises(PostTrouble):
            a_post(server).deliver(TO, MAIL)
