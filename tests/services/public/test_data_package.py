"""The data package: the record as tables, the same each time they are made, safe in a
spreadsheet."""

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.offices import AYESHA, BY, Clock
from tests.web.record_scenes import (
    a_corrected_silence,
    a_late_answer,
    a_refusal,
    a_silence,
    a_withheld_record,
)
from tracker.domain.base.errors import NotOnFile
from tracker.domain.base.terms import WithheldBecause
from tracker.domain.library import Library
from tracker.domain.record.record import Record
from tracker.services.core.office import Office
from tracker.services.public.data_columns import CellKind, DataColumn
from tracker.services.public.data_files import renew
from tracker.services.public.data_package import (
    LIBRARY_FILES,
    cell,
    dictionary,
    file_names,
    write_package,
)
from tracker.services.public.data_rows import library_rows, record_rows
from tracker.services.public.data_tables import DATA_TABLES
from tracker.services.publishing.publishing import withhold

SCENES = (a_silence, a_refusal, a_late_answer, a_corrected_silence, a_withheld_record)


@dataclass
class Drawer:
    """A folder in memory."""

    files: dict[str, bytes] = field(default_factory=dict)

    @contextmanager
    def open(self, name: str) -> Iterator[BinaryIO]:
        assert name not in self.files
        with io.BytesIO() as file:
            yield file
            self.files[name] = file.getvalue()


def made(office: Office) -> dict[str, bytes]:
    """All files of the package."""
    drawer = Drawer()
    write_package(office, drawer)
    return {name: drawer.files[name] for name in file_names()}


def lines(files: dict[str, bytes], name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in files[f"{name}.jsonl"].splitlines()]


def rows(files: dict[str, bytes], name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files[f"{name}.csv"].decode(), newline="")))


def test_an_empty_record_makes_whole_files(office: Office) -> None:
    files = made(office)

    assert set(files) == set(file_names())
    assert lines(files, "requests") == rows(files, "requests") == []
    assert files["requests.csv"].startswith(b"reference,version,as_of,")
    assert len(lines(files, "laws")) == len(office.library.laws)


def test_files_of_the_library_are_the_same_whatever_is_published(office: Office) -> None:
    before = made(office)
    for scene in SCENES:
        scene(office)
    after = made(office)

    assert len(LIBRARY_FILES) > 20
    assert {name: before[name] for name in LIBRARY_FILES} == {
        name: after[name] for name in LIBRARY_FILES
    }


def test_both_forms_tell_the_same_of_everything_shown(office: Office) -> None:
    for scene in SCENES:
        scene(office)
    files = made(office)

    for name, table in DATA_TABLES.items():
        told, read = lines(files, name), rows(files, name)
        assert len(told) == len(read)
        for one, other in zip(told, read, strict=True):
            cells = {column.name: cell(column, one[column.name]) for column in table.columns}
            assert cells == other
        keys = [tuple(str(row[name]) for name in table.key) for row in told]
        assert len(set(keys)) == len(keys), f"two rows of {name} are told apart by nothing"
        for row in told:
            lacking = {column.name for column in table.columns if row[column.name] is None}
            assert lacking <= {column.name for column in table.columns if column.may_lack}


def test_a_silence_is_in_it_with_its_days(office: Office) -> None:
    reference = a_silence(office)
    files = made(office)

    (request,) = lines(files, "requests")
    assert (request["reference"], request["silent"], request["asked_on"]) == (
        reference,
        True,
        "2024-03-18",
    )
    assert request["answered_on"] is None
    # Ten working days after Monday 18 March 2024 end on 1 April, twenty of them on 18 April, as
    # Eid ul-Fitr closed the offices from 10 to 12 April.
    lapses = [row["event"] for row in lines(files, "events") if "latest" in row["event"]]
    assert [each["latest"] for each in lapses] == ["2024-04-01", "2024-04-18"]
    assert [each["provisional"] for each in lapses] == [False, False]


def test_a_withheld_record_leaves_only_its_notice(office: Office) -> None:
    reference = a_withheld_record(office)
    files = made(office)

    holding = {name for name, data in files.items() if reference.encode() in data}
    assert holding == {"notices.csv", "notices.jsonl"}


def test_nobody_who_asked_is_named(office: Office) -> None:
    for scene in SCENES:
        scene(office)

    for data in made(office).values():
        assert AYESHA.name.encode() not in data
        assert b"ayesha@" not in data


