"""Ports: implemented by name, and documented once, in the Protocol."""

import inspect
import pkgutil
from collections.abc import Iterator
from dataclasses import fields
from importlib import import_module
from types import NoneType
from typing import Any, cast, get_args, get_type_hints

from tracker.services import ports
from tracker.services.core.office import Office
from tracker.services.core.shut import NO_PORTS

PORTS = [
    import_module(found.name)
    for found in pkgutil.walk_packages(ports.__path__, "tracker.services.ports.")
]


def implemented(port: type, given: object) -> Iterator[tuple[type, type]]:
    """A port with the type that implements it, and the same of the ports that it holds."""
    yield port, type(given)
    for name, part in get_type_hints(port).items():
        if getattr(part, "_is_protocol", False):
            yield from implemented(part, getattr(given, name))


def _port(hint: Any) -> type:
    """The port in a type hint, which may allow `None` instead."""
    (port,) = set(get_args(hint)) - {NoneType} or {hint}
    return cast(type, port)


def test_what_implements_a_port_names_it_and_repeats_none_of_its_docstrings(
    office: Office,
) -> None:
    # The office itself loads its ports for annotations only.
    hints = get_type_hints(Office, localns={k: v for each in PORTS for k, v in vars(each).items()})
    names = [field.name for field in fields(Office) if field.name not in NO_PORTS]

    for name in names:
        given_here = getattr(office, name)
        if given_here is None:
            continue
        for port, given in implemented(_port(hints[name]), given_here):
            assert port in given.__mro__, f"{given.__name__} does not name {port.__name__}"
            for method, promised in inspect.getmembers(port, inspect.isfunction):
                if method.startswith("_"):
                    continue
                assert promised.__doc__, f"{port.__name__}.{method} promises nothing"
                own = getattr(vars(given).get(method), "__doc__", None) or ""
                assert own.split() != promised.__doc__.split(), f"{given.__name__}.{method}"
