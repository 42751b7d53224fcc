"""The table of a block: what each body was asked on each part of the legal basis, and the
results.

What came out in court, parliament or the press is shown apart.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from flask_babel import gettext

from tracker.domain.law.block import Block, Justification
from tracker.domain.law.questions import Element, Outcome
from tracker.domain.library import Library
from tracker.domain.record.question_results import BEST, OPEN_RESULT, SILENT, TRANSFERRED_RESULT
from tracker.domain.record.scorecard import Share, fully_disclosed
from tracker.services.core.naming import ELEMENTS, OUTCOMES
from tracker.services.ports.records import Cell
from tracker.web.base.filters import OUTCOME_TONES
from tracker.web.base.language import lazy_gettext
from tracker.web.record.words.wording import POWER_SETTINGS
from tracker.web.record.words.words import short_name

# On the page of a block: columns, outcomes in one cell, and bodies named below the table.
_BODIES, OUTCOMES_SHOWN, _NAMED = 8, 3, 12

STATES: tuple[str, ...] = (
    *(outcome.value for outcome in Outcome),
    SILENT,
    TRANSFERRED_RESULT,
    OPEN_RESULT,
)
_NAMES = {
    SILENT: lazy_gettext("No answer in the time allowed"),
    TRANSFERRED_RESULT: lazy_gettext("Handed on to a body that is not on file here"),
    OPEN_RESULT: lazy_gettext("Asked; no answer on record"),
}
TONES = {SILENT: "late", TRANSFERRED_RESULT: "", OPEN_RESULT: "open"}


@dataclass(frozen=True, slots=True)
class GridAnswer:
    """One result of the questions in a cell: how often, and where the newest answer is."""

    name: str
    tone: str
    reference: str
    question: str
    times: int


@dataclass(frozen=True, slots=True)
class GridCell:
    """One body's results on one part of the legal basis; empty if it was not asked.

    `more` counts questions with further results, which gave no more.
    """

    body: str
    name: str
    came: tuple[GridAnswer, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A statement made outside any request, with its number among all statements."""

    said: Justification
    setting: str
    place: int


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A body, and whether it was asked for any part."""

    body: str
    name: str
    asked: bool


@dataclass(frozen=True, slots=True)
class GridRow:
    """One part of a legal basis."""

    name: str
    cells: tuple[GridCell, ...]
    elsewhere: tuple[Elsewhere, ...]


@dataclass(frozen=True, slots=True)
class BlockGrid:
    """Parts of the legal basis by bodies.

    `left` names the parts without a row, `beside` the bodies without a column; `unnamed` counts
    further such bodies.

    `asked` counts the bodies that were asked, `disclosed` the questions that were fully disclosed
    of all that were put to them.
    """

    columns: tuple[GridColumn, ...]
    rows: tuple[GridRow, ...]
    left: tuple[str, ...]
    beside: tuple[tuple[str, str], ...]
    unnamed: int
    asked: int
    disclosed: Share

    @property
    def more(self) -> bool:
        """Return whether any cell leaves out results."""
        return any(cell.more for row in self.rows for cell in row.cells)


def grid(
    block: Block,
    found: Sequence[Cell],
    library: Library,
    *,
    bodies: int = _BODIES,
    outcomes: int = OUTCOMES_SHOWN,
) -> BlockGrid:
    """Return the table of a block with at most `bodies` columns, and `outcomes` in each cell."""
    return _grid(block, found, library, _first(bodies_of(block, found), found, bodies), outcomes)


def whole_grid(
    block: Block, found: Sequence[Cell], library: Library, bodies: Sequence[str]
) -> BlockGrid:
    """Return the table of these bodies with every outcome, without naming other bodies."""
    made = _grid(block, found, library, bodies, len(STATES))
    return replace(made, beside=(), unnamed=0)


def bodies_of(block: Block, found: Iterable[Cell]) -> Sequence[str]:
    """Return the bodies of a block, and then the others that were asked about it."""
    return tuple(dict.fromkeys((*block.bodies, *(each.body for each in found))))


def _grid(
    block: Block,
    found: Sequence[Cell],
    library: Library,
    bodies: Sequence[str],
    outcomes: int,
) -> BlockGrid:
    by_cell: dict[tuple[str, str], list[Cell]] = defaultdict(list)
    for each in found:
        by_cell[each.element, each.body].append(each)
    rows = {
        element: _row(element, bodies, by_cell, block, library, outcomes) for element in Element
    }
    named = {each.element for each in found}
    shown = {element for element, row in rows.items() if row.elsewhere or element in named}
    beside = [body for body in bodies_of(block, found) if body not in bodies]
    asked = {each.body for each in found}
    return BlockGrid(
        columns=tuple(
            GridColumn(body, short_name(library, body), body in asked) for body in bodies
        ),
        rows=tuple(rows[element] for element in Element if element in shown),
        left=tuple(gettext(ELEMENTS[element]) for element in Element if element not in shown),
        beside=tuple((body, short_name(library, body)) for body in beside[:_NAMED]),
        unnamed=len(beside[_NAMED:]),
        asked=len(asked),
        disclosed=fully_disclosed((each.state, each.times) for each in found),
    )


def _first(bodies: Sequence[str], found: Sequence[Cell], most: int) -> Sequence[str]:
    """Return at most `most` bodies: those that gave anything are kept before others that were
    asked, and these before the rest."""
    asked = {each.body for each in found}
    gave = {each.body for each in found if each.state in BEST}
    first = sorted(bodies, key=lambda body: (body not in gave, body not in asked))
    return [body for body in bodies if body in first[:most]]


def _row(
    element: Element,
    bodies: Iterable[str],
    by_cell: Mapping[tuple[str, str], Sequence[Cell]],
    block: Block,
    library: Library,
    outcomes: int,
) -> GridRow:
    elsewhere = (
        Elsewhere(said, POWER_SETTINGS[said.setting], place)
        for place, said in enumerate(block.justifications, start=1)
        if element in said.elements
    )
    cells = (
        _cell(body, short_name(library, body), by_cell.get((element, body), ()), outcomes)
        for body in bodies
    )
    return GridRow(gettext(ELEMENTS[element]), tuple(cells), tuple(elsewhere))


def _cell(body: str, name: str, found: Sequence[Cell], outcomes: int) -> GridCell:
    told = _most_telling(found, outcomes)
    more = sum(each.times for each in found if each not in told)
    return GridCell(body, name, tuple(map(_came, told)), more)


def _most_telling(found: Sequence[Cell], most: int) -> Sequence[Cell]:
    """Return at most `most` outcomes: those that gave anything, then the most frequent."""
    ordered = sorted(found, key=lambda each: STATES.index(each.state))
    gave = [each for each in ordered if each.state in BEST]
    others = [each for each in ordered if each not in gave]
    telling = (gave + sorted(others, key=lambda each: -each.times))[:most]
    return [each for each in ordered if each in telling]


def _came(each: Cell) -> GridAnswer:
    return GridAnswer(
        _name(each.state), _tone(each.state), each.reference, each.question, each.times
    )


def _name(state: str) -> str:
    return str(_NAMES[state]) if state in _NAMES else gettext(OUTCOMES[Outcome(state)])


def _tone(state: str) -> str:
    return TONES[state] if state in TONES else OUTCOME_TONES[Outcome(state)]
