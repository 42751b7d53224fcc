"""`tracker calendar …`: what is shown, what is written, and what is refused."""

import json
import sys
from datetime import date
from pathlib import Path

import pytest

from tests.fixed_day import today_is
from tests.lawfiles.holiday_package import InventedPackage, every_year
from tests.lawfiles.small_library import CALENDAR, FILES, write
from tracker.cli import main
from tracker.cli.law_library import calendars
from tracker.domain.base.errors import BadInput
from tracker.lawfiles import packaged

ROOT = Path(__file__).parents[2]
TAKES = '\n[package]\ncountry = "XX"\n'
TODAY = date(2026, 11, 24)
NEXT_YEAR = 2027
YEARS = range(2020, NEXT_YEAR + 1)
NATION = every_year(5, 9, "Nation Day", YEARS)


@pytest.fixture
def snapshot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the small library keeps its snapshot; there is none yet."""
    taking = CALENDAR.partition("[[day_off]]")[0] + TAKES
    write(tmp_path, {**FILES, "calendars/xx-offices.toml": taking})
    monkeypatch.setenv("TRACKER_LIBRARY", str(tmp_path))
    today_is(TODAY, calendars, monkeypatch)
    holds(monkeypatch, NATION)
    return tmp_path / "calendars" / "snapshots" / "xx-offices.toml"


def holds(
    monkeypatch: pytest.MonkeyPatch, days: dict[date, tuple[str, ...]], version: str = "holidays 1"
) -> None:
    """Let the installed package be the invented one."""
    package = InventedPackage({(None, "public"): days}, version)
    monkeypatch.setattr(calendars, "InstalledPackage", lambda: package)


def refresh(*words: str) -> int:
    through = ["--through", str(NEXT_YEAR)]
    return main(["calendar", "refresh", "xx-offices", *through, *words])


def test_without_write_the_difference_is_shown_and_nothing_written(
    snapshot: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert refresh() == 0

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == (f"xx-offices: no snapshot -> holidays 1, 2020-01-01 to {NEXT_YEAR}-12-31")
    assert lines[1] == "+ 2020-05-09  gazetted  Nation Day"
    assert lines[-1] == "Nothing was written; repeat the command with --write to write it."
    assert not snapshot.exists()


def test_with_write_it_is_written_and_the_next_steps_are_named(
    snapshot: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert refresh("--write") == 0

    assert capsys.readouterr().out.endswith(
        f"Written: {snapshot}. Now call `tracker law check`, then `tracker revise`.\n"
    )
    assert main(["calendar", "show", "xx-offices"]) == 0


def test_a_later_version_shows_both_versions_and_every_change(
    snapshot: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    refresh("--write")
    coming = {date(NEXT_YEAR, 5, 9): ("Nation Day (estimated)",), date(NEXT_YEAR, 7, 1): ("New",)}
    holds(monkeypatch, {**NATION, **coming}, "holidays 2")
    capsys.readouterr()

    assert refresh() == 0

    assert capsys.readouterr().out.splitlines() == [
        f"xx-offices: holidays 1 of {TODAY} -> holidays 2, 2020-01-01 to {NEXT_YEAR}-12-31",
        f"+ {NEXT_YEAR}-05-08  expected  Day before the expected Nation Day",
        f"~ {NEXT_YEAR}-05-09  gazetted -> expected  Nation Day",
        f"+ {NEXT_YEAR}-05-10  expected  Day after the expected Nation Day",
        f"+ {NEXT_YEAR}-07-01  gazetted  New",
        "4 days change, none of them past.",
        *known_only_up_to_2025(),
        "Nothing was written; repeat the command with --write to write it.",
    ]


def known_only_up_to_2025() -> list[str]:
    return [
        "calendars/xx-offices.toml says that the calendar is known up to 2025-12-31: "
        "days after that count only when “known” ends later."
    ]


def test_a_past_day_that_would_move_is_marked_and_refused_and_written_on_a_word(
    snapshot: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    refresh("--write")
    before = snapshot.read_bytes()
    holds(monkeypatch, {**NATION, date(2024, 3, 4): ("Forgotten Day",)}, "holidays 2")
    capsys.readouterr()

    assert refresh("--write") == 1

    told = capsys.readouterr()
    assert "+ 2024-03-04  gazetted  Forgotten Day  A PAST DAY WOULD MOVE\n" in told.out
    assert "1 day changes, 1 of them past.\n" in told.out
    assert told.err.startswith("tracker: Nothing was written, since a past day would move (2024")
    assert told.err.count("\n") == 1
    assert snapshot.read_bytes() == before

    assert refresh("--write", "--past") == 0
    assert b"2024-03-04" in snapshot.read_bytes()


def test_nothing_new_is_said(snapshot: Path, capsys: pytest.CaptureFixture[str]) -> None:
    refresh("--write")
    capsys.readouterr()

    assert refresh() == 0
    assert "\nNo day changes.\n" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ["refresh", "xx-office", "--through", "2025"],
            "There is no calendar “xx-office”. Did you mean “xx-offices”? Allowed: xx-offices.",
        ),
        (
            ["refresh", "xx-offices", "--through", "2099"],
            f"holidays 1 holds no day at all for xx-offices in {NEXT_YEAR + 1}, which is no "
            f"calendar but missing data: choose --through {NEXT_YEAR}.",
        ),
        (
            ["refresh", "xx-offices"],
            "the following arguments are required: --through; "
            "see `tracker calendar refresh --help`.",
        ),
        (
            ["refresh", "xx-offices", "--through", "soon"],
            "argument --through: invalid int value: 'soon'; "
            "see `tracker calendar refresh --help`.",
        ),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_exit_2(
    snapshot: Path, capsys: pytest.CaptureFixture[str], words: list[str], sentence: str
) -> None:
    assert main(["calendar", *words]) == 2
    assert capsys.readouterr().err == f"tracker: {sentence}\n"


def test_where_the_package_is_not_installed_the_way_out_is_said(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(packaged, "import_module", missing)

    assert main(["calendar", "refresh", "gb-uk", "--through", "2030"]) == 1
    assert capsys.readouterr().err == (
        "tracker: Refreshing a calendar needs the package “holidays”, which is not installed for "
        "this program. Install it with this command, and repeat yours:\n"
        f"    {sys.executable} -m pip install 'holidays>=0.109'\n"
    )
    guide = (ROOT / "docs/operating.md").read_text("utf-8")
    assert "-m pip install 'holidays>=0.109'" in guide
    assert '"holidays>=0.109"' in (ROOT / "pyproject.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("country", "through", "sentence"),
    [
        ("LK", 2027, "holidays {} holds LK only up to 2026: choose --through 2026 at most."),
        ("QQ", 2027, "holidays {} knows no country “QQ”."),
        ("date", 2027, "holidays {} knows no country “date”."),
    ],
)
def test_the_installed_package_is_asked_only_for_what_it_holds(
    country: str, through: int, sentence: str
) -> None:
    holidays = pytest.importorskip("holidays")

    with pytest.raises(BadInput) as refusal:
        packaged.InstalledPackage().days(country, None, ("public",), range(2025, through + 1))

    assert str(refusal.value) == sentence.format(holidays.__version__)


@pytest.mark.parametrize(
    ("part", "categories", "years"),
    [("ZZ", ("public",), range(2025, 2026)), (None, ("nonsense",), range(2025, 2026))],
)
def test_a_part_or_a_category_that_the_package_lacks_is_refused(
    part: str | None, categories: tuple[str, ...], years: range
) -> None:
    pytest.importorskip("holidays")

    with pytest.raises(BadInput, match="cannot give GB for 2025 to 2025: "):
        packaged.InstalledPackage().days("GB", part, categories, years)


def test_years_of_which_the_package_holds_only_a_part_are_refused() -> None:
    """For India it warns that some holidays end in 2035, and goes on without them."""
    pytest.importorskip("holidays")

    with pytest.raises(BadInput, match="cannot give IN for 2030 to 2040: "):
        packaged.InstalledPackage().days("IN", None, ("public",), range(2030, 2041))


def test_names_are_english_whatever_the_language_of_the_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pytest.importorskip("holidays")
    for name in ("LANGUAGE", "LC_ALL", "LANG"):
        monkeypatch.setenv(name, "ar_JO.UTF-8")

    days = packaged.InstalledPackage().days("JO", None, ("public",), range(2027, 2028))

    assert ("Eid al-Fitr (estimated)",) in days.values()


def test_calendars_are_listed_with_what_is_known_and_who_compared_them(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["calendar", "list"]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert lines == sorted(lines)
    assert (
        "lk-government          Government offices, Sri Lanka: known 2016-01-01 to 2026-12-31; "
        "never checked against official notices"
    ) in lines
    compared = "; checked 2023-01-01 to 2026-11-24 against official notices"
    assert any(line.endswith(compared) for line in lines)


def test_one_calendar_is_shown_with_a_year_of_days_off(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["calendar", "show", "eu-commission", "--year", "2019"]) == 0

    text = capsys.readouterr().out
    assert "Weekend: Saturday, Sunday, since 2015-01-01 [" in text
    assert "\n2019\n  2019-01-01  gazetted        Christmas and New Year  [" in text
    assert "  2019-11-01  gazetted        All Saints’ Day  [" in text
    assert "2018-" not in text


def test_one_calendar_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calendar", "show", "lk-government", "--year", "2026", "--json"]) == 0

    found = json.loads(capsys.readouterr().out)
    assert found["known"] == {"since": "2016-01-01", "until": "2026-12-31"}
    assert found["checked"] is None
    assert {"2026-02-04", "2026-12-25"} <= {off["day"] for off in found["days_off"]}


def test_a_calendar_that_is_not_there_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calendar", "show", "gb-uk-north"]) == 2
    assert capsys.readouterr().err == ("tracker: There is no calendar “gb-uk-north”. Try gb-uk.\n")
