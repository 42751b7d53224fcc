"""Notices when somebody has changed the files of a law library, and is done with it."""

import os
from collections.abc import Iterator
from pathlib import Path

from tracker.lawfiles.reader import PACKAGED

# A file as the disk tells of it: its path, when it was changed, and its size.
Mark = tuple[str, int, int]


class Watch:
    """Looks at a library's folder every so often; reads no file."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or PACKAGED
        self._taken = self._seen = self._marks()

    def has_changed(self) -> bool:
        """Whether files differ from those taken last, and nobody has changed one since the last
        look: a person who saves several files one after the other is not interrupted."""
        before, self._seen = self._seen, self._marks()
        return self._seen != self._taken and self._seen == before

    def take(self) -> None:
        """What was seen last is known from now on, whether it could be used or not."""
        self._taken = self._seen

    def _marks(self) -> frozenset[Mark]:
        return frozenset(_files(self._folder))


def _files(folder: Path) -> Iterator[Mark]:
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
