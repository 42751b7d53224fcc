"""The pages of blocks: the facts about each, with their sources."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext

from tracker.domain.law.block import Block, BlockKind, Justification, Setting
from tracker.domain.law.power import Power
from tracker.domain.law.statement import Statement
from tracker.domain.library import Library
from tracker.domain.record.scorecard import Share, fully_disclosed
from tracker.domain.record.tally import Counts, Scope, What, by_key, total
from tracker.services.core.office import Office, Today
from tracker.services.ports.sought import RecordLine, Sought
from tracker.web.base.language import page_locale, worded
from tracker.web.record.block.block_chart import Life, LifeText, life, told_in
from tracker.web.record.block.force import Force, force_of
from tracker.web.record.block.grid import BlockGrid, bodies_of, grid, whole_grid
from tracker.web.record.block.measured import FindingShown, finding_in_brief
from tracker.web.record.words.wording import BLOCK_KINDS, POWER_SETTINGS
from tracker.web.record.words.words import name_of, short_name

# Requests in the chart and its table, further requests in brief, and listed bodies.
_NEWEST, BRIEF, _ASKED = 6, 14, 30
# Bodies on one page of the whole table.
_COLUMNS = 4
# Bodies named on the card of a block.
_NAMED = 4


@dataclass(frozen=True, slots=True)
class AskedAbout:
    """How many requests about a block are public, which bodies were asked for its legal basis, in
    words, and how many of the questions were fully disclosed."""

    requests: int
    bodies: str
    disclosed: Share


@dataclass(frozen=True, slots=True)
class BlockLine:
    """A block in a list."""

    key: str
    title: str
    kind: str
    where: str
    force: Force
    asked: AskedAbout | None = None


@dataclass(frozen=True, slots=True)
class BlocksPage:
    """All blocks: those in force, those with an unknown end, and those that ended."""

    in_force: tuple[BlockLine, ...]
    no_end: tuple[BlockLine, ...]
    ended: tuple[BlockLine, ...]


@dataclass(frozen=True, slots=True)
class SaidIn:
    """Reasons given in one setting, each with its number among all reasons."""

    setting: str
    said: tuple[tuple[int, Justification], ...]


@dataclass(frozen=True, slots=True)
class PowerNamed:
    """A power, and the statements that invoked it outside any request; nothing else shows that it
    was used."""

    power: Power
    invoked: tuple[tuple[int, Justification], ...]


@dataclass(frozen=True, slots=True)
class AskedOf:
    """A body of this block, or one asked about it, with the number of its requests."""

    body: str
    body_name: str
    known: bool
    requests: int


@dataclass(frozen=True, slots=True)
class Brief:
    """Requests to one body with the same status, in one line."""

    body_name: str
    phase: str
    references: tuple[str, ...]

    @property
    def number(self) -> int:
        """Return the number of requests."""
        return len(self.references)


@dataclass(frozen=True, slots=True)
class StatementAbout:
    """A public statement that names this block, with the names of its signatories."""

    statement: Statement
    signatories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BlockPage:
    """The page of a block.

    The most recently changed requests are shown in full, older ones `in_brief`; `as_of` is the
    day of the newest change.
    """

    block: Block
    kind: str
    force: Force
    grid: BlockGrid
    life: Life
    told: tuple[LifeText, ...]
    in_brief: tuple[Brief, ...]
    requests: int
    as_of: date | None
    asked: tuple[AskedOf, ...]
    asked_left: int
    said: tuple[SaidIn, ...]
    powers: tuple[PowerNamed, ...]
    statements: tuple[StatementAbout, ...]
    findings: tuple[FindingShown, ...]


@dataclass(frozen=True, slots=True)
class BlockAnswersPage:
    """Every answer of some bodies about a block: page `number` of `count`."""

    block: Block
    grid: BlockGrid
    asked: tuple[AskedOf, ...]
    number: int
    count: int


@dataclass(frozen=True, slots=True)
class ChronologyPage:
    """The chronology of one block."""

    block: Block
    force: Force


def blocks_page(office: Office) -> BlocksPage:
    """Return all blocks, newest first."""
    asked = _asked_about(office)
    lines = [
        block_line(office, block, asked.get(block.key)) for block in _newest_first(office.library)
    ]
    return BlocksPage(
        in_force=tuple(line for line in lines if line.force.state == "in-force"),
        no_end=tuple(line for line in lines if line.force.state == "last-confirmed"),
        ended=tuple(line for line in lines if line.force.state == "ended"),
    )


def block_page(office: Office, key: str) -> BlockPage:
    """Return the page of a block. Raises NotOnFile if there is no such block."""
    library, records = office.library, office.records
    block = library.block(key)
    newest = records.listed(Sought(block=key), 0, _NEWEST + BRIEF)
    told = tuple(told_in(records.record(line.reference), library) for line in newest[:_NEWEST])
    sums = records.tally(Scope.BLOCK, [What.RECORDS, What.ASKED], key)
    requests = sums.get((key, What.ASKED), {})
    asked = tuple(dict.fromkeys((*block.bodies, *by_key(requests))))
    cells = records.cells(key)
    return BlockPage(
        block=block,
        kind=BLOCK_KINDS[BlockKind(block.kind)],
        force=_force(office, block),
        grid=grid(block, cells, library),
        life=life(block, told, counted_by(office, block)),
        told=told,
        in_brief=tuple(_in_brief(library, newest[_NEWEST:])),
        requests=total(sums.get((key, What.RECORDS), {})),
        as_of=newest[0].as_of if newest else None,
        asked=tuple(_asked(library, asked[:_ASKED], requests)),
        asked_left=len(asked[_ASKED:]),
        said=tuple(_said(block)),
        powers=tuple(_powers(library, block)),
        statements=tuple(_statements(library, key)),
        findings=tuple(
            finding_in_brief(office, each) for each in office.measurements.published(key)
        ),
    )


def block_answers_page(office: Office, key: str, number: int) -> BlockAnswersPage:
    """Return one page of the whole table of a block; the first if there is no such page.

    Raises NotOnFile if there is no such block.
    """
    library, records = office.library, office.records
    block = library.block(key)
    cells = records.cells(key)
    counts = records.tally(Scope.BLOCK, [What.ASKED], key).get((key, What.ASKED), {})
    bodies = tuple(dict.fromkeys((*bodies_of(block, cells), *by_key(counts))))
    count = max(-(-len(bodies) // _COLUMNS), 1)
    number = number if 0 < number <= count else 1
    here = bodies[(number - 1) * _COLUMNS : number * _COLUMNS]
    shown = whole_grid(block, cells, library, here)
    return BlockAnswersPage(block, shown, tuple(_asked(library, here, counts)), number, count)


def chronology_page(office: Office, key: str) -> ChronologyPage:
    """Return the chronology of a block. Raises NotOnFile if there is no such block."""
    block = office.library.block(key)
    return ChronologyPage(block, _force(office, block))


def block_line(office: Office, block: Block, asked: AskedAbout | None = None) -> BlockLine:
    """Return a block's line, with its days in force and the results of requests about it."""
    kind = BLOCK_KINDS[BlockKind(block.kind)]
    force = _force(office, block)
    return BlockLine(block.key, worded(block.title), kind, worded(block.where), force, asked)


