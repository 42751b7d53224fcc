"""The home page: blocks in force or lately ended with their results, the newest records, and the
bodies with some figures."""

from dataclasses import dataclass

from tracker.domain.record.tally import Scope, What, total
from tracker.services.core.office import Office
from tracker.web.record.block.blocks import BlockLine, blocks_page
from tracker.web.record.body.bodies import BodiesPage, bodies_page
from tracker.web.record.site.news import LatestRecords, latest_records

_ENDED = 5


@dataclass(frozen=True, slots=True)
class HomePage:
    """What a reader sees first."""

    in_force: tuple[BlockLine, ...]
    no_end: tuple[BlockLine, ...]
    ended: tuple[BlockLine, ...]
    blocks: int
    news: tuple[LatestRecords, ...]
    records: int
    bodies: BodiesPage


def home_page(office: Office) -> HomePage:
    """Return the home page, at the same cost for any number of records."""
    blocks = blocks_page(office)
    latest = sorted(
        blocks.ended, key=lambda line: office.library.block(line.key).until or 0, reverse=True
    )
    sums = office.records.tally(Scope.ALL, [What.RECORDS], "")
    return HomePage(
        in_force=blocks.in_force,
        no_end=blocks.no_end,
        ended=tuple(latest[:_ENDED]),
        blocks=len(office.library.blocks),
        news=tuple(latest_records(office)),
        records=total(sums.get(("", What.RECORDS), {})),
        bodies=bodies_page(office),
    )
