"""The JSON Schema that editors use: current, and of one mind with the reader."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.lawfiles.small_library import FILES, spoiled
from tracker.cli import main
from tracker.domain.base.errors import BadInput
from tracker.domain.law import law, limits
from tracker.lawfiles.json_schema import (
    SCHEMA_FOLDER,
    SHELF_OF,
    file_schema,
    schema_text,
    write_schemas,
)
from tracker.lawfiles.reader import PACKAGED

LAW, CALENDAR = "laws/xx-law-2020.toml", "calendars/xx-offices.toml"
KIND_OF = {shelf.folder: kind for kind, shelf in SHELF_OF.items()}
EVERY_FILE = sorted(PACKAGED.rglob("*.toml"))


def as_an_editor_sees_it(value: Any) -> Any:
    """Days as text: the JSON Schema knows no days."""
    if isinstance(value, dict):
        return {word: as_an_editor_sees_it(each) for word, each in value.items()}
    if isinstance(value, list):
        return [as_an_editor_sees_it(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


@cache
def editor_of(kind: str) -> Draft202012Validator:
    return Draft202012Validator(file_schema(kind))


def faults(file: str, content: str) -> list[str]:
    """What an editor would underline, as the path to the place and the rule that it breaks."""
    table = as_an_editor_sees_it(tomllib.loads(content))
    found = editor_of(KIND_OF[file.rpartition("/")[0]]).iter_errors(table)
    return sorted(f"{'.'.join(map(str, each.absolute_path))}: {each.validator}" for each in found)


@pytest.mark.parametrize("kind", SHELF_OF)
def test_the_schema_on_file_is_the_one_that_the_code_makes(kind: str) -> None:
    """Renew it with `tracker law schema --write`."""
    on_file = (PACKAGED / SCHEMA_FOLDER / f"{kind}.json").read_text(encoding="utf-8")

    assert on_file == schema_text(kind)


@pytest.mark.parametrize("kind", SHELF_OF)
def test_the_schema_is_one_of_its_dialect(kind: str) -> None:
    Draft202012Validator.check_schema(file_schema(kind))


def test_every_file_of_the_library_keeps_to_its_schema() -> None:
    names = {path.relative_to(PACKAGED).as_posix(): path for path in EVERY_FILE}
    found = {name: faults(name, path.read_text("utf-8")) for name, path in names.items()}

    assert {name: wrong for name, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("file", FILES)
def test_the_small_library_keeps_to_its_schema(file: str) -> None:
    assert faults(file, FILES[file]) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        (LAW, 'unit = "working-day"', 'unit = "workday"', "stage.reply.limit.0.unit: enum"),
        (LAW, "length = 10", "length = 0", "stage.reply.limit.0.length: minimum"),
        (LAW, "length = 10", 'length = "ten"', "stage.reply.limit.0.length: type"),
        (LAW, "length = 10", "lenght = 10", "stage.reply.limit.0: additionalProperties"),
        (LAW, 'official_text = "the gazette"\n', "", ": required"),
        (LAW, "since = 2020-01-01\nlength", "length", "stage.reply.limit.0: required"),
        (LAW, 'unit = "working-day"', 'unit = "month"', "stage.reply.limit.0: required"),
        (
            LAW,
            'unit = "working-day"\nfirst_day = "next"',
            'unit = "hour"\nfirst_day = "same"',
            "stage.reply.limit.0.first_day: const",
        ),
        (
            LAW,
            'counts_from = ["received"]',
            "counts_from = []",
            "stage.reply.counts_from: minItems",
        ),
        (
            LAW,
            'counts_from = ["received"]',
            'counts_from = ["recieved"]',
            "stage.reply.counts_from.0: enum",
        ),
        (LAW, 'title = { en = "A law" }', 'title = "A law"', "title: type"),
        (LAW, 'title = { en = "A law" }', 'title = { EN = "A law" }', "title: pattern"),
        (LAW, "event = 2024-04-01", 'event = "April"', "stage.reply.example.0.event: pattern"),
        (LAW, "schema = 1", "schema = 2", "schema: const"),
        (CALENDAR, '["sat", "sun"]', '["sat", "sunday"]', "weekend.0.weekdays.1: enum"),
    ],
)
def test_what_the_reader_would_refuse_is_underlined(
    file: str, old: str, new: str, fault: str
) -> None:
    assert fault in faults(file, str(spoiled(file, old, new)[file]))


@pytest.mark.parametrize(
    "table",
    [law.Law, law.Stage, limits.Limit, limits.Extension, limits.Pause, limits.Outer, law.Example],
)
def test_an_editor_explains_every_word_of_a_count(table: type) -> None:
    schema = file_schema("law")
    words = (schema if table is law.Law else schema["$defs"][table.__name__])["properties"]
    plain = ("string", "integer", "boolean")

    unexplained = [
        word
        for word, node in words.items()
        if node.get("type") in plain and "description" not in node
    ]
    assert unexplained == []


def test_the_command_prints_a_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["law", "schema", "calendar"]) == 0

    assert capsys.readouterr().out == schema_text("calendar")


def test_a_kind_that_is_none_is_refused_with_those_that_are() -> None:
    with pytest.raises(BadInput, match="no file of a “lawyer”; it is one of law, calendar, body"):
        schema_text("lawyer")


def test_all_schemas_are_written_into_the_folder_of_the_library(tmp_path: Path) -> None:
    written = list(write_schemas(tmp_path))

    assert sorted(path.name for path in written) == sorted(f"{kind}.json" for kind in SHELF_OF)
    assert {path.parent for path in written} == {tmp_path / SCHEMA_FOLDER}
    assert (tmp_path / SCHEMA_FOLDER / "law.json").read_text("utf-8") == schema_text("law")
