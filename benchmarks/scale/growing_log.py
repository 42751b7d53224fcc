"""The tree of the public log over very many leaves, and its signed checkpoint."""

from collections.abc import Iterable
from datetime import UTC, datetime

from sqlmodel import Session

from tracker.ledger.checkpoint import Checkpoint
from tracker.ledger.files import KeyFile, NoteFile
from tracker.ledger.merkle import HASH_BYTES, root_of
from tracker.ledger.sequencer import grown, tree_in
from tracker.ledger.tiles import Tile, TiledTree
from tracker.settings import Settings
from tracker.storage.db.tables.log import CheckpointRow, TileRow
from tracker.storage.opening import Storage


def size_of(rooms: Storage) -> int:
    """Return how many leaves the log has."""
    return tree_in(rooms.log.last()).size


def grow(rooms: Storage, settings: Settings, hashes: Iterable[bytes]) -> int:
    """Add leaves to the tree by their hashes, many in each item; return how many it has then."""
    size = size_of(rooms)
    for some in hashes:
        with rooms.transactions.writing() as session:
            split = [some[n : n + HASH_BYTES] for n in range(0, len(some), HASH_BYTES)]
            for at, tile in grown(size, split, rooms.log.tile).items():
                _save(session, at, tile)
        size += len(split)
    signer = KeyFile(settings.log_key).read().signer

    def read(tile: Tile) -> bytes:
        return rooms.log.tile((tile.level, tile.place))[: tile.width * HASH_BYTES]

    root = root_of(size, TiledTree(size, read))
    note = str(signer.sign(str(Checkpoint(signer.verifier.name, size, root)))).encode()
    with rooms.transactions.writing() as session:
        session.add(CheckpointRow(size=size, note=note, made_at=datetime.now(UTC)))
    NoteFile(settings.log_note).write(note)
    return size


def _save(session: Session, at: tuple[int, int], hashes: bytes) -> None:
    level, place = at
    row = session.get(TileRow, at)
    if row is None:
        session.add(TileRow(level=level, place=place, hashes=hashes))
    else:
        row.hashes = hashes
