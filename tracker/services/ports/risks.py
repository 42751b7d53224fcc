"""Storage of private notes on public bodies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class RiskNote:
    """A private warning about a body, to be read before writing to it or publishing.

    It says nothing about any person.
    """

    body: str
    words: str
    written_by: str
    written_at: datetime


class Risks(Protocol):
    """Risk notes about public bodies. New notes are added beside older ones."""

    def of(self, body: str) -> Sequence[RiskNote]:
        """Return the notes about a body, newest first.

        Raises Damaged if one cannot be decrypted.
        """

    def add(self, note: RiskNote) -> None:
        """Add a note."""
