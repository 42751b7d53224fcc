"""The program as it is installed, known by the bytes of its files."""

import os
import sys
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

from tracker.settings import templates_folder

_PACKAGE = Path(__file__).parents[1]
LIBRARY = _PACKAGE / "library"


@cache
def program_digest() -> str:
    """Return the digest of the program, its templates, Python and the packages that are installed;
    the library has its own."""
    files = f"{files_digest(_PACKAGE)} {files_digest(templates_folder())}"
    return sha256(f"{files} {sys.version} {_packages()}".encode()).hexdigest()


def _packages() -> list[str]:
    """Return the packages that are installed, each with its version, as folders are named."""
    folders = {os.path.realpath(each) for each in sys.path if os.path.isdir(each)}
    named = (name for folder in folders for name in os.listdir(folder))
    return sorted(name for name in named if name.endswith((".dist-info", ".egg-info")))


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
            if each.is_file():
                yield f"{within}{each.name}"
            elif each.is_dir() and each.name != "__pycache__" and each.path != str(LIBRARY):
                yield from _files(each.path, f"{within}{each.name}/")
