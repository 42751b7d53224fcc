"""The connections of one worker process: a thread gets a request only once all of it is there.

A client that sends or reads slowly costs memory within limits, and never a thread.
"""

import os
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from socket import socket
from typing import Any
from wsgiref.types import WSGIApplication

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher, WSGITask
from waitress.utilities import Error

from tracker.cli.starting.open_sockets import OpenSockets
from tracker.web.base.access import DESK, LARGEST_OF_A_STRANGER

_LOOK_EVERY = 1.0
# How much lower the priority of the thread is that checks passwords; see nice(2).
_BEHIND_PAGES = 10
# A request is expected so long through a connection that is new, or on which it has begun.
_EXPECTED_SECONDS = 1.0
# The largest body that is sent in one piece with its header; all pages are smaller.
_LARGEST_AT_ONCE = 256 * 1024


@dataclass(frozen=True, slots=True)
class ClientLimits:
    """How much clients may send to one worker process, and how long they may take.

    A body must arrive at `slowest_body` bytes a second once `body_seconds` have passed.
    `all_bodies` is the memory for bodies that are larger than those of strangers.
    """

    connections: int = 2_000
    head_bytes: int = 32 * 1024
    largest_body: int = 64 * 1024 * 1024
    all_bodies: int = 128 * 1024 * 1024
    head_seconds: float = 10
    body_seconds: float = 30
    slowest_body: int = 8 * 1024
    idle_seconds: float = 15
    unread_seconds: float = 60


class _TooMuchAtOnce(Error):  # type: ignore[misc]  # the library has no types
    code = 503
    reason = "Service Unavailable"


class _Request(HTTPRequestParser):  # type: ignore[misc]
    """A request as it arrives."""

    def __init__(self, server: "ConnectionServer") -> None:
        super().__init__(server.adj)
        self.began = time.monotonic()
        self._server = server

    def parse_header(self, header_plus: bytes) -> None:
        """Read the header, and decide from it whether the body is received."""
        super().parse_header(header_plus)
        if self.chunked:
            raise ParsingError("A body needs a Content-Length.")
        if self.content_length > self._allowed():
            # The application refuses it by its length, in words of its own.
            self._leave_body()
        elif self._server.is_full(self.content_length):
            self.error = _TooMuchAtOnce("Too many files are being received: try again later.")
            self._leave_body()

    def is_late(self, now: float, limits: ClientLimits) -> bool:
        """Return whether the client takes too long to send this request."""
        if not self.headers_finished:
            return now - self.began > limits.head_seconds
        late = now - self.began - limits.body_seconds
        return late > 0 and self.body_bytes_received < late * limits.slowest_body

    def _allowed(self) -> int:
        below_desk = self.path == DESK or self.path.startswith(f"{DESK}/")
        return self._server.limits.largest_body if below_desk else LARGEST_OF_A_STRANGER

    def _leave_body(self) -> None:
        self.content_length = 0
        self.body_rcv = None
        self.expect_continue = False
        # What follows on this connection is the body, not another request.
        self.connection_close = True
        self.headers["CONNECTION"] = "close"


class _Answer(WSGITask):  # type: ignore[misc]
    """The answer to one request."""

    wrote_header: bool = False

    def write(self, data: bytes) -> None:
        """Send part of the answer; a page with its header, so that a reader wakes once."""
        size = self.content_length
        whole = bool(data) and len(data) == size and not self.wrote_header and self.has_body
        if not whole or size > _LARGEST_AT_ONCE:
            super().write(data)
            return
        head = self.build_response_header()
        self.wrote_header, self.content_bytes_written = True, size
        self.channel.write_soon(head + data)

    def set_close_on_finish(self) -> None:
        """Close the connection afterwards, but not just because a 304 has no length."""
        if self.version == "1.0" or self.has_body or self.request.connection_close:
            super().set_close_on_finish()


class _Connection(HTTPChannel):  # type: ignore[misc]
    """One connection, whose times are those of the monotonic clock."""

    task_class = _Answer
    is_served = False
    was_asked = False

    def __repr__(self) -> str:
        """Return a name for the log that does not hold the reader's address."""
        return "<a connection>"

    def parser_class(self, _: Adjustments) -> _Request:
        """Return an empty request; the library takes it for a class."""
        return _Request(self.server)

    @property
    def last_activity(self) -> float:
        """Return when data last passed through this connection."""
        return self._last_activity

    @last_activity.setter
    def last_activity(self, _: float) -> None:
        # The library sets the time of day, which may jump.
        self._last_activity = time.monotonic()

    @property
    def is_busy(self) -> bool:
        """Return whether a request is being answered."""
        return bool(self.requests or self.total_outbufs_len)

    @property
    def is_unsettled(self) -> bool:
        """Return whether a thread may change what this connection waits for, or it is to end."""
        return bool(self.is_busy or self.is_served or self.will_close or self.close_when_flushed)

    @property
    def waits_since(self) -> float:
        """Return when the incomplete request began, or when the last request ended."""
        return self.request.began if self.request else self.last_activity

    @property
    def is_expecting(self) -> bool:
        """Return whether a first request, or the rest of one that has begun, is on its way."""
        unfinished = self.request is not None or not self.was_asked
        return unfinished and time.monotonic() - self.waits_since < _EXPECTED_SECONDS

    def service(self) -> None:
        """Answer one request, in a thread."""
        self.is_served = self.was_asked = True
        try:
            super().service()
        finally:
            self.is_served = False

    def writable(self) -> bool:
        """Return whether the loop should send, which it leaves to a thread that is sending.

        That thread wakes the loop if something is left. Otherwise the loop would spin meanwhile,
        and keep the thread from going on.
        """
        if self.outbuf_lock.acquire(blocking=False):
            self.outbuf_lock.release()
            return bool(super().writable())
        return False

    def write_soon(self, data: Any) -> int:
        """Send part of an answer; the time in which it has to be read begins now."""
        self.last_activity = 0
        return int(super().write_soon(data))

    def is_late(self, now: float, limits: ClientLimits) -> bool:
        """Return whether the client has used up its time."""
        if self.total_outbufs_len:
            return now - self.last_activity > limits.unread_seconds
        if self.requests:
            return False
        if self.request is None:
            return now - self.last_activity > limits.idle_seconds
        return bool(self.request.is_late(now, limits))


