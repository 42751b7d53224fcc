"""A library that is opened, not read: each entry is read from its files when it is used."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tracker.domain.library import Library
from tracker.lawfiles.languages import WORDINGS
from tracker.lawfiles.on_demand.contents import Contents, read_contents
from tracker.lawfiles.reader import (
    LIBRARY_FOLDERS,
    PACKAGED,
    File,
    library_digest,
    library_files,
    read_alone,
    read_library,
)
from tracker.lawfiles.snapshots import SNAPSHOT_FOLDER


def open_library(folder: Path | None = None) -> Library:
    """Return what `read_library` returns, but read each entry only when it is used.

    That is done if there is a list of contents of these very files, which says that they have no
    fault. Otherwise everything is read, and a fault anywhere is a refusal, as it is there.
    """
    contents = read_contents(folder or PACKAGED)
    if contents is None:
        return read_library(folder)
    files = library_files(folder or PACKAGED)
    if library_digest(files) != contents.digest:
        return read_library(folder)
    return _opened(contents, files)


class _Shelf(Mapping[str, Any]):
    """The entries of one folder by their keys, in the order of the files."""

    def __init__(self, keys: Mapping[str, str], read: Callable[[str], Mapping[str, Any]]) -> None:
        self._keys = keys
        self._read = read
        self._known: dict[str, Any] = {}

    def __getitem__(self, key: str) -> Any:
        if key not in self._known and key in self._keys:
            self._known |= self._read(key)
        return self._known[key]

    def __contains__(self, key: object) -> bool:
        return key in self._keys

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)


def _opened(contents: Contents, files: list[File]) -> Library:
    by_name = {file.name: file for file in files}

    def shelf(folder: str) -> _Shelf:
        def read(key: str) -> Mapping[str, Any]:
            return read_alone(by_name[name] for name in _names(contents, folder, key))[folder]

        return _Shelf(contents.files[folder], read)

    shelves: dict[str, Any] = {folder: shelf(folder) for folder in LIBRARY_FOLDERS}
    return Library(**shelves, digest=contents.digest)


def _names(contents: Contents, folder: str, key: str) -> list[str]:
    """Return the files from which an entry is made: its own, and those that are joined with it."""
    files = contents.files
    if folder == "questions":
        # The words of all questions in a language share a file.
        return sorted({*files["questions"].values(), *files[WORDINGS].values()})
    names = [files[folder][key]]
    if folder == "calendars":
        names += [files[SNAPSHOT_FOLDER][key]] if key in files[SNAPSHOT_FOLDER] else []
        names += files["announced"].values()
    return sorted(names)
