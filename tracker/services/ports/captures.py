"""Captures of cited pages: examined and packaged, and kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from tracker.domain.measurements.captures import CaptureKind, CaptureReuse, PageCapture


@dataclass(frozen=True, slots=True)
class PackagedCapture:
    """A WACZ. `day` is that of the page's record, None if a browser saved the page; `status` is
    what its server answered, empty if that is not known."""

    kind: CaptureKind
    content: bytes
    day: date | None
    status: str


class CapturePackager(Protocol):
    """Examines what people hand in, and makes a WACZ of it."""

    def package(self, content: bytes, address: str, day: date) -> PackagedCapture:
        """Return a file as WACZ. A WACZ stays as it is, byte for byte, once it was checked.

        `day` is written into what has no day of its own. Raises BadInput with the reason if the
        file is no web page, is damaged or hostile, or has no page from this address.
        """


@dataclass(frozen=True, slots=True)
class CapturePublication:
    """Who published a capture and when, whether readers may download it, and which document or
    licence allows that."""

    by: str
    at: datetime
    reuse: CaptureReuse
    reason: str = ""


@dataclass(frozen=True, slots=True)
class StoredCapture:
    """A capture and its way: handed in, published, withdrawn. `why` is the published reason.

    The bytes of a withdrawn capture are deleted.
    """

    capture: PageCapture
    handed_in_by: str
    handed_in_at: datetime
    published: CapturePublication | None = None
    withdrawn_by: str = ""
    withdrawn_at: datetime | None = None
    why: str = ""

    @property
    def stands(self) -> bool:
        """Return whether it is public and was not withdrawn."""
        return self.published is not None and self.withdrawn_at is None

    @property
    def open(self) -> bool:
        """Return whether readers may download it."""
        of = self.published
        return self.stands and of is not None and of.reuse is not CaptureReuse.SEALED


class CaptureStore(Protocol):
    """Captures by block."""

    def keep(self, stored: StoredCapture, content: bytes) -> None:
        """Store a capture, its bytes sealed to the office. Its hash waits for its place in the
        log. Raises BadInput if the block has it already."""

    def captures(self, block: str) -> Sequence[StoredCapture]:
        """Return the captures about a block, the one handed in last first."""

    def published(self, block: str) -> Sequence[StoredCapture]:
        """Return the captures about a block that are or were public, the last one first."""

    def public_captures(self) -> Sequence[StoredCapture]:
        """Return every capture that is or was public, ordered by block and hash."""

    def blocks(self) -> Sequence[str]:
        """Return the blocks with a capture, by their keys, in order."""

    def capture(self, block: str, sha256: str) -> StoredCapture:
        """Return a capture. Raises NotOnFile if there is none."""

    def content(self, block: str, sha256: str) -> bytes:
        """Return the bytes of a capture.

        Raises NotOnFile if there are none, Locked if they are sealed and no key is open, Damaged
        if they are not those of the hash.
        """

    def open_content(self, block: str, sha256: str) -> bytes:
        """Return the bytes of a capture that readers may have. Raises NotOnFile for another."""

    def publish(self, block: str, sha256: str, published: CapturePublication) -> None:
        """Make a capture public. The bytes are unsealed if readers may have them.

        Raises NotOnFile if no unpublished capture has this hash, and as `content` does.
        """

    def withdraw(self, block: str, sha256: str, by: str, at: datetime, why: str) -> None:
        """Delete the bytes of a capture. Of a public one readers see that, and why.

        Raises NotOnFile if there is none, or it was withdrawn before.
        """
