"""The list of blocks: on a map, on one axis of days, and each with its source, page by page."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for

from tracker.domain.law.block import Block, BlockKind
from tracker.domain.law.law import Source
from tracker.domain.law.statement import Statement
from tracker.domain.library import Library
from tracker.domain.record.scorecard import Share, fully_disclosed
from tracker.domain.record.tally import CellKey, Counts, Scope, What, by_key, total
from tracker.services.core.office import Office, Today
from tracker.services.office_data.countries import zones_by_country
from tracker.web.base.card_answers import CardAnswer
from tracker.web.base.language import gettext, page_locale, worded
from tracker.web.record.block.block_lanes import (
    BlockFigure,
    CountedBlock,
    by_block,
    by_country,
    few_words,
)
from tracker.web.record.block.force import Force, force_of, state_of
from tracker.web.record.block.world_map import WorldMap, world_map
from tracker.web.record.words.figures import of
from tracker.web.record.words.list_answers import numbered
from tracker.web.record.words.pagination import NEWEST, Leaf, leaf
from tracker.web.record.words.wording import BLOCK_KINDS
from tracker.web.record.words.words import brief_mention_of

# Bodies named in the line of a block.
_NAMED = 4
# Blocks on a full page of the list.
_ON_A_PAGE = 10


@dataclass(frozen=True, slots=True)
class AskedAbout:
    """How many requests about a block are public, which bodies were asked for its legal basis, in
    words, how many of the questions were fully disclosed, and how many are in each state."""

    requests: int
    bodies: str
    disclosed: Share
    states: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class BlockLine:
    """A block in a list."""

    key: str
    title: str
    kind: str
    where: str
    force: Force
    source: Source
    asked: AskedAbout | None = None


@dataclass(frozen=True, slots=True)
class AskedBlocks:
    """The country and the year to which an address narrows the list, as typed; empty for all."""

    country: str = ""
    year: str = ""


_ALL = AskedBlocks()


@dataclass(frozen=True, slots=True)
class BlocksPage:
    """The blocks of a country that began or were first mentioned in a year, or all: how many are
    in force, ended or without a known end; on an axis; and the lines of one page of the list,
    those in force first, then the newest.

    Only without a `country` and a `year` is there a `map`; its lanes are countries then, and
    `by_country` says so. `years` are the years in which blocks of the country began, the newest
    first, with how many; it is empty if one page has them all. `without_blocks` says what the
    address asked for if nothing is listed there; empty otherwise.
    """

    country: str
    year: int
    without_blocks: str
    in_force: int
    ended: int
    no_end: int
    chosen: tuple[CountedBlock, ...]
    years: tuple[tuple[int, int], ...]
    map: WorldMap | None
    by_country: bool
    figure: BlockFigure | None
    leaf: Leaf[CountedBlock]
    lines: tuple[BlockLine, ...]

    @property
    def country_name(self) -> str:
        """Return the name of the country; empty for all."""
        return page_locale().country(self.country) if self.country else ""

    @property
    def answers(self) -> tuple[CardAnswer, ...]:
        """Return the four answers of the card."""
        return _answers(self)

    @property
    def count(self) -> int:
        """Return the number of blocks."""
        return self.in_force + self.ended + self.no_end


def blocks_page(office: Office, asked: AskedBlocks = _ALL, page: int = NEWEST) -> BlocksPage:
    """Return a page of the blocks of a country and a year, or of all if it has none; the newest if
    there is no such page."""
    about = asked_about(office)
    counted = counted_blocks(office, about)
    countries = Counter(each.block.country for each in counted)
    asked_for = asked.country.lower()
    country = asked_for if asked_for in countries else ""
    there = [each for each in counted if country in ("", each.block.country)]
    years = Counter(each.block.since.year for each in there)
    # If there is none of the country, the whole list is shown, and says so.
    wanted = asked.year if asked_for == country else ""
    year = next((each for each in years if str(each) == wanted), 0)
    chosen = [each for each in there if year in (0, each.block.since.year)]
    shown = _page_of(chosen, page)
    whole = not country and not year and shown.number == NEWEST
    on_map = world_map(countries) if whole else None
    apart = on_map is not None and len(countries) > 1
    states = Counter(state_of(each.block) for each in chosen)
    return BlocksPage(
        country=country,
        year=year,
        without_blocks=_without(asked, country, year),
        in_force=states["in-force"],
        ended=states["ended"],
        no_end=states["last-confirmed"],
        chosen=tuple(chosen),
        years=tuple(sorted(years.items(), reverse=True)) if len(there) > _ON_A_PAGE else (),
        map=on_map,
        by_country=apart,
        figure=by_country(chosen) if apart else by_block(shown.rows),
        leaf=shown,
        lines=tuple(
            block_line(office, each.block, about.get(each.block.key)) for each in shown.rows
        ),
    )


def _answers(page: BlocksPage) -> tuple[CardAnswer, ...]:
    """Return whether blocks are still in force, how many ended, for how many an order is known,
    and how many requests there are."""
    blocks, whole = page.chosen, not page.country and not page.year
    no_end, in_force = gettext("End date not known"), gettext("In force now")
    seen = _last_seen(blocks)
    ended = CardAnswer(gettext("Ended"), str(page.ended), links=_longest(blocks))
    if page.in_force:
        first = CardAnswer(in_force, str(page.in_force), tone="late")
        ended = ended._replace(more=numbered({no_end: page.no_end}) if page.no_end else "")
    else:
        none = gettext("No source here says that a block is still in force.")
        first = CardAnswer(no_end, str(page.no_end), seen)
        ended = ended._replace(more=none if whole else numbered({in_force: 0}))
    ordered = sum(bool(each.block.orders) for each in blocks)
    return (
        first,
        ended,
        CardAnswer(gettext("An order is known"), of(Share(ordered, len(blocks)))),
        CardAnswer(
            gettext("Requests for the legal basis"), str(sum(each.requests for each in blocks))
        ),
    )


def _longest(blocks: Iterable[CountedBlock]) -> tuple[tuple[str, str], ...]:
    """Return the words and address of the block that was longest in force, of those that ended."""
    ended = [each for each in blocks if each.block.ended and each.block.carried_out]
    counted = [(each.block.days_in_force(each.until) or 0, each) for each in ended]
    if len(counted) < 2:
        return ()
    _, most = max(counted, key=lambda each: each[0])
    days = few_words(most.block, most.until)
    words = gettext("the longest: {block}, {days}", block=worded(most.block.title), days=days)
    return ((words, url_for("record.block", key=most.block.key)),)


def _without(asked: AskedBlocks, country: str, year: int) -> str:
    """Return that nothing is listed in the country or the year that an address names."""
    if asked.country.lower() != country:
        return _none_in(asked.country.lower())
    if asked.year and not year:
        return gettext(
            "No block listed here began or was first mentioned in that year. All years are shown."
        )
    return ""


def _last_seen(counted: Iterable[CountedBlock]) -> str:
    """Return between which days the blocks without a known end were last confirmed; empty if there
    are none."""
    open_ends = [each.block for each in counted if not each.block.ended]
    days = [block.last_confirmed for block in open_ends if block.last_confirmed]
    if not days:
        return ""
    first, last = page_locale().short_day(min(days)), page_locale().short_day(max(days))
    if first == last:
        return gettext("last confirmed on {day}", day=first)
    return gettext("last confirmed between {first} and {last}", first=first, last=last)


def _none_in(country: str) -> str:
    """Return that no block is listed in a country, or that this is the code of none."""
    if country not in zones_by_country():
        return gettext("The address of this page names no known country. This is the whole list.")
    named = page_locale().country(country)
    return gettext("No block in {country} is listed. This is the whole list.", country=named)


def _page_of(blocks: Sequence[CountedBlock], number: int) -> Leaf[CountedBlock]:
    """Return a page of the list, whose oldest block is counted first."""
    ordered = sorted(blocks, key=lambda each: (each.in_force, each.block.since, each.block.key))
    return leaf(
        number,
        lambda: len(ordered),
        lambda before, most: ordered[before : before + most],
        lambda most: ordered[len(ordered) - most :][::-1],
        _ON_A_PAGE,
    )


def counted_blocks(office: Office, asked: Mapping[str, AskedAbout]) -> list[CountedBlock]:
    """Return every block with the day up to which its days are counted."""
    return [
        CountedBlock(
            block,
            counted_by(office, block),
            asked[block.key].requests if block.key in asked else 0,
        )
        for block in newest_first(office.library)
    ]


def block_line(office: Office, block: Block, asked: AskedAbout | None = None) -> BlockLine:
    """Return a block's line, with its days in force and the results of requests about it."""
    kind = BLOCK_KINDS[BlockKind(block.kind)]
    force = block_force(office, block)
    return BlockLine(
        key=block.key,
        title=worded(block.title),
        kind=kind,
        where=worded(block.where),
        force=force,
        source=block.source,
        asked=asked,
    )


