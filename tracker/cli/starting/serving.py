"""`tracker serve`: the web server in this process."""

import argparse
import sys

from tracker.app.assembly import require_templates, web_app
from tracker.cli.protections import drawing_line, drawing_problems
from tracker.cli.starting.web_server import WebServer
from tracker.documents.sandbox.protections import drawing_protections
from tracker.settings import Settings, read_settings


def serve(chosen: argparse.Namespace) -> int:
    """Run the web server in this process until it is told to stop."""
    settings = read_settings()
    require_templates()
    if settings.serving.public_side:
        return _serve_readers(settings)
    with web_app(settings) as app:
        # Tried out once, before there are worker processes, and under the limits of the service.
        drawing = drawing_protections(settings.instance)
        for line in (drawing_line(drawing), *drawing_problems(drawing)):
            print(f"tracker: {line}", file=sys.stderr, flush=True)
        WebServer(app, settings).run()
    return 0


def _serve_readers(settings: Settings) -> int:
    """Run the web server of the public side. It draws no document, so no sandbox is tried out."""
    from tracker.app.public_only import public_app

    with public_app(settings) as app:
        WebServer(app, settings).run()
    return 0
