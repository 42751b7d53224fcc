"""A mailbox on a server: connecting with a certificate that is checked, and signing in."""

import hashlib
import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tracker.mail.bearer import TAKES_NO_TOKEN, first_words, last_words, way_of
from tracker.mail.imap.session import ImapSession, translate_answers
from tracker.mail.message import one_line
from tracker.mail.secured import tls_of
from tracker.services.ports.correspondence.fetching import (
    MailboxTrouble,
    MailSession,
    MailSource,
)
from tracker.services.ports.correspondence.received import MailTrouble

# Without it a dead server would hold up the scheduler’s thread for ever.
FETCH_TIMEOUT_SECONDS = 60
# Codes of RFC 5530 for a refusal that says nothing about the password.
_NOT_NOW = ("UNAVAILABLE", "SERVERBUG", "INUSE", "LIMIT", "CONTACTADMIN")


@dataclass(frozen=True, slots=True)
class ImapServer:
    """A mail server and a mailbox on it. The secret is read from its file each time.

    `implicit` means TLS from the first byte. Otherwise STARTTLS is required, unless `plain`, which
    is for a server on this machine alone. `token` means that the file holds an OAuth token.
    """

    host: str
    port: int
    user: str
    secret_file: Path
    implicit: bool = True
    plain: bool = False
    token: bool = False
    inbox: str = "INBOX"
    filed: str = "Filed"


class ImapSource(MailSource):
    """A mailbox that is reached by IMAP."""

    def __init__(
        self, name: str, server: ImapServer, timeout: float = FETCH_TIMEOUT_SECONDS
    ) -> None:
        self._name = name
        self._server = server
        self._timeout = timeout

    @property
    def name(self) -> str:
        return self._name

    def fingerprint(self) -> str:
        """Return a digest of the settings and of when the file of the secret was changed."""
        server = self._server
        try:
            stat = server.secret_file.stat()
        except OSError as error:
            raise _no_secret(f"{server.secret_file} cannot be read: {error.strerror}.") from error
        told = (
            server.host,
            server.port,
            server.user,
            server.token,
            stat.st_mtime_ns,
            stat.st_size,
        )
        return hashlib.sha256(repr((told, stat.st_ino)).encode()).hexdigest()

    @contextmanager
    def opened(self) -> Iterator[MailSession]:
        secret = self._secret()
        connection = self._connected()
        try:
            with translate_answers():
                self._sign_in(connection, secret)
                # What a server can do may change once somebody is signed in.
                said = b" ".join(connection.capability()[1]).upper().split()
            server = self._server
            abilities = frozenset(word.decode("ascii", "replace") for word in said)
            tls = tls_of(connection.socket())
            yield ImapSession(connection, abilities, tls, server.inbox, server.filed)
        finally:
            _close(connection)

    def _connected(self) -> imaplib.IMAP4:
        server, context = self._server, ssl.create_default_context()
        try:
            if server.implicit:
                return imaplib.IMAP4_SSL(
                    server.host, server.port, ssl_context=context, timeout=self._timeout
                )
            connection = imaplib.IMAP4(server.host, server.port, timeout=self._timeout)
            if not server.plain:
                self._secure(connection, context)
        except ssl.SSLCertVerificationError as error:
            raise MailboxTrouble(
                MailTrouble.CERTIFICATE,
                f"The certificate of {server.host} is refused: {one_line(error.verify_message)}.",
            ) from error
        except (imaplib.IMAP4.error, OSError, EOFError) as error:
            raise MailboxTrouble(
                MailTrouble.UNREACHABLE,
                f"The mail server {server.host} cannot be reached on port {server.port}.",
            ) from error
        return connection

    def _secure(self, connection: imaplib.IMAP4, context: ssl.SSLContext) -> None:
        try:
            if "STARTTLS" in connection.capabilities:
                connection.starttls(context)
                return
        except BaseException:
            # A failed handshake has closed the socket. Closing it again must not hide the reason.
            with suppress(OSError):
                connection.shutdown()
            raise
        connection.shutdown()
        raise MailboxTrouble(
            MailTrouble.CERTIFICATE,
            f"{self._server.host} offers no TLS, so nobody signed in: use imaps:// or another "
            "server.",
        )

    def _sign_in(self, connection: imaplib.IMAP4, secret: str) -> None:
        """Sign in once. Raises MailboxTrouble."""
        user = self._server.user
        try:
            if self._server.token:
                _sign_in_with_token(connection, user, secret)
            elif "AUTH=PLAIN" in connection.capabilities:
                # Unlike LOGIN, it takes any characters.
                connection.authenticate("PLAIN", _once(f"\0{user}\0{secret}"))
            else:
                connection.login(user, secret)
        except imaplib.IMAP4.abort:
            raise
        except (imaplib.IMAP4.error, UnicodeError) as error:
            if any(f"[{code}]" in str(error).upper() for code in _NOT_NOW):
                raise MailboxTrouble(
                    MailTrouble.UNREACHABLE, "The mail server lets nobody sign in at the moment."
                ) from error
            raise MailboxTrouble(
                MailTrouble.SIGN_IN,
                "The mail server refuses the user, the password or the token.",
            ) from error

    def _secret(self) -> str:
        file = self._server.secret_file
        try:
            lines = file.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeError) as error:
            raise _no_secret(f"{file} cannot be read.") from error
        if not lines or not lines[0]:
            raise _no_secret(f"{file} holds nothing in its first line.")
        return lines[0]


def _sign_in_with_token(connection: imaplib.IMAP4, user: str, token: str) -> None:
    """Sign in with an OAuth token, in a way that the server offers. Raises MailboxTrouble."""
    offered = [each.removeprefix("AUTH=") for each in connection.capabilities]
    way = way_of(offered)
    if not way:
        raise MailboxTrouble(MailTrouble.SIGN_IN, TAKES_NO_TOKEN)
    answers = _once(first_words(way, user, token), then=last_words(way).encode())
    connection.authenticate(way, answers)


class _once:
    """Answers the first question of the server, and ends a dialogue that goes on."""

    def __init__(self, words: str, then: bytes = b"") -> None:
        self._words, self._then = words.encode(), then

    def __call__(self, _: bytes) -> bytes:
        words, self._words = self._words, self._then
        return words


def _no_secret(words: str) -> MailboxTrouble:
    return MailboxTrouble(MailTrouble.SECRET, words)


def _close(connection: imaplib.IMAP4) -> None:
    try:
        connection.logout()
    except (imaplib.IMAP4.error, OSError, EOFError):
        connection.shutdown()