def asked_about(office: Office) -> Mapping[str, AskedAbout]:
    """Return what was asked about each block with requests."""
    sums = office.records.tally(Scope.BLOCK, [What.RECORDS, What.CELL, What.ITEM])
    return {
        block: _about(
            office.library,
            block,
            counts,
            sums.get((block, What.CELL), {}),
            by_key(sums.get((block, What.ITEM), {})),
        )
        for (block, what), counts in sums.items()
        if what is What.RECORDS and total(counts)
    }


def _about(
    library: Library, block: str, records: Counts, cells: Counts, states: Counter[str]
) -> AskedAbout:
    asked = {CellKey.of(key).body for key, number in by_key(cells).items() if number}
    # In the order of the table: the bodies of the block's own story first.
    story = library.blocks[block].bodies if block in library.blocks else ()
    first = [body for body in story if body in asked]
    bodies = dict.fromkeys((*first, *sorted(asked)))
    named = _listed(library, tuple(bodies))
    return AskedAbout(total(records), named, fully_disclosed(states.items()), states)


def _listed(library: Library, bodies: Sequence[str]) -> str:
    """Return bodies for a sentence; of many, the first ones and how many more there are."""
    names = [page_locale().together(brief_mention_of(library, body)) for body in bodies]
    shown, more = names[:_NAMED], len(names[_NAMED:])
    if not more:
        return page_locale().listed(shown)
    return gettext("{bodies} and {number} more", bodies=page_locale().listed(shown), number=more)


def signatories(library: Library, statement: Statement) -> tuple[str, ...]:
    """Return the names of the organisations that sources name as signatories."""
    return tuple(worded(library.organisations[key].name) for key in statement.signatories)


def newest_first(library: Library) -> list[Block]:
    """Return all blocks, the one that began last first."""
    return sorted(library.blocks.values(), key=lambda block: block.since, reverse=True)


def counted_by(now: Today, block: Block) -> date:
    """Return the day up to which a block's days are counted.

    It is today only for a block still in force, so that all other pages are the same every day.
    """
    if known := block.until or block.last_confirmed:
        return known
    return now.today_at(block.bodies[0]) if block.bodies else now.latest_today()


def block_force(office: Office, block: Block) -> Force:
    """Return the state of a block with its days, counted to the last day that is known."""
    return force_of(block, counted_by(office, block))
