"""The grid of a block: what was asked of each body, part by part of a legal basis, and what came
back; what came out in court, in parliament or in the press stands apart."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

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


@dataclass(frozen=True, slots=True)
class Room:
    """What a page has room for: so many ways in which questions came out in one cell, so many
    bodies; and whether the names in the cells have to be the shortest."""

    states: int
    bodies: int
    short: bool = False


# From the widest to the narrowest.
ROOMS = (Room(3, 8), Room(2, 8), Room(1, 8), Room(1, 5, short=True), Room(1, 4, short=True))
WIDEST = ROOMS[0]
# Bodies that are named under the grid.
NAMED = 12

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
    """What one body did with the questions on one part of the legal basis; empty if not asked.
    `more` questions came out in other ways, which gave no more."""

    body: str
    name: str
    came: tuple[Came, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Something that was said outside any request, by its place among what was said."""

    said: Justification
    setting: str
    place: int


@dataclass(frozen=True, slots=True)
class Column:
    """A body, and whether it was asked for any part."""

    body: str
    name: str
    asked: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One part of a legal basis."""

    name: str
    cells: tuple[Cell, ...]
    elsewhere: tuple[Elsewhere, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """Parts of the legal basis by bodies; `left` names the parts that stand in no row, `beside`
    the bodies that stand in no column, but for some that are `unnamed`.

    `asked` and `gave` count the bodies: those asked on record, and those that gave a requester
    anything of what was asked.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    left: tuple[str, ...]
    beside: tuple[tuple[str, str], ...]
    unnamed: int
    asked: int
    gave: int

    @property
    def more(self) -> bool:
        """Whether a cell tells less than all."""
        return any(cell.more for row in self.rows for cell in row.cells)


def grid(block: Block, found: Sequence[Counted], library: Library, room: Room = WIDEST) -> Grid:
    """Lay out what was asked about a block."""
    by_cell: dict[tuple[str, str], list[Counted]] = defaultdict(list)
    for each in found:
        by_cell[each.element, each.body].append(each)
    every = dict.fromkeys((*block.bodies, *(each.body for each in found)))
    bodies = _columns(tuple(every), found, room)
    rows = {element: _row(element, bodies, by_cell, block, library, room) for element in Element}
    shown = {element for element, row in rows.items() if _says_anything(row)}
    beside = [body for body in every if body not in bodies]
    asked = {each.body for each in found}
    return Grid(
        columns=tuple(Column(body, short_name(library, body), body in asked) for body in bodies),
        rows=tuple(rows[element] for element in Element if element in shown),
        left=tuple(say(ELEMENTS[element]) for element in Element if element not in shown),
        beside=tuple((body, short_name(library, body)) for body in beside[:NAMED]),
        unnamed=len(beside[NAMED:]),
        asked=len(asked),
        gave=len({each.body for each in found if each.state in BEST}),
    )


def _columns(bodies: Sequence[str], found: Sequence[Counted], room: Room) -> Sequence[str]:
    """The bodies that have room: before all others those that gave anything, then those that were
    asked, each in its order."""
    asked = {each.body for each in found}
    gave = {each.body for each in found if each.state in BEST}
    first = sorted(bodies, key=lambda body: (body not in gave, body not in asked))
    return [body for body in bodies if body in first[: room.bodies]]


def _says_anything(row: Row) -> bool:
    return bool(row.elsewhere) or any(cell.came for cell in row.cells)


def _row(
    element: Element,
    bodies: Iterable[str],
    by_cell: Mapping[tuple[str, str], Sequence[Counted]],
    block: Block,
    library: Library,
    room: Room,
) -> Row:
    elsewhere = (
        Elsewhere(said, SETTINGS[said.setting], place)
        for place, said in enumerate(block.justifications, start=1)
        if element in said.elements
    )
    name_of = library.body_short_name if room.short else partial(short_name, library)
    cells = (
        _cell(body, name_of(body), by_cell.get((element, body), ()), room.states)
        for body in bodies
    )
    return Row(say(ELEMENTS[element]), tuple(cells), tuple(elsewhere))


def _cell(body: str, name: str, found: Sequence[Counted], states: int) -> Cell:
    told = _most_telling(found, states)
    more = sum(each.times for each in found if each not in told)
    return Cell(body, name, tuple(map(_came, told)), more)


def _most_telling(found: Sequence[Counted], states: int) -> Sequence[Counted]:
    """So many of the ways in which questions came out: what gave anything is never left out for
    what did not, and of the others that is told which came most often."""
    ordered = sorted(found, key=lambda each: STATES.index(each.state))
    gave = [each for each in ordered if each.state in BEST]
    others = [each for each in ordered if each not in gave]
    telling = (gave + sorted(others, key=lambda each: -each.times))[:states]
    return [each for each in ordered if each in telling]


def _came(each: Counted) -> Came:
    return Came(_name(each.state), _tone(each.state), each.reference, each.question, each.times)


def _name(state: str) -> str:
    return str(NAMES[state]) if state in NAMES else say(OUTCOMES[Outcome(state)])


def _tone(state: str) -> str:
    return TONES[state] if state in TONES else OUTCOME_TONES[Outcome(state)]
