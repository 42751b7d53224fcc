"""What can happen to a request: typed past facts, one kind a file.

`KINDS` holds every kind by its name. A new file in one of the packages below is found by itself.
"""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages

from tracker.domain.events.event import Event

for _module in walk_packages(__path__, f"{__name__}."):
    import_module(_module.name)


def _kinds(of: type[Event]) -> Iterator[type[Event]]:
    for kind in of.__subclasses__():
        if "kind" in vars(kind):
            yield kind
        yield from _kinds(kind)


KINDS: dict[str, type[Event]] = {kind.kind: kind for kind in _kinds(Event)}
