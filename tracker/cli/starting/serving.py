"""`tracker serve`: the web server alone."""

import argparse
from contextlib import closing
from functools import partial

from tracker.app.assembly import require_templates, web_app
from tracker.cli.starting.answering import answer
from tracker.cli.starting.before_serving import bound_socket, try_drawing
from tracker.cli.starting.supervising import signals_to_stop
from tracker.settings import read_settings


def serve(chosen: argparse.Namespace) -> int:
    """Run the web server until it is told to stop."""
    settings = read_settings()
    require_templates()
    with closing(bound_socket(settings)) as listener, signals_to_stop() as signals:
        if settings.serving.public_side:
            from tracker.app.public_only import public_app

            # It draws no document, so no sandbox is tried out.
            answer(settings, listener, signals, partial(public_app, settings))
        else:
            opening, draws = partial(web_app, settings), partial(try_drawing, settings)
            answer(settings, listener, signals, opening, meanwhile=draws)
    return 0
