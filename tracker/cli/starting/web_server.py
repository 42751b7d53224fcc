"""The web server: processes that share the memory of the program and one listening socket.

Within each, waitress keeps the connections.
"""

import logging
import os
import resource
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from socket import socket

from flask import Flask

from tracker.cli.starting.connections import ClientLimits, ConnectionServer, Lanes
from tracker.cli.starting.forks import Pulse, give_back_memory
from tracker.cli.starting.open_sockets import OpenSockets
from tracker.cli.starting.supervising import TO_BE_REPLACED, SupervisedPart
from tracker.cli.stopping import told_to_stop
from tracker.settings import Settings
from tracker.web import SiteConfig

_GRACE_SECONDS = 10
_TURN_SECONDS = 0.5
# Seconds between two times at which a busy worker gives back its free memory, and after the last
# request.
GIVES_BACK_EVERY, _GIVES_BACK_AFTER = 10.0, 1.0
# Descriptors of a worker process for databases, documents and its own sockets.
_OTHER_FILES = 200


class FreeMemory:
    """The free memory of a worker, which grows while it answers."""

    def __init__(self, give_back: Callable[[], object] = give_back_memory) -> None:
        self._give_back = give_back
        self._next = self._calm = 0.0
        self._taken = self._seen = 0

    def give_back(self, taken: int) -> None:
        """Give it back to the system if requests were taken since, seldom while others come."""
        now = time.monotonic()
        if taken != self._seen:
            self._seen, self._calm = taken, now + _GIVES_BACK_AFTER
        if taken != self._taken and now > min(self._next, self._calm):
            self._give_back()
            self._taken, self._next = taken, now + GIVES_BACK_EVERY


@dataclass(frozen=True)
class WebServer:
    """What the processes of a web server have in common.

    The socket listens. The application has no connection to the database yet: each process opens
    its own. A process is replaced after `most_requests` requests, or up to a tenth more:
    not all at once.
    """

    listener: socket
    settings: Settings
    app: Flask
    limits: ClientLimits | None = None
    most_requests: int = 20_000

    def parts(self) -> list[SupervisedPart]:
        """Return the processes for the supervisor to start."""
        return [self._part(number + 1) for number in range(self.settings.workers)]

    def _part(self, number: int) -> SupervisedPart:
        pulse = Pulse()
        return SupervisedPart(f"web server (process {number})", partial(self._run, pulse), pulse)

    def _run(self, pulse: Pulse) -> int:
        """Answer requests; return the exit status."""
        supervisor = os.getppid()
        # A warning about a full queue would only fill the log while the site is busy.
        logging.getLogger("waitress").setLevel(logging.ERROR)
        with told_to_stop() as stop:
            worker = _Worker(self, pulse)
            most = self.most_requests + secrets.randbelow(self.most_requests // 10 + 1)
            worker.answer(lambda: bool(stop.by) or os.getppid() != supervisor, most)
        return 0 if stop.by else TO_BE_REPLACED


class _Worker:
    """One process that answers requests."""

    def __init__(self, server: WebServer, pulse: Pulse) -> None:
        config: SiteConfig = server.app.extensions["site_config"]
        limits = server.limits or ClientLimits(largest_body=config.largest_upload)
        self._lanes, self._sockets = Lanes(server.settings.threads), OpenSockets()
        self._connections = ConnectionServer(
            server.app, server.listener, self._lanes, self._sockets, within_the_system(limits)
        )
        self._pulse = pulse

    def answer(self, is_to_stop: Callable[[], bool], most: int) -> None:
        """Answer until told to stop, until orphaned, or until so many requests were taken."""
        memory = FreeMemory()
        while not is_to_stop() and self._lanes.taken < most:
            self._turn()
            memory.give_back(self._lanes.taken)
        self._connections.stop_accepting()
        until = time.monotonic() + _GRACE_SECONDS
        while self._connections.has_work and time.monotonic() < until:
            self._turn()
        self._lanes.shutdown()

    def _turn(self) -> None:
        """Send and receive what is ready."""
        self._pulse.beat()
        self._sockets.turn(_TURN_SECONDS)
        self._connections.close_late()


def within_the_system(limits: ClientLimits) -> ClientLimits:
    """Raise the number of files that this process may open, and return what fits into it.

    Usually 1,024 are allowed at first, and a process may raise that itself.
    """
    allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = limits.connections + _OTHER_FILES
    unlimited = resource.RLIM_INFINITY
    if allowed != unlimited and allowed < wanted:
        allowed = wanted if most == unlimited else min(wanted, most)
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, most))
    if allowed == unlimited:
        return limits
    fitting = max(1, allowed - _OTHER_FILES)
    return replace(limits, connections=min(limits.connections, fitting))
