"""The small office whose requests are copied: its kinds of request, and how many of each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from benchmarks.databases import DUE
from benchmarks.pages import ServedOffice
from tests.offices import Clock
from tracker.app import assembly as joined
from tracker.domain.law.questions import Outcome
from tracker.domain.record.record import from_bytes
from tracker.services.core.office import Office
from tracker.services.office_data.demonstration_acts import (
    PEOPLE,
    InventedReply,
    file_invented,
    prove_invented,
    reply_invented,
)
from tracker.services.ports.cases import RowFilter

# Of a thousand requests; the rest is over and was never published.
PUBLIC, OPEN = 100, 200
BODIES = ("pk-pta", "pk-interior", "pk-moitt", "pk-cabinet-division")
# Requests that are open, one received on each of so many days.
DAYS = 12


@dataclass(frozen=True, slots=True)
class Model:
    """A request that is copied, and how many there are to be, itself included."""

    reference: str
    wanted: int
    public: bool = False


@dataclass(frozen=True, slots=True)
class Kinds:
    """The requests of a small office: public, open, over, and one whose sweep never came."""

    public: Sequence[str]
    open: Sequence[str]
    over: Sequence[str]
    overdue: str

    def models(self, requests: int, due: int) -> Sequence[Model]:
        """Return what is copied for an office of so many requests, of which so many are due."""
        shown, opened = requests * PUBLIC // 1_000, requests * OPEN // 1_000
        return [
            *(replace(each, public=True) for each in _shared_out(self.public, shown)),
            *_shared_out(self.open, opened - due),
            Model(self.overdue, due),
            *_shared_out(self.over, requests - shown - opened),
        ]


def prepare_kinds(served: ServedOffice) -> Kinds:
    """Add requests of more kinds to a demonstration office."""
    with joined.open_office(served.settings) as office:
        contents = [content for _, content in office.records.published_after("", 1_000)]
        public = [from_bytes(content).reference for content in contents]
        rows = office.case_rows.rows(RowFilter(), 0, 100)[0]
        private = [row.reference for row in rows if row.open and row.reference not in public]
        waiting = [*private, *_waiting(office)]
        over = [_answered(office, body) for body in BODIES]
        overdue = _never_answered(office)
        office.log_upkeep.append()
    return Kinds(public, waiting, over, overdue)


def _shared_out(references: Sequence[str], wanted: int) -> Iterator[Model]:
    for place, reference in enumerate(references):
        first, last = (wanted * n // len(references) for n in (place, place + 1))
        yield Model(reference, last - first)


def _waiting(office: Office) -> Iterator[str]:
    """File requests that wait for an answer, of the last days."""
    for number in range(DAYS):
        body = BODIES[number % len(BODIES)]
        got = office.today_at(body) - timedelta(days=number)
        sent = got - timedelta(days=2)
        reference = file_invented(office, PEOPLE[number % 3], "pk-vpn-2024", body, sent)
        prove_invented(office, reference, got)
        yield reference


def _answered(office: Office, body: str) -> str:
    """File a request that was answered in full, and that nobody published."""
    reference = file_invented(office, PEOPLE[0], "pk-x-2024", body, date(2024, 3, 14))
    prove_invented(office, reference, date(2024, 3, 18))
    reply_invented(
        office, reference, InventedReply("answered", date(2024, 3, 25), (Outcome.DISCLOSED,))
    )
    return reference


def _never_answered(office: Office) -> str:
    """File a request whose time is long over, as if every sweep since had failed."""
    clock = Clock()
    clock.set(DUE)
    past = replace(office, now=clock)
    reference = file_invented(past, PEOPLE[1], "pk-x-2024", "pk-pta", DUE - timedelta(days=3))
    prove_invented(past, reference, DUE)
    return reference
