"""The public log, for the office that appends to it and for its readers."""

import json
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property, lru_cache, partial

from tracker.domain.base.errors import BadInput, Refusal
from tracker.ledger.attesting import Attested
from tracker.ledger.checkpoint import read_checkpoint
from tracker.ledger.files import KeyFile, NoteFile
from tracker.ledger.merkle import (
    HASH_BYTES,
    consistency_proof,
    inclusion_proof,
)
from tracker.ledger.notes import Verifier, read_note, read_verifier
from tracker.ledger.proving import ProofNodes
from tracker.ledger.recounting import altered_since, forged_since
from tracker.ledger.sequencer import (
    Forked,
    KnownKeys,
    NoteMissing,
    Proposed,
    Sequencer,
    checked_tree,
    empty_note,
    on_which,
    regained,
    tree_in,
)
from tracker.ledger.tiles import (
    FULL,
    TILE_HEIGHT,
    Tile,
    TiledTree,
    Unreadable,
    tile_of,
    tiles_between,
    write_bundle,
)
from tracker.ledger.vouching import vouch
from tracker.ledger.witness_notes import knows_note, take_note
from tracker.services.ports.attesting import Attestation
from tracker.services.ports.cases import ReadOnlyOffice
from tracker.services.ports.holds import Noticed
from tracker.services.ports.log import (
    Appended,
    Inclusion,
    LeafProof,
    LeafSource,
    Ledger,
    LogProofs,
    LogState,
    LogStore,
    LogUpkeep,
    OpenedEntry,
    Placed,
    PublishedLeaf,
    RecordProof,
    TileAt,
)


