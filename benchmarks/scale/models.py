"""The small office whose requests are copied: its kinds of request, and how many of each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from benchmarks.pages import ServedOffice
from benchmarks.scale.scenes import (
    BODIES,
    answered,
    fought,
    never_answered,
    publish_copy,
    waiting,
)
from tracker.app import assembly as joined
from tracker.domain.record.record import from_bytes
from tracker.services.ports.cases import RowFilter

# Of a thousand requests; the rest is over and was never published.
PUBLIC, OPEN = 100, 200


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
        for reference in public:
            publish_copy(office, reference)
        rows = office.case_rows.rows(RowFilter(), 0, 100)[0]
        private = [row.reference for row in rows if row.open and row.reference not in public]
        opened = [*private, *waiting(office)]
        over = [make(office, body) for body in BODIES[:2] for make in (fought, answered)]
        overdue = never_answered(office)
        office.log_upkeep.append()
    return Kinds(public, opened, over, overdue)


def _shared_out(references: Sequence[str], wanted: int) -> Iterator[Model]:
    for place, reference in enumerate(references):
        first, last = (wanted * n // len(references) for n in (place, place + 1))
        yield Model(reference, last - first)
