"""What a scheduler knows that is not in the database."""

import pickle
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from io import BytesIO

from tracker.app.late_watch import CATCHES_UP
from tracker.app.orphans import ORPHANS_EVERY
from tracker.domain.base.collecting import without_collecting
from tracker.domain.base.errors import BadInput, NotAllowed, Refusal
from tracker.domain.library import Library
from tracker.lawfiles.library_watch import Watch
from tracker.parallel.messages import MessageWriter
from tracker.services.ports.holds import Noticed


def _in(seconds: float) -> float:
    return time.monotonic() + seconds


@dataclass
class Handover:
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


class _Sending(MessageWriter):
    """Writes what is kept. An entry of the library that was there before is only named."""

    def __init__(self, file: BytesIO, before: Library | None) -> None:
        super().__init__(file)
        self._names = {id(entry): name for name, entry in _entries(before)}

    def persistent_id(self, part: object) -> tuple[str, str] | None:
        """Return the name of an entry, None for anything else."""
        return self._names.get(id(part))


class _Receiving(pickle.Unpickler):
    """Reads what a fork of this process has written."""

    def __init__(self, file: BytesIO, before: Library | None) -> None:
        super().__init__(file)
        self._entries = dict(_entries(before))

    def persistent_load(self, name: tuple[str, str]) -> object:
        """Return the entry of that name."""
        return self._entries[name]


def _entries(library: Library | None) -> Iterator[tuple[tuple[str, str], object]]:
    """Yield the entries of a library, each with its folder and key."""
    for each in fields(Library) if library else ():
        if isinstance(entries := getattr(library, each.name), Mapping):
            yield from (((each.name, str(key)), entry) for key, entry in entries.items())


def handed_on(kept: Handover, before: Library | None, refusal: Refusal | None) -> bytes:
    """Return what a round tells the process from which it was forked, and why it was refused.

    `before` is the library that it was given, which is not sent back if it is still in use.
    """
    told = replace(kept, library=None) if kept.library is before else kept
    why = (refusal.exit_status, str(refusal)) if refusal else None
    said = BytesIO()
    _Sending(said, before if told.library else None).dump((told, why))
    return said.getvalue()


def after(said: bytes, kept: Handover) -> tuple[Handover, Refusal | None]:
    """Return what is kept after a round to which `kept` was given, and why it was refused."""
    with without_collecting():
        told, why = _Receiving(BytesIO(said), kept.library).load()
    refusal: Refusal | None = None
    if why:
        status, sentence = why
        kind = BadInput if status == BadInput.exit_status else NotAllowed
        refusal = kind("{sentence}", sentence=sentence)
    return replace(told, library=told.library or kept.library), refusal
