"""What a mail says, read once: its headers, its text, its parts, and its faults.

Everything here was written by a stranger, until something else shows who wrote it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from tracker.domain.correspondence.content_signatures import ContentSignature


class MailDefect(StrEnum):
    """A fault of a mail that a person who reads it should know about."""

    HEADERS_CUT = "headers-cut"
    HEADER_UNREADABLE = "header-unreadable"
    HEADERS_DOUBLED = "headers-doubled"
    MANY_SENDERS = "many-senders"
    NO_SENDER = "no-sender"
    NO_MESSAGE_ID = "no-message-id"
    NO_DATE = "no-date"
    DATE_UNREADABLE = "date-unreadable"
    PARTS_CUT = "parts-cut"
    NESTED_TOO_DEEP = "nested-too-deep"
    BROKEN_STRUCTURE = "broken-structure"
    CHARSET_GUESSED = "charset-guessed"
    CHARACTERS_LOST = "characters-lost"
    TRANSFER_BROKEN = "transfer-broken"
    TEXT_CUT = "text-cut"
    HIDDEN_TEXT = "hidden-text"
    NUL_REMOVED = "nul-removed"
    NOT_PARSED = "not-parsed"
    ENCRYPTED = "encrypted"
    PART_NOT_OPENED = "part-not-opened"


# The signatures of a mail that are read and checked, from the top.
MOST_SIGNATURES = 5
# With one of these, nobody can say that the whole mail was read.
LEAVES_UNREAD = frozenset(
    {
        *(MailDefect.NOT_PARSED, MailDefect.PARTS_CUT, MailDefect.NESTED_TOO_DEEP),
        *(MailDefect.ENCRYPTED, MailDefect.PART_NOT_OPENED),
    }
)


class PartVerdict(StrEnum):
    """The warning that a person gets before a part is opened."""

    PLAIN = "plain"
    DANGEROUS = "dangerous"
    OUTLOOK_PACKAGE = "outlook-package"
    SMIME_SIGNED = "smime-signed"
    SMIME_ENCRYPTED = "smime-encrypted"
    SIGNATURE = "signature"
    PGP_SIGNATURE = "pgp-signature"
    NOT_OPENED = "not-opened"
    LOCKED_ARCHIVE = "locked-archive"
    CALENDAR = "calendar"
    NESTED_MAIL = "nested-mail"
    OUTSIDE = "outside"


class TextRole(StrEnum):
    """Whose words a piece of text is, as far as its form shows."""

    NEW = "new"
    QUOTED = "quoted"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class MailAddress:
    """A name and an address as written in a header. The name is never shown alone."""

    name: str
    address: str

    @property
    def domain(self) -> str:
        """The domain in lower case, without a final dot."""
        return self.address.rpartition("@")[2].lower().rstrip(".") if "@" in self.address else ""


@dataclass(frozen=True, slots=True)
class HeaderLine:
    """A line of the header sheet: a name as written, and its decoded value."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class CalendarDetails:
    """What a calendar entry in a mail says. Nothing is answered, and nothing fetched."""

    method: str
    summary: str
    location: str
    starts: str
    organizer: str


@dataclass(frozen=True, slots=True)
class ReadPart:
    """A part of a mail: its place, a safe name, the type that it claims and the one that it has.

    `subject`, `sender` and `date` are those of a nested mail.
    """

    path: str
    name: str
    said_type: str
    found_type: str
    size: int
    sha256: str
    verdict: PartVerdict = PartVerdict.PLAIN
    is_text: bool = False
    hearing: CalendarDetails | None = None
    subject: str = ""
    sender: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class TextPiece:
    """A piece of the text, in order."""

    role: TextRole
    words: str


@dataclass(frozen=True, slots=True)
class SignatureHeader:
    """What a DKIM signature says of itself: who signed, with which key, and how much."""

    domain: str
    selector: str
    algorithm: str
    covers_part: bool

    @property
    def key_name(self) -> str:
        """The name under which the key is found."""
        return f"{self.selector}._domainkey.{self.domain}"


@dataclass(frozen=True, slots=True)
class ReadMail:
    """All that was read of one mail.

    `reports` and `receipts` are the texts of the machine-readable parts of delivery reports and
    read receipts; `returned` are the headers of the mail that a report returns. `bounced` are the
    addresses that a message in an old form seems to report.
    """

    lines: tuple[HeaderLine, ...]
    senders: tuple[MailAddress, ...]
    to: tuple[MailAddress, ...]
    cc: tuple[MailAddress, ...]
    resent_to: tuple[MailAddress, ...]
    reply_to: tuple[MailAddress, ...]
    subject: str
    date_said: str
    pieces: tuple[TextPiece, ...]
    parts: tuple[ReadPart, ...]
    doubled: tuple[str, ...] = ()
    defects: tuple[MailDefect, ...] = ()
    remote_pictures: int = 0
    links: tuple[str, ...] = ()
    report_type: str = ""
    reports: tuple[str, ...] = ()
    receipts: tuple[str, ...] = ()
    returned: tuple[HeaderLine, ...] = ()
    bounced: tuple[str, ...] = ()
    signatures: tuple[SignatureHeader, ...] = ()
    content_signatures: tuple[ContentSignature, ...] = ()

    @property
    def sender(self) -> MailAddress | None:
        """The one sender; None for several From headers, several addresses, or none."""
        alone = len(self.senders) == 1 and "from" not in self.doubled
        return self.senders[0] if alone else None

    @property
    def is_whole(self) -> bool:
        """Whether everything in the mail could be read, as far as its form shows."""
        return LEAVES_UNREAD.isdisjoint(self.defects)

    @property
    def new_text(self) -> str:
        """The words that this mail adds, without what it quotes and what it hides."""
        return "\n".join(piece.words for piece in self.pieces if piece.role is TextRole.NEW)

    @property
    def whole_text(self) -> str:
        """Every word of the text that a reader sees."""
        return "\n".join(piece.words for piece in self.pieces if piece.role is not TextRole.HIDDEN)


def header_values(lines: tuple[HeaderLine, ...], name: str) -> Iterator[str]:
    """Yield the values of a header, from the top."""
    wanted = name.lower()
    return (line.value for line in lines if line.name.lower() == wanted)


def first_header(lines: tuple[HeaderLine, ...], name: str) -> str:
    """Return the topmost value of a header, or nothing."""
    return next(header_values(lines, name), "")
