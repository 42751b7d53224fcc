"""The log calculated again from its leaves, a part at a time."""

from collections.abc import Collection, Sequence
from functools import lru_cache, partial

from tracker.ledger.checkpoint import read_checkpoint
from tracker.ledger.merkle import HASH_BYTES, leaf_hash, root_of
from tracker.ledger.notes import NotANote, Verifier, read_note
from tracker.ledger.sequencer import grown
from tracker.ledger.tiles import FULL, TILE_HEIGHT, Tile, TiledTree
from tracker.services.ports.log import LogStore, PublishedLeaf, TileAt

# Leaves whose hashes are in memory at once: whole tiles.
_LEAVES = 64 * FULL
# Tiles that successive checkpoints share.
_TILES = 1_024


def altered_since(log: LogStore, after: int) -> int | None:
    """Return the first entry of a tile that does not match its leaves; None if all do.

    The hashes of the first `after` entries are believed.
    """
    size = _size(log)
    for first in range(after - after % FULL, size, _LEAVES):
        end = min(first + _LEAVES, size)
        hashes = [leaf_hash(leaf) for leaf in log.leaves(first, end - first)]
        tiles = grown(first, hashes, partial(_tile_before, log, first))
        for at, counted in tiles.items():
            stored = log.tile(at)
            # The office goes on: the tile may have grown since the size was read.
            whole = len(stored) == _length(at, size) or len(stored) == _length(at, _size(log))
            if not whole or len(counted) != _length(at, end) or not stored.startswith(counted):
                return at[1] << (TILE_HEIGHT * (at[0] + 1))
        if len(hashes) < end - first:
            return first + len(hashes)
    return None


def forged_since(
    log: LogStore, after: int, keys: Sequence[Verifier], lost: Collection[str]
) -> int | None:
    """Return the size of the first checkpoint after `after` entries that is not signed by one of
    these keys, or signs another tree; None if there is none."""
    tile_at = lru_cache(_TILES)(log.tile)

    def read(tile: Tile) -> bytes:
        return tile_at((tile.level, tile.place))[: tile.width * HASH_BYTES]

    for published in log.checkpoints(after):
        root = root_of(published.size, TiledTree(published.size, read))
        if not _is_signed(published, root, keys, lost):
            return published.size
    return None


def _size(log: LogStore) -> int:
    last = log.last()
    return last.size if last else 0


def _length(at: TileAt, size: int) -> int:
    """Return how many bytes a tile has when the log has `size` entries."""
    level, place = at
    return min((size >> TILE_HEIGHT * level) - place * FULL, FULL) * HASH_BYTES


def _tile_before(log: LogStore, size: int, at: TileAt) -> bytes:
    """Return a tile as it was when the log had `size` entries."""
    level, _ = at
    return log.tile(at)[: (size >> TILE_HEIGHT * level) % FULL * HASH_BYTES]


def _is_signed(
    published: PublishedLeaf, root: bytes, keys: Sequence[Verifier], lost: Collection[str]
) -> bool:
    """Return whether a checkpoint signs that tree.

    For logs named in `lost`, whose keys are lost, only the text is compared.
    """
    try:
        note = read_note(published.note)
        told = read_checkpoint(note.text)
    except NotANote:
        return False
    held = told.origin in lost or any(map(note.signed_by, keys))
    return held and (told.size, told.root) == (published.size, root)
