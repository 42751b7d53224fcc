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
    """What others said, as it is kept."""

    def witnesses(self) -> Sequence[str]:
        """The keys of the witnesses whom the office trusts, a line each, by their names."""

    def trust(self, witness: str, at: datetime) -> None:
        """Keep the key of a witness; one that is kept already stays."""

    def distrust(self, witness: str) -> int:
        """Forget the key of a witness and what it signed; how many signatures those were."""

    def keep(self, attestation: Attestation) -> None:
        """Keep what somebody said; what they said of the same tree before gives way."""

    def of(self, size: int) -> Sequence[Attestation]:
        """What was said of the checkpoint of that many entries."""

    def all(self) -> Sequence[Attestation]:
        """Everything that was said, of the newest checkpoint first."""
