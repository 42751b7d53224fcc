"""Papers of requests that are being made: they lie on the disk before the requests are on file.

Where the making breaks off, the database takes everything back and the disk does not. So the
references are written down first, in a file that is locked for as long as the making lasts: whose
lock is gone while the file is there was killed.
"""

import fcntl
import os
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tracker.domain.base.errors import NotOnFile

ENDING = ".unsettled"


@contextmanager
def unsettled(
    folder: Path, references: Sequence[str], settle: Callable[[Sequence[str]], int]
) -> Iterator[None]:
    """Have these references written down in `folder` for as long as this lasts; `settle` is given
    them at its end, whatever the end."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    mark = folder / f"{secrets.token_hex(16)}{ENDING}"
    with mark.open("x") as out:
        fcntl.flock(out, fcntl.LOCK_EX)
        out.write("\n".join(references))
        out.flush()
        os.fsync(out.fileno())
        try:
            yield
        finally:
            settle(references)
            mark.unlink(missing_ok=True)


def settle_killed(
    folder: Path, settle: Callable[[Sequence[str]], int], older_than_seconds: float
) -> int:
    """Settle what a killed process left unsettled that long ago; how many papers that removed."""
    removed = 0
    for mark in folder.glob(f"*{ENDING}"):
        if time.time() - mark.stat().st_mtime < older_than_seconds:
            continue
        with mark.open() as left:
            try:
                fcntl.flock(left, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                continue  # it is still at it
            removed += settle(left.read().split())
            mark.unlink(missing_ok=True)
    return removed


def remove_papers_of_none(
    evidence: Path, references: Sequence[str], key_of: Callable[[str], bytes | None]
) -> int:
    """Remove the papers of those references under which no request is on file, which nobody can
    open any more; how many."""
    gone = {reference for reference in references if not _on_file(reference, key_of)}
    if not gone:
        return 0
    files = evidence.glob("[0-9a-f][0-9a-f]/*")
    found = [file for file in files if file.name.partition("-")[2] in gone]
    for file in found:
        file.unlink(missing_ok=True)
    return len(found)


def _on_file(reference: str, key_of: Callable[[str], bytes | None]) -> bool:
    try:
        key_of(reference)
    except NotOnFile:
        return False
    return True
