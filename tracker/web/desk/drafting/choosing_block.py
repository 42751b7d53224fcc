"""Choosing the block of a new request: the blocks of the office's countries first, or a filter."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tracker.domain.law.block import Block
from tracker.domain.words.alphabet import by_letters
from tracker.domain.words.folding import search_words
from tracker.services.core.office import Office
from tracker.web.base.language import gettext, page_locale
from tracker.web.record.block.blocks import newest_first

# Blocks in each list of the page.
_FEW, _MOST = 10, 100


@dataclass(frozen=True, slots=True)
class BlockGroup:
    """Blocks under a heading, how many of them are not shown, and their country; empty if the
    blocks are of several countries."""

    heading: str
    blocks: Sequence[Block]
    left_out: int
    country: str = ""


@dataclass(frozen=True, slots=True)
class ChoiceOfBlocks:
    """The groups to choose from, and the names of all countries with a block, by code.

    `filtered` says whether the groups are the result of a filter.
    """

    groups: Sequence[BlockGroup]
    countries: Mapping[str, str]
    filtered: bool


def choice_of_blocks(office: Office, words: str, country: str) -> ChoiceOfBlocks:
    """Return the blocks of a country whose title or place has all the words, newest first.

    Without words and country: those of the countries about which the office has requests, with
    the blocks of these requests first, and the newest of other countries.
    """
    blocks, sought = newest_first(office.library), search_words(words)
    names = {each.country: page_locale().country(each.country) for each in blocks}
    countries = dict(sorted(names.items(), key=lambda item: by_letters(item[1])))
    filtered = bool(sought or country)
    if filtered:
        found = [each for each in blocks if country in ("", each.country) and _has(each, sought)]
        groups = [_group(gettext("Blocks found"), found, _MOST)]
    else:
        groups = list(_usual(office, blocks, countries))
    return ChoiceOfBlocks([each for each in groups if each.blocks], countries, filtered)


def _usual(
    office: Office, blocks: Sequence[Block], countries: Mapping[str, str]
) -> Iterator[BlockGroup]:
    asked = {block for block, _ in office.case_rows.asked()}
    own = dict.fromkeys(each.country for each in blocks if each.key in asked)
    for country in own:
        there = [each for each in blocks if each.country == country]
        first = sorted(there, key=lambda each: each.key not in asked)
        yield _group(countries[country], first, _FEW, country)
    elsewhere = [each for each in blocks if each.country not in own]
    heading = gettext("Newest blocks in other countries") if own else gettext("Newest blocks")
    yield _group(heading, elsewhere, _FEW)


def _group(heading: str, blocks: Sequence[Block], most: int, country: str = "") -> BlockGroup:
    return BlockGroup(heading, blocks[:most], max(len(blocks) - most, 0), country)


def _has(block: Block, sought: Sequence[str]) -> bool:
    """Return whether each word begins a word of the title or place, in any language."""
    known = search_words(" ".join((*block.title.words.values(), *block.where.words.values())))
    return all(any(word.startswith(each) for word in known) for each in sought)
