"""The proof of a record: that it is in the log, and its entries were there before it."""

import json
from typing import Any

from tracker.verifier.notes import Key, LogNote, Wrong, checkpoint, decoded, parse_note, unsigned
from tracker.verifier.tree import VerifiedLog, climb, leaf_hash, require_begun


class Proof:
    """The proof of a record: leaves, each in the first tree that held it.

    It also shows how these trees grew into that of the record.
    """

    def __init__(
        self, said: dict[str, Any], keys: tuple[Key, ...], log: VerifiedLog | None
    ) -> None:
        self.said = said
        self._log = log
        self._trees: dict[int, bytes] = {}
        for size, note in said["checkpoints"].items():
            found = signed_tree(note.encode(), keys, log)
            if str(found.size) != size:
                raise Wrong("a checkpoint is of another size than it is said to be")
            self._trees[found.size] = found.root
        whole = said["record"]["size"], self._trees[said["record"]["size"]]
        for size, root in self._trees.items():
            if log and log.roots.get(size) != root:
                raise Wrong("the log of this copy is not the one of the proof")
            if size != whole[0]:
                path = [decoded(hash_) for hash_ in said["extensions"][str(size)]]
                require_begun((size, root), whole, path)

    def leaf(self, said: dict[str, Any]) -> dict[str, Any]:
        """Return the content of a leaf after proving that the log holds it."""
        leaf, place, size = said["leaf"].encode(), said["place"], said["size"]
        if type(place) is not int or not 0 <= place < size:
            raise Wrong("a place is not in the tree of its checkpoint")
        path = [decoded(hash_) for hash_ in said["inclusion"]]
        if climb(leaf_hash(leaf), place, size, path) != self._trees[size]:
            raise Wrong("a proof does not lead to the root of its checkpoint")
        if self._log and self._log.hashes[place] != leaf_hash(leaf):
            raise Wrong("another leaf stands in its place of the log")
        found: dict[str, Any] = json.loads(leaf)
        return found


def signed_tree(note: bytes, keys: tuple[Key, ...], log: VerifiedLog | None) -> LogNote:
    """Return the tree that a note describes.

    If another log continued one whose key is lost, the present leaves must lead to what the note
    says, no matter who signed it.
    """
    origin = parse_note(note)[0].partition("\n")[0]
    changes = [change for _, change in log.changes] if log else []
    taken_over = any(
        (change["because"], change["before"]) == ("new log", origin) for change in changes
    )
    if log is None and origin not in {key.name for key in keys}:
        raise Wrong(f"it is proved in the log {origin[:100]!r}, whose key only a whole copy tells")
    return unsigned(note) if taken_over else checkpoint(note, keys)
