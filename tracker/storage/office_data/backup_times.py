"""When complete backups were made, so that copies elsewhere are deleted only after one."""

import contextlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

_NAME = "backups.times"
# Long enough for everything that waits for a backup of some age.
_REMEMBERED = timedelta(days=60)


def note_backup(instance: Path, began: datetime) -> None:
    """Note that a backup holds everything that was stored before this moment.

    A disk that refuses it makes no backup fail: copies elsewhere then stay for longer.
    """
    file = instance / _NAME
    known = [moment for moment in _times(file) if began - moment < _REMEMBERED]
    with contextlib.suppress(OSError):
        beside = file.with_suffix(".part")
        beside.write_text("".join(f"{each.isoformat()}\n" for each in (*known, began)), "ascii")
        beside.replace(file)


def backed_up_by(instance: Path, moment: datetime) -> datetime | None:
    """Return when the newest backup began that was made by a moment, None if there is none."""
    return max((each for each in _times(instance / _NAME) if each <= moment), default=None)


def _times(file: Path) -> Iterator[datetime]:
    try:
        lines = file.read_text("ascii").splitlines()
    except (OSError, UnicodeError):
        return
    for line in lines:
        with contextlib.suppress(ValueError):
            found = datetime.fromisoformat(line)
            if found.tzinfo:
                yield found
