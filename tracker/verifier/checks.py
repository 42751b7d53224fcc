"""What a copy says, held against its log."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from tracker.verifier.attested import COSIGNED, STAMP, Authority, stamped, told_by
from tracker.verifier.notes import (
    Checkpoint,
    Key,
    Wrong,
    checkpoint,
    decoded,
    open_note,
    read_key,
    read_note,
    unsigned,
)
from tracker.verifier.shelf import HOSTILE, Shelf
from tracker.verifier.tree import Log, climb, leaf_hash, require_begun

KEYS, CHECKPOINT = "log/key", "log/checkpoint"
MANIFEST, SIGNED, UNFINISHED = "manifest.json", "manifest.note", "UNFINISHED.txt"
PACKAGE, REQUESTS = "data/datapackage.json", "data/requests.jsonl"
WITNESSES, STAMPS = "log/witnesses", "log/timestamps"
OF_THIS_COPY = "this copy alone names that key; name it as you know it (--witness) to count on it."
NOT_CHECKED = "; who made it was not checked (`tracker verify --tsa` does that)"
BESIDE = "beside the copy, hidden or left by a computer, no part of it and not looked at"
PROOF = re.compile(r"requests/([a-z0-9-]+)/proof\.json", re.ASCII)
T = TypeVar("T")


@dataclass
class Report:
    """What was checked, what does not hold, and what a reader should know besides."""

    checked: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def attempt(self, where: str, check: Callable[[], T]) -> T | None:
        """Run one check; what does not hold is kept with its place, and the others go on."""
        try:
            return check()
        except Wrong as error:
            self.wrong.append(f"{where}: {error}")
        except HOSTILE as error:
            self.wrong.append(f"{where}: cannot be read ({type(error).__name__})")
        return None


Further = Callable[[Shelf, Report], None]
"""Checks what takes more than these parts know."""


@dataclass(frozen=True)
class Asked:
    """What the reader brings along: keys and witnesses known from elsewhere, a checkpoint kept
    from another day, what can tell the timestamps of an authority whom they know, and what checks
    more than these parts do."""

    keys: Sequence[str] = ()
    witnesses: Sequence[str] = ()
    older: bytes = b""
    authority: Authority | None = None
    further: Further | None = None


def verify(path: Path, asked: Asked = Asked()) -> Report:
    """Check everything at `path`. Raises Wrong where there is no copy to check."""
    try:
        shelf = Shelf(path)
    except HOSTILE as error:
        raise Wrong(f"{path} is neither a folder nor a ZIP that can be read") from error
    if not shelf.has & {MANIFEST, KEYS, UNFINISHED}:
        raise Wrong(f"{path} holds no copy of a public record")
    report = Report()
    if UNFINISHED in shelf.has:
        report.wrong.append(f"{UNFINISHED}: the copy was not written to its end")
    if shelf.beside:
        report.told.append(f"{len(shelf.beside):,} {BESIDE}: {shelf.beside[0][:200]}")
    keys = report.attempt(KEYS, lambda: tuple(map(read_key, _lines(shelf, asked))))
    if keys:
        _Copy(shelf, keys, asked, report).check()
    if not report.checked and not report.wrong:
        report.wrong.append("nothing in it could be checked")
    return report


def _lines(shelf: Shelf, asked: Asked) -> list[str]:
    """The keys of the log, the newest first."""
    lines = shelf.read(KEYS).decode().splitlines()
    if not lines:
        raise Wrong("it names no key")
    if asked.keys and lines[0] not in map(str.strip, asked.keys):
        raise Wrong("the copy is signed by another key than the one that you gave")
    return lines


class _Copy:
    """One copy, as it is checked."""

    def __init__(self, shelf: Shelf, keys: tuple[Key, ...], asked: Asked, report: Report) -> None:
        self._shelf = shelf
        self._keys = keys
        # What is new is signed by the newest key, which a reader may know. Older notes that lead
        # to the same leaves need no trust of their own.
        self._trusted = keys[:1]
        self._asked = asked
        self._report = report
        self._log: Log | None = None
        self._only = ""
        self._shown: dict[str, int] = {}
        self._digests: dict[str, str] = {}

    def check(self) -> None:
        """All of it, one thing after the other."""
        attempt = self._report.attempt
        attempt(MANIFEST, self._check_manifest)
        if self._only and (self._asked.witnesses or self._asked.older or self._asked.authority):
            raise Wrong("a copy of one record holds no log: others' words are in a whole copy")
        if not self._only:
            attempt(CHECKPOINT, self._check_log)
        for name in sorted(self._shelf.has):
            if found := PROOF.fullmatch(name):
                attempt(name, lambda: self._check_record(name, found[1]))  # noqa: B023
        if PACKAGE in self._shelf.has:
            attempt(PACKAGE, self._check_package)
        if self._log:
            attempt(CHECKPOINT, self._check_nothing_lacks)
        elif self._only and self._only not in self._shown:
            self._report.wrong.append(f"{self._only}: is not proved here")

    def _check_manifest(self) -> None:
        """Every file is the one that was listed, none lacks, and the list is signed."""
        whole = self._shelf.read(MANIFEST)
        said = json.loads(whole)
        self._only = str(said["record"])
        for name, digest in sorted(said["files"].items()):
            self._report.attempt(name, lambda: self._check_file(name, digest))  # noqa: B023
        beside = {MANIFEST, SIGNED, UNFINISHED}
        for name in sorted(self._shelf.has - said["files"].keys() - beside):
            self._report.wrong.append(f"{name}: stands in no list: somebody put it there")
        text = open_note(self._shelf.read(SIGNED), self._trusted)
        if text.split("\n")[1:] != [f"sha256 {hashlib.sha256(whole).hexdigest()}", ""]:
            raise Wrong(f"{SIGNED} signs another list")
        if text.split("\n")[0] != f"{self._keys[0].name} copy":
            raise Wrong(f"{SIGNED} signs something else")
        self._report.checked["signed lists of files"] += 1

    def _check_file(self, name: str, digest: str) -> None:
        if hashlib.sha256(self._shelf.read(name)).hexdigest() != digest:
            raise Wrong("is not the file that was listed")
        self._report.checked["files as they were listed"] += 1

    def _check_log(self) -> None:
        """All leaves, which begin with those of an older checkpoint."""
        newest = checkpoint(self._shelf.read(CHECKPOINT), self._trusted)
        before = unsigned(self._asked.older) if self._asked.older else None
        sizes = {*self._sizes_of_proofs(), *self._cosigned()}
        sizes |= {before.size} if before else set()
        self._log = log = Log(self._shelf.read, newest.size, newest.root, sizes)
        self._report.checked["leaves of the log"] = newest.size
        if before:
            signed_tree(self._asked.older, self._keys, log)
        if before and log.roots.get(before.size) != before.root:
            raise Wrong("the log does not go on from the older checkpoint: it was rewritten")
        if before:
            self._report.checked["older checkpoints from which the log goes on"] += 1
        self._check_others(newest, log)
        for place, change in log.changes:
            self._tell_change(place, change)

    def _sizes_of_proofs(self) -> Iterator[int]:
        for name in self._shelf.has:
            if PROOF.fullmatch(name):
                try:
                    yield from map(int, self._shelf.json(name)["checkpoints"])
                except (Wrong, *HOSTILE):
                    continue  # told when the record is checked

    def _cosigned(self) -> list[int]:
        """The sizes of the checkpoints of which others said something."""
        return [int(found[1]) for name in self._shelf.has if (found := COSIGNED.fullmatch(name))]

    def _check_others(self, newest: Checkpoint, log: Log) -> None:
        """What witnesses and authorities say of trees of this log."""
        notes = {newest.size: newest}
        for size in self._cosigned():
            name = f"log/checkpoints/{size}"
            if found := self._report.attempt(name, lambda: self._noted(name, size, log)):  # noqa: B023
                notes[size] = found
        self._report.attempt(STAMPS, lambda: self._check_stamps(notes, newest.size))
        known = [read_key(line) for line in self._asked.witnesses]
        for witness in known:
            told = told_by(witness, tuple(notes.values()), newest.size)
            if not told:
                raise Wrong(f"the witness {witness.name} signed no checkpoint of this copy")
            self._report.told.append(f"{told}.")
        named = self._shelf.read(WITNESSES).decode() if WITNESSES in self._shelf.has else ""
        for line in named.splitlines():
            told = told_by(read_key(line), tuple(notes.values()), newest.size)
            if told and read_key(line) not in known:
                self._report.told.append(f"{told}: {OF_THIS_COPY}")

    def _noted(self, name: str, size: int, log: Log) -> Checkpoint:
        found = signed_tree(self._shelf.read(name), self._keys, log)
        if found.size != size or log.roots.get(size) != found.root:
            raise Wrong("is no checkpoint of this log")
        self._report.checked["checkpoints of which others said something"] += 1
        return found

    def _check_stamps(self, notes: dict[int, Checkpoint], size: int) -> None:
        """Each timestamp is of its checkpoint; the newest of those that count is told."""
        told, counts = (0, ""), self._asked.authority
        for name in sorted(self._shelf.has):
            if not (found := STAMP.fullmatch(name)):
                continue
            answer, note = self._shelf.read(name), notes.get(int(found[1]))
            if note is None:
                raise Wrong(f"{name} is of no checkpoint of this copy")
            at = stamped(answer, note.text)
            self._report.checked["timestamps that are of their checkpoint"] += 1
            if counts is None or counts(answer, note.text):
                told = max(told, (note.size, f"{at:%d %B %Y %H:%M} UTC"))
        if told[0]:
            whose = "A timestamp" if counts is None else "A timestamp of the authority you named"
            of = f"the first {told[0]:,} of {size:,} entries stood at {told[1]}"
            self._report.told.append(f"{whose} says that {of}{'' if counts else NOT_CHECKED}.")
        elif counts:
            raise Wrong("no timestamp is signed by the authority that you named")

    def _tell_change(self, place: int, change: dict[str, Any]) -> None:
        self._report.told.append(
            f"From leaf {place} on another key signs the log ({change['because']})."
        )
        if read_key(change["key"]) not in self._keys:
            raise Wrong(f"a key of the log is not named in {KEYS}")

    def _check_record(self, name: str, reference: str) -> None:
        """A record is what the log holds of it, and so is everything that it shows."""
        said = self._shelf.json(name)
        proof = Proof(said, self._keys if self._log else self._trusted, self._log)
        leaf = proof.leaf(said["record"])
        data = self._shelf.read(f"requests/{reference}.json")
        if leaf["leaf"] != "record" or hashlib.sha256(data).hexdigest() != leaf["digest"]:
            raise Wrong("the record is not the one that the log holds")
        record = json.loads(data)
        named = (reference, leaf["version"], leaf["digest"])
        if record["reference"] != leaf["reference"] or named != (
            leaf["reference"],
            said["version"],
            said["digest"],
        ):
            raise Wrong("the record has another name in the log")
        self._shown[reference] = said["record"]["place"]
        self._digests[reference] = leaf["digest"]
        for digest in leaf["documents"]:
            self._check_document(reference, digest)
        for entry in leaf["entries"]:
            if entry["corrected"]:
                self._report.told.append(f"{reference}: entry {entry['seq']} was corrected.")
        entries = {entry["seq"]: entry for entry in record["entries"]}
        for opened in said["entries"]:
            self._check_opening(proof, opened, entries, said["record"]["place"])
        if entries.keys() != {opened["seq"] for opened in said["entries"]}:
            raise Wrong("an entry is shown without what opens its leaf")
        self._report.checked["records"] += 1

    def _check_package(self) -> None:
        """The tables are those that are described, and have the records that are shown."""
        for table in self._shelf.json(PACKAGE)["resources"]:
            data = self._shelf.read(f"data/{table['path']}")
            if table["hash"] != f"sha256:{hashlib.sha256(data).hexdigest()}":
                raise Wrong(f"data/{table['path']} is not the table that is described")
        rows = map(json.loads, self._shelf.read(REQUESTS).splitlines())
        if {row["reference"]: row["digest"] for row in rows} != self._digests:
            raise Wrong(f"{REQUESTS} has other records than those that are shown")
        self._report.checked["packages of tables as they are described"] += 1
        if self._asked.further:
            self._asked.further(self._shelf, self._report)

    def _check_document(self, reference: str, digest: str) -> None:
        folder = f"requests/{reference}"
        for name in (f"{folder}/texts/{digest}.txt", f"{folder}/copies/{digest}.pdf"):
            if name in self._shelf.has:
                if hashlib.sha256(self._shelf.read(name)).hexdigest() != digest:
                    raise Wrong(f"{name} is not the document that the log names")
                self._report.checked["documents"] += 1
                return
        raise Wrong(f"the document {digest[:64]} is missing")

    def _check_opening(
        self,
        proof: "Proof",
        opened: dict[str, Any],
        entries: dict[int, dict[str, Any]],
        before: int,
    ) -> None:
        """A sealed leaf holds what the record shows of an entry, and stood there before it."""
        said = opened["said"].encode()
        digest = hashlib.sha256(bytes.fromhex(opened["salt"]) + said).hexdigest()
        sealed = proof.leaf(opened)
        if (sealed["leaf"], sealed["commitment"]) != ("entry", digest):
            raise Wrong("a sealed leaf does not hold what is said to be in it")
        told = json.loads(said)
        entry = entries[told["seq"]]
        same = all(told[word] == entry[word] for word in ("kind", "on", "entered_on", "facts"))
        if (told["reference"], told["seq"]) != (proof.reference, opened["seq"]) or not same:
            raise Wrong(f"entry {told['seq']} is shown otherwise than it was recorded")
        if opened["place"] >= before:
            raise Wrong(f"entry {told['seq']} does not stand before its record")
        self._report.checked["entries that stood in the log before their record"] += 1

    def _check_nothing_lacks(self) -> None:
        """The newest version of each record that the log names is shown, or was taken down."""
        newest = self._log.newest if self._log else {}
        for reference, (place, withheld) in sorted(newest.items()):
            if withheld:
                self._report.told.append(f"{reference} was taken down: only that is shown of it.")
            if withheld and f"requests/{reference}.json" in self._shelf.has:
                self._report.wrong.append(f"{reference}: was taken down, and is shown here")
            if not withheld and reference not in self._shown:
                self._report.wrong.append(
                    f"{reference}: stands in the log, and is not proved here"
                )
            elif not withheld and self._shown[reference] != place:
                self._report.wrong.append(f"{reference}: the log knows a newer version")
        for name in sorted(self._shelf.has):
            found = re.fullmatch(r"requests/([^/]+)\.json", name)
            if found and found[1] not in newest:
                self._report.wrong.append(f"{name}: stands in no log")


class Proof:
    """The proof of a record: leaves, each in the first tree that held it, and how these trees
    grew into that of the record."""

    def __init__(self, said: dict[str, Any], keys: tuple[Key, ...], log: Log | None) -> None:
        self.reference = said["reference"]
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
        """What a leaf says that the log must hold."""
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


def signed_tree(note: bytes, keys: tuple[Key, ...], log: Log | None) -> Checkpoint:
    """What a note says of a tree. Of a log that lost its key another one took over the leaves:
    then the leaves at hand must lead to what was said of them, whoever signed it."""
    origin = read_note(note)[0].partition("\n")[0]
    changes = [change for _, change in log.changes] if log else []
    taken_over = any(
        (change["because"], change["before"]) == ("begun anew", origin) for change in changes
    )
    return unsigned(note) if taken_over else checkpoint(note, keys)
