"""Whether every key that a file names exists in the library."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from tracker.domain.events import KINDS
from tracker.domain.law.limits import Extension, Limit, Outer, Pause, Transfer
from tracker.lawfiles.faults import Complaint, suggestion
from tracker.lawfiles.shape import ReferenceKind, shape_of

WORDS_OF: Mapping[ReferenceKind, type] = {
    ReferenceKind.LIMIT_WORD: Limit,
    ReferenceKind.EXTENSION_WORD: Extension,
    ReferenceKind.PAUSE_WORD: Pause,
    ReferenceKind.TRANSFER_WORD: Transfer,
    ReferenceKind.OUTER_WORD: Outer,
}


# The folder that defines the keys of a kind.
KEPT_IN = {
    ReferenceKind.LAW: "laws",
    ReferenceKind.CALENDAR: "calendars",
    ReferenceKind.BODY: "bodies",
    ReferenceKind.BLOCK: "blocks",
    ReferenceKind.POWER: "powers",
    ReferenceKind.QUESTION: "questions",
    ReferenceKind.ORGANISATION: "organisations",
    ReferenceKind.AUTHORITY: "authorities",
}
# What a law's own file defines.
IN_A_LAW = (ReferenceKind.PROVISION, ReferenceKind.STAGE, ReferenceKind.RELIEF)
KeysOfLaw = Mapping[ReferenceKind, Collection[str]]


def keys_of_law(table: Mapping[str, Any]) -> KeysOfLaw:
    """Return the keys that the table of a law defines. An entry with a fault still has its key."""
    found = {kind: table.get(kind.value) for kind in IN_A_LAW}
    return {kind: tuple(_keys_in(written)) for kind, written in found.items()}


def _keys_in(written: object) -> Iterator[str]:
    """Yield the keys of entries that are written as tables by their keys, or as a list."""
    if isinstance(written, dict):
        yield from written
    elif isinstance(written, list):
        yield from (each.get("key", "") for each in written if isinstance(each, dict))


class Reference(NamedTuple):
    """A key that must exist, and the place where it is written.

    `law` is the law of the provision or stage; empty for the law of the same file.
    """

    kind: ReferenceKind
    key: str
    file: str
    place: str
    law: str = ""


class Written(NamedTuple):
    """Every key that the library's files define, including keys of entries with a fault.

    `unknown` lists kinds with an unreadable file: what is missing there cannot be found.
    """

    by_kind: Mapping[ReferenceKind, Collection[str]]
    laws: Mapping[str, KeysOfLaw]
    unknown: Collection[ReferenceKind]

    def allowed(self, reference: Reference) -> Collection[str]:
        """Return the keys that `reference` could name."""
        if reference.kind in WORDS_OF:
            return shape_of(WORDS_OF[reference.kind]).allowed
        if reference.kind is ReferenceKind.EVENT:
            return [kind.kind for kind in KINDS.values() if kind.in_law]
        if reference.kind in IN_A_LAW:
            own = PurePosixPath(reference.file).stem
            return self.laws.get(reference.law or own, {}).get(reference.kind, ())
        return self.by_kind[reference.kind]


def dead_references(references: Iterable[Reference], written: Written) -> Iterator[Complaint]:
    """Yield a complaint for every key that names nothing, with the keys that exist."""
    found = dict[tuple[ReferenceKind, str, str], Collection[str]]()
    for reference in references:
        if reference.kind in written.unknown:
            continue  # there is already a complaint about the unreadable file
        if reference.law and reference.law not in written.laws:
            continue  # there is already a complaint about the law itself
        asked = (reference.kind, reference.file, reference.law)
        allowed = found.get(asked)
        if allowed is None:
            allowed = found[asked] = written.allowed(reference)
        if reference.key not in allowed:
            message = f"there is no {reference.kind.value} “{reference.key}”"
            message += f" in {reference.law}" if reference.law else ""
            hint = suggestion(reference.key, allowed)
            yield Complaint(reference.file, reference.place, f"{message}. {hint}")
