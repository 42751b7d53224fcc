"""Fills an office with many public records, and tells the time and the most memory of its exports:
the first, one without a change, and one after some changes."""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.copies import CHANGED, ROOT
from benchmarks.measuring import seconds_of_children
from benchmarks.memory import held_by, processes_below
from benchmarks.pace import Pace, paces
from benchmarks.pages import plain_environment
from benchmarks.published import found_published, publish_again
from tracker.settings import Settings, read_settings

# Seconds between two looks at the memory. Less would slow down what is measured.
LOOKED_EACH = 0.2
PIECES = 2


def main() -> int:
    """Return 0, or 1 if an export failed."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.copied_memory", description=__doc__
    )
    parser.add_argument("--records", type=int, default=100_000)
    records = parser.parse_args().records
    if records < 2:
        parser.error("Name two records or more: one is published, and the others are copies.")
    with TemporaryDirectory(prefix="tracker-bench-") as name:
        settings = read_settings({"TRACKER_INSTANCE": f"{name}/instance"})
        record = found_published(settings, records)
        changed = replace(record, as_of=record.as_of + timedelta(1))
        target = Path(name) / "copy"
        failed = _export("the first", settings, target)
        failed |= _export("nothing changed", settings, target)
        some = range(1, min(CHANGED + 1, records))
        publish_again(settings, changed, some, version=record.version + 1)
        failed |= _export(f"{len(some)} records changed", settings, target)
        files = sum(len(found) for *_, found in os.walk(target))
    print(f"{records:,} records, {files:,} files")
    return int(failed)


def _export(what: str, settings: Settings, target: Path) -> bool:
    """Export, print what it took, and return whether it failed."""
    print(f"{what}: {Pace.of(paces(PIECES))}", flush=True)
    before, began = seconds_of_children(), time.perf_counter()
    export = subprocess.Popen(
        [sys.executable, "-m", "tracker", "export", "--to", str(target)],
        cwd=ROOT,
        env=plain_environment() | {"TRACKER_INSTANCE": str(settings.instance)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    most: Sequence[float] = []
    while export.poll() is None:
        most = max(most, _shares(export.pid), key=sum)
        time.sleep(LOOKED_EACH)
    elapsed, worked = time.perf_counter() - began, seconds_of_children() - before
    each = ", ".join(f"{share / 1e6:.0f}" for share in most)
    print(
        f"{what}: {elapsed:.1f} s, {worked:.1f} s of processor time, at most "
        f"{sum(most) / 1e6:.0f} MB ({each}), status {export.returncode}",
        flush=True,
    )
    return export.returncode != 0


def _shares(process: int) -> Sequence[float]:
    """Return the memory of a process and of all below it; nothing of those that end meanwhile."""
    found, shares = [process], list[float]()
    with suppress(OSError):
        found += processes_below(process)
    for each in found:
        with suppress(OSError):
            shares.append(held_by(each).share)
    return shares


if __name__ == "__main__":
    sys.exit(main())
