"""Evidence files, sealed to the key of their request and named by a salted digest.

A plain digest would prove to anyone with a copy of a paper that it is here, and to anyone who
guesses a name and address in a letter that the guess is right. Histories keep the digests,
even after an erasure. The salt is sealed with the file. It follows from the request's private key
where that is open, so that known bytes are stored once; otherwise it is random.
"""

import hashlib
import hmac
import os
import re
import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tracker.domain.base.errors import NotOnFile
from tracker.services.ports.cases import Archive
from tracker.storage.cases.pending_uploads import (
    ENDING,
    remove_papers_of_none,
    settle_killed,
    unsettled,
)
from tracker.storage.db.errors import translate_disk_errors
from tracker.storage.db.key_pairs import open_with, seal_to
from tracker.storage.db.request_keys import RequestKey
from tracker.storage.db.sealed_fields import public_key
from tracker.storage.db.sealing import Damaged

# Files being written are here, on the same disk, until they are complete.
ARRIVING = "arriving"
ABANDONED_AFTER_SECONDS = 3600
DIGEST = re.compile(r"[0-9a-f]{64}")
REFERENCE = re.compile(r"[0-9A-Za-z-]{1,64}")

_CHECKSUM_BYTES = 32
_SALT_BYTES = 32
_PIECE = 1 << 20

KeyOf = Callable[[str], RequestKey]


@dataclass(frozen=True, slots=True)
class DigestedFile:
    """The SHA-256 of a sealed file, its size, and whether it is as it was written."""

    digest: str
    size: int
    whole: bool


class EvidenceArchive(Archive):
    """A folder of sealed files. `key_of` returns the key of a request."""

    def __init__(self, folder: Path, key_of: KeyOf) -> None:
        self._folder = folder
        self._key_of = key_of

    def keep(self, reference: str, data: bytes) -> str:
        key = self._key_of(reference)
        public, private = public_key(reference, key), key.if_open()
        salt = _salt(private, data) if private else secrets.token_bytes(_SALT_BYTES)
        digest = _digest(salt, data)
        place = self._place(reference, digest)
        if private is None or not _opens(place, key, reference, digest):
            sealed = seal_to(public, salt + data, _bound_to(reference, digest), key.office)
            with translate_disk_errors(f"A document of request {reference}"):
                self._write(place, with_checksum(sealed))
        return digest

    def read(self, reference: str, digest: str) -> bytes:
        key = self._key_of(reference)
        if key.private() is None:
            raise NotOnFile(
                "The documents of request {reference} were permanently erased.",
                reference=reference,
            )
        place = self._place(reference, digest)
        if not place.is_file():
            raise _no_paper(reference, digest)
        return _opened(place, key, reference, digest)

    def forget(self, reference: str, digest: str) -> None:
        self._place(reference, digest).unlink(missing_ok=True)

    def damaged(self) -> Iterator[str]:
        """Yield a sentence for each file that was damaged on the disk; no key is needed.

        All files are read: documents, page images of public copies, and finished copies.
        """
        for file in sorted(self._folder.glob("??/*")):
            try:
                whole = digested(file).whole
            except FileNotFoundError:
                continue  # of a request that was just erased
            except OSError as error:
                yield str(_unreadable(file, error))
                continue
            if not whole:
                yield str(_damaged(file))

    def missing(self, papers: Iterable[tuple[str, str]]) -> Iterator[str]:
        """Yield a sentence for each document, by reference and digest, that has no file; no key
        is needed."""
        for reference, digest in papers:
            if not self._place(reference, digest).is_file():
                yield str(_no_paper(reference, digest))

    @contextmanager
    def unsettled(self, references: Sequence[str]) -> Iterator[None]:
        with unsettled(self._folder / ARRIVING, references, self._settle):
            yield

    def _settle(self, references: Sequence[str]) -> int:
        return remove_papers_of_none(self._folder, references, self._key_of)

    def sweep_leftovers(self, older_than_seconds: float = ABANDONED_AFTER_SECONDS) -> int:
        """Delete what a killed process left, and return how many files.

        These are half-written files, and papers of requests that were never made.
        """
        arriving = self._folder / ARRIVING
        removed = settle_killed(arriving, self._settle, older_than_seconds)
        for file in arriving.glob("*"):
            if file.suffix == ENDING:
                continue
            if time.time() - file.stat().st_mtime >= older_than_seconds:
                file.unlink(missing_ok=True)
                removed += 1
        return removed

    def _place(self, reference: str, digest: str) -> Path:
        if not DIGEST.fullmatch(digest) or not REFERENCE.fullmatch(reference):
            raise NotOnFile("No document has that name. Open it from the request’s page.")
        return self._folder / digest[:2] / f"{digest[2:]}-{reference}"

    def _write(self, place: Path, sealed: bytes) -> None:
        """Write the file whole or not at all, and flush it to the disk."""
        for folder in (self._folder / ARRIVING, place.parent):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _arriving(self._folder / ARRIVING) as file:
            with file.open("xb") as out:
                out.write(sealed)
                out.flush()
                os.fsync(out.fileno())
            file.replace(place)
        for folder in (place.parent, self._folder):
            _sync_folder(folder)


