"""Where the alerts of readers are kept: an address and what it follows, and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from tracker.domain.record.alerts import Subject


@dataclass(frozen=True, slots=True)
class Subscription:
    """An address that follows something. `token` stands in the links of its mail and is all that
    is needed to confirm and to leave; `told` is how far of the public log it was told of."""

    id: str
    address: str
    token: str
    subject: Subject
    language: str
    asked_at: datetime
    confirmed: bool = False
    told: int = 0


class Subscriptions(Protocol):
    """Email subscriptions of readers. Addresses and tokens are sealed, and ids tell nothing."""

    def ask(self, new: Subscription) -> bool:
        """Store a subscription to be confirmed; return whether it was stored.

        It is not if the address follows that already, or has another one to confirm.
        """

    def by_token(self, token: str) -> Subscription | None:
        """Return the subscription whose links hold a token, None if there is none."""

    def by_id(self, id: str) -> Subscription | None:
        """Return a subscription, None if there is none."""

    def confirm(self, id: str, told: int, at: datetime) -> None:
        """Confirm a subscription: it is told of what gets place `told` of the log or later."""

    def leave(self, id: str) -> None:
        """Delete a subscription with its address and mail; no backup brings it back."""

    def forget(self, address: str) -> int:
        """Delete everything that an address follows; return how many subscriptions."""

    def forget_unconfirmed(self, before: datetime) -> int:
        """Delete subscriptions asked for before a moment and not confirmed; return how many."""

    def to_look_at(self, day: date, limit: int, after: str = "") -> Sequence[str]:
        """Return ids after `after` that were not looked at on that day or later."""

    def take(self, id: str, day: date) -> Subscription | None:
        """Take a subscription for a day; None if another process did, or it is gone."""

    def told(self, id: str, place: int) -> None:
        """Note up to which place of the log a reader was told."""

    def reached(self, id: str) -> None:
        """Note that a mail was accepted."""

    def refused(self, id: str) -> int:
        """Note that a mail was refused for good; return how many were in a row."""

    def problems(self) -> list[str]:
        """Return sentences on addresses that cannot be opened."""
