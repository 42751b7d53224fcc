"""Reading the answers of OONI, IODA and Cloudflare Radar. All figures here are invented."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.measurements.answers import AnswerReading, OutageRow, read_answer
from tracker.domain.measurements.queries import Service, WatchQuery
from tracker.domain.measurements.strict_json import LARGEST_SNAPSHOT, AnswerTrouble


def counts_query(**changes: str) -> WatchQuery:
    asked = {
        "axis_x": "measurement_start_day",
        "axis_y": "domain",
        "domain": "social.example,www.social.example",
        "probe_cc": "PK",
        "since": "2024-02-10",
        "test_name": "web_connectivity",
        "time_grain": "day",
        "until": "2024-02-27",
    } | changes
    return WatchQuery(Service.OONI_COUNTS, tuple(sorted((n, v) for n, v in asked.items() if v)))


DAYS = counts_query()
NETWORKS = counts_query(axis_y="probe_asn")
HOURS = counts_query(time_grain="hour", axis_y="")
INCIDENTS = WatchQuery(
    Service.OONI_INCIDENTS, (("country_code", "PK"), ("domain", "social.example"))
)
# 8 and 9 February 2024, both whole days in UTC.
_WINDOW = (("from", "1707350400"), ("until", "1707523200"))
_PLACE = (("entityCode", "PK"), ("entityType", "country"))
EVENTS = WatchQuery(Service.IODA_EVENTS, (*_PLACE, *_WINDOW))
ALERTS = WatchQuery(Service.IODA_ALERTS, (*_PLACE, *_WINDOW))
RADAR = WatchQuery(
    Service.RADAR_OUTAGES,
    (
        ("dateEnd", "2024-02-13T00:00:00Z"),
        ("dateStart", "2024-02-05T00:00:00Z"),
        ("location", "PK"),
    ),
)
EVERY_QUERY = (DAYS, NETWORKS, HOURS, INCIDENTS, EVENTS, ALERTS, RADAR)


def row(day: str = "2024-02-17", **changes: object) -> dict[str, object]:
    counts = {"ok_count": 5, "anomaly_count": 17, "confirmed_count": 0, "failure_count": 1}
    return {
        **counts,
        "measurement_count": 23,
        "measurement_start_day": day,
        "domain": "social.example",
    } | changes


def read(query: WatchQuery, answer: object) -> AnswerReading:
    return read_answer(query, json.dumps(answer).encode())


def of_ooni(*rows: object) -> dict[str, object]:
    return {"v": 0, "dimension_count": 2, "db_stats": {"elapsed_seconds": 0.4}, "result": rows}


def test_counts_are_read_by_day_and_domain() -> None:
    reading = read(DAYS, of_ooni(row("2024-02-18"), row(domain="www.social.example"), row()))
    assert reading.trouble is None
    assert [(each.day, each.of) for each in reading.counts] == [
        (date(2024, 2, 17), "social.example"),
        (date(2024, 2, 17), "www.social.example"),
        (date(2024, 2, 18), "social.example"),
    ]
    first = reading.counts[0]
    # Failures say nothing: 5 without and 17 with signs are usable.
    assert (first.usable, first.with_signs, first.failure) == (22, 17, 1)


def test_the_facts_are_the_same_although_the_query_took_longer() -> None:
    one, other = of_ooni(row(), row("2024-02-18")), of_ooni(row("2024-02-18"), row())
    other["db_stats"] = {"elapsed_seconds": 0.9}
    assert read(DAYS, one).facts_sha256 == read(DAYS, other).facts_sha256 != ""
    assert read(DAYS, of_ooni(row())).facts_sha256 != read(DAYS, one).facts_sha256


def test_no_rows_is_an_answer_nobody_measured() -> None:
    reading = read(DAYS, of_ooni())
    assert (reading.trouble, reading.rows) == (None, 0)


def test_networks_are_numbers_in_the_answer() -> None:
    known = row(probe_asn=64496)
    del known["domain"]
    (count,) = read(NETWORKS, of_ooni(known)).counts
    assert count.of == "AS64496"


def test_hours_are_read_with_their_day() -> None:
    hour = row("2024-02-17T05:00:00Z")
    del hour["domain"]
    (count,) = read(HOURS, of_ooni(hour)).counts
    assert (count.day, count.hour, count.of) == (date(2024, 2, 17), 5, "")


@pytest.mark.parametrize(
    ("answer", "trouble", "where"),
    [
        (of_ooni(row(ok_count=6)), AnswerTrouble.WRONG_SUM, "1"),
        (of_ooni(row(ok_count=-5)), AnswerTrouble.OTHER_SHAPE, "1"),
        (of_ooni(row(ok_count=True)), AnswerTrouble.OTHER_SHAPE, "1"),
        (of_ooni(row(ok_count="5")), AnswerTrouble.OTHER_SHAPE, "1"),
        (of_ooni(row(ok_count=10**4000)), AnswerTrouble.OTHER_SHAPE, "1"),
        (of_ooni(row("2024-02-27")), AnswerTrouble.OUTSIDE, "1"),
        (of_ooni(row("2024-02-09")), AnswerTrouble.OUTSIDE, "1"),
        (of_ooni(row("2024-02-30")), AnswerTrouble.OTHER_SHAPE, "1"),
        (of_ooni(row("2024-02-17T05:00:00Z")), AnswerTrouble.OTHER_SHAPE, "1"),
        (of_ooni(row(domain="x.example")), AnswerTrouble.NOT_ASKED, "1"),
        (of_ooni(row(domain=["x.example"])), AnswerTrouble.OTHER_SHAPE, "1"),
        (of_ooni(row(probe_cc="PK")), AnswerTrouble.OTHER_SHAPE, "1"),
        (of_ooni(row(), row()), AnswerTrouble.TWICE, "2"),
        ({"v": 0, "result": {"ok_count": 1}}, AnswerTrouble.OTHER_SHAPE, ""),
        ({"msg": "Choose time_grain", "v": 0}, AnswerTrouble.REFUSED, "Choose time_grain"),
        ({"detail": "a\x00b\u202ec\ud800"}, AnswerTrouble.REFUSED, "a b c"),
        ({"detail": [{"loc": ["query"]}]}, AnswerTrouble.REFUSED, ""),
        ({"error": "quota exceeded"}, AnswerTrouble.REFUSED, "quota exceeded"),
        ({}, AnswerTrouble.REFUSED, ""),
        ([], AnswerTrouble.OTHER_SHAPE, ""),
        (None, AnswerTrouble.OTHER_SHAPE, ""),
    ],
)
def test_counts_that_cannot_be_used_say_why(
    answer: object, trouble: AnswerTrouble, where: str
) -> None:
    reading = read(DAYS, answer)
    assert (reading.trouble, reading.where) == (trouble, where)
    assert (reading.rows, reading.facts_sha256) == (0, "")


@pytest.mark.parametrize("number", [2**32, -1, 1.5, "AS64496"])
def test_a_network_that_cannot_be_one_is_refused(number: object) -> None:
    known = row(probe_asn=number)
    del known["domain"]
    assert read(NETWORKS, of_ooni(known)).trouble is AnswerTrouble.OTHER_SHAPE


@pytest.mark.parametrize(
    ("content", "trouble"),
    [
        (b"", AnswerTrouble.NOT_JSON),
        (b"<html></html>", AnswerTrouble.NOT_JSON),
        (b'{"result": [', AnswerTrouble.NOT_JSON),
        (b'{"result": NaN}', AnswerTrouble.NOT_JSON),
        (b'{"result": ' + b"9" * 5000 + b"}", AnswerTrouble.NOT_JSON),
        (b'{"result": [], "result": []}', AnswerTrouble.NOT_JSON),
        (b"\xff\xfe", AnswerTrouble.NOT_JSON),
        (b"[" * 100_000 + b"]" * 100_000, AnswerTrouble.NOT_JSON),
        (b"[" * 60 + b"]" * 60, AnswerTrouble.OTHER_SHAPE),
        (b" " * (LARGEST_SNAPSHOT + 1), AnswerTrouble.TOO_LARGE),
    ],
)
def test_bytes_that_are_no_answer_say_so(content: bytes, trouble: AnswerTrouble) -> None:
    assert read_answer(DAYS, content).trouble is trouble


def incident(**changes: object) -> dict[str, object]:
    return {
        "title": "Social blocked",
        "slug": "2024-social-blocked",
        "start_time": "2024-02-17T00:00:00Z",
        "update_time": "2024-03-02T10:00:00Z",
        "end_time": None,
        "CCs": ["PK"],
    } | changes


def test_an_incident_is_kept_with_the_moment_of_its_last_edit() -> None:
    (found,) = read(INCIDENTS, {"incidents": [incident()]}).outages
    began = datetime(2024, 2, 17, tzinfo=UTC)
    says = "2024-social-blocked 2024-03-02T10:00:00Z"
    assert found == OutageRow("Social blocked", began, None, says)


def test_an_incident_of_another_country_was_not_asked_for() -> None:
    reading = read(INCIDENTS, {"incidents": [incident(CCs=["IN"])]})
    assert reading.trouble is AnswerTrouble.NOT_ASKED


def event(**changes: object) -> dict[str, object]:
    return {
        "location": "country/PK",
        "start": 1707354000,
        "duration": 9000,
        "datasource": "merit-nt",
        "score": 41230.5,
        "overlaps_window": False,
    } | changes


def of_ioda(*rows: object, **changes: object) -> dict[str, object]:
    return {"type": "outages", "error": None, "data": rows} | changes


def test_an_event_has_its_beginning_and_end() -> None:
    # 1707354000 is 8 February 2024, 01:00 UTC; 9,000 seconds are two hours and a half.
    (found,) = read(EVENTS, of_ioda(event())).outages
    assert found.of == "merit-nt"
    assert found.began == datetime(2024, 2, 8, 1, 0, tzinfo=UTC)
    assert found.ended == datetime(2024, 2, 8, 3, 30, tzinfo=UTC)


def test_an_event_cut_off_by_the_end_of_the_query_has_no_end() -> None:
    (found,) = read(EVENTS, of_ioda(event(duration=169200, overlaps_window=True))).outages
    assert found.ended is None


def test_an_event_that_ends_in_the_last_day_of_the_query_has_no_end() -> None:
    # It ends on 9 February at 00:00, exactly 24 hours before the query does.
    (found,) = read(EVENTS, of_ioda(event(duration=82800))).outages
    assert found.ended is None


def test_an_event_from_before_the_query_has_no_beginning() -> None:
    (found,) = read(EVENTS, of_ioda(event(start=1707264000, duration=100000))).outages
    assert found.began is None


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        (of_ioda(error="Time range too long"), AnswerTrouble.REFUSED),
        (of_ioda(event(location="country/IN")), AnswerTrouble.NOT_ASKED),
        (of_ioda(event(start=1707523200)), AnswerTrouble.OUTSIDE),
        (of_ioda(event(start=10**30)), AnswerTrouble.OTHER_SHAPE),
        (of_ioda(event(overlaps_window=None)), AnswerTrouble.OTHER_SHAPE),
        (of_ioda(data=None), AnswerTrouble.OTHER_SHAPE),
        (of_ioda(*[event()] * 500), AnswerTrouble.INCOMPLETE),
        ({"type": "outages"}, AnswerTrouble.REFUSED),
    ],
)
def test_events_that_cannot_be_used_say_why(answer: object, trouble: AnswerTrouble) -> None:
    assert read(EVENTS, answer).trouble is trouble


def alert(**changes: object) -> dict[str, object]:
    entity = {"code": "PK", "type": "country"}
    return {
        "datasource": "bgp",
        "entity": entity,
        "time": 1707354000,
        "level": "critical",
    } | changes


def test_an_alert_has_a_moment_and_a_level() -> None:
    (found,) = read(ALERTS, of_ioda(alert())).outages
    assert (found.of, found.says) == ("bgp", "critical")
    assert found.began == datetime(2024, 2, 8, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "entity", [{"code": "IN", "type": "country"}, {"code": "PK", "type": "asn"}]
)
def test_an_alert_about_something_else_was_not_asked_for(entity: object) -> None:
    assert read(ALERTS, of_ioda(alert(entity=entity))).trouble is AnswerTrouble.NOT_ASKED


def annotation(**changes: object) -> dict[str, object]:
    return {
        "scope": "Mobile networks",
        "startDate": "2024-02-08T02:00:00Z",
        "endDate": None,
        "locations": ["PK"],
        "linkedUrl": "https://example.org/note",
        "outage": {"outageCause": "SOME_NEW_CAUSE", "outageType": "NATIONWIDE"},
    } | changes


def of_radar(*rows: object, **changes: object) -> dict[str, object]:
    return {"success": True, "errors": [], "result": {"annotations": rows}} | changes


def test_an_outage_of_radar_keeps_its_words_even_unknown_ones() -> None:
    (found,) = read(RADAR, of_radar(annotation())).outages
    assert (found.of, found.says) == ("Mobile networks", "SOME_NEW_CAUSE NATIONWIDE")
    assert (found.began, found.ended) == (datetime(2024, 2, 8, 2, 0, tzinfo=UTC), None)


@pytest.mark.parametrize(
    ("answer", "trouble", "where"),
    [
        (
            {"success": False, "errors": [{"code": 1015, "message": "Too many requests"}]},
            AnswerTrouble.REFUSED,
            "Too many requests",
        ),
        ({"success": False, "errors": 7}, AnswerTrouble.REFUSED, ""),
        (of_radar(annotation(locations=["IN"])), AnswerTrouble.NOT_ASKED, "1"),
        (of_radar(annotation(startDate="soon")), AnswerTrouble.OTHER_SHAPE, "1"),
        (of_radar(annotation(startDate="2025-02-08T02:00:00Z")), AnswerTrouble.OUTSIDE, "1"),
        (of_radar(annotation(startDate="0001-01-01T00:00:00+14:00")), AnswerTrouble.OUTSIDE, "1"),
        (of_radar(*[annotation()] * 100), AnswerTrouble.INCOMPLETE, ""),
        (of_radar(result=None), AnswerTrouble.OTHER_SHAPE, ""),
    ],
)
def test_outages_of_radar_that_cannot_be_used_say_why(
    answer: object, trouble: AnswerTrouble, where: str
) -> None:
    reading = read(RADAR, answer)
    assert (reading.trouble, reading.where) == (trouble, where)


_KEYS = st.sampled_from(
    [
        *("result", "data", "error", "success", "incidents", "annotations", "locations"),
        *("outage", "startDate", "endDate", "start_time", "CCs", "entity", "time", "start"),
        *("location", "duration", "overlaps_window", "probe_asn", *row()),
    ]
)
_LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text()
    | st.sampled_from(["PK", "country/PK", "country", "2024-02-17", "2024-02-17T05:00:00Z"])
)
ANY_JSON = st.recursive(
    _LEAVES,
    lambda within: st.lists(within, max_size=4) | st.dictionaries(_KEYS | st.text(), within),
    max_leaves=30,
)


@given(st.sampled_from(EVERY_QUERY), ANY_JSON)
def test_any_json_is_read_or_has_a_trouble(query: WatchQuery, answer: Any) -> None:
    reading = read(query, answer)
    assert reading.trouble is not None or len(reading.facts_sha256) == 64


@given(st.sampled_from(EVERY_QUERY), st.data())
def test_an_answer_with_one_wrong_value_is_read_or_has_a_trouble(
    query: WatchQuery, data: st.DataObject
) -> None:
    known: dict[Service, dict[str, Any]] = {
        Service.OONI_COUNTS: of_ooni(row()),
        Service.OONI_INCIDENTS: {"incidents": [incident()]},
        Service.IODA_EVENTS: of_ioda(event()),
        Service.IODA_ALERTS: of_ioda(alert()),
        Service.RADAR_OUTAGES: of_radar(annotation()),
    }
    answer = json.loads(json.dumps(known[query.service]))
    tables = [answer]
    for table in tables:
        for value in table.values():
            within = value if isinstance(value, list) else [value]
            tables += [each for each in within if isinstance(each, dict)]
    table = data.draw(st.sampled_from(tables))
    table[data.draw(st.sampled_from(sorted(table)))] = data.draw(ANY_JSON)
    reading = read(query, answer)
    assert reading.trouble is not None or len(reading.facts_sha256) == 64


@given(st.sampled_from(EVERY_QUERY), st.binary())
def test_any_bytes_are_read_or_have_a_trouble(query: WatchQuery, content: bytes) -> None:
    assert read_answer(query, content).trouble is not None or content.strip()
