"""The grid of a block: what was asked of each body, part by part of a legal basis, and what came
back; what came out in court, in parliament or in the press stands apart."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tracker.domain.asked import BEST, HANDED_ON, OPEN, SILENT
from tracker.domain.block import Block, Justification
from tracker.domain.library import Library
from tracker.domain.questions import Element, Outcome
from tracker.services.naming import ELEMENTS, OUTCOMES
from tracker.services.ports_record import Cell as Counted
from tracker.web.filters import OUTCOME_TONES
from tracker.web.language import later, say
from tracker.web.record.wording import SETTINGS
from tracker.web.record.words import short_name

STATES: tuple[str, ...] = (*(outcome.value for outcome in Outcome), SILENT, HANDED_ON, OPEN)
NAMES = {
    SILENT: later("No answer in the time allowed"),
    HANDED_ON: later("Handed on to a body that is not on file here"),
    OPEN: later("Asked; no answer on record"),
}
TONES = {SILENT: "late", HANDED_ON: "", OPEN: "waiting"}


@dataclass(frozen=True, slots=True)
class Came:
    """What came of questions of one cell: how often, and where the words of the newest stand."""

    name: str
    tone: str
    reference: str
    question: str
    times: int


@dataclass(frozen=True, slots=True)
class Cell:
    """What one body did with the questions on one part of the legal basis; empty if not asked."""

    body: str
    name: str
    came: tuple[Came, ...]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Something that was said outside any request, by its place among what was said."""

    said: Justification
    setting: str
    place: int


@dataclass(frozen=True, slots=True)
class Row:
    """One part of a legal basis."""

    name: str
    cells: tuple[Cell, ...]
    elsewhere: tuple[Elsewhere, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """Parts of the legal basis by bodies; `left` names the parts that stand in no row.

    `asked` and `gave` count the bodies: those asked on record, and those that gave a requester
    anything of what was asked.
    """

    bodies: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    left: tuple[str, ...]
    asked: int
    gave: int


def grid(block: Block, found: Sequence[Counted], library: Library) -> Grid:
    """Lay out what was asked about a block."""
    by_cell: dict[tuple[str, str], list[Counted]] = defaultdict(list)
    for each in found:
        by_cell[each.element, each.body].append(each)
    bodies = tuple(dict.fromkeys((*block.bodies, *(each.body for each in found))))
    named = tuple((body, short_name(library, body)) for body in bodies)
    rows = {element: _row(element, named, by_cell, block) for element in Element}
    shown = {element for element, row in rows.items() if _says_anything(row)}
    return Grid(
        bodies=named,
        rows=tuple(rows[element] for element in Element if element in shown),
        left=tuple(say(ELEMENTS[element]) for element in Element if element not in shown),
        asked=len({each.body for each in found}),
        gave=len({each.body for each in found if each.state in BEST}),
    )


def _says_anything(row: Row) -> bool:
    return bool(row.elsewhere) or any(cell.came for cell in row.cells)


def _row(
    element: Element,
    bodies: Iterable[tuple[str, str]],
    by_cell: Mapping[tuple[str, str], Sequence[Counted]],
    block: Block,
) -> Row:
    elsewhere = (
        Elsewhere(said, SETTINGS[said.setting], place)
        for place, said in enumerate(block.justifications, start=1)
        if element in said.elements
    )
    cells = (
        Cell(body, name, tuple(_came(by_cell.get((element, body), ())))) for body, name in bodies
    )
    return Row(say(ELEMENTS[element]), tuple(cells), tuple(elsewhere))


def _came(found: Sequence[Counted]) -> Iterator[Came]:
    for each in sorted(found, key=lambda each: STATES.index(each.state)):
        name, tone = _name(each.state), _tone(each.state)
        yield Came(name, tone, each.reference, each.question, each.times)


def _name(state: str) -> str:
    return str(NAMES[state]) if state in NAMES else say(OUTCOMES[Outcome(state)])


def _tone(state: str) -> str:
    return TONES[state] if state in TONES else OUTCOME_TONES[Outcome(state)]
