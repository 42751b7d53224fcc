"""What an office under load holds, and the work that goes on in it while readers ask."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from tempfile import TemporaryDirectory
from threading import Event

import sqlalchemy as sa
from sqlmodel import col

from benchmarks.databases import DUE, filed, multiply_case
from benchmarks.pages import PATIENCE, ServedOffice
from tests.offices import Clock
from tests.web.browser import a_session
from tracker.app import assembly as joined
from tracker.domain.events.lapses.fell_silent import FellSilent
from tracker.services.people.accounts import add_account
from tracker.services.ports.cases import RowFilter
from tracker.services.ports.people import RoleName
from tracker.storage.db.engine import make_engine
from tracker.storage.db.tables.cases import EventRow

# Seconds between two looks at an export, whether it has ended.
LOOKED_EACH = 0.2


@dataclass(frozen=True, slots=True)
class Desk:
    """The sessions of people of an office, and the requests that they open."""

    sessions: Sequence[str]
    references: Sequence[str]


def prepare(served: ServedOffice, people: int) -> Desk:
    """Add people, and return what they open."""
    with joined.open_office(served.settings) as office:
        references = [row.reference for row in office.case_rows.rows(RowFilter(), 0, 50)[0]]
        sessions = []
        for number in range(people):
            name, address = f"Lawyer {number}", f"lawyer-{number}@example.org"
            person = add_account(office, address, name, RoleName.LAWYER)
            sessions.append(f"desk={a_session(office, person)}")
    return Desk(sessions, references)


def let_fall_silent(served: ServedOffice, number: int) -> None:
    """Add requests that are long overdue, for the next sweep to find.

    They come while the office runs, so that its first run does not find them already.
    """
    with joined.open_office(served.settings) as office:
        clock = Clock()
        model = filed(replace(office, now=clock), clock, DUE)
    with _writing(served) as connection:
        multiply_case(connection, model, number)


def non_responses(served: ServedOffice) -> int:
    """Return how many non-responses the office has."""
    logged = sa.select(sa.func.count()).where(col(EventRow.kind) == FellSilent.kind)
    with _writing(served) as connection:
        return connection.scalar(logged) or 0


@contextmanager
def _writing(served: ServedOffice) -> Iterator[sa.Connection]:
    engine = make_engine(served.settings.database_url)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


@contextmanager
def exporting(served: ServedOffice) -> Iterator[list[int]]:
    """Run whole exports beside the block, one after the other until it ends. Yield the status of
    each that has ended."""
    ended, over = list[int](), Event()
    with ThreadPoolExecutor(1) as beside:
        exports = beside.submit(_export_on, served, ended, over)
        try:
            yield ended
        finally:
            over.set()
        exports.result()


def _export_on(served: ServedOffice, ended: list[int], over: Event) -> None:
    with TemporaryDirectory(prefix="tracker-bench-") as folder:
        while not over.is_set():
            export = served.started("tracker", "export", "--to", f"{folder}/{len(ended)}")
            while export.poll() is None and not over.wait(LOOKED_EACH):
                pass
            if export.returncode is None:
                export.terminate()
                export.wait(PATIENCE)
            else:
                ended.append(export.returncode)