def with_checksum(sealed: bytes) -> bytes:
    """Return a sealed file with the SHA-256 of its ciphertext behind it.

    That can be checked without a key: by doctor, a backup, a store of objects.
    """
    return sealed + hashlib.sha256(sealed).digest()


def is_whole(content: bytes) -> bool:
    """Return whether a file is as it was written, without its key."""
    sealed, told = content[:-_CHECKSUM_BYTES], content[-_CHECKSUM_BYTES:]
    return hashlib.sha256(sealed).digest() == told


def _no_paper(reference: str, digest: str) -> NotOnFile:
    return NotOnFile(
        "Document {digest}… of request {reference} was not found. Open it from the request’s "
        "page, or restore the last backup if it was there.",
        reference=reference,
        digest=digest[:12],
    )


def digested(file: Path) -> DigestedFile:
    """Return what is known of a sealed file without its key, read once and in pieces."""
    with file.open("rb") as source:
        size = os.fstat(source.fileno()).st_size
        digest, left = hashlib.sha256(), max(size - _CHECKSUM_BYTES, 0)
        while left and (piece := source.read(min(left, _PIECE))):
            digest.update(piece)
            left -= len(piece)
        sealed, told = digest.digest(), source.read()
    digest.update(told)
    return DigestedFile(digest.hexdigest(), size, sealed == told)


def _unreadable(file: Path, error: OSError) -> Damaged:
    return Damaged(
        "The file evidence/{file} cannot be read ({reason}): check the disk, then restore the "
        "last backup.",
        file=f"{file.parent.name}/{file.name}",
        reason=(error.strerror or "the disk refused").lower(),
    )


def _damaged(file: Path) -> Damaged:
    return Damaged(
        "The file evidence/{file} was damaged on the disk: restore the last backup.",
        file=f"{file.parent.name}/{file.name}",
    )


def _opens(place: Path, key: RequestKey, reference: str, digest: str) -> bool:
    """Return whether the document is there and can be read."""
    if not place.is_file():
        return False
    try:
        _opened(place, key, reference, digest)
    except Damaged:
        return False
    return True


def _opened(place: Path, key: RequestKey, reference: str, digest: str) -> bytes:
    private = key.private()
    if private is None:
        raise _no_paper(reference, digest)
    try:
        content = place.read_bytes()
    except OSError as error:
        raise _unreadable(place, error) from error
    if not is_whole(content):
        raise _damaged(place)
    sealed = content[:-_CHECKSUM_BYTES]
    plain = open_with(private, sealed, _bound_to(reference, digest), key.office)
    salt, data = plain[:_SALT_BYTES], plain[_SALT_BYTES:]
    if _digest(salt, data) != digest:
        raise Damaged(
            "The document {digest}… of request {reference} is not what was kept: restore the "
            "last backup.",
            digest=digest[:12],
            reference=reference,
        )
    return data


def _salt(private: bytes, data: bytes) -> bytes:
    return hmac.digest(private, b"salt of a paper" + hashlib.sha256(data).digest(), "sha256")


def _digest(salt: bytes, data: bytes) -> str:
    """Return SHA-256 over a salt and the bytes. Anyone who has both can check it."""
    return hashlib.sha256(salt + data).hexdigest()


def _bound_to(reference: str, digest: str) -> str:
    return f"paper {digest} of request {reference}"


@contextmanager
def _arriving(folder: Path) -> Iterator[Path]:
    file = folder / secrets.token_hex(16)
    try:
        yield file
    finally:
        file.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
