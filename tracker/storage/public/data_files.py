"""The files of the data package in a folder, written by one process and read by all."""

import json
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from tracker.domain.base.errors import NotOnFile
from tracker.services.ports.data import DataFiles, MadePackage, NewFolder

# Names the current folder; a rename switches to another one.
CURRENT = "current.json"
ABANDONED_SECONDS = 3600


class DataFolder(DataFiles):
    """The files under one folder, which is made on first use."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def made(self) -> MadePackage | None:
        current = self._current()
        if current is None:
            return None
        at = datetime.fromisoformat(current["at"])
        return MadePackage(current["content"], current["withheld"], at)

    def replace(self, made: MadePackage, fill: Callable[[NewFolder], None]) -> None:
        new = self._folder / f"made-{secrets.token_hex(6)}"
        new.mkdir(parents=True)
        try:
            fill(_Fresh(new))
            current = {"folder": new.name, "content": made.content, "withheld": made.withheld}
            arriving = new / CURRENT
            arriving.write_text(json.dumps(current | {"at": made.at.isoformat()}), "utf-8")
        except BaseException:
            shutil.rmtree(new, ignore_errors=True)
            raise
        before = self._current()
        arriving.replace(self._folder / CURRENT)
        self._clear(keep=new.name, gone=before["folder"] if before else "")

    def open(self, name: str) -> BinaryIO:
        current = self._current()
        try:
            return (self._folder / (current or {})["folder"] / name).open("rb")
        except (KeyError, FileNotFoundError):
            raise NotOnFile("The data package has no file “{name}”.", name=name) from None

    def _current(self) -> dict[str, str] | None:
        try:
            found = json.loads((self._folder / CURRENT).read_text("utf-8"))
        except (FileNotFoundError, ValueError):
            return None
        return {str(key): str(value) for key, value in found.items()}

    def _clear(self, *, keep: str, gone: str) -> None:
        """Delete replaced files and those of killed processes.

        Files that another process is making at the moment are left alone.
        """
        for folder in self._folder.glob("made-*"):
            old = time.time() - folder.stat().st_mtime > ABANDONED_SECONDS
            if folder.name != keep and (folder.name == gone or old):
                shutil.rmtree(folder, ignore_errors=True)


class _Fresh:
    """A folder that is being filled."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @contextmanager
    def open(self, name: str) -> Iterator[BinaryIO]:
        """Open a new file for writing."""
        with (self._path / name).open("xb") as file:
            yield file
