"""The whole library, read from its folder, with every reference checked."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from tracker.domain.base.collecting import without_collecting
from tracker.domain.calendar.announced import AnnouncedDays, with_announced
from tracker.domain.calendar.forecast import Forecast
from tracker.domain.calendar.workdays import Calendar
from tracker.domain.law.authority import PROPOSITION, Authority
from tracker.domain.law.block import Block
from tracker.domain.law.body import PublicBody
from tracker.domain.law.judgment import Judgment
from tracker.domain.law.law import Law
from tracker.domain.law.petition import Petition
from tracker.domain.law.power import Power
from tracker.domain.law.precedent import Precedent
from tracker.domain.law.questions import Question, QuestionWords
from tracker.domain.law.statement import Organisation, Statement
from tracker.domain.library import Library
from tracker.lawfiles.faults import Complaint, LibraryFaults, suggestion
from tracker.lawfiles.filling import UNREADABLE, Filling
from tracker.lawfiles.languages import WORDINGS, stray_words
from tracker.lawfiles.references import (
    KEPT_IN,
    KeysOfLaw,
    Reference,
    Written,
    dead_references,
    keys_of_law,
)
from tracker.lawfiles.shape import ReferenceKind
from tracker.lawfiles.snapshots import SNAPSHOT_FOLDER as SNAPSHOTS
from tracker.lawfiles.snapshots import joined, mismatches

PACKAGED = Path(__file__).parent.parent / "library"
# The files of an office's own library have their names below this folder.
OWN_FILES = "own/"


class LibraryFolder(NamedTuple):
    """One folder of the library. `table` is the word above entries that share a file."""

    folder: str
    cls: type
    table: str = ""


LIBRARY_FOLDERS = {
    shelf.folder: shelf
    for shelf in (
        LibraryFolder("laws", Law),
        LibraryFolder("calendars", Calendar),
        LibraryFolder("bodies", PublicBody, "body"),
        LibraryFolder("blocks", Block),
        LibraryFolder("powers", Power, "power"),
        LibraryFolder("questions", Question, "question"),
        LibraryFolder("organisations", Organisation, "organisation"),
        LibraryFolder("statements", Statement),
        LibraryFolder("authorities", Authority, "authority"),
        LibraryFolder("announced", AnnouncedDays),
        LibraryFolder("petitions", Petition),
        LibraryFolder("judgments", Judgment, "judgment"),
        LibraryFolder("precedents", Precedent, "precedent"),
    )
}
SNAPSHOT_SHELF = LibraryFolder(SNAPSHOTS, Forecast)
WORDINGS_SHELF = LibraryFolder(WORDINGS, QuestionWords)
# The entries of these folders are joined with those of another folder.
JOINED_FOLDERS = {shelf.folder: shelf for shelf in (SNAPSHOT_SHELF, WORDINGS_SHELF)}


class File(NamedTuple):
    """One file of the library: its name relative to the library's folder, and its bytes."""

    name: str
    content: bytes


@dataclass
class _Reading:
    """Everything found so far, file by file."""

    shelves: dict[str, dict[str, Any]] = field(
        default_factory=lambda: {folder: {} for folder in (*LIBRARY_FOLDERS, *JOINED_FOLDERS)}
    )
    files: dict[str, dict[str, str]] = field(
        default_factory=lambda: {folder: {} for folder in (*LIBRARY_FOLDERS, *JOINED_FOLDERS)}
    )
    laws: dict[str, KeysOfLaw] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    complaints: list[Complaint] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)

    def copy(self) -> "_Reading":
        """Return a reading that can go on by itself."""
        return _Reading(
            shelves={folder: dict(entries) for folder, entries in self.shelves.items()},
            files={folder: dict(names) for folder, names in self.files.items()},
            laws=dict(self.laws),
            unread=set(self.unread),
            complaints=list(self.complaints),
            references=list(self.references),
        )

    def forget(self, file: str) -> None:
        """Forget what a file refers to, because another file replaces it."""
        self.references = [each for each in self.references if each.file != file]

    def written(self) -> Written:
        """Return the keys that files define. An entry with a fault still has its key."""
        known = {kind: set(self.files[folder]) for kind, folder in KEPT_IN.items()}
        known[ReferenceKind.AUTHORITY] |= {
            f"{key}{PROPOSITION}{each}"
            for key, authority in self.shelves["authorities"].items()
            for each in authority.holdings
        }
        return Written(
            by_kind=known,
            laws=self.laws,
            unknown=[kind for kind, folder in KEPT_IN.items() if folder in self.unread],
        )


class ReadFiles(NamedTuple):
    """What could be read of a library folder, and every complaint about its files.

    `library` holds the entries of files without a complaint. `files` names the file of each folder
    and key.
    """

    library: Library
    complaints: tuple[Complaint, ...]
    files: Mapping[str, Mapping[str, str]]

    @property
    def faulty_folders(self) -> set[str]:
        """Return the folders with a complaint about some file."""
        names = (complaint.file.removeprefix(OWN_FILES) for complaint in self.complaints)
        return {name.partition("/")[0] for name in names}


