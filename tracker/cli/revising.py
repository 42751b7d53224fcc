"""`tracker revise`: counts every request by the library as it is now, and tells what moved."""

import argparse
import json
import sys
from collections.abc import Iterator
from typing import Any

from tracker.app import open_office
from tracker.cli.progress import Progress
from tracker.domain.changes import Bounds, Shift
from tracker.domain.law import Law
from tracker.services.days import ENGLISH
from tracker.services.office import Office
from tracker.services.revising import Batch, Revised, pending, revise
from tracker.services.telling import said_causes, said_change, said_doubt, said_shift
from tracker.settings import read_settings

STOPPED = "Stopped. What was counted stands; run `tracker revise` again to go on with the rest."


def revise_now(chosen: argparse.Namespace) -> int:
    """Count requests anew and print what moved, and why; 1 where one could not be counted."""
    counted, moved, doubted, failed = 0, 0, 0, 0
    with open_office(read_settings()) as office:
        progress = Progress("requests counted", pending(office))
        try:
            for batch in revise(office, dry_run=chosen.dry_run):
                progress.clear()
                _print(office, batch, as_json=chosen.json)
                progress.add(batch.counted)
                counted += batch.counted
                moved += sum(bool(revised.shifts) for revised in batch.revised)
                doubted += sum(len(revised.doubts) for revised in batch.revised)
                failed += len(batch.failed)
        except KeyboardInterrupt:
            progress.clear()
            print(STOPPED, file=sys.stderr)
            raise
        progress.clear()
    if chosen.json:
        print(json.dumps({"counted": counted, "moved": moved, "doubted": doubted}))
    else:
        print(f"{counted:,} requests counted; days of {moved:,} moved.")
        if doubted:
            print(f"{doubted:,} silences on record no longer stand: look at them at the desk.")
    return 1 if failed else 0


def _print(office: Office, batch: Batch, *, as_json: bool) -> None:
    for revised in batch.revised:
        if as_json:
            print(json.dumps(_as_json(revised), ensure_ascii=False))
        else:
            print("\n".join(_lines(revised, office.library.laws.get(revised.law))))
    for reference, why in batch.failed:
        print(f"{reference} was not counted: {why}", file=sys.stderr)


def _lines(revised: Revised, law: Law | None) -> Iterator[str]:
    yield f"{revised.reference}:"
    for shift in revised.shifts:
        yield f"  {said_shift(shift, law, ENGLISH)}"
    for cause in said_causes(revised.shifts, ENGLISH):
        yield f"    {cause}"
    for doubt in revised.doubts:
        yield f"  Entry {doubt.entry.seq} no longer stands. {said_doubt(doubt, ENGLISH)}"


def _as_json(revised: Revised) -> dict[str, Any]:
    return {
        "reference": revised.reference,
        "moved": [_moved(shift) for shift in revised.shifts],
        "doubted": [
            {"entry": doubt.entry.seq, "why": said_doubt(doubt, ENGLISH)}
            for doubt in revised.doubts
        ],
    }


def _moved(shift: Shift) -> dict[str, Any]:
    return {
        "stage": shift.stage,
        "term": shift.term.value,
        "was": _bounds(shift.was),
        "now": _bounds(shift.now),
        "why": [said_change(change, ENGLISH) for change in shift.why],
    }


def _bounds(bounds: Bounds | None) -> dict[str, str | None] | None:
    if bounds is None:
        return None
    latest = bounds.latest.isoformat() if bounds.latest else None
    return {"earliest": bounds.earliest.isoformat(), "latest": latest}
