"""One line in a file of the instance, which no backup has."""

import os
import secrets
from pathlib import Path

from tracker.storage.db.errors import translate_disk_errors


class NotedLine:
    """A line that only the account of the program reads. A crash leaves the old or the new one."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def read(self) -> str:
        """Return the line; empty if nothing was noted."""
        with translate_disk_errors(f"The file {self._file}"):
            return self._file.read_text("utf-8").strip() if self._file.exists() else ""

    def write(self, line: str) -> None:
        """Replace the line, unless it is the same."""
        if line == self.read():
            return
        arriving = self._file.with_name(f".{self._file.name}-{secrets.token_hex(4)}")
        with translate_disk_errors(f"The file {self._file}"):
            try:
                handle = os.open(arriving, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    file.write(f"{line}\n")
                    file.flush()
                    os.fsync(file.fileno())
                arriving.replace(self._file)
            finally:
                arriving.unlink(missing_ok=True)
