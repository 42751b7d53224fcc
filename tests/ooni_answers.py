"""Invented answers of OONI about X in Pakistan, in the form in which OONI gives them."""

import json
from collections.abc import Mapping, Sequence
from datetime import date

from tracker.domain.measurements.queries import QueryKind, watch_queries
from tracker.services.core.office import Office
from tracker.services.measurements.measured_findings import (
    FindingWords,
    draft_finding,
    propose_finding,
)
from tracker.services.measurements.snapshots import take_answer

BLOCK = "pk-x-2024"
# Before the first day of the block, 17 February 2024, and from then on: with and without signs.
DAYS: Sequence[tuple[str, str, int, int]] = (
    ("2024-02-10", "twitter.com", 0, 25),
    ("2024-02-16", "twitter.com", 1, 29),
    ("2024-02-17", "twitter.com", 17, 5),
    ("2024-02-17", "x.com", 10, 2),
    ("2024-02-19", "twitter.com", 30, 6),
    ("2025-05-07", "twitter.com", 0, 40),
)
NETWORKS: Sequence[tuple[str, int, int, int]] = (
    ("2024-02-18", 64496, 12, 0),
    ("2024-02-18", 64497, 8, 2),
    ("2024-02-18", 64501, 0, 7),
)


def query_of(office: Office, kind: QueryKind, number: int = 0, block: str = BLOCK) -> str:
    """The address of one of a block's queries of a kind."""
    queries = watch_queries(office.library.block(block))
    return [query.address for query in queries if query.kind is kind][number]


def by_day(rows: Sequence[tuple[str, str, int, int]] = DAYS, seconds: float = 0.4) -> bytes:
    """The answer by day, which took OONI some seconds."""
    return _answer([_row(day, {"domain": of}, *counts) for day, of, *counts in rows], seconds)


def by_network(rows: Sequence[tuple[str, int, int, int]] = NETWORKS) -> bytes:
    """The answer by network."""
    return _answer([_row(day, {"probe_asn": of}, *counts) for day, of, *counts in rows], 0.4)


def a_draft(office: Office, says: str = "57 of 70 show signs.") -> str:
    """The hash of a draft that rests on both answers."""
    days, networks = query_of(office, QueryKind.DAYS), query_of(office, QueryKind.NETWORKS)
    for address, answer in ((days, by_day()), (networks, by_network())):
        take_answer(office, BLOCK, address, answer, asked_on=date(2026, 11, 20), by="lawyer")
    proposed = propose_finding(office, BLOCK, days)
    words = FindingWords({"en": says}, False, True)
    return draft_finding(office, BLOCK, proposed, words, by="lawyer").digest


def _answer(rows: Sequence[Mapping[str, object]], seconds: float) -> bytes:
    stats = {"row_count": 98304, "elapsed_seconds": seconds}
    told = {"v": 0, "dimension_count": 2, "db_stats": stats, "result": rows}
    return json.dumps(told).encode()


def _row(day: str, of: Mapping[str, object], signs: int, ok: int) -> Mapping[str, object]:
    return {
        "anomaly_count": signs,
        "confirmed_count": 0,
        "failure_count": 1,
        "ok_count": ok,
        "measurement_count": signs + ok + 1,
        "measurement_start_day": day,
        **of,
    }