class _BehindPages(ThreadedTaskDispatcher):  # type: ignore[misc]
    """Threads that leave the processor to those that answer pages."""

    def handler_thread(self, thread_no: int) -> None:
        """Lower the priority of this thread, and answer requests in it."""
        # Elsewhere the priority is that of the whole process.
        if sys.platform == "linux":
            with suppress(OSError):
                os.nice(_BEHIND_PAGES)
        super().handler_thread(thread_no)


class Lanes:
    """The threads that answer: some for pages, and one for what strangers send.

    Checking a password is slow on purpose. In a lane of their own, sign-ins wait for each other
    and pages do not wait for them.
    """

    def __init__(self, threads: int) -> None:
        self._pages = ThreadedTaskDispatcher()
        self._pages.set_thread_count(threads)
        self._forms = _BehindPages()
        self._forms.set_thread_count(1)
        self.taken = 0

    def add_task(self, connection: _Connection) -> None:
        """Put the next request of a connection into its lane."""
        self.taken += 1
        request = connection.requests[0]
        sent = not request.error and request.command not in ("GET", "HEAD")
        by_stranger = sent and not request.path.startswith(f"{DESK}/")
        (self._forms if by_stranger else self._pages).add_task(connection)

    def shutdown(self) -> None:
        """Stop the threads, and drop the requests that wait."""
        for lane in (self._pages, self._forms):
            lane.shutdown(timeout=1)


class ConnectionServer(TcpWSGIServer):  # type: ignore[misc]
    """The connections that came through one listening socket."""

    channel_class = _Connection
    # Connections are looked at by `close_late`, on the monotonic clock.
    next_channel_cleanup = sys.float_info.max

    def __init__(
        self,
        app: WSGIApplication,
        listener: socket,
        lanes: Lanes,
        sockets: OpenSockets,
        limits: ClientLimits,
    ) -> None:
        self.limits = limits
        self._looks_next = 0.0
        self._sockets = sockets
        super().__init__(
            app,
            sockets,
            _sock=listener,
            dispatcher=lanes,
            adj=_adjusted(limits),
            sockinfo=(listener.family, listener.type, listener.proto, listener.getsockname()),
            bind_socket=False,
        )

    def handle_accept(self) -> None:
        """Take a connection; beyond the limit, end the one that has waited longest."""
        super().handle_accept()
        if len(self.active_channels) > self.limits.connections:
            waiting = [
                each
                for each in self.active_channels.values()
                if not each.is_busy and not each.will_close
            ]
            if waiting:
                longest = min(waiting, key=lambda each: each.waits_since)
                longest.will_close = True
                self._sockets.ask_again(longest.socket.fileno())

    def close_late(self) -> None:
        """End the connections whose time is over. To be called all the time."""
        now = time.monotonic()
        if now < self._looks_next:
            return
        self._looks_next = now + _LOOK_EVERY
        for each in list(self.active_channels.values()):
            if each.is_late(now, self.limits):
                # The library ends a connection only once it can send, which a client that does
                # not read could prevent for ever.
                each.handle_close()

    def is_full(self, size: int) -> bool:
        """Return whether there is no memory for one more body of this size."""
        if size <= LARGEST_OF_A_STRANGER:
            return False
        begun: int = sum(
            request.content_length
            for each in self.active_channels.values()
            for request in (each.request, *each.requests)
            if request is not None and request.headers_finished
        )
        return size + begun > self.limits.all_bodies

    def stop_accepting(self) -> None:
        """Take no further connection; the other processes go on listening."""
        self.accepting = False
        self.del_channel()
        self.socket.close()

    @property
    def has_work(self) -> bool:
        """Return whether any request is being answered, or is on its way."""
        connections: list[_Connection] = list(self.active_channels.values())
        return any(each.is_busy or each.is_expecting for each in connections)


def _adjusted(limits: ClientLimits) -> Adjustments:
    return Adjustments(
        ident="",
        backlog=1024,
        asyncore_use_poll=True,
        # The limit of connections is kept by `handle_accept`, which never stops accepting.
        connection_limit=sys.maxsize,
        max_request_header_size=limits.head_bytes,
        max_request_body_size=limits.largest_body + 1,
        # What is sent or read stays in memory: private papers pass through here.
        inbuf_overflow=sys.maxsize,
        outbuf_overflow=sys.maxsize,
        # The application itself decides which proxies are believed.
        clear_untrusted_proxy_headers=False,
        log_socket_errors=False,
    )
