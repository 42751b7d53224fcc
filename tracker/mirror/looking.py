"""The files in the folder of a copy.

To ask for the sizes of 100,000 files takes as long as to load the program, so another process can
do it. It looks through one share of the folder after the other: if nothing changed, the program is
not loaded, and the process that asks looks through the last share itself.
"""

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from tracker.mirror.state import INCOMPLETE_SUFFIX

SHARES = 2
# The folders in a folder with at least so many are divided among the shares.
_DIVIDED = 64
_MARK_BYTES = 16


class FilesFound(NamedTuple):
    """The size of every file by its name within the folder, and files whose writing broke off."""

    sizes: dict[str, int]
    broken_off: list[str]

    def __or__(self, other: "FilesFound") -> "FilesFound":
        return FilesFound(self.sizes | other.sizes, self.broken_off + other.broken_off)


def mark_of_files(sizes: Mapping[str, int]) -> int:
    """Return a number that is another one for other names or sizes.

    It is a sum, so that shares of a folder can be looked through in any order.
    """
    return sum(mark_of(file, size) for file, size in sizes.items())


def mark_of(file: str, size: int) -> int:
    """Return what one file adds to the mark."""
    told = os.fsencode(f"{size} {file}")
    return int.from_bytes(hashlib.blake2b(told, digest_size=_MARK_BYTES).digest())


def look_through(path: Path, share: int | None = None) -> FilesFound:
    """Return the files in a folder, or in one share of it; none if there is no folder.

    Names at the top that begin with a dot belong to the server of the copy, and are skipped.
    """
    found = FilesFound({}, [])
    if not path.is_dir():
        return found
    # Each with whether it is of this share alone. The files of other folders are of the first.
    folders = [("", share is None)]
    while folders:
        within, own = folders.pop()
        below = _files_of(f"{path}/{within}", within, found if own or not share else None)
        if not own and len(below) >= _DIVIDED:
            below = [name for name in below if crc32(os.fsencode(name)) % SHARES == share]
            own = True
        folders += [(f"{name}/", own) for name in below]
    return found


def _files_of(folder: str, within: str, found: FilesFound | None) -> list[str]:
    """Add the files that lie in a folder, and return the folders in it."""
    below = []
    with os.scandir(folder) as entries:
        for each in entries:
            name = f"{within}{each.name}"
            if each.is_dir(follow_symlinks=False):
                if not name.startswith("."):
                    below.append(name)
            elif found is None:
                continue
            elif each.name.startswith(".") and each.name.endswith(INCOMPLETE_SUFFIX):
                found.broken_off.append(name)
            elif not name.startswith("."):
                found.sizes[name] = 0 if each.is_symlink() else each.stat().st_size
    return below
