"""Entries of the library as flat lists of words, so that two versions can be compared."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from tracker.domain.base.days import Span
from tracker.domain.base.text import Text
from tracker.domain.calendar.workdays import Calendar, Weekend
from tracker.domain.law.law import Stage
from tracker.domain.law.law_file import NotKnown
from tracker.lawfiles.filling import WEEKDAYS, is_table
from tracker.lawfiles.shape import shape_of

Place = tuple[str, ...]
FlatWords = dict[Place, str]

# Compared as rules and as days, not word by word.
COMPARED_APART: Mapping[type, frozenset[str]] = {
    Stage: frozenset(
        {
            "limits",
            "gaps",
            "expedited",
            "extension",
            "pauses",
            "transfer",
            "outer",
            "longer",
            "silence",
        }
    ),
    Calendar: frozenset({"days_off", "holidays", "worked"}),
}
# What tells entries of one list apart, in the order of preference.
IDENTIFYING = ("key", "topic", "day", "event", "on", "stage", "name")


def flat_words(entry: object) -> FlatWords:
    """Return every word of an entry by its place, such as `provision`, `s1`, `says`, `en`."""
    return dict(_flat(entry, ()))


def _flat(value: Any, place: Place) -> Iterator[tuple[Place, str]]:
    if value is None or value in ((), "", frozenset()):
        return
    if isinstance(value, NotKnown):
        yield from _flat(value.about, (*place, "about"))
    if isinstance(value, Text):
        value = value.words
    if isinstance(value, Mapping):
        for key, each in value.items():
            yield from _flat(each, (*place, str(key)))
    elif isinstance(value, tuple) and _is_list_of_entries(value):
        for key, each in zip(_names(value), value, strict=True):
            yield from _flat(each, (*place, key))
    elif is_table(type(value)) and not isinstance(value, Span):
        yield from _table(value, place)
    else:
        yield place, _plain(value)


def _table(entry: Any, place: Place) -> Iterator[tuple[Place, str]]:
    cls: type = type(entry)
    apart = COMPARED_APART.get(cls, frozenset())
    for word in shape_of(cls).words:
        if word.field == "key" or word.field in apart:
            continue
        value = getattr(entry, word.field)
        if isinstance(entry, Weekend) and word.field == "weekdays":
            value = tuple(WEEKDAYS[n] for n in sorted(value))
        yield from _flat(value, (*place, word.word))


def _is_list_of_entries(value: tuple[Any, ...]) -> bool:
    return bool(value) and (is_table(type(value[0])) or isinstance(value[0], Text))


def _names(entries: tuple[Any, ...]) -> Iterator[str]:
    """Name each entry of a list; a name that occurs again gets a number."""
    seen: Counter[str] = Counter()
    for entry in entries:
        given = (getattr(entry, word, None) for word in IDENTIFYING)
        name = str(next((each for each in given if each), "entry"))
        seen[name] += 1
        yield name if seen[name] == 1 else f"{name} ({seen[name]})"


def _plain(value: Any) -> str:
    """Return a value on one line, in the words of the file."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Span):
        return f"{value.since} to {value.until}" if value.until else f"since {value.since}"
    if isinstance(value, frozenset | tuple):
        parts = sorted(value) if isinstance(value, frozenset) else value
        return ", ".join(map(str, parts))
    return str(value)
