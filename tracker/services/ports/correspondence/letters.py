"""Letters sent by email: the table of them, their addresses, and the way to a mail server."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from tracker.domain.correspondence.mail_letter import (
    AddressPattern,
    LetterPurpose,
    LetterState,
    LetterTrouble,
)
from tracker.domain.law.law import LetterKind
from tracker.services.ports.documents import Carried
from tracker.services.ports.reminders import MailDestination


@dataclass(frozen=True, slots=True)
class MailLetter:
    """A letter sent by email. It holds no address and no word of the letter.

    `digest` names the exact bytes in the archive. `of` is the entry that fixed the letter, or, for
    a request that is sent again, the entry of its first sending.
    `tries` counts the times that a person sent it, `attempts` all attempts, `reports` the delivery
    reports. `entry` is the entry of its sending, 0 while there is none.
    """

    id: str
    reference: str
    kind: LetterKind
    purpose: LetterPurpose
    message_id: str
    size: int
    digest: str
    prepared_by: str
    prepared_at: datetime
    of: int = 0
    tries: int = 0
    approved_by: str = ""
    approved_at: datetime | None = None
    state: LetterState = LetterState.PREPARED
    not_before: datetime | None = None
    attempts: int = 0
    handed_at: datetime | None = None
    trouble: LetterTrouble = LetterTrouble.NONE
    entry: int = 0
    reports: int = 0

    @property
    def envid(self) -> str:
        """Return the identifier in reports about this try. Nobody can guess it."""
        return envid_of(self.id, self.tries)


def envid_of(letter: str, tries: int) -> str:
    """Return the envelope identifier of one try to send a letter."""
    return f"{letter}.{tries}"


@dataclass(frozen=True, slots=True)
class MailEnvelope:
    """The addresses of a mail and its exact bytes."""

    sender: str
    recipient: str
    data: bytes


@dataclass(frozen=True, slots=True)
class LetterClaim:
    """A letter that one process hands over: no other may, and this one only once."""

    letter: MailLetter
    token: str
    envelope: MailEnvelope


class RequestAddresses(Protocol):
    """The tokens in the addresses of requests, to which answers by email come."""

    def token_of(self, reference: str) -> str:
        """Return the token of the address of a request; empty if it has none."""

    def request_of(self, token: str) -> str:
        """Return the request of a token, even a retired one; empty if no request has it."""

    def add_token(self, reference: str, token: str, at: datetime) -> bool:
        """Give a request its token; return whether it is new and the request had none."""

    def retire_shown(self, reference: str, at: datetime) -> int:
        """Retire the tokens of a request that may be public now, and return how many.

        Mail to them is still taken.
        """

    def retire_closed(self, at: datetime) -> int:
        """Retire the tokens of requests that are closed, and return how many."""


class LettersByMail(Protocol):
    """The letters of the office that go out by email."""

    def put(self, letter: MailLetter) -> None:
        """Store a prepared letter, in place of others of its request that are only prepared."""

    def of(self, reference: str) -> Sequence[MailLetter]:
        """Return the letters of a request, oldest first."""

    def latest(self, limit: int) -> Sequence[MailLetter]:
        """Return the letters of all requests that were prepared last, the newest first."""

    def one(self, id: str) -> MailLetter | None:
        """Return one letter, None if there is none."""

    def uncertain(self) -> Sequence[MailLetter]:
        """Return the letters of all requests that are uncertain or refused, oldest first."""

    def approve(
        self, letter: MailLetter, envelope: MailEnvelope, by: str, at: datetime, go_at: datetime
    ) -> bool:
        """Let a letter wait for its hand-over, its bytes sealed under a key of its own.

        Return False if it is in another state by now, or another of its kind is on its way.
        """

    def call_back(self, id: str) -> bool:
        """Destroy the key of a letter that waits; return whether it did."""

    def logged(self, id: str, entry: int) -> bool:
        """Note the entry by which a person logged a letter that was handed over.

        Return False if one is noted already, or if the letter was not handed over.
        """

    def count_report(self, id: str) -> int:
        """Count another delivery report about a letter, and return how many there are."""


class LetterQueue(Protocol):
    """The letters that wait for their hand-over to the server."""

    def claim(self, now: datetime, until: datetime, token: str) -> LetterClaim | None:
        """Return the next letter to hand over, reserved until `until`; None if there is none."""

    def left_behind(self, now: datetime) -> Sequence[MailLetter]:
        """Mark letters as uncertain if their process stopped during the hand-over.

        Returns them. Their keys are destroyed.
        """

    def return_to_wait(self, claim: LetterClaim, go_at: datetime) -> None:
        """Let a letter that the server did not take wait again."""

    def close(self, claim: LetterClaim, state: LetterState, trouble: LetterTrouble) -> None:
        """Record that a letter was refused or is uncertain, and destroy its key."""

    def handed(
        self,
        letter: MailLetter,
        at: datetime,
        *,
        entry: int,
        trouble: LetterTrouble = LetterTrouble.NONE,
    ) -> bool:
        """Record that a letter was handed over, and destroy its key.

        Return False if that is recorded already.
        """

    def destroy_old_keys(self, before: datetime) -> int:
        """Destroy the keys of letters approved before a moment, and return how many letters.

        Those that still wait are refused as too old.
        """


@dataclass(frozen=True, slots=True)
class MailPart:
    """A file attached to a letter. `carries` names the metadata that it still has."""

    name: str
    media: str
    data: bytes
    carries: frozenset[Carried] = frozenset()


@dataclass(frozen=True, slots=True)
class LetterWords:
    """Everything that a mail with a letter says. `before` are the Message-IDs of the thread."""

    office: str
    sender: str
    recipient: str
    subject: str
    text: str
    parts: Sequence[MailPart]
    message_id: str
    at: datetime
    before: tuple[str, ...] = ()
    asks_read_receipt: bool = False


@dataclass(frozen=True, slots=True)
class ServerAnswer:
    """What a mail server said to one command."""

    command: str
    code: int
    words: str


@dataclass(frozen=True, slots=True)
class HandedOver:
    """The result of a hand-over: the server of the office took the mail.

    `reports` is whether that server promises delivery reports. `tls` names the protocol and the
    name on the certificate; empty without TLS.
    """

    host: str
    queue: str
    tls: str
    reports: bool
    answers: tuple[ServerAnswer, ...]


class NotTaken(Exception):
    """The server did not take the mail, and another attempt may succeed."""

    def __init__(self, words: str, answers: tuple[ServerAnswer, ...] = ()) -> None:
        super().__init__(words)
        self.answers = answers


class RefusedForGood(NotTaken):
    """The server refused the mail: another attempt would fail too."""


class NoAnswer(NotTaken):
    """The whole mail was sent, and no answer came: the server may have taken it."""


class LetterPost(Protocol):
    """The way of letters to the server of the office, or to a folder where there is none."""

    @property
    def destination(self) -> MailDestination:
        """Return where letters go."""

    @property
    def addresses(self) -> AddressPattern | None:
        """Return the pattern of the addresses of requests, None if the operator set none."""

    @property
    def largest(self) -> int:
        """Return the most bytes that a mail may have."""

    def write(self, words: LetterWords) -> bytes:
        """Return the exact bytes of a mail. Raises BadInput for an address that cannot be used."""

    def text_of(self, data: bytes) -> str:
        """Return the text of a mail that `write` made."""

    def hand(self, envelope: MailEnvelope, envid: str) -> HandedOver:
        """Hand a mail over, once.

        Raises NotTaken if the server certainly does not have it, RefusedForGood if it refused it,
        and NoAnswer if nobody can tell.
        """
