"""Days as sources give them: some name the month or the year alone."""

from datetime import date

from tracker.domain.block import About
from tracker.domain.power import Power
from tracker.web.language import say, speech


def known_day(day: date, about: About | None) -> str:
    """A day as exactly as its source gives it: `5 March 2025`, `March 2025`, `mid-March 2025`."""
    if about is None:
        return speech().short_day(day)
    month = speech().month(day)
    return say("mid-{month}", month=month) if about is About.MID_MONTH else month


def about_day(day: date, about: bool) -> str:
    """A day that may be known only about."""
    said = speech().short_day(day)
    return say("about {day}", day=said) if about else said


def in_force(power: Power) -> str:
    """Since when a power is in force; the year alone where no source gives the day."""
    span, since = power.in_force, speech().short_day(power.in_force.since)
    if power.in_force_about:
        since = say("about {year}", year=span.since.year)
    if span.until is None:
        return say("since {since}", since=since)
    return say("from {since} to {until}", since=since, until=speech().short_day(span.until))
