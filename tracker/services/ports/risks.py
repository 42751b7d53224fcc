"""Storage of private notes on public bodies: risks, and reprisals for requests."""

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


@dataclass(frozen=True, slots=True)
class Reprisal:
    """A private note on a reprisal for a request, by the body or by others on its behalf.

    It says `what` happened, `when` in the words of the source, and the `source`, and names no
    private person. A withdrawn note is kept but has no effect.
    """

    id: str
    body: str
    what: str
    when: str
    source: str
    noted_by: str
    noted_at: datetime
    withdrawn_by: str = ""
    withdrawn_at: datetime | None = None

    @property
    def counts(self) -> bool:
        """Return whether the note is not withdrawn."""
        return self.withdrawn_at is None


@dataclass(frozen=True, slots=True)
class SigningDecision:
    """A lawyer's decision who signs a request to a body with noted reprisals, and why. Private.

    `name` is that of the organisation or person who signs in place of the applicant. Old decisions
    may lack it.
    """

    signs: str
    why: str
    by: str
    at: datetime
    name: str = ""


class Risks(Protocol):
    """Notes about public bodies. New notes are added beside older ones."""

    def of(self, body: str) -> Sequence[RiskNote]:
        """Return the notes about a body, newest first.

        Raises Damaged if one cannot be decrypted.
        """

    def add(self, note: RiskNote) -> None:
        """Add a note."""

    def reprisals(self, body: str) -> Sequence[Reprisal]:
        """Return all notes on reprisals of a body, newest first, with the withdrawn ones.

        Raises Locked if there are any and private words are locked.
        """

    def note_reprisal(self, reprisal: Reprisal) -> None:
        """Add a note on a reprisal."""

    def withdraw_reprisal(self, id: str, by: str, at: datetime) -> bool:
        """Withdraw a note on a reprisal. Return False if it does not exist or was withdrawn."""
