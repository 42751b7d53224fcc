"""The examination of stored data: all of it, or what changed since nothing was wrong."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass

from tracker.app.office_storage import open_storage_of, signed_log
from tracker.settings import Settings
from tracker.storage.log.log_check import changed_since
from tracker.storage.office_data.upkeep import (
    copies_of_erased,
    examine,
    examine_changed,
    examine_sealed,
)
from tracker.storage.opening import Storage


@dataclass(frozen=True, slots=True)
class Examination:
    """What is wrong with stored data, and the requests that were read; None for all of them."""

    problems: Sequence[str]
    requests: Sequence[str] | None


def examined(settings: Settings, *, changed: bool = False) -> Examination:
    """Read the stored data from beginning to end, and return what is wrong with them.

    With `changed`, of requests and the public log only what changed since an examination that
    found nothing wrong. What is private is opened only where the office has a key file; without
    one, its checksums are read.
    """
    with closing(open_storage_of(settings)) as rooms:
        last = rooms.log.last()
        size, known = last.size if last else 0, rooms.premises.examined() if changed else None
        # A log that is shorter than it was has been put back, so nothing is known of it.
        after = known if known is not None and known <= size else None
        these = None if after is None else changed_since(rooms.transactions, after)
        found = _stored_wrong(rooms, these, opens=settings.office_key() is not None)
        found += copies_of_erased(settings.instance)
        found += [*rooms.pending_publications.problems(), *rooms.subscriptions.problems()]
        found += signed_log(settings, rooms).examine(after or 0)
        # What a whole examination found may lie in what did not change: the next one is whole too.
        if not settings.serving.read_only and (these is None or not found):
            rooms.premises.note_examined(None if found else size)
        return Examination(tuple(dict.fromkeys(found)), None if these is None else tuple(these))


def _stored_wrong(rooms: Storage, references: Sequence[str] | None, *, opens: bool) -> list[str]:
    """Return what is wrong with these requests, or with all that is stored."""
    read = rooms.cases, rooms.archive, rooms.transactions
    found = examine(*read) if references is None else examine_changed(*read, references)
    return [*found, *(examine_sealed(*read, references) if opens else ())]
