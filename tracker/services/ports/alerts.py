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
    """Who follows what. Addresses and tokens lie sealed; ids tell nothing."""

    def ask(self, new: Subscription) -> bool:
        """Keep what waits to be confirmed; whether the address follows that already, or has
        something else to confirm, decides that it is not kept."""

    def by_token(self, token: str) -> Subscription | None: ...

    def by_id(self, id: str) -> Subscription | None: ...

    def confirm(self, id: str, told: int, at: datetime) -> None:
        """From now on it is told of what gets a place in the log at `told` or behind it."""

    def leave(self, id: str) -> None:
        """Remove it with its address and all mail to it; no backup brings it back."""

    def forget(self, address: str) -> int:
        """Remove all that an address follows; how many that were."""

    def forget_unconfirmed(self, before: datetime) -> int:
        """Remove what was asked for up to a moment and not confirmed; how many that were."""

    def to_look_at(self, day: date, limit: int, after: str = "") -> Sequence[str]:
        """Ids of those that were not looked at on that day or later, from the one after
        `after`."""

    def take(self, id: str, day: date) -> Subscription | None:
        """Note that it is looked at for a day; None where another process did, or it is gone."""

    def told(self, id: str, place: int) -> None:
        """Note how far of the log it was told of."""

    def reached(self, id: str) -> None:
        """Note that a mail was taken."""

    def refused(self, id: str) -> int:
        """Note that a mail was refused for good; how many were in a row."""

    def problems(self) -> list[str]:
        """What is wrong with those that are kept, in sentences."""
