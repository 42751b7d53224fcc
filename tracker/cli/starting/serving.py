"""`tracker serve`: the web server alone."""

import argparse
from contextlib import closing

from flask import Flask

from tracker.app.assembly import require_templates, web_app
from tracker.cli.starting.before_serving import bound_socket, listen, shared, try_drawing
from tracker.cli.starting.supervising import signals_to_stop, supervise
from tracker.cli.starting.web_server import WebServer
from tracker.settings import Settings, read_settings


def serve(chosen: argparse.Namespace) -> int:
    """Run the web server until it is told to stop."""
    settings = read_settings()
    require_templates()
    if settings.serving.public_side:
        return _serve_readers(settings)
    with shared(web_app(settings)) as app:
        try_drawing(settings)
        return _serve(settings, app)


def _serve_readers(settings: Settings) -> int:
    """Run the web server of the public side. It draws no document, so no sandbox is tried out."""
    from tracker.app.public_only import public_app

    with shared(public_app(settings)) as app:
        return _serve(settings, app)


def _serve(settings: Settings, app: Flask) -> int:
    with closing(bound_socket(settings)) as listener, signals_to_stop() as signals:
        listen(listener, settings)
        supervise(WebServer(listener, settings, app).parts(), signals, listener.close)
    return 0
