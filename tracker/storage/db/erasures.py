"""A list of erasures outside the database, so that no backup undoes them."""

import os
from pathlib import Path

from tracker.storage.db.errors import translate_disk_errors

NAME = "erased.log"


class Erasures:
    """One opaque reference on each line; lines are only added."""

    def __init__(self, folder: Path, name: str = NAME) -> None:
        self.folder = folder
        self._file = folder / name

    def note(self, reference: str) -> None:
        """Add a reference and flush it to the disk."""
        with translate_disk_errors(f"The erasure of {reference}"):
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self._file.open("a", encoding="utf-8") as log:
                log.write(f"{reference}\n")
                log.flush()
                os.fsync(log.fileno())

    def references(self) -> tuple[str, ...]:
        """Return every erased reference once."""
        if not self._file.exists():
            return ()
        return tuple(dict.fromkeys(self._file.read_text("utf-8").split()))
