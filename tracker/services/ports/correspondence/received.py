"""Storage of mailboxes and of received mail, which is sealed to people before it is read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, Protocol


class ReceivedState(StrEnum):
    """The state of a received mail.

    A stored mail was not read yet. If a mail is too large, only its header is stored, and the mail
    is still in the mailbox. The bytes of a destroyed one are gone with the key of its shelf.
    """

    STORED = "stored"
    READ = "read"
    UNREADABLE = "unreadable"
    TOO_LARGE = "too-large"
    DESTROYED = "destroyed"


class MailFolder(StrEnum):
    """A folder of a mailbox: where mail arrives, and where it is moved once it is stored."""

    INBOX = "inbox"
    FILED = "filed"


class MailTrouble(StrEnum):
    """The reason why a mailbox was not fetched to its end."""

    UNREACHABLE = "unreachable"
    CERTIFICATE = "certificate"
    SIGN_IN = "sign-in"
    SECRET = "secret"  # noqa: S105 - the file that holds it is missing or empty
    FOLDER = "folder"
    CUT_OFF = "cut-off"
    ANSWER = "answer"
    DISK = "disk"
    TOO_MANY = "too-many"


class MailPlace(NamedTuple):
    """Where a copy of a mail is: a mailbox, a folder, and its numbers there."""

    mailbox: str
    folder: MailFolder
    uidvalidity: int
    uid: int


class SeenMail(NamedTuple):
    """What the mailbox says of a mail: the size in bytes, and when it arrived there."""

    size: int
    dated: datetime


@dataclass(frozen=True, slots=True)
class Arrival:
    """A mail that came, with its bytes.

    `envelope_to` is the recipient of the envelope, in lower case; it is empty if nobody can tell.
    `token` is the token in that address, and `request` the request that has it; each is empty if
    there is none. `size` is that of the whole mail, even where `raw` is only its header.
    """

    raw: bytes
    received_at: datetime
    size: int
    envelope_to: str = ""
    token: str = ""
    request: str = ""
    state: ReceivedState = ReceivedState.STORED


@dataclass(frozen=True, slots=True)
class ReceivedMail:
    """A received mail without its words.

    It is sealed to `request`, or to a shelf while it belongs to none. `came_again` counts further
    copies with the same bytes. `digest` is that of the bytes, empty once they are destroyed.
    """

    id: str
    received_at: datetime
    stored_at: datetime
    size: int
    state: ReceivedState
    token: str
    request: str
    shelf: str
    came_again: int
    digest: str = ""


class Stored(NamedTuple):
    """A mail that is stored, and whether it was not stored before."""

    mail: ReceivedMail
    new: bool


class ReceivedMails(Protocol):
    """Received mail. Nobody’s key needs to be open to store it; to read it, one must be."""

    def store(
        self,
        arrival: Arrival,
        at: datetime,
        place: MailPlace | None = None,
        seen: SeenMail | None = None,
    ) -> Stored:
        """Seal a mail and commit it, with the place where it was found.

        The same bytes for the same recipient are stored once. Raises StorageTrouble for a full
        disk: then nothing is stored.
        """

    def get(self, id: str) -> ReceivedMail:
        """Return a received mail. Raises NotOnFile."""

    def raw(self, id: str) -> bytes:
        """Return the bytes of a mail as they came. Raises Locked, Damaged, NotOnFile."""

    def envelope_to(self, id: str) -> str:
        """Return the recipient of the envelope, empty if nobody could tell. Raises Locked."""

    def in_state(
        self, state: ReceivedState, limit: int, after: str = ""
    ) -> Sequence[ReceivedMail]:
        """Return mail in this state, ordered by id. `after` is the last one of the page before."""

    def of_request(self, reference: str) -> Sequence[ReceivedMail]:
        """Return the mail that is sealed to a request, the oldest first."""

    def count(self) -> Mapping[ReceivedState, int]:
        """Return how many mails there are in each state."""

    def count_since(self, moment: datetime) -> int:
        """Return how many mails were stored since a moment."""

    def note_state(self, id: str, state: ReceivedState) -> None:
        """Store the state of a mail after it was read. A destroyed one stays destroyed."""

    def put_with(self, id: str, reference: str) -> ReceivedMail:
        """Seal a mail to a request instead of its shelf, and destroy the copy on the shelf.

        Does nothing if it is there already. Raises Locked; and NotOnFile for a mail that was
        destroyed, or a request that was erased.
        """

    def empty_shelves(self, before: datetime) -> int:
        """Destroy the keys of shelves that are empty or were made before this moment.

        Returns how many mails were still on them. Their bytes are gone then.
        """


class Places(Protocol):
    """Where copies of received mail are in the mailboxes."""

    def known(
        self, mailbox: str, folder: MailFolder, uidvalidity: int, since: int | None
    ) -> Mapping[int, "KnownPlace"]:
        """Return the places in a folder by their number.

        Those that are gone are included from the number `since` on.
        """

    def moved(self, moves: Mapping[MailPlace, MailPlace | None], at: datetime) -> None:
        """Note that these copies were moved, and to which places if the server says so."""

    def gone(self, place: MailPlace, at: datetime) -> None:
        """Note that a copy is no longer there."""

    def seen(self, mail: str) -> SeenMail | None:
        """Return the details of a mail from the mailbox where it first arrived. None if it was not
        fetched: a person handed it in as a file."""

    def to_delete(self, mailbox: str, sealed_before: datetime) -> Sequence[MailPlace]:
        """Return filed copies of mail stored before this moment, or of erased requests."""

    def count_copies(self, mailbox: str, sealed_before: datetime) -> int:
        """Return how many filed copies there are of mail stored before this moment."""


class KnownPlace(NamedTuple):
    """A place that is known, what the mailbox said of the mail, and whether the mail has left."""

    mail: str
    seen: SeenMail
    gone: bool


class MailboxState(NamedTuple):
    """A mailbox, how its last fetch ended, and what its server refused."""

    name: str
    uidvalidity: int | None
    last_ok_at: datetime | None
    trouble: MailTrouble | None
    trouble_since: datetime | None
    refused: str


class Mailboxes(Protocol):
    """The mailboxes, each fetched by one process at a time."""

    def all(self) -> Sequence[MailboxState]:
        """Return every mailbox that was ever fetched, by name."""

    def lease(self, name: str, now: datetime, until: datetime, token: str) -> MailboxState | None:
        """Take a mailbox until a moment. Returns None while another process has it."""

    def extend(self, name: str, token: str, until: datetime) -> bool:
        """Keep a mailbox for longer. Returns whether it is still held with this token."""

    def note_uidvalidity(self, name: str, uidvalidity: int) -> None:
        """Store the numbering under which the mail of the mailbox was fetched last."""

    def release(
        self, name: str, token: str, now: datetime, trouble: MailTrouble | None, refused: str = ""
    ) -> None:
        """Give a mailbox back, with the trouble that ended the fetch, if any."""