def _asked_about(office: Office) -> Mapping[str, AskedAbout]:
    """Return what was asked about each block with requests."""
    sums = office.records.tally(Scope.BLOCK, [What.RECORDS, What.CELL])
    return {
        block: _about(office.library, block, counts, sums.get((block, What.CELL), {}))
        for (block, what), counts in sums.items()
        if what is What.RECORDS and total(counts)
    }


def _about(library: Library, block: str, records: Counts, cells: Counts) -> AskedAbout:
    came = [(key.split(), number) for key, number in by_key(cells).items() if number]
    asked = {body for (_, body, _), _ in came}
    disclosed = fully_disclosed((state, number) for (_, _, state), number in came)
    # In the order of the table: the bodies of the block's own story first.
    story = library.blocks[block].bodies if block in library.blocks else ()
    first = [body for body in story if body in asked]
    bodies = dict.fromkeys((*first, *sorted(asked)))
    return AskedAbout(total(records), _listed(library, tuple(bodies)), disclosed)


def _listed(library: Library, bodies: Sequence[str]) -> str:
    """Return the short names of bodies; of many, the first ones and how many more there are."""
    names = [page_locale().together(short_name(library, body)) for body in bodies]
    shown, more = names[:_NAMED], len(names[_NAMED:])
    if not more:
        return page_locale().listed(shown)
    return gettext("{bodies} and {number} more", bodies=page_locale().listed(shown), number=more)


def signatories(library: Library, statement: Statement) -> tuple[str, ...]:
    """Return the names of the organisations that sources name as signatories."""
    return tuple(worded(library.organisations[key].name) for key in statement.signatories)


def _newest_first(library: Library) -> list[Block]:
    return sorted(library.blocks.values(), key=lambda block: block.since, reverse=True)


def counted_by(now: Today, block: Block) -> date:
    """Return the day up to which a block's days are counted.

    It is today only for a block still in force, so that all other pages are the same every day.
    """
    if known := block.until or block.last_confirmed:
        return known
    return now.today_at(block.bodies[0]) if block.bodies else now.latest_today()


def _force(office: Office, block: Block) -> Force:
    return force_of(block, counted_by(office, block))


def _said(block: Block) -> Iterator[SaidIn]:
    """Yield the reasons given, by setting; none of them was an answer to a request."""
    places = tuple(enumerate(block.justifications, start=1))
    for setting in Setting:
        said = tuple(each for each in places if each[1].setting is setting)
        if said:
            yield SaidIn(POWER_SETTINGS[setting], said)


def _powers(library: Library, block: Block) -> Iterator[PowerNamed]:
    """Yield the powers of the block, invoked ones first."""
    places = tuple(enumerate(block.justifications, start=1))
    named = [
        PowerNamed(library.powers[key], tuple(each for each in places if key in each[1].powers))
        for key in block.powers
    ]
    yield from sorted(named, key=lambda each: not each.invoked)


def _asked(library: Library, bodies: Iterable[str], counts: Counts) -> Iterator[AskedOf]:
    requests = by_key(counts)
    for body in bodies:
        yield AskedOf(body, name_of(library, body), body in library.bodies, requests[body])


def _in_brief(library: Library, lines: Sequence[RecordLine]) -> Iterator[Brief]:
    alike: dict[tuple[str, str], list[str]] = {}
    for line in lines:
        alike.setdefault((line.body, line.phase), []).append(line.reference)
    for (body, phase), references in alike.items():
        yield Brief(short_name(library, body), phase, tuple(references))


def _statements(library: Library, key: str) -> Iterator[StatementAbout]:
    for statement in library.statements.values():
        if key in statement.blocks:
            yield StatementAbout(statement, signatories(library, statement))
