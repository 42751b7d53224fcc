"""Days that no span of a list covers."""

from datetime import date

from tracker.domain.base.days import ONE_DAY, Span


def first_hole(whole: Span, parts: list[Span]) -> date | None:
    """Return the first day of `whole` that none of `parts` covers, or None."""
    day = whole.since
    for part in sorted(parts, key=lambda part: part.since):
        if day < part.since:
            break
        if part.until is None:
            return None
        day = max(day, part.until + ONE_DAY)
    return day if day in whole else None


def hole_between(parts: list[Span]) -> date | None:
    """Return the first uncovered day between the first and last of `parts`, or None."""
    if not parts:
        return None
    starts = [part.since for part in parts]
    return first_hole(Span(min(starts), max(starts)), parts)
