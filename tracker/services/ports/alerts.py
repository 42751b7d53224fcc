"""Storage of readers' email alerts: an address, what it follows, and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from tracker.domain.record.alerts import Subject


@dataclass(frozen=True, slots=True)
class Subscription:
    """A reader's address and the subject it follows.

    `token` is in the links of each mail: anyone who has it can confirm or unsubscribe. `told` is
    the place in the public log up to which the reader was informed.
    """

    id: str
    address: str
    token: str
    subject: Subject
    language: str
    asked_at: datetime
    confirmed: bool = False
    told: int = 0


class Subscriptions(Protocol):
    """Email subscriptions of readers. Addresses and tokens are sealed, ids are opaque."""

    def ask(self, new: Subscription) -> bool:
        """Store a subscription to be confirmed; return whether it was stored.

        It is not stored if the address already follows the subject, or has an unconfirmed
        subscription.
        """

    def by_token(self, token: str) -> Subscription | None:
        """Return the subscription whose links hold a token, None if there is none."""

    def by_id(self, id: str) -> Subscription | None:
        """Return a subscription, None if there is none."""

    def confirm(self, id: str, told: int, at: datetime) -> None:
        """Confirm a subscription: mails cover what gets place `told` of the log or later."""

    def leave(self, id: str) -> None:
        """Delete a subscription with its address and mail, also from later restores."""

    def forget(self, address: str) -> int:
        """Delete everything that an address follows; return how many subscriptions."""

    def forget_unconfirmed(self, before: datetime) -> int:
        """Delete subscriptions asked for before a moment and not confirmed; return how many."""

    def to_look_at(self, day: date, limit: int, after: str = "") -> Sequence[str]:
        """Return ids after `after` of subscriptions not examined on `day` or later."""

    def take(self, id: str, day: date) -> Subscription | None:
        """Return a subscription and claim it for a day.

        None if another process claimed it, or it is gone.
        """

    def told(self, id: str, place: int) -> None:
        """Store the place in the log up to which a reader was informed."""

    def reached(self, id: str) -> None:
        """Record that a mail was accepted."""

    def refused(self, id: str) -> int:
        """Record that a mail was refused for good; return how many were in a row."""

    def problems(self) -> list[str]:
        """Return one sentence about each address that cannot be decrypted."""
