"""Small copies of a record with a log, written by hand: what checks them did not make them."""

import base64
import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

NAME = "record.example/log-1a2b3c4d"
SIGNER = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
SHOWN, DOWN = "abcd2345", "wxyz6789"
TEXT = b"The record is classified."
PAPER = b"%PDF-1.7 pictures of pages"
ON = {"earliest": "2024-03-18", "latest": "2024-03-18"}
Files = dict[str, bytes]


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def plain(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def key_line(signer: Ed25519PrivateKey = SIGNER, name: str = NAME, kind: int = 1) -> str:
    whole = bytes([kind]) + signer.public_key().public_bytes_raw()
    number = hashlib.sha256(name.encode() + b"\n" + whole).hexdigest()[:8]
    return f"{name}+{number}+{base64.b64encode(whole).decode()}"


def note(text: str, signer: Ed25519PrivateKey = SIGNER, name: str = NAME) -> str:
    number = bytes.fromhex(key_line(signer, name).split("+")[1])
    value = base64.b64encode(number + signer.sign(text.encode())).decode()
    return f"{text}\n\N{EM DASH} {name} {value}\n"


def root(leaves: Sequence[bytes]) -> bytes:
    """The tree of RFC 6962, section 2.1, word for word."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\0" + leaves[0]).digest()
    k = split(len(leaves))
    return hashlib.sha256(b"\1" + root(leaves[:k]) + root(leaves[k:])).digest()


def path(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    """The audit path of section 2.1.1."""
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if index < k:
        return [*path(index, leaves[:k]), root(leaves[k:])]
    return [*path(index - k, leaves[k:]), root(leaves[:k])]


def split(number: int) -> int:
    k = 1
    while k * 2 < number:
        k *= 2
    return k


def checkpoint(leaves: Sequence[bytes]) -> str:
    return note(f"{NAME}\n{len(leaves)}\n{base64.b64encode(root(leaves)).decode()}\n")


def entry(seq: int, kind: str) -> dict[str, object]:
    return {"seq": seq, "entered_on": "2024-03-20", "event": event(kind)}


def event(kind: str) -> dict[str, object]:
    """The public form of an event."""
    if kind == "drafted":
        return {"kind": kind, "on": ON, **asked()}
    return {"kind": kind, "on": ON, "outcomes": [outcome()] if kind == "refused" else []}


def asked() -> dict[str, object]:
    """What a record says of a request at its head."""
    return {
        "block": "a-block",
        "body": "a-body",
        "law": "a-law",
        "language": "en",
        "questions": [{"key": "order", "element": "order", "words": "The order."}],
        "supporters": [],
    }


def opening(seq: int, kind: str, reference: str = SHOWN) -> tuple[str, str, bytes]:
    """The salt, the words and the leaf of an entry."""
    salt = hashlib.sha256(f"salt {seq}".encode()).digest()
    said = plain({"form": 1, "reference": reference, **entry(seq, kind)})
    leaf = {"form": 1, "leaf": "entry", "commitment": sha(salt + said)}
    return salt.hex(), said.decode(), plain(leaf)


def outcome() -> dict[str, object]:
    return {"question": "order", "outcome": "refused", "exemptions": ["s7-e"]}


def record_leaf(reference: str, data: bytes, *, withheld: bool = False, version: int = 1) -> bytes:
    documents = [] if withheld else sorted([sha(TEXT), sha(PAPER)])
    shown = [] if withheld else [{"seq": 1, "corrected": False}, {"seq": 2, "corrected": True}]
    shown += [] if withheld else [{"seq": 3, "corrected": False}]
    leaf = {
        "form": 1,
        "leaf": "record",
        "reference": reference,
        "version": version,
        "as_of": "2024-04-02",
        "digest": sha(data),
        "withheld": withheld,
        "entries": shown,
        "documents": documents,
    }
    return plain(leaf)


KINDS = ("drafted", "received", "refused")


def a_record(**other: object) -> bytes:
    entries = [
        {**entry(n, kind), "corrected": n == 2, "possible_response": None}
        for n, kind in enumerate(KINDS, 1)
    ]
    record = {
        **asked(),
        "reference": SHOWN,
        "version": 1,
        "withheld": False,
        "entries": entries,
        "releases": [{"digest": sha(TEXT)}],
        "copies": [{"digest": sha(PAPER)}],
    }
    return plain(record | other)


def filler(count: int) -> list[bytes]:
    leaves = ({"form": 1, "leaf": "entry", "commitment": sha(b"%d" % n)} for n in range(count))
    return [plain(leaf) for leaf in leaves]


def a_copy(before: int = 5, after: int = 2, record: bytes | None = None) -> Files:
    """A copy with one record that is shown, one that was taken down, and other entries around."""
    record, gone = record or a_record(), b'{"withheld":true}'
    openings = [opening(n, kind) for n, kind in enumerate(KINDS, 1)]
    # The first entry stood in a smaller tree before the others came.
    early = [*filler(before), openings[0][2]]
    first = [
        *early,
        openings[1][2],
        openings[2][2],
        record_leaf(DOWN, b"{}"),
        record_leaf(SHOWN, record),
    ]
    leaves = [*first, *filler(after), record_leaf(DOWN, gone, withheld=True, version=2)]
    proof = {
        "reference": SHOWN,
        "version": 1,
        "digest": sha(record),
        "record": placed(len(first) - 1, first),
        "entries": [
            {"seq": seq, "salt": salt, "said": said, **placed(before + seq - 1, tree)}
            for (seq, tree), (salt, said, _) in zip(
                [(1, early), (2, first), (3, first)], openings, strict=True
            )
        ],
        "checkpoints": {str(len(tree)): checkpoint(tree) for tree in (early, first)},
        "extensions": {str(len(early)): encoded(begun(len(early), first))},
    }
    folder = f"requests/{SHOWN}"
    files = {
        "index.html": b"<p>The record</p>",
        "log/key": f"{key_line()}\n".encode(),
        "log/checkpoint": checkpoint(leaves).encode(),
        f"{folder}.json": record,
        f"{folder}/index.html": b"<p>Entry 2 is struck</p>",
        f"{folder}/proof.json": json.dumps(proof).encode(),
        f"{folder}/texts/{sha(TEXT)}.txt": TEXT,
        f"{folder}/copies/{sha(PAPER)}.pdf": PAPER,
        **tiles(leaves),
    }
    return listed(files)


def placed(place: int, leaves: Sequence[bytes]) -> dict[str, object]:
    found = {"leaf": leaves[place].decode(), "place": place, "size": len(leaves)}
    return found | {"inclusion": encoded(path(place, leaves))}


def encoded(hashes: Sequence[bytes]) -> list[str]:
    return [base64.b64encode(each).decode() for each in hashes]


def begun(old: int, leaves: Sequence[bytes], whole: bool = True) -> list[bytes]:
    """The proof that the first leaves are the beginning, of section 2.1.2."""
    if old == len(leaves):
        return [] if whole else [root(leaves)]
    k = split(len(leaves))
    if old <= k:
        return [*begun(old, leaves[:k], whole), root(leaves[k:])]
    return [*begun(old - k, leaves[k:], False), root(leaves[:k])]


def tiles(leaves: Sequence[bytes]) -> Files:
    """Bundles and tiles as C2SP tlog-tiles has them, for fewer than 65,536 leaves."""
    hashes = [root([leaf]) for leaf in leaves]
    files = {}
    for start in range(0, len(leaves), 256):
        some = leaves[start : start + 256]
        name = place(start // 256, len(some))
        files[f"log/tile/0/{name}"] = b"".join(hashes[start : start + 256])
        files[f"log/tile/entries/{name}"] = b"".join(
            len(leaf).to_bytes(2, "big") + leaf for leaf in some
        )
    above = [root(leaves[n : n + 256]) for n in range(0, len(leaves) // 256 * 256, 256)]
    if above:
        files[f"log/tile/1/{place(0, len(above))}"] = b"".join(above)
    return files


def place(number: int, width: int) -> str:
    return f"{number:03}" if width == 256 else f"{number:03}.p/{width}"


def listed(
    files: Mapping[str, bytes], record: str = "", signer: Ed25519PrivateKey = SIGNER
) -> Files:
    """The same with its list of digests, signed."""
    kept = {k: v for k, v in files.items() if k not in ("manifest.json", "manifest.note")}
    said = {"record": record, "files": {name: sha(data) for name, data in kept.items()}}
    whole = json.dumps(said).encode()
    text = f"{NAME} copy\nsha256 {sha(whole)}\n"
    return kept | {"manifest.json": whole, "manifest.note": note(text, signer).encode()}


def lay(files: Mapping[str, bytes], folder: Path) -> Path:
    """The files on a disk."""
    for name, data in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return folder


def packed(files: Mapping[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    """The files in a ZIP."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as file:
        for name, data in files.items():
            file.writestr(name, data)
    return out.getvalue()
