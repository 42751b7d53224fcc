"""The export of a copy of the public site, new or updated: only what changed is made again."""

import hashlib
import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, Protocol

from tracker.mirror.folder import (
    KIND,
    MIRROR_MANIFEST,
    SIGNED,
    UNFINISHED,
    MirrorContents,
    MirrorFolder,
    open_folder,
)
from tracker.mirror.looking import FilesFound, look_through, mark_of_files
from tracker.mirror.state import (
    Copied,
    CopiedFile,
    MadeFrom,
    MirrorState,
    address_numbers,
    is_page,
    read_state,
    write_state,
)

_FORM = 1
SECONDS_BETWEEN_STATES = 20.0
# One turn is the rule; each further one copies only what was published during the one before.
MOST_TURNS = 5
_OK, _GONE, _NOT_FOUND = 200, 410, 404
STILL_MOVING = (
    "the record changed all the while, so pages of the copy may be of different moments: run the "
    "export again"
)


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of the site at an address: its file, and the addresses that it links to."""

    address: str
    status: int
    file: str
    data: bytes
    links: tuple[str, ...]
    made_from: MadeFrom


Keep = Callable[[str, bytes], bool]
"""Writes a file of the copy; returns False if an identical one was there."""


class AskFor(NamedTuple):
    """An address that is asked for.

    `made_from` is the digest of what its page in the copy is made from; empty if the page has to
    be made.
    """

    address: str
    made_from: str = ""


class KeptAnswer(NamedTuple):
    """An answer whose file is in the copy, and whether the file was written now.

    Nothing was found if the page in the copy is the one that would be made now.
    """

    address: str
    found: CopiedFile | None
    made_from: MadeFrom
    written: bool = False


def put_answer(answer: Answer, keep: Keep) -> KeptAnswer:
    """Write the file of an answer, if it has one. Any process may do so."""
    if answer.status not in (_OK, _GONE) or not answer.file:
        found = CopiedFile(answer.status)
        return KeptAnswer(answer.address, found, answer.made_from)
    data, written = answer.data, keep(answer.file, answer.data)
    digest = hashlib.sha256(data).hexdigest()
    found = CopiedFile(answer.status, answer.file, digest, len(data), answer.links)
    return KeptAnswer(answer.address, found, answer.made_from, written)


class CopiedPages(Protocol):
    """The public site as it is copied."""

    only: str
    """The one record that is copied; empty if everything is."""

    def signing_keys(self) -> Sequence[str]:
        """Return the keys that ever signed for the office, a line each, the present one first."""

    def take_stock(self) -> None:
        """Bring the log up to date, and read everything again from now on."""

    def unchanged_since_stock(self) -> bool:
        """Return whether the record and its log are unchanged since `take_stock`, and all files
        could be read."""

    def starts(self) -> Sequence[str]:
        """Return the addresses from which all others are reached."""

    def same(self, notes: Sequence[tuple[str, str]]) -> Sequence[bool]:
        """Return of each note, of what was asked for a page and the digest of the answers, whether
        the answers are the same now."""

    def ask(self, wanted: Sequence[AskFor], keep: Keep) -> None:
        """Ask for pages, whose files are to be kept."""

    def answers(self) -> Iterator[Sequence[KeptAnswer]]:
        """Yield all that was asked, in any order, once it is kept. More may be asked then."""

    def extras(self) -> Iterable["Extra"]:
        """Return the files that are not pages of the site."""

    def signed(self, digest: str) -> bytes:
        """Return a note by which the office confirms the digest of a copy's manifest."""


@dataclass(frozen=True, slots=True)
class Extra:
    """A file that is not a page of the site.

    If `of` says what the file is made from, it is made again only when `of` has changed.
    """

    file: str
    made: Callable[[], bytes]
    of: str = ""


@dataclass
class MirrorResult:
    """The result of an export. `left` is the digest of the files as it left them."""

    files: int = 0
    written: int = 0
    removed: int = 0
    rendered: int = 0
    troubled: list[str] = field(default_factory=list)
    left: str = ""


class LastCopy(NamedTuple):
    """The copy in a folder as it was left: its state, and its files with their mark."""

    state: MirrorState
    found: FilesFound
    mark: int


def read_last_copy(path: Path, kept: Path) -> LastCopy:
    """Return the copy in a folder, whose state is in the file `kept`."""
    found = look_through(path)
    return LastCopy(read_state(kept), found, mark_of_files(found.sizes))


