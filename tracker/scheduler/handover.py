"""What a scheduler knows that is not in the database."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from tracker.app.late_watch import CATCHES_UP
from tracker.app.orphans import ORPHANS_EVERY
from tracker.domain.base.collecting import without_collecting
from tracker.domain.base.errors import BadInput, NotAllowed, Refusal
from tracker.domain.library import Library
from tracker.lawfiles.library_watch import Watch
from tracker.parallel.messages import received, sendable
from tracker.services.ports.holds import Noticed


def _in(seconds: float) -> float:
    return time.monotonic() + seconds


@dataclass
class Handover:
    """What a round of work returns for the next round, which runs in another process.

    `library` is the library in use, with the office's own entries as of `library_mark`; None
    stands for the library in the files. `told` has the last error logged for each mailbox. Times
    are seconds of the monotonic clock, which all processes share.
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


def handed_on(kept: Handover, before: Library | None, refusal: Refusal | None) -> bytes:
    """Return what a round tells the process from which it was forked, and why it was refused.

    `before` is the library that it was given, which is not sent back if it is still in use.
    """
    library = None if kept.library is before else kept.library
    if library and before:
        library = _changed(library, before)
    why = (refusal.exit_status, str(refusal)) if refusal else None
    return sendable((replace(kept, library=library), why))


def after(said: bytes, kept: Handover) -> tuple[Handover, Refusal | None]:
    """Return what is kept after a round to which `kept` was given, and why it was refused."""
    with without_collecting():
        told, why = received(said)
    refusal: Refusal | None = None
    if why:
        status, sentence = why
        kind = BadInput if status == BadInput.exit_status else NotAllowed
        refusal = kind("{sentence}", sentence=sentence)
    library = told.library or kept.library
    if told.library and kept.library:
        library = _whole(told.library, kept.library)
    return replace(told, library=library), refusal


def _changed(library: Library, before: Library) -> Library:
    """Return a library with None for each entry that it shares with the one before."""
    return _entry_by_entry(library, before, lambda entry, old: None if entry is old else entry)


def _whole(changed: Library, before: Library) -> Library:
    """Return the library of which these are the changed entries."""
    return _entry_by_entry(changed, before, lambda entry, old: old if entry is None else entry)


def _entry_by_entry(library: Library, before: Library, made: Callable[[Any, Any], Any]) -> Library:
    """Return a library whose entries are made from its own and those of the one before."""
    names = [each.name for each in fields(Library)]
    shelves = {name: (getattr(library, name), getattr(before, name)) for name in names}
    entries: dict[str, Any] = {
        name: {key: made(entry, old.get(key)) for key, entry in shelf.items()}
        for name, (shelf, old) in shelves.items()
        if isinstance(shelf, Mapping)
    }
    verified = library.verified and _entry_by_entry(library.verified, before, made)
    return replace(library, **entries, verified=verified)
