"""Tar streams of ordinary files, read and written one file at a time with little memory.

Headers come from the standard library. `tarfile` itself would follow links, long names and sparse
files in a forged stream; this reader refuses everything but plain files.
"""

import hashlib
import tarfile
from collections.abc import Callable, Iterable, Iterator
from typing import IO

from tracker.domain.base.errors import Refusal

CHUNK = 1 << 20
END = bytes(2 * tarfile.BLOCKSIZE)


def header(name: str, size: int) -> bytes:
    """Return the block before a file, which only its owner can read."""
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    block = info.tobuf(tarfile.GNU_FORMAT, "ascii", "strict")
    if len(block) != tarfile.BLOCKSIZE:
        raise ValueError(f"“{name}” is too long for one block")
    return block


def padding(size: int) -> bytes:
    """Return the zeros that fill the last block of a file."""
    return bytes(-size % tarfile.BLOCKSIZE)


def member(name: str, size: int, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield one file of a stream, piece by piece."""
    yield header(name, size)
    yield from chunks
    yield padding(size)


def next_header(source: IO[bytes]) -> tuple[str, int] | None:
    """Return the name and the size of the next file, None at the end.

    Raises Refusal for anything but a plain file.
    """
    block = read_exactly(source, tarfile.BLOCKSIZE)
    if not block.strip(b"\0"):
        return None
    try:
        info = tarfile.TarInfo.frombuf(block, "ascii", "strict")
    except (tarfile.HeaderError, ValueError):
        raise Refusal("The file is damaged, or is not a backup: use another copy of it.") from None
    if info.type != tarfile.REGTYPE or info.size < 0:
        raise Refusal(f"The backup holds “{info.name}”, which is not a plain file: it was forged.")
    return info.name, info.size


def read_exactly(source: IO[bytes], size: int) -> bytes:
    """Return `size` bytes. Raises Refusal if the stream ends before."""
    found = source.read(size)
    if len(found) != size:
        raise Refusal("The file was cut off: use another copy of it, or an older one.")
    return found


def read_body(source: IO[bytes], size: int, write: Callable[[bytes], object]) -> str:
    """Pass on the bytes of a file and return their SHA-256 hash."""
    digest, left = hashlib.sha256(), size
    while left:
        chunk = read_exactly(source, min(left, CHUNK))
        digest.update(chunk)
        write(chunk)
        left -= len(chunk)
    read_exactly(source, len(padding(size)))
    return digest.hexdigest()


def is_at_end(source: IO[bytes]) -> bool:
    """Read a stream to its end, and return whether only zeros were left.

    Call it after `next_header` returned None.
    """
    empty = not read_exactly(source, tarfile.BLOCKSIZE).strip(b"\0")
    while chunk := source.read(CHUNK):
        empty = empty and not chunk.strip(b"\0")
    return empty
