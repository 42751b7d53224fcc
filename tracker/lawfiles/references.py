"""Whether every key that a file names exists somewhere in the library."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from tracker.domain.events import KINDS
from tracker.domain.limits import Extension, Limit, Outer, Pause, Transfer
from tracker.lawfiles.faults import Complaint, suggestion
from tracker.lawfiles.shape import Kind, shape_of

WORDS_OF: Mapping[Kind, type] = {
    Kind.LIMIT_WORD: Limit,
    Kind.EXTENSION_WORD: Extension,
    Kind.PAUSE_WORD: Pause,
    Kind.TRANSFER_WORD: Transfer,
    Kind.OUTER_WORD: Outer,
}


class Reference(NamedTuple):
    """A key written at a place that must exist.

    `law` is the law whose provisions or stages are meant, empty for the law of the same file.
    """

    kind: Kind
    key: str
    file: str
    place: str
    law: str = ""


class Written(NamedTuple):
    """Every key that the library's files define, also where the entry itself has a fault.

    `unknown` are kinds of which some file could not be read: nobody can say what is missing.
    """

    by_kind: Mapping[Kind, Collection[str]]
    laws: Mapping[str, Mapping[str, Any]]
    unknown: Collection[Kind]

    def allowed(self, reference: Reference) -> Collection[str]:
        """The keys that would do in the place of `reference`."""
        if reference.kind in WORDS_OF:
            return shape_of(WORDS_OF[reference.kind]).allowed
        if reference.kind is Kind.EVENT:
            return [kind.kind for kind in KINDS.values() if kind.in_law]
        if reference.kind in (Kind.PROVISION, Kind.STAGE):
            own = reference.file.removeprefix("laws/").removesuffix(".toml")
            table = self.laws.get(reference.law or own, {}).get(reference.kind.value, {})
            return table if isinstance(table, dict) else ()
        return self.by_kind[reference.kind]


def dead_references(references: Iterable[Reference], written: Written) -> Iterator[Complaint]:
    """A complaint for every key that names nothing, with those that exist."""
    for reference in references:
        if reference.kind in written.unknown:
            continue  # the file that could not be read is complained of
        if reference.law and reference.law not in written.laws:
            continue  # the law itself is complained of
        allowed = written.allowed(reference)
        if reference.key not in allowed:
            message = f"there is no {reference.kind.value} “{reference.key}”"
            message += f" in {reference.law}" if reference.law else ""
            hint = suggestion(reference.key, allowed)
            yield Complaint(reference.file, reference.place, f"{message}. {hint}")
