"""A law or a calendar changed: derives every open request anew, and says what moved and why."""

from collections.abc import Generator
from dataclasses import dataclass
from datetime import date

from tracker.services.entering import project, row_of
from tracker.services.office import Office
from tracker.services.ports import Row


@dataclass(frozen=True, slots=True)
class Moved:
    """A request of which a day moved: the day watched for before and now."""

    reference: str
    was: date | None
    now: date | None


def revise(office: Office, *, dry_run: bool = False) -> Generator[Moved, None, None]:
    """Derive every request under the library as it is now; yield those of which a day moved.

    Once all are derived the database notes this edition, so that sweeps may run again.
    """
    for reference in list(office.cases.references()):
        with office.cases.open(reference) as case:
            before = case.row()
            if before and before.edition == office.library.digest:
                continue
            after = row_of(office.library, reference, case.history)
            if not dry_run:
                project(office.library, case)
        if before and _days(before) != _days(after):
            yield Moved(reference, before.next_day, after.next_day)
    if not dry_run:
        office.premises.note_edition(office.library.digest)


def _days(row: Row) -> tuple[date | None, ...]:
    return row.next_day, row.sweep_on, row.window_closes
