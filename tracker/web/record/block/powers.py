"""Powers to block: the text and requirements of each, and the blocks it is named for."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from tracker.domain.base.errors import NotOnFile
from tracker.domain.law.block import Block, Justification
from tracker.domain.law.judgment import Judgment
from tracker.domain.law.power import Power
from tracker.domain.library import Library
from tracker.domain.words.alphabet import by_letters
from tracker.services.core.office import Office
from tracker.web.base.language import page_locale
from tracker.web.record.block.blocks import BlockLine, block_line


@dataclass(frozen=True, slots=True)
class PowerPage:
    """One power, with the judgments on it, the blocks it was invoked for, and those for which it
    only may have been."""

    power: Power
    country: str
    judgments: tuple[Judgment, ...]
    invoked: tuple[BlockLine, ...]
    named: tuple[BlockLine, ...]


@dataclass(frozen=True, slots=True)
class PowersPage:
    """All powers, by country."""

    countries: tuple[tuple[str, tuple[Power, ...]], ...]


@dataclass(frozen=True, slots=True)
class PowerNamed:
    """A power, and the statements that invoked it outside any request; nothing else shows that it
    was used."""

    power: Power
    invoked: tuple[tuple[int, Justification], ...]


def named_powers(library: Library, block: Block) -> Iterator[PowerNamed]:
    """Yield the powers of the block, invoked ones first."""
    places = tuple(enumerate(block.justifications, start=1))
    named = [
        PowerNamed(library.powers[key], tuple(each for each in places if key in each[1].powers))
        for key in block.powers
    ]
    yield from sorted(named, key=lambda each: not each.invoked)


def powers_page(office: Office) -> PowersPage:
    """Return all powers."""
    by_country: dict[str, list[Power]] = defaultdict(list)
    for power in office.library.powers.values():
        by_country[page_locale().country(power.country)].append(power)
    ordered = sorted(by_country, key=by_letters)
    return PowersPage(tuple((name, tuple(by_country[name])) for name in ordered))


def power_page(office: Office, key: str) -> PowerPage:
    """Return the page of a power. Raises NotOnFile if there is no such power."""
    library = office.library
    power = library.powers.get(key)
    if power is None:
        raise NotOnFile("There is no power “{key}”.", key=key)
    blocks = [block for block in library.blocks.values() if key in block.powers]
    used = [b for b in blocks if any(key in said.powers for said in b.justifications)]
    return PowerPage(
        power=power,
        country=page_locale().country(power.country),
        judgments=library.judgments_on(power=key),
        invoked=tuple(block_line(office, block) for block in used),
        named=tuple(block_line(office, block) for block in blocks if block not in used),
    )
