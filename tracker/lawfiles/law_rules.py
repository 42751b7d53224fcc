"""The rules of a law that decide a date, each as one line that can be compared."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import zip_longest
from typing import NamedTuple

from tracker.domain.base.days import ONE_DAY, Span
from tracker.domain.law.law import Law, Stage
from tracker.domain.law.limits import Extension, Gap, Limit, Outer, RunsFrom, Unit
from tracker.lawfiles.flat_words import flat_words

LIMIT, URGENT, EXTENSION, OUTER = "limit", "urgent", "extension", "outer limit"
_NO_NUMBER = "no number"
# Part of `says` or of the span of a change.
_SAID = frozenset({("length",), ("unit",), ("span",)})


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a stage: a summary, the sections, and every word behind it."""

    says: str
    cite: str = field(compare=False)
    words: Mapping[str, str]


class Dated(NamedTuple):
    """A rule and the dates of the events it applies to; no span if the file gives none."""

    span: Span | None
    rule: Rule


class RuleName(NamedTuple):
    """The stage, and which of its rules."""

    stage: str
    rule: str


class RuleChange(NamedTuple):
    """What changed in one rule for events within `span`. None means that there is no rule."""

    name: RuleName
    span: Span | None
    before: Rule | None
    after: Rule | None


def rule_changes(before: Law | None, after: Law | None) -> Iterator[RuleChange]:
    """Yield what changed in the rules of two versions of a law, stage by stage."""
    old, new = _rules_of(before), _rules_of(after)
    for name in {**new, **old}:
        for change in _changes_over_time(old.get(name, []), new.get(name, [])):
            yield RuleChange(name, *change)


def _rules_of(law: Law | None) -> dict[RuleName, list[Dated]]:
    found: dict[RuleName, list[Dated]] = {}
    for stage in law.stages.values() if law else ():
        for name, dated in _rules_in(law, stage) if law else ():
            found.setdefault(RuleName(stage.key, name), []).append(dated)
    return found


def _rules_in(law: Law, stage: Stage) -> Iterator[tuple[str, Dated]]:
    for limit in stage.limits:
        yield LIMIT, Dated(limit.span, _rule(law, limit))
    for gap in stage.gaps:
        yield LIMIT, Dated(gap.span, _rule(law, gap))
    for urgent in stage.expedited:
        yield URGENT, Dated(urgent.span, _rule(law, urgent))
    undated: tuple[tuple[str, object], ...] = (
        (EXTENSION, stage.extension),
        (OUTER, stage.outer),
        *((f"pause {pause.key}", pause) for pause in stage.pauses),
        ("transfer", stage.transfer),
        *((f"longer time {longer.stage}", longer) for longer in stage.longer),
        ("silence", stage.silence),
    )
    for name, entry in undated:
        if entry is not None:
            yield name, Dated(None, _rule(law, entry))


def _rule(law: Law, entry: object) -> Rule:
    words = {
        ".".join(place): said for place, said in flat_words(entry).items() if place not in _SAID
    }
    sources: tuple[str, ...] = getattr(entry, "sources", ())
    return Rule(_in_brief(entry, words), law.cite(sources), words)


def _in_brief(entry: object, words: Mapping[str, str]) -> str:
    match entry:
        case Gap() | Extension(length=None):
            return _NO_NUMBER
        case Extension(length=int(length), unit=unit, runs_from=runs_from):
            how = "in total" if runs_from is RunsFrom.EVENT else "more"
            return f"{_number(length, unit)} {how}"
        case Limit(length=length, unit=unit) | Outer(length=length, unit=unit):
            return _number(length, unit)
    return words.get("effect") or words.get("means") or words.get("when", "")


def _number(length: int, unit: Unit) -> str:
    return f"{length} {unit.replace('-', ' ')}{'' if length == 1 else 's'}"


Change = tuple[Span | None, Rule | None, Rule | None]
_Stretch = tuple[date, Rule | None, Rule | None]


def _changes_over_time(old: list[Dated], new: list[Dated]) -> Iterator[Change]:
    """Yield each longest period in which the rule before and the rule after differ."""
    if any(dated.span is None for dated in (*old, *new)):
        pair = (old[0].rule if old else None, new[0].rule if new else None)
        if pair[0] != pair[1]:
            yield None, *pair
        return
    stretches = [
        (since, _rule_on(since, old), _rule_on(since, new)) for since in _boundaries(old, new)
    ]
    joined = list(_joined(stretches))
    ends = [since - ONE_DAY for since, _, _ in joined[1:]]
    for (since, was, now), until in zip_longest(joined, ends):
        if was != now:
            yield Span(since, until), was, now


def _joined(stretches: list[_Stretch]) -> Iterator[_Stretch]:
    """Yield the first of each run of periods with the same rules."""
    rules: tuple[Rule | None, Rule | None] = (None, None)
    for since, was, now in stretches:
        if (was, now) != rules:
            yield since, was, now
        rules = was, now


def _boundaries(*versions: list[Dated]) -> list[date]:
    """Return the days on which a rule of any version begins, and the days after one ends."""
    spans = [dated.span for version in versions for dated in version if dated.span]
    return sorted({s.since for s in spans} | {s.until + ONE_DAY for s in spans if s.until})


def _rule_on(day: date, version: list[Dated]) -> Rule | None:
    return next((dated.rule for dated in version if dated.span and day in dated.span), None)
