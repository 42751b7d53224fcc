"""Snapshots of what others measured, and the findings that rest on them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from tracker.domain.measurements.findings import MeasuredFinding


@dataclass(frozen=True, slots=True)
class MeasurementSnapshot:
    """One answer of a source as it was handed in: the exact query, the day it was asked, and the
    hashes of its bytes and of its rows.

    `trouble` says why nothing may rest on it. `size` is the number of its bytes.
    """

    block: str
    address: str
    sha256: str
    facts_sha256: str
    asked_on: date
    handed_in_at: datetime
    handed_in_by: str
    size: int
    rows: int
    trouble: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class StoredFinding:
    """A finding and its way: drafted, confirmed, withdrawn. It is public once confirmed.

    `why` is the published reason for a withdrawal.
    """

    finding: MeasuredFinding
    drafted_by: str
    drafted_at: datetime
    confirmed_by: str = ""
    confirmed_at: datetime | None = None
    withdrawn_by: str = ""
    withdrawn_at: datetime | None = None
    why: str = ""

    @property
    def digest(self) -> str:
        """Return the hash by which the finding is found."""
        return self.finding.digest

    @property
    def stands(self) -> bool:
        """Return whether it is confirmed and not withdrawn."""
        return self.confirmed_at is not None and self.withdrawn_at is None


class MeasurementStore(Protocol):
    """Snapshots and findings, by block."""

    def keep(self, snapshot: MeasurementSnapshot, content: bytes) -> None:
        """Store a snapshot and its bytes. One that is there already stays as it is."""

    def snapshots(self, block: str) -> Sequence[MeasurementSnapshot]:
        """Return the snapshots of a block, the one asked last first."""

    def content(self, block: str, address: str, sha256: str) -> bytes:
        """Return the bytes of a snapshot.

        Raises NotOnFile if there is none, Damaged if they are not those that were handed in.
        """

    def blocks(self) -> Sequence[str]:
        """Return the blocks with a snapshot or a finding, by their keys, in order."""

    def draft(self, drafted: StoredFinding) -> None:
        """Store a finding that nobody has confirmed. Raises BadInput if it is there."""

    def discard(self, digest: str) -> None:
        """Delete a draft. Raises NotOnFile if no draft has this hash."""

    def confirm(self, digest: str, by: str, at: datetime) -> None:
        """Make a draft public: it waits for its place in the log. Raises NotOnFile if no draft
        has this hash."""

    def withdraw(self, digest: str, by: str, at: datetime, why: str) -> None:
        """Withdraw a public finding, which is logged too.

        Raises NotOnFile if no public finding has this hash.
        """

    def finding(self, digest: str) -> StoredFinding:
        """Return a finding. Raises NotOnFile if there is none."""

    def findings(self, block: str) -> Sequence[StoredFinding]:
        """Return every finding about a block, the one drafted last first."""

    def public_findings(self) -> Sequence[StoredFinding]:
        """Return every finding that is or was public, ordered by its hash."""

    def public_about(self, block: str) -> tuple[Sequence[StoredFinding], int]:
        """Return the findings about a block as `published` does, and how many captures about it
        are or were public."""

    def published(self, block: str) -> Sequence[StoredFinding]:
        """Return the findings about a block that are or were public, the last one first."""
