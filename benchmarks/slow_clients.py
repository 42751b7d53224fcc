"""Slow clients without a proxy: `/healthz` beside connections that never finish, and a public page
beside many sign-ins. All of it on this machine, bounded in number and time.
"""

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from datetime import timedelta
from statistics import median
from urllib.parse import urlencode

from benchmarks.measuring import MILLISECONDS, Line, Sizes, Spread, Within, number, ratio
from benchmarks.pages import COUNTED, FIRST, PATIENCE, office_server

HEALTH, SIGN_IN = "/healthz", "/sign-in"
UNDER, AT_MOST = 0.1, 2
SIGNING_IN, ROUNDS, PAGES, MOST_SECONDS = 24, 5, 30, 60
FORM_TYPE = "Content-Type: application/x-www-form-urlencoded\r\n"
# What each connection sends, and then nothing more.
BEGUN = {
    "idle": "",
    "half a head": "GET / HTTP/1.1\r\nHost: localhost\r\nX-",
    "half a body": f"POST {SIGN_IN} HTTP/1.1\r\nHost: localhost\r\n{FORM_TYPE}"
    "Content-Length: 1000\r\n\r\nemail=a",
    "an answer that nobody reads": "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
}


def slow_clients(sizes: Sizes) -> Iterator[Line]:
    """Return the 99th percentile of `/healthz`, and the time of a page during sign-ins."""
    with office_server("tracker", "serve") as port:
        for what, words in BEGUN.items():
            with _held(port, words, sizes.slow_clients):
                seconds = sorted(_seconds(port, HEALTH) for _ in range(sizes.slow_clients))
            worst = seconds[int(0.99 * len(seconds))]
            about = f"/healthz beside {sizes.slow_clients} connections, {what}"
            said = f"{number(worst * 1e3)} ms in the 99th percentile"
            yield Line.timed(about, said, Within(worst, UNDER, MILLISECONDS))
        slower = _beside_sign_ins(port)
        yield Line(
            f"a page beside {SIGNING_IN} clients that sign in / alone",
            slower.said("times as long"),
            f"at most {AT_MOST}",
            slower.middle <= AT_MOST,
        )


def _beside_sign_ins(port: int) -> Spread:
    """Return how many times longer a page takes while others sign in, in rounds of both."""
    pages = [COUNTED.format(day=FIRST + timedelta(n)) for n in range(PAGES)]
    alone, beside = list[float](), list[float]()
    for _ in range(ROUNDS):
        alone.append(_middle(port, pages))
        with _signing_in(port):
            beside.append(_middle(port, pages))
    return ratio(beside, alone)


def _middle(port: int, pages: Sequence[str]) -> float:
    return median(_seconds(port, page) for page in pages)


@contextmanager
def _held(port: int, words: str, many: int) -> Iterator[None]:
    """Hold connections open that send these bytes and nothing more."""
    with ExitStack() as held:
        for _ in range(many):
            one = socket.create_connection(("127.0.0.1", port), PATIENCE)
            held.enter_context(closing(one)).sendall(words.encode())
        # Let the server answer what they sent first.
        time.sleep(1)
        yield


@contextmanager
def _signing_in(port: int) -> Iterator[None]:
    """Run clients that send wrong passwords, in a process of their own."""
    words = [sys.executable, "-m", "benchmarks.slow_clients", str(port)]
    clients = subprocess.Popen(words, stdout=subprocess.PIPE)
    try:
        assert clients.stdout
        assert clients.stdout.readline() == b"signing in\n"
        yield
    finally:
        clients.kill()
        clients.communicate()


def _sign_in(port: int, who: int, until: float) -> None:
    page = _asked(port, f"GET {SIGN_IN} HTTP/1.1\r\n").decode()
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    cookies = re.findall(r"(?im)^set-cookie: ([^;\r]+)", page)
    assert token
    for n in range(sys.maxsize):
        if time.monotonic() > until:
            return
        # Another address each time: passwords are checked until this network has to wait.
        typed = {"csrf_token": token[1], "email": f"a{who}-{n}@localhost", "password": "not it"}
        body = urlencode(typed)
        _asked(
            port,
            f"POST {SIGN_IN} HTTP/1.1\r\nCookie: {'; '.join(cookies)}\r\n{FORM_TYPE}"
            f"Content-Length: {len(body)}\r\n",
            body,
        )


def _seconds(port: int, address: str) -> float:
    began = time.perf_counter()
    answer = _asked(port, f"GET {address} HTTP/1.1\r\n")
    seconds = time.perf_counter() - began
    # Without a scheduler the program says that no sweep ran: 503.
    assert re.match(rb"HTTP/1\.1 (200|503) ", answer), answer[:100]
    return seconds


def _asked(port: int, head: str, body: str = "") -> bytes:
    """Send one request on a connection of its own; return the whole answer."""
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as client:
        client.sendall(f"{head}Host: localhost\r\nConnection: close\r\n\r\n{body}".encode())
        return b"".join(iter(lambda: client.recv(1 << 16), b""))


def _main(port: int) -> None:
    until = time.monotonic() + MOST_SECONDS
    with ThreadPoolExecutor(SIGNING_IN) as pool:
        begun = [pool.submit(_sign_in, port, who, until) for who in range(SIGNING_IN)]
        # Until the first of them wait for their passwords to be looked at.
        time.sleep(1)
        print("signing in", flush=True)
        for each in begun:
            each.result()


if __name__ == "__main__":
    _main(int(sys.argv[1]))
