"""The state of the last export to a folder, so that the next one makes only what changed.

It is stored with the instance and never in the copy. If it is lost, everything is made again, with
the same result. It has an entry for each file of the copy, so it is kept in columns of numbers and
not in objects: with 100,000 records these would need more than a gigabyte.
"""

import hashlib
import json
import os
import sys
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final, NamedTuple

from tracker.mirror.numbered import NumberedTexts
from tracker.mirror.writing import written_beside

_FORM = 7
# An unsigned number of four bytes, and one of eight.
_NUMBER: Final = "I"
_SIZE: Final = "Q"
_DIGEST_BYTES = 32
_AT_ONCE: Final = 1 << 20
# Names are put in order in parts of about so many.
_IN_ORDER_AT_ONCE, _SAMPLES = 4096, 8

# How the name of a file follows from its address: there is none, it is the address without its
# slash, it is a page in the folder of the address, it is the address itself, or it was told.
_NO_FILE, _SAME, _IN_FOLDER, _ADDRESS, _TOLD = range(5)
_INDEX = b"index.html"

# What is known of an address during an export. The file is in the folder as the state has it; the
# page was asked for, is up to date, was reached by links; the file is one that is no page; the
# page is such a file, as the key of the log is, and not made; the site was asked for the page and
# has not answered yet.
THERE, ASKED_FOR, UP_TO_DATE, LED_TO, EXTRA, MADE_AS_EXTRA, OPEN = 1, 2, 4, 8, 16, 32, 64


class MadeFrom(NamedTuple):
    """What a page is made from.

    `digest` is that of its inputs, empty if the page has to be made each time. `asked` says by
    which questions they were found, and `marks` is the digest of the answers: if the answers are
    the same, so are the inputs. Both are empty for what asks nothing.
    """

    digest: str = ""
    asked: str = ""
    marks: str = ""


class CopiedFile(NamedTuple):
    """What the site answered at an address: the status, the file made of it with its digest and
    size, and the addresses that it links to. Without a file, the copy has nothing there."""

    status: int
    file: str = ""
    digest: str = ""
    size: int = 0
    links: tuple[str, ...] = ()


