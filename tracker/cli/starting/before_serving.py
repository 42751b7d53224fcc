"""What is done before there are processes that answer, so that it is done once."""

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


def bound_socket(settings: Settings) -> socket.socket:
    """Return a socket that has the address of the web server, and does not listen yet.

    Raises BadInput if another program listens there.
    """
    listener = socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
    except OSError as error:
        listener.close()
        raise BadInput(
            f"Nothing was started: {settings.host}:{settings.port} cannot be listened on "
            f"({error.strerror}); stop what runs there, or set TRACKER_PORT."
        ) from None
    return listener


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
