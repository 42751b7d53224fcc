"""Pages a second: /deadlines with an answer, and an empty page with one query, by one server."""

import argparse
import os
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from datetime import date, timedelta
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask, Response

from benchmarks.measuring import Job, Line, Sizes, Spread, interleaved, ratio, require_equal
from tracker import app as joined
from tracker.cli.serving import serve
from tracker.settings import read_settings
from tracker.web.doors import Door, Pages
from tracker.web.house import office_state

EMPTY, COUNTED = "/empty", "/deadlines?law=pk-raia-2017&stage=reply&day={day}"
FORM = "/deadlines"
AT_LEAST = 0.25
# Another day each time, so that no answer is one that was given a moment ago.
FIRST, DAYS = date(2024, 1, 1), 700
READERS, WORKERS = 4, 2
WORKER = "X-Worker"
PATIENCE = 120


def create_app() -> Flask:
    """The web application, with an empty page beside its own: the server starts here."""
    app = joined.create_app()
    beside = Pages("benchmark", Door.PUBLIC)
    # The one query is the one with which every page asks whether the office is live.
    beside.add_url_rule(EMPTY, "empty", lambda: "" if office_state() else "no office")
    app.register_blueprint(beside)

    @app.after_request
    def _say_who(response: Response) -> Response:
        response.headers[WORKER] = str(os.getpid())
        return response

    return app


def pages(sizes: Sizes) -> Iterator[Line]:
    """The share of an empty page's requests a second, with the requests that it comes from."""
    days = cycle(FIRST + timedelta(n) for n in range(DAYS))
    ways = {
        "an empty page with one query": (EMPTY for _ in days),
        "/deadlines, counted": (COUNTED.format(day=day) for day in days),
        "/deadlines, the empty form": (FORM for _ in days),
    }
    with _server() as port:
        _look(port)
        with _readers(port) as readers:
            jobs = [_job(readers, addresses, sizes.requests) for addresses in ways.values()]
            for job in jobs:
                job.run()
            empty, counted, form = interleaved(sizes.page_rounds, jobs)
    for name, seconds in zip(list(ways)[1:], (counted, form), strict=True):
        share = ratio(empty, seconds)
        said = share.said("of its requests a second")
        met = share.middle >= AT_LEAST
        yield Line(f"{name} / an empty page", said, f"at least {AT_LEAST}", met)
    for name, seconds in zip(ways, (empty, counted, form), strict=True):
        each = Spread.of(1 / second for second in seconds)
        yield Line(f"page, {name}", each.said("requests a second"))


def _look(port: int) -> None:
    """Whether the pages that are to be timed are what they should be."""
    with closing(_Reader(port)) as reader:
        require_equal("an empty page", reader.get(EMPTY), b"")
        page = reader.get(COUNTED.format(day="2024-03-18"))
        require_equal("the last day in the page", b"Monday 1 April 2024" in page, True)
        require_equal("the form in the page", b"Choose a law" in reader.get(FORM), True)


def _job(readers: Sequence["_Reader"], addresses: Iterator[str], requests: int) -> Job:
    """So many requests by a few readers at the same time, each over one connection."""
    each = requests // READERS

    def run() -> None:
        shares = [list(islice(addresses, each)) for _ in range(READERS)]
        with ThreadPoolExecutor(READERS) as pool:
            list(pool.map(_read_all, readers, shares))

    return Job(run, each * READERS)


def _read_all(reader: "_Reader", addresses: Sequence[str]) -> None:
    for address in addresses:
        reader.get(address)


@contextmanager
def _readers(port: int) -> Iterator[Sequence["_Reader"]]:
    """Connections, as many to each process of the server. Which one takes a new connection is
    chance: where one process had most of them, a round would measure that."""
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
    """One connection, kept open. A client library would cost more than the empty page does."""

    def __init__(self, port: int) -> None:
        self.worker = ""
        self._socket = socket.create_connection(("127.0.0.1", port), PATIENCE)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        # Only an answer tells which process it is.
        self.get(EMPTY)

    def get(self, address: str) -> bytes:
        """The body of a page. Raises OSError unless it was found."""
        self._socket.sendall(f"GET {address} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        head, separator, body = b"", b"", b""
        while not separator:
            head, separator, body = (head + separator + body + self._more()).partition(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200 "):
            raise OSError(f"{address}: {head[:200]!r}")
        self.worker = head.partition(WORKER.encode())[2].partition(b"\r\n")[0].decode()
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


@contextmanager
def _server() -> Iterator[int]:
    """The server that `tracker serve` starts, over a new office; its port."""
    with TemporaryDirectory(prefix="tracker-bench-") as folder:
        port = _free_port()
        ours = {
            "TRACKER_INSTANCE": folder,
            "TRACKER_PORT": str(port),
            "TRACKER_WORKERS": str(WORKERS),
        }
        settings = read_settings(ours)
        joined.found_office(settings, live=True, name="Office of a benchmark", email="a@localhost")
        plain = {key: value for key, value in os.environ.items() if "TRACKER_" not in key}
        root = Path(__file__).parents[1]
        words = [sys.executable, "-m", "benchmarks.pages"]
        server = subprocess.Popen(words, cwd=root, env=plain | ours)
        try:
            _await(port, server)
            yield port
        finally:
            server.terminate()
            server.wait(PATIENCE)


def _await(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with closing(_Reader(port)) as reader:
                reader.get(EMPTY)
                return
        except OSError:
            time.sleep(0.1)
    raise OSError("the server of the benchmark did not start")


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _serve() -> None:
    """What `tracker serve` does, to the last argument: there our application stands instead."""
    start = os.execv

    def start_ours(program: str, words: list[str]) -> None:
        # On a busy machine a reader may come back late: its connection must still be there.
        kept = f"--keep-alive={PATIENCE}"
        start(program, [*words[:-1], kept, "benchmarks.pages:create_app()"])

    os.execv = start_ours  # type: ignore[assignment]
    serve(argparse.Namespace())


if __name__ == "__main__":
    _serve()
