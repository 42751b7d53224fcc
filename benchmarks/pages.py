"""Pages a second: what readers open, and an empty page with one query, by one server."""

import os
import re
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from flask import Flask, Response

from benchmarks.measuring import (
    Job,
    Line,
    Sizes,
    Spread,
    interleaved,
    ratio,
    require_equal,
    setting_up,
)
from tracker.app import assembly as joined
from tracker.cli.starting.before_serving import bound_socket, listen, shared
from tracker.cli.starting.connections import ClientLimits
from tracker.cli.starting.supervising import signals_to_stop, supervise
from tracker.cli.starting.web_server import WebServer
from tracker.services.office_data.demonstration import seed_demonstration
from tracker.settings import Settings, read_settings
from tracker.web.base.access import Access, Pages
from tracker.web.base.site_config import the_office

EMPTY, COUNTED = "/empty", "/deadlines?law=pk-raia-2017&stage=reply&day={day}"
FORM = "/deadlines"
BLOCK, LIST = "/blocks/pk-x-2024", "/requests"
RECORD = re.compile(rb'href="(/requests/[a-z0-9]+)"')
UNCHANGED, REBUILT = ", unchanged", ", made again"
AT_LEAST, AT_LEAST_UNCHANGED = 0.25, 0.9
# Another day each time, so that no answer is one that was given a moment ago.
FIRST, DAYS = date(2024, 1, 1), 700
READERS, WORKERS = 4, 2
WORKER = "X-Worker"
PATIENCE = 120


def measured(app: Flask) -> None:
    """Add an empty page to the web application, and who answers to each page."""
    beside = Pages("benchmark", Access.PUBLIC)
    # The one query is by the key of the row that says whose office this is.
    beside.add_url_rule(EMPTY, "empty", lambda: the_office().premises.state().name[:0])
    app.register_blueprint(beside)

    @app.after_request
    def _say_who(response: Response) -> Response:
        response.headers[WORKER] = str(os.getpid())
        return response


def pages(sizes: Sizes) -> Iterator[Line]:
    """Return the share of an empty page's requests per second, and the requests behind it."""
    with office_server("benchmarks.pages") as port:
        ways = _ways(_look(port))
        with _readers(port) as readers:
            jobs = [_job(readers, asked, sizes.requests) for asked in ways.values()]
            for job in jobs:
                job.run()
            empty, *others = interleaved(sizes.served_rounds, jobs)
    for name, seconds in zip(list(ways)[1:], others, strict=True):
        share = ratio(empty, seconds)
        said = share.said("of its requests a second")
        least = AT_LEAST_UNCHANGED if name.endswith(UNCHANGED) else AT_LEAST
        yield Line(f"{name} / an empty page", said, f"at least {least}", share.middle >= least)
    for name, seconds in zip(ways, (empty, *others), strict=True):
        each = Spread.of(1 / second for second in seconds)
        yield Line(f"page, {name}", each.said("requests a second"))


def _ways(shown: "Shown") -> dict[str, Iterator["Asked"]]:
    """Return what is requested in each way, again and again."""
    days = cycle(FIRST + timedelta(n) for n in range(DAYS))
    requests = cycle(shown.requests)
    return {
        "an empty page with one query": cycle([Asked(EMPTY)]),
        "/deadlines, counted": (Asked(COUNTED.format(day=day)) for day in days),
        "/deadlines, the empty form": cycle([Asked(FORM)]),
        "a request": cycle([Asked(address) for address in shown.requests]),
        "a block": cycle([Asked(BLOCK)]),
        # What a reader adds to an address has it made each time.
        f"a request{REBUILT}": (Asked(f"{each}?n={n}") for n, each in enumerate(requests)),
        f"a block{REBUILT}": (Asked(f"{BLOCK}?n={n}") for n in count()),
        f"a request{UNCHANGED}": cycle([Asked(*each) for each in shown.requests.items()]),
        f"a block{UNCHANGED}": cycle([Asked(BLOCK, shown.block)]),
    }


class Shown(NamedTuple):
    """The pages of the demonstration that are opened, with their editions."""

    requests: Mapping[str, str]
    block: str


class Asked(NamedTuple):
    """A request for a page by a client that may have `edition` (an ETag) of it already."""

    address: str
    edition: str = ""


def _look(port: int) -> Shown:
    """Return the pages that are to be timed. Raises AnswersDiffer if one is wrong."""
    with closing(_Reader(port)) as reader:
        require_equal("an empty page", reader.get(EMPTY), b"")
        page = reader.get(COUNTED.format(day="2024-03-18"))
        require_equal("the last day in the page", b"Monday 1 April 2024" in page, True)
        require_equal("the form in the page", b"Choose a law" in reader.get(FORM), True)
        requests = sorted({found.decode() for found in RECORD.findall(reader.get(LIST))})
        require_equal("the records of the demonstration", len(requests), 12)
        require_equal("the grid in the page", b'id="grid"' in reader.get(BLOCK), True)
        block, shown = reader.edition, dict[str, str]()
        for address in requests:
            require_equal("a timeline in the page", b'id="timeline"' in reader.get(address), True)
            shown[address] = reader.edition
        require_equal("a page that is there", reader.get(BLOCK, block), b"")
        return Shown(shown, block)


def _job(readers: Sequence["_Reader"], asked: Iterator[Asked], requests: int) -> Job:
    """Return a job of requests by a few readers at the same time, each on one connection."""
    each = requests // READERS

    def run() -> None:
        shares = [list(islice(asked, each)) for _ in range(READERS)]
        with ThreadPoolExecutor(READERS) as pool:
            list(pool.map(_read_all, readers, shares))

    return Job(run, each * READERS)


