"""What is done once before there are processes that answer: their address, and what is wrong."""

import socket
import sys

from tracker.app.assembly import tell_problems
from tracker.cli.protections import drawing_line, drawing_problems
from tracker.documents.sandbox.protections import drawing_protections
from tracker.domain.base.errors import BadInput
from tracker.settings import Settings


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


def tell_at_start(settings: Settings) -> None:
    """Tell what is wrong with the log, the clock and the drawing of documents.

    Drawing is tried out under the limits of the service.
    """
    tell_problems(settings)
    drawing = drawing_protections(settings.instance)
    for line in (drawing_line(drawing), *drawing_problems(drawing)):
        print(f"tracker: {line}", file=sys.stderr, flush=True)
