"""A page tells its edition without being made: it changes with what it is made from, and stays
with it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from tests.offices import BY, an_office
from tests.statements import sent_statements, stop_looking
from tests.web import record_scenes as scenes
from tracker.domain.base.errors import Refusal
from tracker.domain.base.terms import WithheldBecause
from tracker.services.core.office import Office
from tracker.services.publishing.publishing import withhold
from tracker.web.base.access import Access, Pages

X = "/blocks/pk-x-2024"
EDITION = "SELECT record_version.version, record_version.digest, record.withheld"
FOLLOWED = (f"{X}/feed.atom", f"/ur{X}/feed.atom", "/feed.atom", f"{X}/calendar.ics")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An office with a silence on record."""
    with an_office(tmp_path) as (opened, _):
        scenes.a_silence(opened)
        yield opened


def edition(office: Office, address: str) -> str | None:
    return scenes.serve(office).get(address).headers.get("ETag")


@pytest.mark.parametrize("address", [X, "/requests/r0000001", f"/ur{X}"])
def test_two_processes_name_the_same_edition(office: Office, address: str) -> None:
    first = edition(office, address)
    assert first
    assert first == edition(office, address)


def test_a_new_record_makes_another_edition_of_its_block_and_of_no_other_record(
    office: Office,
) -> None:
    addresses = (X, "/requests/r0000001", "/blocks/pk-wikipedia-2023")
    before = [edition(office, address) for address in addresses]
    scenes.a_refusal(office)
    after = [edition(office, address) for address in addresses]

    assert after[0] != before[0]
    assert after[1:] == before[1:]


def test_a_correction_is_never_kept_from_a_reader_who_has_the_page_already(
    office: Office,
) -> None:
    reader = scenes.serve(office)
    first = reader.get("/requests/r0000001")
    scenes.strike(office, "r0000001", "received", "The stamp is of another office.")
    again = reader.get("/requests/r0000001", headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 200
    assert "The stamp is of another office." in again.text


def test_a_withheld_record_leaves_the_page_of_its_block_at_once(office: Office) -> None:
    reader = scenes.serve(office)
    assert "/requests/r0000001#" in reader.get(X).text
    withhold(office, "r0000001", WithheldBecause.SAFETY, by=BY)

    assert "/requests/r0000001" not in reader.get(X).text
    assert reader.get("/requests/r0000001").status_code == 410


@pytest.mark.parametrize("address", FOLLOWED)
def test_an_unchanged_feed_is_answered_without_reading_a_record(
    office: Office, address: str
) -> None:
    """Programs that follow ask every few minutes, whatever they put behind the address."""
    has = {"If-None-Match": edition(office, address) or ""}
    reader = scenes.serve(replace(office, records=cast(Any, Unread(office.records))))

    assert reader.get(f"{address}?again=1", headers=has).status_code == 304
    scenes.strike(office, "r0000001", "received", "The stamp is of another office.")
    assert scenes.serve(office).get(address, headers=has).status_code == 200


@pytest.mark.parametrize("address", [X, "/requests/r0000001", f"{X}/card", f"{X}/preview.png"])
def test_an_unchanged_page_keeps_the_headers_that_the_reader_has(
    office: Office, address: str
) -> None:
    """A reader puts a header of this answer in place of the stored one. A card that other sites
    may frame must stay one."""
    reader = scenes.serve(office)
    first = reader.get(address).headers
    again = reader.get(address, headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.data) == (304, b"")
    assert sorted(again.headers.keys()) == ["Cache-Control", "ETag"]
    assert all(first[name] == value for name, value in again.headers.items())


class Unread:
    """Public records of which none can be read, only listed."""

    def __init__(self, records: object) -> None:
        self._records = records

    def __getattr__(self, name: str) -> object:
        assert name not in ("record", "published"), "it was read"
        return getattr(self._records, name)


def test_a_site_that_moved_makes_another_edition(office: Office) -> None:
    for address in (X, f"{X}/feed.atom"):
        before = edition(office, address)
        moved = scenes.serve(office, "https://elsewhere.example").get(address)
        assert "https://elsewhere.example/blocks/pk-x-2024" in moved.text
        assert moved.headers["ETag"] != before


def test_what_a_reader_adds_to_an_address_is_never_kept(office: Office) -> None:
    reader = scenes.serve(office)
    assert "?n=1" in reader.get(f"{X}?n=1").text
    assert "?n=1" not in reader.get(X).text


def test_a_database_that_cannot_be_asked_is_asked_once_for_a_page(office: Office) -> None:
    asked = []

    class Troubled:
        def state(self) -> None:
            asked.append(1)
            raise Refusal("The database cannot be asked.")

    reader = scenes.serve(replace(office, premises=cast(Any, Troubled())))

    assert [reader.get("/laws").status_code for _ in range(2)] == [200, 200]
    assert len(asked) == 2


def test_every_public_page_says_what_it_is_made_from_or_is_in_no_copy(office: Office) -> None:
    """A page that declares nothing is made for each reader, and no copy can hold it."""
    app = scenes.serve(office).application
    open_to_all = [
        (rule.endpoint, name in pages.declared)
        for rule in app.url_map.iter_rules()
        for of, _, name in (rule.endpoint.rpartition("."),)
        if isinstance(pages := app.blueprints[of], Pages) and pages.access is Access.PUBLIC
    ]
    undeclared = {endpoint for endpoint, declared in open_to_all if not declared}

    assert {each for each in undeclared if each.partition(".")[0] not in ("api", "sign_in")} == {
        *(
            "calendar_feed.feed",
            "log.consistency",
            "static_files.healthz",
            "static_files.healthz_of_pages",
            "static_files.metrics",
            "static_files.security_txt",
        ),
        *("record.alerts", "record.alert_confirm", "record.alert_leave"),
        "record.shared_preview",
        *("record.almanac", "record.status"),
    }


def test_a_page_with_a_query_reads_its_record_once_and_no_edition(office: Office) -> None:
    """The page is made each time, so nothing is read to find out whether a stored page is
    current."""
    reader = scenes.serve(office)
    with sent_statements() as sent:
        assert reader.get("/requests/r0000001?n=1").status_code == 200

    assert not [each for each in sent if each.startswith(EDITION)]
    assert len([each for each in sent if "record_version.content" in each]) == 1
    assert len([each for each in sent if "comes_from = " in each]) == 1
    assert not [each for each in sent if "WHERE 1!=1" in each], "asked for no record"


def test_an_unchanged_record_is_known_from_one_statement(office: Office) -> None:
    """It also says that no other record came from its items."""
    reader = scenes.serve(office)
    stop_looking(reader.application)
    has = {"If-None-Match": reader.get("/requests/r0000001").headers["ETag"]}
    with sent_statements() as statements:
        assert reader.get("/requests/r0000001", headers=has).status_code == 304

    (asked,) = [each for each in statements if each.startswith("SELECT")]
    assert asked.startswith(EDITION)


def test_a_table_is_drawn_again_only_if_it_shows_something_else(office: Office) -> None:
    reader = scenes.serve(office)
    address = "/requests/r0000001"
    first = reader.get(f"{address}?n=1").text
    kept = len(reader.application.extensions["parts_by_values"])
    assert reader.get(f"{address}?n=2").text == first.replace("n=1", "n=2")
    assert len(reader.application.extensions["parts_by_values"]) == kept

    scenes.strike(office, "r0000001", "received", "The stamp is of another office.")
    assert "The stamp is of another office." in reader.get(f"{address}?n=3").text
    assert len(reader.application.extensions["parts_by_values"]) > kept
