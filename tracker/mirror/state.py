"""The state of the last export to a folder, so that the next one makes only what changed.

It is stored with the instance and never in the copy. If it is lost, everything is made again, with
the same result.
"""

import marshal
import os
import secrets
import sys
from array import array
from collections.abc import Collection, Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

from tracker.domain.base.collecting import without_collecting

_FORM = 5
_DIGEST_BYTES = 32
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
        """Return the state without addresses and notes that no page has any more."""
        used = len({page.note for page in self.pages.values()})
        if len(self.notes) <= 2 * used and len(self.addresses) <= 2 * len(self.pages):
            return self
        fresh = MirrorState(self.manifest)
        for address, page in self.pages.items():
            links = tuple(map(self.addresses.__getitem__, numbers([page.links])))
            fresh.put(
                address,
                CopiedFile(*page[:4], links),
                MadeFrom(page.made_from, *self.notes[page.note]),
            )
        return fresh


def numbers(links: Iterable[bytes]) -> Sequence[int]:
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
            return _state_of(_unpacked(path.read_bytes()))
    except (FileNotFoundError, ValueError, TypeError, EOFError):
        return MirrorState()


def _unpacked(stored: bytes) -> Any:
    """Return the values in a state file. Raises ValueError unless it is whole and of this version.

    `marshal` reads plain values alone, three times as fast as JSON, and takes every byte on trust:
    what was spoilt must not reach it.
    """
    digest, values = stored[:_DIGEST_BYTES], memoryview(stored)[_DIGEST_BYTES:]
    if _digest(values) != digest:
        raise ValueError("another version, or not whole")
    return marshal.loads(values)  # noqa: S302 - only what this program wrote has that digest


def _packed(values: Any) -> bytes:
    """Return the bytes of a state file."""
    plain = marshal.dumps(values)
    return _digest(plain) + plain


def _digest(values: bytes | memoryview) -> bytes:
    form = f"{_FORM} {sys.version} {sys.byteorder}\n".encode()
    return sha256(form + sha256(values).digest()).digest()


def _state_of(kept: Sequence[Any]) -> MirrorState:
    manifest, addresses, notes, keys, columns = kept
    state = MirrorState(manifest, addresses, notes)
    state.pages = dict(zip(keys, map(Copied, *columns), strict=True))
    linked = numbers(page.links for page in state.pages.values())
    _require_known(linked, addresses)
    _require_known([page.note for page in state.pages.values()], notes)
    return state


def _require_known(numbered: Sequence[int], listed: Sequence[object]) -> None:
    """Raise ValueError if a number belongs to no entry of its list."""
    if min(numbered, default=0) < 0 or max(numbered, default=-1) >= len(listed):
        raise ValueError(len(listed))


def write_state(path: Path, state: MirrorState) -> None:
    """Store the state without waiting for the disk. Without it the next export takes longer."""
    held = state.compact()
    # A column for each field, so that each value is one that `marshal` knows.
    columns = list(zip(*held.pages.values(), strict=True)) or [()] * len(Copied._fields)
    kept = (held.manifest, held.addresses, held.notes, list(held.pages), columns)
    put_file(path, _packed(kept), lasting=False)


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