def _read_all(reader: "_Reader", asked: Sequence[Asked]) -> None:
    for address, edition in asked:
        reader.get(address, edition)


@contextmanager
def _readers(port: int) -> Iterator[Sequence["_Reader"]]:
    """Yield connections, equally many to each process of the server.

    Which process takes a new connection is chance, and a round would measure an uneven split."""
    deadline = time.monotonic() + PATIENCE
    with ThreadPoolExecutor(READERS) as pool:
        while time.monotonic() < deadline:
            # At the same time: of connections that come one by one, one process takes them all.
            readers = list(pool.map(lambda _: _Reader(port), range(READERS)))
            with ExitStack() as opened:
                for reader in readers:
                    opened.enter_context(closing(reader))
                shares = Counter(reader.worker for reader in readers)
                if list(shares.values()) == [READERS // WORKERS] * WORKERS:
                    yield readers
                    return
    raise OSError("the server did not spread its connections over its processes")


class _Reader:
    """One connection, kept open. A client library would cost more than the empty page."""

    def __init__(self, port: int) -> None:
        self.worker = self.edition = ""
        self._socket = socket.create_connection(("127.0.0.1", port), PATIENCE)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        # Only an answer tells which process it is.
        self.get(FORM)

    def get(self, address: str, edition: str = "") -> bytes:
        """Return the body of a page, empty if `edition` is current. Raises OSError for any other
        answer."""
        has = f"If-None-Match: {edition}\r\n" if edition else ""
        asked = f"GET {address} HTTP/1.1\r\nHost: localhost\r\n{has}\r\n"
        self._socket.sendall(asked.encode())
        head, separator, body = b"", b"", b""
        while not separator:
            head, separator, body = (head + separator + body + self._more()).partition(b"\r\n\r\n")
        found = b"HTTP/1.1 304 " if edition else b"HTTP/1.1 200 "
        if not head.startswith(found):
            raise OSError(f"{address}: {head[:200]!r}")
        self.worker = _header(head, WORKER)
        self.edition = _header(head, "ETag")
        if edition:
            return body
        length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
        while len(body) < length:
            body += self._more()
        return body

    def _more(self) -> bytes:
        received = self._socket.recv(1 << 16)
        if not received:
            raise OSError("the server closed the connection")
        return received

    def close(self) -> None:
        """Let go of the connection."""
        self._socket.close()


def _header(head: bytes, name: str) -> str:
    found = re.search(rb"(?im)^%s: (.*)\r?$" % name.encode(), head)
    return found[1].decode().strip() if found else ""


@dataclass(frozen=True, slots=True)
class ServedOffice:
    """A new demonstration office, and the settings under which it is served."""

    settings: Settings
    environment: Mapping[str, str]

    @contextmanager
    def served(self, *words: str) -> Iterator[int]:
        """Start a server by `python -m` with these words; yield its port."""
        server = self.started(*words)
        try:
            _await(self.settings.port, server)
            yield self.settings.port
        finally:
            server.terminate()
            server.wait(PATIENCE)

    def started(self, *words: str) -> subprocess.Popen[bytes]:
        """Start `python -m` with these words over the office."""
        root = Path(__file__).parents[1]
        return subprocess.Popen(
            [sys.executable, "-m", *words],
            cwd=root,
            env=self.environment,
            start_new_session=True,
        )


@contextmanager
def new_office(**more: str) -> Iterator[ServedOffice]:
    """Create a demonstration office in a folder that is deleted afterwards."""
    with TemporaryDirectory(prefix="tracker-bench-") as folder:
        ours = {
            "TRACKER_INSTANCE": folder,
            "TRACKER_PORT": str(_free_port()),
            "TRACKER_WORKERS": str(WORKERS),
        } | more
        settings = read_settings(ours)
        with setting_up():
            joined.found_office(
                settings, live=False, name="Office of a benchmark", email="a@localhost"
            )
            with joined.open_office(settings) as office:
                seed_demonstration(office)
                # As the scheduler does soon after: what is recorded gets its place in the log.
                office.log_upkeep.append()
        yield ServedOffice(settings, plain_environment() | ours)


def plain_environment() -> dict[str, str]:
    """Return the environment without settings of the program, and such that Python keeps what it
    compiles: an installed program has compiled modules and templates."""
    left = ("TRACKER_", "PYTHONDONTWRITEBYTECODE")
    return {key: value for key, value in os.environ.items() if not any(map(key.count, left))}


@contextmanager
def office_server(*words: str) -> Iterator[int]:
    """Start a server over a new office by `python -m` with these words; yield its port."""
    with new_office() as office, office.served(*words) as port:
        yield port


def _await(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with closing(_Reader(port)) as reader:
                reader.get(FORM)
                return
        except OSError:
            time.sleep(0.1)
    raise OSError("the server of the benchmark did not start")


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _serve() -> None:
    """Serve the measured application as `tracker serve` does.

    But connections stay open, because on a busy machine a reader may come back late, and no
    process is replaced.
    """
    settings = read_settings()
    limits = ClientLimits(idle_seconds=PATIENCE)
    with (
        shared(joined.web_app(settings, measured)) as app,
        bound_socket(settings) as listener,
        signals_to_stop() as signals,
    ):
        listen(listener, settings)
        server = WebServer(listener, settings, app, limits, most_requests=sys.maxsize)
        supervise(server.parts(), signals, listener.close)


if __name__ == "__main__":
    _serve()
