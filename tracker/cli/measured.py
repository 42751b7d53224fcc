"""`tracker measured …`: the queries of a block's watches, and answers handed in as files."""

import argparse
import json
from pathlib import Path

from tracker.app.assembly import open_office
from tracker.domain.base.errors import BadInput
from tracker.domain.measurements.queries import WatchQuery, watch_queries
from tracker.domain.measurements.strict_json import LARGEST_SNAPSHOT
from tracker.lawfiles import read_library
from tracker.services.core.audit import OPERATOR
from tracker.services.measurements.snapshots import TROUBLE_WORDS, take_answer
from tracker.services.ports.measurements import MeasurementSnapshot
from tracker.settings import read_settings


def print_queries(chosen: argparse.Namespace) -> int:
    """Print the addresses to ask about one block, or about every block."""
    library = read_library(read_settings().library)
    blocks = [library.block(chosen.block)] if chosen.block else library.blocks.values()
    asked = {block.key: watch_queries(block) for block in blocks}
    if chosen.json:
        told = {key: [_query(each) for each in queries] for key, queries in asked.items()}
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return 0
    for key, queries in asked.items():
        for query in queries:
            print(f"{key}  {query.source} {query.kind}  {query.address}")
    return 0


def keep_answer(chosen: argparse.Namespace) -> int:
    """Keep an answer. Exit status 1 if it has a trouble: it is kept, and nothing rests on it."""
    content = _read(Path(chosen.file))
    with open_office(read_settings()) as office:
        asked_on = chosen.asked or office.latest_today()
        taken = take_answer(
            office, chosen.block, chosen.address, content, asked_on=asked_on, by=OPERATOR
        )
    snapshot = taken.snapshot
    if not taken.new:
        print(f"Nothing new: the rows are those of {snapshot.asked_on}. Nothing was stored.")
        return 0
    print(_line(snapshot))
    return int(bool(snapshot.trouble))


def list_answers(chosen: argparse.Namespace) -> int:
    """Print the answers about a block, the one asked last first."""
    with open_office(read_settings()) as office:
        block = office.library.block(chosen.block)
        snapshots = office.measurements.snapshots(block.key)
    if chosen.json:
        print(json.dumps(list(map(_brief, snapshots)), ensure_ascii=False, indent=2))
        return 0
    for snapshot in snapshots:
        print(_line(snapshot))
    return 0


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(LARGEST_SNAPSHOT + 1)
    except OSError as error:
        raise BadInput(f"{file} could not be read: {error.strerror}.") from None


def _query(query: WatchQuery) -> dict[str, str]:
    return {
        "source": query.source,
        "kind": query.kind,
        "address": query.address,
        "shown_at": query.shown_at,
    }


def _brief(snapshot: MeasurementSnapshot) -> dict[str, object]:
    return {
        "address": snapshot.address,
        "asked_on": snapshot.asked_on.isoformat(),
        "handed_in_at": snapshot.handed_in_at.isoformat(),
        "bytes": snapshot.size,
        "rows": snapshot.rows,
        "sha256": snapshot.sha256,
        "facts_sha256": snapshot.facts_sha256,
        "trouble": snapshot.trouble,
        "where": snapshot.where,
    }


def _line(snapshot: MeasurementSnapshot) -> str:
    said = f"{snapshot.rows} rows"
    if snapshot.trouble:
        said = f"TROUBLE: {TROUBLE_WORDS[snapshot.trouble]} {snapshot.where}".rstrip()
    return f"{snapshot.asked_on}  {snapshot.sha256}  {said}\n  {snapshot.address}"
