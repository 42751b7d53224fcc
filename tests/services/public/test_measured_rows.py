"""Findings and OONI's counts as tables: what was confirmed, under which licence, and no more."""

import csv
import io
import json
from dataclasses import replace
from datetime import timedelta
from typing import cast

import pytest

from tests.captured_pages import HTML, PAGE
from tests.offices import Clock
from tests.ooni_answers import BLOCK, a_draft, query_of
from tests.services.public.test_data_package import lines, made, rows
from tracker.domain.measurements.captures import CaptureReuse
from tracker.domain.measurements.queries import QueryKind
from tracker.services.core.office import Office
from tracker.services.measurements.captures import (
    CaptureChoice,
    publish_capture,
    take_capture,
    withdraw_capture,
)
from tracker.services.measurements.measured_findings import confirm_finding, withdraw_finding
from tracker.services.ports.measurements import MeasurementStore
from tracker.services.public.data_columns import DataTable
from tracker.services.public.data_comparing import differing
from tracker.services.public.data_files import BeingMade, offered_file, renew
from tracker.services.public.data_tables import DATA_TABLES
from tracker.services.public.measured_tables import OF_MEASUREMENTS, OONI_DAYS
from tracker.storage.db.sealing import Damaged


@pytest.fixture
def draft(office: Office) -> str:
    """The hash of a draft about X that rests on an answer by day and one by network."""
    return a_draft(office)


@pytest.fixture
def finding(office: Office, draft: str) -> str:
    """The same, confirmed."""
    return confirm_finding(office, draft, by="lawyer").digest


@pytest.mark.usefixtures("draft")
def test_a_draft_and_its_answers_are_in_no_table(office: Office) -> None:
    files = made(office)

    assert lines(files, "findings") == []
    assert lines(files, "ooni_days") == []


def test_a_finding_has_its_figures_its_query_and_its_hashes(office: Office, finding: str) -> None:
    (row,) = lines(made(office), "findings")

    assert (row["digest"], row["block"], row["source"]) == (finding, BLOCK, "ooni")
    assert row["says_in"] == {"en": "57 of 70 show signs."}
    # 17, 10 and 30 with signs during the block, 1 of 55 in the week before.
    assert (row["with_signs"], row["usable"], row["measurements"]) == (57, 70, 73)
    assert (row["before_with_signs"], row["before_usable"], row["before_days"]) == (1, 55, 7)
    assert (row["networks_with_signs"], row["networks"]) == (2, 3)
    assert (row["first_day"], row["last_day"]) == ("2024-02-17", "2025-05-06")
    assert row["query"] == query_of(office, QueryKind.DAYS)
    assert row["shown_at"].startswith("https://explorer.ooni.org/chart/mat?")
    assert len(row["snapshots"]) == 2
    assert (row["withdrawn_on"], row["demonstration"]) == (None, True)


@pytest.mark.usefixtures("finding")
def test_oonis_counts_are_a_file_of_their_own_with_their_own_licence(office: Office) -> None:
    files = made(office)

    first, *_ = rows(files, "ooni_days")
    assert (first["subject"], first["day"], first["ok"]) == ("twitter.com", "2024-02-10", "25")
    assert first["licence"] == "CC BY-NC-SA 4.0"
    described = json.loads(files["datapackage.json"])
    assert [each["name"] for each in described["licenses"]] == ["CC-BY-4.0"]
    own = {
        each["path"]: each["licenses"][0]["name"]
        for each in described["resources"]
        if "licenses" in each
    }
    assert own == {"ooni_days.csv": "CC-BY-NC-SA-4.0", "ooni_days.jsonl": "CC-BY-NC-SA-4.0"}
    words = files["README.md"].decode().split("## ooni_days")[1].split("## ")[0]
    assert "Licence of this table: Creative Commons Attribution-NonCommercial" in words


