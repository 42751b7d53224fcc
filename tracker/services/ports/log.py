"""What the public log needs of the store: leaves that have no place yet, and what is published."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from tracker.domain.record.leaf import Opening
from tracker.services.ports.attesting import Attestation, Attestations


class LeafSource(StrEnum):
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

    source: LeafSource
    request: str
    number: int
    leaf: bytes
    opening: Opening | None = None


@dataclass(frozen=True, slots=True)
class PublishedLeaf:
    """The newest checkpoint: how many leaves it has, and the signed note."""

    size: int
    note: bytes
    made_at: datetime


@dataclass(frozen=True, slots=True)
class LogBatch:
    """What one turn of the sequencer adds: leaves in order, tiles as they are then, a note; and
    older notes, the smallest first, where it takes back what was published before."""

    leaves: Sequence[Pending]
    tiles: Mapping[TileAt, bytes]
    published: PublishedLeaf
    between: Sequence[PublishedLeaf] = ()


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
    """The log, open for the one holder of its lock."""

    def last(self) -> PublishedLeaf | None:
        """Return the newest checkpoint, None before the first."""

    def pending_public(self, limit: int) -> Sequence[Pending]:
        """Return pending leaves of what is public; entries precede the record that shows them."""

    def pending_private(self, limit: int, *, entered_before: datetime) -> Sequence[Pending]:
        """Return pending sealed leaves of entries, in an order that tells nothing of them."""

    def has_place(self, source: LeafSource, request: str, number: int) -> bool:
        """Return whether something is in the log."""

    def tile(self, at: TileAt) -> bytes:
        """Return the hashes of a tile; empty if there is no such tile."""

    def append(self, batch: LogBatch) -> None:
        """Store a batch."""


class LogStore(Protocol):
    """The public log as it is stored."""

    attestations: Attestations

    def opened(self) -> AbstractContextManager[LogBook]:
        """Open the log for writing by one holder, all of it or nothing. Raises Busy."""

    def last(self) -> PublishedLeaf | None:
        """Return the newest checkpoint, None before the first."""

    def first_with(self, place: int) -> PublishedLeaf | None:
        """Return the first checkpoint whose tree holds a place, None if there is none."""

    def tile(self, at: TileAt) -> bytes:
        """Return the hashes of a tile; empty if there is no such tile."""

    def leaves(self, first: int, count: int) -> Sequence[bytes]:
        """Return consecutive leaves; fewer where the log ends."""

    def changes_of_key(self) -> Sequence[tuple[int, bytes]]:
        """Return the leaves that announce another key, each with its place, oldest first."""

    def waiting(self) -> int:
        """Return how many leaves have no place yet."""

    def place_of(self, source: LeafSource, request: str, number: int) -> int | None:
        """Return the place of a leaf, None if it has none yet."""

    def placed(
        self, source: LeafSource, request: str, number: int
    ) -> tuple[int, PublishedLeaf] | None:
        """Return the place of a leaf and the first checkpoint with it, None if it has none."""

    def to_prove(self, reference: str, version: int, takes: Takes) -> ToProve | None:
        """Return what proves the current version of a record and each entry that it shows.

        All of it is of one state. None if the version has no place yet.
        """

    def checkpoints(self) -> Iterator[PublishedLeaf]:
        """Return every checkpoint, smallest first."""

    def records_waiting(self) -> frozenset[str]:
        """Return the requests of which a version of the record has no place yet."""


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
        """Append pending leaves, and publish a checkpoint if there were any. Raises Refusal."""

    def state(self) -> LogState:
        """Return the state of the log. Raises Refusal if its newest checkpoint cannot be read."""

    def problems(self) -> list[str]:
        """Return the reasons why nothing can be appended; empty if all is well."""

    def set_back(self) -> bool:
        """Return whether the database is not that from which the newest checkpoint was published.

        Then answers may be missing from it. False if another process holds the log just now.
        """

    def newest(self) -> bytes | None:
        """Return the newest checkpoint with signatures of the log and witnesses, or None."""

    def keys(self) -> tuple[str, ...]:
        """Return all keys that ever signed the log, one line each, the current one first."""

    def witnesses(self) -> tuple[str, ...]:
        """Return the keys of the trusted witnesses, one line each."""

    def attestations(self) -> Sequence[Attestation]:
        """Return the statements by others about its checkpoints, newest first."""

    def attested_paths(self) -> Iterator[tuple[int, str]]:
        """Yield the files with statements by others and with key changes, each with its size."""

    def vouch(self, what: str, lines: Sequence[str]) -> bytes:
        """Return a note, signed by the log's key, that is not a checkpoint.

        Its first line has the log's name and one word, with which no checkpoint begins. `lines`
        follow.
        """

    def file(self, path: str) -> bytes | None:
        """Return a file of the log by its path (tile, bundle or statement by others), or None."""

    def paths(self, old: int, new: int) -> Iterator[str]:
        """Yield the files that a log of `new` leaves has and one of `old` leaves does not."""

    def placed(self, source: LeafSource, request: str, number: int = 0) -> Placed | None:
        """Return a leaf's position and the first tree that held it, or None if pending."""

    def proof(self, reference: str, version: int) -> RecordProof | None:
        """Return the proof of a record's current version, or None if it has no position yet."""

    def records_waiting(self) -> frozenset[str]:
        """Return the requests with a version of the record that has no position yet."""

    def consistency(self, old: int, new: int) -> tuple[bytes, ...]:
        """Return the hashes that prove a tree of `old` leaves to be a prefix of one of `new`."""
