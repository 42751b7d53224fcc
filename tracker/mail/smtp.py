"""Email sent to a server, over TLS unless the server is this machine."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from tracker.mail.bearer import TAKES_NO_TOKEN, first_words, last_words, way_of
from tracker.mail.message import message_of, one_line
from tracker.services.ports.reminders import (
    Mail,
    MailDestination,
    Post,
    PostTrouble,
    Undeliverable,
)

# Less than a supervisor waits for the scheduler to end.
TIMEOUT_SECONDS = 15
_LONGEST_REASON = 300
SIGN_IN_REFUSED = "The mail server refuses the user, the password or the token."


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server. The password is read from its file each time; with `token`, the file holds
    an OAuth token instead.

    `implicit` means TLS from the first byte. Otherwise STARTTLS is used, and required unless
    `plain`.
    """

    host: str
    port: int
    implicit: bool = False
    plain: bool = False
    user: str = ""
    password_file: Path | None = None
    token: bool = False

    @property
    def destination(self) -> MailDestination:
        """Return this server as where mail goes."""
        return MailDestination(f"the mail server {self.host}", self.host, outside=True)


class NamedServer(Protocol):
    """A mail server as the operator names it. `local` means that it is this machine."""

    @property
    def host(self) -> str: ...

    @property
    def port(self) -> int: ...

    @property
    def implicit(self) -> bool: ...

    @property
    def local(self) -> bool: ...

    @property
    def user(self) -> str: ...

    @property
    def password_file(self) -> Path | None: ...

    @property
    def token(self) -> bool: ...


def server_of(named: NamedServer) -> Server:
    """Return a server that the operator named. TLS is not required on this machine."""
    user, file = named.user, named.password_file
    return Server(named.host, named.port, named.implicit, named.local, user, file, named.token)


class SmtpPost(Post):
    """Sends each email over a connection of its own."""

    def __init__(self, server: Server, sender: str, timeout: float = TIMEOUT_SECONDS) -> None:
        self._server = server
        self._sender = sender
        self._timeout = timeout

    @property
    def destination(self) -> MailDestination:
        return self._server.destination

    def deliver(self, address: str, mail: Mail) -> None:
        """Send an email. Raises Undeliverable if the server refuses it permanently.

        Raises PostTrouble if another attempt may succeed. The server may have accepted it all the
        same, under the same Message-ID.
        """
        message = message_of(mail, address, self._sender)
        try:
            with connected(self._server, self._timeout) as connection:
                connection.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            code, reason = next(iter(error.recipients.values()))
            raise _refusal(code, reason) from error
        except smtplib.SMTPNotSupportedError as error:
            raise Undeliverable(
                f"The mail server cannot do this: {one_line(str(error))}"
            ) from error
        except smtplib.SMTPAuthenticationError as error:
            # A wrong password can be corrected: the email is not at fault.
            raise PostTrouble(SIGN_IN_REFUSED) from error
        except smtplib.SMTPResponseException as error:
            raise _refusal(error.smtp_code, error.smtp_error) from error
        except (smtplib.SMTPException, OSError) as error:
            raise PostTrouble(f"The mail server cannot be used: {short(str(error))}") from error


@contextmanager
def connected(server: Server, timeout: float) -> Iterator[smtplib.SMTP]:
    """Yield a connection over which mail can be handed to the server, and close it.

    Raises PostTrouble if TLS is required and not offered, if its certificate is refused, or if the
    password cannot be read.
    """
    context = ssl.create_default_context()
    with _refused_certificates(server):
        if server.implicit:
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=timeout, context=context
            )
        else:
            connection = smtplib.SMTP(server.host, server.port, timeout=timeout)
    try:
        if not server.implicit:
            with _refused_certificates(server):
                _secure(server, connection, context)
        if server.user:
            _sign_in(server, connection)
        yield connection
    finally:
        connection.close()


@contextmanager
def _refused_certificates(server: Server) -> Iterator[None]:
    """Translate the refusal of a certificate to PostTrouble: mail waits until it is right."""
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise PostTrouble(
            f"The certificate of {server.host} is refused: {one_line(error.verify_message)}."
        ) from error


def _secure(server: Server, connection: smtplib.SMTP, context: ssl.SSLContext) -> None:
    """Start TLS. Raises PostTrouble if TLS is required and the server does not start it."""
    if server.plain:
        return
    connection.ehlo_or_helo_if_needed()
    if not connection.has_extn("starttls"):
        raise PostTrouble(
            f"{server.host} offers no TLS, so no mail was handed to it: use smtps:// or "
            "another server."
        )
    try:
        connection.starttls(context=context)
    except smtplib.SMTPResponseException as error:
        # This refusal is not about the mail, so the mail must not be given up.
        said = f"{error.smtp_code} {short(error.smtp_error)}"
        raise PostTrouble(
            f"{server.host} offers TLS and did not start it, so no mail was handed to it: {said}"
        ) from error


def _sign_in(server: Server, connection: smtplib.SMTP) -> None:
    """Sign in with the password or the token. Raises PostTrouble, or SMTPException if refused."""
    secret = _password(server)
    if not server.token:
        connection.login(server.user, secret)
        return
    connection.ehlo_or_helo_if_needed()
    way = way_of(connection.esmtp_features.get("auth", "").upper().split())
    if not way:
        raise PostTrouble(TAKES_NO_TOKEN)
    said = first_words(way, server.user, secret)
    if not said.isascii():
        raise PostTrouble("The user name or the token has characters that no mail server accepts.")

    def answer(explained: bytes | None = None) -> str:
        return said if explained is None else last_words(way)

    connection.auth(way, answer)


def _password(server: Server) -> str:
    file = server.password_file
    if file is None:
        raise PostTrouble(
            "A user is set for the mail server, but no file with the password or token."
        )
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise PostTrouble(f"{file} cannot be read: {error.strerror}.") from error
    if not lines or not lines[0]:
        raise PostTrouble(f"{file} has no password or token in its first line.")
    return lines[0]


def _refusal(code: int, reason: bytes | str) -> Undeliverable | PostTrouble:
    """Return the error for a reply code: 500 and above is permanent (RFC 5321, 4.2.1)."""
    said = f"The mail server says: {code} {short(reason)}"
    return Undeliverable(said) if 500 <= code < 600 else PostTrouble(said)


def short(said: bytes | str) -> str:
    """Return the words of a server on one line, cut to the length that a message may have."""
    words = said.decode(errors="replace") if isinstance(said, bytes) else said
    return one_line(words)[:_LONGEST_REASON]
