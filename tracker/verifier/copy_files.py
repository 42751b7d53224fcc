"""The files of a copy, in a folder or a ZIP: hostile until they are checked."""

import json
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tracker.verifier.notes import Wrong

LARGEST = 1 << 28
LARGEST_JSON = 1 << 27
# A copy compresses to about a sixth. A thousandth means a bomb that fills the disk.
MOST_PACKED, _SMALL = 100, 1 << 24
# Files that operating systems leave in an opened folder. No page links to them or to hidden
# files.
LEFT_BY_COMPUTERS = frozenset(
    {"$recycle.bin", "__macosx", "desktop.ini", "system volume information", "thumbs.db"}
)

# Exceptions that a hostile file can raise.
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


class CopyFiles:
    """The files of a copy by name; nothing is unpacked, and no link is followed.

    `beside` holds the names of files that are no part of the copy and are not read.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._zip = None if path.is_dir() else zipfile.ZipFile(path)
        found = list(self._packed(self._zip) if self._zip else self._lying("", path))
        names = [name for name in found if not _is_left(name)]
        self.beside = sorted(set(found).difference(names))
        if len(set(names)) != len(names):
            raise Wrong("two files of the ZIP have one name")
        if bad := [name for name in found if not _is_inside(name)]:
            raise Wrong(f"the name {bad[0][:100]!r} leads out of the copy")
        self._within = _folder_of_all(names) if self._zip else ""
        self.has = {name.removeprefix(self._within) for name in names}

    def _packed(self, file: zipfile.ZipFile) -> Iterator[str]:
        listed = file.infolist()
        whole = sum(each.file_size for each in listed)
        if whole > MOST_PACKED * self._path.stat().st_size + _SMALL:
            raise Wrong("the ZIP unpacks to far more than a copy would: it is left alone")
        if file.comment or min((each.header_offset for each in listed), default=0):
            raise Wrong("the ZIP holds more than its files, which other programs may unpack")
        if any(stat.S_ISLNK(each.external_attr >> 16) for each in listed):
            raise Wrong("the ZIP holds a link: it is left alone")
        return (each.filename for each in listed if not each.is_dir())

    def _lying(self, within: str, folder: Path) -> Iterator[str]:
        with os.scandir(folder) as found:
            for each in found:
                # Skip files left by operating systems: they may be unreadable.
                if each.is_dir(follow_symlinks=False) and not _is_left(each.name):
                    yield from self._lying(f"{within}{each.name}/", Path(each.path))
                elif each.is_symlink() or each.is_file() or each.is_dir():
                    yield f"{within}{each.name}"

    def read(self, name: str) -> bytes:
        """Return the bytes of a file."""
        if name not in self.has:
            raise Wrong(f"{name[:200]} is missing")
        if self._zip:
            with self._zip.open(self._within + name) as packed:
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
        """Return the content of a JSON file."""
        data = self.read(name)
        if len(data) > LARGEST_JSON:
            raise Wrong(f"{name} is larger than any list of a copy")
        return json.loads(data)


def _is_inside(name: str) -> bool:
    parts = name.split("/")
    return not (set(parts) & {"", ".", ".."} or "\\" in name or "\0" in name or ":" in parts[0])


def _is_left(name: str) -> bool:
    parts = name.split("/")
    return any(
        part.lower() in LEFT_BY_COMPUTERS or (part.startswith(".") and part not in (".", ".."))
        for part in parts
    )


def _folder_of_all(names: Sequence[str]) -> str:
    """Return the top folder of a ZIP made from the folder itself; empty if there is none."""
    folders = {name.rpartition("/")[0] and name.partition("/")[0] for name in names}
    return f"{folders.pop()}/" if len(folders) == 1 and "" not in folders else ""
