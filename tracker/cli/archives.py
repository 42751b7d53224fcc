"""`tracker archive` and `unseal`: export of all office data, and opening it elsewhere."""

import argparse
import fcntl
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from tracker import storage
from tracker.app import open_office
from tracker.cli.offices import passphrase_in
from tracker.cli.progress import Progress
from tracker.domain.errors import BadInput
from tracker.services.auditing import OPERATOR
from tracker.services.exporting import (
    MOST_PARTS,
    Part,
    Taken,
    archive_file,
    count_requests,
    request_file,
)
from tracker.services.office import Office
from tracker.settings import read_settings

GOES_ON = "With --parts N, a run after one that broke off goes on with the part that is not whole."


def archive(chosen: argparse.Namespace) -> int:
    """Export everything the office holds, or one request, in documented formats."""
    passphrase = passphrase_in(chosen) or ""
    if not passphrase and not chosen.open and not chosen.request:
        raise BadInput(
            "Name a file with a passphrase by --passphrase-file; say --open if the archive shall "
            "lie open to whoever has it."
        )
    if chosen.request and chosen.parts != 1:
        raise BadInput("One request is one file: leave --parts out.")
    if not 1 <= chosen.parts <= MOST_PARTS:
        raise BadInput(f"Take the archive in 1 to {MOST_PARTS} parts.")
    with open_office(read_settings()) as office:
        if chosen.request:
            _kept(Path(chosen.file), request_file(office, chosen.request, by=OPERATOR))
        else:
            _whole(office, Path(chosen.file), chosen.parts, passphrase)
    return 0


def _whole(office: Office, target: Path, parts: int, passphrase: str) -> None:
    """Write the whole archive, in one file or in parts.

    A part gets its name when it is complete, so that a run after an interruption continues with
    the next.
    """
    progress = Progress("requests", count_requests(office))
    for number in range(1, parts + 1):
        part = Part(number, parts)
        file = target.with_name(f"{target.stem}{part.named}{target.suffix}")
        if parts > 1 and file.exists():
            progress.clear()
            print(f"{file} is there already, from an earlier run, and stays as it is.")
            progress.add(sum(map(part.holds, office.cases.references())))
            continue
        taken = archive_file(
            office, passphrase=passphrase, part=part, by=OPERATOR, progress=progress.add
        )
        progress.clear()
        _kept(file, taken)


def _kept(target: Path, taken: Taken) -> None:
    def write(out: IO[bytes]) -> None:
        for chunk in taken.chunks:
            out.write(chunk)

    _written(target, write, GOES_ON)
    print(f"Kept in {target}. It holds who asks: keep it where nobody else reads it.")


def unseal(chosen: argparse.Namespace) -> int:
    """Open an encrypted archive."""
    passphrase = passphrase_in(chosen)
    if not passphrase:
        raise BadInput("Name the file with the passphrase by --passphrase-file.")
    if not Path(chosen.file).is_file():
        raise BadInput(f"There is no file {chosen.file}: name the archive.")
    with Path(chosen.file).open("rb") as source:
        _written(
            Path(chosen.target),
            lambda out: storage.open_sealed_file(source, out, passphrase),
        )
    print(f"Opened into {chosen.target}.")
    return 0


def _written(target: Path, write: Callable[[IO[bytes]], None], anew: str = "") -> None:
    """Write a file whole or not at all, for its owner only. Raises BadInput if it exists.

    `anew` is printed if an earlier run was interrupted.
    """
    if target.exists():
        raise BadInput(f"{target} exists already: name a file that does not.")
    if not target.parent.is_dir():
        raise BadInput(f"There is no folder {target.parent}: make it, or name another one.")
    half = target.with_name(f"{target.name}.part")
    with storage.clear_disk_trouble(f"The file {target}"), _alone(half, anew) as out:
        try:
            write(out)
            out.flush()
            os.fsync(out.fileno())
            half.replace(target)
        finally:
            half.unlink(missing_ok=True)


@contextmanager
def _alone(half: Path, anew: str) -> Iterator[IO[bytes]]:
    """Open the temporary file, replacing one of an interrupted run.

    Its name is not hidden: the file holds applicants' data, so people must be able to find what a
    killed process left. Raises BadInput if another process is writing it.
    """
    handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle, "wb") as out:
        try:
            fcntl.flock(out, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise BadInput(f"{half} is being written by another command: wait for it.") from None
        if os.fstat(handle).st_size:
            told = f"{half} is what a run left that broke off: it is written anew. {anew}"
            print(told.strip(), file=sys.stderr)
        os.fchmod(handle, 0o600)
        out.truncate()
        yield out
