"""Rules for blocks, judgments on them, and precedents."""

from collections.abc import Iterator

from tracker.domain.law.block import Block, BlockKind, MeasurementSource, is_place_of
from tracker.domain.law.judgment import Judgment, JudgmentOutcome
from tracker.domain.law.law import ReadIn
from tracker.domain.law.precedent import Precedent


def broken_block(block: Block) -> Iterator[tuple[str, str]]:
    """Yield every rule that a block breaks, each with its place."""
    if block.until and block.until < block.since:
        yield "until", f"{block.until} lies before the beginning, {block.since}."
    if block.until and block.last_confirmed:
        yield "last_confirmed", "is for a block whose end nobody knows; this one has “until”."
    if block.last_confirmed and block.last_confirmed < block.since:
        yield (
            "last_confirmed",
            f"{block.last_confirmed} lies before the beginning, {block.since}: write the last day "
            "on which a source says that the block was in force, or leave it out.",
        )
    if block.ordered_until and block.ordered_until < block.since:
        yield "ordered_until", f"{block.ordered_until} lies before the beginning, {block.since}."
    if block.executed_by and not block.carried_out:
        yield "executed_by", "is for a block that a source says was carried out: leave it out."
    if block.days and list(block.days) != sorted({block.since, *block.days}):
        yield "days", f"must begin with {block.since}, each day once and in order."
    for n, end in enumerate(block.ends, start=1):
        if end.until < block.since:
            yield f"ends[{n}].until", f"{end.until} lies before the beginning, {block.since}."
    yield from _places(block)
    for n, said in enumerate(block.justifications, start=1):
        for power in set(said.powers) - set(block.powers):
            yield (
                f"justifications[{n}].powers",
                f"“{power}” was used and is not among the powers of this block: add it there.",
            )
    yield from _watches(block)


def _places(block: Block) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the ISO 3166 codes of the places of a block."""
    country = block.country.upper()
    if not block.places:
        yield "places", f"must name at least one place by ISO 3166, such as “{country}”."
    for place in block.places:
        if not is_place_of(place, block.country):
            yield "places", f"“{place}” is neither “{country}” nor a part of it by ISO 3166-2."


def _watches(block: Block) -> Iterator[tuple[str, str]]:
    """Yield the watches that cannot show anything about this kind of block."""
    for n, watch in enumerate(block.watches, start=1):
        if watch.of is not MeasurementSource.OONI and block.kind is BlockKind.BLOCK:
            yield (
                f"watches[{n}].of",
                f"“{watch.of}” sees whole networks, not one service: only for a shutdown or "
                "throttling.",
            )


def broken_judgment(judgment: Judgment) -> Iterator[tuple[str, str]]:
    """Yield every rule that a judgment breaks: it is known from a source, and about something."""
    if not judgment.blocks and not judgment.powers:
        yield "", "must name a block in “blocks” or a power in “powers” that it is about."
    if judgment.source.read_in is ReadIn.MEMORY:
        yield "source", "rests on memory alone: leave the judgment out, or read about it."
    if judgment.outcome is JudgmentOutcome.PENDING and judgment.on:
        yield "on", "is the day of a decision, and this case is “pending”: leave it out."
    if judgment.about and judgment.on is None:
        yield "about", "says how exactly “on” is known: write “on” too, or leave it out."


def broken_precedent(precedent: Precedent) -> Iterator[tuple[str, str]]:
    """Yield every rule that a precedent breaks: it is known from a source, in order of days."""
    if precedent.source.read_in is ReadIn.MEMORY:
        yield "source", "rests on memory alone: leave the precedent out, or read about it."
    if precedent.asked_on and precedent.on and precedent.on < precedent.asked_on:
        yield "on", f"{precedent.on} lies before the day of the request, {precedent.asked_on}."
