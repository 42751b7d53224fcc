"""Statements by others on the public log: signatures of witnesses, and timestamps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class Attester(StrEnum):
    """The author of a statement: a witness who follows the log, or a timestamp authority."""

    WITNESS = "witness"
    AUTHORITY = "authority"


@dataclass(frozen=True, slots=True)
class Attestation:
    """A statement by someone else on the checkpoint with `size` entries.

    `by` is the key of a witness, or the hash of a timestamp. `said` is the signature line, or the
    timestamp. `at` is the time they state, None if they state none.
    """

    size: int
    kind: Attester
    by: str
    said: bytes
    at: datetime | None

    @property
    def path(self) -> str:
        """Return the file of the log that holds it: a signed checkpoint, or a timestamp."""
        if self.kind is Attester.AUTHORITY:
            return f"timestamps/{self.size}-{self.by}.tsr"
        return note_path(self.size)


def note_path(size: int) -> str:
    """Return the path of a checkpoint with the signatures of others."""
    return f"checkpoints/{size}"


class Attestations(Protocol):
    """Stored statements of others on the public log."""

    def witnesses(self) -> Sequence[str]:
        """Return the keys of trusted witnesses, one line each, ordered by name."""

    def trust(self, witness: str, at: datetime) -> None:
        """Store the key of a witness, unless it is already stored."""

    def distrust(self, witness: str) -> int:
        """Delete the key of a witness and its signatures; return how many signatures."""

    def keep(self, attestation: Attestation) -> None:
        """Store a statement, replacing an earlier one on the same tree."""

    def of(self, size: int) -> Sequence[Attestation]:
        """Return the statements on the checkpoint with `size` entries."""

    def all(self) -> Sequence[Attestation]:
        """Return every statement, newest checkpoint first."""
