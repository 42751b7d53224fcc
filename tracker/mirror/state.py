"""The state of the last export to a folder, so that the next one makes only what changed.

It is stored with the instance and never in the copy. If it is lost, everything is made again, with
the same result. What changed since the state was stored as a whole is in a file beside it, which
is written instead as long as it is small.
"""

import json
import os
import secrets
import sys
from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

from tracker.domain.base.collecting import without_collecting

_FORM = 6
# The whole state is stored again when more than this part of its addresses changed.
_MOST_CHANGED = 1 / 32
_CHANGES_SUFFIX = ".changes"
# An unsigned number of four bytes.
_NUMBER: Final = "I"
Each = TypeVar("Each")


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


class Copied(NamedTuple):
    """One address as the state holds it: the fields of `CopiedFile`, and what it is made from.

    Links and notes are numbers, so that thousands of pages are read and followed at once. The
    numbers of the links are joined as bytes.
    """

    status: int
    file: str
    digest: str
    size: int
    links: bytes
    made_from: str
    note: int


_LINKS, _NOTE = Copied._fields.index("links"), Copied._fields.index("note")


class MirrorState:
    """All addresses of a copy.

    `manifest` is the digest of the manifest with which the last complete export ended.
    `addresses` are those that pages link to, and `notes` what was asked for pages, with the marks.
    `stored` names the state as it was last stored as a whole, and `changed` are the addresses that
    changed since.
    """

    def __init__(
        self,
        manifest: str = "",
        addresses: Iterable[str] = (),
        notes: Iterable[tuple[str, str]] = (),
        stored: str = "",
    ) -> None:
        self.manifest = manifest
        self.stored = stored
        self.changed = set[str]()
        self.pages: dict[str, Copied] = {}
        self.addresses = list(addresses)
        self.notes = list(notes)
        self._addresses = {each: number for number, each in enumerate(self.addresses)}
        self._notes = {note: number for number, note in enumerate(self.notes)}

    def put(self, address: str, found: CopiedFile, made_from: MadeFrom) -> Copied:
        """Note what was copied at an address."""
        links = [_number(self._addresses, self.addresses, each) for each in found.links]
        joined = array(_NUMBER, links).tobytes()
        page = Copied(*found[:4], joined, made_from.digest, self._note(made_from))
        self.pages[address] = page
        self.changed.add(address)
        return page

    def replace_inputs(self, address: str, made_from: MadeFrom) -> Copied:
        """Replace what a page was made from; its file stays."""
        changed = self.pages[address]._replace(
            made_from=made_from.digest, note=self._note(made_from)
        )
        self.pages[address] = changed
        self.changed.add(address)
        return changed

    def keep_only(self, addresses: Collection[str]) -> bool:
        """Forget all other addresses, and return whether there were any."""
        gone = self.pages.keys() - addresses
        for address in gone:
            del self.pages[address]
        self.changed |= gone
        return bool(gone)

    def linked_from(self, page: Copied) -> tuple[str, ...]:
        """Return the addresses that a page links to."""
        return tuple(map(self.addresses.__getitem__, address_numbers([page.links])))

    def _note(self, made_from: MadeFrom) -> int:
        return _number(self._notes, self.notes, (made_from.asked, made_from.marks))

    def compact(self) -> "MirrorState":
        """Return the state without addresses and notes that no page uses now."""
        used = len({page.note for page in self.pages.values()})
        if len(self.notes) <= 2 * used and len(self.addresses) <= 2 * len(self.pages):
            return self
        fresh = MirrorState(self.manifest)
        for address, page in self.pages.items():
            fresh.put(
                address,
                CopiedFile(*page[:4], self.linked_from(page)),
                MadeFrom(page.made_from, *self.notes[page.note]),
            )
        return fresh


def is_page(address: str) -> bool:
    """Return whether this is the address of a page, and not a file that is none."""
    return address.startswith("/")


def address_numbers(links: Iterable[bytes]) -> Sequence[int]:
    """Return the numbers of the addresses that pages link to, one page after the other."""
    return memoryview(b"".join(links)).cast(_NUMBER)


def _number(known: dict[Each, int], listed: list[Each], each: Each) -> int:
    """Return the number of an entry in a list, given at its first use."""
    number = known.get(each)
    if number is None:
        number = known[each] = len(listed)
        listed.append(each)
    return number


def read_state(path: Path) -> MirrorState:
    """Return the stored state; empty if it was lost, spoilt or written by another version."""
    try:
        with without_collecting():
            stored = path.read_bytes()
            end = stored.index(b"\n")
            state = _state_of(json.loads(stored[:end]), stored[end + 1 :])
            _take_changes(state, _changes_file(path))
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return MirrorState()
    return state


