"""What fetching mail needs from outside: mailboxes on servers, files handed in, and readers."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, Protocol

from tracker.domain.correspondence.check_marks import CheckMarks
from tracker.services.ports.correspondence.received import (
    Mailboxes,
    MailFolder,
    MailTrouble,
    Places,
    ReceivedMail,
    ReceivedMails,
    SeenMail,
)

MAILBOX = "main"
"""The name of the mailbox in the settings."""


class MailboxTrouble(Exception):
    """A mailbox that cannot be fetched to its end now, and the kind of reason.

    Its words are for the operator: for the log and the command line.
    """

    def __init__(self, kind: MailTrouble, message: str) -> None:
        super().__init__(message)
        self.kind = kind


class MovedTo(NamedTuple):
    """Where a mail was moved: the numbering of the folder and its number there."""

    uidvalidity: int
    uid: int


class MailSession(Protocol):
    """A connection to a mailbox. Each method raises MailboxTrouble.

    Mail is named by its number in the folder that was selected last.
    """

    @property
    def abilities(self) -> frozenset[str]:
        """Return what the server says that it can do, in upper case."""

    @property
    def tls(self) -> str:
        """Return the protocol and the name on the server’s certificate; empty without TLS."""

    def has_folder(self, folder: MailFolder) -> bool:
        """Return whether a folder can be opened. It is selected, and nothing is made."""

    def remove_elsewhere(self, word: str) -> str:
        """Delete the mails with a word from a folder other than the inbox, and return its name.

        It is empty if no folder has any. Another folder is selected afterwards.
        """

    def select(self, folder: MailFolder) -> int:
        """Select a folder and return its numbering; make that for filed mail if needed."""

    def uids(self) -> Sequence[int]:
        """Return the numbers of all mail in the folder, in order."""

    def seen(self, uids: Sequence[int]) -> Mapping[int, SeenMail]:
        """Return what the server says of these mails. One that is gone is left out."""

    def raw(self, uids: Sequence[int]) -> Mapping[int, bytes]:
        """Return the bytes of these mails, marked in no way. One that is gone is left out."""

    def header(self, uid: int) -> bytes | None:
        """Return the header of a mail, None if it is gone."""

    def file_away(self, uids: Sequence[int]) -> Mapping[int, MovedTo]:
        """Move these mails to the folder for filed mail. One that is gone is left out.

        Returns where each is now, if the server says so. On a server that cannot remove mails
        alone, they are copied and marked as deleted.
        """

    def delete(self, uids: Sequence[int]) -> None:
        """Delete these mails and no others, or mark them if the server can do no more."""


class MailSource(Protocol):
    """A mailbox on a server, from which mail is fetched."""

    @property
    def name(self) -> str:
        """Return the name of the mailbox in the office."""

    def fingerprint(self) -> str:
        """Return a digest that changes with the sign-in details. Raises MailboxTrouble."""

    def opened(self) -> AbstractContextManager[MailSession]:
        """Connect and sign in. Raises MailboxTrouble."""


class MailFiles(Protocol):
    """Files of mail that a person dropped into a folder."""

    def waiting(self) -> Iterator[str]:
        """Yield the names of files that are complete."""

    def read(self, name: str, limit: int) -> bytes | None:
        """Return the bytes of a file; None if it is larger than `limit` or gone."""

    def remove(self, name: str) -> None:
        """Delete a file whose mail was stored."""


StoredMailReader = Callable[[ReceivedMail, bytes], object]
"""Called once a mail was stored, with its bytes still in memory and nobody’s key open.

It is called again for the same mail if a copy comes while the mail is still unread, so it must be
safe to repeat. What it raises is logged, and the mail stays unread.
"""

RequestOfToken = Callable[[str], str]
"""Returns the request whose address has this token, empty if there is none."""


def _no_request(token: str) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Incoming:
    """Everything that received mail needs.

    `domains` are those of the office's own addresses. `envelope_header` names the header in which
    the office's own server writes the recipient of the envelope. `backed_up_by` returns the moment
    of the newest backup made before another moment. `read` stands in for the office's own reading
    of mail. `check_marks` tell the mails that the office sends to itself to check its mail.
    """

    mails: ReceivedMails
    places: Places
    mailboxes: Mailboxes
    backed_up_by: Callable[[datetime], datetime | None]
    sources: Sequence[MailSource] = ()
    files: MailFiles | None = None
    domains: frozenset[str] = field(default_factory=frozenset)
    envelope_header: str = "Delivered-To"
    request_of: RequestOfToken = _no_request
    read: StoredMailReader | None = None
    check_marks: CheckMarks | None = None
