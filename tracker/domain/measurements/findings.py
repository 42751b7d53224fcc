"""Figures summed up from answers, and the finding that a person confirms.

A finding is a sentence that rests on snapshots. Its figures are computed; its words are a
person's. It says what was measured, never who did it or why.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from tracker.domain.base.canonical import canonical, from_plain
from tracker.domain.law.block import Block, MeasurementSource
from tracker.domain.measurements.answers import CountRow

FORM_OF_FINDINGS = 1
# The office's own rule, shown with the method: fewer than this and no sentence is proposed.
FEWEST_USABLE, FEWEST_NETWORKS = 30, 3
# A day with fewer usable measurements is drawn hollow.
FEWEST_A_DAY = 5


@dataclass(frozen=True, slots=True)
class CountSums:
    """The sums of some counts. Failed measurements say nothing, so they are no denominator."""

    measurements: int = 0
    usable: int = 0
    with_signs: int = 0
    confirmed: int = 0


@dataclass(frozen=True, slots=True)
class CountedNetworks:
    """How many networks had a usable measurement, and on how many of them at least half of the
    usable measurements show signs."""

    measured: int = 0
    with_signs: int = 0


@dataclass(frozen=True, slots=True)
class MeasuredSpan:
    """The figures for the days of a finding and for `before_days` days before them."""

    during: CountSums
    before: CountSums
    before_days: int
    networks: CountedNetworks

    @property
    def enough(self) -> bool:
        """Return whether there are enough measurements to propose a sentence."""
        usable = min(self.during.usable, self.before.usable)
        return usable >= FEWEST_USABLE and self.networks.measured >= FEWEST_NETWORKS


@dataclass(frozen=True, slots=True)
class RestsOn:
    """A snapshot under a finding: the query, the day it was asked, and both hashes."""

    address: str
    asked_on: date
    sha256: str
    facts_sha256: str


@dataclass(frozen=True, slots=True)
class MeasuredFinding:
    """A sentence about the measurements of one source, by language, as it is published.

    `figures` are there if the source counts measurements. No person is named in it.
    """

    block: str
    source: MeasurementSource
    first_day: date
    last_day: date
    says: Mapping[str, str]
    rests_on: tuple[RestsOn, ...]
    for_letters: bool
    demonstration: bool
    figures: MeasuredSpan | None = None
    form: int = FORM_OF_FINDINGS

    @property
    def digest(self) -> str:
        """Return the hash that the public log names."""
        return sha256(canonical(self)).hexdigest()


def finding_from(plain: object) -> MeasuredFinding:
    """Return the finding that `to_plain` wrote. Raises ValueError if it does not fit."""
    return from_plain(MeasuredFinding, plain)


def summed(rows: Iterable[CountRow]) -> CountSums:
    """Return the sums of some rows."""
    measurements = usable = with_signs = confirmed = 0
    for row in rows:
        measurements += row.usable + row.failure
        usable += row.usable
        with_signs += row.with_signs
        confirmed += row.confirmed
    return CountSums(measurements, usable, with_signs, confirmed)


def by_month(rows: Iterable[CountRow]) -> Sequence[tuple[date, CountSums]]:
    """Return the sums of each month with measurements, under the first day of the month."""
    months: dict[date, list[CountRow]] = {}
    for row in rows:
        months.setdefault(row.day.replace(day=1), []).append(row)
    return tuple((month, summed(months[month])) for month in sorted(months))


def measured_span(
    days: Sequence[CountRow], networks: Iterable[CountRow], first: date, last: date
) -> MeasuredSpan:
    """Return the figures for the days from `first` to `last`, both counted.

    `days` are the rows by day. What they say of earlier days is the comparison.
    """
    before = [row for row in days if row.day < first]
    earliest = min((row.day for row in before), default=first)
    return MeasuredSpan(
        during=summed(_within(days, first, last)),
        before=summed(before),
        before_days=(first - earliest).days,
        networks=_networks(_within(networks, first, last)),
    )


def days_of(block: Block) -> tuple[date, date]:
    """Return the first and the last day to propose for a finding about a block.

    The day of restoration is not one of them.
    """
    if block.until is None:
        return block.since, max(block.last_confirmed or block.since, block.since)
    return block.since, max(block.until - timedelta(days=1), block.since)


def _within(rows: Iterable[CountRow], first: date, last: date) -> list[CountRow]:
    return [row for row in rows if first <= row.day <= last]


def _networks(rows: Iterable[CountRow]) -> CountedNetworks:
    by_network: dict[str, list[CountRow]] = {}
    for row in rows:
        by_network.setdefault(row.of, []).append(row)
    sums = [each for each in map(summed, by_network.values()) if each.usable]
    return CountedNetworks(len(sums), sum(2 * each.with_signs >= each.usable for each in sums))
