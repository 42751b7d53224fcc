"""The guide for lawyers: its steps are carried out, and its fragments are those of the files."""

import re
import shutil
from pathlib import Path

import pytest

from tracker.cli import main
from tracker.domain.library import Library
from tracker.lawfiles import read_library
from tracker.lawfiles.checks import examine_library

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs/adding-a-law.md").read_text(encoding="utf-8")
EXAMPLE = ROOT / "docs/example-law"
LAW = Path("laws/qv-ria-2015.toml")
FILES = {path: path.read_text(encoding="utf-8") for path in sorted(EXAMPLE.rglob("*.toml"))}
FRAGMENTS = re.findall(r"^```toml\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
CHECKS = re.findall(
    r"<!-- check: (\S+) = (.*?) -->\n```text\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL
)
PRINTED = re.findall(r"^```text\n\$ \.venv/bin/tracker (.*?)\n(.*?)^```$", GUIDE, re.M | re.DOTALL)
SPOILED = re.findall(r"^\| `(.+?)` became (?:`(.+?)`|nothing) \| (.+?) \| .+ \|$", GUIDE, re.M)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the invented law's library, to be spoiled."""
    return Path(shutil.copytree(EXAMPLE, tmp_path / "library"))


def test_the_guide_shows_what_the_tests_hold() -> None:
    assert len(FRAGMENTS) > 30
    assert len(CHECKS) == 2
    assert len(PRINTED) == 2
    assert len(SPOILED) == 15


def test_every_fragment_of_the_guide_stands_in_the_files() -> None:
    whole = "\0".join(FILES.values())
    assert [fragment for fragment in FRAGMENTS if fragment not in whole] == []


def test_the_invented_law_has_no_complaint() -> None:
    assert [str(complaint) for complaint in examine_library(EXAMPLE).complaints] == []


@pytest.mark.parametrize(("file", "content", "told"), CHECKS, ids=["empty", "one line"])
def test_an_unfinished_file_gets_the_complaints_that_the_guide_shows(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    file: str,
    content: str,
    told: str,
) -> None:
    (tmp_path / file).parent.mkdir()
    (tmp_path / file).write_text("" if content == "nothing" else f"{content}\n", "utf-8")

    assert main(["law", "check", str(tmp_path)]) == 2

    assert capsys.readouterr().err == told


@pytest.mark.parametrize(("words", "told"), PRINTED, ids=["check", "walk"])
def test_a_command_of_the_guide_prints_what_it_says(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: str, told: str
) -> None:
    monkeypatch.chdir(ROOT)

    assert main(words.split()) == 0

    assert capsys.readouterr().out == told


@pytest.mark.parametrize(("old", "new", "complaint"), SPOILED, ids=[row[0] for row in SPOILED])
def test_a_spoiled_file_gets_the_complaint_that_the_guide_explains(
    folder: Path, old: str, new: str, complaint: str
) -> None:
    law = (folder / LAW).read_text(encoding="utf-8")
    assert old in law
    (folder / LAW).write_text(law.replace(old, new, 1), encoding="utf-8")

    found = [str(each) for each in examine_library(folder).complaints]

    assert [each for each in found if complaint in each], found


def test_the_invented_law_shows_every_kind_of_word() -> None:
    """What a real law may have, the guide's law has: nothing of the schema stays unexplained."""
    law = read_library(EXAMPLE).law("qv-ria-2015")
    stages = law.stages.values()
    limits = [limit for stage in stages for limit in (*stage.limits, *stage.expedited)]
    extensions = [stage.extension for stage in stages if stage.extension]

    assert {limit.unit for limit in limits} == {"hour", "day", "working-day", "week", "month"}
    assert {limit.first_day for limit in limits} == {"next", "same"}
    assert {limit.last_day for limit in limits} == {"stands", "moves-on", "moves-back"}
    assert {each.runs_from for each in extensions} == {"end-of-limit", "event"}
    assert {each.must_be_announced for each in extensions} == {True, False}
    assert None in {each.length for each in extensions}
    assert {pause.effect for stage in stages for pause in stage.pauses} == {"stops", "restarts"}
    assert any(stage.transfer for stage in stages)
    assert any(stage.outer for stage in stages)
    assert any(stage.gaps for stage in stages)
    assert any(limit.uncertain for limit in limits)
    assert any(limit.may_move for limit in limits)
    assert any(example.earliest < example.latest for s in stages for example in s.examples)
    assert {stage.silence.means for stage in stages if stage.silence} == {
        "deemed-refusal",
        "appealable",
        "nothing-stated",
    }


def test_the_country_of_the_guide_is_on_no_list_of_the_real_library(library: Library) -> None:
    """Codes from qm to qz are for private use in ISO 3166."""
    assert "qv" not in {law.country for law in library.laws.values()}