def read_library(folder: Path | None = None) -> Library:
    """Return the library in `folder`, or the one that comes with the program.

    Raises LibraryFaults with every complaint about every file.
    """
    read = read_files(folder)
    if read.complaints:
        raise LibraryFaults(read.complaints)
    return read.library


def read_files(
    folder: Path | None = None, own: Sequence[File] = (), unverified: frozenset[str] = frozenset()
) -> ReadFiles:
    """Read everything in `folder` that can be read, and the files of an office over it.

    An entry of the office replaces the one of `folder` with its key. Announced days whose key is
    in `unverified` are uncertain. Raises LibraryFaults if there is no folder.
    """
    folder = folder or PACKAGED
    with without_collecting():
        while True:
            # The first time they are certainly needed, and read once.
            files = [] if _read.cache_info().currsize else library_files(folder)
            shipped = _SameFiles(library_digest(files or _each_file(folder)), folder, files)
            with suppress(_FilesChanged):
                return _read(shipped, tuple(own), unverified)


class _FilesChanged(Exception):
    """Raised if somebody saved a file while the library was being read."""


@dataclass(unsafe_hash=True)
class _SameFiles:
    """The files of a folder as a key of what was read from them: the same if every byte is.

    Their bytes are not kept, because a process that has read them needs no memory for them any
    longer.
    """

    digest: str
    folder: Path = field(compare=False)
    files: list[File] = field(compare=False)

    def read(self) -> list[File]:
        """Return the files. Raises _FilesChanged if they are no longer the same."""
        files, self.files = self.files, []
        if not files:
            files = library_files(self.folder)
            if library_digest(files) != self.digest:
                raise _FilesChanged
        return files


# A command may read the library several times; equal bytes give an equal library.
@lru_cache(maxsize=4)
def _read(shipped: _SameFiles, own: tuple[File, ...], unverified: frozenset[str]) -> ReadFiles:
    reading = _filled(shipped).copy()
    for file in own:
        _read_file(file, reading, {})
    digest = shipped.digest
    if own or unverified:
        # Verifying an announcement moves dates, so it is another version of the library.
        marks = (File("unverified", key.encode()) for key in unverified)
        digest = library_digest(sorted((*shipped.read(), *own, *marks)))
    return _finished(reading, digest, unverified)


@lru_cache(maxsize=2)
def _filled(shipped: _SameFiles) -> _Reading:
    """Return what the files say, each alone. An office that changes its own files reads only
    those again."""
    reading, same = _Reading(), dict[Any, Any]()
    for file in shipped.read():
        _read_file(file, reading, same)
    return reading


def _finished(reading: _Reading, digest: str, unverified: frozenset[str]) -> ReadFiles:
    """Return the library of everything that was read, with the complaints of all files."""
    reading.complaints += dead_references(reading.references, reading.written())
    _join(reading, unverified)
    faulty = {complaint.file for complaint in reading.complaints}
    shelves = {
        shelf: {
            key: entry for key, entry in entries.items() if reading.files[shelf][key] not in faulty
        }
        for shelf, entries in reading.shelves.items()
    }
    entries: dict[str, Any] = shelves
    library = Library(**entries, digest=digest)
    return ReadFiles(library, tuple(reading.complaints), reading.files)


def read_alone(files: Iterable[File]) -> Mapping[str, Mapping[str, Any]]:
    """Return the entries of some files by folder and key, joined among each other.

    These must be files of a library without a fault: what they refer to is not looked for.
    """
    reading = _Reading()
    for file in files:
        _read_file(file, reading, {})
    _join(reading, frozenset())
    if reading.complaints:
        raise LibraryFaults(reading.complaints)
    return reading.shelves


def _join(reading: _Reading, unverified: frozenset[str]) -> None:
    """Move entries that belong to others into these."""
    _join_snapshots(reading)
    _join_announced(reading, unverified)
    _join_wordings(reading)


def _join_snapshots(reading: _Reading) -> None:
    """Move the days of the snapshots into their calendars."""
    forecasts = reading.shelves.pop(SNAPSHOTS)
    calendars = reading.shelves["calendars"]
    written = reading.files["calendars"]
    for key, file in reading.files[SNAPSHOTS].items():
        if key not in written and "calendars" not in reading.unread:
            hint = suggestion(key, written)
            reading.complaints.append(Complaint(file, "key", f"no calendar has it. {hint}"))
    if SNAPSHOTS not in reading.unread:
        unread = reading.files[SNAPSHOTS].keys() - forecasts.keys()
        reading.complaints += mismatches(calendars, forecasts, unread)
    reading.shelves["calendars"] = joined(calendars, forecasts)


def _join_announced(reading: _Reading, unverified: frozenset[str]) -> None:
    """Add the announced days to their calendars."""
    calendars, files = reading.shelves["calendars"], reading.files["announced"]
    announced: dict[str, AnnouncedDays] = reading.shelves["announced"]
    for key, each in announced.items():
        found = calendars.get(each.calendar)
        for day in each.days:
            if found and day not in found.known:
                said = f"{day} lies outside the days that the calendar “{found.key}” knows."
                reading.complaints.append(Complaint(files[key], "days", said))
    faulty = {complaint.file for complaint in reading.complaints}
    sound = [each for key, each in announced.items() if files[key] not in faulty]
    for key, calendar in calendars.items():
        calendars[key] = with_announced(calendar, sound, unverified)


