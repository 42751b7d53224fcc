"""Storage of counted attempts, and of browsers in which people signed in before."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Protocol


class Attempts(Protocol):
    """Counted attempts under keyed digests, by window of time."""

    def take(self, limits: Mapping[str, int], window: int) -> Mapping[str, int]:
        """Count one attempt under each digest and return the new counts.

        Empty, with nothing counted, if one of the digests has reached its limit.
        """

    def give_back(self, keys: Iterable[str], window: int) -> None:
        """Take one attempt off the count of each digest."""


class Devices(Protocol):
    """Browsers in which people signed in before. Only digests of their ids are stored."""

    def knows(self, account: str, digest: str) -> bool:
        """Return whether a person signed in at this browser before."""

    def remember(self, account: str, digest: str, at: datetime, most: int) -> None:
        """Store that a person signed in at a browser, and forget all but the `most` newest."""

    def forget(self, account: str) -> None:
        """Forget every browser of a person."""
