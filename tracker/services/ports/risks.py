"""What the use cases need to keep private notes on public bodies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class RiskNote:
    """What people of the office should know of a body before they write to it or publish about
    it: private, and about no person."""

    body: str
    words: str
    written_by: str
    written_at: datetime


class Risks(Protocol):
    """Risk notes about public bodies; a new note replaces none."""

    def of(self, body: str) -> Sequence[RiskNote]:
        """Return the notes about a body, newest first. Raises Damaged."""

    def add(self, note: RiskNote) -> None:
        """Add a note."""
