"""The examination of stored data: all of it, or what changed since nothing was wrong."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass

from tracker.app.office_log import signed_log
from tracker.app.office_storage import open_storage_of
from tracker.parallel.workers import WorkerProcesses
from tracker.settings import Settings
from tracker.storage.db.long_work import Begin, untold
from tracker.storage.log.log_check import changed_since
from tracker.storage.office_data.examination import (
    Batch,
    Examining,
    compared_here,
    examine,
    examine_changed,
)
from tracker.storage.office_data.stored_requests import (
    WrongInRequests,
    number_of_requests,
    wrong_in,
)
from tracker.storage.office_data.upkeep import copies_of_erased
from tracker.storage.opening import Storage

# Starting processes takes as long as comparing about this many requests.
_WORTH_PROCESSES = 2_000


@dataclass(frozen=True, slots=True)
class Examination:
    """What is wrong with stored data, and the requests that were read; None for all of them."""

    problems: Sequence[str]
    requests: Sequence[str] | None


def examined(settings: Settings, *, changed: bool = False, begin: Begin = untold) -> Examination:
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
        found = _stored_wrong(rooms, these, begin, opens=settings.office_key() is not None)
        found += copies_of_erased(settings.instance)
        found += [*rooms.pending_publications.problems(), *rooms.subscriptions.problems()]
        found += signed_log(settings, rooms.log).examine(after or 0)
        # What a whole examination found may lie in what did not change: the next one is whole too.
        if not settings.serving.read_only and (these is None or not found):
            rooms.premises.note_examined(None if found else size)
        return Examination(tuple(dict.fromkeys(found)), None if these is None else tuple(these))


def _stored_wrong(
    rooms: Storage, references: Sequence[str] | None, begin: Begin, *, opens: bool
) -> list[str]:
    """Return what is wrong with these requests, or with all that is stored."""
    number = number_of_requests(rooms.transactions) if references is None else len(references)
    comparing = _compared_beside if number >= _WORTH_PROCESSES else compared_here
    how = Examining(opens, comparing, begin("requests examined", number))
    stored = rooms.cases, rooms.archive, rooms.transactions
    if references is None:
        return examine(*stored, how)
    return examine_changed(*stored, references, how)


@contextmanager
def _compared_beside(
    batches: Iterator[Batch],
) -> Iterator[Iterator[tuple[Batch, WrongInRequests | None]]]:
    """Compare batches in other processes, which have no database and no key."""
    with WorkerProcesses().at_work(wrong_in, batches, lambda batch: (batch,)) as compared:
        yield compared
