"""The files in the folder of a copy, looked through while the program is loaded.

To ask for the sizes of 100,000 files takes as long as to load the program, so a fork does it.
"""

import json
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tracker.mirror.state import INCOMPLETE_SUFFIX


class FilesFound(NamedTuple):
    """The size of every file by its name within the folder, and files whose writing broke off."""

    sizes: dict[str, int]
    broken_off: list[str]


class FolderLook:
    """A look at a folder, which another process may have begun."""

    def __init__(self, path: Path, child: int = 0, answer: int = -1) -> None:
        self.path = path
        self._child = child
        self._answer = answer

    def found(self) -> FilesFound:
        """Return what is in the folder."""
        if self._child:
            said = self._awaited()
            if said:
                return FilesFound(*json.loads(said))
        return look_through(self.path)

    def _awaited(self) -> bytes:
        """Return what the other process says; nothing if it broke off."""
        child, self._child = self._child, 0
        with os.fdopen(self._answer, "rb") as answer:
            said = answer.read()
        _, status = os.waitpid(child, 0)
        return b"" if status else said

    def end(self) -> None:
        """End the other process, if nobody asked for what it found."""
        if self._child:
            self._awaited()


@contextmanager
def looking(path: Path) -> Iterator[FolderLook]:
    """Begin to look through a folder, in a process beside this one if that is possible."""
    look = _begun(path)
    try:
        yield look
    finally:
        look.end()


def _begun(path: Path) -> FolderLook:
    # A fork of a process with threads would have their locks.
    if sys.platform != "linux" or threading.active_count() > 1 or not path.is_dir():
        return FolderLook(path)
    answer, told = os.pipe()
    child = os.fork()
    if not child:
        _tell(path, told)
    os.close(told)
    return FolderLook(path, child, answer)


def _tell(path: Path, told: int) -> None:
    """Write what is in the folder, and end this process."""
    status = 1
    try:
        with os.fdopen(told, "wb") as answer:
            answer.write(json.dumps(look_through(path)).encode())
        status = 0
    finally:
        os._exit(status)


def look_through(path: Path) -> FilesFound:
    """Return the files in a folder.

    Names at the top that begin with a dot belong to the server of the copy, and are skipped.
    """
    found = FilesFound({}, [])
    folders = [""]
    while folders:
        within = folders.pop()
        with os.scandir(f"{path}/{within}") as entries:
            for each in entries:
                name = f"{within}{each.name}"
                if each.is_dir(follow_symlinks=False):
                    if not name.startswith("."):
                        folders.append(f"{name}/")
                elif each.name.startswith(".") and each.name.endswith(INCOMPLETE_SUFFIX):
                    found.broken_off.append(name)
                elif not name.startswith("."):
                    found.sizes[name] = 0 if each.is_symlink() else each.stat().st_size
    return found
