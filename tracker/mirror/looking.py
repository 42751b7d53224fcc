"""The files in the folder of a copy, looked through while the program is loaded.

To ask for the sizes of 100,000 files takes as long as to load the program, so another process can
do it. It looks through one share of the folder after the other: if nothing changed, the program is
not loaded, and the process that asks looks through the last share itself.
"""

import hashlib
import json
import os
from collections.abc import Callable, Mapping, Sequence
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


class FolderLook:
    """A look at a folder. Each of `answers` returns what `told_of` returned for one of the shares
    in another process, or None if that broke off."""

    def __init__(self, path: Path, answers: Sequence[Callable[[], bytes | None]] = ()) -> None:
        self.path = path
        self._answers = answers
        self._told: dict[int, tuple[bytes, bytes] | None] = {}

    def found(self) -> FilesFound:
        """Return what is in the folder."""
        told = [self._share(number) for number in range(len(self._answers))]
        self._answers = ()
        if not told or None in told:
            return look_through(self.path)
        found = FilesFound({}, [])
        for sizes, broken_off in (json.loads(each[1]) for each in told if each):
            found.sizes.update(sizes)
            found.broken_off.extend(broken_off)
        return found

    def mark(self) -> int:
        """Return the mark of all files. The last share is looked through here, at the same time as
        the others elsewhere."""
        last = len(self._answers) - 1
        if last < 1:
            return mark_of_files(look_through(self.path).sizes)
        here = mark_of_files(look_through(self.path, last).sizes)
        told = [self._share(number) for number in range(last)]
        if None in told:
            return mark_of_files(look_through(self.path).sizes)
        return here + sum(int(each[0]) for each in told if each)

    def _share(self, number: int) -> tuple[bytes, bytes] | None:
        if number not in self._told:
            said = self._answers[number]()
            mark, _, found = (said or b"").partition(b"\n")
            self._told[number] = None if said is None else (mark, found)
        return self._told[number]


def told_of(path: Path, share: int) -> bytes:
    """Return what is in one share of a folder, for a look of another process."""
    found = look_through(path, share)
    return b"%d\n%s" % (mark_of_files(found.sizes), json.dumps(found).encode())


def mark_of_files(sizes: Mapping[str, int]) -> int:
    """Return a number that is another one for other names or sizes.

    It is a sum, so that shares of a folder can be looked through in any order.
    """
    return sum(_mark_of(f"{size} {file}") for file, size in sizes.items())


def _mark_of(line: str) -> int:
    told = os.fsencode(line)
    return int.from_bytes(hashlib.blake2b(told, digest_size=_MARK_BYTES).digest())


def look_through(path: Path, share: int | None = None) -> FilesFound:
    """Return the files in a folder, or in one share of it.

    Names at the top that begin with a dot belong to the server of the copy, and are skipped.
    """
    found = FilesFound({}, [])
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
