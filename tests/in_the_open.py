"""Where words lie open: in files, and in files without a name that processes hold."""

import os
import stat
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from tracker.documents.sandbox.memory_folder import DRAWING

PATIENCE = 240.0
Found = TypeVar("Found")
TEMPORARY = tuple(map(Path, ("/tmp", "/var/tmp", "/dev/shm")))  # noqa: S108


def files_with(words: bytes, since: float, *folders: Path) -> list[str]:
    """The files with these words below these folders and all that are meant for temporary files.

    Of the latter, only what was made or changed since then is read. What lies in a folder for
    drawing, which is in memory, has its own question.
    """
    temporary = {Path(tempfile.gettempdir()), *TEMPORARY}
    places = [*((each, 0.0) for each in folders), *((each, since) for each in temporary)]
    return sorted({str(f) for at, then in places for f in _files(at, then) if _holds(f, words)})


def drawings_with(words: bytes) -> list[str]:
    """The files with these words in folders for drawing."""
    folders = (f for place in TEMPORARY for f in place.glob(f"{DRAWING}*"))
    return [str(file) for folder in folders for file in folder.rglob("*") if _holds(file, words)]


def files_held_with(words: bytes, *processes: int) -> list[str]:
    """The files with these words that these processes and their children have open.

    A file that was deleted while it was open is among them.
    """
    found = []
    for process in (each for one in processes for each in family(one)):
        for held in _files_of(process):
            if DRAWING not in os.path.realpath(held) and _holds(held, words):
                found.append(f"{process}: {os.readlink(held)}")
    return found


def wait_for(found: Callable[[], Found]) -> Found:
    """What is found, as soon as there is something."""
    until = time.monotonic() + PATIENCE
    while not (result := found()):
        assert time.monotonic() < until
        time.sleep(0.05)
    return result


def family(process: int) -> Iterator[int]:
    """A process and all that it started, and so on."""
    yield process
    with suppress(OSError):
        for task in Path(f"/proc/{process}/task").iterdir():
            for child in (task / "children").read_text("ascii").split():
                yield from family(int(child))


def _files_of(process: int) -> Iterator[Path]:
    with suppress(OSError):
        yield from Path(f"/proc/{process}/fd").iterdir()


def _files(place: Path, since: float) -> Iterator[Path]:
    with suppress(OSError):
        for entry in os.scandir(place):
            yield from _file_or_files(entry, since)


def _file_or_files(entry: os.DirEntry[str], since: float) -> Iterator[Path]:
    with suppress(OSError):
        if entry.name.startswith(DRAWING) or entry.stat(follow_symlinks=False).st_mtime < since:
            return
    if entry.is_dir(follow_symlinks=False):
        yield from _files(Path(entry.path), since)
    else:
        yield Path(entry.path)


def _holds(file: Path, words: bytes) -> bool:
    with suppress(OSError):
        found = file.stat()
        if stat.S_ISREG(found.st_mode) and found.st_size < 100_000_000:
            return words in file.read_bytes()
    return False
