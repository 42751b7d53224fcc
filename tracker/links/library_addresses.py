"""Every address in a law library, with the entries that name it."""

import dataclasses
import re
from collections.abc import Iterator, Mapping

from tracker.domain.base.text import Text
from tracker.domain.law.law import Source
from tracker.domain.library import Library
from tracker.domain.words.source_links import source_parts

_WRITTEN_OUT = re.compile(r"https?://[^\s\"'<>,;()\[\]{}]*[^\s\"'<>,;()\[\]{}.:]")


def library_addresses(library: Library) -> Mapping[str, tuple[str, ...]]:
    """Return each address with the entries that name it, such as “blocks pk-x-2024”, in order."""
    found: dict[str, dict[str, None]] = {}
    for field in dataclasses.fields(library):
        entries = getattr(library, field.name)
        if isinstance(entries, Mapping):
            for key, entry in entries.items():
                for address in _addresses(entry):
                    found.setdefault(address, {})[f"{field.name} {key}"] = None
    return {address: tuple(found[address]) for address in sorted(found)}


def _addresses(value: object) -> Iterator[str]:
    """Yield the addresses anywhere within a value.

    A source is cited as the press is, without a scheme; elsewhere an address is written out.
    """
    if isinstance(value, str):
        yield from _WRITTEN_OUT.findall(value)
    elif isinstance(value, Text):
        yield from _addresses(value.words)
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _addresses(each)
    elif isinstance(value, list | tuple | set | frozenset):
        for each in value:
            yield from _addresses(each)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _addresses(getattr(value, field.name))
        if isinstance(value, Source):
            yield from (address for _, address in source_parts(value.where) if address)
