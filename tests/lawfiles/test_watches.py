"""The watches of the shipped library: the exact addresses to ask about each block.

The addresses in watch_queries.json were computed apart from this program, from the dates of the
blocks and the descriptions of each service.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from tracker.domain.law.block import OoniTest
from tracker.domain.library import Library
from tracker.domain.measurements.queries import QueryKind, Service, query_at, watch_queries
from tracker.lawfiles import read_library

EXPECTED: Mapping[str, Sequence[Mapping[str, str]]] = json.loads(
    Path(__file__).with_name("watch_queries.json").read_text()
)


@pytest.fixture(scope="module")
def queries() -> Mapping[str, Mapping[str, str]]:
    """The page of each address, by block."""
    blocks = read_library().blocks.values()
    return {
        block.key: {query.address: query.shown_at for query in watch_queries(block)}
        for block in blocks
    }


def test_every_expected_address_comes_out_with_its_page(
    queries: Mapping[str, Mapping[str, str]],
) -> None:
    assert sum(map(len, EXPECTED.values())) == 52
    for block, expected in EXPECTED.items():
        for each in expected:
            shown_at = queries[block][each["address"]]
            assert shown_at == each.get("shown_at", shown_at)


def test_beside_the_expected_addresses_there_are_the_alerts_and_two_tools_against_blocking(
    queries: Mapping[str, Mapping[str, str]],
) -> None:
    expected = {each["address"] for block in EXPECTED.values() for each in block}
    more = [
        query_at(address)
        for block in EXPECTED
        for address in queries[block]
        if address not in expected
    ]
    tests = {query.one("test_name") for query in more if query.kind is not QueryKind.ALERTS}
    assert tests == {OoniTest.PSIPHON, OoniTest.TOR}
    assert sum(query.service is Service.IODA_ALERTS for query in more) == 1


def test_a_throttling_that_no_source_decides_is_not_watched(
    queries: Mapping[str, Mapping[str, str]],
) -> None:
    assert queries["pk-vpn-throttling-2024"] == {}


def test_every_address_can_be_read_back(
    queries: Mapping[str, Mapping[str, str]], library: Library
) -> None:
    for block, addresses in queries.items():
        for address in addresses:
            query = query_at(address)
            assert query.address == address
            assert query.country.lower() == library.block(block).country
