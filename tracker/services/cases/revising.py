"""Recalculation of every request after a law or a calendar changed, with what moved and why."""

from collections.abc import Generator, Iterable, Iterator, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from tracker.domain.case.recalculation import Doubt
from tracker.domain.clock.deadline_changes import Shift
from tracker.domain.events.lapses.deadlines_recalculated import DeadlinesRecalculated
from tracker.services.cases.batches.isolating import work_together
from tracker.services.cases.batches.recalculating import REVISER, recounts_of
from tracker.services.core.entering import derive, enter
from tracker.services.core.left_out import note_left_out
from tracker.services.core.office import Office
from tracker.services.ports.cases import AlreadyEntered, CaseFile, QuietChange

_BATCH = 200
# More requests than these are left to the scheduler, so that no page waits for them.
_MOST_AT_ONCE = 400
# Starting processes takes as long as calculating about this many.
_WORTH_PROCESSES = 2_000


def under_way(edition: str) -> str:
    """Return the library version stored for the office while a recalculation runs.

    It equals no real version, so that no process sweeps in the meantime.
    """
    return f"{edition} under way"


@dataclass(frozen=True, slots=True)
class Revised:
    """A request with a deadline that moved, or a recorded non-response that no longer holds."""

    reference: str
    law: str
    shifts: tuple[Shift, ...]
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True, slots=True)
class RevisedBatch:
    """The result for some requests that were recalculated together.

    `failed` names those that could not be calculated, with the reason. Unless it was a dry run,
    all of it is stored when the batch is yielded.
    """

    counted: int
    revised: tuple[Revised, ...]
    failed: tuple[tuple[str, str], ...]


def pending(office: Office) -> int:
    """Return how many requests another library version calculated."""
    return office.case_rows.count_outdated(office.library.digest)


def is_current(office: Office) -> bool:
    """Return whether this library version calculated every request, so that sweeps may run."""
    return office.premises.state().edition == office.library.digest and not pending(office)


def revise(office: Office, *, dry_run: bool = False) -> Generator[RevisedBatch, None, None]:
    """Recalculate every request under this library version, and yield the result of each batch.

    No sweep runs until all are done. The next run continues one that was stopped, and two at once
    share the work. A request that cannot be calculated keeps its row and is reported. The next run
    tries it again, and no sweep touches it before. Raises the refusal of the database if it cannot
    be used, also at the second attempt. The next run continues then.
    """
    edition = office.library.digest
    if not dry_run and office.premises.state().edition != edition:
        office.premises.note_edition(under_way(edition), counted=False)
    tried: set[str] = set()
    # What another run has open is passed over at first. At last its turn is waited for, so that
    # the new edition is noted once all are done.
    for wait in (True,) if dry_run else (False, True):
        with _recalculated(office, tried) as batches:
            for references, quiet in batches:
                yield _revised_batch(office, references, quiet, tried, wait=wait, dry_run=dry_run)
    if not dry_run and office.premises.state().edition != edition:
        office.premises.note_edition(edition)


_Batches = Iterator[tuple[Sequence[str], Sequence[QuietChange]]]


@contextmanager
def _recalculated(office: Office, without: Set[str]) -> Iterator[_Batches]:
    """Yield the requests to recalculate in batches, each with what other processes found.

    Without other processes, or if there are few requests, nothing is found.
    """
    batches = _outdated(office, without)
    if office.recalculators is None or pending(office) < _WORTH_PROCESSES:
        yield ((references, ()) for references in batches)
        return
    stored = map(office.cases.stored, batches)
    library = office.library.that_counts(office.case_rows.laws())
    with office.recalculators.at_work(library, office.now, stored) as found:
        yield (([case.reference for case in batch], quiet) for batch, quiet in found)


def _outdated(office: Office, without: Set[str]) -> Iterator[Sequence[str]]:
    after = ""
    while references := office.case_rows.outdated(office.library.digest, _BATCH, after):
        after = references[-1]
        if found := [reference for reference in references if reference not in without]:
            yield found


def _revised_batch(
    office: Office,
    references: Sequence[str],
    quiet: Sequence[QuietChange],
    tried: set[str],
    *,
    wait: bool,
    dry_run: bool,
) -> RevisedBatch:
    """Store what was found of a batch, and recalculate the others of it."""
    if dry_run:
        opened, kept = office.cases.look_all, frozenset(each.reference for each in quiet)
    else:
        opened, kept = partial(office.cases.open_all, wait=wait), _kept(office, quiet)
    others = [reference for reference in references if reference not in kept]
    worked = work_together(opened, others, partial(_revised, office, dry_run=dry_run))
    if worked.trouble and (wait or dry_run):
        raise worked.trouble
    tried.update(reference for reference, _ in worked.failed)
    moved = {each.reference: each for each in worked.done if each}
    moved |= {
        each.reference: _moved(each) for each in quiet if each.reference in kept and each.new
    }
    return RevisedBatch(
        len(kept) + len(worked.done) + len(worked.failed),
        tuple(moved[reference] for reference in references if reference in moved),
        tuple((reference, str(refusal)) for reference, refusal in worked.failed),
    )


def _kept(office: Office, quiet: Sequence[QuietChange]) -> frozenset[str]:
    """Store what still holds, and return the references of these requests."""
    try:
        return office.cases.keep_quiet_changes(office.library.digest, quiet).references
    except AlreadyEntered:
        # Opened one by one, the request that has the entry falls out alone.
        return frozenset()


def _moved(change: QuietChange) -> Revised:
    events = (new.entry.event for new in change.new)
    found = (each for each in events if isinstance(each, DeadlinesRecalculated))
    return Revised(change.reference, change.law, _shifts(found), ())


def _shifts(events: Iterable[DeadlinesRecalculated]) -> tuple[Shift, ...]:
    return tuple(shift for event in events for shift in event.shifts)


def revise_at_once(office: Office) -> int | None:
    """Recalculate every request now, and return in how many a date moved.

    Returns None if there are too many for a page. The scheduler then recalculates them.
    """
    if pending(office) > _MOST_AT_ONCE:
        return None
    moved = 0
    for batch in revise(office):
        moved += sum(bool(each.shifts) for each in batch.revised)
        for _, why in batch.failed:
            note_left_out(why)
    return moved


def _revised(office: Office, case: CaseFile, *, dry_run: bool) -> Revised | None:
    derived = derive(office, case.reference, case.history)
    told = case.told(derived.told)
    row = case.row()
    found = recounts_of(office, case.history, derived, row.edition if row else None, told)
    if found and not dry_run:
        # A recalculation entry reports dates and moves none, so `derived` is valid with it.
        enter(office, case, *found, by=REVISER, derived=derived)
    elif not dry_run:
        case.project(derived.row, derived.told)
    shifts = _shifts(found)
    if not shifts and not derived.doubts:
        return None
    return Revised(case.reference, derived.row.law, shifts, derived.doubts)
