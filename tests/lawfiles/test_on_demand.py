"""The library whose entries are read when they are used: the same library, or the whole of it."""

import shutil
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest
import tomli

from tests.lawfiles.small_library import FILES, LAW, write
from tracker.domain.calendar.workdays import Calendar
from tracker.domain.library import Library
from tracker.lawfiles import LibraryFaults, read_library, reader
from tracker.lawfiles.on_demand.contents import LIST_OF_CONTENTS, write_contents
from tracker.lawfiles.on_demand.opening import open_library
from tracker.lawfiles.reader import LIBRARY_FOLDERS, PACKAGED

CLOSURE = """\
schema = 1
key = "xx-closed"
calendar = "xx-offices"
name = { en = "Day of mourning" }
days = [2024-07-02]
office_is = "closed"
announced_by = { en = "The government" }
source = { where = "the gazette", read_in = "official-text" }
"""


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts of the files that are parsed from now on, as in a process of its own."""
    reader._read.cache_clear()
    reader._filled.cache_clear()
    texts: list[str] = []
    parse = tomli.loads

    def loads(text: str) -> dict[str, object]:
        texts.append(text)
        return parse(text)

    monkeypatch.setattr("tracker.lawfiles.filling.tomli.loads", loads)
    return texts


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the shipped library with its list of contents."""
    folder = tmp_path_factory.mktemp("shipped") / "library"
    without_list = shutil.ignore_patterns(LIST_OF_CONTENTS)
    shutil.copytree(PACKAGED, folder, ignore=without_list)
    write_contents(folder)
    return folder


def listed(folder: Path, **more: str) -> Path:
    """The small library and further files, with its list of contents."""
    write_contents(write(folder, {**FILES, **more}))
    reader._read.cache_clear()
    return folder


def entries(library: Library) -> Iterator[tuple[str, dict[str, object]]]:
    """The entries of each folder, in their order."""
    for folder in LIBRARY_FOLDERS:
        yield folder, {key: _facts(each) for key, each in getattr(library, folder).items()}


def _facts(entry: object) -> object:
    """An entry as its facts: a calendar itself equals no other."""
    if isinstance(entry, Calendar):
        return [getattr(entry, each.name) for each in fields(entry)]
    return entry


def test_every_entry_of_the_shipped_library_is_the_same(shipped: Path) -> None:
    opened, whole = open_library(shipped), read_library(PACKAGED)

    for (folder, one), (_, other) in zip(entries(opened), entries(whole), strict=True):
        assert list(one) == list(other), folder
        assert one == other, folder
    assert opened.digest == whole.digest


def test_a_law_and_its_calendar_are_read_and_no_other_file(
    shipped: Path, parsed: list[str]
) -> None:
    library = open_library(shipped)
    assert parsed == []
    assert "pk-raia-2017" in library.laws
    assert parsed == []

    law = library.law("pk-raia-2017")
    library.workdays(law, law.first_stage(), "pk-pta")
    library.law("pk-raia-2017")

    keys = [tomli.loads(text).get("key", "") for text in parsed[:]]
    assert len(keys) <= 4
    assert {"pk-raia-2017", law.calendar} <= set(keys)


def test_an_announced_day_is_in_its_calendar(tmp_path: Path) -> None:
    folder = listed(tmp_path, **{"announced/xx-closed.toml": CLOSURE})

    for library in (open_library(folder), read_library(folder)):
        step = library.calendar("xx-offices").for_body(None).skip(date(2024, 7, 2))
        assert step is not None
        assert str(step.names[0]) == "Day of mourning"


def test_an_unknown_key_is_refused_as_ever(shipped: Path) -> None:
    with pytest.raises(Exception, match="There is no law “pk-raia-2071”") as opened:
        open_library(shipped).law("pk-raia-2071")
    with pytest.raises(Exception, match="There is no law “pk-raia-2071”") as whole:
        read_library(shipped).law("pk-raia-2071")

    assert str(opened.value) == str(whole.value)


def test_a_fault_anywhere_is_a_refusal_although_there_is_a_list(tmp_path: Path) -> None:
    folder = listed(tmp_path)
    body = folder / "bodies/xx.toml"
    body.write_text(body.read_text().replace('calendar = "xx-offices"', 'calendar = "gone"'))

    with pytest.raises(LibraryFaults, match="gone"):
        open_library(folder)


@pytest.mark.parametrize("change", ["added", "removed", "other-byte"])
def test_with_another_file_everything_is_read(
    tmp_path: Path, change: str, parsed: list[str]
) -> None:
    folder = listed(tmp_path)
    if change == "added":
        second = LAW.replace("xx-law-2020", "xx-law-2021")
        (folder / "laws/xx-law-2021.toml").write_text(second)
    elif change == "removed":
        (folder / "statements/xx-statement.toml").unlink()
    else:
        law = folder / "laws/xx-law-2020.toml"
        law.write_text(law.read_text() + "\n")
    parsed.clear()

    library = open_library(folder)

    assert len(parsed) >= len(FILES) - 1
    assert list(entries(library)) == list(entries(read_library(folder)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"laws/xx-law-2020.toml", b"laws/xx-law-2021.toml"),
        (b'"digest"', b'"digset"'),
        (b"0.", b"9."),
        (b"}}", b""),
    ],
)
def test_a_damaged_list_or_that_of_another_version_is_not_used(
    tmp_path: Path, old: bytes, new: bytes, parsed: list[str]
) -> None:
    folder = listed(tmp_path)
    file = folder / LIST_OF_CONTENTS
    assert old in file.read_bytes()
    file.write_bytes(file.read_bytes().replace(old, new, 1))
    reader._filled.cache_clear()
    parsed.clear()

    library = open_library(folder)

    assert len(parsed) == len(FILES)
    assert list(entries(library)) == list(entries(read_library(folder)))


def test_a_library_with_faults_gets_no_list(tmp_path: Path) -> None:
    folder = write(tmp_path, {**FILES, "laws/xx-law-2020.toml": "schema = 2\n"})

    with pytest.raises(LibraryFaults):
        write_contents(folder)

    assert not [path for path in folder.iterdir() if path.is_file()]
