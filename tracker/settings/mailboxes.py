"""The settings of received mail: the mailbox that is fetched, and the folder for files."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from tracker.domain.base.errors import BadInput
from tracker.domain.correspondence.mail_letter import RECIPIENT_HEADERS
from tracker.settings.reading import (
    read_folder,
    read_names,
    read_path,
    read_port,
    require_private,
)

THIS_MACHINE = ("localhost", "127.0.0.1", "::1")
IMAP_PORTS = {"imap": 143, "imaps": 993}
_PASSWORD, _TOKEN = "TRACKER_IMAP_PASSWORD_FILE", "TRACKER_IMAP_TOKEN_FILE"


@dataclass(frozen=True, slots=True)
class MailboxSettings:
    """A mailbox on a server. `token` means that the file holds an OAuth token, not a password.

    `plain` means that the server is this machine, so that no TLS is needed.
    """

    host: str
    port: int
    implicit: bool
    user: str
    secret_file: Path
    token: bool
    inbox: str
    plain: bool


@dataclass(frozen=True, slots=True)
class ReceivedMailSettings:
    """How mail is received. `domains` are those of the office's own addresses."""

    mailbox: MailboxSettings | None = None
    dropped: Path | None = None
    domains: frozenset[str] = frozenset()
    recipient_header: str = RECIPIENT_HEADERS[0]


def read_received_mail(
    found: Mapping[str, str], instance: Path, sender: str
) -> ReceivedMailSettings:
    """Return the settings of received mail. Raises BadInput."""
    domains = read_names(found.get("TRACKER_MAIL_DOMAINS", "").lower())
    header = found.get("TRACKER_RECIPIENT_HEADER") or RECIPIENT_HEADERS[0]
    if header not in RECIPIENT_HEADERS:
        raise BadInput(
            f"TRACKER_RECIPIENT_HEADER is “{header}”: it takes {', '.join(RECIPIENT_HEADERS)}."
        )
    return ReceivedMailSettings(
        mailbox=_mailbox(found),
        dropped=read_folder(found, "TRACKER_DROPPED_MAIL") or instance / "received",
        domains=domains or frozenset([sender.rpartition("@")[2].lower()]),
        recipient_header=header,
    )


def _mailbox(found: Mapping[str, str]) -> MailboxSettings | None:
    url = found.get("TRACKER_IMAP_URL")
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme not in IMAP_PORTS or not parts.hostname or not parts.username:
        raise BadInput(
            "TRACKER_IMAP_URL takes imaps://user@host, or imap://user@host, with a port and the "
            "folder of incoming mail behind it where needed."
        )
    if parts.password is not None:
        # It is not repeated here. Anyone who may list processes could read it in the setting.
        raise BadInput(
            f"TRACKER_IMAP_URL holds a password: put it into a file, and name that file in "
            f"{_PASSWORD}."
        )
    secret, token = _secret(found)
    return _mailbox_at(parts, secret, token=token)


def _mailbox_at(parts: SplitResult, secret: Path, *, token: bool) -> MailboxSettings:
    return MailboxSettings(
        host=parts.hostname or "",
        port=read_port("TRACKER_IMAP_URL", parts) or IMAP_PORTS[parts.scheme],
        implicit=parts.scheme == "imaps",
        user=unquote(parts.username or ""),
        secret_file=secret,
        token=token,
        inbox=unquote(parts.path.strip("/")) or "INBOX",
        plain=parts.hostname in THIS_MACHINE,
    )


def _secret(found: Mapping[str, str]) -> tuple[Path, bool]:
    """Return the file of the secret, and whether it holds a token. Raises BadInput."""
    password, token = read_path(found, _PASSWORD), read_path(found, _TOKEN)
    if password and token:
        raise BadInput(f"A mailbox takes {_PASSWORD} or {_TOKEN}, not both: set one of them.")
    if password:
        require_private(_PASSWORD, password, "a password")
        return password, False
    if token:
        require_private(_TOKEN, token, "a token")
        return token, True
    raise BadInput(f"A mailbox needs {_PASSWORD} or {_TOKEN}: set one of them.")
