"""Reading the library: the packaged one, and what makes an edition."""

from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from tests.lawfiles.small_library import FILES, LAW, spoiled, write
from tracker.domain.base.days import Span
from tracker.domain.calendar import workdays
from tracker.domain.law import law, limits, pleas
from tracker.domain.law.law import ReadIn
from tracker.domain.law.limits import FirstDay, LastDay, Unit
from tracker.domain.library import Library
from tracker.lawfiles import LibraryFaults, read_library, reader
from tracker.lawfiles.filling import Filling
from tracker.lawfiles.json_schema import SHELF_OF, file_schema
from tracker.lawfiles.reader import LIBRARY_FOLDERS, PACKAGED
from tracker.lawfiles.shape import shape_of


def test_the_small_library_is_read_into_the_domain(tmp_path: Path) -> None:
    library = read_library(write(tmp_path, dict(FILES)))

    small = library.law("xx-law-2020")
    (limit,) = small.stage("reply").limits
    assert limit.span == Span(date(2020, 1, 1))
    assert (limit.length, limit.unit) == (10, Unit.WORKING_DAY)
    assert (limit.first_day, limit.last_day) == (FirstDay.NEXT, LastDay.STANDS)
    assert small.provisions["s9"].source.read_in is ReadIn.MEMORY
    assert library.calendars["xx-offices"].weekends[0].weekdays == frozenset({5, 6})
    assert library.body("xx-office").key == "xx-office"
    assert library.question("order").disclosable == {"xx-law-2020": ("s1",)}


def test_the_packaged_library_is_read_without_a_complaint(library: Library) -> None:
    assert "pk-raia-2017" in library.laws
    assert "pk-federal-islamabad" in library.calendars


def test_every_file_of_the_packaged_library_stands_on_a_shelf() -> None:
    folders = {path.parent.name for path in PACKAGED.rglob("*.toml")}

    # Days announced later are written into their calendar before a version is shipped.
    assert folders == {*LIBRARY_FOLDERS, "snapshots", "wordings"} - {"announced"}


def test_an_edition_is_known_by_every_byte_and_every_name(tmp_path: Path) -> None:
    first = read_library(write(tmp_path / "1", dict(FILES)))
    same = read_library(write(tmp_path / "2", dict(FILES)))
    other_byte = read_library(
        write(tmp_path / "3", spoiled("bodies/xx.toml", "1 Street", "2 Street"))
    )
    renamed = dict(FILES)
    renamed["bodies/yy.toml"] = renamed.pop("bodies/xx.toml")
    other_name = read_library(write(tmp_path / "4", dict(renamed)))

    assert first.digest == same.digest
    assert len({first.digest, other_byte.digest, other_name.digest}) == 3


def test_a_law_carries_the_digest_of_its_own_file(tmp_path: Path) -> None:
    small = read_library(write(tmp_path, dict(FILES))).law("xx-law-2020")

    assert small.digest == sha256(LAW.encode()).hexdigest()


def test_a_file_saved_on_windows_is_read_as_well(tmp_path: Path) -> None:
    windows = b"\xef\xbb\xbf" + LAW.replace("\n", "\r\n").encode()

    library = read_library(write(tmp_path, {**FILES, "laws/xx-law-2020.toml": windows}))

    assert str(library.law("xx-law-2020").title) == "A law"


def test_words_over_several_lines_are_read_as_one(tmp_path: Path) -> None:
    files = spoiled(
        "laws/xx-law-2020.toml", 'status = { en = "In force." }', 'status.en = """In\n  force."""'
    )

    assert str(read_library(write(tmp_path, files)).law("xx-law-2020").status) == "In force."


def test_where_there_is_no_library_the_reader_says_so(tmp_path: Path) -> None:
    with pytest.raises(LibraryFaults) as faults:
        read_library(tmp_path / "nowhere")

    assert str(faults.value).endswith("nowhere: there is no law library here.")


TABLES_OF_A_LAW = (
    law.Eligibility,
    law.Example,
    pleas.Exemption,
    limits.Extension,
    law.Fact,
    limits.Gap,
    limits.Ground,
    law.LetterPoint,
    limits.Limit,
    limits.Outer,
    limits.Pause,
    law.Provision,
    pleas.RefusalDuty,
    pleas.Forum,
    pleas.LawDeclaration,
    pleas.Relief,
    law.Silence,
    law.Source,
    law.Stage,
    limits.Transfer,
    workdays.DayOff,
    workdays.Doubtful,
    workdays.Holiday,
    workdays.Package,
    workdays.Weekend,
    workdays.Worked,
)


def words_of_all_tables() -> set[str]:
    """Every word that some table of the schema may hold, the tables within tables included."""
    shapes = [shape_of(shelf.cls) for shelf in LIBRARY_FOLDERS.values()]
    shapes += [shape_of(cls) for cls in TABLES_OF_A_LAW]
    return {word for shape in shapes for word in shape.allowed}


def test_the_readme_for_lawyers_explains_every_word() -> None:
    readme = (PACKAGED / "README.md").read_text(encoding="utf-8")

    assert [word for word in sorted(words_of_all_tables()) if word not in readme] == []


@pytest.mark.parametrize("kind", SHELF_OF)
def test_the_readme_for_lawyers_names_every_word_that_is_allowed_as_a_value(kind: str) -> None:
    readme = (PACKAGED / "README.md").read_text(encoding="utf-8")
    tables = file_schema(kind)["$defs"].values()
    values = {value for table in tables for value in table.get("enum", ())}

    assert [value for value in sorted(values) if f"`{value}`" not in readme] == []


def test_a_file_that_is_saved_while_the_library_is_read_again_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The digest is taken first, so what is read then must be of the same bytes."""
    folder = write(tmp_path, FILES)
    read_library(folder)
    law, files = folder / "laws" / "xx-law-2020.toml", reader.library_files
    law.write_text(LAW.replace("1 of 2020", "2 of 2020"), "utf-8")

    def saved_before(read_from: Path) -> list[reader.File]:
        law.write_text(LAW.replace("1 of 2020", "3 of 2020"), "utf-8")
        return files(read_from)

    monkeypatch.setattr(reader, "library_files", saved_before)
    library = read_library(folder)

    assert str(library.laws["xx-law-2020"].number) == "3 of 2020"
    assert library.digest == reader.library_digest(files(folder))


def test_equal_words_of_two_files_are_one_object_if_they_are_in_one_order() -> None:
    same: dict[object, object] = {}
    one, two = (Filling(name, "", same) for name in ("one.toml", "two.toml"))
    reply, again = ({"en": " ".join(["A", "reply"]), "ur": "جواب"} for _ in range(2))
    first = one.text(reply, "")

    assert two.text(again, "") is first
    turned = two.text(dict(reversed(again.items())), "")
    assert turned.languages() == ("ur", "en"), "the original is another one"
    assert turned.words["ur"] is first.words["ur"]
    assert two.plain(date(2024, 3, 1), "", date) is two.plain(date(2024, 3, 1), "", date)
    # One is equal to true, and another value all the same.
    assert two.plain(1, "", int) is not two.plain(True, "", bool)