class MirrorState:
    """All addresses of a copy, each with a number: those that were copied, and those that pages
    link to.

    `manifest` is the digest of the manifest with which the last complete export ended. The columns
    have an entry for each address. `notes` holds what pages were made from and `link_lists` the
    addresses to which they link; most pages share theirs with others. `told` are the names of
    files that do not follow from their addresses, such as those of parts of lists. `marks` are not
    stored.
    """

    def __init__(self, manifest: str = "") -> None:
        self.manifest = manifest
        self.addresses = NumberedTexts()
        self.notes = NumberedTexts()
        self.link_lists = NumberedTexts()
        self.status = array("H")
        self.sizes = array(_SIZE)
        self.note = array(_NUMBER)
        self.links = array(_NUMBER)
        self.marks = bytearray()
        self._named_by = bytearray()
        self._digests = bytearray()
        self.told: dict[int, str] = {}

    def number(self, address: str) -> int:
        """Return the number of an address, which is given at its first use."""
        number = self.addresses.number(address.encode())
        if number == len(self.status):
            for column in (self.status, self.sizes, self.note, self.links):
                column.append(0)
            for flags in (self.marks, self._named_by):
                flags.append(0)
            self._digests += bytes(_DIGEST_BYTES)
        return number

    def address(self, number: int) -> str:
        """Return the address of a number."""
        return self.addresses[number].decode()

    def put(self, address: str, found: CopiedFile, made_from: MadeFrom) -> int:
        """Note what was copied at an address, and return its number.

        If this breaks off, nothing was copied there.
        """
        number = self.number(address)
        self.status[number] = 0
        links = array(_NUMBER, map(self.number, found.links)).tobytes()
        self.links[number] = self.link_lists.number(links)
        self.sizes[number] = found.size
        self._name(number, address, found.file)
        at = number * _DIGEST_BYTES
        self._digests[at : at + _DIGEST_BYTES] = _packed(found.digest)
        self.replace_inputs(number, made_from)
        self.status[number] = found.status
        return number

    def replace_inputs(self, number: int, made_from: MadeFrom) -> None:
        """Replace what a page was made from; its file stays."""
        self.note[number] = self.notes.number("\n".join(made_from).encode())

    def forget(self, number: int) -> None:
        """Forget what was copied at an address."""
        self.status[number] = 0
        self._name(number, "", "")

    def copied(self) -> Iterator[int]:
        """Yield the numbers of all addresses that were copied."""
        return (number for number, status in enumerate(self.status) if status)

    def is_page(self, number: int) -> bool:
        """Return whether this is the address of a page, and not a file that is none."""
        return self.addresses[number].startswith(b"/")

    def clear_marks(self, marks: int) -> None:
        """Take these marks from all addresses."""
        self.marks = self.marks.translate(bytes(each & ~marks for each in range(256)))

    def digest(self, number: int) -> str:
        """Return the digest of the file at an address."""
        at = number * _DIGEST_BYTES
        return self._digests[at : at + _DIGEST_BYTES].hex()

    def file(self, number: int) -> str:
        """Return the file that was made at an address; empty if there is none."""
        named = self._named_by[number]
        if named == _TOLD:
            return self.told[number]
        address = self.addresses[number].decode()
        return _file_of(address, named) if named else ""

    def has_file(self, number: int) -> bool:
        """Return whether a file was made at an address."""
        return self._named_by[number] != _NO_FILE

    def made_from(self, number: int) -> MadeFrom:
        """Return what a page was made from."""
        return self.noted(self.note[number])

    def noted(self, note: int) -> MadeFrom:
        """Return what the pages with one note were made from."""
        return MadeFrom(*self.notes[note].decode().split("\n", 2))

    def linked(self, link_lists: Iterable[int]) -> set[int]:
        """Return the numbers of the addresses in these lists of links."""
        joined = b"".join(map(self.link_lists.__getitem__, link_lists))
        return set(memoryview(joined).cast(_NUMBER))

    def linked_from(self, number: int) -> list[str]:
        """Return the addresses that a page links to, in their order."""
        joined = self.link_lists[self.links[number]]
        return [self.address(each) for each in memoryview(joined).cast(_NUMBER)]

    def take_files(self, found: Iterable[tuple[str, int]]) -> dict[str, int]:
        """Mark each file that was found with the size that it was left with. Return the others
        with their sizes."""
        told = {file: number for number, file in self.told.items()}
        others = dict[str, int]()
        for file, size in found:
            number = told.get(file)
            made = (number,) if number is not None else self.made_at(file)
            # What broke off while it was noted has a size and a name, and was not copied.
            copied = (each for each in made if self.status[each])
            same = next((each for each in copied if self.sizes[each] == size), None)
            if same is None:
                others[file] = size
            else:
                self.marks[same] |= THERE
        return others

    def in_order(self, numbers: "array[int]") -> Iterator[tuple[str, int]]:
        """Yield the files of these addresses in the order of their names.

        All names at once would need much memory.
        """
        step = _IN_ORDER_AT_ONCE // _SAMPLES
        starts = sorted(map(self.file, numbers[::step]))[_SAMPLES::_SAMPLES]
        parts = [array(_NUMBER) for _ in range(len(starts) + 1)]
        for number in numbers:
            parts[bisect_right(starts, self.file(number))].append(number)
        for part in parts:
            yield from sorted((self.file(number), number) for number in part)

    def made_at(self, file: str) -> Iterator[int]:
        """Yield the addresses from which the name of a file follows, and at which it was made."""
        name = os.fsencode(file)
        folder, _, last = name.rpartition(b"/")
        tried = [(b"/" + name, _SAME), (name, _ADDRESS)]
        if last == _INDEX:
            tried.append((b"/" + folder, _IN_FOLDER))
        for address, named in tried:
            number = self.addresses.find(address)
            if number is not None and self._named_by[number] == named:
                yield number

    def _name(self, number: int, address: str, file: str) -> None:
        ways = (_SAME, _IN_FOLDER, _ADDRESS)
        named = next((way for way in ways if file == _file_of(address, way)), _TOLD)
        self._named_by[number] = named if file else _NO_FILE
        self.told.pop(number, None)
        if self._named_by[number] == _TOLD:
            self.told[number] = file

    def compact(self) -> "MirrorState":
        """Return the state without addresses, notes and links that no page uses now."""
        used = array(_NUMBER, self.copied())
        notes = _different(map(self.note.__getitem__, used), len(self.notes))
        links = _different(map(self.links.__getitem__, used), len(self.link_lists))
        held = (self.addresses, len(used)), (self.notes, notes), (self.link_lists, links)
        if all(len(texts) <= 2 * needed for texts, needed in held):
            return self
        fresh = MirrorState(self.manifest)
        for number in used:
            found = CopiedFile(
                self.status[number],
                self.file(number),
                self.digest(number),
                self.sizes[number],
                tuple(self.linked_from(number)),
            )
            fresh.put(self.address(number), found, self.made_from(number))
        return fresh

    def is_whole(self) -> bool:
        """Return whether each address has an entry in all columns, and no addition broke off."""
        texts = (self.addresses, self.notes, self.link_lists)
        columns = (self.status, self.sizes, self.note, self.links, self._named_by)
        lengths = {*map(len, columns), len(self._digests) // _DIGEST_BYTES}
        return lengths == {len(self.addresses)} and all(each.is_whole() for each in texts)

    def columns(self) -> Iterator["bytearray | array[Any]"]:
        """Yield all columns, which may be filled with what was stored."""
        for texts in (self.addresses, self.notes, self.link_lists):
            yield from texts.columns()
        yield from (self.status, self.sizes, self.note, self.links)
        yield from (self._named_by, self._digests)


def _file_of(address: str, named: int) -> str:
    """Return the file of an address, if its name follows from the address in this way."""
    if named == _ADDRESS:
        return address
    place = address[1:]
    if named == _SAME:
        return place
    return f"{place}/index.html" if place else "index.html"


def _different(numbers: Iterable[int], below: int) -> int:
    """Return how many different numbers there are, all below a limit. A set would need 60 bytes
    for each."""
    found = bytearray(below)
    for number in numbers:
        found[number] = 1
    return found.count(1)


def _packed(digest: str) -> bytes:
    return bytes.fromhex(digest) if digest else bytes(_DIGEST_BYTES)


def read_state(path: Path) -> MirrorState:
    """Return the stored state; empty if it was lost, spoilt or written by another version."""
    try:
        with path.open("rb") as file:
            return _stored(file)
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return MirrorState()


def _stored(file: BinaryIO) -> MirrorState:
    head = file.readline()
    kept = json.loads(head)
    if (kept["form"], kept["byteorder"]) != (_FORM, sys.byteorder):
        raise ValueError(kept["form"])
    state = MirrorState(kept["manifest"])
    state.told = {int(number): name for number, name in kept["told"].items()}
    digest = hashlib.sha256(head)
    for column, length in zip(state.columns(), kept["lengths"], strict=True):
        del column[:]
        add = column.frombytes if isinstance(column, array) else column.extend
        for start in range(0, length, _AT_ONCE):
            piece = file.read(min(_AT_ONCE, length - start))
            digest.update(piece)
            add(piece)
    # So each number belongs to an entry of its list.
    if file.read() != digest.digest() or not state.is_whole():
        raise ValueError(file.name)
    state.marks.extend(bytes(len(state.status)))
    return state


def write_state(path: Path, state: MirrorState) -> None:
    """Store the state without waiting for the disk. Without it the next export takes longer.

    It is one line of JSON, then the columns, and at the end a digest of both.
    """
    columns = list(state.columns())
    kept = {
        "form": _FORM,
        "byteorder": sys.byteorder,
        "manifest": state.manifest,
        "told": state.told,
        "lengths": [memoryview(each).nbytes for each in columns],
    }
    pieces = [json.dumps(kept, ensure_ascii=False).encode() + b"\n", *columns]
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    with written_beside(path, (*pieces, digest.digest()), lasting=False) as arriving:
        arriving.replace(path)
