"""What others say of the public log: witnesses by their signatures, authorities by timestamps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class Attester(StrEnum):
    """Who says it: a witness, who followed the log, or an authority, who saw a digest."""

    WITNESS = "witness"
    AUTHORITY = "authority"


@dataclass(frozen=True, slots=True)
class Attestation:
    """What somebody else said of the checkpoint of that many entries.

    `by` is the key of a witness, or the digest of a timestamp; `said` the line of a signature,
    or the timestamp; `at` when they say to have seen it, None where they do not say.
    """

    size: int
    kind: Attester
    by: str
    said: bytes
    at: datetime | None

    @property
    def path(self) -> str:
        """The file of the log that shows it: the signed checkpoint, or the timestamp."""
        if self.kind is Attester.AUTHORITY:
            return f"timestamps/{self.size}-{self.by}.tsr"
        return note_path(self.size)


def note_path(size: int) -> str:
    """The file of a checkpoint of which others said something, with what they signed."""
    return f"checkpoints/{size}"


class Attestations(Protocol):
    """Stored statements of others on the public log."""

    def witnesses(self) -> Sequence[str]:
        """Return the keys of trusted witnesses, a line each, by name."""

    def trust(self, witness: str, at: datetime) -> None:
        """Store the key of a witness, unless it is stored."""

    def distrust(self, witness: str) -> int:
        """Delete the key of a witness and its signatures; return how many."""

    def keep(self, attestation: Attestation) -> None:
        """Store a statement in place of an earlier one on the same tree."""

    def of(self, size: int) -> Sequence[Attestation]:
        """Return the statements on the checkpoint of that many entries."""

    def all(self) -> Sequence[Attestation]:
        """Return every statement, newest checkpoint first."""
