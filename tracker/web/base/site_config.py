"""Settings of the pages: the office they show, and how they are served."""

import hmac
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

from flask import Flask, current_app, g
from flask.globals import app_ctx

from tracker.domain.base.errors import Refusal
from tracker.services.core.current_library import as_public, with_current_library
from tracker.services.core.office import Office

if TYPE_CHECKING:
    from tracker.services.people import passkeys

# Seconds between two looks of a process at the office's own library, for public pages.
_LOOK_EVERY = 5


@dataclass(frozen=True, slots=True)
class Health:
    """The state of the program, for a supervisor that asks every minute. It holds no secrets."""

    database: bool
    migration: bool
    last_sweep_at: datetime | None
    problems: tuple[str, ...] = ()

    @property
    def well(self) -> bool:
        """Return whether the program can do its work."""
        return self.database and self.migration and not self.problems


class _Named(NamedTuple):
    """The name and kind of an office, for its pages."""

    name: str
    live: bool


@dataclass(frozen=True)
class SiteConfig:
    """How the pages are served: secrets, templates, limits and trusted proxies.

    `failure_key` hashes the addresses under which failed sign-ins are counted; `mirrors` are the
    addresses of known copies; `a_copy` is set when pages are made for a copy, and `copy_of` names
    the record when only one is copied. `swept_lately` returns whether the scheduler works.
    Security faults are reported to `security_contact`; readers ask for a correction or a takedown
    at `public_contact`. With `readers_only` there are public pages alone, and no form.
    Programs that send `metrics_token` get the `metrics`; without a token there are none.
    `program` returns a digest of the program and its templates: other pages come from another one.
    """

    secret_key: bytes
    failure_key: bytes
    templates: Path
    trusted_proxies: frozenset[str]
    secure_cookies: bool
    public_url: str
    health: Callable[[], Health]
    pages_health: Callable[[], Health]
    swept_lately: Callable[[], bool] = lambda: True
    largest_upload: int = 64 * 1024 * 1024
    mirrors: tuple[str, ...] = ()
    a_copy: bool = False
    copy_of: str = ""
    security_contact: str = ""
    public_contact: str = ""
    tls_on_subdomains: bool = False
    readers_only: bool = False
    metrics_token: str = ""
    metrics: Callable[[], str] = str
    program: Callable[[], str] = str

    @property
    def site(self) -> "passkeys.Site":
        """Return the site that the passkeys of these pages belong to."""
        # Only the workspace has passkeys, and their library is large.
        from tracker.services.people.passkeys import site_of

        return site_of(self.public_url, hmac.digest(self.secret_key, b"challenges", "sha256"))

    def for_a_copy(self, of: str = "") -> "SiteConfig":
        """Return the settings for copied pages: of the whole record, or of one request."""
        return replace(self, a_copy=True, copy_of=of, readers_only=True)


def the_office() -> Office:
    """Return the office of these pages: in the workspace limited to what the signed-in person may
    see, elsewhere with the library as the public sees it."""
    # The context itself: both proxies would look for it.
    here = app_ctx._get_current_object()  # type: ignore[attr-defined]
    return cast(Office, here.g.get("office") or here.app.extensions["public_office"])


def whole_office() -> Office:
    """Return the office without the limits of the signed-in person, and with the office's whole
    library. Use it only for what is about that person alone."""
    return cast(Office, current_app.extensions["office"])


def serve_office(app: Flask, office: Office) -> None:
    """Serve pages of this office from now on."""
    app.extensions |= {
        "office": office,
        "public_office": as_public(office),
        "looked_at_library": time.monotonic(),
    }


def look_at_library(*, at_once: bool) -> None:
    """Take entries of the office's own library that any process changed; without `at_once`, look
    only every few seconds.

    Nothing changes while the database or the library cannot be read, nor within a copy.
    """
    kept, now = current_app.extensions, time.monotonic()
    if site_config().a_copy or (not at_once and now < kept["looked_at_library"] + _LOOK_EVERY):
        return
    kept["looked_at_library"] = now
    with suppress(Refusal):
        current = with_current_library(whole_office())
        if current is not whole_office():
            serve_office(current_app, current)


def site_config() -> SiteConfig:
    """Return the settings with which these pages are served."""
    return cast(SiteConfig, current_app.extensions["site_config"])


def swept_lately() -> bool:
    """Return whether the scheduler works.

    Also true if the database cannot be read: the page has its own message for that."""
    try:
        return site_config().swept_lately()
    except Refusal:
        return True


def office_named() -> _Named | None:
    """Return the office's name and kind, or None if the database is unavailable.

    Neither ever changes, so they are read once; after a failure, once per page.
    """
    kept = current_app.extensions
    if "office_named" not in kept:
        if "office_unnamed" in g:
            return None
        try:
            state = the_office().premises.state()
        except Refusal:
            g.office_unnamed = True
            return None
        kept["office_named"] = _Named(state.name, state.live)
    return cast(_Named, kept["office_named"])
