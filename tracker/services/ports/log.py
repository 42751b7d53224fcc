"""The public log: pending leaves, published checkpoints, and proofs."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from tracker.domain.record.leaf import Opening
from tracker.services.ports.attesting import Attestation, Attestations


class LeafSource(StrEnum):
    """The kind of thing that a leaf commits to."""

    ENTRY = "entry"
    RECORD = "record"
    LIBRARY = "library"
    FINDING = "finding"
    CAPTURE = "capture"
    KEY = "key"
    PADDING = "padding"
    REGAINED = "regained"


TileAt = tuple[int, int]
"""The level and the position of a tile."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A leaf without a place: its source, its bytes, and the opening if it is sealed."""

    source: LeafSource
    request: str
    number: int
    leaf: bytes
    opening: Opening | None = None


@dataclass(frozen=True, slots=True)
class PublishedLeaf:
    """A checkpoint: the number of leaves, and the signed note."""

    size: int
    note: bytes
    made_at: datetime


@dataclass(frozen=True, slots=True)
class LogBatch:
    """The additions of one sequencer run: leaves in order, the resulting tiles, and a note.

    `between` has older notes, smallest first, if the run restores what was published before.
    """

    leaves: Sequence[Pending]
    tiles: Mapping[TileAt, bytes]
    published: PublishedLeaf
    between: Sequence[PublishedLeaf] = ()


@dataclass(frozen=True, slots=True)
class Proving:
    """A leaf to be proved.

    `number` is its version or entry, `size` that of the first tree with it, and `opening` opens it
    if it is sealed.
    """

    number: int
    place: int
    size: int
    leaf: bytes
    opening: Opening | None = None


Takes = Callable[[Sequence[Proving]], Collection[TileAt]]
"""Returns the tiles needed for the proofs of some leaves."""


@dataclass(frozen=True, slots=True)
class ToProve:
    """The data that proves a record.

    `leaves` has the record's own leaf first, then those of the entries that it shows. `notes` are
    the signed checkpoints of their trees, by size. `tiles` are the hashes of the tiles that exist.
    """

    leaves: Sequence[Proving]
    notes: Mapping[int, bytes]
    tiles: Mapping[TileAt, bytes]


class LogTree(Protocol):
    """The tree of the log as it is stored, to compare others with."""

    def last(self) -> PublishedLeaf | None:
        """Return the newest checkpoint, None before the first."""

    def tile(self, at: TileAt) -> bytes:
        """Return the hashes of a tile; empty if there is no such tile."""


class SeenLog(LogTree, Protocol):
    """One state of the log, while others may write."""

    def has_place(self, source: LeafSource, request: str, number: int) -> bool:
        """Return whether a leaf is in the log."""


class LogBook(SeenLog, Protocol):
    """The log, open for the one process that holds its lock."""

    def pending_public(self, limit: int | None) -> Sequence[Pending]:
        """Return pending leaves of what is public; entries precede the record that shows them."""

    def pending_private(self, limit: int | None, *, entered_before: datetime) -> Sequence[Pending]:
        """Return pending sealed leaves of entries; of too many, those entered first."""

    def append(self, batch: LogBatch) -> None:
        """Store a batch."""


