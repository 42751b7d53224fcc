"""A cache with a fixed number of places, which drops the least recently used value."""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Any, Generic, TypeVar, cast

from flask import current_app

KeptValue = TypeVar("KeptValue")


class LatelyUsed(Generic[KeptValue]):
    """At most this many values, by their keys.

    Each stands in the place of the hash of its key, which is worked out once for each question: a
    key may hold a whole table. Of two keys with one hash, the later one has the place.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[int, tuple[Hashable, KeptValue]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._values)

    def get(self, key: Hashable) -> KeptValue | None:
        """Return a value; None if it is not in the cache."""
        place = hash(key)
        found = self._values.get(place)
        if found is None or found[0] != key:
            return None
        # Another thread may have dropped it in between.
        try:  # noqa: SIM105  # a page looks up a dozen values, and `suppress` takes longer
            self._values.move_to_end(place)
        except KeyError:
            pass
        return found[1]

    def keep(self, key: Hashable, value: KeptValue) -> None:
        """Store a value, and drop the least recently used one if there are too many."""
        self._values[hash(key)] = (key, value)
        if len(self._values) > self._most:
            self._values.popitem(last=False)


def kept_in_application(name: str, most: int) -> LatelyUsed[Any]:
    """Return the cache of this name that the current application keeps in this process."""
    kept = current_app.extensions
    try:
        return cast("LatelyUsed[Any]", kept[name])
    except KeyError:
        return cast("LatelyUsed[Any]", kept.setdefault(name, LatelyUsed[Any](most)))
