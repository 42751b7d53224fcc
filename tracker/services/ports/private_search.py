"""Search of private words, in memory and only while they may be opened."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class PrivateHits:
    """The requests whose private words match, and how many requests are not indexed yet."""

    references: Sequence[str]
    left: int = 0


class PrivateSearch(Protocol):
    """An index of private words, sealed for each request."""

    def find(self, words: Sequence[str], limit: int) -> PrivateHits:
        """Return up to `limit` requests whose private words contain all of these.

        The words are compared as `plain_letters` writes them. Requests that changed are indexed
        first, up to a fixed number. Raises Locked.
        """