class LogStore(LogTree, Protocol):
    """The public log as it is stored."""

    attestations: Attestations

    def opened(self) -> AbstractContextManager[LogBook]:
        """Open the log for writing in one transaction. Another writer waits until it ends."""

    def seen(self) -> AbstractContextManager[SeenLog]:
        """Open the newest state of the log, and wait for no writer.

        Raises ReadOnlyOffice if nothing can be appended.
        """

    def first_with(self, place: int) -> PublishedLeaf | None:
        """Return the first checkpoint whose tree has a place, None if there is none."""

    def leaves(self, first: int, count: int) -> Sequence[bytes]:
        """Return consecutive leaves from place `first` on; fewer at the end of the log."""

    def changes_of_key(self) -> Sequence[tuple[int, bytes]]:
        """Return the leaves that announce a new key, each with its place, oldest first."""

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

        Everything is read in one state. None if the version has no place yet.
        """

    def checkpoints(self, after: int = 0) -> Iterator[PublishedLeaf]:
        """Return every checkpoint of more than `after` entries, smallest first."""

    def records_waiting(self) -> frozenset[str]:
        """Return the requests with a version of the record that has no place yet."""


@dataclass(frozen=True, slots=True)
class Appended:
    """The result of a sequencer run: the number of leaves, and how many of them are new."""

    size: int
    added: int


@dataclass(frozen=True, slots=True)
class Placed:
    """The place of a leaf, and the first tree with it.

    Neither ever changes, so pages that show them can be cached.
    """

    place: int
    size: int
    root: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Inclusion:
    """The proof that a leaf is at a place of the first tree with it."""

    place: int
    leaf: bytes
    size: int
    hashes: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class LeafProof:
    """The proof that a leaf is in the log, and the checkpoint of the first tree with it."""

    inclusion: Inclusion
    note: bytes


@dataclass(frozen=True, slots=True)
class OpenedEntry:
    """An entry whose leaf is sealed: the opening, and the proof of inclusion."""

    seq: int
    opening: Opening
    inclusion: Inclusion


@dataclass(frozen=True, slots=True)
class RecordProof:
    """The proof that a version of a record, and the entries in it, are in the log.

    `notes` are the checkpoints of the trees, by size. `extensions` prove each smaller tree to be a
    prefix of the record's tree.
    """

    record: Inclusion
    entries: tuple[OpenedEntry, ...]
    notes: Mapping[int, bytes]
    extensions: Mapping[int, tuple[bytes, ...]]


@dataclass(frozen=True, slots=True)
class LogState:
    """The state of the log: its name, its newest checkpoint, and the number of pending leaves."""

    origin: str
    size: int
    root: str
    made_at: datetime | None
    waiting: int


class Ledger(Protocol):
    """The public log as its readers see it."""

    def state(self) -> LogState:
        """Return the state of the log. Raises Refusal if its newest checkpoint is unreadable."""

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

        Its first line has the log's name and `what`, a word with which no checkpoint begins.
        `lines` follow.
        """

    def file(self, path: str) -> bytes | None:
        """Return a file of the log by its path (tile, bundle or statement by others), or None."""

    def paths(self, old: int, new: int) -> Iterator[str]:
        """Yield the files that a log of `new` leaves has and one of `old` leaves does not."""

    def consistency(self, old: int, new: int) -> tuple[bytes, ...]:
        """Return the hashes that prove a tree of `old` leaves to be a prefix of one of `new`."""


class LogProofs(Protocol):
    """Positions in the public log, and the proofs of what it holds."""

    def placed(self, source: LeafSource, request: str, number: int = 0) -> Placed | None:
        """Return a leaf's position and the first tree that held it, or None if pending."""

    def place_shown(self, placed: tuple[int, PublishedLeaf] | None) -> Placed | None:
        """Return what `placed` returns for a place that was read with its record."""

    def leaf_proof(self, source: LeafSource, request: str) -> LeafProof | None:
        """Return the proof of a leaf other than those of requests, or None if it is pending."""

    def proof(self, reference: str, version: int) -> RecordProof | None:
        """Return the proof of a record's current version, or None if it has no position yet."""

    def records_waiting(self) -> frozenset[str]:
        """Return the requests with a version of the record that has no position yet."""


class LogUpkeep(Protocol):
    """What appends to the public log, and what hinders it."""

    def append(self) -> Appended:
        """Append pending leaves, and publish a checkpoint if there were any.

        Raises Refusal if nothing can be appended.
        """

    def problems(self) -> list[str]:
        """Return the reasons why nothing can be appended; empty if all is well."""

    def set_back(self) -> bool:
        """Return whether the database is not that from which the newest checkpoint was published.

        Then answers may be missing from it.
        """

    def seek_note(self) -> None:
        """Ask the witnesses what was published, once in each process, and again while this
        machine does not know it. Raises BadInput if the key is missing."""

    @property
    def has_witnesses(self) -> bool:
        """Whether there are witnesses to ask."""

    def ask_witnesses(self) -> bool:
        """Ask the witnesses what was published, and return whether one gave a checkpoint of this
        log. Raises BadInput if the key is missing."""

    def lacks_note(self) -> bool:
        """Return whether this machine does not know what was published."""
