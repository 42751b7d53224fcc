"""The difference between two law libraries, laid out as Markdown tables and as JSON."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from tracker.domain.base.days import Span, day_in_words
from tracker.domain.calendar.workdays import Calendar
from tracker.domain.law.law import Law
from tracker.lawfiles.filling import WEEKDAYS
from tracker.lawfiles.law_rules import EXTENSION, LIMIT, OUTER, URGENT, Rule, RuleChange
from tracker.lawfiles.library_diff import DayChange, FileDiff, FileState, TextChange
from tracker.services.ports.own_library import EntryDifference

_NONE = "none"
ARROW = " → "
WITH_NUMBERS = (LIMIT, URGENT, EXTENSION, OUTER)


def as_markdown(files: tuple[FileDiff, ...]) -> Iterator[str]:
    """Yield the lines of one table for each law or calendar that differs."""
    for file in files:
        yield from (*_head(file), "")
        if file.state is not FileState.CHANGED:
            yield from _whole(file)
            continue
        yield from _table(
            "| Stage | Before → after | Section | Events |", map(_change, file.rules)
        )
        yield from _table("| Day | Before → after | Name |", map(_day, file.days))
        yield from _table("| Words | Before → after |", map(_text, file.texts))


def as_json(files: tuple[FileDiff, ...]) -> list[dict[str, Any]]:
    """Return the files as objects of text and numbers. Days are written as YYYY-MM-DD."""
    return [
        {
            "file": file.file,
            "key": file.entry.key,
            "title": str(file.entry.title),
            "state": str(file.state),
            "rules": [_rule_object(change) for change in file.rules],
            "days": [change._asdict() | {"day": str(change.day)} for change in file.days],
            "texts": [change._asdict() for change in file.texts],
        }
        for file in files
    ]


def as_differences(file: FileDiff) -> Iterator[EntryDifference]:
    """Yield the changes of one law or calendar as a page lists them."""
    for change in file.rules:
        before, after = change.before, change.after
        present = after or before
        yield EntryDifference(
            f"{change.name.stage}, {change.name.rule}",
            _said(before, after) if before else None,
            _said(after, before) if after else None,
            present.cite if present else "",
            _events(change.span),
        )
    for day in file.days:
        yield EntryDifference(day_in_words(day.day), day.before, day.after, day.name)
    for text in file.texts:
        yield EntryDifference(*text)


def _head(file: FileDiff) -> Iterator[str]:
    """Name the law or calendar by its key, which is the name of its file."""
    if isinstance(file.entry, Law):
        named, kind = file.entry.named(), "law"
    else:
        named, kind = str(file.entry.title), "calendar"
    yield f"`{file.entry.key}`, {named}: {file.state} {kind}."


def _whole(file: FileDiff) -> Iterator[str]:
    """Lay out a file that only one version has."""
    if isinstance(file.entry, Calendar):
        yield from (_calendar_in_brief(file.entry), "")
        return
    numbers = (change for change in file.rules if change.name.rule in WITH_NUMBERS)
    yield from _table("| Stage | Time limit | Section | Events |", map(_number, numbers))


def _table(head: str, rows: Iterator[str]) -> Iterator[str]:
    lines = list(rows)
    if lines:
        yield from (head, "|---" * (head.count("|") - 1) + "|", *lines, "")


def _number(change: RuleChange) -> str:
    rule = change.after or change.before
    says, cite = (rule.says, rule.cite) if rule else (_NONE, "")
    return _row(f"`{change.name.stage}`", _named(change, says), cite, _events(change.span))


def _change(change: RuleChange) -> str:
    before, after = change.before, change.after
    both = ARROW.join((_said(before, after), _said(after, before)))
    present = after or before
    cite = present.cite if present else ""
    return _row(f"`{change.name.stage}`", _named(change, both), cite, _events(change.span))


def _named(change: RuleChange, said: str) -> str:
    return said if change.name.rule == LIMIT else f"{change.name.rule}: {said}"


def _said(rule: Rule | None, other: Rule | None) -> str:
    """Return a rule in brief, with the words that differ in the other version."""
    if rule is None:
        return _NONE
    told = [
        f"{word} = {said}"
        for word, said in rule.words.items()
        if other and other.words.get(word) != said
    ]
    return "; ".join((rule.says, *told))


def _events(span: Span | None) -> str:
    if span is None:
        return ""
    since = day_in_words(span.since)
    return f"{since} to {day_in_words(span.until)}" if span.until else f"since {since}"


def _day(change: DayChange) -> str:
    return _row(day_in_words(change.day), f"{change.before}{ARROW}{change.after}", change.name)


def _text(change: TextChange) -> str:
    before, after = (_NONE if said is None else f"“{said}”" for said in change[1:])
    return _row(f"`{change.place}`", f"{before}{ARROW}{after}")


def _calendar_in_brief(calendar: Calendar) -> str:
    """Return what a calendar covers as one line: span, comparison, weekends and days off."""
    compared = f"compared {_events(calendar.checked)}" if calendar.checked else "never compared"
    weekends = (
        f"{', '.join(WEEKDAYS[day] for day in sorted(each.weekdays))} closed {_events(each.span)}"
        for each in calendar.weekends
    )
    counts = Counter(str(off.assurance) for off in calendar.days_off)
    days_off = ", ".join(f"{number} {assurance}" for assurance, number in sorted(counts.items()))
    known = f"Known {_events(calendar.known)}"
    parts = (known, compared, *weekends, f"days off: {days_off or _NONE}")
    return f"{'; '.join(parts)}."


def _row(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def _rule_object(change: RuleChange) -> dict[str, Any]:
    span = change.span
    return {
        "stage": change.name.stage,
        "rule": change.name.rule,
        "since": str(span.since) if span else None,
        "until": str(span.until) if span and span.until else None,
        "before": _version_object(change.before),
        "after": _version_object(change.after),
    }


def _version_object(rule: Rule | None) -> dict[str, Any] | None:
    return {"says": rule.says, "section": rule.cite, "words": rule.words} if rule else None
