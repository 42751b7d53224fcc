"""What the library's guide for lawyers says of each word, for those who write in an editor."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from tracker.domain.law import Example, Law, Stage
from tracker.domain.limits import Extension, Limit, Outer, Pause
from tracker.domain.workdays import Calendar

GUIDE = Path(__file__).parent.parent / "library" / "README.md"
# The words before the table of the guide that explains a table of a file.
BEFORE: Mapping[type, str] = {
    Law: "### The head",
    Stage: "### A stage",
    Limit: "**Its limits**",
    Outer: "**Its limits**",
    Extension: "**An extension**",
    Pause: "**Pauses**",
    Example: "**Examples.**",
    Calendar: "## A calendar",
}
ROW = re.compile(r"^\| ((?:`\w+`(?:, )?)+) \| (.+) \|$")


def meaning_of(cls: type, word: str) -> str:
    """What the guide says of a word in a table of that kind; empty where it has no row for it."""
    return _rows_after(BEFORE[cls]).get(word, "") if cls in BEFORE else ""


@cache
def _rows_after(beginning: str) -> Mapping[str, str]:
    """The first table after a line of the guide, by the words of its rows."""
    lines = iter(GUIDE.read_text(encoding="utf-8").splitlines())
    rows: dict[str, str] = {}
    for line in lines:
        if line.startswith(beginning):
            break
    for line in lines:
        if row := ROW.match(line):
            rows |= dict.fromkeys(re.findall(r"`(\w+)`", row[1]), row[2])
        elif rows:
            break
    return rows
