"""Explanations of words for editors, taken from the library's README."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from tracker.domain.calendar.workdays import Calendar
from tracker.domain.law.authority import Authority
from tracker.domain.law.law import Example, Law, Stage
from tracker.domain.law.limits import Extension, Limit, Outer, Pause

GUIDE = Path(__file__).parent.parent / "library" / "README.md"
# The line of the README before the table that explains each kind of table.
_BEFORE: Mapping[type, str] = {
    Law: "### The head",
    Stage: "### A stage",
    Limit: "**Its limits**",
    Outer: "**Its limits**",
    Extension: "**An extension**",
    Pause: "**Pauses**",
    Example: "**Examples.**",
    Calendar: "## A calendar",
    Authority: "### An authority",
}
_ROW = re.compile(r"^\| ((?:`\w+`(?:, )?)+) \| (.+) \|$")


def meaning_of(cls: type, word: str) -> str:
    """Return the README's explanation of a word, or an empty text if it has none."""
    return _rows_after(_BEFORE[cls]).get(word, "") if cls in _BEFORE else ""


@cache
def _rows_after(beginning: str) -> Mapping[str, str]:
    """Return the first table after a line of the README, by the words of its rows."""
    lines = iter(GUIDE.read_text(encoding="utf-8").splitlines())
    rows: dict[str, str] = {}
    for line in lines:
        if line.startswith(beginning):
            break
    for line in lines:
        if row := _ROW.match(line):
            rows |= dict.fromkeys(re.findall(r"`(\w+)`", row[1]), row[2])
        elif rows:
            break
    return rows
