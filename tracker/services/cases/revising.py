"""A law or a calendar changed: counts every request anew, and enters what moved and why."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace

from tracker.domain.base.canonical import canonical
from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import Refusal
from tracker.domain.case.recalculation import Doubt, recounts
from tracker.domain.clock.deadline_changes import Shift
from tracker.domain.events.lapses.deadlines_recalculated import DeadlinesRecalculated
from tracker.services.core.entering import Derived, derive, enter
from tracker.services.core.office import Office
from tracker.services.ports.cases import CaseFile

REVISER = "revise"
_BATCH = 200
# An entry may take 65,535 bytes; the counts of many limits together could take more.
ROOM_FOR_COUNTS = 50_000


def under_way(edition: str) -> str:
    """What the office is said to be counted with while a run to that edition is not at its end:
    no edition, so that nobody sweeps meanwhile, whichever one that process holds."""
    return f"{edition} under way"


@dataclass(frozen=True, slots=True)
class Revised:
    """A request of which a day moved, or of which a silence on record no longer stands."""

    reference: str
    law: str
    shifts: tuple[Shift, ...]
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True, slots=True)
class RevisedBatch:
    """Some requests that were counted together: what there is to tell of them, and those that
    could not be counted, with the reason. What is told here stands in the database."""

    counted: int
    revised: tuple[Revised, ...]
    failed: tuple[tuple[str, str], ...]


def pending(office: Office) -> int:
    """How many requests were not counted by the library as it is now."""
    return office.case_rows.count_outdated(office.library.digest)


def is_current(office: Office) -> bool:
    """Whether every request was counted by the library as it is now, and sweeps may run."""
    return office.premises.state().edition == office.library.digest and not pending(office)


def revise(office: Office, *, dry_run: bool = False) -> Generator[RevisedBatch, None, None]:
    """Count every request by the library as it is now; batch by batch, what came of it.

    Sweeps rest until all are counted. A run that was stopped is gone on with by the next; two at
    once share the work. A request that cannot be counted keeps its line and is told of: it is
    tried again by the next run, and never swept until it was counted.
    """
    edition = office.library.digest
    if not dry_run and office.premises.state().edition != edition:
        office.premises.note_edition(under_way(edition), counted=False)
    after = ""
    opened = office.cases.look_all if dry_run else office.cases.open_all
    while references := office.case_rows.outdated(edition, _BATCH, after):
        with opened(references) as cases:
            batch = _counted(office, cases, dry_run=dry_run)
        yield batch
        after = references[-1]
    if not dry_run and office.premises.state().edition != edition:
        office.premises.note_edition(edition)


def _counted(office: Office, cases: Sequence[CaseFile], *, dry_run: bool) -> RevisedBatch:
    """Count some requests that are open together, each for itself."""
    revised: list[Revised | None] = []
    failed: list[tuple[str, str]] = []
    for case in cases:
        try:
            revised.append(_revised(office, case, dry_run=dry_run))
        except Refusal as refusal:
            failed.append((case.reference, str(refusal)))
    return RevisedBatch(len(cases), tuple(filter(None, revised)), tuple(failed))


def _revised(office: Office, case: CaseFile, *, dry_run: bool) -> Revised | None:
    derived = derive(office, case.reference, case.history)
    found = _recounts(office, case, derived)
    if found and not dry_run:
        with case.apart():
            # A recount tells of days and moves none: with it they are the same.
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
    """What is to be entered. Nothing where another run was here first, where no count was kept to
    compare with, or where nothing can fall due any more."""
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
        editions=(before.edition, edition),
        on=DaySpan.on(office.today_at(drafted.body)),
    )
    return tuple(_that_fits(each) for each in found)


def _that_fits(recount: DeadlinesRecalculated) -> DeadlinesRecalculated:
    """The recount with its counts, or without them where they would take too much room."""
    if len(canonical(recount)) <= ROOM_FOR_COUNTS:
        return recount
    return replace(recount, shifts=tuple(replace(each, count=()) for each in recount.shifts))
