"""What every place for sealed documents can do, and what is known of a file without its key."""

import hashlib
import io
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import IO, Protocol

DIGEST = re.compile(r"[0-9a-f]{64}")
OWNER = re.compile(r"[0-9A-Za-z-]{1,64}")

_CHECKSUM_BYTES = 32
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class PaperName:
    """The name of a sealed file: the request or shelf to whose key it is sealed, and its digest.

    As text it is the path of the file below the folder of evidence, as backups name it too.
    """

    owner: str
    digest: str

    def __str__(self) -> str:
        return f"{self.digest[:2]}/{self.digest[2:]}-{self.owner}"

    @property
    def is_valid(self) -> bool:
        """Return whether it can name a file, and nothing else."""
        return bool(DIGEST.fullmatch(self.digest) and OWNER.fullmatch(self.owner))

    @classmethod
    def read(cls, text: str) -> "PaperName | None":
        """Return the name in a text, None if it has another form."""
        digest, _, owner = text.partition("-")
        name = cls(owner, digest.replace("/", ""))
        return name if name.is_valid and str(name) == text else None


@dataclass(frozen=True, slots=True)
class DigestedFile:
    """The SHA-256 of a sealed file, its size, and whether it is as it was written."""

    digest: str
    size: int
    whole: bool


class PaperStore(Protocol):
    """A place for sealed files. Several processes may use it at once.

    Each method raises StorageTrouble, in one sentence, for a place that does not answer.
    """

    where: str
    """Says in a sentence where a file was damaged: “on the disk”."""

    def title(self, name: PaperName) -> str:
        """Return the name under which an operator finds a file."""

    def put(self, name: PaperName, content: bytes) -> None:
        """Store a file whole or not at all, in the place of any former one.

        It is there for good when this returns: flushed to the disk, or read back.
        """

    def open(self, name: PaperName) -> IO[bytes]:
        """Open a file for reading.

        Raises FileNotFoundError if it is not there, and OSError if the disk refuses.
        """

    def has(self, name: PaperName) -> bool:
        """Return whether a file is there."""

    def remove(self, name: PaperName) -> None:
        """Delete a file, if it is there."""

    def remove_all_of(self, owners: Collection[str]) -> int:
        """Delete all files of these owners, and return how many."""

    def remains_of(self, owner: str) -> int:
        """Return how many earlier versions are left of files that were deleted."""

    def names(self) -> Iterator[PaperName]:
        """Yield the name of every file, in order of its owner or of its path."""

    def owners_at_rest(self, seconds: float) -> Iterator[str]:
        """Yield each owner of files if the newest of them is older than that."""

    def sweep_half_written(self, older_than_seconds: float) -> int:
        """Delete files that a killed process left half written, and return how many."""


def with_checksum(sealed: bytes) -> bytes:
    """Return a sealed file with the SHA-256 of its ciphertext behind it.

    That can be checked without a key: by doctor, a backup, a store of objects.
    """
    return sealed + hashlib.sha256(sealed).digest()


def without_checksum(content: bytes) -> bytes | None:
    """Return what was sealed; None if the file is not as it was written."""
    sealed, told = content[:-_CHECKSUM_BYTES], content[-_CHECKSUM_BYTES:]
    return sealed if hashlib.sha256(sealed).digest() == told else None


def digested(source: IO[bytes]) -> DigestedFile:
    """Return what is known of a sealed file without its key, read once and in pieces."""
    size = source.seek(0, io.SEEK_END)
    source.seek(0)
    digest, left = hashlib.sha256(), max(size - _CHECKSUM_BYTES, 0)
    while left and (piece := source.read(min(left, _PIECE))):
        digest.update(piece)
        left -= len(piece)
    sealed, told = digest.digest(), source.read()
    digest.update(told)
    return DigestedFile(digest.hexdigest(), size, sealed == told)
