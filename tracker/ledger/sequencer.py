"""Assigns positions to leaves, computes the tree and signs it, with one lock holder at a time.

The newest note is also kept outside the database. A database that was set back would grow another
tree under the same name; the copy outside reveals that.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Protocol

from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.record.leaf import key_leaf
from tracker.ledger.checkpoint import Checkpoint, read_checkpoint
from tracker.ledger.files import Keys
from tracker.ledger.merkle import EMPTY_ROOT, leaf_hash, root_of
from tracker.ledger.notes import NotANote, Note, Signer, Verifier, read_note, read_verifier
from tracker.ledger.padding import MOST_PRIVATE, with_padding
from tracker.ledger.tiles import (
    FULL,
    TILE_HEIGHT,
    Tile,
    TiledTree,
    Unreadable,
    fold,
    read_bundle,
    read_hashes,
    tiles_between,
)
from tracker.services.ports.attesting import note_path
from tracker.services.ports.log import (
    Appended,
    LeafSource,
    LogBatch,
    LogBook,
    LogStore,
    LogTree,
    Pending,
    PublishedLeaf,
    SeenLog,
    TileAt,
)

LEAVES_AT_ONCE = 10_000


class Forked(NotAllowed):
    """Raised if the log in the database is not the one that was published."""


class NoteMissing(Forked):
    """Raised if this machine does not know what was published, and no witness told it."""


class KnownKeys(Protocol):
    """The public keys that may have signed the newest checkpoint, the current one first."""

    @property
    def verifiers(self) -> tuple[Verifier, ...]: ...


class KeyRing(Protocol):
    """Storage for the keys of the log."""

    def read(self) -> Keys:
        """Return the keys. Raises BadInput if there are none."""

    def settle(self) -> None:
        """Mark the key as recorded in the log."""


class Outside(Protocol):
    """Storage for the newest note, apart from the database."""

    def read(self) -> bytes | None:
        """Return the note, or None if it is lost."""

    def write(self, note: bytes) -> None:
        """Replace the note. A crash leaves the old one or the new one."""


class Proposed:
    """A note that is said to be the newest, checked before it is stored."""

    def __init__(self, note: bytes | None) -> None:
        self.note = note

    def read(self) -> bytes | None:
        return self.note

    def write(self, note: bytes) -> None:
        self.note = note


class Sequencer:
    """Appends to the log of one office."""

    def __init__(
        self, log: LogStore, ring: KeyRing, outside: Outside, now: Callable[[], datetime]
    ) -> None:
        self._log = log
        self._ring = ring
        self._outside = outside
        self._now = now

    def append(self) -> Appended:
        """Append pending leaves, and publish a checkpoint if there were any.

        Public leaves are appended at once, private ones from the next day (UTC) in one padded
        batch a day, so that neither their hour nor their number is revealed. Raises Forked, Busy,
        and BadInput if the key is missing.
        """
        with self._log.opened() as book:
            keys = self._ring.read()
            last = on_which(book, self._outside, keys)
            batch = self._next(book, last, keys)
            if batch:
                book.append(batch)
        if batch:
            self._outside.write(batch.published.note)
        if keys.changing:
            # Read again under the lock, because another process may have changed the key.
            with self._log.opened() as book:
                if book.has_place(LeafSource.KEY, str(self._ring.read().signer.verifier), 0):
                    self._ring.settle()
        added = len(batch.leaves) if batch else 0
        return Appended(last.size + added, added)

    def _next(self, book: LogBook, last: Checkpoint, keys: Keys) -> LogBatch | None:
        now = self._now()
        change = _change_of_key(book, last, self._outside, keys)
        waiting = [*change, *book.pending_public(LEAVES_AT_ONCE)]
        waiting += _private(book, now.astimezone(UTC), waiting)
        if not waiting:
            return None
        signers = [keys.signer, *([keys.before] if keys.before and change else [])]
        return self._batch(book, last, waiting, now, signers)

    def _batch(
        self,
        book: LogBook,
        last: Checkpoint,
        leaves: Sequence[Pending],
        now: datetime,
        signers: Sequence[Signer],
    ) -> LogBatch:
        size = last.size + len(leaves)
        hashes = [leaf_hash(each.leaf) for each in leaves]
        tiles = grown(last.size, hashes, book.tile)
        tree = TiledTree(size, lambda tile: _held(tiles, book, tile))
        text = str(Checkpoint(signers[0].verifier.name, size, root_of(size, tree)))
        note = signers[0].sign(text)
        for signer in signers[1:]:
            note = note.also_signed(signer.sign(text).signatures)
        return LogBatch(leaves, tiles, PublishedLeaf(size, str(note).encode(), now))


def _private(book: LogBook, now: datetime, public: Sequence[Pending]) -> list[Pending]:
    """Return the padded batch of private leaves of a day, also if no entry waits.

    Empty once the day has its batch, because a second one would reveal that more was entered.
    """
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if book.has_place(LeafSource.PADDING, midnight.date().isoformat(), 1):
        return []
    known = {(each.source, each.request, each.number) for each in public}
    private = book.pending_private(MOST_PRIVATE, entered_before=midnight)
    alone = [each for each in private if (each.source, each.request, each.number) not in known]
    return with_padding(alone, midnight.date())


def grown(
    old: int, hashes: Sequence[bytes], tile_at: Callable[[TileAt], bytes]
) -> dict[TileAt, bytes]:
    """Return the complete tiles that change when hashes are added to a tree of `old` leaves."""
    tiles: dict[TileAt, bytes] = {}
    new = list(hashes)
    level = 0
    while new:
        for n, hash_ in enumerate(new):
            at = (level, (old + n) >> TILE_HEIGHT)
            if at not in tiles:
                tiles[at] = tile_at(at) if (old + n) % FULL else b""
            tiles[at] += hash_
        ended = [at for at in tiles if at[0] == level and len(tiles[at]) == FULL * len(new[0])]
        new = [fold(read_hashes(tiles[at], FULL)) for at in sorted(ended)]
        level, old = level + 1, old >> TILE_HEIGHT
    return tiles


def regained(
    book: LogBook,
    held: Checkpoint,
    told: Checkpoint,
    published: PublishedLeaf,
    read: Callable[[str], bytes],
) -> LogBatch:
    """Return the leaves of a published tree that the database lost, from files of the log.

    Raises Forked if they do not form that tree together with the leaves in the database.
    """
    leaves: list[bytes] = []
    try:
        for tile in tiles_between(held.size, told.size):
            if tile.level == 0:
                first = tile.place << TILE_HEIGHT
                leaves += read_bundle(read(tile.bundle))[max(held.size - first, 0) :]
    except Unreadable as error:
        raise Forked(f"The copy of the public log is damaged: {error}.") from error
    tiles = grown(held.size, [leaf_hash(leaf) for leaf in leaves], book.tile)
    tree = TiledTree(told.size, lambda tile: _held(tiles, book, tile))
    if held.size + len(leaves) != told.size or root_of(told.size, tree) != told.root:
        raise Forked(
            "The copy of the public log does not go on from what the database holds, or it is "
            "damaged: nothing was taken from it."
        )
    waits = _pending_by_leaf(book, published.made_at)
    placed = [
        waits.pop(leaf, Pending(LeafSource.REGAINED, "", place, leaf))
        for place, leaf in enumerate(leaves, held.size)
    ]
    between = [
        PublishedLeaf(size, note, published.made_at)
        for size, root, note in _mirror_list(placed, told.size, read)
        if root == root_of(size, TiledTree(size, lambda tile: _held(tiles, book, tile)))
    ]
    return LogBatch(placed, tiles, published, between)


def _pending_by_leaf(book: LogBook, now: datetime) -> dict[bytes, Pending]:
    """Return pending leaves by their bytes, to recognise those that were published already.

    A second leaf of the same entry would reveal that the first one was not padding.
    """
    public, private = book.pending_public(None), book.pending_private(None, entered_before=now)
    return {each.leaf: each for each in (*public, *private)}


def _mirror_list(
    leaves: Sequence[Pending], size: int, read: Callable[[str], bytes]
) -> Iterator[tuple[int, bytes, bytes]]:
    """Yield the notes of key changes that a copy has and that key signed, with size and root."""
    for leaf in leaves:
        said = json.loads(leaf.leaf)
        if (said["leaf"], said.get("because")) != ("key", "rotated"):
            continue
        for smaller in range(leaf.number + 1, size):
            with suppress(BadInput, Forked):
                note, tree = _read(read(note_path(smaller)))
                if tree.size == smaller and note.signed_by(read_verifier(said["before"])):
                    yield smaller, tree.root, str(note).encode()
                    break


def empty_note(signer: Signer) -> bytes:
    """Return the note of an empty log."""
    return str(signer.sign(str(Checkpoint(signer.verifier.name, 0, EMPTY_ROOT)))).encode()


def on_which(book: SeenLog, outside: Outside, keys: Keys) -> Checkpoint:
    """Return the tree from which the log continues. Raises Forked if another one was published.

    An outside note that is one batch behind is not a fork: the program was stopped between the two
    writes.
    """
    inside = book.last()
    if keys.new_log and not book.has_place(LeafSource.KEY, str(keys.signer.verifier), 0):
        return _given(book, inside)
    # Check the fork first: the note in the database may be signed by the previous key.
    told = None if keys.new_log else _told(outside, keys)
    if told and told.size > (inside.size if inside else 0):
        raise Forked(
            f"The public log was published with {told.size} entries, and the database has "
            f"{inside.size if inside else 0} of them. The database was restored to an earlier "
            "state. Nothing is appended until the rest is back: see “A log that lost its end” in "
            "the operator’s guide."
        )
    held = checked_tree(inside.note if inside else None, keys)
    told = told or held
    _require_beginning(book, told)
    if inside and (told.size < held.size or keys.new_log):
        outside.write(inside.note)
    return held


def checked_tree(note: bytes | None, keys: KnownKeys) -> Checkpoint:
    """Return the tree that a note of this log signs; empty without a note. Raises Forked."""
    if note is None:
        return Checkpoint(keys.verifiers[0].name, 0, EMPTY_ROOT)
    found, checkpoint = _read(note)
    ours = keys.verifiers[0]
    if checkpoint.origin != ours.name or not any(map(found.signed_by, keys.verifiers)):
        raise Forked(
            f"The newest note of the public log is not signed by this office’s key, {ours.name}: "
            "put back the file of the key, or change it as the operator’s guide says."
        )
    return checkpoint


def _told(outside: Outside, keys: Keys) -> Checkpoint:
    """Return the tree that is known to be published."""
    note = outside.read()
    if note is None:
        raise NoteMissing(
            "The newest note of the public log is missing beside the database, as on a new "
            "machine, and no witness gave it: whether more was published is not known. Give it "
            "back by `tracker log rejoin`: see “A log that lost its end” in the operator’s guide."
        )
    return checked_tree(note, keys)


def _given(book: SeenLog, inside: PublishedLeaf | None) -> Checkpoint:
    """Return the tree in the database, signed by any key, for another log to continue from."""
    held = tree_in(inside)
    _require_beginning(book, held)
    return held


def tree_in(inside: PublishedLeaf | None) -> Checkpoint:
    """Return the tree in the database's newest note, signed by any key. Raises Forked."""
    return _read(inside.note)[1] if inside else Checkpoint("", 0, EMPTY_ROOT)


