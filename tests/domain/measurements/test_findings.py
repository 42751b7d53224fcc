"""Figures of a finding, summed by hand from invented counts."""

from datetime import date

from tracker.domain.base.canonical import to_plain
from tracker.domain.law.block import MeasurementSource
from tracker.domain.measurements.answers import CountRow
from tracker.domain.measurements.findings import (
    CountedNetworks,
    CountSums,
    MeasuredFinding,
    RestsOn,
    by_month,
    finding_from,
    measured_span,
    summed,
)


def a_row(day: date, ok: int, anomaly: int, of: str = "", failure: int = 0) -> CountRow:
    return CountRow(day, None, of, ok, anomaly, 0, failure)


DAYS = (
    a_row(date(2024, 1, 31), 20, 1, failure=2),
    a_row(date(2024, 2, 16), 30, 0),
    a_row(date(2024, 2, 17), 5, 17),
    a_row(date(2024, 2, 19), 2, 10, failure=3),
    a_row(date(2024, 2, 24), 52, 0),
)
NETWORKS = (
    a_row(date(2024, 2, 16), 6, 0, of="AS64496"),
    a_row(date(2024, 2, 17), 0, 12, of="AS64496"),
    a_row(date(2024, 2, 18), 3, 3, of="AS64497"),
    a_row(date(2024, 2, 18), 7, 2, of="AS64501"),
    a_row(date(2024, 2, 18), 0, 0, of="AS64502", failure=4),
)
FIRST, LAST = date(2024, 2, 17), date(2024, 2, 23)


def test_the_days_of_a_finding_are_compared_with_those_before() -> None:
    span = measured_span(DAYS, NETWORKS, FIRST, LAST)
    assert span.during == CountSums(37, 34, 27, 0)
    assert span.before == CountSums(53, 51, 1, 0)
    # From 31 January to 16 February are 17 days.
    assert span.before_days == 17


def test_a_network_counts_as_showing_signs_if_half_of_its_usable_measurements_do() -> None:
    # AS64502 has only failures: nothing was measured there. AS64501 has signs in 2 of 9.
    span = measured_span(DAYS, NETWORKS, FIRST, LAST)
    assert span.networks == CountedNetworks(measured=3, with_signs=2)


def test_thirty_usable_measurements_on_three_networks_are_enough() -> None:
    assert measured_span(DAYS, NETWORKS, FIRST, LAST).enough
    assert not measured_span(DAYS, NETWORKS[:3], FIRST, LAST).enough
    assert not measured_span(DAYS[1:], NETWORKS, date(2024, 2, 16), LAST).enough
    assert not measured_span(DAYS[:3], NETWORKS, FIRST, LAST).enough


def test_months_without_measurements_are_not_listed() -> None:
    later = a_row(date(2024, 4, 1), 1, 0)
    assert by_month((*DAYS, later)) == (
        (date(2024, 1, 1), CountSums(23, 21, 1, 0)),
        (date(2024, 2, 1), CountSums(119, 116, 27, 0)),
        (date(2024, 4, 1), CountSums(1, 1, 0, 0)),
    )
    assert summed(()) == CountSums()


def test_a_finding_reads_back_as_it_was_written() -> None:
    finding = MeasuredFinding(
        block="xx-block-2024",
        source=MeasurementSource.OONI,
        first_day=FIRST,
        last_day=LAST,
        says={"en": "27 of 34 usable measurements show signs of blocking."},
        rests_on=(RestsOn("https://api.example/", date(2026, 11, 27), "a" * 64, "b" * 64),),
        for_letters=True,
        demonstration=False,
        figures=measured_span(DAYS, NETWORKS, FIRST, LAST),
    )
    assert finding_from(to_plain(finding)) == finding
    assert len(finding.digest) == 64
