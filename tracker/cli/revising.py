"""`tracker revise`: recalculates every request with the current library."""

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from tracker.app.assembly import open_office
from tracker.cli.progress import Progress
from tracker.cli.stopping import Stop, told_to_stop
from tracker.domain.clock.deadline_changes import Bounds, Shift
from tracker.domain.law.law import Law
from tracker.services.cases.revising import Revised, RevisedBatch, pending, revise
from tracker.services.core.days import ENGLISH
from tracker.services.core.office import Office
from tracker.services.deadlines.deadline_changes import (
    said_causes,
    said_change,
    said_doubt,
    said_shift,
)
from tracker.settings import read_settings

_STOPPED = "Stopped. Completed requests are saved. Run `tracker revise` again to continue."
STOPPED_LOOKING = "Stopped. Nothing was written."


@dataclass
class Totals:
    """The totals of a run, under their names in `--json`."""

    counted: int = 0
    moved: int = 0
    doubted: int = 0
    failed: int = 0
    stopped: bool = False

    def add(self, batch: RevisedBatch) -> None:
        """Add one more batch."""
        self.counted += batch.counted
        self.moved += sum(bool(revised.shifts) for revised in batch.revised)
        self.doubted += sum(len(revised.doubts) for revised in batch.revised)
        self.failed += len(batch.failed)


def revise_now(chosen: argparse.Namespace) -> int:
    """Recalculate requests, and print what moved and why. Exit status 1 if one failed.

    After a signal it finishes its batch, says how to continue, and returns the signal's status.
    """
    totals = Totals()
    with open_office(read_settings()) as office, told_to_stop() as stop:
        try:
            _run(office, chosen, totals, stop)
        except KeyboardInterrupt:
            totals.stopped = True
        except BrokenPipeError:
            # The reader of the pipe stopped reading, but the unfinished work must still be
            # reported.
            print(STOPPED_LOOKING if chosen.dry_run else _STOPPED, file=sys.stderr)
            raise
    if chosen.json:
        print(json.dumps(asdict(totals)))
    else:
        _sum_up(totals)
    if totals.stopped:
        print(STOPPED_LOOKING if chosen.dry_run else _STOPPED, file=sys.stderr)
        return stop.exit_status
    return 1 if totals.failed else 0


def _run(office: Office, chosen: argparse.Namespace, totals: Totals, stop: Stop) -> None:
    """Recalculate batch by batch, and print each as soon as it is saved."""
    progress = Progress("requests counted", pending(office))
    try:
        for batch in revise(office, dry_run=chosen.dry_run):
            progress.clear()
            _print(office, batch, as_json=chosen.json)
            progress.add(batch.counted)
            totals.add(batch)
            if stop.by:
                totals.stopped = True
                return
    finally:
        progress.clear()


def _sum_up(totals: Totals) -> None:
    print(f"{totals.counted:,} requests counted; days of {totals.moved:,} moved.")
    if totals.doubted:
        print(f"{totals.doubted:,} non-responses no longer hold: check them in the workspace.")


def _print(office: Office, batch: RevisedBatch, *, as_json: bool) -> None:
    for revised in batch.revised:
        if as_json:
            print(json.dumps(_as_json(revised), ensure_ascii=False))
        else:
            print("\n".join(_lines(revised, office.library.instrument(revised.law))))
    # Flush what is saved: a killed process loses unwritten lines.
    sys.stdout.flush()
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
