"""The shipped library with the office's own entries over it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from tracker.domain.law.law import Law
from tracker.domain.library import Library, OfficeEntry
from tracker.lawfiles.checks import ENGLISH_ALONE, faults_beside, faults_of_laws
from tracker.lawfiles.diff_table import as_differences
from tracker.lawfiles.faults import Complaint, LibraryFaults
from tracker.lawfiles.library_diff import diff_of_file
from tracker.lawfiles.own.stand_ins import stand_in
from tracker.lawfiles.reader import LIBRARY_FOLDERS, OWN_FILES, File, ReadFiles, read_files
from tracker.lawfiles.writing import library_file_text
from tracker.services.core.i18n import SpokenLanguages
from tracker.services.ports.own_library import (
    EntryDifference,
    EntryName,
    Layered,
    LibraryReader,
    OwnEntry,
    Unused,
)


class FileReader(LibraryReader):
    """Reads the library of a folder, or the one that comes with the program, below the office's
    own entries."""

    def __init__(
        self, folder: Path | None = None, spoken: SpokenLanguages = ENGLISH_ALONE
    ) -> None:
        self._folder = folder
        self._spoken = spoken

    @property
    def folders(self) -> Collection[str]:
        return LIBRARY_FOLDERS.keys()

    def layered(self, own: Sequence[OwnEntry]) -> Layered:
        shipped = read_files(self._folder)
        if shipped.complaints:
            raise LibraryFaults(shipped.complaints)
        own = _with_text(own)
        verified = {each.name: each for each in own if each.verified_by}
        known = {*verified, *_names_in(shipped.library)}
        # A correction stays one if a newer program no longer has the entry.
        new = {each.name: each for each in own if each.name not in known and not each.replaces}
        used = {**verified, **new}
        library, unused = self._over(shipped, tuple(used.values()))
        left_out = {each.name for each in unused}
        listed: dict[tuple[str, str], OfficeEntry] = {
            name: _public_facts(each) for name, each in verified.items() if name not in left_out
        }
        library = replace(library, own=listed) if listed else library
        whole = _with_stand_ins(library, [used[each.name] for each in unused])
        if not new and whole is library:
            return Layered(library, unused)
        public = library
        if new:
            public, _ = self._over(shipped, tuple(verified.values()))
        public = replace(public, whole=whole.digest, own=listed)
        unverified = frozenset(new) - left_out
        return Layered(replace(whole, verified=public, unverified=unverified), unused)

    def faults(self, own: Sequence[OwnEntry], new: OwnEntry) -> Sequence[str]:
        return [_sentence(each) for each in self._complaints(own, [new])]

    def faults_of_each(
        self, own: Sequence[OwnEntry], new: Sequence[OwnEntry]
    ) -> Mapping[EntryName, Sequence[str]]:
        files = {_file_name(each.name): each.name for each in new}
        found: dict[EntryName, list[str]] = {}
        for complaint in self._complaints(own, new):
            # A fault in another file may come from any of the entries, so each one reports it.
            name = files.get(complaint.file)
            for blamed in (name,) if name else files.values():
                found.setdefault(blamed, []).append(_sentence(complaint))
        return found

    def _complaints(self, own: Sequence[OwnEntry], new: Sequence[OwnEntry]) -> list[Complaint]:
        names = {each.name for each in new}
        others = {each.name: each for each in _with_text(own) if each.name not in names}
        # What the program leaves out must not stop a change of another entry.
        shipped = read_files(self._folder)
        _, unused = self._over(shipped, tuple(others.values()))
        for each in unused:
            del others[each.name]
        read = read_files(self._folder, [_file(each) for each in (*others.values(), *new)])
        # An office knows a new body before it knows its name in each language of letters.
        added = read.library.bodies.keys() - shipped.library.bodies.keys()
        found = [*read.complaints, *faults_beside(read, self._spoken, added)]
        moving = [name for name in names if name.folder in ("laws", "calendars")]
        for name in () if read.complaints else moving:
            moved = _concerned(read.library, name)
            found += faults_of_laws(read.library, moved, self._spoken)
        return list(dict.fromkeys(found))

    def entry(self, own: Sequence[OwnEntry], version: OwnEntry) -> object | None:
        others = {each.name: each for each in _with_text(own)} | {version.name: version}
        read = read_files(self._folder, [_file(each) for each in others.values()])
        if read.files[version.name.folder].get(version.name.key) != _file_name(version.name):
            return None
        shelf: Mapping[str, object] = getattr(read.library, version.name.folder)
        return shelf.get(version.name.key)

    def differences(
        self, own: Sequence[OwnEntry], older: OwnEntry, newer: OwnEntry
    ) -> Sequence[EntryDifference]:
        before, after = (self.entry(own, each) for each in (older, newer))
        return tuple(as_differences(diff_of_file(newer.name.key, before, after)))

    def shipped(self, name: EntryName) -> str:
        entry = getattr(read_files(self._folder).library, name.folder).get(name.key)
        return "" if entry is None else self.written(entry)

    def written(self, entry: object) -> str:
        return library_file_text(entry)

    def _over(
        self, shipped: ReadFiles, own: Sequence[OwnEntry]
    ) -> tuple[Library, tuple[Unused, ...]]:
        """Return the library with those of the entries that fit, and the others."""
        unused: dict[EntryName, str] = {}
        while used := [each for each in own if each.name not in unused]:
            read = read_files(self._folder, [_file(each) for each in used], _uncertain(used))
            if not read.complaints:
                break
            blamed = {each.name: _blame(each, read.complaints) for each in used}
            wrong = {name: why for name, why in blamed.items() if why}
            unused |= wrong or self._culprits(used, read.complaints[0])
        else:
            read = shipped
        return read.library, tuple(Unused(name, why) for name, why in unused.items())

    def _culprits(self, used: Sequence[OwnEntry], complaint: Complaint) -> dict[EntryName, str]:
        """Return the one entry without which a shipped file has no fault, or all of them."""
        for left_out in used:
            rest = [_file(each) for each in used if each is not left_out]
            if not read_files(self._folder, rest).complaints:
                return {left_out.name: _sentence(complaint)}
        return dict.fromkeys((each.name for each in used), _sentence(complaint))


def _concerned(library: Library, name: EntryName) -> Iterator[Law]:
    """Yield the laws whose dates an entry can move: the law itself, or those of a calendar."""
    for law in library.laws.values():
        receivers = {stage.receiver for stage in law.stages.values()}
        bodies = [each for each in library.bodies.values() if law.key in each.laws]
        bodies += [each for key, each in library.bodies.items() if key in receivers]
        calendars = {law.calendar, *(each.calendar for each in bodies)}
        if name in (EntryName("laws", law.key), *(EntryName("calendars", c) for c in calendars)):
            yield law


def _with_stand_ins(library: Library, unused: Sequence[OwnEntry]) -> Library:
    """Return the library with stand-ins for the entries that do not fit, unless it has other
    entries with their keys."""
    blocks, bodies = dict(library.blocks), dict(library.bodies)
    stand_ins = set()
    # A block names bodies, so these come first.
    for entry in sorted(unused, key=lambda each: each.name.folder != "bodies"):
        shelf: dict[str, Any] = blocks if entry.name.folder == "blocks" else bodies
        found = stand_in(entry, replace(library, bodies=bodies))
        if found is None or entry.name.key in shelf:
            continue
        shelf[entry.name.key] = found
        stand_ins.add(entry.name)
    if not stand_ins:
        return library
    digest = sha256(f"{library.digest} {sorted(stand_ins)}".encode()).hexdigest()
    return replace(
        library, blocks=blocks, bodies=bodies, stand_ins=frozenset(stand_ins), digest=digest
    )


def _public_facts(entry: OwnEntry) -> OfficeEntry:
    another = entry.verified_by != entry.by
    return OfficeEntry(entry.number, bool(entry.replaces), entry.at, another)


def _with_text(own: Sequence[OwnEntry]) -> list[OwnEntry]:
    """Return the versions without those that only ask for a withdrawal, which change nothing."""
    return [each for each in own if not each.asks_withdrawal]


def _uncertain(own: Sequence[OwnEntry]) -> frozenset[str]:
    """Return the keys of the announced days that nobody has verified."""
    return frozenset(
        each.name.key for each in own if each.name.folder == "announced" and not each.verified_by
    )


def _names_in(library: Library) -> Iterator[EntryName]:
    for folder in LIBRARY_FOLDERS:
        yield from (EntryName(folder, key) for key in getattr(library, folder))


def _file(entry: OwnEntry) -> File:
    return File(_file_name(entry.name), entry.text.encode())


def _file_name(name: EntryName) -> str:
    return f"{OWN_FILES}{name.folder}/{name.key}.toml"


def _blame(entry: OwnEntry, complaints: Sequence[Complaint]) -> str:
    """Return the first complaint about an entry's file, empty if there is none."""
    name = _file_name(entry.name)
    return next((_sentence(each) for each in complaints if each.file == name), "")


def _sentence(complaint: Complaint) -> str:
    return f"{complaint.place}: {complaint.message}" if complaint.place else complaint.message
