"""The state of the last export to a folder, so that the next one makes only what changed.

It is stored with the instance and never in the copy. If it is lost, everything is made again, with
the same result.
"""

import json
import os
import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from tracker.domain.base.collecting import without_collecting

_FORM = 4
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

    Links and notes are numbers, so that thousands of pages are read and followed at once.
    """

    status: int
    file: str
    digest: str
    size: int
    links: Sequence[int]
    made_from: str
    note: int


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
        page = Copied(*found[:4], links, made_from.digest, self._note(made_from))
        self.pages[address] = page
        return page

    def replace_inputs(self, address: str, made_from: MadeFrom) -> None:
        """Replace what a page was made from; its file stays."""
        changed = self.pages[address]._replace(
            made_from=made_from.digest, note=self._note(made_from)
        )
        self.pages[address] = changed

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
            links = tuple(map(self.addresses.__getitem__, page.links))
            fresh.put(
                address,
                CopiedFile(*page[:4], links),
                MadeFrom(page.made_from, *self.notes[page.note]),
            )
        return fresh


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
            return _state_of(json.loads(path.read_bytes()))
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):
        return MirrorState()


def _state_of(kept: Mapping[str, Any]) -> MirrorState:
    if kept["form"] != _FORM:
        return MirrorState()
    notes = [(asked, marks) for asked, marks in kept["notes"]]
    state = MirrorState(kept["manifest"], kept["addresses"], notes)
    pages = kept["pages"]
    state.pages = dict(zip(pages, map(Copied._make, pages.values()), strict=True))
    _require_known([page.links for page in state.pages.values()], state.addresses)
    _require_known([[page.note for page in state.pages.values()]], state.notes)
    return state


def _require_known(numbers: Sequence[Sequence[int]], listed: Sequence[object]) -> None:
    """Raise ValueError if a number belongs to no entry of its list."""
    every = chain.from_iterable
    smallest, largest = min(every(numbers), default=0), max(every(numbers), default=-1)
    if smallest < 0 or largest >= len(listed):
        raise ValueError(largest)


def write_state(path: Path, state: MirrorState) -> None:
    """Store the state without waiting for the disk. Without it the next export takes longer."""
    held = state.compact()
    kept = {
        "form": _FORM,
        "manifest": held.manifest,
        "addresses": held.addresses,
        "notes": held.notes,
        "pages": held.pages,
    }
    said = json.dumps(kept, ensure_ascii=False, check_circular=False, separators=(",", ":"))
    put_file(path, said.encode(), lasting=False)


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
