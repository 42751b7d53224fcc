"""Stand-ins for blocks and bodies of the office that the program no longer accepts.

A request names its block and its body. Without them its page could not be opened and its clock
would stop, so the words that can still be read are used, and the rest is left out.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import tomli

from tracker.domain.law.block import Block, BlockKind
from tracker.domain.law.body import PublicBody, Role
from tracker.domain.law.law import ReadIn
from tracker.domain.library import Library
from tracker.lawfiles.filling import UNREADABLE, Filling
from tracker.services.ports.own_library import OwnEntry

# The orders, measurements and reports of a block are left out, because an entry with a fault
# must not accuse a body.
_OF_A_BLOCK = (
    *("title", "in_sentence", "service", "kind", "country", "where", "since", "source", "bodies"),
    *("until", "last_confirmed", "since_about", "since_unknown", "powers", "places", "executed"),
)
_OF_A_BODY = (
    *("name", "in_sentence", "short_name", "role", "country", "laws", "calendar", "address_to"),
    *("address", "source", "channels", "email", "website"),
)


def stand_in(entry: OwnEntry, library: Library) -> Block | PublicBody | None:
    """Return what can still be read of a block or a body.

    Return None for other entries, and for a country without a calendar in the library.
    """
    table = _table(entry)
    country = table.get("country", entry.name.key[:2])
    if not library.calendars_of(country):
        return None
    found: Block | PublicBody | None = None
    if entry.name.folder == "blocks":
        found = _filled(Block, entry, table, _OF_A_BLOCK, _plain_block(entry, country), library)
    if entry.name.folder == "bodies":
        plain = _plain_body(entry, country, library)
        found = _filled(PublicBody, entry, table, _OF_A_BODY, plain, library)
    return found


def _table(entry: OwnEntry) -> Mapping[str, Any]:
    """Return the words of an entry as they were written. Empty if its text is not TOML."""
    try:
        found: Any = tomli.loads(entry.text)
        if entry.name.folder == "bodies":
            found = found["body"][entry.name.key]
    except (tomli.TOMLDecodeError, RecursionError, KeyError, TypeError):
        return {}
    return found if isinstance(found, dict) else {}


def _filled(
    cls: type,
    entry: OwnEntry,
    table: Mapping[str, Any],
    words: Iterable[str],
    plain: Mapping[str, Any],
    library: Library,
) -> Any:
    """Return an entry with each word that can be read, and plain words in place of the others."""
    given = {"key": entry.name.key}
    read = dict(plain)
    for word in words:
        if word not in table:
            continue
        tried = Filling(entry.name.key, "")
        filled = tried.fill(cls, {**read, word: table[word]}, "", given)
        if filled is not UNREADABLE and not tried.complaints and _refers_well(filled, library):
            read[word] = table[word]
    return Filling(entry.name.key, "").fill(cls, read, "", given)


def _refers_well(filled: Block | PublicBody, library: Library) -> bool:
    """Return whether everything that an entry names is in the library."""
    if isinstance(filled, Block):
        asked, powers = set(filled.bodies), set(filled.powers)
        return asked <= library.bodies.keys() and powers <= library.powers.keys()
    counted = {filled.calendar} if filled.calendar else set()
    return counted <= library.calendars.keys() and set(filled.laws) <= library.laws.keys()


def _plain_block(entry: OwnEntry, country: str) -> dict[str, Any]:
    named = {"en": entry.name.key}
    return {
        "title": named,
        "in_sentence": named,
        "service": named,
        "kind": BlockKind.BLOCK.value,
        "country": country,
        "where": {"en": country.upper()},
        "since": entry.at.date(),
        "source": _source(),
        "bodies": [],
        "places": [country.upper()],
    }


def _plain_body(entry: OwnEntry, country: str, library: Library) -> dict[str, Any]:
    named = {"en": entry.name.key}
    calendar = library.calendars_of(country)[0]
    return {
        "name": named,
        "in_sentence": named,
        "short_name": entry.name.key,
        "role": Role.INSTITUTION.value,
        "country": country,
        "laws": [],
        "calendar": calendar,
        "address_to": named,
        "address": [],
        "source": _source(),
    }


def _source() -> dict[str, str]:
    return {"where": "the office’s own library", "read_in": ReadIn.SECONDARY.value}
