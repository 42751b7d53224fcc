"""Joins the public side and its copies: pages are read in this process, or in two beside it."""

import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from functools import lru_cache, partial
from queue import SimpleQueue
from types import TracebackType
from typing import Self

from tracker.app.asked_pages import AskedPages
from tracker.app.copied_office import copied_config, open_copied_office
from tracker.app.package_beside import PackageBeside
from tracker.domain.base.errors import NotOnFile, Refusal
from tracker.mirror.addresses import (
    INDEX,
    address_in_copy,
    feed_led_on,
    file_at,
    led_on,
    sheet_led_on,
)
from tracker.mirror.asking import GONE, OK, Answer, AskFor, Extra, Keep, KeptAnswer, put_answer
from tracker.mirror.folder import CHECKER
from tracker.mirror.state import MadeFrom
from tracker.parallel.ending import end_with
from tracker.parallel.side_process import can_fork
from tracker.services.core.current_library import as_public
from tracker.services.core.office import Office
from tracker.services.public.copied_words import bundle_words, bundles, searched
from tracker.services.public.facets import recorded_number
from tracker.services.public.page_inputs import NotedInputs
from tracker.services.public.public_side import public_side, read_again
from tracker.services.publishing.page_stamp import PageStamp, stamp_of_data, stamp_of_days
from tracker.settings import Settings
from tracker.verifier.one_file import one_file
from tracker.web import SiteConfig, make_app
from tracker.web.record.site.page_reader import PageReader, SitePage

PROCESSES = 2
# To start a fresh process takes as long as a few hundred pages.
WORTH_IT, WORTH_A_FORK = 400, 4
LINKS_AT_HAND = 4096
HTML, CSS, _ATOM = "text/html", "text/css", "application/atom+xml"
# Where the files of the data package are.
_PACKAGE = "/data/"


