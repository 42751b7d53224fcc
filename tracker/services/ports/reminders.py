"""What reminders need from outside: where they are kept, and the post that carries mail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from tracker.domain.base.errors import Refusal
from tracker.domain.case.reminders import USUAL_RUNGS, Because, Reminder

# Under which the office's own choices are kept, for whoever made none.
OFFICE = "office"


class Undeliverable(Refusal):
    """A mail was refused for good: another try would end alike."""


class PostTrouble(Refusal):
    """The mail server cannot be reached or takes nothing now: another try may do."""


@dataclass(frozen=True, slots=True)
class Choice:
    """How a person wants to be reminded. An empty `zone` is that of most bodies asked."""

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
    """A mail that waits or went. It is for an account, or for a `reader` who is told of changes:
    the address is asked when it is sent.

    `once` is what it is about and stands once; `message_id` stays the same at every try. `leave`
    is the address at which a reader ends such mail, known when it is sent.
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
    """Where a mail is on its way. A dead one needs a person."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    DEAD = "dead"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Claim:
    """A mail that one process is sending; `token` is that process's right to say what came of it,
    `attempt` counts the tries, this one included."""

    mail: Mail
    token: str
    attempt: int


@dataclass(frozen=True, slots=True)
class Tried:
    """A mail as the desk lists it, with what went wrong at the last try."""

    mail: Mail
    state: MailState
    attempts: int
    trouble: str
    not_before: datetime


class Reminders(Protocol):
    """Reminders, who gets them, and how."""

    def to_look_at(self, day: date, people: str, limit: int, after: str = "") -> Sequence[str]:
        """Requests that may have something due on `day`, or were looked at for other people than
        the digest `people` names, by reference; `after` is the last one of the page before."""

    def looked(self, reference: str, again_on: date | None, people: str) -> None:
        """Note that a request has nothing more due before `again_on`, for these people."""

    def of(self, reference: str) -> Sequence[Reminder]:
        """All reminders of a request, in the order in which they were made."""

    def add(self, reference: str, reminder: Reminder, at: datetime) -> int:
        """Put down a reminder; its place among those of the request.

        Raises AlreadyEntered where its once-key stands.
        """

    def end(self, reference: str, seq: int, because: Because, at: datetime) -> None: ...

    def acknowledge(self, reference: str, seq: int, person: str, at: datetime) -> bool:
        """Note that this person saw it; whether it was that person's and still open."""

    def open_for(self, person: str) -> Sequence[Filed]:
        """What this person has not acknowledged and still stands, by last day."""

    def count_open(self, person: str) -> int: ...

    def lately(self, person: str, limit: int) -> Sequence[Filed]:
        """What this person acknowledged or what ended, the newest first; one that a later one
        took the place of is told by that."""

    def chosen_watchers(self, reference: str) -> Sequence[str]:
        """The accounts chosen to be reminded of a request; empty where nobody chose."""

    def choose_watchers(self, reference: str, accounts: Sequence[str]) -> None:
        """Choose them; none leaves it to the usual ones again."""

    def note_watchers(self, reference: str, accounts: Sequence[str]) -> None:
        """Put down who is reminded, so that a person's requests can be found."""

    def watched_by(self, person: str) -> Sequence[str]:
        """References of the requests of which this person is reminded."""

    def choices(self) -> dict[str, Choice]:
        """Every choice that was made, by account; that of the office under OFFICE."""

    def choose(self, whose: str, choice: Choice | None) -> None:
        """Keep a choice; None goes back to what the office chose."""

    def last_digest(self, person: str) -> date | None: ...

    def note_digest(self, person: str, day: date) -> bool:
        """Note the digest of a day; whether none of that day or later stood."""

    def usual_body(self) -> str:
        """The key of the body that most open requests ask; empty where there are none."""


class Outbox(Protocol):
    """Mail on its way: kept before it is sent, and told of until it was."""

    def put(self, mail: Mail) -> bool:
        """Keep a mail to be sent; whether none about the same stood."""

    def withdraw(self, once: str) -> None:
        """Take back a mail that nobody has begun to send."""

    def claim(self, now: datetime, until: datetime, token: str) -> Claim | None:
        """The next mail to be sent, which nobody else sends before `until`; None where none is."""

    def sent(self, claim: Claim, at: datetime) -> None:
        """Note that a mail went; of one to a reader nothing is kept."""

    def failed(self, claim: Claim, trouble: str, again_at: datetime | None) -> None:
        """Note a try in vain; without a time for another one it is dead."""

    def dropped(self, claim: Claim) -> None:
        """Note that it need not be sent any more; of one to a reader nothing is kept."""

    def troubled(self) -> Sequence[Tried]:
        """Dead mails and those tried in vain so far, the oldest first."""

    def count_dead(self) -> int: ...

    def again(self, once: str, now: datetime) -> bool:
        """Let a dead mail be tried anew; whether there was one."""

    def give_up(self, once: str) -> bool:
        """Withdraw a dead mail; whether there was one."""


class Post(Protocol):
    """The way out for mail."""

    @property
    def where(self) -> str:
        """Where mail goes, in words for the desk."""

    @property
    def outside(self) -> bool:
        """Whether it leaves this machine."""

    def deliver(self, address: str, mail: Mail) -> None:
        """Hand a mail over. Raises Undeliverable or PostTrouble."""
