"""The law library as a data package of its own."""

import hashlib
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import pytest
import yaml

from tests.lawfiles.shipped import shipped
from tracker.cli import main
from tracker.domain.base.errors import BadInput
from tracker.services.core.office import Office
from tracker.services.public.data_files import renew
from tracker.services.public.library_package import write_library_package

LIBRARY = shipped()
DOI = "10.5281/zenodo.123456"
LAW_TABLES = ("laws", "limits", "stages", "who_may_ask", "exemptions", "powers")


class Files:
    """A folder in memory."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    @contextmanager
    def open(self, name: str) -> Iterator[BinaryIO]:
        assert name not in self.files
        file = io.BytesIO()
        yield file
        self.files[name] = file.getvalue()


def package(doi: str = "") -> dict[str, bytes]:
    folder = Files()
    write_library_package(LIBRARY, folder, doi)
    return folder.files


def test_the_description_names_each_file_with_its_hash() -> None:
    files = package()
    described = json.loads(files["datapackage.json"])

    paths = {each["path"] for each in described["resources"]}
    assert paths == files.keys() - {"datapackage.json", "README.md", "CITATION.cff"}
    for each in described["resources"]:
        assert each["hash"] == f"sha256:{hashlib.sha256(files[each['path']]).hexdigest()}"
        assert each["bytes"] == len(files[each["path"]])
    assert {f"{name}.csv" for name in LAW_TABLES} <= paths
    assert not any("request" in path or "notice" in path for path in paths)
    assert described["licenses"][0]["name"] == "CC-BY-4.0"
    assert described["library"] == LIBRARY.digest


def test_the_version_is_the_newest_day_in_the_histories_of_the_laws() -> None:
    newest = max(change.on for law in LIBRARY.laws.values() for change in law.changes)
    cited = yaml.safe_load(package()["CITATION.cff"])

    assert cited["version"] == f"{newest.year}.{newest.month}.{newest.day}"
    assert cited["date-released"] == newest
    assert cited["type"] == "dataset"
    assert cited["identifiers"][0]["value"] == f"sha256:{LIBRARY.digest}"
    assert "doi" not in cited


def test_a_doi_stands_in_the_citation_and_the_description() -> None:
    files = package(DOI)

    assert yaml.safe_load(files["CITATION.cff"])["doi"] == DOI
    assert json.loads(files["datapackage.json"])["id"] == f"https://doi.org/{DOI}"


@pytest.mark.parametrize("doi", ["doi", f"https://doi.org/{DOI}", "10.1/x", f"{DOI}\n"])
def test_what_is_no_doi_is_refused_before_anything_is_written(doi: str) -> None:
    folder = Files()

    with pytest.raises(BadInput, match="is not a DOI"):
        write_library_package(LIBRARY, folder, doi)
    assert not folder.files


def test_the_dictionary_explains_the_tables_of_the_library_alone() -> None:
    words = package()["README.md"].decode()

    assert words.startswith("# The law library as tables\n")
    for name in LAW_TABLES:
        assert f"\n## {name}\n" in words
    assert "\n## requests\n" not in words


def test_an_office_offers_the_same_tables_with_the_same_hashes(office: Office) -> None:
    renew(office)
    with office.data.open("library-datapackage.json") as file:
        offered = json.load(file)
    with office.data.open("CITATION.cff") as file:
        cited = yaml.safe_load(file)

    alone = json.loads(package()["datapackage.json"])
    assert offered["library"] == office.library.digest == LIBRARY.digest
    assert offered["resources"] == alone["resources"]
    assert cited["version"] == alone["version"]


def test_silence_appeal_and_who_may_ask_are_in_the_tables() -> None:
    def rows(name: str) -> dict[str, dict[str, object]]:
        lines = package()[f"{name}.jsonl"].splitlines()
        return {str(row["key"]): row for row in map(json.loads, lines)}

    # Law 19/2013 of Spain: article 20(4), a complaint to the Council, article 12.
    stages = {
        row["stage"]: row for row in rows("stages").values() if row["law"] == "es-ltaibg-2013"
    }
    assert stages["reply"]["silence"] == "deemed-refusal"
    assert "article 20(4)" in str(stages["reply"]["silence_sections"])
    assert stages["complaint"]["remedy"] == "complaint"
    assert stages["complaint"]["actor"] == "requester"
    asking = rows("who_may_ask")["es-ltaibg-2013"]
    assert str(asking["says"]).startswith("Every person (article 12).")
    assert asking["read_in"] == "official-copy"
    exemptions = [row for row in rows("exemptions").values() if row["law"] == "es-ltaibg-2013"]
    assert len(exemptions) == len(LIBRARY.laws["es-ltaibg-2013"].exemptions)
    (foreseen,) = (row for row in exemptions if row["exemption"] == "art14-1-a")
    assert foreseen["effect"] == "may-refuse"
    assert (foreseen["test"], foreseen["test_says"]) == (
        "harm",
        "access would mean harm to national security",
    )
    assert (foreseen["public_interest"], foreseen["override"]) == ("qualified", "article 14(2)")
    assert (foreseen["ends_after_years"], foreseen["ends"], foreseen["approval"]) == (None,) * 3
    uruguay = next(row for row in rows("exemptions").values() if row["law"] == "uy-daip-2008")
    assert (uruguay["public_interest"], uruguay["override"]) == ("absolute", None)
    assert uruguay["ends_after_years"] == 15
    assert uruguay["approval"] == "a reasoned decision of classification"


def test_the_command_writes_a_new_folder_and_no_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    into = tmp_path / "package"

    assert main(["law", "package", str(into), "--shipped", "--doi", DOI]) == 0
    assert capsys.readouterr().out.startswith("version 20")
    assert (into / "CITATION.cff").read_bytes() == package(DOI)["CITATION.cff"]
    assert main(["law", "package", str(into), "--shipped"]) == 2
    assert "is not an empty folder. Name a new one." in capsys.readouterr().err
    assert main(["law", "package", str(tmp_path / "x"), "--shipped", "--doi", "mine"]) == 2
    assert not (tmp_path / "x").exists()
