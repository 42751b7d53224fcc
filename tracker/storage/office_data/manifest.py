"""The manifest of a backup: when and from what it was made, and the hash of each part."""

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from tracker.domain.base.canonical import canonical, from_plain
from tracker.domain.base.errors import Refusal
from tracker.services.ports.recovery import RecoveryKey
from tracker.storage.office_data.tar import is_at_end, next_header, read_body

# Form 1 was a ZIP encrypted with a passphrase.
FORM = 2
MANIFEST = "manifest.json"
SIGNATURE = "manifest.note"
DATABASE = "database"
KEYS = "keys/"
EVIDENCE = "evidence/"
# Enough for five million files.
LONGEST_MANIFEST = 1 << 30
LONGEST_SIGNATURE = 10_000
_PARTS = re.compile(
    r"database|keys/[0-9A-Za-z_-]+\.key|evidence/[0-9a-f]{2}/[0-9a-f]{62}-[0-9A-Za-z-]{1,64}"
)

Sign = Callable[[bytes], bytes]
"""Returns a signature of a manifest by the log's key."""

Check = Callable[[bytes, bytes], None]
"""Raises Refusal unless a trusted log key signed the manifest."""


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a backup: its name, its SHA-256 hash and its size in bytes."""

    name: str
    digest: str
    size: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """The first file of a backup.

    A backup without keys is unencrypted, and useless without them. `damaged` names the evidence
    files that were damaged already: those that could be read are among the parts all the same.
    """

    form: int
    made_at: str
    program: str
    head: str
    kind: str
    keys: bool
    parts: tuple[Part, ...]
    recovery: tuple[RecoveryKey, ...] = ()
    damaged: tuple[str, ...] = ()

    @property
    def key_files(self) -> tuple[str, ...]:
        """Return the names of the key files in the backup."""
        keys = (part.name for part in self.parts if part.name.startswith(KEYS))
        return tuple(name.removeprefix(KEYS) for name in keys)

    def to_bytes(self) -> bytes:
        """Return the bytes that are signed."""
        return canonical(self)


def read_manifest(source: IO[bytes], check: Check) -> Manifest:
    """Return the manifest of a backup, from its first two files.

    Raises Refusal if no trusted key signed it, if it cannot be read, and if a newer program made
    it.
    """
    data = _read(source, MANIFEST, LONGEST_MANIFEST)
    check(data, _read(source, SIGNATURE, LONGEST_SIGNATURE))
    try:
        plain = json.loads(data)
        form = int(plain["form"])
        manifest = None if form > FORM else from_plain(Manifest, plain)
    except (ValueError, TypeError, LookupError, AttributeError):
        raise Refusal(
            "The list of parts in the backup cannot be read: take another backup."
        ) from None
    if manifest is None:
        raise Refusal(
            f"The backup was made by a newer version of the program (form {form}, known here: "
            f"{FORM}): install that version first."
        )
    times = Counter(part.name for part in manifest.parts)
    for name in (*times, *manifest.damaged):
        if not _PARTS.fullmatch(name) or times[name] > 1:
            raise Refusal(f"The backup holds a strange part (“{name}”): it was forged.")
    return manifest


def read_part(source: IO[bytes], part: Part, write: Callable[[bytes], object]) -> None:
    """Pass on the bytes of the next part.

    Raises Refusal if another part or other bytes come; discard anything passed on then.
    """
    found = next_header(source)
    if found is None or found[0] != part.name:
        raise _wrong_number()
    if found[1] != part.size or read_body(source, part.size, write) != part.digest:
        raise Refusal(f"The part {part.name} of the backup is damaged: take another backup.")


def read_end(source: IO[bytes]) -> None:
    """Read a backup to its end. Raises Refusal if anything comes after the last part."""
    if next_header(source) is not None or not is_at_end(source):
        raise _wrong_number()


def _wrong_number() -> Refusal:
    return Refusal("The backup misses a part, or has one too many: make another backup.")


def _read(source: IO[bytes], name: str, most: int) -> bytes:
    found = next_header(source)
    if found is None or found[0] != name:
        raise Refusal(
            f"This file is no backup of this program, or is not signed ({name} is missing): take "
            "another backup."
        )
    if found[1] > most:
        raise Refusal(f"{name} in the backup is larger than any of them is: it was forged.")
    data = bytearray()
    read_body(source, found[1], data.extend)
    return bytes(data)
