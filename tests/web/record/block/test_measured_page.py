"""Measurements by others on the public site: confirmed sentences, OONI's pictures and rows."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from io import StringIO
from typing import Any

import lxml.html
import pytest
from flask.testing import FlaskClient

from tests.ooni_answers import BLOCK, by_day, by_network, query_of
from tests.web import record_scenes as scenes
from tests.web.record.data.log_proofs import checked_evidence
from tests.web.record.weight import HEAVIEST, weight
from tracker.domain.measurements.answers import CountRow
from tracker.domain.measurements.queries import QueryKind
from tracker.services.core.office import Office
from tracker.services.measurements.measured_findings import (
    FindingWords,
    confirm_finding,
    draft_finding,
    propose_finding,
    withdraw_finding,
)
from tracker.services.measurements.snapshots import take_answer
from tracker.web.record.block.measured_chart import (
    BARS_HEIGHT,
    BARS_WIDTH,
    DrawnTime,
    MeasuredChart,
    measured_chart,
)

ASKED = date(2026, 11, 20)
PAGE, ROWS = f"/blocks/{BLOCK}/measurements", f"/blocks/{BLOCK}/ooni.csv"
ANSWER = by_day()
SHUTDOWN = "pk-election-shutdown-2024"
WORDS = FindingWords(
    {
        "en": "57 of 70 <b>measurements</b> show signs.",
        "ur": "70 میں سے 57 پیمائشوں میں آثار ہیں۔",
    },
    True,
    True,
)


def drafted(office: Office, answer: bytes = ANSWER) -> str:
    """The hash of a draft about X that rests on an answer by day."""
    days = query_of(office, QueryKind.DAYS)
    take_answer(office, BLOCK, days, answer, asked_on=ASKED, by="lawyer")
    networks = query_of(office, QueryKind.NETWORKS)
    take_answer(office, BLOCK, networks, by_network(), asked_on=ASKED, by="lawyer")
    proposed = propose_finding(office, BLOCK, days)
    return draft_finding(office, BLOCK, proposed, WORDS, by="lawyer").digest


@pytest.fixture
def public(office: Office) -> str:
    """The hash of a public finding about X."""
    return confirm_finding(office, drafted(office), by="lawyer").digest


@pytest.fixture
def reader(office: Office) -> FlaskClient:
    return scenes.serve(office)


def test_nothing_is_public_before_it_is_confirmed(office: Office, reader: FlaskClient) -> None:
    drafted(office)
    assert b"show signs" not in reader.get(PAGE).data
    assert b"show signs" not in reader.get(f"/blocks/{BLOCK}").data
    assert len(reader.get(ROWS).text.splitlines()) == 1


@pytest.mark.usefixtures("public")
def test_the_sentence_is_on_the_page_of_the_block_and_leads_to_its_picture(
    reader: FlaskClient,
) -> None:
    page = reader.get(f"/blocks/{BLOCK}").text
    assert "57 of 70 &lt;b&gt;measurements&lt;/b&gt; show signs." in page
    assert f'href="{PAGE}#finding-' in page
    assert "70 میں سے 57 پیمائشوں میں آثار ہیں۔" in reader.get(f"/ur{PAGE}").text


@pytest.mark.usefixtures("public")
def test_each_domain_has_a_picture_with_the_name_of_its_source_and_the_day_inside(
    reader: FlaskClient,
) -> None:
    page: Any = lxml.html.fromstring(reader.get(PAGE).data)
    pictures = page.xpath("//svg[@role='img']")
    assert [each.text for each in page.xpath("//h3/bdi")] == ["twitter.com", "x.com"]
    assert len(pictures) == 2
    for picture in pictures:
        texts = [text.text_content() for text in picture.xpath(".//text")]
        assert "OONI, retrieved on 20 November 2026" in texts
        assert "17 February 2024" in texts
        assert "7 May 2025" in texts


@pytest.mark.usefixtures("public")
def test_every_figure_of_a_picture_is_in_a_table_by_month(reader: FlaskClient) -> None:
    page: Any = lxml.html.fromstring(reader.get(PAGE).data)
    (table, _) = page.xpath("//table")
    cells = [
        [cell.text_content() for cell in row.xpath("th|td")] for row in table.xpath(".//tbody/tr")
    ]
    # February: 25, 30, 22 and 36 usable, and one failure on each of the four days.
    assert cells == [
        ["February 2024", "117", "113", "48", "0"],
        ["May 2025", "41", "40", "0", "0"],
    ]


@pytest.mark.usefixtures("public")
def test_the_exact_query_the_hash_and_the_licence_are_given(
    office: Office, reader: FlaskClient
) -> None:
    page: Any = lxml.html.fromstring(reader.get(PAGE).data)
    addresses = {link.get("href") for link in page.xpath("//a")}
    assert query_of(office, QueryKind.DAYS) in addresses
    assert any(each.startswith("https://explorer.ooni.org/chart/mat?") for each in addresses)
    assert "https://creativecommons.org/licenses/by-nc-sa/4.0/" in addresses
    snapshot = next(s for s in office.measurements.snapshots(BLOCK) if s.rows == 6)
    assert snapshot.sha256 in page.text_content()


def test_the_entry_of_the_log_is_named_with_its_proof(
    office: Office, reader: FlaskClient, public: str
) -> None:
    assert "Not in the public log yet" in reader.get(PAGE).text
    office.log_upkeep.append()
    proof = f"/blocks/{BLOCK}/proofs/{public}.json"
    assert f'href="{proof}"' in reader.get(PAGE).text
    leaf = checked_evidence(reader, proof)
    assert (leaf["leaf"], leaf["digest"], leaf["withdrawn"]) == ("finding", public, False)


@pytest.mark.usefixtures("public")
def test_the_rows_are_a_file_of_their_own_with_their_licence_in_each_row(
    reader: FlaskClient,
) -> None:
    answer = reader.get(ROWS)
    rows = list(csv.DictReader(StringIO(answer.text)))
    assert len(rows) == 6
    assert {(row["source"], row["licence"]) for row in rows} == {("OONI", "CC BY-NC-SA 4.0")}
    first = rows[0]
    assert (first["subject"], first["day"]) == ("twitter.com", "2024-02-10")
    assert (first["ok"], first["failure"], first["measurements"]) == ("25", "1", "26")
    assert first["asked_on"] == "2026-11-20"


def test_a_page_with_pictures_of_every_day_of_a_long_block_is_light(
    office: Office, reader: FlaskClient
) -> None:
    first = date(2024, 1, 18)
    rows = [
        (str(first + timedelta(days=day)), domain, day % 23, day % 31)
        for day in range(505)
        for domain in ("twitter.com", "x.com")
    ]
    confirm_finding(office, drafted(office, by_day(rows)), by="lawyer")
    assert weight(reader.get(f"/ur{PAGE}").data) < HEAVIEST / 2


def test_a_withdrawn_finding_leaves_its_reason_alone(
    office: Office, public: str, reader: FlaskClient
) -> None:
    withdraw_finding(office, public, "OONI corrected its data.", by="lawyer")
    page = reader.get(PAGE).text
    assert "OONI corrected its data." in page
    assert "show signs." not in page
    page = reader.get(f"/blocks/{BLOCK}").text
    assert "show signs." not in page
    assert f'href="{PAGE}#withdrawn"' in page
    assert len(reader.get(ROWS).text.splitlines()) == 1


def test_of_another_source_there_is_a_sentence_and_no_picture_or_row(
    office: Office, reader: FlaskClient
) -> None:
    address = query_of(office, QueryKind.EVENTS, block=SHUTDOWN)
    event = (
        b'{"error": null, "data": [{"location": "country/PK", "start": 1707354000, '
        b'"duration": 9000, "datasource": "merit-nt", "overlaps_window": false}]}'
    )
    take_answer(office, SHUTDOWN, address, event, asked_on=ASKED, by="lawyer")
    proposed = propose_finding(office, SHUTDOWN, address)
    words = FindingWords(proposed.says, False, True)
    confirm_finding(
        office, draft_finding(office, SHUTDOWN, proposed, words, by="a").digest, by="a"
    )
    page = reader.get(f"/blocks/{SHUTDOWN}/measurements").text
    assert "IODA, retrieved on 20 November 2026, lists an outage" in page
    assert "https://ioda.inetintel.cc.gatech.edu/country/PK?" in page
    assert 'role="img"' not in page
    assert len(reader.get(f"/blocks/{SHUTDOWN}/ooni.csv").text.splitlines()) == 1


def test_no_reader_is_told_who_drafted_or_confirmed(office: Office, reader: FlaskClient) -> None:
    confirm_finding(office, drafted(office), by="somebodys-key")
    assert "somebodys-key" not in reader.get(PAGE).text


# The picture itself.

FIRST = date(2024, 2, 10)


def a_count(after: int, ok: int, anomaly: int = 0, confirmed: int = 0) -> CountRow:
    return CountRow(FIRST + timedelta(days=after), None, "", ok, anomaly, confirmed, 0)


def drawn(rows: Sequence[CountRow], days: int = 10, last: date | None = None) -> MeasuredChart:
    time = DrawnTime(FIRST, FIRST + timedelta(days=days), FIRST + timedelta(days=5), last)
    return measured_chart("x.example", rows, time, ASKED)


def bars(path: str) -> Iterator[tuple[int, int, int, int]]:
    """The left end, top, width and height of each bar of a path."""
    for found in re.finditer(r"M(\d+) (\d+)h(\d+)v(\d+)h-\3z", path):
        left, top, width, height = map(int, found.groups())
        yield left, top, width, height


def test_a_day_is_a_bar_of_the_height_of_its_measurements() -> None:
    confirmed, anomaly, ok = drawn([a_count(0, 20), a_count(1, 4, anomaly=6)]).series
    assert confirmed.full == ""
    # The tallest day, 20, has the whole height of 140; 4 and 6 are on each other, 28 and 42 high.
    assert list(bars(ok.full)) == [(0, 0, 98, 140), (100, 70, 98, 28)]
    assert list(bars(anomaly.full)) == [(100, 98, 98, 42)]


def test_a_day_with_fewer_than_five_usable_measurements_is_hollow() -> None:
    _, anomaly, ok = drawn([a_count(0, 20), a_count(1, 2, anomaly=2), a_count(2, 5)]).series
    assert [left for left, *_ in bars(ok.full)] == [0, 200]
    assert [left for left, *_ in bars(ok.hollow)] == [100]
    assert [left for left, *_ in bars(anomaly.hollow)] == [100]


def test_a_day_on_which_nobody_measured_is_marked_and_one_with_failures_alone_is_not() -> None:
    failed = replace(a_count(1, 0), failure=3)
    chart = drawn([a_count(0, 20), failed, a_count(2, 1)], days=4)
    assert chart.empty == f"M750 {BARS_HEIGHT + 6}h248"


def test_more_than_120_days_are_drawn_by_iso_week() -> None:
    assert not drawn([a_count(0, 20)], days=120).weeks
    # 10 February 2024 is a Saturday: Sunday is in the same week, Monday in the next.
    chart = drawn([a_count(0, 10), a_count(1, 10), a_count(2, 5)], days=121)
    assert chart.weeks
    heights = [height for _, _, _, height in bars(chart.series[2].full)]
    assert heights == [140, 35]


def test_the_edges_of_the_block_are_marked_where_they_are() -> None:
    chart = drawn([a_count(0, 1)], last=FIRST + timedelta(days=9))
    assert chart.first is not None
    assert chart.last is not None
    # Five and nine of ten days along.
    assert (chart.first.x, chart.last.x) == (50.0, 90.0)
    assert (chart.first.words, chart.last.words) == ("15 February 2024", "19 February 2024")
    assert chart.last.anchor == "end"


def test_an_edge_outside_the_time_asked_about_is_not_drawn() -> None:
    assert drawn([a_count(0, 1)], last=FIRST + timedelta(days=10)).last is None


def test_a_picture_without_any_measurement_has_no_bar() -> None:
    chart = drawn([])
    assert all(each.full == each.hollow == "" for each in chart.series)
    assert (chart.most, chart.empty.count("M")) == (0, 10)


def test_a_picture_of_505_days_is_light() -> None:
    chart = drawn([a_count(day, day % 40, day % 7, day % 2) for day in range(505)], days=505)
    paths = "".join(each.full + each.hollow for each in chart.series) + chart.empty
    assert len(paths) < 6000
    assert max(left + width for left, _, width, _ in bars(paths)) <= BARS_WIDTH