def test_the_same_record_gives_the_same_bytes(office: Office, clock: Clock) -> None:
    for scene in SCENES:
        scene(office)
    before = made(office)
    clock.set(clock().date().replace(year=2030))

    assert made(office) == before


def test_the_description_names_every_file_with_its_digest(office: Office) -> None:
    a_silence(office)
    files = made(office)
    described = json.loads(files["datapackage.json"])

    assert described["demonstration"] is True
    assert "demonstration" in files["README.md"].decode()
    named = {each["path"]: each for each in described["resources"]}
    of_library = {"library-datapackage.json", "CITATION.cff"}
    assert set(named) == set(files) - {"datapackage.json", "README.md"} - of_library
    for path, resource in named.items():
        assert resource["bytes"] == len(files[path])
        assert resource["hash"] == f"sha256:{hashlib.sha256(files[path]).hexdigest()}"
        if files[path]:
            fields = [field["name"] for field in resource["schema"]["fields"]]
            assert fields == columns_of(path, files[path])


def columns_of(path: str, file: bytes) -> list[str]:
    """The columns of a row, in the order in which the file has them: a program that takes them
    by their place finds each where the description says."""
    first = file.decode().splitlines()[0]
    return first.split(",") if path.endswith(".csv") else list(json.loads(first))


def test_lines_of_which_there_are_none_are_described_as_no_table(office: Office) -> None:
    described = json.loads(made(office)["datapackage.json"])

    kinds = {each["path"]: each["type"] for each in described["resources"]}
    assert (kinds["notices.csv"], kinds["notices.jsonl"]) == ("table", "file")
    assert kinds["laws.jsonl"] == "table"


def test_every_row_keeps_the_constraints_of_the_description(office: Office) -> None:
    """Table Schema: a cell that is one of `missingValues` lacks, and what is required does not."""
    for scene in SCENES:
        scene(office)
    files = made(office)

    tables = [
        each
        for each in json.loads(files["datapackage.json"])["resources"]
        if each["type"] == "table"
    ]
    for resource in tables:
        schema, name = resource["schema"], resource["name"].removesuffix("-lines")
        found = rows(files, name) if resource["format"] == "csv" else lines(files, name)
        for each in schema["fields"]:
            cells = [row[each["name"]] for row in found]
            lacks = [one is None or one in schema["missingValues"] for one in map(_text, cells)]
            if words := each["constraints"].get("enum"):
                assert set(cells) <= {*words, None, ""}
            required = each["constraints"]["required"] or each["name"] in schema["primaryKey"]
            assert not (required and any(lacks)), f"{resource['path']}: {each['name']}"


def _text(cell: object) -> str | None:
    return cell if cell is None or isinstance(cell, str) else repr(cell)


def test_an_office_without_a_name_has_a_description_that_can_be_read(office: Office) -> None:
    described = json.loads(made(office)["datapackage.json"])

    assert not described["title"].endswith(": ")
    assert all(source["title"] for source in described["sources"])


def test_the_dictionary_explains_every_column() -> None:
    words = dictionary(live=True)

    for table in DATA_TABLES.values():
        for column in table.columns:
            assert f"| `{column.name}` | {column.kind} | {column.meaning} |" in words


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff20"])
def test_a_spreadsheet_finds_no_formula(first: str) -> None:
    text, listed = DataColumn("a", CellKind.TEXT, ""), DataColumn("b", CellKind.LIST, "")

    assert cell(text, f"{first}1+1") == f"'{first}1+1"
    assert cell(listed, [f"{first}1"]) == f"'{first}1"


FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def unguarded(written: str) -> str:
    """A cell as the dictionary tells a reader to take it."""
    return written[1:] if re.match(f"'+[{re.escape(''.join(FORMULAS))}]", written) else written


@given(st.text() | st.builds("{}{}{}".format, st.text("'"), st.sampled_from(FORMULAS), st.text()))
def test_no_text_begins_as_a_formula_does(words: str) -> None:
    written = cell(DataColumn("a", CellKind.TEXT, ""), words)

    assert not written.startswith(FORMULAS)
    assert unguarded(written) == words


