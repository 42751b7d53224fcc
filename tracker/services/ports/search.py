"""The search index of the public records."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from tracker.domain.record.record import Record
from tracker.domain.words.search_query import Query
from tracker.services.ports.sought import ANY, BodyPart, RecordLine, Sought

_NOTHING = Query()


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """The indexed words of one shown record, all from the record and the library.

    `names` are those of the block, the bodies, the law and the record; `passages` are its other
    words, as a reader sees them. `edition` is that of the names and of the folding rules.
    """

    record: Record
    edition: str
    names: tuple[str, ...]
    passages: tuple[str, ...]
    country: str
    outcomes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A reader's search: words, and a filter on records. Empty fields mean any.

    A body is sought in each of the `parts` that it can have in a record.
    """

    query: Query = _NOTHING
    among: Sought = ANY
    parts: tuple[BodyPart, ...] = (BodyPart.HELD, BodyPart.HEARD)


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that was found, with the passages that may contain the words."""

    line: RecordLine
    passages: tuple[str, ...]


class SearchIndex(Protocol):
    """The words of public records: derived, and rebuilt whenever they are out of date."""

    def put(self, entry: SearchEntry, *, removed: bool = False) -> None:
        """Replace the words of a record, in the open transaction.

        If words were `removed` from the record, no trace of them is left.
        """

    def drop(self, reference: str) -> None:
        """Delete the words of a record, and leave no trace of them."""

    def behind(self, edition: str, limit: int) -> Sequence[str]:
        """Return shown records whose words are missing, or are of another version or edition."""

    def kept(self) -> Mapping[str, str]:
        """Return a fingerprint of each shown record whose words are up to date."""

    def passages(self, references: Collection[str]) -> Mapping[str, tuple[str, ...]]:
        """Return the passages of these records, leaving out those that are out of date."""

    def clear(self) -> None:
        """Delete all words."""

    def found(
        self, wanted: Wanted, first: int, limit: int, most: int
    ) -> tuple[Sequence[Hit], int]:
        """Return hits from position `first` on, and the total, counted up to `most`.

        The best hit has position 0. Records with these names come before those that mention them,
        newest first. If names alone give `most` hits, nothing else is searched.
        """

    def count(self, wanted: Wanted, most: int) -> int:
        """Return how many records match, counted up to `most`."""
