"""The sources of a law file: its provisions by how they were read, and the file's history."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from tracker.domain.law.authority import Authority
from tracker.domain.law.law import Law, Provision, ReadIn
from tracker.domain.law.law_file import LawChange
from tracker.domain.law.precedent import Precedent
from tracker.services.core.office import Office
from tracker.web.record.law.law_words import HOW_READ
from tracker.web.record.law.laws import compared, how_read

SHARED_BY = 3


@dataclass(frozen=True, slots=True)
class _Read:
    """Provisions read in the same way; `note` is what they all share, if anything."""

    how: str
    note: str
    provisions: tuple[Provision, ...]


@dataclass(frozen=True, slots=True)
class LawSources:
    """The provisions of one law, the decisions reported on it, the precedents under it, and the
    history of its file, newest first."""

    law: Law
    how_read: str
    compared: str
    provisions: tuple[_Read, ...]
    decisions: tuple[Authority, ...]
    precedents: tuple[Precedent, ...]
    changes: tuple[LawChange, ...]


def law_sources(office: Office, key: str) -> LawSources:
    """Return the sources of a law file. Raises NotOnFile if there is no such law."""
    law = office.library.law(key)
    changes = sorted(law.changes, key=lambda change: change.on, reverse=True)
    provisions = tuple(_provisions(law))
    decisions = office.library.decisions_on(law)
    precedents = office.library.precedents_under(law.key)
    return LawSources(
        law, how_read(law), compared(law), provisions, decisions, precedents, tuple(changes)
    )


def _provisions(law: Law) -> Iterator[_Read]:
    """Yield the provisions by how they were read, most reliable first; a shared note appears
    once."""
    notes = Counter(provision.source.note for provision in law.provisions.values())
    groups: dict[tuple[ReadIn, str], list[Provision]] = defaultdict(list)
    for provision in law.provisions.values():
        source = provision.source
        shared = source.note if notes[source.note] >= SHARED_BY else ""
        groups[source.read_in, shared].append(provision)
    order = list(ReadIn)
    for reading, note in sorted(groups, key=lambda group: order.index(group[0])):
        how = str(HOW_READ[reading]).capitalize()
        yield _Read(how, note, tuple(groups[reading, note]))
