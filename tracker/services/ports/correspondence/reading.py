"""Reading of mails, and the storage of what was read, sealed as the mail is."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from tracker.domain.correspondence.authenticity import (
    CheckedSignature,
    SignatureWord,
    ToldResult,
)
from tracker.domain.correspondence.delivery_reports import DeliveryAction, ReceiptAction
from tracker.domain.correspondence.mail_kinds import MailKind, ToldKind
from tracker.domain.correspondence.matching import (
    Candidate,
    MailMatch,
    MatchRule,
    MatchState,
    TokenOwner,
)
from tracker.domain.correspondence.read_mail import ReadMail
from tracker.services.ports.correspondence.mail_desk import MailDesk
from tracker.services.ports.correspondence.mail_search import MailSearch
from tracker.services.ports.correspondence.received import ReceivedMails


class MailReader(Protocol):
    """Reads mails in a process of its own."""

    def read(self, raw: bytes) -> ReadMail | None:
        """Return what a mail says; None if it cannot be read within the limits."""

    def part(self, raw: bytes, path: str) -> bytes | None:
        """Return the bytes of one part of a mail; None if it is missing or exceeds the limits."""

    def check_signatures(
        self, raw: bytes, keys: Mapping[str, str | None]
    ) -> tuple[CheckedSignature, ...]:
        """Return what the check of each signature found, with these key records."""


class KeyRecords(Protocol):
    """Keys of signatures, as domains publish them."""

    def record(self, name: str) -> str | None:
        """Return the record under a name, None if there is none. Raises TimeoutError."""


class SentMail(Protocol):
    """What is known of mail that the office sent, to find answers to it."""

    def tokens(self) -> Mapping[str, TokenOwner]:
        """Return every token, retired ones included."""

    def of_message_ids(self, ids: Collection[str]) -> Mapping[str, str]:
        """Return the requests of these identifiers, without those that are not ours."""

    def of_envelope_ids(self, ids: Collection[str]) -> Mapping[str, str]:
        """Return the requests of these live envelope identifiers, without those not ours."""


class MatchDecision(StrEnum):
    """What a person decided of a match."""

    NONE = ""
    TAKEN = "taken"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class NotedReport:
    """A delivery report or read receipt without its words."""

    action: DeliveryAction | ReceiptAction
    envelope_id: str = ""
    request: str = ""
    status: str = ""
    believed: bool = False


@dataclass(frozen=True, slots=True)
class OpenReading:
    """The open part of a reading: kind and verdicts. `reader` is the version of the reader.

    `has_sender` is whether its sender could be read, and `sender_bodies` are the bodies from which
    it seems to come. `only_automatic` is whether it is certainly an automatic answer and no
    response.
    """

    mail: str
    reader: int
    read_at: datetime
    kind: MailKind
    match: MatchState
    signature: SignatureWord
    sender_marked: bool = False
    has_sender: bool = False
    sender_bodies: tuple[str, ...] = ()
    only_automatic: bool = False

    @property
    def may_be_of_any_body(self) -> bool:
        """Return whether nobody can tell from whom the mail is, nor for which request it is."""
        return self._is_open and not self.has_sender

    @property
    def held_bodies(self) -> tuple[str, ...]:
        """Return the bodies from which it seems to come, if any of their requests may be meant."""
        return self.sender_bodies if self._is_open else ()

    @property
    def _is_open(self) -> bool:
        unsure = self.match in (MatchState.SUGGESTED, MatchState.UNMATCHED)
        return unsure and self.kind is not MailKind.NOTICE


@dataclass(frozen=True, slots=True)
class SealedReading:
    """The sealed part of a reading: every word of the mail."""

    mail: ReadMail
    kind: ToldKind
    match: MailMatch
    told: tuple[ToldResult, ...]
    checked: tuple[CheckedSignature, ...]


@dataclass(frozen=True, slots=True)
class NotedMatch:
    """A request to which a mail may belong, and what a person decided of it.

    There is no rule for a request that a person chose and nothing pointed to.
    """

    mail: str
    request: str
    rule: MatchRule | None
    certain: bool
    retired: bool
    closed: bool
    decision: MatchDecision = MatchDecision.NONE
    by: str = ""
    at: datetime | None = None


READER = 3
"""The version of the reader, and of the rules that tell kinds of mail apart.

Raised when the reader returns more or something else, or when a rule changes. Older readings are
then replaced. Until then none of them shows that a mail is no response.
"""


class MailReadings(Protocol):
    """Readings of received mail. Nobody's key needs to be open to store one."""

    def store(
        self,
        reading: OpenReading,
        sealed: SealedReading | None,
        candidates: Sequence[Candidate],
        reports: Sequence[NotedReport],
    ) -> None:
        """Store a reading in place of an older one, sealed as the mail is.

        Decisions of people on matches stay.
        """

    def get(self, mail: str) -> OpenReading | None:
        """Return the open part of a reading, or None if the mail was not read."""

    def opened(self, mail: str) -> SealedReading | None:
        """Return the sealed part of a reading, None if there is none. Raises Locked."""

    def has_words(self, mail: str) -> bool:
        """Return whether a reading has a sealed part. It has none if the reader gave up."""

    def matches(self, mail: str) -> Sequence[NotedMatch]:
        """Return the requests to which a mail may belong, the strongest first."""

    def of_request(self, reference: str) -> Sequence[NotedMatch]:
        """Return the mails that may belong to a request and that nobody refused."""

    def decide(
        self, mail: str, reference: str, decision: MatchDecision, by: str, at: datetime
    ) -> NotedMatch:
        """Store what a person decided, also for a request that nothing pointed to."""

    def reports(self, mail: str) -> Sequence[NotedReport]:
        """Return the reports in a mail."""

    def identify(self, mail: str, read: ReadMail) -> None:
        """Note keyed digests of the Message-ID and the content of a mail, if they are missing."""

    def twins(self, mails: Collection[str]) -> Mapping[str, Sequence[str]]:
        """Return the other mails with the same Message-ID and other content, oldest first. Mails
        without any are left out."""

    def was_fetched(self, mail: str) -> bool:
        """Return whether a mail came from a mailbox of the office, and not in a file."""

    def outdated(self, limit: int) -> Sequence[str]:
        """Return the undecided mails that only an older reader took for no response, the oldest
        first."""

    def not_checked_now(self, since: datetime, limit: int) -> Sequence[str]:
        """Return mails read since then with a signature whose key could not be looked up."""


@dataclass(frozen=True, slots=True)
class MailReading:
    """Everything that the reading of mail needs.

    Without `keys` no name of a mail is looked up. `server` is the name under which the office's
    own server tells its results, and none is believed if it is empty. `hosts` are the names of the
    office's servers in Received lines, and `strips_forged` is whether they remove lines that
    claim to be theirs.
    """

    mails: ReceivedMails
    reader: MailReader
    readings: MailReadings
    sent: SentMail
    desk: MailDesk
    search: MailSearch
    keys: KeyRecords | None = None
    server: str = ""
    hosts: tuple[str, ...] = ()
    strips_forged: bool = False
