"""The processor time of whole commands that a lawyer types, their start included."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measuring import SECONDS, Line, Sizes, Spread, seconds_of_children

ROOT = Path(__file__).parents[1]
DEADLINE_S, LETTER_S = 0.25, 0.6
DEADLINE = ("deadline", "pk-raia-2017", "reply", "2024-03-18")
LETTER = ("letter", "--block", "pk-x-2024", "--to", "pk-pta", "--out")


def commands(sizes: Sizes) -> Iterator[Line]:
    """Return a line with an aim for each of both commands, which need no office."""
    with TemporaryDirectory(prefix="tracker-bench-") as folder:
        for words, most in ((DEADLINE, DEADLINE_S), ((*LETTER, "{}.docx"), LETTER_S)):
            spent = Spread.of(_seconds(words, folder, turn) for turn in range(sizes.readings))
            what = f"command, tracker {words[0]}: processor time"
            yield spent.under(what, most, SECONDS, processor=True)


def _seconds(words: Sequence[str], folder: str, turn: int) -> float:
    before = seconds_of_children()
    subprocess.run(
        [sys.executable, "-m", "tracker", *(word.format(f"{folder}/{turn}") for word in words)],
        cwd=ROOT,
        env={"TRACKER_INSTANCE": f"{folder}/none"},
        capture_output=True,
        check=True,
    )
    return seconds_of_children() - before
