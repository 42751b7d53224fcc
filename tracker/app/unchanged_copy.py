"""Whether a copy of the public side is up to date, found without loading its pages.

An export notes what its pages were made from (`services/publishing/page_stamp.py`) and what files
it left. If the next one finds all of that again, the copy is what it would make.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from tracker.app.keys import office_mark
from tracker.app.program import LIBRARY, files_digest, program_digest
from tracker.domain.base.errors import Refusal
from tracker.mirror.writing import put_file
from tracker.services.publishing.page_stamp import (
    PagePart,
    PageStamp,
    digest_of_part,
    stamp_of_data,
    stamp_of_days,
)
from tracker.settings import Settings
from tracker.storage.db.engine import make_engine
from tracker.storage.public.data_files import DataFolder
from tracker.storage.publishing.stamps import log_end, stamp_in

_FORM = 1


@dataclass(frozen=True, slots=True)
class CopyNote:
    """What an export notes once its copy is complete.

    `only` names the one record in it, and `files` is their number. `left` is their digest, `stamp`
    what they were made from, and `zones` are the time zones in whose days their pages count.
    """

    only: str
    files: int
    left: str
    stamp: PageStamp
    zones: tuple[str, ...]
    form: int = _FORM


def stamp_of_files(settings: Settings) -> PageStamp:
    """Return the part of the program, the shipped library, the settings and the keys.

    It is read before any of them is loaded, so that a later change is noticed. Without the part,
    no copy is unchanged; an export then says which file it cannot read.
    """
    try:
        made_with = program_digest(), files_digest(settings.library or LIBRARY)
    except OSError:
        return {}
    # Every setting, so that none is forgotten; but the address of the database may hold a secret.
    shown = _in_one_order(asdict(replace(settings, database_url="")))
    keys = [_file_state(each) for each in (settings.log_key, settings.key_file)]
    return {PagePart.FILES: digest_of_part((made_with, shown, keys))}


def _in_one_order(value: object) -> object:
    """Return a value with its sets in one order; each process has another for them."""
    match value:
        case dict():
            return {key: _in_one_order(each) for key, each in value.items()}
        case frozenset():
            return sorted(value)
        case _:
            return value


def _file_state(file: Path) -> object:
    """Return what changes when a file is written again. Its bytes are secret and not read."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def read_copy_note(file: Path) -> CopyNote | None:
    """Return a note; None if there is none, or if it is damaged or of another version."""
    try:
        told = json.loads(file.read_bytes())
        note = CopyNote(**told | {"zones": tuple(told["zones"])})
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None
    return note if note.form == _FORM else None


def write_copy_note(file: Path, note: CopyNote) -> None:
    """Store a note, completely or not at all."""
    put_file(file, json.dumps(asdict(note)).encode())


def is_unchanged(
    note: CopyNote, left: Callable[[], str], settings: Settings, files: PageStamp
) -> bool:
    """Return whether an export would change nothing. `left` returns the digest of the folder as it
    is now, and `files` is the part of the program and its settings.

    False if that cannot be found out, so that an export says why.
    """
    try:
        now = {**files, **_stamp_now(note, settings)}
        return note.stamp == now and note.left == left()
    except (Refusal, OSError, ValueError, KeyError, SQLAlchemyError):
        return False


def _stamp_now(note: CopyNote, settings: Settings) -> PageStamp:
    """Return the parts of a stamp that are not files; none if the log is not up to date."""
    now = datetime.now(UTC)
    engine = make_engine(settings.database_url, read_only=True)
    try:
        with engine.begin() as connection:
            end, stamp = log_end(connection), stamp_in(connection)
    finally:
        engine.dispose()
    settled = not end.waits and end.day == now.date().isoformat()
    ours = end.mark == office_mark(settings.key()) and end.note == settings.log_note.read_bytes()
    if not settled or not ours:
        return {}
    made = DataFolder(settings.instance / "data").made()
    return {**stamp, **stamp_of_days(note.zones, now), **stamp_of_data(made)}
