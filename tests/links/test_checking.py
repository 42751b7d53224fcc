"""One address looked up, against a server on this machine that behaves in every bad way."""

import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address

import pytest

from tracker.links.checking import (
    MOST_REDIRECTS,
    LinkAnswer,
    LinkChecker,
    LinkState,
    is_public,
)

ALIVE, DEAD = LinkState.ALIVE, LinkState.DEAD


class Server(ThreadingHTTPServer):
    """A server that notes what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, str]] = []
        self.headers: list[dict[str, str]] = []

    def at(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_port}{path}"


class Handler(BaseHTTPRequestHandler):
    """Answers by the path that is asked."""

    server: Server

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        self.server.asked.append((self.command, self.path))
        self.server.headers.append(dict(self.headers.items()))
        if self.path.startswith("/status/"):
            self._say(int(self.path.removeprefix("/status/")))
        elif self.path == "/only-get":
            self._say(405 if self.command == "HEAD" else 200)
        elif self.path.startswith("/to/"):
            _, _, status, onward = self.path.split("/", 3)
            self._say(int(status), onward.replace("~", "/"))
        elif self.path == "/circle":
            self._say(302, "/circle")
        elif self.path == "/large":
            self._say(404 if self.command == "HEAD" else 200, body=b"x" * 5_000_000)
        elif self.path == "/drips":
            self._drip()
        else:
            self._say(200)

    def _say(self, status: int, onward: str = "", body: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("Set-Cookie", "seen=1")
        self.send_header("Content-Length", str(len(body)))
        if onward:
            self.send_header("Location", onward)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def _drip(self) -> None:
        """Send a header without an end, a byte at a time, until nobody reads it."""
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
        with suppress(OSError):
            for _ in range(200):
                self.wfile.write(b"x")
                time.sleep(0.05)
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Print nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def ask(address: str, seconds: float = 5) -> LinkAnswer:
    """An address asked as if this machine were on the open internet."""
    return LinkChecker(seconds, allowed=lambda _: True).ask(address)


def test_an_address_that_answers_is_alive_and_is_asked_once_by_head(server: Server) -> None:
    assert ask(server.at("/a%20b?c=d#part")) == LinkAnswer(ALIVE, 200)
    assert server.asked == [("HEAD", "/a%20b?c=d")]


def test_other_letters_in_an_address_are_escaped(server: Server) -> None:
    assert ask(server.at("/خبر/1")).state is ALIVE
    assert server.asked == [("HEAD", "/%D8%AE%D8%A8%D8%B1/1")]


@pytest.mark.parametrize("status", [404, 410])
def test_an_address_that_is_gone_is_dead_once_get_says_so_too(server: Server, status: int) -> None:
    assert ask(server.at(f"/status/{status}")) == LinkAnswer(DEAD, status)
    assert [method for method, _ in server.asked] == ["HEAD", "GET"]


@pytest.mark.parametrize("status", [401, 403, 429, 500, 503])
def test_an_answer_that_settles_nothing_is_not_called_dead(server: Server, status: int) -> None:
    assert ask(server.at(f"/status/{status}")) == LinkAnswer(LinkState.UNCLEAR, status)


def test_a_server_that_does_not_know_head_is_asked_by_get(server: Server) -> None:
    assert ask(server.at("/only-get")) == LinkAnswer(ALIVE, 200)


def test_redirects_are_followed_and_named(server: Server) -> None:
    found = ask(server.at("/to/302/~new"))
    assert (found.state, found.redirects) == (ALIVE, (server.at("/new"),))


def test_a_redirect_for_good_is_told_as_moved(server: Server) -> None:
    found = ask(server.at("/to/301/~new"))
    assert (found.state, found.redirects) == (LinkState.MOVED, (server.at("/new"),))


def test_an_address_that_moved_to_one_that_is_gone_is_dead(server: Server) -> None:
    assert ask(server.at("/to/301/~status~404")).state is DEAD


def test_redirects_in_a_circle_end(server: Server) -> None:
    found = ask(server.at("/circle"))
    assert found.state is LinkState.UNCLEAR
    assert found.problem == "more than 5 redirects"
    assert len(server.asked) == MOST_REDIRECTS + 1


def test_no_cookie_and_no_referrer_is_sent_even_after_a_redirect(server: Server) -> None:
    ask(server.at("/to/302/~status~404"))
    assert len(server.headers) == 3
    for headers in server.headers:
        assert not {"Cookie", "Referer", "Authorization"} & set(headers)
        assert headers["User-Agent"].startswith("legal-basis-tracker/")


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:1/",
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://[fd00::1]/",
        "http://0.0.0.0/",
        "http://224.0.0.1/",
        "file:///etc/passwd",
        "ftp://example.org/",
        "http:///nothing",
    ],
)
def test_an_address_in_a_private_network_is_refused_unasked(address: str) -> None:
    assert LinkChecker(1).ask(address).state is LinkState.REFUSED


def test_a_redirect_into_a_private_network_is_refused_and_said(server: Server) -> None:
    onward = f"http:~~localhost:{server.server_port}~secret"
    asked: list[object] = []

    def first_only(address: object) -> bool:
        asked.append(address)
        return len(asked) == 1

    found = LinkChecker(5, allowed=first_only).ask(server.at(f"/to/302/{onward}"))
    assert (found.state, found.problem) == (LinkState.REFUSED, "it leads into a private network")
    assert found.redirects == (f"http://localhost:{server.server_port}/secret",)
    assert [path for _, path in server.asked] == [f"/to/302/{onward}"]


def test_a_redirect_to_a_file_is_refused(server: Server) -> None:
    assert ask(server.at("/to/302/file:~~~etc~passwd")).state is LinkState.REFUSED


def test_of_a_large_answer_only_the_head_is_read(server: Server) -> None:
    before = time.monotonic()
    assert ask(server.at("/large")).state is ALIVE
    assert time.monotonic() - before < 4


def test_a_server_that_drips_is_left_when_its_time_is_over(server: Server) -> None:
    before = time.monotonic()
    found = ask(server.at("/drips"), seconds=0.5)
    assert found == LinkAnswer(LinkState.UNCLEAR, 0, (), "it did not answer")
    assert time.monotonic() - before < 4


def test_a_server_that_takes_the_call_and_says_nothing_is_left(server: Server) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        found = ask(f"http://127.0.0.1:{silent.getsockname()[1]}/", seconds=0.5)
    assert found == LinkAnswer(LinkState.UNCLEAR, 0, (), "it did not answer")


def test_no_secure_connection_is_unclear(server: Server) -> None:
    found = ask(server.at("/").replace("http:", "https:"))
    assert found.state is LinkState.UNCLEAR
    assert "secure" in found.problem


@pytest.mark.parametrize(
    ("error", "state"),
    [(socket.EAI_NONAME, DEAD), (socket.EAI_AGAIN, LinkState.UNCLEAR)],
)
def test_a_name_that_nobody_knows_is_dead_but_not_while_nobody_answers(
    error: int, state: LinkState
) -> None:
    def fails(host: str, port: int) -> Sequence[str]:
        raise socket.gaierror(error, "no address")

    found = LinkChecker(1, addresses=fails).ask("http://nowhere.invalid/")
    assert (found.state, found.problem) == (state, "the name is not known")


def test_a_name_of_which_one_address_is_private_is_refused() -> None:
    asker = LinkChecker(1, addresses=lambda host, port: ["93.184.215.14", "10.0.0.1"])
    assert asker.ask("http://both.example/").state is LinkState.REFUSED


@pytest.mark.parametrize("address", ["http://a:b:c/", "http://[/", f"http://{'b' * 80}.test"])
def test_an_address_that_is_none_raises_nothing(address: str) -> None:
    assert ask(address).state is not ALIVE


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("::ffff:93.184.215.14", True),
        ("::ffff:127.0.0.1", False),
        ("100.64.0.1", False),
        ("203.0.113.1", False),
    ],
)
def test_only_addresses_of_the_open_internet_are_public(address: str, public: bool) -> None:
    assert is_public(ip_address(address)) is public