def test_a_withdrawn_finding_keeps_its_row_without_its_words_and_its_counts(
    office: Office, finding: str
) -> None:
    withdraw_finding(office, finding, "OONI corrected its data.", by="lawyer")
    files = made(office)

    (row,) = lines(files, "findings")
    assert (row["says"], row["says_in"]) == (None, {})
    assert row["why"] == "OONI corrected its data."
    assert row["withdrawn_on"] is not None
    assert lines(files, "ooni_days") == []
    assert not any(b"57 of 70" in data for data in files.values())


def test_files_with_a_withdrawn_finding_are_not_offered(
    office: Office, finding: str, clock: Clock
) -> None:
    renew(office)
    with offered_file(office, "findings.csv")[0] as file:
        assert finding in file.read().decode()
    withdraw_finding(office, finding, "OONI corrected its data.", by="lawyer")

    with pytest.raises(BeingMade):
        offered_file(office, "findings.csv")
    assert renew(office), "what was withdrawn does not wait"
    offered_file(office, "findings.csv")[0].close()
    clock.moment += timedelta(hours=1)
    assert not renew(office), "nothing changed"


class Damage:
    """Findings and answers, of which no answer can be read."""

    def __init__(self, of: MeasurementStore) -> None:
        self._of = of

    def __getattr__(self, name: str) -> object:
        return getattr(self._of, name)

    def content(self, block: str, address: str, sha256: str) -> bytes:
        raise Damaged("The bytes are not those of the hash.")


@pytest.mark.usefixtures("finding")
def test_a_damaged_answer_leaves_out_its_counts_alone(office: Office) -> None:
    damage = cast(MeasurementStore, Damage(office.measurements))
    files = made(replace(office, measurements=damage))

    assert lines(files, "ooni_days") == []
    assert len(lines(files, "findings")) == 1


@pytest.mark.usefixtures("finding")
def test_a_copy_is_compared_without_the_tables_of_which_it_has_no_other_source(
    office: Office,
) -> None:
    tables = {f"data/{name}": data for name, data in made(office).items()}
    tables["data/ooni_days.csv"] = b"another"

    assert list(differing(tables.keys(), tables.__getitem__, office.library)) == []


def published_capture(office: Office) -> str:
    """The hash of a capture that readers may download."""
    digest = take_capture(office, BLOCK, HTML, PAGE, by="lawyer").capture.sha256
    choice = CaptureChoice(CaptureReuse.FREE, "CC BY 4.0", harmless=True)
    publish_capture(office, BLOCK, digest, choice, by="lawyer")
    return digest


def test_a_withdrawn_capture_keeps_its_row_without_its_address(office: Office) -> None:
    digest = published_capture(office)
    (row,) = lines(made(office), "captures")
    assert (row["sha256"], row["address"], row["reuse"]) == (digest, PAGE.address, "free")
    renew(office)
    withdraw_capture(office, BLOCK, digest, "It shows a person.", by="lawyer")

    with pytest.raises(BeingMade):
        offered_file(office, "captures.csv")
    files = made(office)
    (row,) = lines(files, "captures")
    assert (row["sha256"], row["address"], row["why"]) == (digest, None, "It shows a person.")
    assert not any(PAGE.address.encode() in data for data in files.values())


@pytest.mark.parametrize("table", OF_MEASUREMENTS)
@pytest.mark.usefixtures("finding")
def test_the_csv_has_the_columns_that_its_table_describes(
    office: Office, table: DataTable
) -> None:
    published_capture(office)
    header, first, *_ = csv.reader(io.StringIO(made(office)[f"{table.name}.csv"].decode()))

    assert header == [column.name for column in table.columns]
    needed = [column.name for column in table.columns if not column.may_lack]
    assert all(dict(zip(header, first, strict=True))[name] for name in needed)


def test_only_oonis_counts_have_a_licence_of_their_own() -> None:
    assert [each.name for each in DATA_TABLES.values() if each.licence] == [OONI_DAYS.name]
