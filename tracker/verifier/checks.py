"""The checks of a copy against its log."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from tracker.verifier.attested import COSIGNED, STAMP, StampAuthority, stamped, told_by
from tracker.verifier.copy_files import HOSTILE, CopyFiles
from tracker.verifier.notes import (
    Key,
    LogNote,
    Wrong,
    checkpoint,
    open_note,
    read_key,
    unsigned,
    witnessed,
)
from tracker.verifier.notices import NOTICES_FILE, check_notices
from tracker.verifier.proofs import Proof, signed_tree
from tracker.verifier.records import Shown, ShownRecord
from tracker.verifier.report import Report
from tracker.verifier.tree import RecordVersion, VerifiedLog

_KEYS, CHECKPOINT = "log/key", "log/checkpoint"
_MANIFEST, _SIGNED, _UNFINISHED = "manifest.json", "manifest.note", "UNFINISHED.txt"
_PACKAGE, _REQUESTS = "data/datapackage.json", "data/requests.jsonl"
_WITNESSES, STAMPS = "log/witnesses", "log/timestamps"
OF_THIS_COPY = "this copy alone names that key; name it as you know it (--witness) to count on it."
NOT_CHECKED = "; who made it was not checked (`tracker verify --tsa` does that)"
_BESIDE = "beside the copy, hidden or left by a computer, no part of it and not checked"
OTHER_KEY = "the copy is signed by another key than the one that you gave"
PROOF = re.compile(r"requests/([a-z0-9-]+)/proof\.json", re.ASCII)
OF_A_RECORD = re.compile(r"requests/([^/]+?)(?:\.json|/(?:texts|copies)/.*)")

Further = Callable[[CopyFiles, Report], None]
"""A check that needs more than the standard library."""


@dataclass(frozen=True)
class KnownElsewhere:
    """What the reader provides.

    Keys and witnesses known from elsewhere, a checkpoint kept from an earlier day, a function that
    verifies timestamps of an authority, and a function with further checks.
    """

    keys: Sequence[str] = ()
    witnesses: Sequence[str] = ()
    older: bytes = b""
    authority: StampAuthority | None = None
    further: Further | None = None


def verify(path: Path, asked: KnownElsewhere = KnownElsewhere()) -> Report:
    """Check everything at `path`. Raises Wrong if there is no copy to check."""
    try:
        shelf = CopyFiles(path)
    except HOSTILE as error:
        raise Wrong(f"{path} is neither a folder nor a ZIP that can be read") from error
    if not shelf.has & {_MANIFEST, _KEYS, _UNFINISHED}:
        raise Wrong(f"{path} holds no copy of a public record")
    report = Report()
    if _UNFINISHED in shelf.has:
        report.wrong.append(f"{_UNFINISHED}: the copy was not written to its end")
    if shelf.beside:
        report.told.append(f"{len(shelf.beside):,} {_BESIDE}: {shelf.beside[0][:200]}")
    keys = report.attempt(_KEYS, lambda: tuple(map(read_key, _lines(shelf, asked))))
    if keys:
        _Copy(shelf, keys, asked, report).check()
    if not report.checked and not report.wrong:
        report.wrong.append("nothing in it could be checked")
    return report


def _lines(shelf: CopyFiles, asked: KnownElsewhere) -> list[str]:
    """Return the keys of the log, the newest first."""
    lines = shelf.read(_KEYS).decode().splitlines()
    if not lines:
        raise Wrong("it names no key")
    if asked.keys and not set(map(str.strip, asked.keys)) & set(lines):
        raise Wrong(OTHER_KEY)
    return lines


class _Copy:
    """One copy while it is checked."""

    def __init__(
        self, shelf: CopyFiles, keys: tuple[Key, ...], asked: KnownElsewhere, report: Report
    ) -> None:
        self._shelf = shelf
        self._keys = keys
        # The newest key, which a reader may know, signs what is new. Older notes that lead to the
        # same leaves need no trust of their own.
        self._trusted = keys[:1]
        self._asked = asked
        self._report = report
        self._log: VerifiedLog | None = None
        self._only = ""
        self._notes: dict[int, LogNote] = {}
        self._handed: dict[Key, Key] = {}
        self._shown: dict[str, Shown] = {}

    def check(self) -> None:
        """Run all checks."""
        attempt = self._report.attempt
        attempt(_MANIFEST, self._check_manifest)
        if self._only and (self._asked.witnesses or self._asked.older or self._asked.authority):
            raise Wrong("a copy of one record holds no log: others' words are in a whole copy")
        if not self._only:
            attempt(CHECKPOINT, self._check_log)
        attempt(_KEYS, self._require_known)
        for name in sorted(self._shelf.has):
            if found := PROOF.fullmatch(name):
                attempt(name, lambda: self._check_record(name, found[1]))  # noqa: B023
        if _PACKAGE in self._shelf.has:
            attempt(_PACKAGE, self._check_package)
        if self._log:
            attempt(CHECKPOINT, self._check_nothing_lacks)
        elif self._only and self._only not in self._shown:
            self._report.wrong.append(f"{self._only}: is not proved here")

    def _check_manifest(self) -> None:
        """Check that the signed list matches every file, and that none is missing."""
        whole = self._shelf.read(_MANIFEST)
        said = json.loads(whole)
        self._only = str(said["record"])
        for name, digest in sorted(said["files"].items()):
            self._report.attempt(name, lambda: self._check_file(name, digest))  # noqa: B023
        beside = {_MANIFEST, _SIGNED, _UNFINISHED}
        for name in sorted(self._shelf.has - said["files"].keys() - beside):
            self._report.wrong.append(f"{name}: stands in no list: someone put it there")
        text = open_note(self._shelf.read(_SIGNED), self._trusted)
        if text.split("\n")[1:] != [f"sha256 {hashlib.sha256(whole).hexdigest()}", ""]:
            raise Wrong(f"{_SIGNED} signs another list")
        if text.split("\n")[0] != f"{self._keys[0].name} copy":
            raise Wrong(f"{_SIGNED} signs something else")
        self._report.checked["signed lists of files"] += 1

    def _check_file(self, name: str, digest: str) -> None:
        if hashlib.sha256(self._shelf.read(name)).hexdigest() != digest:
            raise Wrong("is not the file that was listed")
        self._report.checked["files as they were listed"] += 1

    def _check_log(self) -> None:
        """Check all leaves, and that they begin with those of an older checkpoint."""
        newest = checkpoint(self._shelf.read(CHECKPOINT), self._trusted)
        before = unsigned(self._asked.older) if self._asked.older else None
        sizes = {*self._sizes_of_proofs(), *self._cosigned()}
        sizes |= {before.size} if before else set()
        self._log = log = VerifiedLog(self._shelf.read, newest.size, newest.root, sizes)
        self._report.checked["leaves of the log"] = newest.size
        tiles = {name for name in self._shelf.has if name.startswith("log/tile/")}
        for name in sorted(tiles - log.files):
            self._report.wrong.append(f"{name}: is no file of this log")
        if before:
            self._report.attempt("--older", lambda: self._check_older(before, newest.size, log))
        self._report.attempt(CHECKPOINT, lambda: self._check_others(newest, log))
        for place, change in log.changes:
            self._report.attempt(CHECKPOINT, lambda: self._check_change(place, change))  # noqa: B023

    def _check_older(self, before: LogNote, size: int, log: VerifiedLog) -> None:
        signed_tree(self._asked.older, self._keys, log)
        if before.size > size:
            raise Wrong(
                f"the older checkpoint has {before.size:,} entries and this copy {size:,}: the "
                "copy is the older of the two, or its end was cut off"
            )
        if log.roots.get(before.size) != before.root:
            raise Wrong("the log does not go on from the older checkpoint: it was rewritten")
        self._report.checked["older checkpoints from which the log goes on"] += 1

    def _sizes_of_proofs(self) -> Iterator[int]:
        for name in self._shelf.has:
            if PROOF.fullmatch(name):
                try:
                    yield from map(int, self._shelf.json(name)["checkpoints"])
                except (Wrong, *HOSTILE):
                    continue  # reported when the record is checked

    def _cosigned(self) -> list[int]:
        """Return the sizes of the older checkpoints in the copy."""
        return [int(found[1]) for name in self._shelf.has if (found := COSIGNED.fullmatch(name))]

    def _check_others(self, newest: LogNote, log: VerifiedLog) -> None:
        """Check what witnesses and authorities say of trees of this log."""
        self._notes = notes = {newest.size: newest}
        for size in self._cosigned():
            name = f"log/checkpoints/{size}"
            if found := self._report.attempt(name, lambda: self._noted(name, size, log)):  # noqa: B023
                notes[size] = found
        self._report.attempt(STAMPS, lambda: self._check_stamps(notes, newest.size))
        known = [self._other(line) for line in self._asked.witnesses]
        for witness in known:
            told = told_by(witness, tuple(notes.values()), newest.size)
            if not told:
                raise Wrong(f"the witness {witness.name} signed no checkpoint of this copy")
            self._report.told.append(f"{told}.")
        named = self._shelf.read(_WITNESSES).decode() if _WITNESSES in self._shelf.has else ""
        for line in named.splitlines():
            key = self._other(line)
            told = told_by(key, tuple(notes.values()), newest.size)
            if told and key not in known:
                self._report.told.append(f"{told}: {OF_THIS_COPY}")

    def _other(self, line: str) -> Key:
        """Return the key of a witness. Raises Wrong if it is a key of the log itself."""
        key = read_key(line)
        if key.name in {each.name for each in self._keys}:
            raise Wrong("the log is named as its own witness")
        return key

    def _noted(self, name: str, size: int, log: VerifiedLog) -> LogNote:
        found = signed_tree(self._shelf.read(name), self._keys, log)
        if found.size != size or log.roots.get(size) != found.root:
            raise Wrong("is no checkpoint of this log")
        self._report.checked["older checkpoints that lie beside it"] += 1
        return found

    def _check_stamps(self, notes: dict[int, LogNote], size: int) -> None:
        """Check that each timestamp is of its checkpoint, and report the newest that counts."""
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

    def _check_change(self, place: int, change: dict[str, Any]) -> None:
        """Check that a key was replaced with its own signature, or was recorded as lost."""
        key = read_key(change["key"])
        if change["because"] != "rotated":
            self._report.told.append(
                f"At leaf {place} another log took over, and no key of the one before signed "
                f"that: {change['before']} had published {change['published']} entries, of which "
                f"the first {place} are here."
            )
            return
        before = read_key(change["before"])
        if not {key, before} <= set(self._keys):
            raise Wrong(f"a key of the log is not named in {_KEYS}")
        if not any(note.size > place and witnessed(note, before) for note in self._notes.values()):
            raise Wrong(f"leaf {place} tells of another key, and the one before did not sign it")
        self._handed[key] = before
        self._report.told.append(
            f"From leaf {place} on another key signs the log; the one before signed that too."
        )

    def _require_known(self) -> None:
        """Check that the reader knows the newest key, or one that was replaced by it."""
        known = {read_key(line) for line in self._asked.keys}
        key: Key | None = self._keys[0]
        while known and key not in known:
            if key is None:
                raise Wrong(OTHER_KEY)
            key = self._handed.pop(key, None)

    def _check_record(self, name: str, reference: str) -> None:
        proof = Proof(self._shelf.json(name), self._keys, self._log)
        self._shown[reference] = ShownRecord(self._shelf, reference, self._report).check(proof)

    def _check_package(self) -> None:
        """Check that the tables match their description and contain the records shown."""
        for table in self._shelf.json(_PACKAGE)["resources"]:
            data = self._shelf.read(f"data/{table['path']}")
            if table["hash"] != f"sha256:{hashlib.sha256(data).hexdigest()}":
                raise Wrong(f"data/{table['path']} is not the table that is described")
        rows = map(json.loads, self._shelf.read(_REQUESTS).splitlines())
        shown = {reference: found.digest for reference, found in self._shown.items()}
        if {row["reference"]: row["digest"] for row in rows} != shown:
            raise Wrong(f"{_REQUESTS} has other records than those that are shown")
        self._report.checked["packages of tables as they are described"] += 1
        if self._log:
            notices = map(json.loads, self._shelf.read(NOTICES_FILE).splitlines())
            check_notices(notices, self._log, self._shown, self._report)
        if self._asked.further:
            self._asked.further(self._shelf, self._report)

    def _check_nothing_lacks(self) -> None:
        """Check that the newest version of each record in the log is shown, or was taken down."""
        log = self._log.versions if self._log else {}
        for reference, versions in sorted(log.items()):
            self._tell_what_went(reference, versions)
            shown = self._shown.get(reference)
            if versions[-1].withheld:
                self._report.told.append(f"{reference} was taken down: only that is shown of it.")
            elif shown is None:
                self._report.wrong.append(
                    f"{reference}: stands in the log, and is not proved here"
                )
            elif shown.place != versions[-1].place:
                self._report.wrong.append(f"{reference}: the log knows a newer version")
        for name in sorted(self._shelf.has):
            found = OF_A_RECORD.fullmatch(name)
            if found and found[1] not in log:
                self._report.wrong.append(f"{name}: stands in no log")
            elif found and log[found[1]][-1].withheld:
                self._report.wrong.append(f"{found[1]}: was taken down, and is shown here")

    def _tell_what_went(self, reference: str, versions: Sequence[RecordVersion]) -> None:
        """Report what was removed from a record, or replaced."""
        tell, newest = self._report.told.append, versions[-1]
        for one, two in pairwise(versions):
            if two.number <= one.number and two.digest != one.digest:
                tell(f"{reference}: version {two.number} was replaced by leaf {two.place}.")
        if newest.withheld:
            return
        for seq in sorted(
            {seq for each in versions for seq in each.entries} - newest.entries.keys()
        ):
            tell(f"{reference}: entry {seq} was shown once, and is no more.")
        documents = {digest for each in versions for digest in each.documents}
        for digest in sorted(documents - newest.documents):
            tell(f"{reference}: a document was taken down, {digest[:64]}.")
