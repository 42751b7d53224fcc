"""What the public log needs of the store: leaves that have no place yet, and what is published."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from tracker.domain.record.leaf import Opening
from tracker.services.ports.attesting import Attestation, Attestations


class Source(StrEnum):
    """What a leaf is of."""

    ENTRY = "entry"
    RECORD = "record"
    LIBRARY = "library"
    KEY = "key"
    REGAINED = "regained"


TileAt = tuple[int, int]
"""A tile by its level and its place."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A leaf without a place: what it is of, its bytes, and what will open it if it is sealed."""

    source: Source
    request: str
    number: int
    leaf: bytes
    opening: Opening | None = None


@dataclass(frozen=True, slots=True)
class Published:
    """The newest checkpoint: how many leaves it has, and the signed note."""

    size: int
    note: bytes
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Batch:
    """What one turn of the sequencer adds: leaves in order, tiles as they are then, a note; and
    older notes, the smallest first, where it takes back what was published before."""

    leaves: Sequence[Pending]
    tiles: Mapping[TileAt, bytes]
    published: Published
    between: Sequence[Published] = ()


@dataclass(frozen=True, slots=True)
class Proving:
    """A leaf to be proved: the number of its version or entry, its place, the size of the first
    tree that held it, its bytes, and what opens it where it is sealed."""

    number: int
    place: int
    size: int
    leaf: bytes
    opening: Opening | None = None


Takes = Callable[[Sequence[Proving]], Collection[TileAt]]
"""Tells which tiles the proofs of some leaves take."""


@dataclass(frozen=True, slots=True)
class ToProve:
    """What proves a record: its leaf first, then those of the entries that it shows; the signed
    checkpoints of their trees, by size; and the hashes of the tiles, as many as there are."""

    leaves: Sequence[Proving]
    notes: Mapping[int, bytes]
    tiles: Mapping[TileAt, bytes]


class LogBook(Protocol):
    """The log while one holder of its lock has it open."""

    def last(self) -> Published | None:
        """The newest checkpoint; None before the first."""

    def pending_public(self, limit: int) -> Sequence[Pending]:
        """Leaves of what is public, and before each record the entries that it shows."""

    def pending_private(self, limit: int, *, entered_before: datetime) -> Sequence[Pending]:
        """Sealed leaves of entries, in an order that tells nothing of them."""

    def has_place(self, source: Source, request: str, number: int) -> bool:
        """Whether something stands in the log."""

    def tile(self, at: TileAt) -> bytes:
        """The hashes of a tile, as many as there are; none where there is no such tile."""

    def append(self, batch: Batch) -> None:
        """Keep all of a batch."""


class Log(Protocol):
    """The public log as it is kept."""

    @property
    def attestations(self) -> Attestations:
        """What others said of it."""

    def opened(self) -> AbstractContextManager[LogBook]:
        """The log for writing: one holder at a time, and all of it or nothing. Raises Busy."""

    def last(self) -> Published | None:
        """The newest checkpoint; None before the first."""

    def first_with(self, place: int) -> Published | None:
        """The first checkpoint whose tree holds the leaf at a place."""

    def tile(self, at: TileAt) -> bytes:
        """The hashes of a tile, as many as there are; none where there is no such tile."""

    def leaves(self, first: int, count: int) -> Sequence[bytes]:
        """Leaves that stand one after the other; fewer where the log ends."""

    def changes_of_key(self) -> Sequence[tuple[int, bytes]]:
        """The leaves that tell of another key, each with its place, the oldest first."""

    def waiting(self) -> int:
        """How many leaves have no place yet."""

    def place_of(self, source: Source, request: str, number: int) -> int | None:
        """Where the leaf of something stands; None where it has no place yet."""

    def placed(self, source: Source, request: str, number: int) -> tuple[int, Published] | None:
        """The same with the first checkpoint whose tree holds it."""

    def to_prove(self, reference: str, version: int, takes: Takes) -> ToProve | None:
        """What proves the current version of a record and each entry that it shows, all of one
        state; None where the version has no place yet."""

    def checkpoints(self) -> Iterator[Published]:
        """Every checkpoint, the smallest first."""

    def records_waiting(self) -> frozenset[str]:
        """The requests of which a version of the record has no place yet."""


@dataclass(frozen=True, slots=True)
class Appended:
    """What a turn of the sequencer did: how many leaves there are, and how many came now."""

    size: int
    added: int


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a leaf stands, and the first tree that held it: neither ever changes, so a page that
    shows them need not either."""

    place: int
    size: int
    root: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Inclusion:
    """That a leaf stands at a place of the first tree that held it."""

    place: int
    leaf: bytes
    size: int
    hashes: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class OpenedEntry:
    """An entry that was sealed when it was made: what opens its leaf, and where that stands."""

    seq: int
    opening: Opening
    inclusion: Inclusion


@dataclass(frozen=True, slots=True)
class RecordProof:
    """All that shows a version of a record, and the entries in it, to stand in the log.

    `notes` are the checkpoints named, by their size; `extensions` show each smaller tree to be
    the beginning of that of the record.
    """

    record: Inclusion
    entries: tuple[OpenedEntry, ...]
    notes: Mapping[int, bytes]
    extensions: Mapping[int, tuple[bytes, ...]]


@dataclass(frozen=True, slots=True)
class LogState:
    """How the log stands: its name, its newest checkpoint, and how much waits for a place."""

    origin: str
    size: int
    root: str
    made_at: datetime | None
    waiting: int


class Ledger(Protocol):
    """The public log as the office and its readers see it."""

    def append(self) -> Appended:
        """Give a place to what waits, and publish a checkpoint if anything did.

        Raises Refusal where the log lost its end, or its key is missing.
        """

    def state(self) -> LogState:
        """How the log stands. Raises Refusal where its newest checkpoint cannot be read."""

    def problems(self) -> list[str]:
        """Why nothing can be appended, a sentence each; none where all is well."""

    def newest(self) -> bytes | None:
        """The newest checkpoint, signed, with the signatures of witnesses that came for it; None
        before the first."""

    def keys(self) -> tuple[str, ...]:
        """The keys with which the log was ever signed, a line each, the present one first.

        Raises BadInput where the file of the key is missing.
        """

    def witnesses(self) -> tuple[str, ...]:
        """The keys of the witnesses whom the office trusts, a line each."""

    def attestations(self) -> Sequence[Attestation]:
        """What others said of its checkpoints, of the newest first."""

    def attested_paths(self) -> Iterator[tuple[int, str]]:
        """The files that hold what others said, and what a key signed with the one after it, each
        with the size of the checkpoint it is of."""

    def vouch(self, what: str, lines: Sequence[str]) -> bytes:
        """Lines signed by the key of the log, with one word that says what they are.

        Raises BadInput where the file of the key is missing.
        """

    def file(self, path: str) -> bytes | None:
        """A file of the log by its path: a tile, a bundle of entries, or what others said; None
        where it has none there."""

    def paths(self, old: int, new: int) -> Iterator[str]:
        """The files that a log of `new` leaves has and one of `old` leaves had not."""

    def placed(self, source: Source, request: str, number: int = 0) -> Placed | None:
        """Where something stands, and the first tree that held it; None where it waits."""

    def proof(self, reference: str, version: int) -> RecordProof | None:
        """The proof of the current version of a record; None where it has no place yet."""

    def records_waiting(self) -> frozenset[str]:
        """The requests of which a version of the record has no place yet."""

    def consistency(self, old: int, new: int) -> tuple[bytes, ...]:
        """The hashes that show a tree of `old` leaves to be the beginning of one of `new`.

        Raises BadInput where the log has no such trees.
        """
