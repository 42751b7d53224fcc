"""The folder of a copy, owned by the export, which also removes what is no longer public."""

import hashlib
import json
import os
from collections.abc import Set
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG

from tracker.domain.base.errors import BadInput
from tracker.mirror.looking import FilesFound, mark_of
from tracker.mirror.state import put_file

MIRROR_MANIFEST, SIGNED = "manifest.json", "manifest.note"
CHECKER = "verify.py"
KIND = "copy of a public record of requests"
UNFINISHED = "UNFINISHED.txt"
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

    def keep(self, file: str, data: bytes) -> bool:
        """Write a file and return True; return False if an identical one was there."""
        target = self.path / file
        if _size_of(target) == len(data) and target.read_bytes() == data:
            return False
        self.change()
        target.parent.mkdir(parents=True, exist_ok=True)
        put_file(target, data, lasting=file == MIRROR_MANIFEST)
        return True

    def change(self) -> None:
        """Write the notice of an unfinished copy before anything in the folder changes."""
        if not self.changed:
            self.changed = True
            put_file(self.path / UNFINISHED, self.being_written)


def _size_of(file: Path) -> int:
    """Return the size of a file; -1 if there is none, or only a link to one."""
    try:
        found = os.lstat(file)
    except (FileNotFoundError, NotADirectoryError):
        return -1
    return found.st_size if S_ISREG(found.st_mode) else -1


class MirrorFolder:
    """A folder with a copy in it, and the files that were found with their mark. `manifest` is the
    digest of the manifest, if there is one."""

    def __init__(
        self, path: Path, found: FilesFound, mark: int, being_written: bytes, manifest: str
    ) -> None:
        self.path = path
        self.manifest = manifest
        self._sizes = found.sizes
        self._mark = mark
        self.keeper = FileKeeper(path, being_written)

    def holds(self, file: str, size: int) -> bool:
        """Return whether that file was found, with that size."""
        return self._sizes.get(file) == size

    def note(self, file: str, size: int | None) -> None:
        """Note the size of a file that was written; None if it was removed."""
        before = self._sizes.pop(file, None)
        if before is not None:
            self._mark -= mark_of(file, before)
        if size is not None:
            self._sizes[file] = size
            self._mark += mark_of(file, size)

    def keep(self, file: str, data: bytes) -> bool:
        """Write a file and return True; return False if an identical one was there."""
        written = self.keeper.keep(file, data)
        self.note(file, len(data))
        return written

    def remove_all_but(self, files: Set[str]) -> int:
        """Remove other files and folders left empty; return the number of files removed."""
        gone = [file for file in self._sizes if file not in files]
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
    return _left(path, _digest_of(_read(path / MIRROR_MANIFEST)), mark)


def _left(path: Path, manifest: str, mark: int) -> str:
    checker = hashlib.sha256(_read(path / CHECKER)).hexdigest()
    return hashlib.sha256(f"{manifest}\n{checker}\n{mark}".encode()).hexdigest()


def open_folder(
    path: Path, found: FilesFound, mark: int, copy: MirrorContents, last: str
) -> MirrorFolder:
    """Return the folder of a copy, created if there is none. Files whose writing broke off are
    removed.

    `found` is what is in the folder, `mark` that of the files, and `last` the digest of the
    manifest that was left there, as the office remembers it. Raises BadInput if the folder holds
    anything else, because that would be removed.
    """
    if path.exists() and not path.is_dir():
        raise BadInput(f"{path} is no folder: name one that is empty, or does not exist yet.")
    path.mkdir(parents=True, exist_ok=True)
    listed = _read(path / MIRROR_MANIFEST)
    manifest = _digest_of(listed)
    if any(not each.name.startswith(".") for each in path.iterdir()):
        _require_ours(path, copy, listed, is_known=manifest == last)
    for name in found.broken_off:
        (path / name).unlink(missing_ok=True)
    return MirrorFolder(path, found, mark, copy.being_written(copy.logs[0]), manifest)


def _require_ours(path: Path, copy: MirrorContents, listed: bytes, *, is_known: bool) -> None:
    if _read(path / UNFINISHED) in map(copy.being_written, copy.logs):
        return
    kind, held = _said_at_the_end(listed) if is_known else _said(listed)
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


def _said_at_the_end(listed: bytes) -> tuple[str, str]:
    """Return the same of a manifest that an export wrote, without reading the list of files."""
    return _said(b"{" + listed[max(0, listed.rfind(b'"kind": ')) :])


def _digest_of(listed: bytes) -> str:
    return hashlib.sha256(listed).hexdigest() if listed else ""
