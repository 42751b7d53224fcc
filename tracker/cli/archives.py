"""`tracker archive` and `unseal`: export of all office data, and opening it elsewhere."""

import argparse
import fcntl
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from tracker.app.assembly import open_office
from tracker.cli.private_words import opened_words
from tracker.cli.progress import Progress
from tracker.cli.recovery_words import given_secrets
from tracker.domain.base.errors import BadInput, Refusal
from tracker.services.core.audit import OPERATOR
from tracker.services.core.office import Office
from tracker.services.office_data.exporting import (
    MOST_PARTS,
    ArchivePart,
    Taken,
    archive_file,
    count_requests,
    request_file,
)
from tracker.settings import read_settings
from tracker.storage.db.errors import translate_disk_errors
from tracker.storage.office_data.age import decrypt, is_age

# Enough of a file to tell how it is encrypted.
BEGINNING = 100
GOES_ON = "With --parts N, a run after one that broke off goes on with the part that is not whole."


def archive_command(chosen: argparse.Namespace) -> int:
    """Export everything that the office holds, or one request, in documented forms."""
    if chosen.request and chosen.parts != 1:
        raise BadInput("One request is one file: leave --parts out.")
    if not 1 <= chosen.parts <= MOST_PARTS:
        raise BadInput(f"Take the archive in 1 to {MOST_PARTS} parts.")
    with open_office(read_settings()) as office:
        if not chosen.request:
            _require_keys(office, chosen)
        with opened_words(office, chosen.identity):
            if chosen.request:
                _kept(Path(chosen.file), request_file(office, chosen.request, by=OPERATOR))
            else:
                _whole(office, Path(chosen.file), chosen.parts, encrypted=not chosen.open)
    return 0


def _require_keys(office: Office, chosen: argparse.Namespace) -> None:
    if not chosen.open and not office.recovery.keys():
        raise BadInput(
            "This office has no recovery key to which an archive could be encrypted: make one by "
            "`tracker recovery new FILE`, or say --open if anyone who has the archive may read "
            "it."
        )


def _whole(office: Office, target: Path, parts: int, *, encrypted: bool) -> None:
    """Write the whole archive, in one file or in parts.

    A part gets its name once it is complete, so an interrupted run continues with the next.
    """
    progress = Progress("requests", count_requests(office))
    for number in range(1, parts + 1):
        part = ArchivePart(number, parts)
        file = _named(target, part)
        if parts > 1 and file.exists():
            progress.clear()
            print(f"{file} is there already, from an earlier run, and stays as it is.")
            progress.add(sum(map(part.holds, office.cases.references())))
            continue
        taken = archive_file(
            office, encrypted=encrypted, part=part, by=OPERATOR, progress=progress.add
        )
        progress.clear()
        _kept(file, taken)


def _named(target: Path, part: ArchivePart) -> Path:
    """Return the file of a part: office.zip.age becomes office-1-of-8.zip.age."""
    ending = "".join(target.suffixes[-2:]) if target.suffix == ".age" else target.suffix
    return target.with_name(f"{target.name.removesuffix(ending)}{part.named}{ending}")


def _kept(target: Path, taken: Taken) -> None:
    def write(out: IO[bytes]) -> None:
        for chunk in taken.chunks:
            out.write(chunk)

    _written(target, write, GOES_ON)
    print(f"Kept in {target}. It holds who asks: keep it where nobody else reads it.")


def unseal_command(chosen: argparse.Namespace) -> int:
    """Decrypt an archive, as `age --decrypt` does."""
    if not chosen.identity:
        raise BadInput(
            "Name the file of a recovery identity by --identity, or - to type the words of a "
            "recovery key."
        )
    if not Path(chosen.file).is_file():
        raise BadInput(f"There is no file {chosen.file}: name the archive.")
    identities = given_secrets(chosen.identity).identities
    with Path(chosen.file).open("rb") as source:
        if not is_age(source.peek(BEGINNING)):
            raise Refusal(
                f"{chosen.file} is not an archive encrypted in age's format: choose the file "
                "again, or open it with the version of the program that made it."
            )
        _written(Path(chosen.target), lambda out: decrypt(source, out, identities))
    print(f"Opened into {chosen.target}.")
    return 0


def _written(target: Path, write: Callable[[IO[bytes]], None], retry: str = "") -> None:
    """Write a file whole or not at all, for its owner only. Raises BadInput if it exists.

    `retry` is printed if an earlier run was interrupted.
    """
    if target.exists():
        raise BadInput(f"{target} exists already: name a file that does not.")
    if not target.parent.is_dir():
        raise BadInput(f"There is no folder {target.parent}: make it, or name another one.")
    half = target.with_name(f"{target.name}.part")
    with translate_disk_errors(f"The file {target}"), _alone(half, retry) as out:
        try:
            write(out)
            out.flush()
            os.fsync(out.fileno())
            half.replace(target)
        finally:
            half.unlink(missing_ok=True)


@contextmanager
def _alone(half: Path, retry: str) -> Iterator[IO[bytes]]:
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
            told = f"{half} is what a run left that broke off: it is written again. {retry}"
            print(told.strip(), file=sys.stderr)
        os.fchmod(handle, 0o600)
        out.truncate()
        yield out