class CopiedSite:
    """The public side of an office as it is copied, read in this process.

    `only` names the one record that is copied, with everything that belongs to it. Raises
    NotOnFile if no such record is published.
    """

    # Closes all connections to the database, before another process makes the data package.
    _close_connections: Callable[[], None] | None = None

    def __init__(self, office: Office, config: SiteConfig, only: str = "") -> None:
        office = as_public(office)
        self._package = PackageBeside(office.data)
        self._readers = public_side(replace(office, data=self._package))
        self._log = office.log
        self.only = only
        self._office = office
        if only:
            office.records.published(only)
        app = make_app(self._readers, config.for_a_copy(only))
        self._site = config.public_url
        self._reader = PageReader(app, config.public_url)
        self._inputs = NotedInputs(self._readers, self._reader.made_with)
        self._besides = self._reader.where_the_rest_is()
        # Most links of a page are those of the page before it.
        self._kept = lru_cache(LINKS_AT_HAND)(self._address_of)
        self._asked = AskedPages(office.languages)

    def signing_keys(self) -> Sequence[str]:
        """Return the keys of the log, the present one first."""
        return self._log.keys()

    def take_stock(self) -> None:
        """Bring the log and the data tables up to date, and read everything again from now on.

        If the log cannot be updated, the copy continues: a takedown must not wait for it."""
        try:
            self._office.log_upkeep.append()
        except Refusal as refusal:
            print(f"tracker: the log was left as it is: {refusal}", file=sys.stderr)
        self._note_stock()
        self._inputs = NotedInputs(self._readers, self._reader.made_with)
        self.read_inputs()
        if not self.only:
            self._package.renew(self._office, self._close_connections)
        self._data = stamp_of_data(self._package.made())

    def read_inputs(self) -> None:
        """Read what pages are made from, before any page: none must be older than that."""
        self._inputs.read()
        read_again(self._readers)

    def _note_stock(self) -> None:
        # Noted before anything is read, so that a later change is noticed.
        self._stock = self._moment()
        self._checkpoint = self._log.newest()
        self._is_current = self._office.own_library.mark() == self._office.library_mark

    def unchanged_since_stock(self) -> bool:
        """Return whether all that pages are made from is unchanged since `take_stock`.

        False if the files of the data package could not be read until now.
        """
        made_late = self._package.finish()
        return not made_late and self._moment() == self._stock

    def _moment(self) -> PageStamp:
        days = stamp_of_days(self.zones, self._readers.now())
        return {**self._office.records.stamp_of_pages(), **days}

    @property
    def zones(self) -> Sequence[str]:
        """Return the time zones in whose days pages count."""
        return sorted(self._office.library.zones)

    @property
    def stamp(self) -> PageStamp | None:
        """Return what the pages are made from, as `take_stock` found it, besides the files of the
        program and its library.

        None if the office's own library changed after it was read.
        """
        return {**self._stock, **self._data} if self._is_current else None

    def starts(self) -> Sequence[str]:
        """Return the addresses from which all others are reached."""
        if self.only:
            return (self._record, *self._besides)
        # As links name them, so that the front page of a language is not made twice.
        return [each for each in map(address_in_copy, self._reader.starts()) if each]

    def made_from(self, address: str) -> MadeFrom:
        """Return what the page at an address is made from."""
        self._inputs.begin()
        digest = self._reader.digest_of(address, self._inputs)
        asked = self._inputs.asked()
        return MadeFrom(digest, asked, self._inputs.marks_of(asked))

    def same(self, notes: Sequence[tuple[str, str]]) -> Sequence[bool]:
        """Return of each note, of what was asked for a page and the digest of the answers, whether
        the answers are the same now."""
        now = self._inputs.marks_of
        return [bool(marks) and marks == now(asked) for asked, marks in notes]

    def records(self) -> int:
        """Return the number of published records."""
        return recorded_number(self._office)

    def ask(self, wanted: Sequence[AskFor], keep: Keep) -> None:
        """Ask for pages or files, which are to be kept."""
        self._keep = keep
        self._asked.add(wanted)

    def answers(self) -> Iterator[Sequence[KeptAnswer]]:
        """Yield all that was asked, some together, once it is kept. More may be asked then."""
        while self._asked:
            found = self.answers_to(self._asked.next(), self._keep)
            self._asked.settle(found)
            yield found

    def answers_to(self, wanted: Sequence[AskFor], keep: Keep) -> list[KeptAnswer]:
        """Return the page or file at each address, all read from one state and kept.

        With a new page of a record comes all that it leads to of the same record.
        """
        # PostgreSQL ends a state that stays open while a large package is made.
        if any(each.address.startswith(_PACKAGE) for each in wanted):
            self._package.wait()
        given = {each.address: each for each in wanted}
        found = dict[str, KeptAnswer]()
        to_do = list(reversed(wanted))
        with self._readers.records.one_state():
            while to_do:
                asked = to_do.pop()
                if asked.address in found:
                    continue
                found[asked.address] = answer = self._answer_to(asked, keep)
                to_do += [given.get(to, AskFor(to)) for to in self._asked.made_with(asked, answer)]
        return list(found.values())

    def _answer_to(self, asked: AskFor, keep: Keep) -> KeptAnswer:
        # Taken before the page is made: a change in between makes the page once too often, and is
        # never missed.
        made_from = self.made_from(asked.address)
        if asked.made_from and asked.made_from == made_from.digest:
            return KeptAnswer(asked.address, None, made_from)
        return put_answer(self.answer(asked.address, made_from), keep)

    def answer(self, address: str, made_from: MadeFrom) -> Answer:
        """Return the page or file at an address, with links that work within the copy."""
        found, file = self._reader.read(address), file_at(address)
        content, links = found.content, tuple[str, ...]()
        if found.media in (HTML, CSS, _ATOM):
            page, links = self._led_on(found, address, file)
            content = (page,)
        # The page of a withheld record says so; its files are removed.
        shown = found.status == OK or (found.status == GONE and found.media == HTML)
        file = file if shown else ""
        return Answer(address, found.status, file, content, links, made_from, found.close)

    def _led_on(self, found: SitePage, address: str, file: str) -> tuple[bytes, tuple[str, ...]]:
        """Return a page with its links within the copy, and the addresses they lead to."""
        if found.media == HTML:
            return led_on(found.whole(), file, self._kept, self._reader.instead(address))
        if found.media == CSS:
            return sheet_led_on(found.whole(), file, self._kept)
        return feed_led_on(found.whole(), file, self._kept, self._site)

    @property
    def _record(self) -> str:
        return f"/requests/{self.only}"

    def _front(self) -> bytes:
        """Return the page of the one record, as the file with which a copy is opened."""
        return self._led_on(self._reader.read(self._record), "/", INDEX)[0]

    def extras(self) -> Iterator[Extra]:
        """Yield the verifier, the keys and, for a full copy, the log as `take_stock` found it."""
        keys = "".join(map("{}\n".format, self.signing_keys())).encode()
        yield Extra(CHECKER, lambda: one_file().encode())
        yield Extra("log/key", lambda: keys)
        if self.only:
            yield Extra(INDEX, self._front)
        else:
            yield from self._to_search()
        note = None if self.only else self._checkpoint
        if note is None:
            return
        yield Extra("log/checkpoint", lambda: note)
        size = int(note.split(b"\n")[1])
        for of_size, path in self._log.attested_paths():
            if of_size <= size:
                yield Extra(f"log/{path}", partial(self._of_log, path))
        for path in self._log.paths(0, size):
            # A tile that is not full has its size in its name: none of them ever changes.
            yield Extra(f"log/{path}", partial(self._of_log, path), of=path)

    def _to_search(self) -> Iterator[Extra]:
        """Yield what the script of a copy searches: the index holds nothing that is not shown."""
        all_bundles = tuple(bundles(self._office))
        yield Extra("search/lines.js", lambda: searched(self._office, len(all_bundles)))
        for each in all_bundles:
            made = partial(bundle_words, self._office, each)
            of = f"{self._reader.made_with} {each.made_of}"
            yield Extra(f"search/words-{each.number}.js", made, of=of)

    def _of_log(self, path: str) -> bytes:
        found = self._log.file(path)
        if found is None:
            raise NotOnFile("The log does not have {path}: run `tracker doctor`.", path=path)
        return found

    def signed(self, digest: str) -> bytes:
        """Return a note over the list of the copy, signed by the log's key."""
        return self._log.vouch("copy", [f"sha256 {digest}"])

    def _address_of(self, written: str) -> str | None:
        address = address_in_copy(written)
        if address is None or not self._reader.copies(address.partition("?")[0]):
            return None
        return address if self._is_wanted(address) else None

    def _is_wanted(self, address: str) -> bool:
        """Return whether an address belongs to the one record that is copied."""
        path = address.partition("?")[0]
        return (
            not self.only
            or path.startswith("/static/")
            or path in self._besides
            or self._record in path
        )


