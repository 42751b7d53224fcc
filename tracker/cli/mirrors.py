"""`tracker export` and `verify`: the public site as plain files, and checking them."""

import argparse
import fcntl
import gc
import hashlib
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from tracker.app.copy_beside import CopyHere, open_copy
from tracker.app.unchanged_copy import (
    CopyNote,
    is_unchanged,
    read_copy_note,
    stamp_of_files,
    write_copy_note,
)
from tracker.cli.progress import Progress
from tracker.domain.base.collecting import without_collecting
from tracker.domain.base.errors import BadInput
from tracker.mirror.making import MirrorResult
from tracker.parallel.side_process import SideProcess, can_fork
from tracker.services.publishing.page_stamp import PageStamp
from tracker.settings import Settings, read_settings
from tracker.verifier import command
from tracker.verifier.attested import StampAuthority
from tracker.verifier.checks import Further
from tracker.verifier.copy_files import CopyFiles
from tracker.verifier.report import Report

# Estimated files of a record: in each of two languages its page, feed and calendar; its bytes, its
# proof, two citation formats and usually one document.
FILES_OF_A_RECORD = 11
# Pages, feeds and calendars that exist without any record.
FILES_OF_THE_LIBRARY = 4000
STAYS = "What was written stays there, and the next export goes on from it."
OTHER_EDITION = (
    "The tables in data/ come from another edition of the library than this program has: those of "
    "blocks, bodies and laws were not made again; those of the records were, and what differs is "
    "named here."
)


def export_command(chosen: argparse.Namespace) -> int:
    """Update the copy in a folder. Exit status 1 if a page could not be made."""
    if chosen.single_record is not None and not chosen.single_record.strip():
        raise BadInput("--single-record names no record: give its reference.")
    only = (chosen.single_record or "").strip().lower()
    settings = read_settings()
    target = Path(chosen.to).resolve()
    made = _brought_up_to_date(settings, target, only)
    changes = f"{made.written} written, {made.removed} removed"
    print(f"{made.files} files in {target}: {changes}.")
    for trouble in made.troubled:
        print(f"tracker: not copied: {trouble}", file=sys.stderr)
    return 1 if made.troubled else 0


def _brought_up_to_date(settings: Settings, target: Path, only: str) -> MirrorResult:
    # An instance that is not there has no key, which is said before anything is written.
    settings.key()
    with _alone(settings, target) as kept, open_copy(target, kept) as copy:
        files = stamp_of_files(settings)
        note = read_copy_note(note_file(settings.instance, target))
        if note and note.only == only and is_unchanged(note, copy.left, settings, files):
            return MirrorResult(note.files)
        return _exported(settings, copy, only, files)


def _exported(settings: Settings, copy: CopyHere, only: str, files: PageStamp) -> MirrorResult:
    # Loading the pages takes longer than finding that none of them changed.
    with without_collecting():
        from tracker.copies import CopyingSite
        from tracker.storage.db.errors import translate_disk_errors

    with (
        translate_disk_errors(f"The whole copy in {copy.path}", STAYS),
        _seldom_cleared(),
        CopyingSite(settings, only) as site,
    ):
        note = note_file(settings.instance, copy.path)
        note.unlink(missing_ok=True)
        records = 1 if only else site.records()
        others = 0 if only else FILES_OF_THE_LIBRARY
        progress = Progress("addresses", others + FILES_OF_A_RECORD * records)
        made = copy.make(site, progress.add)
        progress.clear()
        if site.stamp and not made.troubled:
            stamp = {**files, **site.stamp}
            write_copy_note(note, CopyNote(only, made.files, made.left, stamp, tuple(site.zones)))
    return made


def verify_command(chosen: argparse.Namespace) -> int:
    """Check a copy: 0 if everything is correct, 1 if something is wrong, 2 without a copy."""
    authority = _authority(chosen.tsa) if chosen.tsa else None
    with tables_compared(chosen.path) as compared:
        return command.run(chosen, authority, compared)


def _authority(file: str) -> StampAuthority:
    """Return a function that checks timestamps by the certificates in a file. Raises BadInput."""
    # Loading the certificate libraries takes long.
    from tracker.cli.logs import bytes_of
    from tracker.ledger.timestamps import is_stamped, read_certificates

    return partial(is_stamped, trusted=read_certificates(bytes_of(Path(file))))


def compare_tables(shelf: CopyFiles, report: Report) -> None:
    """Compare a copy's tables with tables made from its records."""
    # An export needs none of it.
    from tracker.lawfiles.reader import read_library
    from tracker.services.public.data_comparing import differing, edition_of

    library = read_library()
    found = list(differing(shelf.has, shelf.read, library))
    if edition_of(shelf.read) == library.digest:
        report.wrong += found
        report.checked["packages of tables made again from the records"] += 1
    else:
        # Another version of the program may have written them differently.
        report.told += [OTHER_EDITION, *found]


@contextmanager
def tables_compared(path: Path) -> Iterator[Further]:
    """Give the comparison of tables, made by a process beside this one if that is possible."""
    try:
        beside = SideProcess(partial(_differences, path)) if can_fork() else None
    except OSError:
        # There is no room for another process.
        beside = None
    try:
        yield partial(_take_differences, beside) if beside else compare_tables
    finally:
        if beside:
            beside.stop()


def _differences(path: Path) -> bytes:
    report = Report()
    try:
        compare_tables(CopyFiles(path), report)
    except Exception:
        # The process that checks the rest finds out why, and says it.
        raise SystemExit(1) from None
    return json.dumps(vars(report)).encode()


def _take_differences(beside: SideProcess, shelf: CopyFiles, report: Report) -> None:
    said = beside.answer()
    if said is None:
        compare_tables(shelf, report)
        return
    found = json.loads(said)
    report.checked.update(found["checked"])
    report.wrong += found["wrong"]
    report.told += found["told"]


@contextmanager
def _seldom_cleared() -> Iterator[None]:
    """Run the garbage collector less often.

    An export keeps most objects to its end, and collecting takes a fifth of its time.
    """
    usual = gc.get_threshold()
    gc.set_threshold(100_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


@contextmanager
def _alone(settings: Settings, target: Path) -> Iterator[Path]:
    """Lock the folder with the state of a copy between exports.

    Raises BadInput if another export is using it, or if there is no instance.
    """
    if not settings.instance.is_dir():
        raise BadInput(f"There is no folder {settings.instance}: check TRACKER_INSTANCE.")
    kept = state_file(settings.instance, target)
    kept.parent.mkdir(mode=0o700, exist_ok=True)
    with kept.with_suffix(".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise BadInput(f"{target} is being written by another export: wait for it.") from None
        # The state as an older program wrote it.
        kept.with_suffix(".json").unlink(missing_ok=True)
        yield kept


def state_file(instance: Path, target: Path) -> Path:
    """Return the file in which an instance stores the state of its copy in a folder."""
    return instance / "copies" / f"{hashlib.sha256(os.fsencode(target)).hexdigest()[:16]}.state"


def note_file(instance: Path, target: Path) -> Path:
    """Return the file in which an instance notes what its copy in a folder was made from."""
    return state_file(instance, target).with_suffix(".note")
