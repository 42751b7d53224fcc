"""Sealed documents as files of one folder, the usual place."""

import os
import secrets
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from tracker.storage.db.errors import translate_disk_errors
from tracker.storage.papers.paper_store import PaperName, PaperStore

# Files being written are here, on the same disk, until they are complete.
ARRIVING = "arriving"
# Beside them lie the notes of documents whose requests are being made.
UNSETTLED = ".unsettled"

_FOLDERS = "[0-9a-f][0-9a-f]"
_FILES = f"{_FOLDERS}/*"


class FolderStore(PaperStore):
    """A folder of sealed files, in 256 folders by the beginning of their digest."""

    where = "on the disk"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._arriving = folder / ARRIVING

    def title(self, name: PaperName) -> str:
        return f"evidence/{name}"

    def put(self, name: PaperName, content: bytes) -> None:
        place = self._place(name)
        with translate_disk_errors(f"A document of request {name.owner}"):
            for folder in (self._arriving, place.parent):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with _new_file(self._arriving) as file:
                with file.open("xb") as out:
                    out.write(content)
                    out.flush()
                    os.fsync(out.fileno())
                file.replace(place)
            for folder in (place.parent, self._folder):
                _sync_folder(folder)

    def open(self, name: PaperName) -> IO[bytes]:
        return self._place(name).open("rb")

    def has(self, name: PaperName) -> bool:
        return self._place(name).is_file()

    def remove(self, name: PaperName) -> None:
        self._place(name).unlink(missing_ok=True)

    def remove_all_of(self, owners: Collection[str]) -> int:
        gone = frozenset(owners)
        with translate_disk_errors(f"The documents of request {', '.join(sorted(gone)[:3])}"):
            files = self._folder.glob(_FILES) if gone else ()
            found = [file for file in files if file.name.partition("-")[2] in gone]
            for file in found:
                file.unlink(missing_ok=True)
            return len(found)

    def remains_of(self, owner: str) -> int:
        return 0

    def names(self) -> Iterator[PaperName]:
        # One of the 256 folders at a time: there may be millions of files.
        for folder in sorted(self._folder.glob(_FOLDERS)):
            for file in sorted(os.listdir(folder)) if folder.is_dir() else ():
                if name := PaperName.read(f"{folder.name}/{file}"):
                    yield name

    def owners_at_rest(self, seconds: float) -> Iterator[str]:
        newest: dict[str, float] = {}
        for name in self.names():
            try:
                changed = self._place(name).stat().st_mtime
            except FileNotFoundError:
                continue  # of a request that was just erased
            newest[name.owner] = max(newest.get(name.owner, 0), changed)
        now = time.time()
        yield from (owner for owner, changed in newest.items() if now - changed >= seconds)

    def sweep_half_written(self, older_than_seconds: float) -> int:
        removed = 0
        for file in self._arriving.glob("*"):
            if file.suffix == UNSETTLED:
                continue
            if time.time() - file.stat().st_mtime >= older_than_seconds:
                file.unlink(missing_ok=True)
                removed += 1
        return removed

    def _place(self, name: PaperName) -> Path:
        return self._folder / str(name)


@contextmanager
def _new_file(folder: Path) -> Iterator[Path]:
    file = folder / secrets.token_hex(16)
    try:
        yield file
    finally:
        file.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