def begins_with(book: LogTree, told: Checkpoint) -> bool:
    """Return whether the tiles in the database begin with the published tree."""
    tree = TiledTree(told.size, lambda tile: _held({}, book, tile))
    try:
        return told.root == root_of(told.size, tree)
    except Unreadable:
        return False


def _require_beginning(book: LogTree, told: Checkpoint) -> None:
    """Raise Forked unless the tiles in the database begin with the published tree."""
    if not begins_with(book, told):
        raise Forked(
            f"The first {told.size} entries of the public log in the database are not those that "
            "were published: see “A log that lost its end” in the operator’s guide."
        )


def _change_of_key(
    book: LogBook, last: Checkpoint, outside: Outside, keys: Keys
) -> tuple[Pending, ...]:
    """Return the leaf that records a new key, unless it is recorded already."""
    key = str(keys.signer.verifier)
    if not keys.changing or book.has_place(LeafSource.KEY, key, 0):
        return ()
    if keys.before:
        leaf = key_leaf(key, str(keys.before.verifier), "rotated", last.size)
    else:
        leaf = key_leaf(key, last.origin, "new log", max(last.size, size_told(outside)))
    return (Pending(LeafSource.KEY, key, 0, leaf),)


def size_told(outside: Outside) -> int:
    """Return the number of leaves in the outside note, signed by any key; 0 if it is lost."""
    note = outside.read()
    try:
        return _read(note)[1].size if note else 0
    except Forked:
        return 0


def _read(note: bytes) -> tuple[Note, Checkpoint]:
    try:
        found = read_note(note)
        return found, read_checkpoint(found.text)
    except NotANote as error:
        raise Forked(f"The newest note of the public log cannot be read: {error}.") from error


def _held(tiles: dict[TileAt, bytes], book: LogTree, tile: Tile) -> bytes:
    """Return as many hashes of a tile as the tree has. The stored tile may have grown since."""
    at = (tile.level, tile.place)
    whole = tiles.get(at) or book.tile(at)
    return whole[: tile.width * len(EMPTY_ROOT)]
