"""The first page: blocks in force and lately ended with what came back, the newest records, and
the bodies at a glance."""

from collections.abc import Iterator
from dataclasses import dataclass

from tracker.domain.standing import Phase
from tracker.domain.tally import Scope, What, total
from tracker.services.office import Office
from tracker.services.ports_record import Sought
from tracker.web.language import later
from tracker.web.record.blocks import BlockLine, blocks_page
from tracker.web.record.bodies import BodiesPage, bodies_page
from tracker.web.record.lines import Line, shown_lines

ENDED = 5
NEWEST = 4
NEWS = (
    (later("Newest silences"), Sought(silent=True)),
    (later("Newest refusals"), Sought(phases=frozenset({Phase.REFUSED.value}))),
    (
        later("Newest answers"),
        Sought(phases=frozenset({Phase.ANSWERED.value, Phase.PARTLY_ANSWERED.value})),
    ),
)


@dataclass(frozen=True, slots=True)
class News:
    """The newest records of one kind."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class HomePage:
    """What a reader sees first."""

    in_force: tuple[BlockLine, ...]
    no_end: tuple[BlockLine, ...]
    ended: tuple[BlockLine, ...]
    blocks: int
    news: tuple[News, ...]
    records: int
    bodies: BodiesPage


def home_page(office: Office) -> HomePage:
    """Gather the first page: it costs the same however many records there are."""
    blocks = blocks_page(office)
    latest = sorted(
        blocks.ended, key=lambda line: office.library.block(line.key).until or 0, reverse=True
    )
    sums = office.records.tally(Scope.ALL, [What.RECORDS], "")
    return HomePage(
        in_force=blocks.in_force,
        no_end=blocks.no_end,
        ended=tuple(latest[:ENDED]),
        blocks=len(office.library.blocks),
        news=tuple(_news(office)),
        records=total(sums.get(("", What.RECORDS), {})),
        bodies=bodies_page(office),
    )


def _news(office: Office) -> Iterator[News]:
    for title, sought in NEWS:
        if found := office.records.listed(sought, 0, NEWEST):
            yield News(title, shown_lines(office.library, found))
