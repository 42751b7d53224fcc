"""Days in lists and pictures of the workspace: abbreviated, as ranges, and how far away."""

from datetime import date

from tracker.web.base.filters import from_now
from tracker.web.base.language import gettext, ngettext, page_locale


def day_range(first: date, last: date | None) -> str:
    """Return a day or two as a range: `9 Dec 2026`, `7 to 9 Dec 2026`; `from 7 Dec 2026` if the
    last is not known."""
    brief = page_locale().brief_day
    if last is None:
        return gettext("from {day}", day=brief(first))
    if first == last:
        return brief(last)
    if (first.year, first.month) == (last.year, last.month):
        return gettext("{first} to {last}", first=str(first.day), last=brief(last))
    start = brief(first, year=first.year != last.year)
    return gettext("{first} to {last}", first=start, last=brief(last))


def days_away(earliest: date, latest: date | None, today: date) -> str:
    """Return how far away a day or two are: `in 3 days`, `in 10 to 12 days`, `today`."""
    first, last = (earliest - today).days, ((latest or earliest) - today).days
    if first == last or first < 1:
        return from_now(latest or earliest, today)
    return gettext("in {first} to {last} days", first=first, last=last)


def days_passed(number: int) -> str:
    """Return how long something has waited: `3 days waiting`; empty on its first day."""
    return ngettext("{number} day waiting", "{number} days waiting", number) if number > 0 else ""
