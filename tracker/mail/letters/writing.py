"""The exact bytes of a mail with a letter.

Text is in base64 or quoted-printable, so that no server on the way changes a byte, and names of
files are plain ASCII. Nothing marks it as automatic, because a person approved it, and nothing
tells the office that it was opened.
"""

import re
from email import message_from_bytes
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from tracker.domain.base.errors import BadInput
from tracker.domain.correspondence.mail_letter import AddressPattern
from tracker.mail.message import one_line
from tracker.services.ports.correspondence.letters import LetterPost, LetterWords

# A line of 998 characters is the most that SMTP takes. Headers are folded far below.
_POLICY = SMTP.clone(max_line_length=76)
_PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
# More Message-IDs make some servers refuse a mail.
_MOST_REFERENCES = 20


class WrittenLetterPost(LetterPost):
    """Writes letters from addresses of this pattern, of at most `largest` bytes."""

    def __init__(self, addresses: AddressPattern | None, largest: int) -> None:
        self._addresses = addresses
        self._largest = largest

    @property
    def addresses(self) -> AddressPattern | None:
        return self._addresses

    @property
    def largest(self) -> int:
        return self._largest

    def write(self, words: LetterWords) -> bytes:
        return written(words)

    def text_of(self, data: bytes) -> str:
        return mail_text(data)


def written(words: LetterWords) -> bytes:
    """Return the bytes of a mail, with CRLF at the end of each line.

    Raises BadInput for an address that cannot be used, ValueError for a file name that is not
    plain ASCII.
    """
    message = EmailMessage(policy=_POLICY)
    message["From"] = _address(words.sender, one_line(words.office))
    message["To"] = _address(words.recipient)
    message["Subject"] = one_line(words.subject)
    message["Date"] = words.at
    message["Message-ID"] = words.message_id
    if words.before:
        message["In-Reply-To"] = words.before[-1]
        message["References"] = " ".join(words.before[-_MOST_REFERENCES:])
    if words.asks_read_receipt:
        message["Disposition-Notification-To"] = words.sender
    message.set_content(words.text, charset="utf-8", cte="base64")
    for part in words.parts:
        if not _PLAIN_NAME.fullmatch(part.name):
            raise ValueError(f"{part.name!r} is not a plain file name")
        main, _, sub = part.media.partition("/")
        message.add_attachment(part.data, maintype=main, subtype=sub, filename=part.name)
    return message.as_bytes()


def mail_text(data: bytes) -> str:
    """Return the text of a mail that `written` made."""
    message = message_from_bytes(data, policy=_POLICY)
    text = next(iter(message.iter_parts()), message)
    return "\n".join(str(text.get_content()).splitlines())


def _address(words: str, name: str = "") -> Address:
    try:
        if not words.isascii():
            raise ValueError
        address = Address(display_name=name, addr_spec=words)
        if not address.username or not address.domain or not words.isprintable():
            raise ValueError
    except (HeaderParseError, ValueError, IndexError) as error:
        raise BadInput("“{address}” is not an email address.", address=words) from error
    return address
