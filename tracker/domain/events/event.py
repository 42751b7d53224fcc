"""What every event has: the day of its legal effect, and its documents.

Events hold no personal data. That day may be a span (registered post, mail after hours).
"""

from dataclasses import dataclass
from typing import ClassVar

from tracker.domain.days import DaySpan


@dataclass(frozen=True, kw_only=True)
class Event:
    """One past fact: `on` is the day it took legal effect, `evidence` its papers' digests."""

    kind: ClassVar[str]
    on: DaySpan
    evidence: tuple[str, ...] = ()

    @property
    def once(self) -> str | None:
        """A key that may stand only once in a history; None where the fact can recur."""
        return None
