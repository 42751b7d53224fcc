"""The files of a copy, in a folder or a ZIP: hostile until they are checked."""

import json
import os
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tracker.verifier.notes import Wrong

LARGEST = 1 << 28
LARGEST_JSON = 1 << 27
# A copy packs to about a sixth; what packs to a thousandth is meant to fill a disk.
MOST_PACKED, SMALL = 100, 1 << 24
MOST_FILES = 5_000_000

# Whatever a hostile file can make Python say.
HOSTILE = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)


class Shelf:
    """The files of a copy by name. Nothing is unpacked, and no link is followed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._zip = None if path.is_dir() else zipfile.ZipFile(path)
        names = list(self._packed(self._zip) if self._zip else self._lying("", path))
        self.has = set(names)
        if len(self.has) != len(names):
            raise Wrong("two files of the ZIP have one name")
        if bad := [name for name in names if not _is_inside(name)]:
            raise Wrong(f"the name {bad[0][:100]!r} leads out of the copy")

    def _packed(self, file: zipfile.ZipFile) -> Iterator[str]:
        whole = sum(each.file_size for each in file.infolist())
        if whole > MOST_PACKED * self._path.stat().st_size + SMALL:
            raise Wrong("the ZIP unpacks to far more than a copy would: it is left alone")
        return (each.filename for each in file.infolist() if not each.is_dir())

    def _lying(self, within: str, folder: Path) -> Iterator[str]:
        with os.scandir(folder) as found:
            for each in found:
                if not within and each.name.startswith("."):
                    continue  # of whoever serves the copy; no page leads there
                if each.is_dir(follow_symlinks=False):
                    yield from self._lying(f"{within}{each.name}/", Path(each.path))
                elif each.is_file(follow_symlinks=False) or each.is_symlink():
                    yield f"{within}{each.name}"

    def read(self, name: str) -> bytes:
        """The bytes of a file."""
        if name not in self.has:
            raise Wrong(f"{name[:200]} is missing")
        if self._zip:
            with self._zip.open(name) as packed:
                data = packed.read(LARGEST + 1)
        else:
            file = self._path / name
            if file.is_symlink():
                raise Wrong(f"{name} is a link, not a file")
            with file.open("rb") as lying:
                data = lying.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise Wrong(f"{name} is larger than any file of a copy")
        return data

    def json(self, name: str) -> Any:
        """What a file of JSON says."""
        data = self.read(name)
        if len(data) > LARGEST_JSON:
            raise Wrong(f"{name} is larger than any list of a copy")
        return json.loads(data)


def _is_inside(name: str) -> bool:
    parts = name.split("/")
    return not (set(parts) & {"", ".", ".."} or "\\" in name or "\0" in name or ":" in parts[0])
