"""The recovery keys of an office, and the identity files, which are kept elsewhere."""

import os
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tracker.domain.base.errors import BadInput, NotOnFile
from tracker.services.ports.recovery import Recovery, RecoveryKey
from tracker.storage.db.errors import translate_disk_errors
from tracker.storage.office_data.age import (
    SECRET,
    encrypted,
    is_age,
    is_identity,
    new_identity,
    require_recipient,
)

_NAME = "recovery.txt"
_HEAD = (
    "# Backups and archives are encrypted to these keys. `tracker recovery` changes the list.\n"
)
LOG_KEY = "# log key:"
_LONGEST_NAME = 100
LARGEST_IDENTITY_FILE = 100_000


class RecoveryFile(Recovery):
    """The keys in a file of the instance, as `age -R` reads it: one a line, below its name."""

    def __init__(self, instance: Path) -> None:
        self._path = instance / _NAME

    def exists(self) -> bool:
        """Return whether this instance has a list, even an empty one."""
        return self._path.exists()

    def keys(self) -> Sequence[RecoveryKey]:
        try:
            lines = self._path.read_text("utf-8").splitlines()
        except FileNotFoundError:
            return ()
        found, name = [], ""
        for line in lines:
            if line and not line.startswith("#"):
                require_recipient(line)
                found.append(RecoveryKey(line, name))
            name = line.removeprefix("#").strip() if line.startswith("#") else ""
        return tuple(found)

    def add(self, added: RecoveryKey) -> None:
        require_recipient(added.key)
        if not added.name.isprintable() or len(added.name) > _LONGEST_NAME:
            raise BadInput(f"The name takes one line of at most {_LONGEST_NAME} characters.")
        known = self.keys()
        if any(each.key == added.key for each in known):
            raise BadInput(f"{added.key} is a recovery key already.")
        self.write((*known, added))

    def remove(self, key: str) -> None:
        known = self.keys()
        left = tuple(each for each in known if each.key != key)
        if left == known:
            raise NotOnFile(f"“{key}” is not a recovery key here: see `tracker recovery list`.")
        self.write(left)

    def encrypted(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        return encrypted(chunks, [each.key for each in self.keys()])

    def write(self, keys: Sequence[RecoveryKey]) -> None:
        """Replace the list. A crash leaves either the old list or the new one."""
        text = _HEAD + "".join(f"\n# {each.name}\n{each.key}\n" for each in keys)
        arriving = self._path.with_name(f".{_NAME}-{secrets.token_hex(4)}")
        with translate_disk_errors(f"The list of recovery keys {self._path}"):
            try:
                _write_new(arriving, text)
                arriving.replace(self._path)
            finally:
                arriving.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class IdentityFile:
    """The content of an identity file.

    It has secret identities, and the public keys of the log with which their keeper recognises the
    office's backups.
    """

    identities: tuple[str, ...]
    log_keys: tuple[str, ...] = ()


def make_identity_file(file: Path, log_key: str, now: datetime) -> str:
    """Write a new identity to a file that only its owner can read; return its public key.

    It has the lines of `age-keygen`, and one with the log's key. Raises BadInput if the file
    exists or its folder does not.
    """
    identity, key = new_identity()
    text = (
        f"# created: {now.isoformat(timespec='seconds')}\n"
        f"# public key: {key}\n{LOG_KEY} {log_key}\n{identity}\n"
    )
    with translate_disk_errors(f"The recovery identity {file}"):
        try:
            _write_new(file, text)
        except FileExistsError:
            raise BadInput(f"{file} exists already: name a file that does not.") from None
        except FileNotFoundError:
            raise BadInput(
                f"There is no folder {file.parent}: make it, or name another one."
            ) from None
    return key


def read_identity_file(file: Path) -> IdentityFile:
    """Return the content of a file made by `tracker recovery new` or `age-keygen`.

    Raises BadInput for any other file.
    """
    try:
        with file.open("rb") as source:
            data = source.read(LARGEST_IDENTITY_FILE)
    except OSError as error:
        raise BadInput(f"{file} cannot be read: {error.strerror}.") from None
    if is_age(data):
        raise BadInput(
            f"{file} is itself encrypted: decrypt it by `age --decrypt`, and name the result."
        )
    lines = [line.strip() for line in data.decode("utf-8", "replace").splitlines()]
    identities = [line for line in lines if line and not line.startswith("#")]
    if not identities or not all(map(is_identity, identities)):
        raise BadInput(
            f"{file} is not an identity file: name the one that `tracker recovery new` made; it "
            f"has a line that begins with {SECRET}1."
        )
    told = [line.removeprefix(LOG_KEY).strip() for line in lines if line.startswith(LOG_KEY)]
    return IdentityFile(tuple(identities), tuple(told))


def _write_new(file: Path, text: str) -> None:
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
    except OSError:
        file.unlink(missing_ok=True)
        raise
