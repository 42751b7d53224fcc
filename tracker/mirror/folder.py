"""The folder of a copy: it belongs to the export, which also removes what is public no more."""

import hashlib
import json
import os
from collections.abc import Iterator, Set
from dataclasses import dataclass
from pathlib import Path

from tracker.domain.errors import BadInput
from tracker.mirror.state import ARRIVING, put

MANIFEST, SIGNED = "manifest.json", "manifest.note"
KIND = "copy of a public record of requests"
UNFINISHED = "UNFINISHED.txt"
BEING_WRITTEN = (
    "This copy of the public record is being written, or its writing broke off. Run the export "
    "again: it goes on from here.\n"
)


@dataclass
class Folder:
    """A folder with a copy in it. `sizes` are those of the files as they were found."""

    path: Path
    sizes: dict[str, int]
    changed: bool = False

    def holds(self, file: str, size: int) -> bool:
        """Whether that file was found, of that size."""
        return self.sizes.get(file) == size

    def keep(self, file: str, data: bytes) -> bool:
        """Put a file in its place; False where the very same one stood there."""
        target = self.path / file
        if self.holds(file, len(data)) and target.read_bytes() == data:
            return False
        self._change()
        target.parent.mkdir(parents=True, exist_ok=True)
        put(target, data, lasting=file == MANIFEST)
        self.sizes[file] = len(data)
        return True

    def remove_all_but(self, files: Set[str]) -> int:
        """Remove what is in no list any more, and folders that are empty then; how many files."""
        gone = [file for file in self.sizes if file not in files]
        for file in gone:
            self._change()
            (self.path / file).unlink(missing_ok=True)
            del self.sizes[file]
            self._remove_empty((self.path / file).parent)
        return len(gone)

    def _remove_empty(self, folder: Path) -> None:
        while folder != self.path:
            try:
                folder.rmdir()
            except OSError:
                return
            folder = folder.parent

    def _change(self) -> None:
        """Say in the folder that it is being written, before anything in it changes."""
        if not self.changed:
            self.changed = True
            put(self.path / UNFINISHED, BEING_WRITTEN.encode())

    def finish(self) -> None:
        """Say no more that it is being written."""
        (self.path / UNFINISHED).unlink(missing_ok=True)

    def manifest_digest(self) -> str:
        """The digest of the list in it; empty where there is none."""
        try:
            return hashlib.sha256((self.path / MANIFEST).read_bytes()).hexdigest()
        except FileNotFoundError:
            return ""


def open_folder(path: Path, of: str) -> Folder:
    """The folder of a copy of one record, or of everything where none is named; made where there
    is none.

    Raises BadInput where it holds anything else: what is in it would be removed.
    """
    if path.exists() and not path.is_dir():
        raise BadInput(f"{path} is no folder: name one that is empty, or does not exist yet.")
    path.mkdir(parents=True, exist_ok=True)
    unfinished = (path / UNFINISHED).exists()
    if any(not each.name.startswith(".") for each in path.iterdir()) and not unfinished:
        _require_copy(path, of)
    return Folder(path, dict(_files(path, "")))


def _require_copy(path: Path, of: str) -> None:
    try:
        said = json.loads((path / MANIFEST).read_bytes())
        kind, held = said["kind"], str(said["record"])
    except (OSError, ValueError, KeyError, TypeError):
        kind, held = "", ""
    if kind != KIND:
        raise BadInput(
            f"{path} holds other files than a copy of the public record, which would be removed: "
            "name a folder that is empty, or does not exist yet."
        )
    if held != of:
        what = f"of the record {held} alone" if held else "of the whole record"
        raise BadInput(f"{path} holds a copy {what}: name another folder.")


def _files(folder: Path, within: str) -> Iterator[tuple[str, int]]:
    """Every file by its name within the copy, with its size.

    What has a name with a dot in front, at the top, belongs to whoever serves the copy. What
    broke off while it was written is removed.
    """
    with os.scandir(folder) as found:
        for each in found:
            name = f"{within}{each.name}"
            if each.is_dir(follow_symlinks=False):
                if within or not each.name.startswith("."):
                    yield from _files(Path(each.path), f"{name}/")
            elif each.name.startswith(".") and each.name.endswith(ARRIVING):
                Path(each.path).unlink(missing_ok=True)
            elif within or not each.name.startswith("."):
                yield name, 0 if each.is_symlink() else each.stat().st_size
