"""The export of a copy of the public site, new or updated: only what changed is made again."""

import json
import time
from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from tracker.mirror.asking import (
    GONE,
    NOT_FOUND,
    OK,
    AskFor,
    CopiedPages,
    Extra,
    KeptAnswer,
)
from tracker.mirror.folder import (
    KIND,
    LastCopy,
    MirrorContents,
    MirrorFolder,
    open_folder,
    read_last_copy,
)
from tracker.mirror.looking import FilesFound
from tracker.mirror.state import (
    ASKED_FOR,
    EXTRA,
    LED_TO,
    MADE_AS_EXTRA,
    OPEN,
    THERE,
    UP_TO_DATE,
    CopiedFile,
    MadeFrom,
    MirrorState,
    write_state,
)

_FORM = 1
SECONDS_BETWEEN_STATES = 20.0
# One turn is the rule; each further one copies only what was published during the one before.
MOST_TURNS = 5
# Questions and lines that are in memory at once.
_NOTES_AT_ONCE, _LINES = 2000, 1000
# Pages that are asked for at once. That are most of the changes of a day, in all languages.
_MOST_ASKED = 20_000
_in_json = json.JSONEncoder(ensure_ascii=False).encode
_in_lines = json.JSONEncoder(ensure_ascii=False, separators=(",\n", ": ")).encode
STILL_MOVING = (
    "the record changed all the while, so pages of the copy may be of different moments: run the "
    "export again"
)


