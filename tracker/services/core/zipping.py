"""ZIP files streamed while they are made, one file at a time."""

import zipfile
from collections.abc import Iterable, Iterator
from io import RawIOBase
from typing import Any

EPOCH = (1980, 1, 1, 0, 0, 0)


class _Sink(RawIOBase):
    """The output of a ZIP writer: holds the bytes that were not sent yet."""

    def __init__(self) -> None:
        self._held: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        self._held.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        """Return the bytes written since the last call."""
        held, self._held = b"".join(self._held), []
        return held


def zipped(files: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """Yield a ZIP of these files, one at a time.

    Files are stored uncompressed: most documents are compressed already, and the bytes stay the
    same on every machine.
    """
    sink = _Sink()
    with zipfile.ZipFile(sink, "w") as archive:
        for name, data in files:
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.create_system = 3  # Unix, so that the bytes do not depend on the machine
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, data)
            yield sink.taken()
    yield sink.taken()
