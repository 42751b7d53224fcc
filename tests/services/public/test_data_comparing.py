"""The tables of a copy are what its records give, and a cell that is not is found."""

from dataclasses import replace

import pytest

from tests.services.public.test_data_package import SCENES, made
from tracker.services.core.office import Office
from tracker.services.public.data_comparing import differing

Files = dict[str, bytes]


@pytest.fixture
def files(office: Office) -> Files:
    """The records of a copy and its tables."""
    for scene in SCENES:
        scene(office)
    tables = {f"data/{name}": data for name, data in made(office).items()}
    records = {
        f"requests/{line.reference}.json": office.records.published(line.reference)
        for line in office.records.lines()
    }
    assert len(records) == len(SCENES) - 1
    return tables | records


def found(files: Files, office: Office) -> list[str]:
    return list(differing(files.keys(), files.__getitem__, office.library))


def test_what_the_office_wrote_is_what_its_records_give(files: Files, office: Office) -> None:
    assert found(files, office) == []


@pytest.mark.parametrize(
    ("table", "was", "is_now", "line"),
    [
        ("requests.csv", b",silent,", b",silenT,", 1),
        ("deadlines.jsonl", b'"stage":"reply"', b'"stage":"repla"', 1),
        ("blocks.csv", b"pk-x-2024", b"pk-x-2025", None),
        ("events.csv", b"drafted", b"draftee", None),
    ],
)
def test_a_changed_cell_is_found_with_its_line(
    files: Files, office: Office, table: str, was: bytes, is_now: bytes, line: int | None
) -> None:
    name = f"data/{table}"
    assert was in files[name]
    wanted = line or files[name].split(was)[0].count(b"\n") + 1
    files[name] = files[name].replace(was, is_now, 1)

    assert found(files, office) == [
        f"{name}: line {wanted} is not what the records of the copy give"
    ]


def test_a_line_too_many_or_too_few_is_found(files: Files, office: Office) -> None:
    whole = files["data/questions.jsonl"]
    number = whole.count(b"\n")
    said = "data/questions.jsonl: line {} is not what the records of the copy give"

    files["data/questions.jsonl"] = whole + b"{}\n"
    assert found(files, office) == [said.format(number + 1)]
    files["data/questions.jsonl"] = whole[: whole.rstrip(b"\n").rindex(b"\n") + 1]
    assert found(files, office) == [said.format(number)]


def test_tables_of_another_edition_of_the_library_are_left_out(
    files: Files, office: Office
) -> None:
    """Those of the records are not: the countries of bodies are taken from the copy."""
    other = replace(office.library, digest="0" * 64, blocks={}, bodies={}, laws={})

    assert list(differing(files.keys(), files.__getitem__, other)) == []
    requests = files["data/requests.jsonl"]
    files["data/requests.jsonl"] = requests.replace(b'"country":"', b'"country":"x', 1)
    (told,) = differing(files.keys(), files.__getitem__, other)
    assert told.startswith("data/requests.jsonl: line 1 ")
