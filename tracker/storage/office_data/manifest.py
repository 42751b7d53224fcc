"""What a backup says of itself: when and from what it was made, and the digest of each part."""

import hashlib
import json
import zipfile
from dataclasses import dataclass
from typing import IO

from tracker.domain.canonical import canonical, from_plain
from tracker.domain.errors import Refusal
from tracker.storage.db.passphrase import CHUNK, Stretching

FORM = 1
MANIFEST = "manifest.json"
DATABASE = "database"
KEYS = "keys"
EVIDENCE = "evidence/"
LONGEST_MANIFEST = 1 << 28


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a backup, and the SHA-256 of its bytes as they lie in the backup."""

    name: str
    digest: str
    size: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """The first thing to read of a backup. Without a passphrase there are no keys in it."""

    form: int
    made_at: str
    program: str
    head: str
    kind: str
    keys: bool
    parts: tuple[Part, ...]
    passphrase: Stretching | None = None

    def to_bytes(self) -> bytes:
        """As it lies in the backup."""
        return canonical(self)


def read_manifest(archive: zipfile.ZipFile) -> Manifest:
    """Raises Refusal where this is no backup, or one of a newer program."""
    try:
        with archive.open(MANIFEST) as member:
            plain = json.loads(member.read(LONGEST_MANIFEST))
        if isinstance(plain, dict) and plain.get("form") != FORM:
            raise Refusal(
                f"The backup was made by a newer version of the program (form {plain['form']}, "
                f"known here: {FORM}): install that version first."
            )
        return from_plain(Manifest, plain)
    except (KeyError, ValueError, TypeError, zipfile.BadZipFile) as error:
        raise Refusal(
            "This file is no backup of this program, or it was cut off: take another backup."
        ) from error


def check_parts(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Raises Refusal where a part is missing, too many, or not as it was written."""
    inside = sorted(set(archive.namelist()) - {MANIFEST})
    if inside != sorted(part.name for part in manifest.parts):
        raise Refusal("The backup lacks a part, or has one too many: take another backup.")
    for part in manifest.parts:
        stored = archive.getinfo(part.name)
        # Parts are never packed, so that no small file can unpack to more than the disk holds.
        if stored.compress_type != zipfile.ZIP_STORED:
            raise Refusal(f"The part {part.name} of the backup is packed: it was forged.")
        try:
            with archive.open(part.name) as member:
                whole = _digest(member) == part.digest
        except zipfile.BadZipFile:
            whole = False
        if not whole:
            raise Refusal(f"The part {part.name} of the backup is damaged: take another backup.")


def _digest(stream: IO[bytes]) -> str:
    running = hashlib.sha256()
    while chunk := stream.read(CHUNK):
        running.update(chunk)
    return running.hexdigest()
