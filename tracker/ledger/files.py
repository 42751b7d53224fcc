"""Two files outside the log's database: its keys, and the newest checkpoint."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.ledger.notes import NotANote, Signer, Verifier

SEED_BYTES = 32
_BEFORE, _NEW_LOG = "before", "new-log"


@dataclass(frozen=True, slots=True)
class Keys:
    """The key of a log, and what the next checkpoint must record about it.

    `before` is the previous key, which signs once more. `new_log` marks a log
    that continues from the database because the key or the end of the previous one is lost.
    """

    signer: Signer
    before: Signer | None = None
    new_log: bool = False

    @property
    def changing(self) -> bool:
        """Return whether the log does not record this key yet."""
        return self.new_log or self.before is not None

    @property
    def verifiers(self) -> tuple[Verifier, ...]:
        """Return the keys that may have signed the newest checkpoint."""
        known = (self.signer, self.before) if self.before else (self.signer,)
        return tuple(signer.verifier for signer in known)

    def to_text(self) -> str:
        """Return the lines of the file."""
        lines = [self.signer.verifier.name, self.signer.seed.hex()]
        lines += [f"{_BEFORE} {self.before.seed.hex()}"] if self.before else []
        lines += [_NEW_LOG] if self.new_log else []
        return "".join(f"{line}\n" for line in lines)


def read_keys(text: str) -> Keys:
    """Return the keys that `to_text` wrote. Raises ValueError for anything else."""
    name, seed, *more = text.splitlines()
    before, new_log = None, False
    for line in more:
        word, _, rest = line.partition(" ")
        if word == _BEFORE:
            before = _signer(name, rest)
        elif line == _NEW_LOG:
            new_log = True
        else:
            raise ValueError("a line that is not known")
    return Keys(_signer(name, seed), before, new_log)


def _signer(name: str, seed: str) -> Signer:
    whole = bytes.fromhex(seed)
    if len(whole) != SEED_BYTES:
        raise ValueError("a key has 32 bytes")
    return Signer(name, whole)


class KeyFile:
    """The file of the log's signing key: the log's name, and 32 secret bytes.

    The name is part of every checkpoint, so it is fixed with the key.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def make(self, host: str, *, live: bool) -> Keys:
        """Create the key of a new log, readable by its owner only. An existing key is kept."""
        if not self.path.exists():
            self._write(Keys(_fresh(host, live=live)), anything_there=False)
        return self.read()

    def read(self) -> Keys:
        """Return the key. Raises BadInput if it is missing, damaged or not readable."""
        try:
            return read_keys(self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise BadInput(
                f"{self.path} is missing: put back the key of the public log from a backup, or "
                "begin another log by `tracker log replace`."
            ) from None
        except OSError as error:
            raise BadInput(_unreadable(self.path, error)) from None
        except (ValueError, NotANote):
            raise BadInput(
                f"{self.path} is damaged: put back the key of the public log from a backup."
            ) from None

    def change(self) -> Keys:
        """Create another key for the same log; the next checkpoint records it. Raises BadInput."""
        held = self.read()
        if held.changing:
            return held
        name = held.signer.verifier.name
        self._write(Keys(Signer.new(name), before=held.signer), anything_there=True)
        return self.read()

    def begin_new_log(self, host: str, *, live: bool) -> Keys:
        """Create the key of another log that continues from the database."""
        self._write(Keys(_fresh(host, live=live), new_log=True), anything_there=True)
        return self.read()

    def settle(self) -> None:
        """Drop the previous key, because the log records the new one now."""
        held = self.read()
        if held.changing:
            self._write(Keys(held.signer), anything_there=True)

    def _write(self, keys: Keys, *, anything_there: bool) -> None:
        write_whole(self.path, keys.to_text().encode(), replacing=anything_there)


def _fresh(host: str, *, live: bool) -> Signer:
    kind = "" if live else "demonstration/"
    return Signer.new(f"{host}/{kind}log-{secrets.token_hex(4)}")


class NoteFile:
    """The newest checkpoint, stored beside the database and in no backup of it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> bytes | None:
        """Return the note, or None if there is none, as after a restore on another machine.

        Raises BadInput if the file is not readable.
        """
        try:
            return self.path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise BadInput(_unreadable(self.path, error)) from None

    def write(self, note: bytes) -> None:
        """Replace the note. A crash leaves the old one or the new one, whole."""
        write_whole(self.path, note, replacing=True)


def _unreadable(path: Path, error: OSError) -> str:
    return f"{path} cannot be read ({error.strerror}): give it to the user who runs the program."


def write_whole(path: Path, content: bytes, *, replacing: bool) -> None:
    """Write a file for its owner only. A crash leaves the old content or the new, whole.

    With `replacing` false, an existing file is kept. Raises NotAllowed if the disk cannot be
    written.
    """
    arriving = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    try:
        _put(arriving, path, content, replacing=replacing)
    except OSError as error:
        raise NotAllowed(
            f"{path} cannot be written ({error.strerror}): check its disk, and who owns the "
            "folder. The public log continues from where it is once it can be written."
        ) from None


def _put(arriving: Path, path: Path, content: bytes, *, replacing: bool) -> None:
    handle = os.open(arriving, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if replacing:
            arriving.replace(path)
        elif not path.exists():
            # Fails if another process created the file first; its file then stays.
            os.link(arriving, path)
    except FileExistsError:
        pass
    finally:
        arriving.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
