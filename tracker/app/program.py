"""The program as it is installed, known by the bytes of its files."""

import os
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

from tracker.settings import templates_folder

_PACKAGE = Path(__file__).parents[1]
LIBRARY = _PACKAGE / "library"


@cache
def program_digest() -> str:
    """Return the digest of the program and its templates; the library has its own."""
    return sha256(
        f"{files_digest(_PACKAGE)} {files_digest(templates_folder())}".encode()
    ).hexdigest()


def files_digest(folder: Path) -> str:
    """Return the digest of the names and bytes of all files in a folder. Without those that Python
    makes, and without the library in it."""
    digest = sha256()
    for name in sorted(_files(str(folder), "")):
        digest.update(name.encode())
        with open(f"{folder}/{name}", "rb") as file:
            digest.update(sha256(file.read()).digest())
    return digest.hexdigest()


def _files(folder: str, within: str) -> Iterator[str]:
    with os.scandir(folder) as found:
        for each in found:
            if not each.is_dir():
                yield f"{within}{each.name}"
            elif each.name != "__pycache__" and each.path != str(LIBRARY):
                yield from _files(each.path, f"{within}{each.name}/")
