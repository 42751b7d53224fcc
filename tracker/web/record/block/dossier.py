"""The dossier of a block: requests, legal basis by body, orders, reasons, powers, demands."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from tracker.domain.law.block import (
    Block,
    BlockKind,
    BlockOrder,
    DateCertainty,
    Happening,
    Justification,
)
from tracker.domain.law.judgment import Judgment
from tracker.domain.law.law import Law
from tracker.domain.law.precedent import Precedent
from tracker.domain.law.questions import Element
from tracker.domain.law.statement import Statement
from tracker.domain.library import Library
from tracker.domain.record.tally import Counts, Scope, What, by_key, total
from tracker.services.core.office import Office
from tracker.services.deadlines.challenge_words import ChallengeShown, challenges_shown
from tracker.services.ports.sought import RecordLine
from tracker.web.base.card_answers import CardAnswer
from tracker.web.base.fragments import made_by_values, made_once
from tracker.web.base.language import page_locale
from tracker.web.record.block.block_card import block_answers
from tracker.web.record.block.block_chart import BlockLife, block_life, told_in
from tracker.web.record.block.blocks import block_force, counted_by, signatories
from tracker.web.record.block.force import Force, force_of
from tracker.web.record.block.grid import BlockGrid, bodies_of, grid, whole_grid
from tracker.web.record.block.measured import FindingShown, finding_in_brief
from tracker.web.record.block.powers import PowerNamed, named_powers
from tracker.web.record.words.own_entries import said_of_entry
from tracker.web.record.words.wording import BLOCK_KINDS, POWER_SETTINGS
from tracker.web.record.words.words import brief_mention_of, name_of

# Requests in the figure and its table, further requests in brief, and listed bodies.
_NEWEST, BRIEF, _ASKED = 8, 14, 30
# Requests in the figure if there are more than it has room for.
_OF_MORE = 5
# Bodies on one page of the whole table.
_COLUMNS = 4
# Events shown before and after those that are folded.
_FIRST, _LAST = 2, 3


@dataclass(frozen=True, slots=True)
class SaidPublicly:
    """An order, or something said in public, which was no answer to a request.

    `anchor` leads to it on the page. An order has no `setting`.
    """

    fact: BlockOrder | Justification
    anchor: str
    setting: str = ""
    about: DateCertainty | None = None
    elements: tuple[Element, ...] = ()


class AskedOf(NamedTuple):
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
class Story:
    """What happened, oldest first: the beginning, what is folded, and the end."""

    first: tuple[Happening, ...]
    folded: tuple[Happening, ...]
    last: tuple[Happening, ...]

    @property
    def number(self) -> int:
        """Return the number of events."""
        return len(self.first) + len(self.folded) + len(self.last)


@dataclass(frozen=True, slots=True)
class KnownOfBlock:
    """The parts of a block's page that depend on the library alone, in the page's language."""

    said: tuple[SaidPublicly, ...]
    story: Story
    powers: tuple[PowerNamed, ...]
    challenges: tuple[ChallengeShown, ...]
    statements: tuple[StatementAbout, ...]
    judgments: tuple[Judgment, ...]
    precedents: tuple[Precedent, ...]

    @property
    def demands(self) -> int:
        """Return the number of public demands."""
        return sum(len(about.statement.demands) for about in self.statements)


@dataclass(frozen=True, slots=True)
class BlockPage:
    """The page of a block.

    The most recently changed requests are shown in full, older ones `in_brief`; `as_of` is the
    day of the newest change, `captures` the number of captures of cited pages, `laws` are those
    under which its bodies can be asked.
    """

    block: Block
    kind: str
    force: Force
    grid: BlockGrid
    life: BlockLife
    in_brief: tuple[Brief, ...]
    requests: int
    as_of: date | None
    asked: tuple[AskedOf, ...]
    asked_left: int
    known: KnownOfBlock
    findings: tuple[FindingShown, ...]
    answers: tuple[CardAnswer, ...]
    captures: int
    by_office: str
    laws: tuple[Law, ...]


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
    events: tuple[Happening, ...]


def block_page(office: Office, key: str) -> BlockPage:
    """Return the page of a block. Raises NotOnFile if there is no such block."""
    library, records = office.library, office.records
    block = library.block(key)
    newest, drawn = records.newest_about(key, _NEWEST, _NEWEST + BRIEF)
    drawn = drawn[:_OF_MORE] if len(newest) > _NEWEST else drawn
    told = tuple(told_in(record, library) for record in drawn)
    wanted = [What.RECORDS, What.ASKED, What.ITEM]
    sums = records.tally(Scope.BLOCK, wanted, key)
    requests = sums.get((key, What.ASKED), {})
    asked = tuple(dict.fromkeys((*block.bodies, *by_key(requests))))
    items = by_key(sums.get((key, What.ITEM), {}))
    found = records.cells(key)
    cells = made_by_values(
        lambda: grid(block, found, items, library), "grid", key, found, tuple(items.items())
    )
    known = made_once(lambda: _known(library, block), "known-of-block", key)
    demanded = [each.statement for each in known.statements]
    until = counted_by(office, block)
    findings, captures = office.measurements.public_about(key)
    return BlockPage(
        block=block,
        kind=BLOCK_KINDS[BlockKind(block.kind)],
        force=made_by_values(lambda: force_of(block, until), "force", key, until),
        grid=cells,
        life=made_by_values(lambda: block_life(block, told, until), "life", key, told, until),
        in_brief=tuple(_in_brief(library, newest[len(drawn) :])),
        requests=total(sums.get((key, What.RECORDS), {})),
        as_of=newest[0].as_of if newest else None,
        asked=tuple(_asked(library, asked[:_ASKED], requests)),
        asked_left=len(asked[_ASKED:]),
        known=known,
        answers=block_answers(block, cells, known.powers, demanded),
        findings=tuple(finding_in_brief(office, each) for each in findings),
        captures=captures,
        by_office=said_of_entry(library, "blocks", key, _zone(library, block)),
        laws=tuple(_laws(library, block)),
    )


def _laws(library: Library, block: Block) -> Iterator[Law]:
    """Yield the laws under which the bodies of a block can be asked."""
    keys = dict.fromkeys(law for body in block.bodies for law in library.body(body).laws)
    yield from (library.laws[key] for key in keys if key in library.laws)


def _zone(library: Library, block: Block) -> str:
    """Return the time zone of the first body of a block; UTC if it names none."""
    return library.zone_of(block.bodies[0]) if block.bodies else "UTC"


def block_answers_page(office: Office, key: str, number: int) -> BlockAnswersPage:
    """Return one page of the whole table of a block; the first if there is no such page.

    Raises NotOnFile if there is no such block.
    """
    library, records = office.library, office.records
    block = library.block(key)
    sums = records.tally(Scope.BLOCK, [What.ASKED, What.ITEM], key)
    cells = records.cells(key)
    counts, items = sums.get((key, What.ASKED), {}), by_key(sums.get((key, What.ITEM), {}))
    bodies = tuple(dict.fromkeys((*bodies_of(block, cells), *by_key(counts))))
    count = max(-(-len(bodies) // _COLUMNS), 1)
    number = number if 0 < number <= count else 1
    here = bodies[(number - 1) * _COLUMNS : number * _COLUMNS]
    shown = whole_grid(block, cells, items, library, here)
    return BlockAnswersPage(block, shown, tuple(_asked(library, here, counts)), number, count)


def chronology_page(office: Office, key: str) -> ChronologyPage:
    """Return the chronology of a block. Raises NotOnFile if there is no such block."""
    block = office.library.block(key)
    return ChronologyPage(block, block_force(office, block), office.library.history_of(block))


def _known(library: Library, block: Block) -> KnownOfBlock:
    return KnownOfBlock(
        said=tuple(_said(block)),
        story=_story(library.history_of(block)),
        powers=tuple(named_powers(library, block)),
        challenges=challenges_shown(library, block, page_locale()),
        statements=tuple(_statements(library, block.key)),
        judgments=library.judgments_on(block=block.key),
        precedents=library.precedents_about(block.key),
    )


def _said(block: Block) -> Iterator[SaidPublicly]:
    """Yield the orders and what was said in public, by day; undated orders last."""
    orders = [
        SaidPublicly(order, f"order-{place}") for place, order in enumerate(block.orders, start=1)
    ]
    reasons = [
        SaidPublicly(
            said, f"said-{place}", str(POWER_SETTINGS[said.setting]), said.about, said.elements
        )
        for place, said in enumerate(block.justifications, start=1)
    ]
    yield from sorted((*orders, *reasons), key=lambda each: each.fact.on or date.max)


def _story(events: tuple[Happening, ...]) -> Story:
    if len(events) <= _FIRST + _LAST + 1:
        return Story(events, (), ())
    return Story(events[:_FIRST], events[_FIRST:-_LAST], events[-_LAST:])


def _asked(library: Library, bodies: Iterable[str], counts: Counts) -> Iterator[AskedOf]:
    requests = by_key(counts)
    for body in bodies:
        yield AskedOf(body, name_of(library, body), body in library.bodies, requests[body])


def _in_brief(library: Library, lines: Sequence[RecordLine]) -> Iterator[Brief]:
    alike: dict[tuple[str, str], list[str]] = {}
    for line in lines:
        alike.setdefault((line.body, line.phase), []).append(line.reference)
    for (body, phase), references in alike.items():
        yield Brief(brief_mention_of(library, body), phase, tuple(references))


def _statements(library: Library, key: str) -> Iterator[StatementAbout]:
    for statement in library.statements.values():
        if key in statement.blocks:
            yield StatementAbout(statement, signatories(library, statement))
