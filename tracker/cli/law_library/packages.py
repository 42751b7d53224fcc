"""`tracker law package`: the library as a data package in a folder."""

import argparse
from pathlib import Path
from typing import BinaryIO

from tracker.cli.law_library.chosen import library_in_use
from tracker.domain.base.errors import BadInput
from tracker.services.ports.data import NewFolder
from tracker.services.public.library_citation import checked_doi, library_version
from tracker.services.public.library_package import write_library_package


class _Folder(NewFolder):
    """A folder that files are added to, none twice."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def open(self, name: str) -> BinaryIO:
        return (self._folder / name).open("xb")


def write_package_folder(chosen: argparse.Namespace) -> int:
    """Write the library that the public sees as a data package, and print its version."""
    library = library_in_use(shipped=chosen.shipped).public
    into = Path(chosen.into)
    if chosen.doi:
        checked_doi(chosen.doi)
    if into.exists() and (not into.is_dir() or any(into.iterdir())):
        raise BadInput("“{into}” is not an empty folder. Name a new one.", into=into)
    into.mkdir(parents=True, exist_ok=True)
    write_library_package(library, _Folder(into), chosen.doi)
    print(f"version {library_version(library)}, library {library.digest}")
    return 0
