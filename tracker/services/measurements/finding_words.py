"""Proposed sentences about measurements. They say what a source has, never who did it or why."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from tracker.domain.law.block import Block, MeasurementSource
from tracker.domain.measurements.answers import OutageRow
from tracker.domain.measurements.findings import MeasuredSpan
from tracker.services.core.i18n import Locale
from tracker.services.measurements.snapshots import SOURCE_NAMES


def counted_words(
    to: Locale, block: Block, asked_on: date, days: tuple[date, date], figures: MeasuredSpan
) -> str:
    """Return what counts of measurements allow to say, in the language of `to`."""
    return " ".join(_counted(to, block, asked_on, days, figures))


def outage_words(
    to: Locale,
    block: Block,
    source: MeasurementSource,
    asked_on: date,
    outages: Sequence[OutageRow],
) -> str:
    """Return what a list of outages allows to say of the one nearest to the block's first day."""
    outage = min(outages, key=lambda each: _distance(block.since, each.began))
    return " ".join(_outage(to, block, source, asked_on, outage))


def _counted(
    to: Locale, block: Block, asked_on: date, days: tuple[date, date], figures: MeasuredSpan
) -> Iterator[str]:
    during, before, networks = figures.during, figures.before, figures.networks
    yield to.say(
        "OONI data on {service} in {country}, retrieved on {day}: {signs} of {usable} usable "
        "measurements from {first} to {last} show signs of blocking.",
        service=to.together(to.words(block.service)),
        country=to.country(block.country),
        day=to.short_day(asked_on),
        signs=during.with_signs,
        usable=during.usable,
        first=to.short_day(days[0]),
        last=to.short_day(days[1]),
    )
    yield to.say_count(
        "On the day before, {signs} of {usable} did.",
        "In the {number} days before, {signs} of {usable} did.",
        figures.before_days,
        signs=before.with_signs,
        usable=before.usable,
    )
    yield to.say(
        "Signs appear on {signs} of {networks} networks with measurements.",
        signs=networks.with_signs,
        networks=networks.measured,
    )
    if during.confirmed:
        yield to.say_count(
            "{number} measurement met a known block page or DNS answer.",
            "{number} measurements met a known block page or DNS answer.",
            during.confirmed,
        )


def _outage(
    to: Locale, block: Block, source: MeasurementSource, asked_on: date, outage: OutageRow
) -> Iterator[str]:
    yield to.say(
        "{source}, retrieved on {day}, lists an outage in {country} ({of}).",
        source=SOURCE_NAMES[source],
        day=to.short_day(asked_on),
        country=to.country(block.country),
        of=to.together(outage.of),
    )
    if outage.began:
        yield to.say("It began on {day}, {time} UTC.", **_moment(to, outage.began))
    if outage.ended:
        yield to.say("It ended on {day}, {time} UTC.", **_moment(to, outage.ended))
    if source is MeasurementSource.CLOUDFLARE and outage.says:
        yield to.say("Cloudflare gives as its cause: {cause}.", cause=to.together(outage.says))


def _moment(to: Locale, moment: datetime) -> dict[str, object]:
    return {"day": to.short_day(moment.date()), "time": f"{moment:%H:%M}"}


def _distance(day: date, began: datetime | None) -> int:
    return abs((began.date() - day).days) if began else 0
