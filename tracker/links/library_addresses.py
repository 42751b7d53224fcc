"""Every address in a law library, with the entries that name it."""

import dataclasses
import re
from collections.abc import Iterator, Mapping

from tracker.domain.base.text import Text
from tracker.domain.law.law import ReadIn, Source
from tracker.domain.library import Library
from tracker.domain.words.source_links import source_parts

_WRITTEN_OUT = re.compile(r"https?://[^\s\"'<>,;()\[\]{}]*[^\s\"'<>,;()\[\]{}.:]")


def library_addresses(library: Library) -> Mapping[str, tuple[str, ...]]:
    """Return each address with the entries that name it, such as “blocks pk-x-2024”, in order."""
    found: dict[str, dict[str, None]] = {}
    for name, entry in _entries(library):
        for address in _addresses(entry):
            found.setdefault(address, {})[name] = None
    return {address: tuple(found[address]) for address in sorted(found)}


def sources_without_address(library: Library) -> Mapping[str, tuple[str, ...]]:
    """Return the sources that give a reader no address to open, by the entry that names them.

    An address may stand in the note of a source. What rests on memory has no source to open.
    """
    found: dict[str, dict[str, None]] = {}
    for name, entry in _entries(library):
        for source in _leaves(entry):
            if isinstance(source, Source) and source.read_in is not ReadIn.MEMORY:
                parts = (*source_parts(source.where), *source_parts(source.note))
                if not any(address for _, address in parts):
                    found.setdefault(name, {})[source.where] = None
    return {name: tuple(found[name]) for name in sorted(found)}


def _entries(library: Library) -> Iterator[tuple[str, object]]:
    for field in dataclasses.fields(library):
        entries = getattr(library, field.name)
        if isinstance(entries, Mapping):
            for key, entry in entries.items():
                yield f"{field.name} {key}", entry


def _addresses(entry: object) -> Iterator[str]:
    """Yield the addresses anywhere within an entry.

    A source is cited as the press is, without a scheme; elsewhere an address is written out.
    """
    for leaf in _leaves(entry):
        if isinstance(leaf, Source):
            yield from (address for _, address in source_parts(leaf.where) if address)
        else:
            yield from _WRITTEN_OUT.findall(leaf)


def _leaves(value: object) -> Iterator[str | Source]:
    """Yield every text and every source anywhere within a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Text):
        yield from _leaves(value.words)
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _leaves(each)
    elif isinstance(value, list | tuple | set | frozenset):
        for each in value:
            yield from _leaves(each)
    elif dataclasses.is_dataclass(value):
        if isinstance(value, Source):
            yield value
        for field in dataclasses.fields(value):
            yield from _leaves(getattr(value, field.name))
