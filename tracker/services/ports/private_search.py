"""Search of private words, in memory and only while they may be opened."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from tracker.services.ports.search import Query


@dataclass(frozen=True, slots=True)
class PrivateHits:
    """The requests whose private words match, and how many requests are not indexed yet."""

    references: Sequence[str]
    left: int = 0


class PrivateSearch(Protocol):
    """An index of private words, sealed for each request."""

    def find(self, query: Query, limit: int) -> PrivateHits:
        """Return up to `limit` requests whose private words match a query.

        A word is found within longer ones too. Requests that changed are indexed first, up to a
        fixed number. Raises Locked.
        """