class CopyingSite(CopiedSite, AbstractContextManager["CopyingSite"]):
    """A copied site whose pages are read by two more processes if there are many."""

    _close_connections: Callable[[], None]

    def __init__(self, settings: Settings, only: str = "") -> None:
        self._opened = ExitStack()
        opened = open_copied_office(settings)
        office, self._close_connections = self._opened.enter_context(opened)
        super().__init__(office, copied_config(settings), only)
        self._opened.callback(self._package.end)
        self._work = (settings, only)
        self._pool: ProcessPoolExecutor | None = None
        self._found = SimpleQueue[Future[list[KeptAnswer]]]()
        self._handed_out = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._opened.close()
        if isinstance(error, BrokenProcessPool):
            raise Refusal(
                "A process that makes pages of the copy was ended from outside, as when memory "
                "runs out: look into the log of the system, then run the export again."
            ) from None

    def take_stock(self) -> None:
        """Take stock, and end the other processes, because they keep what they read before."""
        if self._pool is not None:
            self._pool.shutdown()
            self._pool = None
        super().take_stock()

    def ask(self, wanted: Sequence[AskFor], keep: Keep) -> None:
        """Ask for pages or files. If they are many, other processes read them at once."""
        super().ask(wanted, keep)
        if self._pool is None:
            forks = can_fork()
            if len(self._asked) < (WORTH_A_FORK if forks else WORTH_IT):
                return
            if forks:
                self._make_one_of_each_kind(keep)
            begun = self._forked(keep) if forks else self._fresh(keep)
            self._pool = self._opened.enter_context(begun)
        self._hand_out(self._pool)

    def _hand_out(self, pool: ProcessPoolExecutor) -> None:
        while self._asked:
            pool.submit(_answers, self._asked.next()).add_done_callback(self._found.put)
            self._handed_out += 1

    def _make_one_of_each_kind(self, keep: Keep) -> None:
        """Make a page of each kind here, so that no fork has to load and prepare what it needs."""
        first = dict[str, AskFor]()
        for each in self._asked:
            if not each.address.startswith(_PACKAGE):  # It is still being made.
                first.setdefault(self._reader.kind(each.address), each)
        made, answered = Future[list[KeptAnswer]](), self.answers_to(list(first.values()), keep)
        made.set_result(answered)
        self._found.put(made)
        self._handed_out += 1
        self._asked.leave_out({each.address for each in answered})

    def answers(self) -> Iterator[Sequence[KeptAnswer]]:
        """Yield all that was asked, in any order, once it is kept. More may be asked then."""
        while self._asked or self._handed_out:
            yield from super().answers()
            while self._handed_out:
                # If one of the processes is killed, all that is left ends with an error.
                found = self._found.get().result()
                self._handed_out -= 1
                self._asked.settle(found)
                if self._pool is not None:
                    self._hand_out(self._pool)
                yield found

    def _forked(self, keep: Keep) -> ProcessPoolExecutor:
        """Return processes that read pages and keep them, and have all that this one has."""
        # They must share no connection to the database.
        self._close_connections()
        work = (self, keep, os.getpid())
        return ProcessPoolExecutor(PROCESSES, multiprocessing.get_context("fork"), _take, work)

    def _fresh(self, keep: Keep) -> ProcessPoolExecutor:
        """Return processes that open the office themselves."""
        work = (*self._work, keep)
        return ProcessPoolExecutor(PROCESSES, multiprocessing.get_context("spawn"), _open, work)


_here: list[tuple[CopiedSite, Keep]] = []


def _take(site: CopiedSite, keep: Keep, parent: int) -> None:
    """Read pages of this site, until the process that opened it ends."""
    end_with(parent)
    _here.append((site, keep))


def _open(settings: Settings, only: str, keep: Keep) -> None:
    """Open the office in a process that reads pages, until that process ends."""
    site = CopyingSite(settings, only)
    site.read_inputs()
    _here.append((site, keep))


def _answers(wanted: Sequence[AskFor]) -> list[KeptAnswer]:
    ((site, keep),) = _here
    return site.answers_to(wanted, keep)
