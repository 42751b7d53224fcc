"""What `tracker run` holds in memory, and how long it takes to its first page: on Linux alone."""

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import count, cycle, islice
from pathlib import Path
from typing import NamedTuple
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from benchmarks.measuring import SECONDS, Line, Sizes, Within, require_equal
from benchmarks.pages import LIST, RECORD, ServedOffice, new_office
from benchmarks.scale.scaled_pages import DESK, READ, SEARCHES
from tests.web.browser import a_session
from tracker.app import assembly as joined
from tracker.services.people.accounts import add_account
from tracker.services.ports.cases import RowFilter
from tracker.services.ports.people import RoleName

WORKER_MB, SCHEDULER_MB, OFFICE_MB, FIRST_PAGE_S = 100, 60, 300, 2
PROCESSES = Path("/proc")
READERS = 4
# A part has settled when it used less than this of a second; it starts within so many seconds.
_IDLE, _SETTLES_WITHIN = 0.1, 60
# Further pages of long lists, and documents: the demonstration does not have them.
_NOT_HERE = ("page=", "{copy}", "{paper}")
_LAWS = ("pk-raia-2017", "in-rti-2005", "bd-rti-2009")


class Part(NamedTuple):
    """The memory of one process: its proportional share, and what it shares with no other."""

    share: int
    own: int

    def __str__(self) -> str:
        """Return both in megabytes."""
        return f"{self.share / 1e6:.0f} MB, {self.own / 1e6:.0f} of it alone"


def memory(sizes: Sizes) -> Iterator[Line]:
    """Return the memory of each process at its start and after many pages of all kinds in turn."""
    if not (PROCESSES / "self/smaps_rollup").exists():
        yield Line("memory", "not told by this system")
        return
    with new_office() as served:
        opened = _opened(served)
        # Compiles what is not compiled yet.
        with served.served("tracker", "run"):
            pass
        before, began = set(_children(os.getpid())), time.monotonic()
        with served.served("tracker", "run") as port:
            yield _under("`tracker run` to its first page", time.monotonic() - began)
            [supervisor] = set(_children(os.getpid())) - before
            _settle(supervisor)
            yield from _told("at its start", parts(supervisor))
            _read(port, opened, sizes.pages_read)
            _settle(supervisor)
            yield from _told(f"after {sizes.pages_read:,} pages", parts(supervisor), aims=True)


def parts(supervisor: int) -> Mapping[str, Sequence[Part]]:
    """Return the memory of the processes of `tracker run` by what they are."""
    # The scheduler is started last.
    *workers, scheduler = sorted(_children(supervisor))
    return {
        "the supervisor": [held_by(supervisor)],
        "a worker": [held_by(each) for each in workers],
        "the scheduler": [held_by(scheduler)],
        "other processes": [
            held_by(each) for part in (*workers, scheduler) for each in processes_below(part)
        ],
    }


def _told(when: str, found: Mapping[str, Sequence[Part]], *, aims: bool = False) -> Iterator[Line]:
    """Yield a line for each kind of process, with the largest one, and one for all together."""
    most = {"a worker": WORKER_MB, "the scheduler": SCHEDULER_MB} if aims else {}
    for name, held in found.items():
        if held:
            yield _most(f"memory, {name}, {when}", max(held), most.get(name))
    every = [each for held in found.values() for each in held]
    whole = Part(sum(each.share for each in every), sum(each.own for each in every))
    yield _most(f"memory, all processes, {when}", whole, OFFICE_MB if aims else None)


def _most(what: str, held: Part, megabytes: int | None) -> Line:
    if megabytes is None:
        return Line(what, str(held))
    return Line(what, str(held), f"under {megabytes} MB", held.share < megabytes * 1e6)


def _under(what: str, seconds: float) -> Line:
    return Line.timed(what, f"{seconds:.1f} s", Within(seconds, FIRST_PAGE_S, SECONDS))


def _stat(process: int) -> Sequence[str]:
    """Return what the system says of a process, from its state on: proc_pid_stat(5)."""
    return (PROCESSES / str(process) / "stat").read_text().rpartition(") ")[2].split()


def _children(process: int) -> list[int]:
    listed = (PROCESSES / str(process) / "task").glob("*/children")
    return [int(each) for found in listed for each in found.read_text().split()]


def processes_below(process: int) -> Iterator[int]:
    """Yield the processes that one has started, and that these have."""
    for each in _children(process):
        yield each
        yield from processes_below(each)


def held_by(process: int) -> Part:
    """Return what a process holds. Raises OSError if it has ended."""
    lines = (PROCESSES / str(process) / "smaps_rollup").read_text().splitlines()[1:]
    found = {line.split()[0]: int(line.split()[1]) * 1024 for line in lines}
    return Part(found["Pss:"], found["Private_Clean:"] + found["Private_Dirty:"])


def _settle(supervisor: int) -> None:
    """Wait until the processes have done what they do at their start, or after their last page."""
    until = time.monotonic() + _SETTLES_WITHIN
    before = -1.0
    while time.monotonic() < until:
        used = sum(_seconds(each) for each in (supervisor, *processes_below(supervisor)))
        if 0 <= used - before < _IDLE:
            return
        before = used
        time.sleep(2)


def _seconds(process: int) -> float:
    """Return the processor time of a process, in seconds."""
    user, system = _stat(process)[11:13]
    return (int(user) + int(system)) / 100


class _Opened(NamedTuple):
    """The requests whose pages are opened, and the session of an administrator, who may do so."""

    references: Sequence[str]
    session: str


def _opened(served: ServedOffice) -> _Opened:
    with joined.open_office(served.settings) as office:
        person = add_account(office, "ada@example.org", "Ada Admin", RoleName.ADMIN)
        rows = office.case_rows.rows(RowFilter(), 0, 50)[0]
        return _Opened([row.reference for row in rows], f"desk={a_session(office, person)}")


def _read(port: int, opened: _Opened, pages: int) -> None:
    """Open so many pages, of each kind in turn. In every other round the addresses are ones that
    nobody asked before, so that no page is one that was kept."""
    with urlopen(f"http://127.0.0.1:{port}{LIST}") as page:  # this machine
        records = sorted({each.decode() for each in RECORD.findall(page.read())})
    requests, public, laws = cycle(opened.references), cycle(records), cycle(_LAWS)
    every = (*READ, *SEARCHES, *DESK)
    kinds = [each for each in every if not any(part in each for part in _NOT_HERE)]
    addresses = (
        each.replace("?n=1", f"?n={turn}" if turn % 2 else "")
        .replace("pk-raia-2017", next(laws))
        .format(record=next(public).rpartition("/")[2], request=next(requests))
        for turn in count()
        for each in kinds
    )
    asked = islice(addresses, pages)
    with ThreadPoolExecutor(READERS) as pool:
        refused = set(pool.map(lambda each: _refused(port, each, opened.session), asked))
    require_equal("pages that were refused", refused, {""})


def _refused(port: int, address: str, session: str) -> str:
    """Open a page on a connection of its own, so that any worker has it; return what is wrong."""
    cookie = {"Cookie": session} if address.startswith("/desk") else {}
    asked = Request(f"http://127.0.0.1:{port}{address}", headers=cookie)
    try:
        with urlopen(asked, timeout=60) as page:  # noqa: S310  # this machine
            page.read()
            return "" if page.url == asked.full_url else f"{address} leads to {page.url}"
    except HTTPError as error:
        return f"{address}: {error.code}"