def make_copy(
    site: CopiedPages,
    path: Path,
    kept: Path,
    progress: Callable[[int], None] = lambda _: None,
    last: LastCopy | None = None,
) -> MirrorResult:
    """Bring the copy in a folder up to date, and return what was done.

    `kept` is the file of its state between two exports, and `last` what is in both, if they were
    read before. A kill leaves every file whole, and the next export goes on from there. The
    manifest is written last, so that it never names a missing file. Raises BadInput for a folder
    that holds anything else.
    """
    state, found, mark = last or read_last_copy(path, kept)
    logs = tuple(line.partition("+")[0] for line in site.signing_keys())
    folder = open_folder(path, found, mark, MirrorContents(site.only, logs), state.manifest)
    if state.manifest != folder.manifest:
        state = MirrorState(folder.manifest)
    run = _Run(site, folder, state, kept, progress)
    try:
        return run.whole()
    except BaseException:
        # Then what was made until now need not be made again.
        write_state(kept, state)
        raise


class _Run:
    """One export."""

    def __init__(
        self,
        site: CopiedPages,
        folder: MirrorFolder,
        state: MirrorState,
        kept: Path,
        progress: Callable[[int], None],
    ) -> None:
        self._site = site
        self._folder = folder
        self._state = state
        self._kept = kept
        self._progress = progress
        self._made = MirrorResult()
        self._seen: dict[str, None] = {}
        self._current = set[str]()
        self._asked = set[str]()
        self._followed = set[int]()
        self._of_extras: dict[str, str] = {}
        self._answered: dict[int, bool] = {}
        self._troubled: dict[str, str] = {}
        self._saved = time.monotonic()
        self._is_saved = True

    def whole(self) -> MirrorResult:
        """Copy all that is reached, remove the rest, write the manifest, and return what was done.

        Pages, tables and the log must be of one moment. What is published during the export would
        be on some pages and not on others: then what changed is copied once more.
        """
        for _ in range(MOST_TURNS):
            self._troubled.clear()
            self._answered.clear()
            self._site.take_stock()
            files = self._turn()
            moved = not self._site.unchanged_since_stock()
            if not moved:
                break
        reached = (told for address, told in self._troubled.items() if address in self._seen)
        self._made.troubled += [*reached, *([STILL_MOVING] if moved else [])]
        if self._state.keep_only(self._seen.keys() | self._of_extras.keys()):
            self._is_saved = False
        self._finish(files)
        return self._made

    def _turn(self) -> dict[str, str]:
        """Bring every file up to date once, and return the digest of each."""
        self._seen, self._followed = {}, set()
        self._ask_for_changed()
        # Both at the same time as other processes make the pages, if there are any.
        self._walk(self._site.starts())
        self._make_extras()
        for taken in self._site.answers():
            for each in taken:
                self._take(each)
            self._progress(len(taken))
            reached = [each.address for each in taken if each.address in self._seen]
            self._walk(self._linked_from(reached))
            self._save_now_and_then()
        # In the order of the state, which is nearly that of the manifest.
        seen, pages = self._seen, self._state.pages.items()
        copied = {page.file: page.digest for address, page in pages if address in seen}
        copied.pop("", None)
        return copied | self._of_extras

    def _ask_for_changed(self) -> None:
        """Ask for the pages of the last copy that may have to be made again.

        Any that nothing leads to any more is left out of the copy when that is known.
        """
        pages = [each for each in self._state.pages.items() if is_page(each[0])]
        self._compare({page.note for _, page in pages})
        answered = self._answered
        self._current = {
            address for address, page in pages if answered[page.note] and self._is_there(page)
        }
        changed = (each for each in pages if each[0] not in self._current)
        self._asked = set()
        self._ask([AskFor(each, page.made_from * self._is_there(page)) for each, page in changed])
        self._progress(len(self._current))

    def _compare(self, notes: set[int]) -> None:
        """Find out of which notes the questions still have the same answers."""
        fresh = list(notes - self._answered.keys())
        same = self._site.same([self._state.notes[note] for note in fresh])
        self._answered.update(zip(fresh, same, strict=True))

    def _ask(self, wanted: Sequence[AskFor]) -> None:
        if wanted:
            self._asked.update(each.address for each in wanted)
            self._site.ask(wanted, self._folder.keeper.keep)

    def _walk(self, wanted: Iterable[str]) -> None:
        """Follow all links from these addresses, and ask for pages that were not asked for.

        The links of a page that is being made are followed when it is there.
        """
        seen, current, asked = self._seen, self._current, self._asked
        while fresh := [address for address in dict.fromkeys(wanted) if address not in seen]:
            seen |= dict.fromkeys(fresh)
            self._ask(
                [AskFor(each) for each in fresh if each not in current and each not in asked]
            )
            wanted = self._linked_from(address for address in fresh if address in current)

    def _linked_from(self, addresses: Iterable[str]) -> list[str]:
        """Return the addresses to which these pages lead and none did before."""
        pages, named = self._state.pages, self._state.addresses
        found = set(address_numbers(pages[each].links for each in addresses)) - self._followed
        self._followed |= found
        return [named[number] for number in found]

    def _is_there(self, page: Copied) -> bool:
        return not page.file or self._folder.holds(page.file, page.size)

    def _take(self, taken: KeptAnswer) -> None:
        """Note what was made at an address."""
        before = self._state.pages.get(taken.address)
        if taken.found is None:
            # The answers differ in what the page does not show: next time it is found at once.
            self._state.replace_inputs(taken.address, taken.made_from)
        else:
            self._noted(taken.address, taken.found, taken, before)
        self._current.add(taken.address)
        self._is_saved = False

    def _noted(
        self, address: str, found: CopiedFile, taken: KeptAnswer, before: Copied | None
    ) -> Copied:
        if found.status in (_OK, _GONE, _NOT_FOUND):
            if found.file:
                self._made.rendered += 1
                self._made.written += taken.written
                self._folder.note(found.file, found.size)
            return self._state.put(address, found, taken.made_from)
        self._troubled[address] = f"{address} answers {found.status}"
        # It is made again next time, and stays as it was copied before, if that is there.
        if before and self._folder.holds(before.file, before.size):
            return self._state.replace_inputs(address, MadeFrom())
        return self._state.put(address, CopiedFile(found.status), MadeFrom())

    def _keep(self, file: str, data: bytes) -> str:
        self._made.written += self._folder.keep(file, data)
        return hashlib.sha256(data).hexdigest()

    def _make_extras(self) -> None:
        """Make the files that are not pages if needed."""
        self._of_extras = {each.file: self._extra(each) for each in self._site.extras()}

    def _extra(self, extra: Extra) -> str:
        """Make a file that is not a page if needed, and return its digest."""
        before = self._state.pages.get(extra.file)
        there = before and self._folder.holds(extra.file, before.size)
        if extra.of and before and there and before.made_from == extra.of:
            return before.digest
        data = extra.made()
        digest = self._keep(extra.file, data)
        if not before or (before.digest, before.made_from) != (digest, extra.of):
            found = CopiedFile(_OK, extra.file, digest, len(data))
            self._state.put(extra.file, found, MadeFrom(extra.of))
            self._is_saved = False
        return digest

    def _save_now_and_then(self) -> None:
        now = time.monotonic()
        if now - self._saved > SECONDS_BETWEEN_STATES:
            write_state(self._kept, self._state)
            self._saved = time.monotonic()

    def _finish(self, files: dict[str, str]) -> None:
        self._made.removed = self._folder.remove_all_but(
            files.keys() | {MIRROR_MANIFEST, SIGNED, UNFINISHED}
        )
        self._made.files = len(files)
        said = {
            "kind": KIND,
            "form": _FORM,
            "record": self._site.only,
            "files": files,
        }
        listed = _a_line_each(said).encode() + b"\n"
        digest = hashlib.sha256(listed).hexdigest()
        self._folder.keep(SIGNED, self._site.signed(digest))
        self._folder.keep(MIRROR_MANIFEST, listed)
        if not self._is_saved or self._state.manifest != digest:
            self._state.manifest = digest
            write_state(self._kept, self._state)
        self._folder.finish()
        self._made.left = self._folder.as_left(digest)


def _a_line_each(said: Mapping[str, object]) -> str:
    """Return JSON with a line for each entry, as `indent=0` gives it: that is written by Python
    itself, which takes ten times as long."""
    lines = (f"{json.dumps(name)}: {_value(said[name])}" for name in sorted(said))
    return "{\n" + ",\n".join(lines) + "\n}"


def _value(value: object) -> str:
    words = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",\n", ": "))
    return f"{{\n{words[1:-1]}\n}}" if isinstance(value, dict) and value else words
