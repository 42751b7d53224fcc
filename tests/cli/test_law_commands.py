"""`tracker law …` and `tracker deadline`: the words and shapes that other people's scripts use."""

import json
import shutil
import tomllib
from pathlib import Path

import pytest

from tracker.cli import main
from tracker.lawfiles import reader


def printed(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(list(words)) == 0
    return capsys.readouterr().out


def test_a_deadline_as_json_has_the_shape_of_the_contract(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = json.loads(
        printed(capsys, "deadline", "pk-raia-2017", "reply", "2024-03-18", "--json")
    )

    assert list(found) == [
        "law",
        "stage",
        "event_day",
        "earliest",
        "latest",
        "certainty",
        "section",
        "last_safe_day",
        "warnings",
        "moves",
    ]
    assert (found["earliest"], found["latest"]) == ("2024-04-01", "2024-04-01")
    assert found["certainty"] == "certain"
    assert found["section"] == "section 14(1)"
    assert found["last_safe_day"] is None
    assert [move["day"] for move in found["moves"]] == [
        "2024-03-18",
        "2024-03-23",
        "2024-03-24",
        "2024-03-30",
        "2024-03-31",
        "2024-04-01",
    ]
    assert all(set(move) == {"day", "reason", "sources"} for move in found["moves"])
    assert all(move["sources"] for move in found["moves"])


@pytest.mark.parametrize(
    ("words", "earliest", "latest", "safe"),
    [
        (["reply", "2024-02-26"], "2024-03-11", "2024-03-11", None),
        (["reply", "2024-03-18", "--extended"], "2024-04-18", "2024-04-18", None),
        (["reply", "2024-03-18", "--expedited"], "2024-03-21", "2024-03-21", None),
        (["reply", "2025-12-18"], "2026-01-02", "2026-01-05", None),
        (["reply", "2025-12-18", "--body", "pk-pta"], "2026-01-05", "2026-01-05", None),
        (["reply", "2026-11-02"], "2026-11-17", "2026-11-19", None),
        (["appeal", "2024-03-11"], "2024-04-10", "2024-04-15", "2024-04-09"),
        (["appeal", "2024-04-01"], "2024-05-01", "2024-05-02", "2024-04-30"),
    ],
)
def test_the_worked_days_of_the_federal_act(
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    earliest: str,
    latest: str,
    safe: str | None,
) -> None:
    found = json.loads(printed(capsys, "deadline", "pk-raia-2017", *words, "--json"))

    assert (found["earliest"], found["latest"]) == (earliest, latest)
    assert found["last_safe_day"] == safe


def test_a_closed_last_day_warns_of_the_next_open_day(capsys: pytest.CaptureFixture[str]) -> None:
    said = printed(capsys, "deadline", "pk-raia-2017", "appeal", "2024-03-11")

    assert "Last safe day to file: Tuesday 9 April 2024" in said
    assert "Do not rely on the next open day" in said


def test_beyond_the_calendar_the_latest_day_is_null(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(
        printed(capsys, "deadline", "pk-raia-2017", "reply", "2027-12-20", "--json")
    )

    assert found["latest"] is None
    assert found["certainty"] == "provisional"
    assert "no non-response is logged" in found["warnings"][0]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["deadline", "pk-raia-2018", "reply", "2024-03-18"], "no law “pk-raia-2018”"),
        (["deadline", "pk-raia-2017", "apple", "2024-03-18"], "has no stage “apple”"),
        (["deadline", "pk-raia-2017", "reply", "2024-02-30"], "“2024-02-30” is not a day"),
        (["deadline", "pk-raia-2017", "reply", "2016-03-18"], "No time limit is counted from 18"),
        (["deadline", "pk-raia-2017", "court", "2024-03-18"], "sets no number of days"),
        (["deadline", "pk-raia-2017", "reply", "2099-03-18"], "has no data for"),
        (["deadline", "pk-raia-2017", "appeal", "2024-03-18", "--extended"], "no extension"),
        (["deadline", "pk-raia-2017", "reply", "2024-03-18", "--body", "pk-ptt"], "pk-pta"),
        (["deadline", "pk-raia-2017"], "required: stage, day"),
        (["law", "show", "pk"], "no law “pk”"),
        (["guess"], "invalid choice: 'guess'"),
    ],
)
def test_bad_input_gets_one_sentence_and_status_2(
    capsys: pytest.CaptureFixture[str], words: list[str], says: str
) -> None:
    assert main(words) == 2

    told = capsys.readouterr().err
    assert says in told
    assert told.count("\n") == 1
    assert "Traceback" not in told


