"""Files that are written beside their place first, so that none is ever there in part."""

import os
import secrets
from array import array
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

INCOMPLETE_SUFFIX = ".arriving"
# So many characters of a long name are used, because the whole may have 255 bytes.
_NAMED = 80

_Piece: TypeAlias = "bytes | bytearray | array[Any]"


def put_file(path: Path, data: bytes, *, lasting: bool = True) -> None:
    """Write a file in place of the old one, so that a kill leaves either of them whole."""
    with written_beside(path, (data,), lasting=lasting) as arriving:
        arriving.replace(path)


@contextmanager
def written_beside(path: Path, pieces: Iterable[_Piece], *, lasting: bool) -> Iterator[Path]:
    """Write a file beside the one that it may replace, and yield its path.

    At the end it is removed, unless it was moved. With `lasting`, its bytes are on the disk first.
    """
    arriving = path.with_name(f".{path.name[:_NAMED]}.{secrets.token_hex(4)}{INCOMPLETE_SUFFIX}")
    try:
        with arriving.open("xb") as file:
            for piece in pieces:
                file.write(piece)
            if lasting:
                file.flush()
                os.fsync(file.fileno())
        yield arriving
    finally:
        arriving.unlink(missing_ok=True)