def test_numbers_and_days_are_left_as_they_are() -> None:
    assert cell(DataColumn("a", CellKind.NUMBER, ""), -3) == "-3"
    assert cell(DataColumn("a", CellKind.YES_OR_NO, ""), False) == "false"
    assert cell(DataColumn("a", CellKind.DAY, "", may_lack=True), None) == ""


def test_files_are_made_again_after_a_change_and_not_before_their_time(
    office: Office, clock: Clock
) -> None:
    assert renew(office)
    assert not renew(office), "nothing changed"
    a_silence(office)
    assert not renew(office), "what comes close together is taken together"
    clock.moment = clock.moment.replace(minute=clock.moment.minute + 5)
    assert renew(office)

    a_withheld_record(office)
    assert renew(office), "what was withheld does not wait"


def test_what_broke_off_leaves_the_files_before_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    renew(office)
    with office.data.open("laws.csv") as file:
        before = file.read()
    a_withheld_record(office)
    monkeypatch.setattr("tracker.services.public.data_package.dictionary", lambda **_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        renew(office)

    with office.data.open("laws.csv") as file:
        assert file.read() == before


def given_out(office: Office) -> dict[str, bytes]:
    """All files of the package as they are offered."""
    files = {}
    for name in file_names():
        with office.data.open(name) as file:
            files[name] = file.read()
    return files


class Nothing:
    """A shelf on which nothing was put yet."""

    def open(self, name: str) -> BinaryIO:
        raise NotOnFile(name)


def wholly_made(office: Office) -> dict[str, bytes]:
    """The package as it comes out where nothing of before is at hand."""
    return made(replace(office, data=Nothing()))  # type: ignore[arg-type]


@pytest.fixture
def read_again(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The references of the records of which the rows were made, and not taken over."""
    seen: list[str] = []

    def rows_of(record: Record, *rest: Any) -> Any:
        seen.append(record.reference)
        return record_rows(record, *rest)

    monkeypatch.setattr("tracker.services.public.data_package.record_rows", rows_of)
    return seen


def test_what_is_taken_over_is_byte_for_byte_what_a_whole_making_gives(
    office: Office, read_again: list[str]
) -> None:
    references: list[str] = []
    # Each scene comes before, between or after the others; references are random.
    for scene in (*SCENES, *SCENES):
        references.append(scene(office))
        renew(office, at_once=True)
        made_again = read_again.copy()
        assert given_out(office) == wholly_made(office)
        read_again.clear()
        assert len(made_again) <= 1, "nothing but the record that came"

    withhold(office, references[0], WithheldBecause.SAFETY, by=BY)
    renew(office, at_once=True)
    assert not read_again
    assert given_out(office) == wholly_made(office)
    assert references[0].encode() not in given_out(office)["events.csv"]


def test_tables_of_a_library_are_taken_over_until_it_changes(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_of = list[str]()

    def rows_of(library: Library) -> Any:
        made_of.append(library.digest)
        return library_rows(library)

    renew(office)
    monkeypatch.setattr("tracker.services.public.data_package.library_rows", rows_of)
    a_silence(office)
    renew(office, at_once=True)
    assert not made_of
    assert given_out(office) == wholly_made(office)

    made_of.clear()
    renew(replace(office, library=replace(office.library, digest="9" * 64)), at_once=True)
    assert made_of == ["9" * 64]


@pytest.mark.parametrize(
    "name", ["parts.json", "parts.jsonl", "questions.jsonl", "requests.csv", "laws.jsonl"]
)
def test_nothing_is_taken_over_from_files_that_were_altered(
    office: Office, tmp_path: Path, name: str, read_again: list[str]
) -> None:
    first = a_silence(office)
    renew(office)
    (file,) = tmp_path.rglob(name)
    file.write_bytes(file.read_bytes().replace(b"1", b"2"))
    read_again.clear()
    second = a_refusal(office)
    renew(office, at_once=True)

    assert sorted(read_again) == sorted([first, second])
    assert given_out(office) == wholly_made(office)


def test_another_version_of_the_tables_makes_all_rows_again(
    office: Office, monkeypatch: pytest.MonkeyPatch, read_again: list[str]
) -> None:
    reference = a_silence(office)
    renew(office)
    read_again.clear()
    monkeypatch.setattr("tracker.services.public.data_package.FORM_OF_TABLES", "9.9")

    assert renew(office, at_once=True), "though no record changed"
    assert read_again == [reference]
