"""What is done once, for all processes that answer."""

import socket
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import TYPE_CHECKING

from tracker.cli.protections import drawing_line, drawing_problems
from tracker.cli.starting.supervising import share_memory
from tracker.documents.sandbox.protections import drawing_protections
from tracker.domain.base.collecting import without_collecting
from tracker.domain.base.errors import BadInput
from tracker.settings import Settings

if TYPE_CHECKING:
    from flask import Flask

# Connections that may wait until a process takes them; the system may allow fewer.
_WAITING_CONNECTIONS = 2_048


def bound_socket(settings: Settings) -> socket.socket:
    """Return a socket that has the address of the web server, and does not listen yet.

    Raises BadInput if another program listens there.
    """
    listener = socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        with _address_explained(settings):
            listener.bind((settings.host, settings.port))
    except BadInput:
        listener.close()
        raise
    return listener


def listen(listener: socket.socket, settings: Settings) -> None:
    """Listen at the address of the web server.

    Raises BadInput if another program has begun to since this one took the address.
    """
    listener.setblocking(False)
    with _address_explained(settings):
        listener.listen(_WAITING_CONNECTIONS)


@contextmanager
def _address_explained(settings: Settings) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BadInput(
            f"Nothing was started: {settings.host}:{settings.port} cannot be listened on "
            f"({error.strerror}); stop what runs there, or set TRACKER_PORT."
        ) from None


def try_drawing(settings: Settings) -> None:
    """Tell how documents are drawn, as tried out under the limits of the service."""
    drawing = drawing_protections(settings.instance)
    for line in (drawing_line(drawing), *drawing_problems(drawing)):
        print(f"tracker: {line}", file=sys.stderr, flush=True)


@contextmanager
def shared(opening: "AbstractContextManager[Flask]") -> "Iterator[Flask]":
    """Give the application, which this opens, to processes that will share its memory."""
    with ExitStack() as opened:
        with without_collecting():
            app = opened.enter_context(opening)
            share_memory()
        yield app
