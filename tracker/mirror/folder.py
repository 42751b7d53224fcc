"""The folder of a copy, owned by the export, which also removes what is no longer public."""

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from io import BytesIO
from itertools import chain
from pathlib import Path
from stat import S_ISREG
from typing import BinaryIO, NamedTuple

from tracker.domain.base.errors import BadInput
from tracker.mirror.asking import KeptFile
from tracker.mirror.looking import FilesFound, mark_of
from tracker.mirror.state import MirrorState, read_state
from tracker.mirror.writing import put_file, written_beside

MIRROR_MANIFEST, SIGNED = "manifest.json", "manifest.note"
CHECKER = "verify.py"
KIND = "copy of a public record of requests"
UNFINISHED = "UNFINISHED.txt"
_FOLDERS_AT_HAND = 256
# They are not in the list of files.
UNLISTED = frozenset({MIRROR_MANIFEST, SIGNED, UNFINISHED})
# The end of a manifest says what it is, in fewer bytes.
_END = 1024
BEING_WRITTEN = (
    "This copy of the public record is being written, or its writing broke off. Run the export "
    "again: it goes on from here.\n"
    "What is copied: {what}, of the log {log}\n"
)


@dataclass(frozen=True, slots=True)
class MirrorContents:
    """What a copy contains: one record, or everything if none is named.

    `logs` are the names under which the log of the office was ever known, the present one first.
    """

    record: str
    logs: tuple[str, ...]

    def being_written(self, log: str) -> bytes:
        """Return the notice that is in the folder until the copy is complete."""
        what = f"the record {self.record}" if self.record else "everything"
        return BEING_WRITTEN.format(what=what, log=log).encode()


@dataclass
class FileKeeper:
    """Writes files into the folder of a copy. Each process that does has one of its own."""

    path: Path
    being_written: bytes
    changed: bool = False
    _folders: set[Path] = field(default_factory=set)

    def keep(self, file: str, content: Iterable[bytes]) -> KeptFile:
        """Write a file, unless an identical one is there.

        A file in one piece is compared in memory. Of a larger one, such as a table of all
        records, no more than a piece is in memory.
        """
        target, left = self.path / file, iter(content)
        first, second = next(left, b""), next(left, None)
        if second is not None:
            return self._keep_large(target, chain((first, second), left))
        is_new = _size_of(target) != len(first) or target.read_bytes() != first
        if is_new:
            self.change()
            self._make_folder(target.parent)
            put_file(target, first, lasting=False)
        return KeptFile(hashlib.sha256(first).hexdigest(), len(first), is_new)

    def _keep_large(self, target: Path, pieces: Iterable[bytes]) -> KeptFile:
        size_before = _size_of(target)
        if size_before < 0:
            # It will be written, and until then it lies beside its place.
            self.change()
        self._make_folder(target.parent)
        with ExitStack() as opened:
            before = opened.enter_context(target.open("rb")) if size_before >= 0 else BytesIO()
            counted = _Counted(pieces, before)
            arriving = opened.enter_context(written_beside(target, counted, lasting=False))
            is_new = counted.differs or counted.size != size_before
            if is_new:
                self.change()
                arriving.replace(target)
        return KeptFile(counted.digest, counted.size, is_new)

    def _make_folder(self, folder: Path) -> None:
        if folder not in self._folders:
            folder.mkdir(parents=True, exist_ok=True)
            # A copy has some folders for each record, and no process remembers them all.
            if len(self._folders) >= _FOLDERS_AT_HAND:
                self._folders.clear()
            self._folders.add(folder)

    def change(self) -> None:
        """Write the notice of an unfinished copy before anything in the folder changes."""
        if not self.changed:
            self.changed = True
            put_file(self.path / UNFINISHED, self.being_written)


class _Counted:
    """Pieces of a file, with the digest and the size of those that were taken, and whether they
    differ from the beginning of the file `before`."""

    def __init__(self, pieces: Iterable[bytes], before: BinaryIO) -> None:
        self._pieces = pieces
        self._before = before
        self._digest = hashlib.sha256()
        self.size = 0
        self.differs = False

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            self._digest.update(piece)
            self.size += len(piece)
            self.differs = self.differs or self._before.read(len(piece)) != piece
            yield piece

    @property
    def digest(self) -> str:
        return self._digest.hexdigest()


def _size_of(file: Path) -> int:
    """Return the size of a file; -1 if there is none, or only a link to one."""
    try:
        found = os.lstat(file)
    except (FileNotFoundError, NotADirectoryError):
        return -1
    return found.st_size if S_ISREG(found.st_mode) else -1


