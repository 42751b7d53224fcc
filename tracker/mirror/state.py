"""The state of the last export to a folder, so that the next one makes only what changed.

It is stored with the instance and never in the copy. If it is lost, everything is made again, with
the same result.
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

_FORM = 5
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
    """

    def __init__(
        self,
        manifest: str = "",
        addresses: Iterable[str] = (),
        notes: Iterable[tuple[str, str]] = (),
    ) -> None:
        self.manifest = manifest
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
        return page

    def replace_inputs(self, address: str, made_from: MadeFrom) -> Copied:
        """Replace what a page was made from; its file stays."""
        changed = self.pages[address]._replace(
            made_from=made_from.digest, note=self._note(made_from)
        )
        self.pages[address] = changed
        return changed

    def keep_only(self, addresses: Collection[str]) -> bool:
        """Forget all other addresses, and return whether there were any."""
        gone = self.pages.keys() - addresses
        for address in gone:
            del self.pages[address]
        return bool(gone)

    def _note(self, made_from: MadeFrom) -> int:
        return _number(self._notes, self.notes, (made_from.asked, made_from.marks))

    def compact(self) -> "MirrorState":
        """Return the state without addresses and notes that no page uses now."""
        used = len({page.note for page in self.pages.values()})
        if len(self.notes) <= 2 * used and len(self.addresses) <= 2 * len(self.pages):
            return self
        fresh = MirrorState(self.manifest)
        for address, page in self.pages.items():
            links = tuple(map(self.addresses.__getitem__, address_numbers([page.links])))
            fresh.put(
                address,
                CopiedFile(*page[:4], links),
                MadeFrom(page.made_from, *self.notes[page.note]),
            )
        return fresh


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
            return _state_of(json.loads(stored[:end]), stored[end + 1 :])
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return MirrorState()


def _state_of(kept: Mapping[str, Any], links: bytes) -> MirrorState:
    if (kept["form"], kept["byteorder"]) != (_FORM, sys.byteorder):
        return MirrorState()
    state = MirrorState(kept["manifest"], kept["addresses"], map(tuple, kept["notes"]))
    columns = kept["columns"]
    ends = list(accumulate(columns[_LINKS]))
    columns[_LINKS] = [links[start:end] for start, end in pairwise((0, *ends))]
    state.pages = dict(zip(kept["pages"], map(Copied, *columns), strict=True))
    if len(links) != (ends[-1] if ends else 0):
        raise ValueError(len(links))
    _require_known(address_numbers([links]), state.addresses)
    _require_known(columns[_NOTE], state.notes)
    return state


def _require_known(numbered: Sequence[int], listed: Sequence[object]) -> None:
    """Raise ValueError if a number belongs to no entry of its list."""
    if min(numbered, default=0) < 0 or max(numbered, default=-1) >= len(listed):
        raise ValueError(len(listed))


def write_state(path: Path, state: MirrorState) -> None:
    """Store the state without waiting for the disk. Without it the next export takes longer.

    It is one line of JSON, with a column for each field, and after it the links of all pages.
    """
    held = state.compact()
    columns = [*map(list, zip(*held.pages.values(), strict=True))] or [[] for _ in Copied._fields]
    links = columns[_LINKS]
    columns[_LINKS] = list(map(len, links))
    kept = {
        "form": _FORM,
        "byteorder": sys.byteorder,
        "manifest": held.manifest,
        "addresses": held.addresses,
        "notes": held.notes,
        "pages": list(held.pages),
        "columns": columns,
    }
    said = json.dumps(kept, ensure_ascii=False, check_circular=False, separators=(",", ":"))
    put_file(path, b"\n".join((said.encode(), b"".join(links))), lasting=False)


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
