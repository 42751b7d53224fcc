"""The web server: the application is loaded once, and the worker processes share its memory."""

import gc
import logging
import os
import resource
import time
from collections.abc import Callable
from dataclasses import replace

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.workers.base import Worker

from tracker.cli.starting.connections import ClientLimits, ConnectionServer, Lanes
from tracker.cli.starting.forks import give_back_memory
from tracker.cli.starting.open_sockets import OpenSockets
from tracker.settings import Settings
from tracker.web import SiteConfig

_GRACE_SECONDS = 10
_TURN_SECONDS = 0.5
# Seconds between two times at which a worker gives back its free memory.
GIVES_BACK_EVERY = 10.0
# Descriptors of a worker process for databases, documents and its own sockets.
_OTHER_FILES = 200


class WebServer(BaseApplication):  # type: ignore[misc]  # the library has no types
    """A gunicorn server of an application that is already loaded in this process.

    Gunicorn keeps the processes; within each, waitress keeps the connections.
    """

    def __init__(self, app: Flask, settings: Settings, limits: ClientLimits | None = None) -> None:
        config: SiteConfig = app.extensions["site_config"]
        self.limits = limits or ClientLimits(largest_body=config.largest_upload)
        self._app = app
        self._settings = settings
        super().__init__()

    def load_config(self) -> None:
        """Set gunicorn's options from the operator's settings."""
        for name, value in self._options().items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Return the loaded application, its objects kept out of the garbage collector's way.

        A collection in a worker would otherwise copy the memory that the workers share.
        """
        gc.collect()
        gc.freeze()
        return self._app

    def _options(self) -> dict[str, object]:
        settings = self._settings
        return {
            "bind": f"{settings.host}:{settings.port}",
            "workers": settings.workers,
            "threads": settings.threads,
            "worker_class": _WebWorker,
            "preload_app": True,
            "proc_name": "tracker",
            "max_requests": 20_000,
            "max_requests_jitter": 2_000,
            "graceful_timeout": _GRACE_SECONDS,
            "control_socket_disable": True,
            "loglevel": "error",
        }


class FreeMemory:
    """The free memory of a worker, which grows while it answers."""

    def __init__(self, give_back: Callable[[], object] = give_back_memory) -> None:
        self._give_back = give_back
        self._next = 0.0
        self._taken = 0

    def give_back(self, taken: int) -> None:
        """Give it back to the system if requests were taken since, but not too often."""
        if taken != self._taken and time.monotonic() > self._next:
            self._give_back()
            self._taken, self._next = taken, time.monotonic() + GIVES_BACK_EVERY


class _WebWorker(Worker):  # type: ignore[misc]
    """One process that answers requests."""

    def run(self) -> None:
        """Answer requests until told to stop, until orphaned, or until this process is old."""
        # A warning about a full queue would only fill the log while the site is busy.
        logging.getLogger("waitress").setLevel(logging.ERROR)
        lanes, sockets = Lanes(self.cfg.threads), OpenSockets()
        limits = within_the_system(self.app.limits)
        servers = [
            ConnectionServer(self.wsgi, each.sock, lanes, sockets, limits) for each in self.sockets
        ]
        memory = FreeMemory()
        while self.alive and self.ppid == os.getppid() and lanes.taken < self.max_requests:
            self._turn(servers, sockets)
            memory.give_back(lanes.taken)
        for server in servers:
            server.stop_accepting()
        until = time.monotonic() + _GRACE_SECONDS
        while any(server.is_busy for server in servers) and time.monotonic() < until:
            self._turn(servers, sockets)
        lanes.shutdown()

    def _turn(self, servers: list[ConnectionServer], sockets: OpenSockets) -> None:
        """Send and receive what is ready."""
        self.notify()
        sockets.turn(_TURN_SECONDS)
        for server in servers:
            server.close_late()


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