def _join_wordings(reading: _Reading) -> None:
    """Move the words of the questions in languages of letters into the questions."""
    found: Iterable[QuestionWords] = reading.shelves.pop(WORDINGS).values()
    questions = reading.shelves["questions"]
    if "questions" not in reading.unread:
        for each in found:
            file = reading.files[WORDINGS][each.key]
            reading.complaints += (
                Complaint(file, *stray) for stray in stray_words(each, questions)
            )
    for each in found:
        questions = {key: each.put_into(question) for key, question in questions.items()}
    reading.shelves["questions"] = questions


def library_digest(files: Iterable[File]) -> str:
    """Return the SHA-256 hash over names and contents in this order: the library's version."""
    edition = sha256()
    for file in files:
        for part in (file.name.encode(), file.content):
            edition.update(len(part).to_bytes(8, "big"))
            edition.update(part)
    return edition.hexdigest()


def library_files(folder: Path) -> list[File]:
    """Return the files of a library folder by name. Raises LibraryFaults if there is none."""
    return list(_each_file(folder))


def _each_file(folder: Path) -> Iterator[File]:
    """Yield the files in order, each read only then. Raises LibraryFaults without a folder."""
    if not folder.is_dir():
        raise LibraryFaults([Complaint(str(folder), "", "there is no law library here.")])
    # A prefix is cut off, since `relative_to` takes as long as reading the files.
    above = f"{folder.as_posix().rstrip('/')}/"
    paths = (path for path in folder.rglob("*.toml") if path.is_file())
    for name, path in sorted((path.as_posix().removeprefix(above), path) for path in paths):
        yield File(name, path.read_bytes())


def _read_file(file: File, reading: _Reading, same: dict[Any, Any]) -> None:
    filling = Filling(file.name, sha256(file.content).hexdigest(), same)
    folder, _, rest = file.name.removeprefix(OWN_FILES).partition("/")
    joined_folder = file.name.rpartition("/")[0]
    folder = joined_folder if joined_folder in JOINED_FOLDERS else folder
    shelf = JOINED_FOLDERS.get(folder) or LIBRARY_FOLDERS.get(folder)
    table = filling.table_of(file.content)
    if not rest or shelf is None:
        filling.complain(
            "", f"stands in no folder of the library. {suggestion(folder, LIBRARY_FOLDERS)}"
        )
    elif table is None or not filling.knows_schema(table):
        reading.unread.add(folder)
    else:
        entries = _several(shelf, table, filling) if shelf.table else _single(file, table, filling)
        for key, entry, place in entries:
            _put_on_shelf(shelf, key, entry, place, filling, reading)
    reading.complaints += filling.complaints
    reading.references += filling.references


Entries = Iterator[tuple[str, Any, str]]


def _several(shelf: LibraryFolder, table: dict[str, Any], filling: Filling) -> Entries:
    """Yield the entries of a file that holds many, such as [body.pk-pta]."""
    for unknown in table.keys() - {shelf.table}:
        filling.complain("", f"unknown word “{unknown}”. {suggestion(unknown, [shelf.table])}")
    entries = table.get(shelf.table, {})
    if not isinstance(entries, dict):
        filling.complain(shelf.table, f"must be written as [{shelf.table}.<key>].")
        return
    named = Path(filling.file).stem
    if filling.file.startswith(OWN_FILES) and list(entries) != [named]:
        # Otherwise it would change another entry under the name of this one.
        filling.complain(shelf.table, f"must have one entry, [{shelf.table}.{named}].")
        return
    for key, entry in entries.items():
        yield key, entry, f"{shelf.table}.{key}"


def _single(file: File, table: dict[str, Any], filling: Filling) -> Entries:
    """Yield the one entry of a file that is named after it."""
    named = Path(file.name).stem
    if "key" in table and table["key"] != named:
        filling.complain("key", f"“{table['key']}” differs from the file's name, “{named}”.")
    yield named, table, ""


def _put_on_shelf(
    shelf: LibraryFolder, key: str, entry: Any, place: str, filling: Filling, reading: _Reading
) -> None:
    given: dict[str, object] = {"key": key} if shelf.table else {}
    if shelf.cls is Law:
        reading.laws[key] = keys_of_law(entry)
        given["digest"] = filling.digest
    filled = filling.fill(shelf.cls, entry, place, given)
    if other := reading.files[shelf.folder].get(key):
        if not filling.file.startswith(OWN_FILES) or other.startswith(OWN_FILES):
            filling.complain(place, f"the key “{key}” is already used in {other}.")
        elif not shelf.table:
            reading.forget(other)
    reading.files[shelf.folder][key] = filling.file
    if filled is not UNREADABLE:
        reading.shelves[shelf.folder][key] = filled
