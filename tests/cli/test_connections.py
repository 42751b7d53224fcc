"""The connections of a web server process: slow clients hold no thread, and all has limits.

The application here is a small one. The whole program under slow clients is in
`tests/whole/test_serving.py`."""

import os
import re
import resource
import socket
import struct
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from waitress import wasyncore
from waitress.channel import HTTPChannel

from tests.in_the_open import files_held_with, wait_for
from tracker.cli.starting.connections import ClientLimits, ConnectionServer, Lanes
from tracker.cli.starting.open_sockets import OpenSockets
from tracker.cli.starting.web_server import GIVES_BACK_EVERY, FreeMemory, within_the_system
from tracker.web.base.access import LARGEST_OF_A_STRANGER

PATIENCE = 120.0
HALF_A_HEAD = b"GET / HTTP/1.1\r\nHost: x\r\nX-"


def posted(path: str, length: int, body: bytes = b"") -> bytes:
    return f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {length}\r\n\r\n".encode() + body


class Site:
    """A server of one thread, and what its application was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.priorities: list[int] = []
        self.may_sign_in = threading.Event()
        self.may_sign_in.set()
        self.port = 0
        self.open_connections: Mapping[int, Any] = {}
        self.has_work = lambda: False

    def app(self, environ: WSGIEnvironment, start: StartResponse) -> list[bytes]:
        """Answer with the length of the body; `/large` with much, `/unchanged` with a 304."""
        path = environ["PATH_INFO"]
        if path == "/sign-in":
            assert self.may_sign_in.wait(PATIENCE)
        read = len(environ["wsgi.input"].read())
        self.asked.append(f"{environ['REQUEST_METHOD']} {path}")
        self.priorities.append(os.getpriority(os.PRIO_PROCESS, 0))
        if path == "/unchanged":
            start("304 NOT MODIFIED", [("ETag", '"1"')])
            return []
        body = b"x" * 50_000_000 if path == "/large" else f"read {read}".encode()
        start("200 OK", [("Content-Length", str(len(body)))])
        return [body]

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), PATIENCE)

    def get(self, sent: bytes = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n") -> bytes:
        with self.connect() as reader:
            reader.sendall(sent)
            return answer(reader)


def answer(reader: socket.socket) -> bytes:
    """One whole answer of this connection."""
    received = b""
    while not (head := received.partition(b"\r\n\r\n"))[1]:
        received += some(reader)
    length = re.search(rb"(?i)content-length: (\d+)", head[0])
    while length and len(received) < len(head[0]) + 4 + int(length[1]):
        received += some(reader)
    return received


def some(reader: socket.socket) -> bytes:
    received = reader.recv(1000)
    assert received, "the server ended the connection"
    return received


def ended(reader: socket.socket) -> bool:
    """Whether the server ends this connection while it is waited for."""
    try:
        return reader.recv(1000) == b""
    except ConnectionResetError:
        return True


@contextmanager
def served(limits: ClientLimits) -> Iterator[Site]:
    site, lanes, sockets = Site(), Lanes(1), OpenSockets()
    listener = socket.create_server(("127.0.0.1", 0))
    site.port = listener.getsockname()[1]
    server = ConnectionServer(site.app, listener, lanes, sockets, limits)
    site.open_connections = server.active_channels
    site.has_work = lambda: server.has_work
    over = threading.Event()

    def run() -> None:
        while not over.is_set():
            sockets.turn(0.05)
            server.close_late()

    loop = threading.Thread(target=run)
    loop.start()
    try:
        yield site
    finally:
        site.may_sign_in.set()
        over.set()
        loop.join(PATIENCE)
        lanes.shutdown()
        wasyncore.close_all(sockets)


@pytest.fixture
def site() -> Iterator[Site]:
    with served(ClientLimits()) as site:
        yield site


@pytest.mark.parametrize(
    "begun", [b"", HALF_A_HEAD, posted("/sign-in", 100, b"half"), posted("/desk/x", 100, b"half")]
)
def test_clients_that_never_finish_hold_no_thread(site: Site, begun: bytes) -> None:
    with ExitStack() as slow:
        for _ in range(30):
            slow.enter_context(closing(site.connect())).sendall(begun)

        assert site.get().endswith(b"read 0")


@pytest.mark.parametrize("begun", [b"", HALF_A_HEAD], ids=["nothing", "half a head"])
def test_a_process_that_ends_waits_a_moment_for_a_request_that_is_on_its_way(
    site: Site, begun: bytes
) -> None:
    """It took the connection, so no other process can answer."""
    with closing(site.connect()) as reader:
        reader.sendall(begun)
        wait_for(lambda: len(site.open_connections) == 1)

        assert site.has_work()
        # One that never asks does not keep a process from ending.
        wait_for(lambda: not site.has_work())

        reader.sendall(b": 1\r\n\r\n" if begun else b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert answer(reader).endswith(b"read 0")
        # Nor does one that was answered.
        wait_for(lambda: not site.has_work())


def test_a_page_is_sent_in_one_piece_with_its_header(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[bytes] = []
    plain = HTTPChannel.send

    def noted(channel: Any, data: bytes, **how: Any) -> Any:
        sent.append(data)
        return plain(channel, data, **how)

    monkeypatch.setattr(HTTPChannel, "send", noted)

    received = site.get()

    assert sent == [received]


def test_what_is_sent_or_not_yet_read_is_in_no_file(site: Site) -> None:
    """The library would write larger bodies and answers to temporary files."""
    words = b"Zarmina Exampleperson. "
    with closing(site.connect()) as writer, closing(site.connect()) as reader:
        writer.sendall(posted("/desk/x", 4_000_000, words * 100_000))
        reader.sendall(b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n")
        wait_for(lambda: site.asked == ["GET /large"])
        time.sleep(0.5)

        assert files_held_with(words, os.getpid()) == []
        assert files_held_with(b"x" * 100_000, os.getpid()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a process has one priority")
def test_a_sign_in_is_behind_pages_and_forms_of_the_workspace(site: Site) -> None:
    for path in ("/sign-in", "/desk/x"):
        site.get(posted(path, 1, b"x"))
    site.get()

    sign_in, *others = site.priorities

    ours = os.getpriority(os.PRIO_PROCESS, 0)
    assert others == [ours, ours]
    assert sign_in == min(ours + 10, 19)


def test_sign_ins_wait_for_one_another_and_pages_do_not_wait_for_them(site: Site) -> None:
    site.may_sign_in.clear()
    with ExitStack() as waiting:
        clients = [waiting.enter_context(closing(site.connect())) for _ in range(8)]
        for client in clients:
            client.sendall(posted("/sign-in", 1, b"x"))

        assert site.get().endswith(b"read 0")
        assert site.asked == ["GET /"]

        site.may_sign_in.set()
        assert all(answer(client).endswith(b"read 1") for client in clients)


@pytest.mark.samples("limits0", "limits2")
@pytest.mark.parametrize(
    ("limits", "begun"),
    [
        (ClientLimits(head_seconds=0.2), HALF_A_HEAD),
        (ClientLimits(body_seconds=0.2), posted("/", 100, b"half")),
        (ClientLimits(idle_seconds=0.2), b""),
        (ClientLimits(idle_seconds=0.2), b"GET /unchanged HTTP/1.1\r\nHost: x\r\n\r\n"),
    ],
)
def test_a_client_that_takes_too_long_is_cut_off(limits: ClientLimits, begun: bytes) -> None:
    with served(limits) as site, site.connect() as client:
        client.sendall(begun)
        if b"unchanged" in begun:
            assert b" 304 " in answer(client)

        assert ended(client)


def test_one_letter_now_and_then_does_not_prolong_the_time_for_a_head() -> None:
    with served(ClientLimits(head_seconds=1)) as site, site.connect() as client:
        client.settimeout(0.2)
        client.sendall(HALF_A_HEAD)
        for _ in range(100):
            try:
                client.sendall(b"x")
                assert client.recv(1000) == b""
                break
            except TimeoutError:
                continue
            except OSError:
                break
        else:
            pytest.fail("the client was let go on")


def test_a_body_that_arrives_fast_enough_is_received_after_the_first_time_is_over() -> None:
    size = 20_000
    with (
        served(ClientLimits(body_seconds=0, slowest_body=1_000)) as site,
        site.connect() as client,
    ):
        client.sendall(posted("/desk/x", size))
        for _ in range(4):
            client.sendall(b"x" * (size // 4))
            threading.Event().wait(0.5)

        assert answer(client).endswith(f"read {size}".encode())


def test_an_answer_that_nobody_reads_is_given_up() -> None:
    with served(ClientLimits(unread_seconds=0.2)) as site, site.connect() as client:
        client.sendall(b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n")
        wait_for(lambda: site.asked and not site.open_connections)
        received = 0
        while part := _received(client):
            received += part

        assert received < 50_000_000


def _received(client: socket.socket) -> int:
    try:
        return len(client.recv(1 << 20))
    except ConnectionResetError:
        return 0


def test_beyond_the_limit_the_connection_that_waited_longest_gives_way() -> None:
    with served(ClientLimits(connections=5)) as site, ExitStack() as opened:
        clients = [opened.enter_context(closing(site.connect())) for _ in range(5)]
        for client in clients:
            client.sendall(HALF_A_HEAD)
            threading.Event().wait(0.1)

        assert site.get().endswith(b"read 0")
        assert ended(clients[0])
        clients[4].sendall(b"A: b\r\n\r\n")
        assert answer(clients[4]).endswith(b"read 0")


def test_idle_connections_are_not_asked_before_each_wait(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, readable = [0], HTTPChannel.readable

    def counted(connection: HTTPChannel) -> bool:
        asked[0] += 1
        return bool(readable(connection))

    monkeypatch.setattr(HTTPChannel, "readable", counted)
    with ExitStack() as opened:
        for _ in range(100):
            opened.enter_context(closing(site.connect()))
        reader = opened.enter_context(closing(site.connect()))
        reader.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        answer(reader)
        wait_for(lambda: len(site.open_connections) == 101)
        before = asked[0]

        for _ in range(20):
            reader.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            assert answer(reader).endswith(b"read 0")

    # Each of the twenty answers needs a few waits, and a hundred others would be asked at each.
    assert asked[0] - before < 20 * 20


def test_a_client_that_leaves_during_its_answer_does_not_keep_the_loop_busy(site: Site) -> None:
    site.may_sign_in.clear()
    leaver = site.connect()
    leaver.sendall(posted("/sign-in", 0))
    wait_for(lambda: any(each.requests for each in site.open_connections.values()))
    leaver.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    leaver.close()
    before = time.process_time()
    threading.Event().wait(1)
    spent = time.process_time() - before
    site.may_sign_in.set()

    assert spent < 0.5
    wait_for(lambda: not site.open_connections)


@pytest.mark.parametrize(
    ("allowed", "raised", "connections"),
    [
        ((1_024, 4_096), 2_200, 2_000),
        ((1_024, resource.RLIM_INFINITY), 2_200, 2_000),
        ((1_024, 1_024), 1_024, 824),
        ((4_096, 4_096), 4_096, 2_000),
        ((resource.RLIM_INFINITY, resource.RLIM_INFINITY), resource.RLIM_INFINITY, 2_000),
        ((100, 100), 100, 1),
    ],
)
def test_a_worker_takes_as_many_connections_as_it_may_open_files(
    monkeypatch: pytest.MonkeyPatch,
    allowed: tuple[int, int],
    raised: int,
    connections: int,
) -> None:
    limit = list(allowed)
    monkeypatch.setattr(resource, "getrlimit", lambda _: tuple(limit))
    monkeypatch.setattr(resource, "setrlimit", lambda _, new: limit.__setitem__(0, new[0]))

    assert within_the_system(ClientLimits(connections=2_000)).connections == connections
    assert limit[0] == raised


def test_a_head_that_is_too_large_is_refused(site: Site) -> None:
    refused = site.get(b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"x" * 40_000)

    assert refused.startswith(b"HTTP/1.0 431 ")
    assert site.asked == []


@pytest.mark.parametrize(
    ("path", "length"),
    [("/sign-in", LARGEST_OF_A_STRANGER + 1), ("/desk/x", 2_001), ("/deskx", 20_000)],
)
def test_a_body_that_is_too_large_is_not_received_and_its_bytes_are_no_request(
    path: str, length: int
) -> None:
    hidden = b"GET /hidden HTTP/1.1\r\nHost: x\r\n\r\n"
    with served(ClientLimits(largest_body=2_000)) as site, site.connect() as client:
        client.sendall(posted(path, length, hidden))

        refused = answer(client)

        assert re.search(rb"(?i)connection: close", refused)
        assert refused.endswith(b"read 0")
        assert ended(client)
        assert site.asked == [f"POST {path}"]


def test_bodies_take_no_more_memory_than_they_may() -> None:
    with served(ClientLimits(all_bodies=50_000)) as site, site.connect() as first:
        first.sendall(posted("/desk/x", 30_000, b"x"))
        threading.Event().wait(0.3)

        assert b" 503 " in site.get(posted("/desk/x", 30_000))
        assert site.get(posted("/sign-in", 4, b"abcd")).endswith(b"read 4")


def test_a_body_of_no_told_length_is_refused(site: Site) -> None:
    head = b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"

    assert b" 400 " in site.get(head + b"1\r\nx\r\n0\r\n\r\n")
    assert site.asked == []


def test_a_connection_goes_on_after_a_page_and_after_an_unchanged_one(site: Site) -> None:
    with site.connect() as reader:
        for path, status in (("/unchanged", b" 304 "), ("/", b" 200 "), ("/unchanged", b" 304 ")):
            reader.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            assert status in answer(reader)


def test_a_worker_gives_free_memory_back_at_times_while_it_is_busy_and_once_it_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now, given_back = [1000.0], list[float]()
    monkeypatch.setattr("tracker.cli.starting.web_server.time.monotonic", lambda: now[0])
    memory = FreeMemory(lambda: given_back.append(now[0]))

    def ask(seconds: float, taken: int) -> None:
        now[0] = 1000 + seconds
        memory.give_back(taken)

    ask(0, 0)
    # A request every half second, for fifteen seconds.
    for taken in range(31):
        ask(taken / 2, 1 + taken)
    for half_seconds in range(30, 60):
        ask(half_seconds / 2, 31)

    # Every ten seconds, and a second after the last one.
    assert GIVES_BACK_EVERY == 10
    assert given_back == [1000, 1010.5, 1016.5]
