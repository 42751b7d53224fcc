"""What pages say of a record, worked out once for each language.

The page of a record, those of its parts, its picture and its feed repeat much of this.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from tracker.domain.library import Library
from tracker.domain.record.record import Record
from tracker.services.core.i18n import Locale
from tracker.web.base.language import page_locale

_Said = TypeVar("_Said")
_Say = Callable[[Record, Library], Any]


def said_once(say: Callable[[Record, Library], _Said]) -> Callable[[Record, Library], _Said]:
    """Return a function that works out what `say` says in the page's language once, as long as the
    record stays in memory and the library is the same.

    It must not depend on anything else, such as the day or other records.
    """

    @wraps(say)
    def said(record: Record, library: Library) -> _Said:
        known, key = record.derived_once(_nothing_yet), (say, page_locale())
        held = known.get(key)
        if held is None or held[0] != library.digest:
            # In place of what was said with another edition of the library.
            held = known[key] = (library.digest, say(record, library))
        return cast(_Said, held[1])

    return said


def _nothing_yet(_: Record) -> dict[tuple[_Say, Locale], tuple[str, Any]]:
    return {}
