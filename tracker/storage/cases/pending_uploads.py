"""Documents of requests that are being made, stored before the requests exist.

If the making fails, the database rolls back and the disk does not. The references are therefore
written first, to a file that stays locked until the end. A file without a lock belongs to a
killed process.
"""

import fcntl
import os
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tracker.domain.base.errors import NotOnFile
from tracker.storage.db.errors import CommitUncertain
from tracker.storage.papers.folder_store import UNSETTLED
from tracker.storage.papers.paper_store import PaperStore


@contextmanager
def unsettled(
    folder: Path, references: Sequence[str], settle: Callable[[Sequence[str]], int]
) -> Iterator[None]:
    """Note these references in `folder` until the block is left, then call `settle` with them.

    The note stays if nobody knows whether the requests were saved. The database may still be
    saving them, so their documents must not go before that is known.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    mark = folder / f"{secrets.token_hex(16)}{UNSETTLED}"
    with mark.open("x") as out:
        fcntl.flock(out, fcntl.LOCK_EX)
        out.write("\n".join(references))
        out.flush()
        os.fsync(out.fileno())
        try:
            yield
        except CommitUncertain:
            raise
        except BaseException:
            _settle_now(mark, references, settle)
            raise
        _settle_now(mark, references, settle)


def _settle_now(
    mark: Path, references: Sequence[str], settle: Callable[[Sequence[str]], int]
) -> None:
    settle(references)
    mark.unlink(missing_ok=True)


def settle_killed(
    folder: Path, settle: Callable[[Sequence[str]], int], older_than_seconds: float
) -> int:
    """Settle what killed processes left, and return how many documents that deleted."""
    removed = 0
    for mark in folder.glob(f"*{UNSETTLED}"):
        if time.time() - mark.stat().st_mtime < older_than_seconds:
            continue
        with mark.open() as left:
            try:
                fcntl.flock(left, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                continue  # its process is still working
            removed += settle(left.read().split())
            mark.unlink(missing_ok=True)
    return removed


def remove_papers_of_none(
    papers: PaperStore, references: Sequence[str], key_of: Callable[[str], object]
) -> int:
    """Delete the documents under references that have no request, and return how many."""
    gone = {reference for reference in references if not _on_file(reference, key_of)}
    return papers.remove_all_of(gone) if gone else 0


def _on_file(reference: str, key_of: Callable[[str], object]) -> bool:
    try:
        key_of(reference)
    except NotOnFile:
        return False
    return True
