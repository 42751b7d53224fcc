"""The table of a block: what each body was asked on each part of the legal basis, and the
results.

What came out in court, parliament or the press is shown apart.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from tracker.domain.law.block import Block, Justification
from tracker.domain.law.questions import Element, Outcome
from tracker.domain.library import Library
from tracker.domain.record.question_results import BEST, OPEN_RESULT, SILENT, TRANSFERRED_RESULT
from tracker.domain.record.scorecard import Share
from tracker.domain.record.tally import Scope, What, by_key
from tracker.services.core.naming import ELEMENTS, OUTCOMES
from tracker.services.core.office import Office
from tracker.services.ports.records import Cell
from tracker.web.base.charts import BarFill
from tracker.web.base.filters import OUTCOME_TONES
from tracker.web.base.fragments import made_once
from tracker.web.base.language import gettext, lazy_gettext
from tracker.web.record.words.outcome_bars import OutcomeBar, fill_of, outcome_bar
from tracker.web.record.words.wording import POWER_SETTINGS
from tracker.web.record.words.words import short_name

# On the page of a block: columns, and bodies named below the table.
_BODIES, _NAMED = 8, 12

# The results of a question, the best one for the requester first.
STATES: tuple[str, ...] = (
    Outcome.DISCLOSED,
    Outcome.PARTLY_DISCLOSED,
    Outcome.OFFERED_FOR_FEE,
    Outcome.SAID_TO_BE_PUBLIC,
    Outcome.REFUSED,
    Outcome.REFUSED_AS_REPEAT,
    Outcome.NEITHER_CONFIRMED_NOR_DENIED,
    Outcome.NOT_HELD,
    Outcome.REFERRED_ELSEWHERE,
    Outcome.PASSED_OVER,
    SILENT,
    TRANSFERRED_RESULT,
    OPEN_RESULT,
)
_NAMES = {
    SILENT: lazy_gettext("No response in the time allowed"),
    TRANSFERRED_RESULT: lazy_gettext("Transferred elsewhere"),
    OPEN_RESULT: lazy_gettext("Requested; no outcome recorded"),
}
# Names that fit a cell.
_SHORT = {
    Outcome.PARTLY_DISCLOSED: lazy_gettext("Partly disclosed"),
    Outcome.OFFERED_FOR_FEE: lazy_gettext("For a fee"),
    Outcome.SAID_TO_BE_PUBLIC: lazy_gettext("Said to be public"),
    Outcome.NOT_HELD: lazy_gettext("Not held"),
    Outcome.REFERRED_ELSEWHERE: lazy_gettext("Referred"),
    SILENT: lazy_gettext("No response"),
    TRANSFERRED_RESULT: lazy_gettext("Transferred"),
    OPEN_RESULT: lazy_gettext("Nothing recorded"),
}
# The place of each state among the results.
_PLACES = {state: place for place, state in enumerate(STATES)}
# What a cell shows of each state: its name in full and in short, its tone and its fill.
_StateWords = Mapping[str, tuple[str, str, str, BarFill]]
_TONES = {SILENT: "late", TRANSFERRED_RESULT: "", OPEN_RESULT: "open"}


class GridAnswer(NamedTuple):
    """One result of the questions in a cell, in full and in short: how often, and where the newest
    answer is."""

    name: str
    short: str
    tone: str
    fill: BarFill
    reference: str
    question: str
    times: int


class GridCell(NamedTuple):
    """One body's results on one part of the legal basis, the best one first or alone, and its
    number of questions; empty if it was not asked."""

    body: str
    name: str
    came: tuple[GridAnswer, ...]
    asked: int


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A statement made outside any request, with its number among all statements."""

    said: Justification
    setting: str
    place: int


class GridColumn(NamedTuple):
    """A body, and whether it was asked for any part."""

    body: str
    name: str
    asked: bool


class _Part(NamedTuple):
    """A part of a legal basis, with its name and what was said of it outside any request."""

    element: Element
    name: str
    elsewhere: tuple[Elsewhere, ...]


class GridRow(NamedTuple):
    """One part of a legal basis."""

    name: str
    cells: tuple[GridCell, ...]
    elsewhere: tuple[Elsewhere, ...]


@dataclass(frozen=True, slots=True)
class BlockGrid:
    """Parts of the legal basis by bodies.

    `left` names the parts without a row, `beside` the bodies without a column; `unnamed` counts
    further such bodies.

    `asked` counts the bodies that were asked, `gave` those that disclosed anything; `bar` has the
    questions that were put to them.
    """

    columns: tuple[GridColumn, ...]
    rows: tuple[GridRow, ...]
    left: tuple[str, ...]
    beside: tuple[tuple[str, str], ...]
    unnamed: int
    asked: int
    gave: int
    bar: OutcomeBar

    @property
    def disclosed(self) -> Share:
        """Return how many questions were fully disclosed."""
        return self.bar.disclosed

    @property
    def asked_there(self) -> tuple[object, ...]:
        """Return what the table of this block shows that the library does not decide."""
        cells = tuple([row.cells for row in self.rows])
        names = tuple([row.name for row in self.rows])
        return self.columns, names, cells, self.left, self.beside, self.unnamed


