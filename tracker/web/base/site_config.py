"""What the pages are told from outside: the office they show, and how they are served."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, cast

from flask import current_app, g

from tracker.domain.base.errors import Refusal
from tracker.services.core.office import Office
from tracker.services.people.passkeys import Site, site_of


@dataclass(frozen=True, slots=True)
class Health:
    """How the program is: what a supervisor asks every minute. Holds no secret."""

    database: bool
    migration: bool
    last_sweep_at: datetime | None
    problems: tuple[str, ...] = ()

    @property
    def well(self) -> bool:
        """Whether it can do its work."""
        return self.database and self.migration and not self.problems


class _Named(NamedTuple):
    """An office as its pages name it."""

    name: str
    live: bool


@dataclass(frozen=True)
class House:
    """How the pages are served: secrets, templates, limits, and the proxies that are believed.

    `swept_lately` tells whether the scheduler does its work. `failure_key` digests the addresses
    under which failed sign-ins are counted; `mirrors` are the addresses of known copies, `a_copy`
    tells that the pages are made to be copied, and `copy_of` names the one record that is copied,
    where it is not everything. `security_contact` is where faults of security are reported.
    """

    secret_key: bytes
    failure_key: bytes
    templates: Path
    trusted_proxies: frozenset[str]
    secure_cookies: bool
    public_url: str
    health: Callable[[], Health]
    swept_lately: Callable[[], bool] = lambda: True
    largest_upload: int = 64 * 1024 * 1024
    mirrors: tuple[str, ...] = ()
    a_copy: bool = False
    copy_of: str = ""
    security_contact: str = ""
    tls_on_subdomains: bool = False

    @property
    def site(self) -> Site:
        """Where the passkeys of these pages belong."""
        return site_of(self.public_url, hmac.digest(self.secret_key, b"challenges", "sha256"))

    def for_a_copy(self, of: str = "") -> "House":
        """The same, as its pages are made to be copied: all, or those of one record."""
        return replace(self, a_copy=True, copy_of=of)


def the_office() -> Office:
    """The office whose pages these are; at the desk, as the person who is signed in sees it."""
    return cast(Office, g.get("office") or current_app.extensions["office"])


def the_house() -> House:
    """How these pages are served."""
    return cast(House, current_app.extensions["house"])


def swept_lately() -> bool:
    """Whether the scheduler does its work; true where the database cannot be asked, which the
    page says in other words."""
    try:
        return the_house().swept_lately()
    except Refusal:
        return True


def office_named() -> _Named | None:
    """The office as pages name it; None where the database cannot be asked.

    Neither its name nor whether it is live ever changes: they are asked once, and where that
    failed, once for each page.
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
