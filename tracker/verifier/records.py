"""A record of a copy, checked against its proof."""

import hashlib
from typing import Any, NamedTuple

from tracker.verifier.copy_files import CopyFiles
from tracker.verifier.notes import Wrong
from tracker.verifier.proofs import Proof
from tracker.verifier.report import Report
from tracker.verifier.tree import read_canonical

LAPSES = ("fell-silent", "overdue")
# What a record says of the request at its head, and again in the entry that drafted it.
DRAFTED = ("block", "body", "law", "language", "questions", "supporters")


class Shown(NamedTuple):
    """A record that is shown: the position of its leaf, its hash, and its content."""

    place: int
    digest: str
    record: dict[str, Any]


class ShownRecord:
    """One record of a copy while it is checked."""

    def __init__(self, shelf: CopyFiles, reference: str, report: Report) -> None:
        self._shelf = shelf
        self._reference = reference
        self._report = report

    def check(self, proof: Proof) -> Shown:
        """Check that the log holds the record and everything it shows."""
        leaf, place = proof.leaf(proof.said["record"]), proof.said["record"]["place"]
        data = self._shelf.read(f"requests/{self._reference}.json")
        digest = hashlib.sha256(data).hexdigest()
        if (leaf["leaf"], leaf["digest"]) != ("record", digest):
            raise Wrong("the record is not the one that the log holds")
        record = read_canonical(data)
        named = (self._reference, record["version"], digest)
        said = (proof.said["reference"], proof.said["version"], proof.said["digest"])
        if named != (leaf["reference"], leaf["version"], digest) or named != said:
            raise Wrong("the record has another name in the log")
        if record["reference"] != self._reference or record["withheld"] != leaf["withheld"]:
            raise Wrong("the record has another name in the log")
        self._check_documents(record, leaf)
        self._check_entries(proof, record, leaf)
        self._report.checked["records"] += 1
        return Shown(place, digest, record)

    def _check_documents(self, record: dict[str, Any], leaf: dict[str, Any]) -> None:
        named = sorted(each["digest"] for each in (*record["copies"], *record["releases"]))
        if named != leaf["documents"]:
            raise Wrong("the record has other documents in the log")
        folder = f"requests/{self._reference}"
        for digest in named:
            names = {f"{folder}/texts/{digest}.txt", f"{folder}/copies/{digest}.pdf"}
            if not (found := names & self._shelf.has):
                raise Wrong(f"the document {digest[:64]} is missing")
            for name in found:
                if hashlib.sha256(self._shelf.read(name)).hexdigest() != digest:
                    raise Wrong(f"{name} is not the document that the log names")
            self._report.checked["documents"] += 1

    def _check_entries(self, proof: Proof, record: dict[str, Any], leaf: dict[str, Any]) -> None:
        """Check that each entry was committed in the log before the record, as it is shown."""
        shown = [
            {"seq": each["seq"], "corrected": each["corrected"]} for each in record["entries"]
        ]
        entries = {entry["seq"]: entry for entry in record["entries"]}
        if shown != leaf["entries"] or len(entries) != len(shown):
            raise Wrong("the record has other entries in the log")
        opened = {each["seq"]: self._opened(proof, each) for each in proof.said["entries"]}
        for seq, entry in entries.items():
            if seq in opened:
                self._compare(entry, opened[seq])
                _require_header(record, entry["event"])
            elif reason_waits(entry["event"]):
                self._tell(seq, ": its reason is still private, so its leaf cannot be opened yet")
            else:
                raise Wrong("an entry is shown without what opens its leaf")
            if entry["corrected"]:
                self._tell(seq, " was corrected")
        if opened.keys() - entries.keys() or len(opened) != len(proof.said["entries"]):
            raise Wrong("a leaf is opened of which the record shows nothing")

    def _opened(self, proof: Proof, opened: dict[str, Any]) -> dict[str, Any]:
        """Return the content of a sealed leaf that the log held before its record."""
        words = opened["said"].encode()
        digest = hashlib.sha256(bytes.fromhex(opened["salt"]) + words).hexdigest()
        sealed = proof.leaf(opened)
        if (sealed["leaf"], sealed["commitment"]) != ("entry", digest):
            raise Wrong("a sealed leaf does not hold what is said to be in it")
        told: dict[str, Any] = read_canonical(words)
        if (told["reference"], told["seq"]) != (self._reference, opened["seq"]):
            raise Wrong(f"the leaf of entry {opened['seq']} is of another one")
        if opened["place"] >= proof.said["record"]["place"]:
            raise Wrong(f"entry {told['seq']} does not stand before its record")
        self._report.checked["entries that stood in the log before their record"] += 1
        return told

    def _compare(self, entry: dict[str, Any], sealed: dict[str, Any]) -> None:
        """Check that an entry is what was sealed; a lapse may also have a later document."""
        seq = entry["seq"]
        if any(entry[word] != sealed[word] for word in ("event", "entered_on")):
            raise Wrong(f"entry {seq} is shown otherwise than it was recorded")
        if entry["possible_response"]:
            if entry["event"]["kind"] not in LAPSES:
                raise Wrong(f"entry {seq} is no lapse that a document can put in doubt")
            self._tell(
                seq, ": a document arrived that nobody has read yet, and it may be the response"
            )

    def _tell(self, seq: int, what: str) -> None:
        self._report.told.append(f"{self._reference}: entry {seq}{what}.")


def reason_waits(event: dict[str, Any]) -> bool:
    """Return whether an event is a correction whose reason is not published yet."""
    return bool(event["kind"] == "corrected" and event["private"] and not event["why"])


def _require_header(record: dict[str, Any], event: dict[str, Any]) -> None:
    """Check that the record's header equals the entry that drafted the request."""
    if event["kind"] == "drafted" and any(record[word] != event[word] for word in DRAFTED):
        raise Wrong("what was asked is shown otherwise than it was recorded")