class SignedLog(Ledger, LogProofs, LogUpkeep):
    """The log of one office: kept in its database, signed by its key, newest note outside."""

    def __init__(
        self,
        log: LogStore,
        keys: KeyFile,
        outside: NoteFile,
        now: Callable[[], datetime],
        ask_witnesses: Callable[[], Iterable[bytes]] | None = None,
        noticed: Noticed | None = None,
    ) -> None:
        self._log = log
        self._keys = keys
        self._outside = outside
        self._now = now
        self._ask = ask_witnesses
        self._noticed = noticed or Noticed()

    @cached_property
    def attested(self) -> Attested:
        """Return the statements by others about its checkpoints."""
        return Attested(self._log, self._now)

    @cached_property
    def _sequencer(self) -> Sequencer:
        return Sequencer(self._log, self._keys, self._outside, self._now)

    def begin(self, host: str, *, live: bool) -> None:
        """Create the key of the log and its first note if nothing was ever appended.

        Existing ones are kept. A log that lost its key gets no new one, because that would be
        another log.
        """
        if self._log.last() is None:
            keys = self._keys.make(host, live=live)
            if self._outside.read() is None:
                self._outside.write(empty_note(keys.signer))

    def append(self) -> Appended:
        self.seek_note()
        return self._sequencer.append()

    def seek_note(self) -> None:
        if not self._noticed.asked_witnesses or self._outside.read() is None:
            self.ask_witnesses()

    @property
    def has_witnesses(self) -> bool:
        return self._ask is not None

    def ask_witnesses(self) -> bool:
        keys, told = self._keys.read(), self._ask() if self._ask else ()
        heard = take_note(told, self._outside, keys, self._log)
        self._noticed.asked_witnesses = knows_note(self._outside, keys)
        return heard

    def vouch(self, what: str, lines: Sequence[str]) -> bytes:
        return vouch(self._keys.read().signer, what, lines)

    def rejoin(self, note: bytes | None) -> int:
        """Accept a note as the newest published (by default the database's); return its size.

        Raises Forked if the note is not of this log, or if the database does not hold what it
        signs.
        """
        keys = self._keys.read()
        with self._log.opened() as book:
            last = book.last()
            told = note or (last.note if last else empty_note(keys.signer))
            proposed = Proposed(told)
            on_which(book, proposed, keys)
        # What the database has beyond the note was published too.
        self._outside.write(proposed.note or told)
        return checked_tree(told, keys).size

    def regain(self, read: Callable[[str], bytes]) -> int:
        """Restore leaves that the database lost from a copy of the log's files; return how many.

        Only their bytes come back, so that the log continues where it was published. Raises Forked
        if the copy is damaged or of another log.
        """
        keys = self._keys.read()
        note = read("checkpoint")
        with self._log.opened() as book:
            last = book.last()
            # The root signed next covers the database's leaves, no matter which key signed them.
            held, told = tree_in(last), checked_tree(note, keys)
            if told.size <= held.size:
                raise BadInput("The copy has no more entries of the log than the database.")
            leaf = PublishedLeaf(told.size, note, self._now())
            book.append(regained(book, held, told, leaf, read))
        self._outside.write(note)
        return told.size - held.size

    def change_key(self) -> str:
        """Replace the signing key, and return the new key. Both keys sign the next checkpoint."""
        self.append()
        self._keys.change()
        self.append()
        return self.keys()[0]

    def begin_new_log(self, host: str, *, live: bool) -> str:
        """Continue as another log from the database, with a key of its own; return that key.

        For a log whose key is lost, or whose end is lost and in no copy.
        """
        self._keys.begin_new_log(host, live=live)
        self.append()
        return self.keys()[0]

    def state(self) -> LogState:
        last = self._log.last()
        held = checked_tree(last.note if last else None, self._public_keys())
        made_at = last.made_at if last else None
        root = b64encode(held.root).decode()
        return LogState(held.origin, held.size, root, made_at, self._log.waiting())

    def problems(self) -> list[str]:
        refusal = self._refusal()
        return [str(refusal)] if refusal and not isinstance(refusal, ReadOnlyOffice) else []

    def set_back(self) -> bool:
        # Anything else, such as a missing key, says nothing about the database.
        refusal = self._refusal()
        return isinstance(refusal, Forked) and not isinstance(refusal, NoteMissing)

    def lacks_note(self) -> bool:
        # Not by NoteMissing: a missing key is reported before it.
        unknown = self._outside.read() is None and self._log.last() is not None
        return unknown and not isinstance(self._refusal(), ReadOnlyOffice)

    def _refusal(self) -> Refusal | None:
        """Return why nothing can be appended; None if it can."""
        # A change of the key between both readings of `_look` seems wrong once, and only once.
        return self._look() and self._look()

    def _look(self) -> Refusal | None:
        """Return what `_refusal` does, without waiting for a process that writes.

        The note and the keys are read before anything of the log: it has what they name.
        """
        try:
            with self._log.seen() as book:
                on_which(book, Proposed(self._outside.read()), self._keys.read())
        except Refusal as refusal:
            return refusal
        return None

    def examine(self, after: int = 0) -> list[str]:
        """Recalculate the log from its leaves, and return what does not match. The hashes of its
        first `after` entries are believed."""
        if (first := altered_since(self._log, after)) is not None:
            return [
                f"The public log was altered in the database, in entry {first} or one soon "
                "after it: restore a backup, and find out why."
            ]
        try:
            keys, lost = self._signers()
        except Refusal:
            return []  # a missing key prevents appending, which `problems` reports
        if (forged := forged_since(self._log, after, keys, lost)) is not None:
            return [
                f"The checkpoint of {forged} entries of the public log was altered in the "
                "database: restore a backup, and find out why."
            ]
        return []

    def newest(self) -> bytes | None:
        last = self._log.last()
        return self.attested.with_witnesses(last) if last else None

    def keys(self) -> tuple[str, ...]:
        told = [json.loads(leaf) for _, leaf in self._log.changes_of_key()]
        known = [str(self._public_keys().verifiers[0])]
        for change in reversed(told):
            known += [change["key"]]
            known += [change["before"]] if change["because"] == "rotated" else []
        return tuple(dict.fromkeys(known))

    def _public_keys(self) -> KnownKeys:
        return self._keys.read()

    def _signers(self) -> tuple[list[Verifier], set[str]]:
        """Return the keys of this log, and the names of logs it continued without their keys."""
        told = [json.loads(leaf) for _, leaf in self._log.changes_of_key()]
        lost = {each["before"] for each in told if each["because"] != "rotated"}
        return [read_verifier(key) for key in self.keys()], lost

    def file(self, path: str) -> bytes | None:
        try:
            tile, bundle = tile_of(path)
        except Unreadable:
            return self.attested.file(path)
        last = self._log.last()
        on_level = (last.size if last else 0) >> (TILE_HEIGHT * tile.level)
        if tile.place * FULL + tile.width > on_level:
            return None
        if bundle:
            return write_bundle(self._log.leaves(tile.place * FULL, tile.width))
        return self._read(tile)

    def paths(self, old: int, new: int) -> Iterator[str]:
        for tile in tiles_between(old, new):
            yield tile.path
            if tile.level == 0:
                yield tile.bundle

    def witnesses(self) -> tuple[str, ...]:
        return self.attested.witnesses()

    def attestations(self) -> Sequence[Attestation]:
        return self.attested.all()

    def attested_paths(self) -> Iterator[tuple[int, str]]:
        return self.attested.paths()

    def placed(self, source: LeafSource, request: str, number: int = 0) -> Placed | None:
        return self.place_shown(self._log.placed(source, request, number))

    def place_shown(self, placed: tuple[int, PublishedLeaf] | None) -> Placed | None:
        if placed is None:
            return None
        place, first = placed
        return Placed(place, first.size, _root_in(first.note), first.made_at)

    def leaf_proof(self, source: LeafSource, request: str) -> LeafProof | None:
        found = self._log.placed(source, request, 0)
        if found is None:
            return None
        place, first = found
        (leaf,) = self._log.leaves(place, 1)
        hashes = inclusion_proof(place, first.size, TiledTree(first.size, self._read))
        return LeafProof(Inclusion(place, leaf, first.size, hashes), first.note)

    def proof(self, reference: str, version: int) -> RecordProof | None:
        wanted = ProofNodes()
        found = self._log.to_prove(reference, version, wanted.tiles_for)
        if found is None:
            return None
        # A node over leaves that a smaller tree has too is the same in both.
        largest = max(each.size for each in found.leaves)
        tree = TiledTree(largest, partial(_first_of, found.tiles))
        record, *entries = wanted.inclusions(tree)
        opened = tuple(
            OpenedEntry(each.number, each.opening, inclusion)
            for each, inclusion in zip(found.leaves[1:], entries, strict=True)
            if each.opening
        )
        return RecordProof(record, opened, found.notes, wanted.extensions(tree))

    def records_waiting(self) -> frozenset[str]:
        return self._log.records_waiting()

    def consistency(self, old: int, new: int) -> tuple[bytes, ...]:
        last = self._log.last()
        size = last.size if last else 0
        if not 0 < old <= new <= size:
            raise BadInput(
                "The log has {size} entries: name two sizes from 1 to that, the smaller first.",
                size=size,
            )
        return consistency_proof(old, new, TiledTree(new, self._read))

    def _read(self, tile: Tile) -> bytes:
        return self._log.tile((tile.level, tile.place))[: tile.width * HASH_BYTES]


def _first_of(tiles: Mapping[TileAt, bytes], tile: Tile) -> bytes:
    return tiles.get((tile.level, tile.place), b"")[: tile.width * HASH_BYTES]


# Records that were published together have the same tree.
@lru_cache(maxsize=256)
def _root_in(note: bytes) -> str:
    """Return the root that a note states, as pages show it."""
    return b64encode(read_checkpoint(read_note(note).text).root).decode()
