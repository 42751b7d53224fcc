"""Requests are answered as soon as pages can be made, and then by processes that share memory."""

import socket
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING

from tracker.cli.starting.before_serving import listen, shared
from tracker.cli.starting.supervising import SupervisedPart, supervise
from tracker.domain.base.collecting import without_collecting
from tracker.domain.base.text import SOURCE
from tracker.settings import Settings

if TYPE_CHECKING:
    from flask import Flask

    # What opens the application. It calls what it is given once pages can be made.
    Opening = Callable[[Callable[[Flask], object]], AbstractContextManager[Flask]]


def answer(
    settings: Settings,
    listener: socket.socket,
    signals: Sequence[int],
    opening: "Opening",
    *others: SupervisedPart,
    meanwhile: Callable[[], object] = lambda: None,
) -> None:
    """Answer requests until a signal comes, with these other parts beside.

    One process answers as soon as pages can be made. `meanwhile` is done, pages are opened and all
    is made ready for sharing; then the processes start that share it, and that one ends.
    """
    parts: list[SupervisedPart] = []

    def begin(app: "Flask") -> None:
        # It loads Flask, for which what prepares the office does not wait.
        from tracker.cli.starting.web_server import WebServer

        listen(listener, settings)
        parts.extend((*WebServer(listener, settings, app).parts(), *others))
        parts[0].start_early()
        meanwhile()

    with shared(opening(begin)):
        supervise(parts, signals, listener.close)


def load_program() -> None:
    """Load what answers pages."""
    with without_collecting():
        # They are named here alone: an import of this module needs none of them.
        import_module("tracker.app.site_of_office")
        import_module("tracker.cli.starting.web_server")
        # The application would load these itself, when it is made.
        import_module("tracker.web.account")
        import_module("tracker.web.desk")
        # The names of days and months, and the rules of the language of the sources.
        import_module("tracker.translations").locale(SOURCE).day(date.max)
