"""What a scheduler knows that is not in the database."""

import time
from dataclasses import dataclass, field

from tracker.app.late_watch import CATCHES_UP
from tracker.app.orphans import ORPHANS_EVERY
from tracker.domain.library import Library
from tracker.lawfiles.library_watch import Watch
from tracker.services.ports.holds import Noticed


def _in(seconds: float) -> float:
    return time.monotonic() + seconds


@dataclass
class Kept:
    """What one round of work leaves to the next one, which is another process.

    `library` is the one in use, with the office's own entries as of `library_mark`; None for the
    one that the files have. `told` is the trouble of each mailbox that was logged. Moments are
    those of the monotonic clock, which all processes share.
    """

    watch: Watch
    library: Library | None = None
    library_mark: int = 0
    may_revise: bool = True
    traces_due: float = 0.0
    orphans_due: float = field(default_factory=lambda: _in(ORPHANS_EVERY))
    late_from: float = field(default_factory=lambda: _in(CATCHES_UP))
    told: dict[str, str] = field(default_factory=dict)
    noticed: Noticed = field(default_factory=Noticed)
