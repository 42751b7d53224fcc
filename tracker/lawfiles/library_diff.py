"""The differences between two versions of the law library, by day and by word."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from tracker.domain.calendar.workdays import Assurance, Calendar, DayOff
from tracker.domain.law.law import Law
from tracker.domain.library import Library
from tracker.lawfiles.flat_words import FlatWords, Place, flat_words
from tracker.lawfiles.law_rules import RuleChange, rule_changes

_OPEN, WEEKEND, WORKED = "open", "weekend", "worked"


class FileState(StrEnum):
    """Whether a file was added, changed or removed."""

    NEW = "new"
    CHANGED = "changed"
    REMOVED = "removed"


class DayChange(NamedTuple):
    """A day whose entry in a calendar changed, with the name of the closure."""

    day: date
    before: str
    after: str
    name: str


class TextChange(NamedTuple):
    """A word that changed at one place of a file. None means that there is no word."""

    place: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class FileDiff:
    """One law or calendar that differs. `entry` is the newer version, or the one removed."""

    file: str
    state: FileState
    entry: Law | Calendar
    rules: tuple[RuleChange, ...] = ()
    days: tuple[DayChange, ...] = ()
    texts: tuple[TextChange, ...] = ()


def compare_libraries(before: Library, after: Library) -> tuple[FileDiff, ...]:
    """Return the laws and calendars that differ, laws first, by their keys."""
    laws = _compared("laws", before.laws, after.laws)
    calendars = _compared("calendars", before.calendars, after.calendars)
    return (*laws, *calendars)


def _compared(
    folder: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[FileDiff]:
    for key in sorted(before.keys() | after.keys()):
        found = diff_of_file(f"{folder}/{key}.toml", before.get(key), after.get(key))
        if found.state is not FileState.CHANGED or found.rules or found.days or found.texts:
            yield found


def diff_of_file(file: str, old: Any, new: Any) -> FileDiff:
    """Return what differs between two versions of one law or calendar; None is no version."""
    state = FileState.CHANGED
    if old is None or new is None:
        state = FileState.NEW if old is None else FileState.REMOVED
    changed = state is FileState.CHANGED
    texts = tuple(text_changes(flat_words(old), flat_words(new))) if changed else ()
    entry = old if new is None else new
    if isinstance(entry, Law):
        return FileDiff(file, state, entry, rules=tuple(rule_changes(old, new)), texts=texts)
    days, of_days = _day_changes(old, new) if changed else ([], [])
    return FileDiff(file, state, entry, days=tuple(days), texts=(*texts, *of_days))


def text_changes(old: FlatWords, new: FlatWords) -> Iterator[TextChange]:
    """Yield the words that differ. A table that only one version has is one change."""
    for place, said in old.items():
        if place in new and new[place] != said:
            yield TextChange(".".join(place), said, new[place])
    for table, words in _only_in(old, new).items():
        yield TextChange(table, words, None)
    for table, words in _only_in(new, old).items():
        yield TextChange(table, None, words)


def _only_in(these: FlatWords, others: FlatWords) -> dict[str, str]:
    """Return what `others` does not have, by the largest table that is missing completely."""
    known = {place[:depth] for place in others for depth in range(1, len(place) + 1)}
    found: dict[Place, list[str]] = {}
    for place, said in these.items():
        if place in others:
            continue
        depths = range(1, len(place) + 1)
        table = next(place[:depth] for depth in depths if place[:depth] not in known)
        rest = ".".join(place[len(table) :])
        found.setdefault(table, []).append(f"{rest} = {said}" if rest else said)
    return {".".join(table): "; ".join(words) for table, words in found.items()}


def _day_changes(old: Calendar, new: Calendar) -> tuple[list[DayChange], list[TextChange]]:
    """Return the days that changed, and changed words of days whose status stayed."""
    was, now = _days_of(old), _days_of(new)
    days: list[DayChange] = []
    texts: list[TextChange] = []
    for day in sorted(was.keys() | now.keys()):
        before, after = was.get(day), now.get(day)
        states = (
            before.state if before else _without_entry(old, day),
            after.state if after else _without_entry(new, day),
        )
        if states[0] != states[1]:
            named = after or before
            days.append(DayChange(day, *states, named.name if named else ""))
        elif before and after:
            texts += text_changes(before.words, after.words)
    return days, texts


class _Day(NamedTuple):
    state: str
    name: str
    words: FlatWords


def _days_of(calendar: Calendar) -> dict[date, _Day]:
    """Return every day with an entry. A certain closure outweighs an uncertain one."""
    found: dict[date, _Day] = {}
    sure = Assurance.GAZETTED
    for off in sorted(calendar.days_off, key=lambda each: each.assurance is sure):
        found[off.day] = _Day(_state(off), str(off.name), _words(off.day, off))
    for each in calendar.worked:
        state = WORKED if each.certain else "uncertain (reported as worked)"
        found[each.day] = _Day(state, str(each.name), _words(each.day, each))
    return found


def _without_entry(calendar: Calendar, day: date) -> str:
    weekend = any(day.weekday() in w.weekdays and day in w.span for w in calendar.weekends)
    return WEEKEND if weekend else _OPEN


def _words(day: date, entry: object) -> FlatWords:
    words = flat_words(entry).items()
    return {
        ("day", str(day), *place): said for place, said in words if place[0] in ("name", "source")
    }


def _state(off: DayOff) -> str:
    if off.assurance is Assurance.GAZETTED:
        return "closed"
    doubt = f"uncertain ({off.assurance.replace('-', ' ')})"
    return f"closed for {', '.join(sorted(off.binds))}, else {doubt}" if off.binds else doubt
