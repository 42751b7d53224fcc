"""What pages say of a record, worked out once for each language.

The page of a record, those of its parts, its picture and its feed say much of the same.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from tracker.domain.library import Library
from tracker.domain.record.record import Record
from tracker.services.core.i18n import Locale
from tracker.web.base.language import page_locale

_Said = TypeVar("_Said")
_Say = Callable[[Record, Library], Any]


def said_once(say: Callable[[Record, Library], _Said], record: Record, library: Library) -> _Said:
    """Return what `say` says of a record in the page's language, worked out once as long as the
    record stays in memory.

    It must not depend on anything else, such as the day or other records.
    """
    known = record.derived_once(_nothing_yet)
    key = (say, page_locale(), library.digest)
    if key not in known:
        known[key] = say(record, library)
    return cast(_Said, known[key])


def _nothing_yet(_: Record) -> dict[tuple[_Say, Locale, str], Any]:
    return {}