@dataclass
class MirrorResult:
    """The result of an export. `left` is the digest of the files as it left them."""

    files: int = 0
    written: int = 0
    removed: int = 0
    rendered: int = 0
    troubled: list[str] = field(default_factory=list)
    left: str = ""


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
    if last is None:
        found = FilesFound()
        found.look_through(path)
        last = read_last_copy(path, kept, found)
    logs = tuple(line.partition("+")[0] for line in site.signing_keys())
    folder = open_folder(path, last, MirrorContents(site.only, logs))
    run = _Run(site, folder, last.state, kept, progress)
    try:
        return run.whole()
    except BaseException:
        # Then what was made until now need not be made again.
        write_state(kept, last.state)
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
        # Of each note, whether the answers are the same; of each list of links, whether they were
        # followed in this turn.
        self._answered: dict[int, bool] = {}
        self._followed = bytearray()
        # Pages that are still to be asked for, and how many were asked for without an answer yet.
        self._waiting = array("I")
        self._open = 0
        self._troubled: dict[int, str] = {}
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
            self._turn()
            moved = not self._site.unchanged_since_stock()
            if not moved:
                break
        marks = self._state.marks
        reached = (told for number, told in self._troubled.items() if marks[number] & LED_TO)
        self._made.troubled += [*reached, *([STILL_MOVING] if moved else [])]
        self._finish()
        return self._made

    def _turn(self) -> None:
        """Bring every file up to date once."""
        self._state.clear_marks(LED_TO | UP_TO_DATE | ASKED_FOR | EXTRA | MADE_AS_EXTRA | OPEN)
        self._followed = bytearray()
        self._ask_for_changed()
        # All this at the same time as other processes make the pages, if there are any.
        extras = self._list_extras()
        self._walk(map(self._state.number, self._site.starts()))
        for extra in extras:
            self._make_extra(extra)
        for taken in self._site.answers():
            made = [self._take(each) for each in taken]
            self._ask_more()
            self._progress(len(taken))
            self._walk(
                self._linked_from(each for each in made if self._state.marks[each] & LED_TO)
            )
            self._save_now_and_then()

    def _ask_for_changed(self) -> None:
        """Ask for the pages of the last copy that may have to be made again.

        Any that nothing leads to any more is left out of the copy when that is known.
        """
        state = self._state
        pages = array("I", filter(state.is_page, state.copied()))
        self._compare({state.note[page] for page in pages})
        note, marks, answered = state.note, state.marks, self._answered
        changed = array("I")
        for page in pages:
            if answered[note[page]] and self._is_there(page):
                marks[page] |= UP_TO_DATE
            else:
                changed.append(page)
        self._ask(changed)
        self._progress(len(pages) - len(changed))

    def _compare(self, notes: set[int]) -> None:
        """Find out of which notes the questions still have the same answers."""
        fresh = iter(notes - self._answered.keys())
        while some := list(islice(fresh, _NOTES_AT_ONCE)):
            same = self._site.same([self._state.noted(note)[1:] for note in some])
            self._answered.update(zip(some, same, strict=True))

    def _is_there(self, number: int) -> bool:
        return bool(self._state.marks[number] & THERE) or not self._state.has_file(number)

    def _ask(self, wanted: Iterable[int]) -> None:
        """Ask for pages, now or when there is room: what was asked for needs more memory than what
        was made."""
        for each in wanted:
            self._state.marks[each] |= ASKED_FOR
            self._waiting.append(each)
        self._ask_more()

    def _ask_more(self) -> None:
        marks = self._state.marks
        while self._waiting and 2 * self._open <= _MOST_ASKED:
            some = self._waiting[: _MOST_ASKED - self._open]
            del self._waiting[: len(some)]
            # A page may have been made with another one while it waited.
            needed = [each for each in some if not marks[each] & UP_TO_DATE]
            for each in needed:
                marks[each] |= OPEN
            self._open += len(needed)
            self._site.ask([*map(self._asked_for, needed)], self._folder.keeper.keep)

    def _asked_for(self, number: int) -> AskFor:
        state = self._state
        is_known = state.status[number] and self._is_there(number)
        return AskFor(state.address(number), state.made_from(number).digest if is_known else "")

    def _walk(self, wanted: Iterable[int]) -> None:
        """Follow all links from these addresses, and ask for pages that were not asked for.

        The links of a page that is being made are followed when it is there.
        """
        marks, known = self._state.marks, UP_TO_DATE | ASKED_FOR | MADE_AS_EXTRA
        while fresh := [each for each in dict.fromkeys(wanted) if not marks[each] & LED_TO]:
            for each in fresh:
                marks[each] |= LED_TO
            self._ask(each for each in fresh if not marks[each] & known)
            wanted = self._linked_from(each for each in fresh if marks[each] & UP_TO_DATE)

    def _linked_from(self, pages: Iterable[int]) -> Iterable[int]:
        """Return the addresses to which these pages lead by links that were not followed yet."""
        state, followed = self._state, self._followed
        followed.extend(bytes(len(state.link_lists) - len(followed)))
        fresh = [links for links in {state.links[each] for each in pages} if not followed[links]]
        for links in fresh:
            followed[links] = 1
        return state.linked(fresh)

    def _take(self, taken: KeptAnswer) -> int:
        """Note what was made at an address, and return its number."""
        number = self._state.number(taken.address)
        if self._state.marks[number] & OPEN:
            self._state.marks[number] &= ~OPEN
            self._open -= 1
        if self._state.marks[number] & MADE_AS_EXTRA:
            return number
        if taken.found is None:
            # The answers differ in what the page does not show: next time it is found at once.
            self._state.replace_inputs(number, taken.made_from)
        else:
            self._noted(number, taken.found, taken)
        self._state.marks[number] |= UP_TO_DATE
        self._is_saved = False
        return number

    def _noted(self, number: int, found: CopiedFile, taken: KeptAnswer) -> None:
        if found.status in (OK, GONE, NOT_FOUND):
            if found.file:
                self._made.rendered += 1
                self._made.written += taken.written
            self._put(taken.address, found, taken.made_from)
            return
        self._troubled[number] = f"{taken.address} answers {found.status}"
        # It is made again next time, and stays as it was copied before, if that is there.
        if self._state.marks[number] & THERE:
            self._state.replace_inputs(number, MadeFrom())
        else:
            self._put(taken.address, CopiedFile(found.status), MadeFrom())

    def _put(self, address: str, found: CopiedFile, made_from: MadeFrom) -> None:
        """Note what is at an address, and its file in the folder."""
        state, number = self._state, self._state.number(address)
        if state.file(number) != found.file:
            self._leave(number)
        before = None
        if found.file:
            there = {number, *state.made_at(found.file)}
            for each in [each for each in there if state.marks[each] & THERE]:
                before = state.sizes[each]
                state.marks[each] &= ~THERE
            self._folder.note(found.file, found.size, before)
            state.marks[number] |= THERE
        state.put(address, found, made_from)

    def _list_extras(self) -> list[Extra]:
        """Return the files that are not pages. Nothing is made at their addresses."""
        state, extras = self._state, list(self._site.extras())
        for each in extras:
            state.marks[state.number(each.file)] |= EXTRA
            page = state.number(f"/{each.file}")
            state.marks[page] |= MADE_AS_EXTRA
            if state.status[page]:
                self._forget(page)
        return extras

    def _make_extra(self, extra: Extra) -> None:
        """Make a file that is not a page if needed."""
        state, made_from = self._state, MadeFrom(extra.of)
        number = state.number(extra.file)
        there = bool(state.marks[number] & THERE)
        is_known = there and state.made_from(number) == made_from
        if extra.of and is_known:
            return
        kept = self._folder.keeper.keep(extra.file, (extra.made(),))
        self._made.written += kept.written
        if not is_known or state.digest(number) != kept.digest:
            self._is_saved = False
        self._put(extra.file, CopiedFile(OK, extra.file, kept.digest, kept.size), made_from)

    def _save_now_and_then(self) -> None:
        now = time.monotonic()
        if now - self._saved > SECONDS_BETWEEN_STATES:
            write_state(self._kept, self._state)
            self._saved = time.monotonic()

    def _finish(self) -> None:
        self._forget_the_rest()
        self._made.removed = self._folder.remove_others()
        files = array("I", filter(self._state.has_file, self._state.copied()))
        self._made.files = len(files)
        named = ((file, self._state.digest(each)) for file, each in self._state.in_order(files))
        digest = self._folder.keep_list(_listed(named, self._site.only), self._site.signed)
        if not self._is_saved or self._state.manifest != digest:
            self._state.manifest = digest
            write_state(self._kept, self._state.compact())
        self._folder.finish()
        self._made.left = self._folder.as_left(digest)

    def _forget_the_rest(self) -> None:
        """Forget what nothing leads to any more."""
        marks = self._state.marks
        for each in self._state.copied():
            if not marks[each] & (LED_TO | EXTRA):
                self._forget(each)

    def _forget(self, number: int) -> None:
        """Forget what was copied at an address."""
        self._leave(number)
        self._state.forget(number)
        self._is_saved = False

    def _leave(self, number: int) -> None:
        """Have the file of an address removed at the end, if no page gets its name until then."""
        state = self._state
        if state.marks[number] & THERE:
            self._folder.others[state.file(number)] = state.sizes[number]
            state.marks[number] &= ~THERE


def _listed(files: Iterable[tuple[str, str]], only: str) -> Iterator[bytes]:
    """Yield the manifest in pieces: JSON with a line for each entry, as `indent=0` gives it."""
    left, before = iter(files), "\n"
    yield b'{\n"files": {'
    while some := dict(islice(left, _LINES)):
        yield (before + _in_lines(some)[1:-1]).encode()
        before = ",\n"
    yield b"\n}" if before != "\n" else b"}"
    said = {"form": _FORM, "kind": KIND, "record": only}
    yield "".join(f',\n"{name}": {_in_json(value)}' for name, value in said.items()).encode()
    yield b"\n}\n"
