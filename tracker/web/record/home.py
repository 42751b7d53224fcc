"""The first page: blocks in force and lately ended, the newest records, the bodies at a glance."""

from dataclasses import dataclass

from tracker.services.office import Office
from tracker.web.record.blocks import BlockLine, blocks_page
from tracker.web.record.bodies import BodyLine, bodies_page
from tracker.web.record.lines import Line, shown_lines

ENDED = 5
NEWEST = 8


@dataclass(frozen=True, slots=True)
class HomePage:
    """What a reader sees first."""

    in_force: tuple[BlockLine, ...]
    no_end: tuple[BlockLine, ...]
    ended: tuple[BlockLine, ...]
    blocks: int
    newest: tuple[Line, ...]
    records: int
    bodies: tuple[BodyLine, ...]


def home_page(office: Office) -> HomePage:
    """Gather the first page."""
    blocks = blocks_page(office)
    latest = sorted(
        blocks.ended, key=lambda line: office.library.block(line.key).until or 0, reverse=True
    )
    lines = office.records.lines()
    return HomePage(
        in_force=blocks.in_force,
        no_end=blocks.no_end,
        ended=tuple(latest[:ENDED]),
        blocks=len(office.library.blocks),
        newest=shown_lines(office.library, lines[:NEWEST]),
        records=len(lines),
        bodies=bodies_page(office).asked,
    )
