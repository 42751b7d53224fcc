"""Recalculation of every request after a law or a calendar changed, with what moved and why."""

from collections.abc import Generator
from dataclasses import dataclass, replace
from functools import partial

from tracker.domain.base.canonical import canonical
from tracker.domain.base.days import DaySpan
from tracker.domain.case.recalculation import Doubt, recounts
from tracker.domain.clock.deadline_changes import Shift
from tracker.domain.events.lapses.deadlines_recalculated import DeadlinesRecalculated
from tracker.services.cases.batches.isolating import work_together
from tracker.services.core.entering import Derived, derive, enter
from tracker.services.core.office import Office
from tracker.services.ports.cases import CaseFile

REVISER = "revise"
_BATCH = 200
# More requests than these are left to the scheduler, so that no page waits for them.
_MOST_AT_ONCE = 400
# Bytes. An entry has at most 65,535; the calculations of many limits together could exceed that.
ROOM_FOR_COUNTS = 50_000


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
    tries it again, and no sweep touches it before.
    """
    edition = office.library.digest
    if not dry_run and office.premises.state().edition != edition:
        office.premises.note_edition(under_way(edition), counted=False)
    after = ""
    opened = office.cases.look_all if dry_run else office.cases.open_all
    while references := office.case_rows.outdated(edition, _BATCH, after):
        worked = work_together(opened, references, partial(_revised, office, dry_run=dry_run))
        yield RevisedBatch(
            len(worked.done) + len(worked.failed),
            tuple(filter(None, worked.done)),
            tuple((reference, str(refusal)) for reference, refusal in worked.failed),
        )
        after = references[-1]
    if not dry_run and office.premises.state().edition != edition:
        office.premises.note_edition(edition)


def revise_at_once(office: Office) -> int | None:
    """Recalculate every request now, and return in how many a date moved.

    Returns None if there are too many for a page. The scheduler then recalculates them.
    """
    if pending(office) > _MOST_AT_ONCE:
        return None
    return sum(bool(each.shifts) for batch in revise(office) for each in batch.revised)


def _revised(office: Office, case: CaseFile, *, dry_run: bool) -> Revised | None:
    derived = derive(office, case.reference, case.history)
    found = _recounts(office, case, derived)
    if found and not dry_run:
        # A recalculation entry reports dates and moves none, so `derived` is valid with it.
        enter(office, case, *found, by=REVISER, derived=derived)
    elif not dry_run:
        case.project(derived.row, derived.told)
    shifts = tuple(shift for recount in found for shift in recount.shifts)
    if not shifts and not derived.doubts:
        return None
    return Revised(case.reference, derived.row.law, shifts, derived.doubts)


def _recounts(
    office: Office, case: CaseFile, derived: Derived
) -> tuple[DeadlinesRecalculated, ...]:
    """Return the recalculation entries to add.

    Empty if another run was here first, if there is no stored calculation to compare with, or if
    the request has nothing that can fall due.
    """
    before, told = case.row(), case.told(derived.told)
    drafted, edition = derived.case_status.case_state.drafted, office.library.digest
    if before is None or told is None or drafted is None or not derived.case_status.open:
        return ()
    if before.edition == edition:
        return ()
    found = recounts(
        case.history,
        told,
        derived.told,
        versions=(before.edition, edition),
        on=DaySpan.on(office.today_at(drafted.body)),
    )
    return tuple(_that_fits(each) for each in found)


def _that_fits(recount: DeadlinesRecalculated) -> DeadlinesRecalculated:
    """Return the recalculation entry, without its calculations if they are too large."""
    if len(canonical(recount)) <= ROOM_FOR_COUNTS:
        return recount
    return replace(recount, shifts=tuple(replace(each, count=()) for each in recount.shifts))