def grid(
    block: Block,
    found: Sequence[Cell],
    items: Mapping[str, int],
    library: Library,
    *,
    bodies: int = _BODIES,
) -> BlockGrid:
    """Return the table of a block with at most `bodies` columns; `items` counts its questions."""
    # A cell shows only its best result.
    every = bodies_of(block, found)
    return _grid(block, found, items, library, _first(every, found, bodies), most=1)


def whole_grid(
    block: Block,
    found: Sequence[Cell],
    items: Mapping[str, int],
    library: Library,
    bodies: Sequence[str],
) -> BlockGrid:
    """Return the table of these bodies, without naming other bodies."""
    return replace(_grid(block, found, items, library, bodies), beside=(), unnamed=0)


def items_about(office: Office, block: str) -> Mapping[str, int]:
    """Return the number of questions about a block in each state, each question once."""
    sums = office.records.tally(Scope.BLOCK, [What.ITEM], block)
    return by_key(sums.get((block, What.ITEM), {}))


def bodies_of(block: Block, found: Iterable[Cell]) -> Sequence[str]:
    """Return the bodies of a block, and then the others that were asked about it."""
    return tuple(dict.fromkeys((*block.bodies, *[each.body for each in found])))


def _grid(
    block: Block,
    found: Sequence[Cell],
    items: Mapping[str, int],
    library: Library,
    bodies: Sequence[str],
    *,
    most: int | None = None,
) -> BlockGrid:
    names = {body: short_name(library, body) for body in bodies}
    said = made_once(_words_of_states, "words-of-states")
    parts = made_once(lambda: _parts(block), "parts-of-grid", block.key)
    by_cell: dict[tuple[str, str], list[Cell]] = defaultdict(list)
    places = [_PLACES[each.state] for each in found]
    for _, _, each in sorted(zip(places, range(len(places)), found, strict=True)):
        by_cell[each.element, each.body].append(each)
    named = {each.element for each in found}
    shown = {part.element for part in parts if part.elsewhere or part.element in named}
    beside = [body for body in bodies_of(block, found) if body not in bodies]
    asked = {each.body for each in found}
    return BlockGrid(
        columns=tuple(GridColumn(body, name, body in asked) for body, name in names.items()),
        rows=tuple(
            _row(part, names, said, by_cell, most) for part in parts if part.element in shown
        ),
        left=tuple(part.name for part in parts if part.element not in shown),
        beside=tuple((body, short_name(library, body)) for body in beside[:_NAMED]),
        unnamed=len(beside[_NAMED:]),
        asked=len(asked),
        gave=len({each.body for each in found if each.state in BEST}),
        bar=outcome_bar(items.items()),
    )


def _first(bodies: Sequence[str], found: Sequence[Cell], most: int) -> Sequence[str]:
    """Return at most `most` bodies: those that gave anything are kept before others that were
    asked, and these before the rest."""
    asked = {each.body for each in found}
    gave = {each.body for each in found if each.state in BEST}
    first = sorted(bodies, key=lambda body: (body not in gave, body not in asked))
    return [body for body in bodies if body in first[:most]]


def _parts(block: Block) -> tuple[_Part, ...]:
    """Return the parts of a legal basis, which the library alone decides."""
    return tuple([_part(element, block) for element in Element])


def _part(element: Element, block: Block) -> _Part:
    elsewhere = (
        Elsewhere(said, str(POWER_SETTINGS[said.setting]), place)
        for place, said in enumerate(block.justifications, start=1)
        if element in said.elements
    )
    return _Part(element, gettext(ELEMENTS[element]), tuple(elsewhere))


def _row(
    part: _Part,
    names: Mapping[str, str],
    said: _StateWords,
    by_cell: Mapping[tuple[str, str], Sequence[Cell]],
    most: int | None,
) -> GridRow:
    """Return the row of a part; each cell shows at most `most` results."""
    cells = [
        _cell(body, name, said, by_cell.get((part.element, body), ()), most)
        for body, name in names.items()
    ]
    return GridRow(part.name, tuple(cells), part.elsewhere)


def _cell(
    body: str, name: str, said: _StateWords, found: Sequence[Cell], most: int | None
) -> GridCell:
    came = [
        GridAnswer(*said[one.state], one.request, one.question, one.times) for one in found[:most]
    ]
    return GridCell(body, name, tuple(came), sum([one.times for one in found]))


def _words_of_states() -> _StateWords:
    names = {state: _name(state) for state in STATES}
    return {
        state: (name, str(_SHORT.get(state, name)), tone_of(state), fill_of(state))
        for state, name in names.items()
    }


def _name(state: str) -> str:
    return str(_NAMES[state]) if state in _NAMES else gettext(OUTCOMES[Outcome(state)])


def tone_of(state: str) -> str:
    """Return the tone of a state, as tags and bars show it."""
    return _TONES[state] if state in _TONES else OUTCOME_TONES[Outcome(state)]
