"""Ports that refuse every use not opened by name."""

from collections.abc import Callable, Collection
from dataclasses import fields, replace
from typing import Any

from tracker.services.core.office import Office

Refuse = Callable[[str], Exception]
"""Returns the exception for a use that is not open, given a name like `cases.open`."""

# The fields of an office that give no access to what it stores. Every other field is a port.
NO_PORTS = frozenset(
    {
        "languages",
        "every_language",
        "library",
        "library_mark",
        "locale",
        "new_message_id",
        "new_reference",
        "notice_days",
        "now",
        "password_key",
        "public_url",
        "read_only",
    }
)


class Shut:
    """A port that refuses everything but the methods opened by name.

    `opened` names the attributes passed on to `inner`. A subclass opens a method by defining it.
    """

    def __init__(
        self, port: str, refuse: Refuse, inner: object = None, opened: Collection[str] = ()
    ) -> None:
        self._port = port
        self._refuse = refuse
        self._inner = inner
        self._opened = frozenset(opened)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        if name not in self._opened:
            raise self._refuse(f"{self._port}.{name}")
        return getattr(self._inner, name)


def closed_office(refuse: Refuse, **given: Any) -> Office:
    """Return an office whose ports are all shut, except those that are given.

    Everything that is no port has to be given too.
    """
    shut = {
        field.name: Shut(field.name, refuse)
        for field in fields(Office)
        if field.name not in NO_PORTS and field.name not in given
    }
    return Office(**(shut | given))


def shut_office(office: Office, refuse: Refuse, **opened: Any) -> Office:
    """Return an office whose ports are all shut, except those in `opened`."""
    shut = {
        field.name: Shut(field.name, refuse)
        for field in fields(office)
        if field.name not in NO_PORTS
    }
    return replace(office, **(shut | opened))
