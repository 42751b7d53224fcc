"""The office as its public side sees it, at one moment, for whoever makes a copy of the site.

What is not named here is shut: a port that holds anything private, and every way to write.
"""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from tracker.services.office import Office

# Fields that hold no port, and how the day is told.
PLAIN = frozenset(
    {
        "library",
        "new_message_id",
        "new_reference",
        "notice_days",
        "now",
        "public_url",
        "speech",
        "unreviewed_languages",
    }
)
# What may be asked of the other ports.
OPEN: Mapping[str, frozenset[str]] = {
    "records": frozenset(
        {
            *("came", "cells", "copy", "corrected", "edition", "editions", "last_change"),
            *("last_changes", "latest", "listed", "notices", "numbered", "published", "record"),
            *("references", "stamp", "tally", "text"),
        }
    ),
    "premises": frozenset({"state"}),
    "data": frozenset({"made", "open"}),
    "log": frozenset(
        {
            *("attestations", "file", "keys", "newest", "placed", "proof", "records_waiting"),
            *("state", "vouch", "witnesses"),
        }
    ),
}


def public_side(office: Office) -> Office:
    """Return an office of which only what is public can be read, as of now."""
    ports: dict[str, Any] = {
        field.name: _Port(
            field.name, getattr(office, field.name), OPEN.get(field.name, frozenset())
        )
        for field in fields(office)
        if field.name not in PLAIN
    }
    moment = office.now()
    return replace(office, **ports, now=lambda: moment)


class _Port:
    """A port of which only some methods can be called."""

    def __init__(self, name: str, inner: object, allowed: frozenset[str]) -> None:
        self._name = name
        self._inner = inner
        self._allowed = allowed

    def __getattr__(self, name: str) -> Any:
        if name not in self._allowed:
            raise AttributeError(f"{self._name}.{name} is not for readers")
        return getattr(self._inner, name)
