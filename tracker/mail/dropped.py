"""Mail that a person dropped into a folder as files (.eml)."""

import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path

from tracker.services.ports.correspondence.fetching import MailFiles

# A file that was written to a moment ago may not be complete.
_QUIET_SECONDS = 5


class DroppedFiles(MailFiles):
    """The files in a folder whose name ends in .eml. Links are not followed."""

    def __init__(self, folder: Path, quiet: float = _QUIET_SECONDS) -> None:
        self._folder = folder
        self._quiet = quiet

    def waiting(self) -> Iterator[str]:
        for file in sorted(self._folder.glob("*")):
            if file.suffix.lower() == ".eml" and not file.name.startswith("."):
                found = _lstat(file)
                if found and stat.S_ISREG(found.st_mode) and self._is_quiet(found):
                    yield file.name

    def read(self, name: str, limit: int) -> bytes | None:
        try:
            handle = os.open(self._folder / name, os.O_RDONLY | os.O_NOFOLLOW)
        except OSError:
            return None
        with os.fdopen(handle, "rb") as file:
            data = file.read(limit + 1)
        return data if len(data) <= limit else None

    def remove(self, name: str) -> None:
        (self._folder / name).unlink(missing_ok=True)

    def _is_quiet(self, found: os.stat_result) -> bool:
        # A file from the future was saved by a clock that ran fast.
        return abs(time.time() - found.st_mtime) >= self._quiet


def _lstat(file: Path) -> os.stat_result | None:
    try:
        return file.lstat()
    except OSError:
        return None
