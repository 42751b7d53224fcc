"""Changes to a library's files, noticed once nobody is saving any more."""

import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from tracker.lawfiles.reader import PACKAGED

# A file as the file system describes it: path, time of change, size.
_Mark = tuple[str, int, int]


class Watch:
    """Watches a library's folder at intervals, without reading its files."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or PACKAGED
        self._taken = self._seen = self._marks()

    def has_changed(self) -> bool:
        """Return whether files differ from those taken and no longer change.

        A person who saves several files one after another is not interrupted.
        """
        before, self._seen = self._seen, self._marks()
        return self._seen != self._taken and self._seen == before

    def take(self) -> None:
        """Mark the files seen last as known, whether or not they could be used."""
        self._taken = self._seen

    def _marks(self) -> bytes:
        return sha256(repr(sorted(_files(self._folder))).encode()).digest()


def _files(folder: Path) -> Iterator[_Mark]:
    for place, _, names in os.walk(folder):
        for name in names:
            if not name.endswith(".toml"):
                continue
            path = os.path.join(place, name)
            try:
                found = os.stat(path)
            except FileNotFoundError:
                continue  # it was removed between the two looks
            yield path, found.st_mtime_ns, found.st_size
