"""The files in the folder of a copy.

To ask for the sizes of 100,000 files takes as long as to load the program, so another process can
do it. It looks through one share of the folder after the other: if nothing changed, the program is
not loaded, and the process that asks looks through the last share itself.
"""

import hashlib
import os
from array import array
from collections.abc import Iterable, Iterator
from pathlib import Path
from zlib import crc32

from tracker.mirror.writing import INCOMPLETE_SUFFIX

SHARES = 2
# The folders in a folder with at least so many are divided among the shares.
_DIVIDED = 64
_MARK_BYTES = 16


class FilesFound:
    """The names within a folder and the sizes of files, and files whose writing broke off.

    Names are joined, because an object for each would need three times as much memory. `mark` is
    that of all files.
    """

    def __init__(self) -> None:
        self.broken_off: list[str] = []
        self.mark = 0
        self.clear()

    def look_through(self, path: Path, share: int | None = None) -> None:
        """Add the files in a folder, or in one share of it; none if there is no folder."""
        for file, size in files_in(path, self.broken_off, share):
            self._names += os.fsencode(file) + b"\0"
            self._sizes.append(size)
            self.mark += mark_of(file, size)

    def __iter__(self) -> Iterator[tuple[str, int]]:
        start = 0
        for size in self._sizes:
            end = self._names.index(0, start)
            yield os.fsdecode(bytes(self._names[start:end])), size
            start = end + 1

    def clear(self) -> None:
        """Forget the files, but not their mark."""
        self._names = bytearray()
        self._sizes = array("Q")


def mark_of_files(files: Iterable[tuple[str, int]]) -> int:
    """Return a number that is another one for other names or sizes.

    It is a sum, so that shares of a folder can be looked through in any order.
    """
    return sum(mark_of(file, size) for file, size in files)


def mark_of(file: str, size: int) -> int:
    """Return what one file adds to the mark."""
    told = os.fsencode(f"{size} {file}")
    return int.from_bytes(hashlib.blake2b(told, digest_size=_MARK_BYTES).digest())


def files_in(
    path: Path, broken_off: list[str], share: int | None = None
) -> Iterator[tuple[str, int]]:
    """Yield the name and the size of each file in a folder, or in one share of it. Add to
    `broken_off` the files whose writing broke off.

    Names at the top that begin with a dot belong to the server of the copy, and are skipped.
    """
    # Each with whether it is of this share alone. The files of other folders are of the first.
    folders = [("", share is None)] if path.is_dir() else []
    while folders:
        within, own = folders.pop()
        below, files = _entries_of(f"{path}/{within}", within, broken_off, own or not share)
        yield from files
        if not own and len(below) >= _DIVIDED:
            below = [name for name in below if crc32(os.fsencode(name)) % SHARES == share]
            own = True
        folders += [(f"{name}/", own) for name in below]


def _entries_of(
    folder: str, within: str, broken_off: list[str], wanted: bool
) -> tuple[list[str], list[tuple[str, int]]]:
    """Return the folders in a folder, and its files if they are wanted."""
    below, files = list[str](), list[tuple[str, int]]()
    with os.scandir(folder) as entries:
        for each in entries:
            name = f"{within}{each.name}"
            if each.is_dir(follow_symlinks=False):
                if not name.startswith("."):
                    below.append(name)
            elif not wanted:
                continue
            elif each.name.startswith(".") and each.name.endswith(INCOMPLETE_SUFFIX):
                broken_off.append(name)
            elif not name.startswith("."):
                files.append((name, 0 if each.is_symlink() else each.stat().st_size))
    return below, files
