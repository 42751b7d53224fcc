"""The search index of the public records, and that of private words."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple, Protocol

from tracker.domain.record.record import Record
from tracker.services.ports.sought import ANY, BodyPart, RecordLine, Sought


class QueryTerm(NamedTuple):
    """Index words that must follow one another; usually one.

    With `begins`, the last one need only begin a word. With a `beginning`, words that begin so are
    found too, after all others. `typed` is the word that was typed, if it is a single one.
    """

    row: tuple[str, ...]
    begins: bool = False
    beginning: str = ""
    typed: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """The terms that must all occur, and those of which none may occur.

    With `any_of`, one of the wanted terms is enough.
    """

    wanted: tuple[QueryTerm, ...] = ()
    unwanted: tuple[QueryTerm, ...] = ()
    any_of: bool = False

    def __bool__(self) -> bool:
        return bool(self.wanted or self.unwanted)


_NOTHING = Query()


class Tier(StrEnum):
    """Where the words of a query were found, best first.

    All in names; all anywhere; some only as beginnings of words. ANYWHERE is any of the three.
    """

    NAMES = "names"
    ELSEWHERE = "elsewhere"
    BEGINNINGS = "beginnings"
    ANYWHERE = "anywhere"


class Passage(NamedTuple):
    """A text that can be found, and its language, empty if nobody said which it is."""

    words: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """The indexed words of one shown record, all from the record and the library.

    `names` are those of the block, the bodies, the law and the record; `passages` are its other
    words, as a reader sees them. `edition` is that of the names and of the form of the index.
    """

    record: Record
    edition: str
    names: tuple[str, ...]
    passages: tuple[Passage, ...]
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
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class FacetRow:
    """What a record that was found counts for in each filter."""

    country: str
    law: str
    phase: str
    outcomes: tuple[str, ...]
    bodies: tuple[str, ...]
    year: int
    silent: bool
    open_until: date | None


@dataclass(frozen=True, slots=True)
class Found:
    """One page of hits, and the total, counted up to a limit.

    `rows` are those of all hits; empty if the limit was reached.
    """

    hits: Sequence[Hit]
    count: int
    rows: Sequence[FacetRow] = ()


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

    def passages(self, references: Collection[str]) -> Mapping[str, tuple[Passage, ...]]:
        """Return the passages of these records, leaving out those that are out of date."""

    def clear(self) -> None:
        """Delete all words."""

    def found(self, wanted: Wanted, first: int, limit: int, most: int) -> Found:
        """Return hits from position `first` on, and the total, counted up to `most`.

        The best hit has position 0. Records come in the order of `Tier`, and in each newest first.
        If one tier gives `most` hits, the next ones are not searched.
        """

    def count(self, wanted: Wanted, most: int) -> int:
        """Return how many records match, counted up to `most`."""

    def nearly_spelled(self, words: Collection[str]) -> Sequence[str]:
        """Return words of records that share a spelling key with one of these."""


@dataclass(frozen=True, slots=True)
class PrivateHits:
    """The requests whose private words match, and how many requests are not indexed yet.

    `scanned` are those that match by words alone which a program read on pages of documents.
    """

    references: Sequence[str]
    left: int = 0
    scanned: frozenset[str] = frozenset()


class PrivateSearch(Protocol):
    """An index of private words, sealed for each request."""

    def find(self, query: Query, limit: int) -> PrivateHits:
        """Return up to `limit` requests whose private words match a query.

        A word is found within longer ones too. Requests that changed are indexed first, up to a
        fixed number. Raises Locked.
        """
