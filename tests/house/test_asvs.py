"""The table of ASVS requirements has each number of levels 1 and 2 once, and names real files."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
TABLE = (ROOT / "docs/asvs.md").read_text("utf-8")
ROW = re.compile(r"^\| (\d[\d., ]*) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
ROWS = ROW.findall(TABLE)

# How many requirements of levels 1 and 2 each section of ASVS 5.0.0 has. They come first in their
# section, before those of level 3.
SECTIONS = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2,
    "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1,
    "3.2": 2, "3.3": 4, "3.4": 6, "3.5": 5, "3.7": 2,
    "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4,
    "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3,
    "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4,
    "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2,
    "8.1": 2, "8.2": 3, "8.3": 1, "8.4": 1,
    "9.1": 3, "9.2": 4,
    "10.1": 2, "10.2": 2, "10.3": 4, "10.4": 11, "10.5": 5, "10.6": 2, "10.7": 3,
    "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1, "11.6": 1,
    "12.1": 3, "12.2": 2, "12.3": 4,
    "13.1": 1, "13.2": 5, "13.3": 2, "13.4": 5,
    "14.1": 2, "14.2": 4, "14.3": 3,
    "15.1": 3, "15.2": 3, "15.3": 7,
    "16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3,
    "17.1": 1, "17.2": 4, "17.3": 2,
}  # fmt: skip


def files(words: str) -> list[str]:
    quoted = re.findall(r"`([^`]+)`", words)
    return [each for each in quoted if re.fullmatch(r"[\w.-]+(/[\w.-]+)*\.\w+", each)]


def test_every_number_of_levels_1_and_2_is_there_once() -> None:
    wanted = [f"{section}.{n}" for section, last in SECTIONS.items() for n in range(1, last + 1)]
    found = [number for numbers, *_ in ROWS for number in numbers.split(", ")]
    assert sorted(found) == sorted(wanted)
    # 70 of level 1 and 183 of level 2.
    assert len(found) == 253


def test_every_row_is_met_not_met_or_not_applicable_with_a_reason() -> None:
    assert {state for _, _, state, _ in ROWS} == {"Met", "Not met", "No"}
    assert len(ROWS) == sum(line.startswith("| ") for line in TABLE.splitlines()) - 17


def test_what_is_met_names_a_file_and_every_named_file_exists() -> None:
    without = [numbers for numbers, _, state, why in ROWS if state == "Met" and not files(why)]
    assert without == []
    missing = [file for file in files(TABLE) if not (ROOT / file).is_file()]
    assert missing == []
