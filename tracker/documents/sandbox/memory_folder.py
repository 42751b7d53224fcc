"""A folder whose files exist in memory only, for documents that a program needs as files."""

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tracker.domain.base.errors import BadInput
from tracker.domain.base.messages import Message

DRAWING = "tracker-drawing-"
# Time between creating a folder and locking it.
JUST_MADE_SECONDS = 5
_KINDS_IN_MEMORY = ("tmpfs", "ramfs")

NO_MEMORY_FOLDER = Message(
    "This type of file cannot be shown as images here, because the server has no in-memory "
    "folder and the text would be written to disk. Log a PDF or scan of it."
)


def memory_folder() -> Path | None:
    """Return a folder in memory that this process may write to, or None."""
    usual = (Path("/dev/shm"), Path("/run/user", str(os.getuid())))  # noqa: S108 - checked below
    for folder in (*usual, Path(tempfile.gettempdir())):
        if _is_in_memory(folder) and os.access(folder, os.W_OK | os.X_OK):
            return folder
    return None


@contextmanager
def folder_for_drawing(within: Path | None, account: int | None) -> Iterator[Path]:
    """Create a folder for one document, and remove it with everything in it.

    It belongs to `account` if there is one. Raises BadInput if there is no folder in memory.
    """
    if within is None:
        raise BadInput(NO_MEMORY_FOLDER)
    remove_abandoned(within)
    made = tempfile.TemporaryDirectory(prefix=DRAWING, dir=within, ignore_cleanup_errors=True)
    with made as name, _held(Path(name)) as folder:
        if account is not None:
            os.chown(folder, account, account)
        yield folder


def remove_abandoned(within: Path | None = None) -> int:
    """Remove documents that a killed process left in memory; return how many folders.

    A folder that another process is using is locked and stays.
    """
    within, removed = within or memory_folder(), 0
    for folder in within.glob(f"{DRAWING}*") if within else ():
        with suppress(OSError):
            if time.time() - folder.stat().st_mtime < JUST_MADE_SECONDS:
                continue
            with _held(folder):
                shutil.rmtree(folder)
                removed += 1
    return removed


@contextmanager
def _held(folder: Path) -> Iterator[Path]:
    """Lock a folder for this process. Raises OSError if another process has it."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield folder
    finally:
        os.close(handle)


def _is_in_memory(folder: Path) -> bool:
    """Return whether the file system of a folder is kept in memory."""
    try:
        lines = Path("/proc/self/mounts").read_text("utf-8", "replace").splitlines()
    except OSError:
        return False
    kind, where = "", Path()
    for _, mounted, what, *_ in map(str.split, lines):
        at = Path(mounted)
        if folder.resolve().is_relative_to(at) and len(at.parts) >= len(where.parts):
            kind, where = what, at
    return kind in _KINDS_IN_MEMORY
