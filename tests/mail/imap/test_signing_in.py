"""Signing in to a real IMAP server: with STARTTLS, and with an OAuth token."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.mail.certificates import Authority, an_authority
from tests.mail.imap.dovecot import Dovecot, a_dovecot
from tests.mail.imap.tokens import a_token_server
from tests.mail.servers import an_impostor
from tracker.mail.imap import ImapServer, ImapSource
from tracker.services.ports.correspondence.fetching import MailboxTrouble
from tracker.services.ports.correspondence.received import MailFolder, MailTrouble

TOKEN = "ya29.a0Af-secret_token"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return an_authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def trusted(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """The authority, which this machine trusts as the guide says."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    return authority


def secret_in(folder: Path, words: str = "right") -> Path:
    """A file with a secret."""
    file = folder / "secret"
    file.write_text(f"{words}\n")
    return file


def over_tls(dovecot: Dovecot, secret: Path, host: str = "localhost") -> ImapServer:
    """The server as the setting `imap://user@host` names it: TLS by STARTTLS, and required."""
    return replace(dovecot.server(secret, host), plain=False)


def opened(server: ImapServer) -> tuple[str, int]:
    """How the connection is secured, and the numbering of the inbox."""
    with ImapSource("main", server, timeout=10).opened() as session:
        return session.tls, session.select(MailFolder.INBOX)


def trouble_of(server: ImapServer) -> MailboxTrouble:
    with pytest.raises(MailboxTrouble) as told:
        opened(server)
    return told.value


def test_a_mailbox_is_opened_over_starttls(trusted: Authority, tmp_path: Path) -> None:
    with a_dovecot(certificate=trusted.issue("localhost"), starttls=True) as dovecot:
        tls, uidvalidity = opened(over_tls(dovecot, secret_in(tmp_path)))
        log = (dovecot.folder / "log").read_text()

    assert tls.startswith("TLSv1.")
    assert tls.endswith("localhost")
    assert uidvalidity > 0
    assert "TLS" in log


@pytest.mark.parametrize(
    ("issued_to", "ended", "trusts", "words"),
    [
        ("localhost", False, False, "unable to get local issuer certificate"),
        ("localhost", True, True, "expired"),
        ("mail.other.example", False, True, "Hostname mismatch"),
    ],
)
def test_starttls_with_a_wrong_certificate_says_no_password(
    authority: Authority,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    issued_to: str,
    ended: bool,
    trusts: bool,
    words: str,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file) if trusts else "/nonexistent")
    pair = authority.issue(issued_to, ended=ended)
    with a_dovecot(certificate=pair, starttls=True) as dovecot:
        trouble = trouble_of(over_tls(dovecot, secret_in(tmp_path)))
        log = (dovecot.folder / "log").read_text()

    assert trouble.kind is MailTrouble.CERTIFICATE
    assert words in str(trouble)
    assert "user=<office>" not in log


@pytest.mark.parametrize(
    ("greeting", "starttls", "kind", "words"),
    [
        # The word STARTTLS is cut out of what the server offers.
        (b"* OK IMAP4rev1", b"", MailTrouble.CERTIFICATE, "offers no TLS"),
        # It is offered and then refused.
        (b"* OK IMAP4rev1", b"TAG NO not now", MailTrouble.UNREACHABLE, "cannot be reached"),
        # The server claims that the program is signed in already, so that TLS cannot begin.
        (b"* PREAUTH IMAP4rev1", b"TAG OK go on", MailTrouble.UNREACHABLE, "cannot be"),
    ],
)
def test_a_line_from_which_starttls_is_cut_hears_no_password(
    tmp_path: Path, greeting: bytes, starttls: bytes, kind: MailTrouble, words: str
) -> None:
    offered = b"* CAPABILITY IMAP4rev1 AUTH=PLAIN" + (b" STARTTLS" if starttls else b"")
    answers = {b"CAPABILITY": offered + b"\r\nTAG OK done", b"STARTTLS": starttls}

    def answer(command: bytes) -> bytes:
        tag, _, said = command.strip().partition(b" ")
        return answers.get(said.split(b" ")[0].upper(), b"BAD no").replace(b"TAG", tag)

    with an_impostor(greeting, answer) as (port, heard):
        server = ImapServer("127.0.0.1", port, "office", secret_in(tmp_path), implicit=False)
        trouble = trouble_of(server)

    assert (trouble.kind, words in str(trouble)) == (kind, True)
    said = b"".join(heard).upper()
    assert b"CAPABILITY" in said
    assert b"LOGIN" not in said
    assert b"AUTHENTICATE" not in said


@pytest.mark.slow
@pytest.mark.parametrize("way", ["oauthbearer", "xoauth2"])
def test_a_token_opens_the_mailbox_and_a_wrong_one_is_refused(tmp_path: Path, way: str) -> None:
    with (
        a_token_server(TOKEN) as address,
        a_dovecot(tokens_known_by=address, tokens_by=way) as dovecot,
    ):
        server = replace(dovecot.server(secret_in(tmp_path, TOKEN)), token=True)
        assert opened(server)[1] > 0
        secret_in(tmp_path, "ended")
        trouble = trouble_of(server)
        log = (dovecot.folder / "log").read_text()

    assert (trouble.kind, "the token" in str(trouble)) == (MailTrouble.SIGN_IN, True)
    assert f"method={way.upper()}" in log
    assert TOKEN not in log


def test_a_server_that_accepts_no_token_is_sent_none(tmp_path: Path) -> None:
    with a_dovecot() as dovecot:
        server = replace(dovecot.server(secret_in(tmp_path, TOKEN)), token=True)
        trouble = trouble_of(server)

    assert trouble.kind is MailTrouble.SIGN_IN
    assert "offers neither OAUTHBEARER nor XOAUTH2" in str(trouble)
