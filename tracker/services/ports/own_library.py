"""The office's own library: entries of the same form as those that are shipped, over them, and
the signatures of jurists who read a law."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

from tracker.domain.law.signature import LawSignature
from tracker.domain.library import Library


class EntryName(NamedTuple):
    """An entry of the library: the folder that it belongs to, and its key."""

    folder: str
    key: str


@dataclass(frozen=True, slots=True)
class OwnEntry:
    """A version of an entry of the office's own library.

    `text` is the file as TOML. `replaces` is the digest of the shipped entry that the author saw
    and corrected; empty if the library had none with that key. `why` says what was compared, or
    what was wrong. `verified_by` is empty until a second person has compared the sources.

    A version without text asks a second person to withdraw the entry.
    """

    name: EntryName
    text: str
    digest: str
    replaces: str
    why: str
    by: str
    at: datetime
    number: int = 0
    verified_by: str = ""
    verified_at: datetime | None = None
    withdrawn_by: str = ""
    withdrawn_at: datetime | None = None

    @classmethod
    def unsaved(cls, name: EntryName, text: str, at: datetime) -> "OwnEntry":
        """Return a text as an entry that nobody has saved, to be read or checked."""
        return cls(name, text, digest="", replaces="", why="", by="", at=at)

    @property
    def asks_withdrawal(self) -> bool:
        """Return whether this version asks for the entry to be withdrawn."""
        return not self.text


class Unused(NamedTuple):
    """A file of the office's own library that cannot be used, with the reason."""

    name: EntryName
    why: str


class Layered(NamedTuple):
    """The shipped library with the office's own entries over it, and those that do not fit."""

    library: Library
    unused: tuple[Unused, ...]


class EntryDifference(NamedTuple):
    """One difference between two versions of a law or calendar: its place, what it was and is
    (None if it was or is not there), the section, and the days of events that it applies to."""

    place: str
    before: str | None
    after: str | None
    section: str = ""
    events: str = ""


class LibraryReader(Protocol):
    """Reads and writes files of the library."""

    @property
    def folders(self) -> Collection[str]:
        """Return the folders that entries belong to."""

    def layered(self, own: Sequence[OwnEntry]) -> Layered:
        """Return the shipped library with these entries over it.

        Of several versions of an entry, the newest verified one is used. Before any was verified,
        the newest one is used, unless the shipped library has the entry, and is missing in the
        public library. An entry that does not fit is left out and named. Raises Refusal if the
        shipped library has faults.
        """

    def faults(self, own: Sequence[OwnEntry], new: OwnEntry) -> Sequence[str]:
        """Return what is wrong with a new entry over the others, a sentence each."""

    def faults_of_each(
        self, own: Sequence[OwnEntry], new: Sequence[OwnEntry]
    ) -> Mapping[EntryName, Sequence[str]]:
        """Return what is wrong with new entries over the others and beside each other, for each
        that has a fault. They may name each other."""

    def entry(self, own: Sequence[OwnEntry], version: OwnEntry) -> object | None:
        """Return a version as the library has it over the others; None if it cannot be used."""

    def differences(
        self, own: Sequence[OwnEntry], older: OwnEntry, newer: OwnEntry
    ) -> Sequence[EntryDifference]:
        """Return what differs between two versions of a law or calendar over the others, both
        without faults."""

    def shipped(self, name: EntryName) -> str:
        """Return a shipped entry as the text of a file of its own; empty if there is none."""

    def written(self, entry: object) -> str:
        """Return an entry of the library as the text of a file."""


class OwnLibrary(Protocol):
    """The versions of the entries of the office's own library. None is ever changed or removed."""

    def mark(self) -> int:
        """Return a number that grows with every change."""

    def in_force(self) -> Sequence[OwnEntry]:
        """Return the versions in force, the oldest first: of each entry the newest, and the newest
        verified one."""

    def versions(self, name: EntryName) -> Sequence[OwnEntry]:
        """Return every version of an entry, the newest first."""

    def every_version(self) -> Sequence[OwnEntry]:
        """Return every version of every entry, also of withdrawn ones, the oldest first."""

    def add(self, entry: OwnEntry) -> None:
        """Add a version of an entry."""

    def verify(self, number: int, by: str, at: datetime) -> bool:
        """Mark a version as verified; return whether it was in force and not verified yet."""

    def withdraw(self, name: EntryName, by: str, at: datetime) -> bool:
        """Withdraw all versions of an entry; return whether any was in force."""


class LawSignatures(Protocol):
    """The signatures of jurists under laws. A withdrawn one is deleted, because it names a
    person."""

    def of_law(self, law: str) -> Sequence[LawSignature]:
        """Return the signatures under every version of a law, the oldest first."""

    def every(self) -> Sequence[LawSignature]:
        """Return all signatures, by law, the oldest first."""

    def sign(self, signature: LawSignature) -> bool:
        """Add a signature; return whether that reader had not signed this version yet."""

    def withdraw(self, number: int, by: str) -> bool:
        """Delete a signature of an account; return whether there was one."""
