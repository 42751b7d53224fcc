"""Tables of what the law library holds: each fact below stands in the library with its source."""

from datetime import date

import pytest

from tests.lawfiles.shipped import shipped
from tracker.services.public.data_tables import DATA_TABLES
from tracker.services.public.library_rows import DataRow, detail_rows

LIBRARY = shipped()
ROWS = detail_rows(LIBRARY)


def of(table: str, **wanted: object) -> list[DataRow]:
    return [row for row in ROWS[table] if wanted.items() <= row.items()]


def test_each_row_has_the_columns_that_its_table_describes() -> None:
    for name, rows in ROWS.items():
        columns = {column.name: column for column in DATA_TABLES[name].columns}
        assert rows, name
        for row in rows:
            assert row.keys() == columns.keys(), name
            missing = {key for key, value in row.items() if value is None}
            assert missing <= {key for key, column in columns.items() if column.may_lack}, name
        keys = [row["key"] for row in rows]
        assert keys == sorted(set(keys)), name


def test_the_limit_of_pakistans_act_is_ten_working_days_and_ten_more() -> None:
    # Right of Access to Information Act, 2017, section 14(1) and (2).
    (reply,) = of("limits", law="pk-raia-2017", stage="reply", urgent=False)

    assert (reply["length"], reply["unit"]) == (10, "working-day")
    assert (reply["extension"], reply["extension_unit"]) == (10, "working-day")
    assert "14(1)" in reply["sections"]


def test_a_limit_that_is_a_reading_of_the_text_is_marked() -> None:
    for law in LIBRARY.laws.values():
        for stage in law.stages.values():
            rows = of("limits", law=law.key, stage=stage.key, urgent=False, transferred=False)
            marked = [bool(x.inferred or x.may_move or x.uncertain) for x in stage.limits]
            assert [row["about"] for row in rows] == marked


def test_the_time_of_a_body_to_which_a_request_was_transferred_is_a_row_of_its_own() -> None:
    # Law 119/2014 of Albania, article 15(2).
    (own,) = of("limits", law="al-119-2014", stage="reply", transferred=True)

    assert (own["length"], own["unit"], own["extension"]) == (15, "working-day", 5)
    assert not own["urgent"]


def test_the_block_of_x_stands_in_the_columns_of_collections_of_shutdowns() -> None:
    (row,) = of("interruptions", key="pk-x-2024")

    assert (row["start_date"], row["end_date"]) == ("2024-02-17", "2025-05-07")
    # From 17 February 2024 to 6 May 2025: the day of restoration is not counted.
    assert row["duration"] == (date(2025, 5, 7) - date(2024, 2, 17)).days == 445
    assert (row["country"], row["country_code"], row["area_codes"]) == ("Pakistan", "PK", ["PK"])
    assert row["ordered_by"] == "Ministry of Interior"
    assert "pk-removal-rules-2021" in row["legal_basis"]


def test_a_block_without_a_known_end_has_no_duration() -> None:
    (row,) = of("interruptions", key="pk-bluesky-2024")

    assert row["end_date"] is None
    assert row["duration"] is None
    assert row["last_confirmed"] == "2024-11-23"


def test_the_election_shutdown_names_the_provinces_it_reached() -> None:
    (row,) = of("interruptions", key="pk-election-shutdown-2024")

    # All of ISO 3166-2:PK but Gilgit-Baltistan and Azad Jammu and Kashmir, as its source says.
    assert row["area_codes"] == ["PK-BA", "PK-IS", "PK-KP", "PK-PB", "PK-SD"]


@pytest.mark.parametrize("table", ["orders", "reasons", "measurements"])
def test_what_is_said_of_a_block_is_there_in_its_order(table: str) -> None:
    block = LIBRARY.blocks["pk-x-2024"]
    said: dict[str, list[tuple[str, str]]] = {
        "orders": [(str(x.says), x.source.where) for x in block.orders],
        "reasons": [(str(x.says), x.source.where) for x in block.justifications],
        "measurements": [(str(x.says), x.source.where) for x in block.measurements],
    }

    rows = of(table, block=block.key)
    assert [(row["says"], row["source"]) for row in rows] == said[table]


def test_a_judgment_is_a_row_with_what_it_is_about() -> None:
    (row,) = of("judgments", key="ng-ecowas-2022-07-14")

    assert (row["country"], row["on"], row["outcome"]) == ("ng", "2022-07-14", "unlawful")
    assert (row["number"], row["blocks"]) == ("ECW/CCJ/APP/23/21", ["ng-twitter-2021"])
    assert row["authority"] == "int-10"


def test_a_precedent_is_a_row_with_its_outcome() -> None:
    (row,) = of("precedents", key="lk-trcsl-2017")

    assert (row["law"], row["body"], row["outcome"]) == ("lk-rti-2016", "lk-trcsl", "disclosed")
    assert (row["asked_on"], row["on"]) == ("2017-11-10", "2018-02-27")
