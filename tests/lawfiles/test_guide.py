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
# What the check says of other slips, which needs no word of the guide: it names the way out.
OTHER_SLIPS = [
    (
        'unit = "working-day"',
        'unit = "workingday"',
        "“workingday” is not allowed. Did you mean “working-day”?",
    ),
    (
        'first_day = "same"',
        'firstday = "same"',
        "unknown word “firstday”. Did you mean “first_day”?",
    ),
    ('sources = ["s8-2"]', 'sources = ["s8-9"]', "there is no provision “s8-9”."),
    (
        "until = 2019-12-31",
        "until = 2020-06-30",
        "overlaps with limit[1]: on some days both would govern.",
    ),
    ('month_end = "last-day"', "", "a limit in months needs “month_end”"),
    ('leads_to = ["court"]', 'leads_to = ["appeal"]', "there is no stage “appeal”."),
    (
        'leads_to = ["complaint-decision"]',
        "",
        "cannot be reached: name it in “leads_to” of the stage that it follows.",
    ),
    (
        'counts_from = ["refused", "partly-answered", "not-held"]',
        'counts_from = ["decided"]',
        "waits for “decided”, the decision on a remedy, but no stage in which one is decided",
    ),
    (
        'receiver = "qv-commission"',
        'receiver = "qv-comission"',
        "there is no public body “qv-comission”. Did you mean “qv-commission”?",
    ),
    (
        'ends_with = "fee-paid"',
        'ends_with = "fee-noticed"',
        "“fee-noticed” begins the pause and cannot end it as well.",
    ),
    (
        "happened = { transferred = 2024-03-07 }",
        "happened = { decided = 2024-03-07 }",
        "“decided” changes nothing in this stage.",
    ),
    ("event = 2024-03-09", "event = 2029-03-09", "cannot be counted from 2029-03-09"),
]
EVERY_LAW_HAS = (
    "calendar", "commencement", "country", "eligibility", "in_force", "in_sentence", "key",
    "languages_stated", "languages", "official_text", "provision", "stage", "status", "title",
)  # fmt: skip
WALK = """\
law and stage                         from        to                plain     extended    expedited  interrupted    no number
qv-ria-2015 reply                     2016-01-01  2027-12-31          144          144          144          432            0
qv-ria-2015 transfer-notice           2016-01-01  2027-12-31          144            0            0          432            0
qv-ria-2015 internal-review           2016-01-01  2027-12-31          144            0            0            0            0
qv-ria-2015 internal-review-decision  2016-01-01  2027-12-31          144          144            0          432            0
qv-ria-2015 complaint                 2016-01-01  2027-12-31          144            0            0          144            0
qv-ria-2015 complaint-decision        2016-01-01  2027-12-31          144            0            0          144            0
qv-ria-2015 court                     2016-01-01  2027-12-31            0            0            0            0          144
1 law, 1 calendar: no complaints
"""  # noqa: E501
MOST_WORDS = 4300


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the invented law's library, to be spoiled."""
    return Path(shutil.copytree(EXAMPLE, tmp_path / "library"))


def test_the_guide_shows_what_the_tests_hold() -> None:
    assert len(FRAGMENTS) >= 18
    assert len(CHECKS) == 1
    assert len(PRINTED) == 1
    assert len(SPOILED) == 3


def test_the_guide_stays_short_enough_to_be_read() -> None:
    assert len(GUIDE.split()) <= MOST_WORDS


def test_every_fragment_of_the_guide_stands_in_the_files() -> None:
    whole = "\0".join(FILES.values())
    assert [fragment for fragment in FRAGMENTS if fragment not in whole] == []


def test_the_invented_law_has_no_complaint() -> None:
    assert [str(complaint) for complaint in examine_library(EXAMPLE).complaints] == []


@pytest.mark.parametrize(("file", "content", "told"), CHECKS, ids=["empty"])
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


def test_a_file_of_one_line_gets_a_complaint_for_each_word_that_a_law_must_have(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "laws").mkdir()
    (tmp_path / LAW).write_text("schema = 1\n", "utf-8")

    assert main(["law", "check", str(tmp_path)]) == 2

    missing = [f"{LAW}: “{word}” is missing." for word in EVERY_LAW_HAS]
    assert capsys.readouterr().err.splitlines() == [*missing, f"{len(missing)} complaints"]


@pytest.mark.parametrize(("words", "told"), PRINTED, ids=["check"])
def test_a_command_of_the_guide_prints_what_it_says(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: str, told: str
) -> None:
    monkeypatch.chdir(ROOT)

    assert main(words.split()) == 0

    assert capsys.readouterr().out == told


def test_the_walk_of_the_guide_finds_a_number_in_every_stage_but_the_court(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["law", "check", str(EXAMPLE), "--walk"]) == 0

    assert capsys.readouterr().out == WALK


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [*SPOILED, *OTHER_SLIPS],
    ids=[row[0] for row in [*SPOILED, *OTHER_SLIPS]],
)
def test_a_spoiled_file_gets_the_complaint_that_the_guide_explains_or_one_that_explains_itself(
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
