"""What a stranger does with the proof of a record, as the public side hands it out."""

import hashlib
import json
from base64 import b64decode
from typing import Any

from flask.testing import FlaskClient

from tests.ledger.proofs import require_consistency, require_inclusion
from tracker.ledger.checkpoint import Checkpoint, read_checkpoint
from tracker.ledger.merkle import leaf_hash
from tracker.ledger.notes import Verifier, read_note, read_verifier


def proof_of(reader: FlaskClient, reference: str) -> dict[str, Any]:
    """The proof of the current version of a record."""
    answer = reader.get(f"/requests/{reference}/proof.json")
    assert answer.status_code == 200, answer.text
    return dict(json.loads(answer.data))


def key_of(reader: FlaskClient) -> Verifier:
    """The key of the log."""
    return read_verifier(reader.get("/log/key").text.splitlines()[0])


def opened(note: str, key: Verifier) -> Checkpoint:
    """The checkpoint of a signed note."""
    read = read_note(note.encode())
    assert read.signed_by(key)
    return read_checkpoint(read.text)


def checked_evidence(reader: FlaskClient, address: str) -> dict[str, Any]:
    """The leaf of a finding or capture, once its proof leads to the signed checkpoint."""
    proof = json.loads(reader.get(address).data)
    signed = opened(proof["checkpoint"], key_of(reader))
    hashes = [b64decode(each) for each in proof["inclusion"]]
    leaf = leaf_hash(proof["leaf"].encode())
    assert proof["size"] == signed.size
    require_inclusion(leaf, proof["place"], signed.size, signed.root, hashes)
    return dict(json.loads(proof["leaf"]))


def check(reader: FlaskClient, reference: str) -> dict[str, Any]:
    """What a stranger does with the proof of a record; its parts, once all holds."""
    proof, key = proof_of(reader, reference), key_of(reader)
    trees = {int(size): opened(note, key) for size, note in proof["checkpoints"].items()}
    content = reader.get(f"/requests/{reference}.json").data
    said = json.loads(proof["record"]["leaf"])
    assert said["digest"] == proof["digest"] == hashlib.sha256(content).hexdigest()
    for part in (proof["record"], *proof["entries"]):
        signed = trees[part["size"]]
        hashes = [b64decode(each) for each in part["inclusion"]]
        leaf = leaf_hash(part["leaf"].encode())
        require_inclusion(leaf, part["place"], part["size"], signed.root, hashes)
    for entry in proof["entries"]:
        sealed = hashlib.sha256(bytes.fromhex(entry["salt"]) + entry["said"].encode())
        assert json.loads(entry["leaf"])["commitment"] == sealed.hexdigest()
    newest = trees[proof["record"]["size"]]
    for size, hashes in proof["extensions"].items():
        older = trees[int(size)]
        given = [b64decode(each) for each in hashes]
        require_consistency(older.size, newest.size, older.root, newest.root, given)
    assert set(trees) == {newest.size, *map(int, proof["extensions"])}
    return proof