def test_a_malformed_library_gets_every_complaint_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "library"
    shutil.copytree(reader.PACKAGED, folder)
    law = folder / "laws" / "pk-raia-2017.toml"
    words = law.read_text(encoding="utf-8")
    law.write_text(words.replace('unit = "working-day"', 'unit = "workday"', 1), encoding="utf-8")
    body = folder / "bodies" / "pk.toml"
    body.write_text(body.read_text(encoding="utf-8").replace("laws =", "lows ="), encoding="utf-8")

    assert main(["law", "check", str(folder)]) == 2

    told = capsys.readouterr().err
    assert "laws/pk-raia-2017.toml" in told
    assert "working-day" in told
    assert "bodies/pk.toml" in told
    assert "Did you mean “laws”?" in told


def test_the_library_that_is_shipped_has_no_complaints(capsys: pytest.CaptureFixture[str]) -> None:
    assert "no complaints" in printed(capsys, "law", "check")


def test_laws_are_listed_and_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert "pk-raia-2017" in printed(capsys, "law", "list")
    shown = json.loads(printed(capsys, "law", "show", "pk-raia-2017", "--json"))
    assert shown["stages"][0]["limits"][0] == {
        "length": "10 working days",
        "section": "section 14(1)",
        "read_in": "official-copy",
    }


def test_a_law_is_written_as_its_file(capsys: pytest.CaptureFixture[str]) -> None:
    told = printed(capsys, "law", "show", "pk-raia-2017", "--toml")

    assert tomllib.loads(told)["stage"]["reply"]["limit"][0]["length"] == 10
    assert told.startswith('schema = 1\nkey = "pk-raia-2017"\n')


def test_the_difference_between_two_libraries_is_shown_as_tables_and_as_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "library"
    shutil.copytree(reader.PACKAGED, folder)
    law = folder / "laws" / "pk-raia-2017.toml"
    law.write_text(law.read_text("utf-8").replace("length = 10", "length = 9", 1), "utf-8")

    shown = printed(capsys, "law", "diff", str(folder))
    told = json.loads(printed(capsys, "law", "diff", str(folder), str(reader.PACKAGED), "--json"))

    row = "| `reply` | 9 working days → 10 working days | section 14(1) | since 12 October 2017 |"
    assert row in shown.splitlines()
    assert [file["key"] for file in told] == ["pk-raia-2017"]
    assert told[0]["rules"][0]["before"]["says"] == "9 working days"


@pytest.mark.slow
def test_two_equal_libraries_are_said_to_be_so(capsys: pytest.CaptureFixture[str]) -> None:
    same = str(reader.PACKAGED)

    assert printed(capsys, "law", "diff", same) == "No law and no calendar differs.\n"


def test_a_library_that_cannot_be_read_is_not_compared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["law", "diff", str(tmp_path / "none")]) == 2

    assert "there is no law library here" in capsys.readouterr().err


def test_a_deadline_is_counted_by_a_folder_of_ones_own(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = str(Path(__file__).parents[2] / "docs/example-law")

    # The guide numbers the days: the twentieth working day after 31 May 2024 is 1 July.
    said = printed(capsys, "deadline", "qv-ria-2015", "reply", "2024-05-31", "--folder", folder)
    assert said.startswith("Reply of the public body: Monday 1 July 2024\n")
    both = ["deadline", "qv-ria-2015", "reply", "2024-05-31", "--shipped", "--folder", folder]
    assert main(both) == 2
    assert "Write one of --folder and --shipped" in capsys.readouterr().err
    nowhere = str(tmp_path / "nowhere")
    assert main(["deadline", "qv-ria-2015", "reply", "2024-05-31", "--folder", nowhere]) != 0
    assert "there is no law library here" in capsys.readouterr().err


def test_a_template_is_written_into_a_new_folder(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "mine" / "laws" / "xx-law-2020.toml"

    assert printed(capsys, "law", "new", str(path)) == f"{path}\n"
    assert "FILL IN" in path.read_text(encoding="utf-8")
