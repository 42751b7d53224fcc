"""Signing in to send with an OAuth token: a real Postfix, whose users a real Dovecot knows."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from tests.mail.certificates import Authority, an_authority
from tests.mail.imap.dovecot import USER, a_dovecot
from tests.mail.imap.tokens import a_token_server
from tests.mail.postfix import SIGN_IN, Postfix, a_postfix, waits_for
from tests.mail.servers import an_impostor
from tracker.mail import Server, SmtpPost
from tracker.mail.sending_server import greeted_by
from tracker.services.ports.reminders import Mail, PostTrouble

TOKEN = "ya29.a0Af-secret_token"
MAIL = Mail(
    "m1", "<m1@office.example>", "anna", "Reminder", "Words.\n", datetime(2024, 3, 8, tzinfo=UTC)
)


class Body:
    """The server of a body, and the mails that it accepted."""

    def __init__(self) -> None:
        self.kept: list[bytes] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.kept.append(envelope.content)
        return "250 2.0.0 Ok"


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """An authority that this machine trusts."""
    made = an_authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(made.file))
    return made


@contextmanager
def a_host(authority: Authority, way: str) -> Iterator[tuple[Postfix, Body]]:
    """A mail host whose users sign in with a token in this way."""
    certificate, key = authority.issue("localhost")
    body = Body()
    with (
        a_token_server(TOKEN) as known,
        a_dovecot(tokens_known_by=known, tokens_by=way, delivers=True) as dovecot,
        a_postfix(
            SIGN_IN.format(certificate=certificate, key=key, port=dovecot.sign_in_port),
        ) as postfix,
    ):
        controller = Controller(body, hostname="127.0.0.1", port=postfix.body)
        controller.start()
        try:
            yield postfix, body
        finally:
            controller.stop()


@pytest.mark.samples("oauthbearer")
@pytest.mark.parametrize("way", ["oauthbearer", "xoauth2"])
def test_mail_goes_out_with_a_token_and_a_wrong_one_is_refused(
    tmp_path: Path, authority: Authority, way: str
) -> None:
    secret = tmp_path / "token"
    secret.write_text(f"{TOKEN}\n")
    with a_host(authority, way) as (postfix, body):
        server = Server("localhost", postfix.port, user=USER, password_file=secret, token=True)
        assert any(way.upper() in each for each in greeted_by(server).abilities)
        SmtpPost(server, "office@office.example").deliver("rti@pta.example", MAIL)
        waits_for(body.kept, 1)

        secret.write_text("ended\n")
        with pytest.raises(PostTrouble, match="refuses the user, the password or the token"):
            SmtpPost(server, "office@office.example").deliver("rti@pta.example", MAIL)
        log = postfix.log.read_text()

    assert b"Words." in body.kept[0]
    assert f"sasl_method={way.upper()}" in log
    assert TOKEN not in log


def test_a_server_that_accepts_no_token_is_sent_none(tmp_path: Path) -> None:
    secret = tmp_path / "token"
    secret.write_text(TOKEN)

    def answer(command: bytes) -> bytes:
        return b"250-mail.example\r\n250 AUTH PLAIN LOGIN" if b"EHLO" in command else b"221 bye"

    with an_impostor(b"220 mail.example ESMTP", answer) as (port, heard):
        server = Server("127.0.0.1", port, False, True, USER, secret, token=True)
        with pytest.raises(PostTrouble, match="offers neither OAUTHBEARER nor XOAUTH2"):
            greeted_by(server)

    assert b"AUTH" not in b"".join(heard).upper()
