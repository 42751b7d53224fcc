"""Storage of private notes on public bodies: risks, and reprisals for asking."""

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
    """A private note that a body, or others because of it, made someone suffer for asking.

    `what` happened, `when` in the words of the source, and the `source`. It names no private
    person. One that was withdrawn is kept and no longer counts.
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
        """Return whether it was not withdrawn."""
        return self.withdrawn_at is None


@dataclass(frozen=True, slots=True)
class SigningDecision:
    """A lawyer's decision who signs a request to a body with noted reprisals, and why. Private.

    `name` is that of the organisation or person who signs in place of the applicant. Decisions
    made before it was asked for have none.
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
        """Return the noted reprisals of a body, newest first, also those withdrawn.

        Raises Locked if there are any and private words are locked.
        """

    def note_reprisal(self, reprisal: Reprisal) -> None:
        """Add a reprisal."""

    def withdraw_reprisal(self, id: str, by: str, at: datetime) -> bool:
        """Withdraw a reprisal; return whether it counted until now."""
