"""The files in the folder of a copy, looked through while the program is loaded.

To ask for the sizes of 100,000 files takes as long as to load the program, so another process can
do it.
"""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tracker.mirror.state import INCOMPLETE_SUFFIX


class FilesFound(NamedTuple):
    """The size of every file by its name within the folder, and files whose writing broke off."""

    sizes: dict[str, int]
    broken_off: list[str]


class FolderLook:
    """A look at a folder. `answer` returns what `told_of` returned in another process, or None if
    that broke off."""

    def __init__(self, path: Path, answer: Callable[[], bytes | None] | None = None) -> None:
        self.path = path
        self._answer = answer

    def found(self) -> FilesFound:
        """Return what is in the folder."""
        answer, self._answer = self._answer, None
        said = answer() if answer else None
        if said is None:
            return look_through(self.path)
        return FilesFound(*json.loads(said))


def told_of(path: Path) -> bytes:
    """Return what is in a folder, for a look of another process."""
    return json.dumps(look_through(path)).encode()


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
