"""ZIP files that are sent while they are made: one file after the other, nothing held back."""

import zipfile
from collections.abc import Iterable, Iterator
from io import RawIOBase
from typing import Any

EPOCH = (1980, 1, 1, 0, 0, 0)


class _Sink(RawIOBase):
    """What a ZIP is written into: it holds what was not sent yet."""

    def __init__(self) -> None:
        self._held: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        self._held.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        """What was written since it was asked last."""
        held, self._held = b"".join(self._held), []
        return held


def zipped(files: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """A ZIP of these files, one at a time. Nothing is packed: papers are small already, and the
    bytes do not depend on who packs them."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w") as archive:
        for name, data in files:
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.create_system = 3  # else the machine that writes shows in the bytes
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, data)
            yield sink.taken()
    yield sink.taken()