class MirrorFolder:
    """A folder with a copy in it. `others` are the files with their sizes that the state of the
    copy does not have."""

    def __init__(self, path: Path, last: "LastCopy", being_written: bytes) -> None:
        self.path = path
        self.others = last.others
        self._manifest = last.state.manifest
        self._mark = last.mark
        self.keeper = FileKeeper(path, being_written)

    def note(self, file: str, size: int | None, before: int | None = None) -> None:
        """Note the size of a file that was written; None if it was removed. `before` is its size
        until then, if the state of the copy had it."""
        if before is None:
            before = self.others.pop(file, None)
        if before is not None:
            self._mark -= mark_of(file, before)
        if size is not None:
            self._mark += mark_of(file, size)

    def keep_list(self, pieces: Iterable[bytes], signed: Callable[[str], bytes]) -> str:
        """Write the manifest and the note over its digest that `signed` returns, if they are not
        there; return the digest."""
        counted = _Counted(pieces, BytesIO())
        target = self.path / MIRROR_MANIFEST
        with written_beside(target, counted, lasting=True) as arriving:
            note = signed(counted.digest)
            self.keeper.keep(SIGNED, (note,))
            self.note(SIGNED, len(note))
            if counted.digest != self._manifest:
                self.keeper.change()
                arriving.replace(target)
                self.note(MIRROR_MANIFEST, counted.size)
        return counted.digest

    def remove_others(self) -> int:
        """Remove files that are not in the state of the copy; return their number."""
        gone = [file for file in self.others if file not in UNLISTED]
        for file in gone:
            self.keeper.change()
            (self.path / file).unlink(missing_ok=True)
            self.note(file, None)
            self._remove_empty((self.path / file).parent)
        return len(gone)

    def _remove_empty(self, folder: Path) -> None:
        while folder != self.path:
            try:
                folder.rmdir()
            except OSError:
                return
            folder = folder.parent

    def finish(self) -> None:
        """Remove the notice of an unfinished copy."""
        (self.path / UNFINISHED).unlink(missing_ok=True)
        self.note(UNFINISHED, None)

    def as_left(self, manifest: str) -> str:
        """Return what `as_left` returns for this folder, once the copy is finished. `manifest` is
        the digest of the manifest in it."""
        return _left(self.path, manifest, self._mark)


def as_left(path: Path, mark: int) -> str:
    """Return a digest of the files in a folder: of the mark of their names and sizes, and of the
    bytes of the manifest and of the program that checks the copy.

    An export that finds the same digest need not look at the single files.
    """
    return _left(path, _digest_in(path), mark)


def _left(path: Path, manifest: str, mark: int) -> str:
    checker = hashlib.sha256(_read(path / CHECKER)).hexdigest()
    return hashlib.sha256(f"{manifest}\n{checker}\n{mark}".encode()).hexdigest()


class LastCopy(NamedTuple):
    """The copy in a folder as it was left.

    `state` names the manifest that is in the folder. If it was stored with another manifest, it is
    empty. `is_known` says that there is a manifest, with which it was stored. `mark` is that of
    all files, and `others` are the files with their sizes that the state does not have.
    """

    state: MirrorState
    is_known: bool
    mark: int
    others: dict[str, int]
    broken_off: Sequence[str]


def read_last_copy(path: Path, kept: Path, found: FilesFound) -> LastCopy:
    """Return the copy in a folder. Its state is in the file `kept`, and `found` holds all files in
    the folder, and is emptied."""
    state, manifest = read_state(kept), _digest_in(path)
    is_known = bool(manifest) and manifest == state.manifest
    if manifest != state.manifest:
        state = MirrorState(manifest)
    others = state.take_files(found)
    found.clear()
    return LastCopy(state, is_known, found.mark, others, found.broken_off)


def open_folder(path: Path, last: LastCopy, copy: MirrorContents) -> MirrorFolder:
    """Return the folder of a copy, created if there is none. Files whose writing broke off are
    removed.

    Raises BadInput if the folder holds anything else, because that would be removed.
    """
    if path.exists() and not path.is_dir():
        raise BadInput(f"{path} is no folder: name one that is empty, or does not exist yet.")
    path.mkdir(parents=True, exist_ok=True)
    if any(not each.name.startswith(".") for each in path.iterdir()):
        _require_ours(path, copy, is_known=last.is_known)
    for name in last.broken_off:
        (path / name).unlink(missing_ok=True)
    return MirrorFolder(path, last, copy.being_written(copy.logs[0]))


def _require_ours(path: Path, copy: MirrorContents, *, is_known: bool) -> None:
    if _read(path / UNFINISHED) in map(copy.being_written, copy.logs):
        return
    listed = path / MIRROR_MANIFEST
    kind, held = _said_at_the_end(listed) if is_known else _said(_read(listed))
    if kind != KIND:
        raise BadInput(
            f"{path} holds other files than a copy of this public record, which would be removed: "
            "name a folder that is empty, or does not exist yet."
        )
    if held != copy.record:
        what = f"of the record {held} alone" if held else "of the whole record"
        raise BadInput(f"{path} holds a copy {what}: name another folder.")
    signed = _read(path / SIGNED).partition(b"\n")[0]
    if not is_known and signed not in (f"{name} copy".encode() for name in copy.logs):
        raise BadInput(
            f"{path} holds a copy of another office, which would be removed: name another folder, "
            "or empty this one first."
        )


def _read(file: Path) -> bytes:
    """Return the content of a file; empty if it is not a file."""
    try:
        return file.read_bytes()
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        return b""


def _said(listed: bytes) -> tuple[str, str]:
    """Return what kind of list a manifest is, and which record it names; both empty for any other
    file."""
    try:
        said = json.loads(listed)
        return str(said["kind"]), str(said["record"])
    except (ValueError, KeyError, TypeError):
        return "", ""


def _said_at_the_end(manifest: Path) -> tuple[str, str]:
    """Return the same of a manifest that an export wrote, without reading the list of files."""
    with manifest.open("rb") as file:
        file.seek(max(0, manifest.stat().st_size - _END))
        listed = file.read()
    return _said(b"{" + listed[max(0, listed.rfind(b'"kind": ')) :])


def _digest_in(path: Path) -> str:
    """Return the digest of the manifest in a folder; empty if there is none."""
    return _digest_of(path / MIRROR_MANIFEST)


def _digest_of(file: Path) -> str:
    """Return the digest of a file; empty if there is none, or nothing in it."""
    try:
        with file.open("rb") as opened:
            found = hashlib.file_digest(opened, "sha256").hexdigest()
            return found if opened.tell() else ""
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        return ""
