"""Blocks on one axis of days: a lane for each service, for each country, or for each block."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.domain.base.text import at_start
from tracker.domain.law.block import Block
from tracker.web.base.charts import AxisTick, BarFill, MarkShape, Scale, Track, axis_ticks
from tracker.web.base.language import gettext, ngettext, page_locale, worded
from tracker.web.record.words.days import about_day


@dataclass(frozen=True, slots=True)
class BlockWords:
    """A block in a lane: its key, its days in few words, and the number of public requests."""

    key: str
    title: str
    words: str
    requests: int


@dataclass(frozen=True, slots=True)
class BlockLane:
    """One lane: its blocks, oldest first, and their country."""

    name: str
    country: str
    blocks: tuple[BlockWords, ...]
    track: Track


@dataclass(frozen=True, slots=True)
class BlockFigure:
    """Lanes on one axis; `open_ends` says whether the end of any block is unknown, `short` whether
    any is drawn as a disc, and `blocks` how many there are."""

    lanes: tuple[BlockLane, ...]
    ticks: tuple[AxisTick, ...]
    first: date
    last: date
    open_ends: bool
    short: bool

    @property
    def blocks(self) -> int:
        """Return the number of blocks."""
        return sum(len(lane.blocks) for lane in self.lanes)


@dataclass(frozen=True, slots=True)
class CountedBlock:
    """A block, the day up to which its days are counted, and its number of public requests."""

    block: Block
    until: date
    requests: int

    @property
    def in_force(self) -> bool:
        """Return whether no source gives an end or a last confirmation."""
        return self.block.until is None and self.block.last_confirmed is None


def by_service(blocks: Iterable[CountedBlock], most: int) -> BlockFigure | None:
    """Return a lane for each service and country: those with a block in force first, then the one
    blocked last. None without blocks.

    Of more than `most` lanes, those with requests are kept before the others.
    """
    found: dict[tuple[str, str], list[CountedBlock]] = {}
    for each in blocks:
        service = each.block.service.in_language("en")
        found.setdefault((each.block.country, service), []).append(each)
    kept = sorted(found.values(), key=_weight, reverse=True)[:most]
    return _figure([(_name(these), these) for these in kept])


def _weight(blocks: Iterable[CountedBlock]) -> tuple[bool, bool, date]:
    return (
        any(each.in_force for each in blocks),
        any(each.requests for each in blocks),
        max(each.block.since for each in blocks),
    )


def _name(blocks: Sequence[CountedBlock]) -> str:
    """Return the title of the only block, or else the service with its country."""
    block = blocks[0].block
    if len(blocks) == 1:
        return worded(block.title)
    country = page_locale().country(block.country)
    service = at_start(worded(block.service))
    return gettext("{service}, {country}", service=service, country=country)


def by_country(blocks: Iterable[CountedBlock]) -> BlockFigure | None:
    """Return a lane for each country, in the same order. None without blocks."""
    found: dict[str, list[CountedBlock]] = {}
    for each in blocks:
        found.setdefault(each.block.country, []).append(each)
    return _figure([(page_locale().country(key), these) for key, these in found.items()])


def by_block(blocks: Iterable[CountedBlock]) -> BlockFigure | None:
    """Return a lane for each block, in the same order. None without blocks."""
    return _figure([(worded(each.block.title), [each]) for each in blocks])


def _figure(named: Sequence[tuple[str, list[CountedBlock]]]) -> BlockFigure | None:
    if not named:
        return None
    counted = [each for _, these in named for each in these]
    first, last = min(each.block.since for each in counted), max(each.until for each in counted)
    # A bar that reaches the edge looks as if the block went on.
    goes_on = any(each.in_force for each in counted)
    scale = Scale(first, last if goes_on else last + (last - first) // 40)
    ordered = sorted(
        named,
        key=lambda each: (
            any(one.in_force for one in each[1]),
            max(one.block.since for one in each[1]),
        ),
        reverse=True,
    )
    lanes = tuple(_lane(scale, name, these) for name, these in ordered)
    bars = [bar for lane in lanes for bar in lane.track.bars]
    return BlockFigure(
        lanes=lanes,
        ticks=axis_ticks(scale),
        first=first,
        last=last,
        open_ends=any(lane.track.marks for lane in lanes),
        short=any(not bar.width for bar in bars),
    )


def _lane(scale: Scale, name: str, blocks: Iterable[CountedBlock]) -> BlockLane:
    ordered = sorted(blocks, key=lambda each: each.block.since)
    spans = [span for each in ordered for span in stood(each.block, each.until)]
    marks = [mark for each in ordered for mark in open_end(each.block)]
    words = tuple(
        BlockWords(
            each.block.key,
            worded(each.block.title),
            few_words(each.block, each.until),
            each.requests,
        )
        for each in ordered
    )
    return BlockLane(name, ordered[0].block.country, words, scale.track(spans, marks))


def stood(block: Block, until: date) -> tuple[tuple[date, date, BarFill], ...]:
    """Return the days of a block as a bar; none if nobody knows when it began, or whether it was
    carried out."""
    return () if block.since_unknown or not block.carried_out else ((block.since, until, "stood"),)


def open_end(block: Block) -> tuple[tuple[date, MarkShape], ...]:
    """Return the ring at the last day on which a block was confirmed, if its end is unknown."""
    if block.until is not None:
        return ()
    if block.last_confirmed is not None:
        return ((block.last_confirmed, "open"),)
    return ((block.since, "open"),) if block.since_unknown else ()


def few_words(block: Block, until: date) -> str:
    """Return the days of a block in few words, for a lane: `445 days`."""
    if not block.carried_out:
        return gettext("ordered {day}", day=about_day(block.since, block.since_about))
    if block.since_unknown:
        return gettext("first mentioned {day}", day=about_day(block.since, block.since_about))
    if block.until is None and block.last_confirmed is not None:
        day = page_locale().short_day(block.last_confirmed)
        return gettext("last confirmed {day}", day=day)
    days, about = block.days_in_force(until) or 0, block.since_about or block.until_about
    if block.until is None:
        return gettext("in force, day {number}", number=days)
    if not days:
        return gettext("less than a day")
    if about:
        return ngettext("about {number} day", "about {number} days", days)
    return ngettext("{number} day", "{number} days", days)
