"""Storage of reminders and outgoing mail, and the sending of mail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple, Protocol

from tracker.domain.base.errors import Refusal
from tracker.domain.case.reminders import USUAL_RUNGS, Because, Reminder

# The key of the office's own choices, for people who made none.
OFFICE = "office"


class Undeliverable(Refusal):
    """A mail refused for good: another attempt would fail too."""


class PostTrouble(Refusal):
    """A mail server that is unreachable or busy: another attempt may succeed."""


@dataclass(frozen=True, slots=True)
class ReminderChoice:
    """How a person wants to be reminded.

    An empty `zone` means the zone of most bodies asked.
    """

    rungs: tuple[int, ...] = USUAL_RUNGS
    by_mail: bool = True
    digest: bool = True
    hour: int = 7
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Filed:
    """A reminder, with the reference of its request."""

    reference: str
    reminder: Reminder


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail to an account, or to a `reader` who follows changes.

    The address is looked up when the mail is sent. `once` identifies the occasion: a second mail
    with it is not stored. `message_id` is the same at every attempt. `leave` is the unsubscribe
    address of a reader, set when the mail is sent.
    """

    once: str
    message_id: str
    account: str
    subject: str
    words: str
    made_at: datetime
    reader: str = ""
    leave: str = ""


class MailState(StrEnum):
    """The state of a mail. A dead one needs a person."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    DEAD = "dead"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Claim:
    """A mail that one process is sending.

    `token` is that process's right to report the result; `attempt` counts the attempts with this
    one.
    """

    mail: Mail
    token: str
    attempt: int


@dataclass(frozen=True, slots=True)
class Tried:
    """A mail in the list of the workspace, with the trouble of the last attempt."""

    mail: Mail
    state: MailState
    attempts: int
    trouble: str
    not_before: datetime


class Queued(NamedTuple):
    """How many mails wait to be sent, and when the oldest of them was made."""

    number: int
    oldest: datetime | None


class Reminders(Protocol):
    """Reminders, and when a request is examined for them."""

    def to_look_at(self, day: date, people: str, limit: int, after: str = "") -> Sequence[str]:
        """Return requests that may have something due on `day`, ordered by reference.

        They include those last examined for other people than the digest `people` names. `after`
        is the last one of the page before.
        """

    def looked(self, reference: str, again_on: date | None, people: str) -> None:
        """Store that a request has nothing more due before `again_on`, for these people."""

    def of(self, reference: str) -> Sequence[Reminder]:
        """Return the reminders of a request in order of creation."""

    def add(self, reference: str, reminder: Reminder, at: datetime) -> int:
        """Store a reminder; return its number within the request.

        Raises AlreadyEntered if its once-key is stored.
        """

    def end(self, reference: str, seq: int, because: Because, at: datetime) -> None:
        """Close a reminder."""

    def acknowledge(self, reference: str, seq: int, person: str, at: datetime) -> bool:
        """Record that a person saw a reminder; return whether it was theirs and open."""

    def open_for(self, person: str) -> Sequence[Filed]:
        """Return the open reminders that a person has not acknowledged, by deadline."""

    def count_open(self, person: str) -> int:
        """Return how many open reminders a person has not acknowledged."""

    def lately(self, person: str, limit: int) -> Sequence[Filed]:
        """Return reminders of a person that were acknowledged or closed, newest first.

        A reminder that a later one replaced is left out.
        """


class Watchers(Protocol):
    """Who is reminded of a request."""

    def chosen_watchers(self, reference: str) -> Sequence[str]:
        """Return the accounts chosen to be reminded of a request; empty if nobody chose."""

    def choose_watchers(self, reference: str, accounts: Sequence[str]) -> None:
        """Choose who is reminded of a request; nobody chosen means the usual people."""

    def note_watchers(self, reference: str, accounts: Sequence[str]) -> None:
        """Store the usual people of a request, so that a person's requests can be found."""

    def watched_by(self, person: str) -> Sequence[str]:
        """Return the requests that a person is reminded of."""


class ReminderChoices(Protocol):
    """How each person is reminded."""

    def choices(self) -> dict[str, ReminderChoice]:
        """Return every choice by account, and that of the office under OFFICE."""

    def choose(self, whose: str, choice: ReminderChoice | None) -> None:
        """Store a choice; None returns to the choice of the office."""


class MorningSummaries(Protocol):
    """The last morning summary of each person, and the body whose mornings count."""

    def last_digest(self, person: str) -> date | None:
        """Return the day of the last morning summary of a person, None if there was none."""

    def note_digest(self, person: str, day: date) -> bool:
        """Record the summary of a day; return whether none of that day or later was recorded."""

    def usual_body(self) -> str:
        """Return the body with the most of a thousand open requests; empty if there are none."""


class Outbox(Protocol):
    """Outgoing mail: stored before it is sent, and listed until it is."""

    def put(self, mail: Mail) -> bool:
        """Store a mail to be sent; return whether none with its `once` was stored."""

    def put_since(self, begin: str, moment: datetime) -> bool:
        """Return whether a mail whose `once` begins like this was made after that moment."""

    def withdraw(self, once: str) -> None:
        """Withdraw a mail that no process has begun to send."""

    def claim(
        self, now: datetime, until: datetime, token: str, *, readers: bool = True
    ) -> Claim | None:
        """Return the next mail to send, reserved until `until`; None if there is none.

        If its sender stops, the mail is sent again after that. Without `readers` only mail to the
        office's own people is taken.
        """

    def sent(self, claim: Claim, at: datetime) -> None:
        """Record that a mail was sent; delete it if it went to a reader."""

    def failed(self, claim: Claim, trouble: str, again_at: datetime | None) -> None:
        """Record a failed attempt. Without `again_at` the mail is dead."""

    def dropped(self, claim: Claim) -> None:
        """Record that a mail need not be sent; delete it if it was for a reader."""

    def troubled(self) -> Sequence[Tried]:
        """Return dead mails, and waiting ones whose last attempt failed, oldest first."""

    def queued(self, *, readers: bool) -> Queued:
        """Return the queue of mail to readers, or of that to the office's own people."""

    def count_dead(self) -> int:
        """Return how many mails are dead."""

    def again(self, once: str, now: datetime) -> bool:
        """Queue a dead mail as if it were new; return whether there was one."""

    def give_up(self, once: str) -> bool:
        """Withdraw a dead mail; return whether there was one."""


@dataclass(frozen=True, slots=True)
class MailDestination:
    """Where mail goes, in words for an operator; the name of that server or folder, without words
    of any language; and whether mail leaves this machine."""

    where: str
    place: str
    outside: bool


class Post(Protocol):
    """The sending of mail."""

    @property
    def destination(self) -> MailDestination:
        """Return where mail goes."""

    def deliver(self, address: str, mail: Mail) -> None:
        """Hand a mail over.

        Raises Undeliverable if it is refused for good, and PostTrouble if another attempt may
        succeed.
        """
