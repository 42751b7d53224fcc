"""A law or a calendar changed: derives every open request anew, and says what moved and why."""

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from datetime import date

from tracker.services.entering import project, row_of
from tracker.services.office import Office
from tracker.services.ports import Row

# The days of a request's line that a revision tells of.
TOLD = {
    "next_day": "next day to watch",
    "sweep_on": "silence entered from",
    "window_closes": "window closes",
}


@dataclass(frozen=True, slots=True)
class Moved:
    """A day of a request that moved."""

    reference: str
    what: str
    was: date | None
    now: date | None


def revise(office: Office, *, dry_run: bool = False) -> Generator[Moved, None, None]:
    """Derive every request under the library as it is now; yield every day that moved.

    Once all are derived the database notes this edition, so that sweeps may run again.
    """
    for reference in list(office.cases.references()):
        with office.cases.open(reference) as case:
            before = case.row()
            if before and before.edition == office.library.digest:
                continue
            after = row_of(office, reference, case.history)
            if not dry_run:
                project(office, case)
        if before:
            yield from _moves(before, after)
    if not dry_run:
        office.premises.note_edition(office.library.digest)


def _moves(before: Row, after: Row) -> Iterator[Moved]:
    for name, what in TOLD.items():
        was, now = getattr(before, name), getattr(after, name)
        if was != now:
            yield Moved(before.reference, what, was, now)
