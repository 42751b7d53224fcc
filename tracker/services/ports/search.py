"""What a search of the public records needs: what is kept of them, what is sought and found."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from tracker.domain.record.record import Record
from tracker.domain.words.search_query import Query
from tracker.services.ports.sought import ANY, Part, RecordLine, Sought

NOTHING = Query()


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """What is kept of one record that is not withheld, all of it from the record and the library.

    `names` are those of the block, the bodies, the law and the record; `passages` are its other
    words, as a reader sees them. `edition` is that of the names and of how words are folded.
    """

    record: Record
    edition: str
    names: tuple[str, ...]
    passages: tuple[str, ...]
    country: str
    outcomes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader asks for: words, and which records of the lists. Empty fields mean any. A body
    is sought in each of the `parts` that it can have in a record."""

    query: Query = NOTHING
    among: Sought = ANY
    parts: tuple[Part, ...] = (Part.HELD, Part.HEARD)


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that was found, with the words in which it may have been found."""

    line: RecordLine
    passages: tuple[str, ...]


class SearchIndex(Protocol):
    """The words of the public records: derived, and made anew whenever they are not up to date."""

    def put(self, entry: SearchEntry, *, removed: bool = False) -> None:
        """Keep a record in place of what was kept of it, in the transaction that is open. Where
        words were `removed` from the record, no trace of them is left."""

    def drop(self, reference: str) -> None:
        """Keep nothing of a record, and leave no trace of its words."""

    def behind(self, edition: str, limit: int) -> Sequence[str]:
        """Records that are shown and not kept as they are shown, or by another edition."""

    def kept(self) -> Mapping[str, str]:
        """What tells the entry of each record that is shown and kept as it is shown."""

    def passages(self, references: Collection[str]) -> Mapping[str, tuple[str, ...]]:
        """The passages of those of these records that are kept as they are shown."""

    def clear(self) -> None:
        """Keep nothing at all."""

    def found(
        self, wanted: Wanted, first: int, limit: int, most: int
    ) -> tuple[Sequence[Hit], int]:
        """What was sought from the place `first` on, 0 being the best: those that are so named
        before those that only say so, and the newest first; and how many that is, counted no
        further than to `most`. Where the names alone come to as many, nothing else is sought."""

    def count(self, wanted: Wanted, most: int) -> int:
        """How many records that is, counted no further than to `most`."""
