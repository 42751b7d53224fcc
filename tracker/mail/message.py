"""One email as it is sent: plain text, and headers into which nothing can be injected."""

from email.errors import HeaderParseError
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from typing import cast

from tracker.services.ports.reminders import Mail, Undeliverable


class _Unbroken(UnstructuredHeader):
    """A header on one line: a folded or encoded address does not work."""

    def fold(self, *, policy: Policy) -> str:
        """Return the header as it is sent."""
        # The registry builds whole headers from this class, so the name belongs to it.
        return f"{cast(BaseHeader, self).name}: {self}{policy.linesep}"


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("list-unsubscribe", cast("type[BaseHeader]", _Unbroken))
_POLICY = SMTP.clone(header_factory=_HEADERS)


def message_of(mail: Mail, address: str, sender: str) -> EmailMessage:
    """Return the message from a sender to an address. Raises Undeliverable for an invalid address.

    Its Message-ID and date are those of the email, so that each attempt sends the same bytes. Its
    headers mark it as automatic, so that no vacation notice answers (RFC 3834).
    """
    message = EmailMessage(policy=_POLICY)
    message["From"] = _address(sender)
    message["To"] = _address(address)
    message["Subject"] = one_line(mail.subject)
    message["Date"] = mail.made_at
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"
    if mail.leave:
        # One click in the reader's email program is enough (RFC 8058).
        message["List-Unsubscribe"] = f"<{one_line(mail.leave)}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(mail.words, charset="utf-8")
    return message


def one_line(words: str) -> str:
    """Return text without line ends and unprintable characters, which headers forbid."""
    return " ".join("".join(c if c.isprintable() else " " for c in words).split())


def _address(words: str) -> Address:
    if not words.isprintable():
        raise Undeliverable("The email address holds a character that no address has.")
    try:
        address = Address(addr_spec=words)
    except (HeaderParseError, ValueError, IndexError) as error:
        raise Undeliverable(f"“{words}” is not an email address.") from error
    if not address.username or not address.domain:
        raise Undeliverable(f"“{words}” is not an email address.")
    return address
