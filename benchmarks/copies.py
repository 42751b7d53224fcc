"""Copies of the public side: the first, those of days with few changes, and checking one."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.measuring import (
    SECONDS,
    Line,
    Sizes,
    Spread,
    Within,
    require_equal,
    setting_up,
)
from benchmarks.pages import plain_environment
from benchmarks.published import found_published, publish_again
from tracker.settings import Settings, read_settings

ROOT = Path(__file__).parents[1]
CHANGED = 20
FIRST, UNCHANGED, DAILY, CHECKED = 100, 1, 3, 60
# A copy has about as many bytes for each record.
BYTES_OF_A_RECORD = 200_000


def copies(sizes: Sizes) -> Iterator[Line]:
    """Return a line for each command, its start included."""
    with TemporaryDirectory(prefix="tracker-bench-") as name:
        settings = read_settings({"TRACKER_INSTANCE": str(Path(name) / "instance")})
        with setting_up():
            record = found_published(settings, sizes.copied)
            take_memory(Path(name) / "memory", sizes.copied * BYTES_OF_A_RECORD)
        target = Path(name) / "copy"
        about = f"copy of {sizes.copied:,} records"
        export = partial(_run, settings, "export", "--to", str(target))
        first = export()
        yield _line(f"{about}: the first", first, FIRST)
        unchanged, daily = list[float](), list[float]()
        for day in range(1, sizes.copied_days + 1):
            unchanged.append(export())
            changed = replace(record, as_of=record.as_of + timedelta(day))
            with setting_up():
                publish_again(
                    settings, changed, range(1, CHANGED + 1), version=record.version + day
                )
            daily.append(export())
        yield Spread.of(unchanged).under(f"{about}: nothing changed", UNCHANGED, SECONDS)
        yield Spread.of(daily).under(f"{about}: {CHANGED} records changed", DAILY, SECONDS)
        papers = len(list(target.glob("requests/*/copies/*.pdf")))
        require_equal("papers in the copy", papers, sizes.copied)
        checked = _run(settings, "verify", str(target))
        yield _line(f"{about}: checked", checked, CHECKED)


def take_memory(file: Path, size: int) -> None:
    """Write a file of so many bytes and remove it.

    A virtual machine gets memory from its host page by page when it first uses it, and that took
    a quarter of the time of a first copy. What it has just given up it has at hand.
    """
    piece = bytes(2**20)
    with file.open("wb") as opened:
        for _ in range(size // len(piece)):
            opened.write(piece)
    file.unlink()


def _line(what: str, seconds: float, aim: int) -> Line:
    return Line.timed(what, f"{seconds:.1f} s", Within(seconds, aim, SECONDS))


def _run(settings: Settings, *words: str) -> float:
    """Return the seconds of a whole command. Raises CalledProcessError if it fails."""
    ours = plain_environment() | {"TRACKER_INSTANCE": str(settings.instance)}
    began = perf_counter()
    command = [sys.executable, "-m", "tracker", *words]
    subprocess.run(command, cwd=ROOT, env=ours, check=True, stdout=subprocess.PIPE)
    return perf_counter() - began