def _state_of(kept: Mapping[str, Any], links: bytes) -> MirrorState:
    if (kept["form"], kept["byteorder"]) != (_FORM, sys.byteorder):
        return MirrorState()
    notes = map(tuple, kept["notes"])
    state = MirrorState(kept["manifest"], kept["addresses"], notes, kept["stored"])
    columns = kept["columns"]
    ends = list(accumulate(columns[_LINKS]))
    columns[_LINKS] = [links[start:end] for start, end in pairwise((0, *ends))]
    state.pages = dict(zip(kept["pages"], map(Copied, *columns), strict=True))
    if len(links) != (ends[-1] if ends else 0):
        raise ValueError(len(links))
    _require_known(address_numbers([links]), state.addresses)
    _require_known(columns[_NOTE], state.notes)
    return state


def _changes_file(path: Path) -> Path:
    return path.with_suffix(_CHANGES_SUFFIX)


def _take_changes(state: MirrorState, path: Path) -> None:
    """Change the state as it was after it was stored as a whole.

    If the changes are lost, the manifest is an older one, and everything is made again.
    """
    if not path.exists():
        return
    kept = json.loads(path.read_bytes())
    if kept["stored"] != state.stored:
        # Of the state before: the file was to be removed.
        return
    for address, told in kept["pages"].items():
        if told is None:
            state.pages.pop(address, None)
            state.changed.add(address)
        else:
            (status, file, digest, size), links, made_from = told
            found = CopiedFile(status, file, digest, size, tuple(links))
            state.put(address, found, MadeFrom(*made_from))
    state.manifest = kept["manifest"]


def _require_known(numbered: Sequence[int], listed: Sequence[object]) -> None:
    """Raise ValueError if a number belongs to no entry of its list."""
    if min(numbered, default=0) < 0 or max(numbered, default=-1) >= len(listed):
        raise ValueError(len(listed))


def write_state(path: Path, state: MirrorState) -> None:
    """Store the state without waiting for the disk. Without it the next export takes longer."""
    if state.stored and len(state.changed) <= _MOST_CHANGED * len(state.pages):
        _write_changes(_changes_file(path), state)
        return
    state.stored = secrets.token_hex(8)
    _write_whole(path, state)
    state.changed.clear()
    _changes_file(path).unlink(missing_ok=True)


def _write_whole(path: Path, state: MirrorState) -> None:
    """Store it as one line of JSON, with a column for each field, and after it the links of all
    pages. The addresses are in order, as the files of a manifest are."""
    held = state.compact()
    pages = dict(sorted(held.pages.items()))
    columns = [*map(list, zip(*pages.values(), strict=True))] or [[] for _ in Copied._fields]
    links = columns[_LINKS]
    columns[_LINKS] = list(map(len, links))
    kept = {
        "form": _FORM,
        "byteorder": sys.byteorder,
        "stored": state.stored,
        "manifest": held.manifest,
        "addresses": held.addresses,
        "notes": held.notes,
        "pages": list(pages),
        "columns": columns,
    }
    put_file(path, b"\n".join((_in_one_line(kept), b"".join(links))), lasting=False)


def _write_changes(file: Path, state: MirrorState) -> None:
    pages: dict[str, object] = {}
    for address in sorted(state.changed):
        page = state.pages.get(address)
        if page is None:
            pages[address] = None
        else:
            made_from = page.made_from, *state.notes[page.note]
            pages[address] = page[:4], state.linked_from(page), made_from
    kept = {"stored": state.stored, "manifest": state.manifest, "pages": pages}
    put_file(file, _in_one_line(kept), lasting=False)


def _in_one_line(kept: Mapping[str, object]) -> bytes:
    return json.dumps(
        kept, ensure_ascii=False, check_circular=False, separators=(",", ":")
    ).encode()


def put_file(path: Path, data: bytes, *, lasting: bool = True) -> None:
    """Write a file in place of the old one, so that a kill leaves either of them whole."""
    arriving = path.with_name(f".{path.name[:80]}.{secrets.token_hex(4)}{INCOMPLETE_SUFFIX}")
    try:
        with arriving.open("xb") as file:
            file.write(data)
            if lasting:
                file.flush()
                os.fsync(file.fileno())
        arriving.replace(path)
    except BaseException:
        arriving.unlink(missing_ok=True)
        raise


INCOMPLETE_SUFFIX = ".arriving"
