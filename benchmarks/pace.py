"""The pace of the machine: how long a fixed piece of work takes now, against a quiet hour.

`python -m benchmarks.pace` does the piece once and prints its seconds, and those of the processor.
"""

import hashlib
import json
import random
import re
import sqlite3
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any

ROOT = Path(__file__).parents[1]
# What Linux says of a process: the time on the processor, and the time that it waited for it.
SCHEDULED = Path("/proc/self/schedstat")
# Seconds of the piece on a machine that reads the library in 427 ms, as the one of the aims did:
# docs/benchmarks.md says how this was found.
QUIET_S = 0.47
LAWS, STEPS, WORDS, VOCABULARY = 1400, 20, 12, 2000
TABLES, LINES = 6, 40
TWO_SPACES = re.compile(r"\s\s")


@dataclass(frozen=True, slots=True)
class Pace:
    """How many times as long work takes as on a quiet machine, by the clock and the processor.

    Neither counts how long the work waited while other work of this machine had the processor.
    """

    clock: float
    processor: float

    @classmethod
    def of(cls, samples: Iterable["Pace"]) -> "Pace":
        """Return the median of some samples."""
        kept = tuple(samples)
        return cls(median(each.clock for each in kept), median(each.processor for each in kept))

    def __str__(self) -> str:
        """Return both, as a run prints them."""
        return f"Pace of these minutes: {self.clock:.2f}, of the processor {self.processor:.2f}."

    def quiet(self, seconds: float, *, processor: bool = False) -> float:
        """Return what these seconds are on a quiet machine. They are never more than measured: a
        quick machine makes no aim stricter."""
        return seconds / max(1, self.processor if processor else self.clock)


def paces(number: int) -> Iterator[Pace]:
    """Yield the pace of so many pieces, each in a new process."""
    for _ in range(number):
        run = [sys.executable, "-m", "benchmarks.pace"]
        said = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        clock, processor = map(float, said.split())
        yield Pace(clock / QUIET_S, processor / QUIET_S)


def _piece(folder: Path) -> None:
    """Parse texts, make some 300,000 small objects of them, sort, hash and store these."""
    chance = random.Random(427)
    laws, places = json.loads(_json(chance)), dict[tuple[str | int, ...], str]()
    laws += [tomllib.loads(_toml(chance)) for _ in range(TABLES)]
    filled = [_filled(law, (number,), places) for number, law in enumerate(laws)]
    digest = hashlib.sha256()
    for law in filled:
        digest.update(json.dumps(law).encode())
    ordered = sorted(places.items(), key=lambda item: str(item[1]))[::2]
    rows = [("/".join(map(str, place)), words) for place, words in ordered]
    for database in (":memory:", folder / "pace.sqlite3"):
        _store(database, rows)


def _json(chance: random.Random) -> str:
    words = [f"w{number}" for number in range(VOCABULARY)]
    steps = (
        {
            "key": f"step {number % STEPS}",
            "days": number % 90,
            "words": " ".join(chance.choices(words, k=WORDS)),
            "source": {"page": number, "read": "primary"},
        }
        for number in range(LAWS * STEPS)
    )
    return json.dumps(
        [{"title": "Act", "steps": [next(steps) for _ in range(STEPS)]} for _ in range(LAWS)]
    )


def _toml(chance: random.Random) -> str:
    lines = (
        f'step{number} = {{ days = {number}, words = "{chance.randbytes(20).hex()}" }}'
        for number in range(TABLES * LINES)
    )
    return "\n".join(("[law]", *lines))


def _filled(
    value: Any, place: tuple[str | int, ...], places: dict[tuple[str | int, ...], str]
) -> Any:
    """Return a value with its words in objects of their own, and note each by its place."""
    if isinstance(value, dict):
        return {key.strip(): _filled(each, (*place, key), places) for key, each in value.items()}
    if isinstance(value, list):
        return tuple(_filled(each, (*place, n), places) for n, each in enumerate(value))
    if not isinstance(value, str):
        return value
    if TWO_SPACES.search(value):
        raise ValueError(value)
    places[place] = " ".join(value.split())
    return {"en": value, "place": place[-1]}


def _store(database: str | Path, rows: Iterable[tuple[str, str]]) -> None:
    connection = sqlite3.connect(database)
    with connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("CREATE TABLE fact (place TEXT PRIMARY KEY, words TEXT NOT NULL)")
        connection.executemany("INSERT INTO fact VALUES (?, ?)", rows)
    connection.execute("SELECT * FROM fact ORDER BY words, place").fetchall()
    connection.close()


def _waited() -> float:
    """Return the seconds for which this process was ready and other work had the processor."""
    if not SCHEDULED.exists():
        return 0
    return int(SCHEDULED.read_text().split()[1]) / 1e9


def _main() -> None:
    with TemporaryDirectory(prefix="tracker-pace-") as folder:
        began, used, waited = perf_counter(), process_time(), _waited()
        _piece(Path(folder))
        took, spent = perf_counter() - began, process_time() - used
        print(took - (_waited() - waited), spent)


if __name__ == "__main__":
    _main()
