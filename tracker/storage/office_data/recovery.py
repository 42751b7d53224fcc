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
from tracker.storage.office_data.age import encrypted, is_age, require_recipient
from tracker.storage.office_data.recovery_secret import (
    SECRET_PREFIX,
    RecoverySecret,
    looks_like_words,
    public_key_of,
    read_words,
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

    def public_key(self, key: str) -> bytes:
        require_recipient(key)
        return public_key_of(key)

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
class RecoverySecrets:
    """What the keeper of a recovery key has: secrets, and perhaps the public keys of the log.

    By the keys of the log the keeper recognises the office's backups.
    """

    secrets: tuple[RecoverySecret, ...]
    log_keys: tuple[str, ...] = ()

    @property
    def identities(self) -> tuple[str, ...]:
        """The secrets as age reads them."""
        return tuple(each.identity for each in self.secrets)


def write_identity_file(file: Path, secret: RecoverySecret, log_key: str, now: datetime) -> None:
    """Write a recovery key to a new file that only its owner can read.

    It has the lines of `age-keygen`, and one with the log's key. Raises BadInput if the file
    exists or its folder does not.
    """
    text = (
        f"# created: {now.isoformat(timespec='seconds')}\n"
        f"# public key: {secret.recipient}\n{LOG_KEY} {log_key}\n{secret.identity}\n"
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


def read_identity_file(file: Path) -> RecoverySecrets:
    """Return the content of a file with identities or with the words of a recovery key.

    Such files are made by `tracker recovery new`, by `age-keygen`, or by hand. Raises BadInput for
    any other file.
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
    found = read_secrets(data.decode("utf-8", "replace"))
    if found is None:
        raise BadInput(
            f"{file} is not an identity file: name the one that `tracker recovery new` made; it "
            f"has a line that begins with {SECRET_PREFIX}1, or the words of a recovery key."
        )
    return found


def read_secrets(text: str) -> RecoverySecrets | None:
    """Return the recovery keys in a text, None if it has none.

    Raises BadInput for the words of a key if one of them is wrong.
    """
    lines = [line.strip() for line in text.splitlines()]
    content = [line for line in lines if line and not line.startswith("#")]
    told = [line.removeprefix(LOG_KEY).strip() for line in lines if line.startswith(LOG_KEY)]
    if looks_like_words(" ".join(content)):
        found = [RecoverySecret.from_words(read_words(" ".join(content)))]
    else:
        try:
            found = [RecoverySecret.from_identity(line) for line in content]
        except BadInput:
            return None
    return RecoverySecrets(tuple(found), tuple(told)) if found else None


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
