"""`tracker serve`: the web server alone."""

import argparse
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from functools import partial

from flask import Flask

from tracker.app.assembly import require_templates, web_app
from tracker.cli.starting.before_serving import bound_socket, tell_at_start
from tracker.cli.starting.supervising import SERVING, load_program, signals_to_stop, supervise
from tracker.cli.starting.web_server import WebServer
from tracker.settings import Settings, read_settings


def serve(chosen: argparse.Namespace) -> int:
    """Run the web server until it is told to stop."""
    settings = read_settings()
    require_templates()
    if settings.serving.public_side:
        return _serve_readers(settings)
    tell_at_start(settings)
    return _serve(settings, partial(web_app, settings))


def _serve_readers(settings: Settings) -> int:
    """Run the web server of the public side. It draws no document, so no sandbox is tried out."""
    from tracker.app.public_only import public_app

    # What is wrong is told once.
    with public_app(settings):
        pass
    return _serve(settings, partial(public_app, settings))


def _serve(settings: Settings, application: Callable[[], AbstractContextManager[Flask]]) -> int:
    with closing(bound_socket(settings)) as listener, signals_to_stop() as signals:
        load_program((SERVING,))
        supervise(WebServer(listener, settings, application).parts(), signals, listener)
    return 0
