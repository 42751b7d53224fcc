"""What an office under load holds, and the work that goes on in it while readers ask."""

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from tempfile import TemporaryDirectory

import sqlalchemy as sa
from sqlmodel import col

from benchmarks.databases import DUE, SWEPT, filed, multiply_case
from benchmarks.pages import PATIENCE, ServedOffice
from tests.offices import Clock
from tests.web.browser import a_session
from tracker import storage
from tracker.app import assembly as joined
from tracker.domain.events.lapses.fell_silent import FellSilent
from tracker.services.people.accounts import add_account
from tracker.services.ports.cases import RowFilter
from tracker.services.ports.people import RoleName
from tracker.storage.db.tables.cases import EventRow
from tracker.storage.db.tables.deadlines import CaseStatusRow

NEVER = date(2099, 1, 1)


@dataclass(frozen=True, slots=True)
class Desk:
    """The sessions of people of an office, and the requests that they open."""

    sessions: Sequence[str]
    references: Sequence[str]


def prepare(served: ServedOffice, people: int, silent: int) -> Desk:
    """Add people, and requests that `let_fall_silent` leaves to the next sweep."""
    with joined.open_office(served.settings) as office:
        references = [row.reference for row in office.case_rows.rows(RowFilter(), 0, 50)[0]]
        sessions = []
        for number in range(people):
            name, address = f"Lawyer {number}", f"lawyer-{number}@example.org"
            person = add_account(office, address, name, RoleName.LAWYER)
            sessions.append(f"desk={a_session(office, person)}")
        clock = Clock()
        model = filed(replace(office, now=clock), clock, DUE) if silent else ""
    with _writing(served) as connection:
        waits = sa.update(CaseStatusRow).where(col(CaseStatusRow.request) == model)
        connection.execute(waits.values(sweep_on=NEVER, remind_on=NEVER))
        if silent:
            multiply_case(connection, model, silent)
    return Desk(sessions, references)


def let_fall_silent(served: ServedOffice) -> None:
    """Have the next sweep find the prepared requests."""
    with _writing(served) as connection:
        waiting = sa.update(CaseStatusRow).where(col(CaseStatusRow.sweep_on) == NEVER)
        connection.execute(waiting.values(sweep_on=SWEPT))


def fallen_silent(served: ServedOffice) -> int:
    """Return how many of the prepared requests have a non-response."""
    entered = sa.select(sa.func.count()).where(
        col(EventRow.kind) == FellSilent.kind, col(EventRow.on_latest) == SWEPT
    )
    with _writing(served) as connection:
        return connection.scalar(entered) or 0


@contextmanager
def _writing(served: ServedOffice) -> Iterator[sa.Connection]:
    engine = storage.make_engine(served.settings.database_url)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


@contextmanager
def exporting(served: ServedOffice) -> Iterator[subprocess.Popen[bytes]]:
    """Run a whole export beside the block, and end it with the block."""
    with TemporaryDirectory(prefix="tracker-bench-") as folder:
        export = served.started("tracker", "export", "--to", f"{folder}/copy")
        try:
            yield export
        finally:
            export.terminate()
            export.wait(PATIENCE)
