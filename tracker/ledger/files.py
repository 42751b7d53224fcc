"""Two files that never lie in the database of a log: its keys, and what it signed last."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from tracker.domain.errors import BadInput, NotAllowed
from tracker.ledger.notes import NotANote, Signer, Verifier

SEED_BYTES = 32
BEFORE, ANEW = "before", "anew"


@dataclass(frozen=True, slots=True)
class Keys:
    """The key of a log, and what is to be said of it with the next checkpoint.

    `before` is the key that signs a last time beside it; `anew` says that another log goes on
    from what the database holds, since the key or the end of the one before is lost.
    """

    signer: Signer
    before: Signer | None = None
    anew: bool = False

    @property
    def changing(self) -> bool:
        """Whether the log does not tell yet of the key."""
        return self.anew or self.before is not None

    @property
    def verifiers(self) -> tuple[Verifier, ...]:
        """What may have signed the newest checkpoint."""
        known = (self.signer, self.before) if self.before else (self.signer,)
        return tuple(signer.verifier for signer in known)

    def to_text(self) -> str:
        """The lines of the file."""
        lines = [self.signer.verifier.name, self.signer.seed.hex()]
        lines += [f"{BEFORE} {self.before.seed.hex()}"] if self.before else []
        lines += [ANEW] if self.anew else []
        return "".join(f"{line}\n" for line in lines)


def read_keys(text: str) -> Keys:
    """What `to_text` wrote. Raises ValueError for anything else."""
    name, seed, *more = text.splitlines()
    before, anew = None, False
    for line in more:
        word, _, rest = line.partition(" ")
        if word == BEFORE:
            before = _signer(name, rest)
        elif line == ANEW:
            anew = True
        else:
            raise ValueError("a line that is not known")
    return Keys(_signer(name, seed), before, anew)


def _signer(name: str, seed: str) -> Signer:
    whole = bytes.fromhex(seed)
    if len(whole) != SEED_BYTES:
        raise ValueError("a key has 32 bytes")
    return Signer(name, whole)


class KeyFile:
    """The file of the key with which a log is signed: the log's name, and 32 secret bytes.

    The name goes into every checkpoint, so it is settled with the key and never changed.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def make(self, host: str, *, live: bool) -> Keys:
        """The key of a new log, which nobody else may read; one that is there already is kept."""
        if not self.path.exists():
            self._write(Keys(_fresh(host, live=live)), anything_there=False)
        return self.read()

    def read(self) -> Keys:
        """The key. Raises BadInput where there is none, or it is damaged, or not ours to read."""
        try:
            return read_keys(self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise BadInput(
                f"{self.path} is missing: put back the key of the public log from a backup, or "
                "begin another log by `tracker log anew`."
            ) from None
        except OSError as error:
            raise BadInput(_unreadable(self.path, error)) from None
        except (ValueError, NotANote):
            raise BadInput(
                f"{self.path} is damaged: put back the key of the public log from a backup."
            ) from None

    def change(self) -> Keys:
        """Another key for the same log, of which the next checkpoint tells. Raises BadInput."""
        held = self.read()
        if held.changing:
            return held
        name = held.signer.verifier.name
        self._write(Keys(Signer.new(name), before=held.signer), anything_there=True)
        return self.read()

    def begin_anew(self, host: str, *, live: bool) -> Keys:
        """The key of another log that goes on from what the database holds."""
        self._write(Keys(_fresh(host, live=live), anew=True), anything_there=True)
        return self.read()

    def settle(self) -> None:
        """The log tells of the key now: drop what was before."""
        held = self.read()
        if held.changing:
            self._write(Keys(held.signer), anything_there=True)

    def _write(self, keys: Keys, *, anything_there: bool) -> None:
        write_whole(self.path, keys.to_text().encode(), replacing=anything_there)


def _fresh(host: str, *, live: bool) -> Signer:
    kind = "" if live else "demonstration/"
    return Signer.new(f"{host}/{kind}log-{secrets.token_hex(4)}")


class NoteFile:
    """The newest note, beside the database and in no backup of it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> bytes | None:
        """The note; None where there is none, as in an office that was restored elsewhere. Raises
        BadInput where it is not ours to read."""
        try:
            return self.path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise BadInput(_unreadable(self.path, error)) from None

    def write(self, note: bytes) -> None:
        """Put a newer note in its place: a crash leaves the old one or the new one, whole."""
        write_whole(self.path, note, replacing=True)


def _unreadable(path: Path, error: OSError) -> str:
    return f"{path} cannot be read ({error.strerror}): give it to the user who runs the program."


def write_whole(path: Path, content: bytes, *, replacing: bool) -> None:
    """Write a file for its owner alone, so that a crash leaves the old one or the new one. One
    that must not be replaced is left as it is. Raises NotAllowed where the disk takes nothing."""
    arriving = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    try:
        _put(arriving, path, content, replacing=replacing)
    except OSError as error:
        raise NotAllowed(
            f"{path} cannot be written ({error.strerror}): look at its disk, and at whose the "
            "folder is. The public log goes on from where it is once it can be."
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
            # Fails where another process was there first, whose file then stands.
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
