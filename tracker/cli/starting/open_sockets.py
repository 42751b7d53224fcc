"""The open sockets of one worker process, and its wait for those on which something happens.

The library asks every connection before each wait what it waits for. With a thousand idle
connections that takes longer than a page.
"""

from selectors import EVENT_READ, EVENT_WRITE, DefaultSelector
from typing import Any

from waitress import wasyncore


class OpenSockets(dict[int, Any]):
    """The sockets that the library reads and writes, by their descriptors.

    A socket is asked what it waits for when it is new, after each event on it, and then before
    each wait for as long as a thread may change its state (`is_unsettled`).
    """

    def __init__(self) -> None:
        super().__init__()
        self._selector = DefaultSelector()
        self._awaited: dict[int, int] = {}
        self._to_ask: set[int] = set()

    def __setitem__(self, descriptor: int, one: Any) -> None:
        super().__setitem__(descriptor, one)
        self._to_ask.add(descriptor)

    def __delitem__(self, descriptor: int) -> None:
        super().__delitem__(descriptor)
        self._wait_for(descriptor, 0)

    def ask_again(self, descriptor: int) -> None:
        """Ask a socket before the next wait what it waits for."""
        self._to_ask.add(descriptor)

    def turn(self, seconds: float) -> None:
        """Wait, at most so long, and let the library read and write what is ready."""
        for descriptor in tuple(self._to_ask):
            self._ask(descriptor)
        for key, events in self._selector.select(seconds):
            self._serve(key.fd, events)

    def _serve(self, descriptor: int, events: int) -> None:
        one = self.get(descriptor)
        if one is None:
            return
        self._to_ask.add(descriptor)
        if events & EVENT_READ:
            wasyncore.read(one)
        # Reading may have ended the connection, and another one may have its descriptor.
        if events & EVENT_WRITE and self.get(descriptor) is one:
            wasyncore.write(one)

    def _ask(self, descriptor: int) -> None:
        one = self.get(descriptor)
        if one is None or not getattr(one, "is_unsettled", False):
            self._to_ask.discard(descriptor)
        if one is not None:
            reads = EVENT_READ if one.readable() else 0
            writes = EVENT_WRITE if one.writable() and not one.accepting else 0
            self._wait_for(descriptor, reads | writes)

    def _wait_for(self, descriptor: int, events: int) -> None:
        """Give the system the list of events to wait for.

        A socket that waits for nothing is taken out, since its end would be told again and again.
        """
        before = self._awaited.pop(descriptor, 0)
        if events:
            self._awaited[descriptor] = events
        if events == before:
            return
        if not before:
            self._selector.register(descriptor, events)
        elif events:
            self._selector.modify(descriptor, events)
        else:
            self._selector.unregister(descriptor)
