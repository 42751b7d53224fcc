"""The web server: the application is loaded once, and the worker processes share its memory."""

import gc

from flask import Flask
from gunicorn.app.base import BaseApplication

from tracker.settings import Settings

_GRACE_SECONDS = 20


class WebServer(BaseApplication):  # type: ignore[misc]  # the library has no types
    """A gunicorn server of an application that is already loaded in this process."""

    def __init__(self, app: Flask, settings: Settings) -> None:
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
            "worker_class": "gthread",
            "preload_app": True,
            "proc_name": "tracker",
            # Search words can take six or more bytes a letter in an address.
            "limit_request_line": 8190,
            "max_requests": 20_000,
            "max_requests_jitter": 2_000,
            "graceful_timeout": _GRACE_SECONDS // 2,
            "forwarded_allow_ips": ",".join(sorted(settings.trusted_proxies)),
            "control_socket_disable": True,
            # A warning about a malformed request would name the reader's address.
            "loglevel": "error",
        }
