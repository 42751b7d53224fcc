"""One address looked up over the network: HEAD, then GET, with bounds on everything.

Nothing is sent but the address and the name of this program: no cookie, no referrer, no other
address. An address that leads into a private network is refused, also after a redirect.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import SplitResult, urljoin, urlsplit

from tracker import __version__

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
MOST_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_FOR_GOOD = frozenset({301, 308})
_GONE = frozenset({404, 410})
# Any other error of a name may be over tomorrow.
_UNKNOWN_NAMES = frozenset({socket.EAI_NONAME, socket.EAI_NODATA})
_PORTS = {"http": 80, "https": 443}

_HEADERS = {
    "User-Agent": f"legal-basis-tracker/{__version__} (looks for dead links)",
    "Accept": "*/*",
    "Connection": "close",
}


class _Refused(Exception):
    """An address that is not looked up."""


class LinkState(StrEnum):
    """What an address leads to. `UNCLEAR` is an answer that does not settle it, such as 403."""

    ALIVE = "alive"
    MOVED = "moved"
    DEAD = "dead"
    UNCLEAR = "unclear"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class LinkAnswer:
    """The result for one address: the last status, the redirects on the way, and the problem."""

    state: LinkState
    status: int = 0
    redirects: tuple[str, ...] = ()
    problem: str = ""


def is_public(address: Address) -> bool:
    """Return whether an address is on the open internet, and not in a private network."""
    mapped = getattr(address, "ipv4_mapped", None)
    return is_public(mapped) if mapped else address.is_global and not address.is_multicast


def _addresses_of(host: str, port: int) -> Sequence[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(each[4][0]) for each in found]


@dataclass(frozen=True)
class LinkChecker:
    """Looks up addresses. `seconds` is the time for one connection, all of its bytes included."""

    seconds: float = 20
    allowed: Callable[[Address], bool] = is_public
    addresses: Callable[[str, int], Sequence[str]] = _addresses_of
    trusted: ssl.SSLContext = field(default_factory=ssl.create_default_context)

    def ask(self, address: str) -> LinkAnswer:
        """Return what an address leads to. Never raises for anything that a server does."""
        redirects: list[str] = []
        for_good = False
        while True:
            try:
                status, onward = self._status(redirects[-1] if redirects else address)
            except _Refused as refused:
                return LinkAnswer(LinkState.REFUSED, 0, tuple(redirects), str(refused))
            except socket.gaierror as error:
                state = LinkState.DEAD if error.errno in _UNKNOWN_NAMES else LinkState.UNCLEAR
                return LinkAnswer(state, 0, tuple(redirects), "the name is not known")
            except (OSError, http.client.HTTPException, ValueError) as error:
                return LinkAnswer(LinkState.UNCLEAR, 0, tuple(redirects), _in_words(error))
            if not onward:
                return LinkAnswer(_state(status, moved=for_good), status, tuple(redirects))
            for_good = for_good or status in _FOR_GOOD
            redirects.append(onward)
            if len(redirects) > MOST_REDIRECTS:
                problem = f"more than {MOST_REDIRECTS} redirects"
                return LinkAnswer(LinkState.UNCLEAR, status, tuple(redirects), problem)

    def _status(self, address: str) -> tuple[int, str]:
        """Return the status of one address, and where it redirects to.

        Many servers answer HEAD wrongly, so that an error is asked for again by GET.
        """
        parts = urlsplit(address)
        status, onward = self._answer("HEAD", parts)
        if status >= http.client.BAD_REQUEST:
            status, onward = self._answer("GET", parts)
        if status in _REDIRECTS and onward:
            return status, urljoin(address, onward)
        return status, ""

    def _answer(self, method: str, parts: SplitResult) -> tuple[int, str]:
        with self._connected(parts) as connection:
            path = parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
            connection.request(method, _in_ascii(path), headers=_HEADERS)
            answer = connection.getresponse()
            return answer.status, answer.headers.get("Location", "")

    @contextmanager
    def _connected(self, parts: SplitResult) -> Iterator[http.client.HTTPConnection]:
        """Connect to a checked address of a host, and hang up when its time is over.

        Raises TimeoutError once the time is over, also where some of an answer came.
        """
        if parts.scheme not in _PORTS or not parts.hostname:
            raise _Refused("only http and https are looked up")
        host = parts.hostname.encode("idna").decode()
        port = parts.port or _PORTS[parts.scheme]
        plain = socket.create_connection((self._checked(host, port), port), self.seconds)
        over = threading.Event()
        alarm = threading.Timer(self.seconds, _hang_up, (plain, over))
        alarm.start()
        try:
            connection = _of_scheme(parts.scheme)(host, port, timeout=self.seconds)
            connection.sock = plain
            if parts.scheme == "https":
                connection.sock = self.trusted.wrap_socket(plain, server_hostname=host)
            with closing(connection):
                yield connection
        finally:
            alarm.cancel()
            plain.close()
            # What a reader sees of a connection that was hung up differs from time to time: an
            # end, or a reset.
            if over.is_set():
                raise TimeoutError

    def _checked(self, host: str, port: int) -> str:
        """Return an address of a host. Raises _Refused if any of them is in a private network."""
        addresses = self.addresses(host, port)
        if not all(self.allowed(ipaddress.ip_address(each.split("%")[0])) for each in addresses):
            raise _Refused("it leads into a private network")
        return addresses[0]


def _of_scheme(scheme: str) -> type[http.client.HTTPConnection]:
    return http.client.HTTPSConnection if scheme == "https" else http.client.HTTPConnection


def _state(status: int, *, moved: bool) -> LinkState:
    if status in _GONE:
        return LinkState.DEAD
    if status >= http.client.BAD_REQUEST or status < http.client.OK or status in _REDIRECTS:
        return LinkState.UNCLEAR
    return LinkState.MOVED if moved else LinkState.ALIVE


def _hang_up(plain: socket.socket, over: threading.Event) -> None:
    over.set()
    with suppress(OSError):
        plain.shutdown(socket.SHUT_RDWR)


def _in_ascii(path: str) -> str:
    """Return a path with its other characters escaped; what is escaped already stays."""
    escaped = (c if c.isascii() and c.isprintable() and c != " " else _percent(c) for c in path)
    return "".join(escaped)


def _percent(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode())


def _in_words(error: Exception) -> str:
    if isinstance(error, TimeoutError | http.client.RemoteDisconnected):
        return "it did not answer"
    if isinstance(error, ssl.SSLError):
        return f"no secure connection: {error.reason or 'refused'}"
    return " ".join(str(error).split())[:200] or type(error).__name__
