"""`tracker archive` and `unseal`: what the office takes away, and opening it elsewhere."""

import argparse
import fcntl
import os
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
from tracker.services.exporting import archive_file, count_requests, request_file
from tracker.settings import read_settings


def archive(chosen: argparse.Namespace) -> int:
    """Everything that the office holds, or one request, in documented forms."""
    passphrase = passphrase_in(chosen) or ""
    if not passphrase and not chosen.open and not chosen.request:
        raise BadInput(
            "Name a file with a passphrase by --passphrase-file; say --open if the archive shall "
            "lie open to whoever has it."
        )
    with open_office(read_settings()) as office:
        if chosen.request:
            taken = request_file(office, chosen.request, by=OPERATOR)
        else:
            progress = Progress("requests", count_requests(office))
            taken = archive_file(office, passphrase=passphrase, by=OPERATOR, progress=progress.add)

        def write(out: IO[bytes]) -> None:
            for chunk in taken.chunks:
                out.write(chunk)

        _written(Path(chosen.file), write)
    print(f"Kept in {chosen.file}. It holds who asks: keep it where nobody else reads it.")
    return 0


def unseal(chosen: argparse.Namespace) -> int:
    """Open an archive that lies under a passphrase."""
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


def _written(target: Path, write: Callable[[IO[bytes]], None]) -> None:
    """Write a file whole or not at all, for its owner alone. Raises BadInput where it exists."""
    if target.exists():
        raise BadInput(f"{target} exists already: name a file that does not.")
    if not target.parent.is_dir():
        raise BadInput(f"There is no folder {target.parent}: make it, or name another one.")
    half = target.with_name(f"{target.name}.part")
    with storage.clear_disk_trouble(f"The file {target}"), _alone(half) as out:
        try:
            write(out)
            out.flush()
            os.fsync(out.fileno())
            half.replace(target)
        finally:
            half.unlink(missing_ok=True)


@contextmanager
def _alone(half: Path) -> Iterator[IO[bytes]]:
    """The file that is written first, in place of one that broke off. Its name is seen, since it
    holds who asks, and whoever looks finds what a killed process left. Raises BadInput where
    another process is at it."""
    handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle, "wb") as out:
        try:
            fcntl.flock(out, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise BadInput(f"{half} is being written by another command: wait for it.") from None
        os.fchmod(handle, 0o600)
        out.truncate()
        yield out
