"""A new snapshot from another version of the package, and what may not move."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.domain.small_world import a_calendar, en
from tests.lawfiles.holiday_package import Asked, InventedPackage, every_year
from tests.lawfiles.small_library import CALENDAR, FILES, write
from tracker.domain.base.errors import BadInput, NotOnFile, Refusal
from tracker.domain.calendar.forecast import Forecast, ForecastHoliday, with_forecast
from tracker.domain.calendar.workdays import Calendar, Package, Workdays
from tracker.domain.library import Library
from tracker.lawfiles import LibraryFaults, read_library
from tracker.lawfiles.packaged import InstalledPackage
from tracker.lawfiles.reader import PACKAGED
from tracker.lawfiles.refreshing import Refresh, differences, refreshed, write_snapshot

KEY = "xx-offices"
YEARS = range(2020, 2026)
TODAY = date(2024, 6, 15)
NATION = every_year(5, 9, "Nation Day", YEARS)
MOON = {
    date(2020, 5, 24): ("Feast",),
    date(2021, 5, 13): ("Feast",),
    date(2022, 5, 2): ("Feast",),
    date(2023, 4, 21): ("Feast",),
    date(2024, 4, 10): ("Feast",),
    date(2025, 3, 31): ("Feast (estimated)",),
}
FROM_PACKAGE = (
    CALENDAR.partition("[[day_off]]")[0]
    + """
[package]
country = "XX"
"""
)


def package(
    *moved: tuple[str, str | None],
    version: str = "holidays 1.0",
    **more: Mapping[date, tuple[str]],
) -> InventedPackage:
    """Nation Day and a feast; a moved day goes (None), or gets a name."""
    days = {**MOON, **NATION}
    for day, name in moved:
        days.pop(date.fromisoformat(day), None)
        if name:
            days[date.fromisoformat(day)] = (name,)
    given: dict[Asked, Mapping[date, tuple[str, ...]]] = {(None, "public"): days}
    given |= {(None, category): also for category, also in more.items()}
    return InventedPackage(given, version)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small library, its calendar taking days from the package, with a first snapshot."""
    write(tmp_path, {**FILES, f"calendars/{KEY}.toml": FROM_PACKAGE})
    write_snapshot(tmp_path, refresh(tmp_path, package()), past=False)
    return tmp_path


def refresh(folder: Path, source: InventedPackage, through: int = 2025) -> Refresh:
    return refreshed(folder, KEY, through, TODAY, source)


def shown(found: Refresh) -> list[str]:
    return [
        f"{change.day} {change.before and change.before.assurance}"
        f" -> {change.after and change.after.assurance}"
        for change in found.changes
    ]


def test_a_first_snapshot_is_written_and_read_back_as_the_same_days(folder: Path) -> None:
    calendar = read_library(folder).calendar(KEY)

    days = {str(off.day): off.assurance.value for off in calendar.days_off}
    assert days == {
        **{f"{year}-05-09": "gazetted" for year in YEARS},
        **{str(day): "gazetted" for day in MOON if day.year < 2025},
        "2025-03-30": "expected",
        "2025-03-31": "expected",
        "2025-04-01": "expected",
    }


def test_the_file_names_the_package_its_version_and_the_day(folder: Path) -> None:
    text = (folder / "calendars" / "snapshots" / f"{KEY}.toml").read_text(encoding="utf-8")

    assert 'version = "holidays 1.0"\nmade_on = 2024-06-15\n' in text
    assert "since = 2020-01-01\nthrough = 2025-12-31\n" in text


def test_the_same_version_changes_nothing(folder: Path) -> None:
    assert refresh(folder, package()).changes == ()


def test_a_new_spelling_of_a_name_changes_nothing(folder: Path) -> None:
    found = refresh(folder, package(("2023-05-09", "National Day")))

    assert found.changes == ()


def test_what_a_later_version_adds_removes_and_settles_is_shown(folder: Path) -> None:
    later = package(
        ("2025-03-31", "Feast (estimated)"),
        ("2025-05-09", None),
        ("2025-07-01", "New Day"),
        ("2025-03-31", None),
        ("2025-03-30", "Feast (estimated)"),
        version="holidays 1.1",
    )

    found = refresh(folder, later)

    assert shown(found) == [
        "2025-03-29 None -> expected",
        "2025-04-01 expected -> None",
        "2025-05-09 gazetted -> None",
        "2025-07-01 None -> gazetted",
    ]
    assert found.past() == ()


@pytest.mark.parametrize(
    ("day", "name"),
    [
        pytest.param("2023-05-09", None, id="removed"),
        pytest.param("2023-06-01", "Special Day", id="added"),
        pytest.param("2024-04-10", "Feast (estimated)", id="no longer settled"),
    ],
)
def test_a_past_day_is_not_moved_silently(folder: Path, day: str, name: str | None) -> None:
    file = folder / "calendars" / "snapshots" / f"{KEY}.toml"
    before = file.read_bytes()
    found = refresh(folder, package((day, name), version="holidays 1.1"))

    assert date.fromisoformat(day) in {change.day for change in found.past()}
    with pytest.raises(Refusal, match="would move") as refusal:
        write_snapshot(folder, found, past=False)

    assert "--past" in str(refusal.value)
    assert file.read_bytes() == before

    write_snapshot(folder, found, past=True)
    assert b'version = "holidays 1.1"' in file.read_bytes()


def test_the_refusal_counts_the_past_days_and_names_the_first(folder: Path) -> None:
    found = refresh(folder, package(("2022-05-09", None), ("2023-05-09", None)))

    with pytest.raises(Refusal) as refusal:
        write_snapshot(folder, found, past=False)

    assert str(refusal.value) == (
        "Nothing was written, since 2 past days would move (2022-05-09 is the first): where the "
        "package is right, repeat the command with --past; where it is wrong, put the day right "
        "with [[day_off]] or [[worked]] in calendars/xx-offices.toml."
    )


def test_today_is_not_past(folder: Path) -> None:
    found = refresh(folder, package(("2024-06-15", "Today"), ("2024-06-14", "Yesterday")))

    assert [change.day for change in found.past()] == [date(2024, 6, 14)]


def test_a_past_day_that_a_hand_has_written_does_not_move(folder: Path) -> None:
    by_hand = """
[[day_off]]
day = 2023-05-09
name = { en = "Nation Day, by notice" }
assurance = "gazetted"
source = { where = "the gazette", read_in = "official-text" }
"""
    write(folder, {f"calendars/{KEY}.toml": FROM_PACKAGE + by_hand})

    assert refresh(folder, package(("2023-05-09", None))).changes == ()


def test_a_first_snapshot_of_a_calendar_kept_by_hand_moves_past_days(tmp_path: Path) -> None:
    kept_by_hand = CALENDAR.replace(
        'checked_by = "by hand"\n', 'checked_by = "by hand"\n\n[package]\ncountry = "XX"\n'
    )
    write(tmp_path, {f"calendars/{KEY}.toml": kept_by_hand})

    found = refresh(tmp_path, package())

    assert date(2023, 5, 9) in {change.day for change in found.past()}


def test_a_day_of_the_moon_that_is_not_past_is_expected_even_if_it_is_said_to_be_sure(
    folder: Path,
) -> None:
    found = refresh(folder, package(("2025-03-31", "Feast")))

    assert found.changes == ()


def test_a_past_day_that_is_labelled_estimated_stays_expected(folder: Path) -> None:
    found = refresh(folder, package(("2023-04-21", "Feast (estimated)")))

    assert shown(found) == [
        "2023-04-20 None -> expected",
        "2023-04-21 gazetted -> expected",
        "2023-04-22 None -> expected",
    ]


FRIDAY_FEAST = ("2025-03-31", None), ("2025-03-28", "Feast (estimated)")


def test_a_holiday_that_the_moon_may_move_onto_a_weekend_may_close_the_monday(
    folder: Path,
) -> None:
    """Where a holiday on a weekend has a substitute: Friday may become Saturday, hence Monday."""
    substitutes = ("2023-07-03", "Unity Day (observed)")

    new = refresh(folder, package(*FRIDAY_FEAST, substitutes)).new

    expected = {str(each.name): each.expected for each in new.holidays if each.expected}
    assert expected == {
        "Feast": (date(2025, 3, 28),),
        "Feast (observed)": (date(2025, 3, 31),),
    }


def test_without_substitutes_the_monday_stays_open(folder: Path) -> None:
    new = refresh(folder, package(*FRIDAY_FEAST)).new

    expected = {str(each.name): each.expected for each in new.holidays if each.expected}
    assert expected == {"Feast": (date(2025, 3, 28),)}


def test_a_substitute_that_is_a_day_off_anyway_is_not_repeated(folder: Path) -> None:
    source = package(
        *FRIDAY_FEAST, ("2023-07-03", "Unity Day (observed)"), ("2025-03-31", "Spring Day")
    )

    names = {str(each.name) for each in refresh(folder, source).new.holidays}

    assert "Feast (observed)" not in names


def test_a_feast_of_today_is_expected_still(folder: Path) -> None:
    found = refresh(folder, package(("2025-03-31", None), ("2024-06-15", "Feast")))

    added = {str(change.day): change.after for change in found.changes if not change.before}
    assert {day: off.assurance for day, off in added.items() if off} == {
        "2024-06-14": "expected",
        "2024-06-15": "expected",
        "2024-06-16": "expected",
    }


def test_a_past_day_that_was_doubtful_and_stays_so_for_another_reason_does_not_move(
    folder: Path,
) -> None:
    leave: dict[date, tuple[str]] = {date(2023, 4, 20): ("Feast Leave",)}
    doubtful = '\n[[package.doubtful]]\nassurance = "reported"\ncategories = ["leave"]\n'
    write(folder, {f"calendars/{KEY}.toml": FROM_PACKAGE + doubtful})
    write_snapshot(folder, refresh(folder, package(leave=leave)), past=True)

    estimated = package(("2023-04-20", "Feast (estimated)"), ("2023-04-21", "Other"))
    found = refresh(folder, estimated)

    assert shown(found)[0] == "2023-04-19 None -> expected"
    assert shown(found)[1] == "2023-04-20 reported -> expected"
    assert [change.day.day for change in found.past()] == [19]


def test_a_country_is_the_union_of_its_parts(folder: Path) -> None:
    text = FROM_PACKAGE.replace('country = "XX"', 'country = "XX"\nparts = ["N", "S"]')
    write(folder, {f"calendars/{KEY}.toml": text})
    north, south = every_year(1, 2, "Both", YEARS), every_year(1, 2, "Both", YEARS)
    source = InventedPackage(
        {
            ("N", "public"): {**north, date(2021, 7, 12): ("Orange Day",)},
            ("S", "public"): {**south, date(2021, 11, 30): ("Blue Day",)},
            (None, "public"): {date(2021, 8, 1): ("Of neither part",)},
        }
    )

    new = refresh(folder, source).new

    days = {str(each.name): each.days for each in new.holidays}
    assert days["Orange Day"] == (date(2021, 7, 12),)
    assert days["Blue Day"] == (date(2021, 11, 30),)
    assert len(days["Both"]) == len(YEARS)
    assert "Of neither part" not in days


def test_a_doubtful_category_is_uncertain_unless_the_day_is_sure_anyway(folder: Path) -> None:
    doubtful = '\n[[package.doubtful]]\nassurance = "reported"\ncategories = ["leave"]\n'
    write(folder, {f"calendars/{KEY}.toml": FROM_PACKAGE + doubtful})
    leave = {
        date(2023, 5, 9): ("Nation Leave",),
        date(2023, 5, 10): ("Nation Leave",),
        date(2025, 4, 2): ("Feast Leave",),
    }

    new = refresh(folder, package(leave=leave)).new

    assert [(str(each.name), each.assurance, each.days, each.expected) for each in new.holidays][
        -2:
    ] == [
        ("Nation Leave", "reported", (date(2023, 5, 10),), ()),
        ("Feast Leave", "reported", (), (date(2025, 4, 2),)),
    ]


@pytest.mark.parametrize(
    ("missing", "way_out"),
    [(2025, "choose --through 2024."), (2020, "let “known” begin later.")],
)
def test_a_year_without_any_day_is_a_lack_of_data(
    folder: Path, missing: int, way_out: str
) -> None:
    days = {day: names for day, names in {**MOON, **NATION}.items() if day.year != missing}

    with pytest.raises(BadInput) as refusal:
        refresh(folder, InventedPackage({(None, "public"): days}))

    assert str(refusal.value) == (
        f"holidays 1.0 holds no day at all for xx-offices in {missing}, which is no calendar but "
        f"missing data: {way_out}"
    )


def test_a_calendar_kept_by_hand_is_not_refreshed(tmp_path: Path) -> None:
    write(tmp_path, FILES)

    with pytest.raises(BadInput, match="its days are kept by hand"):
        refresh(tmp_path, package())


def test_a_calendar_that_is_not_there_is_named_with_those_that_are(folder: Path) -> None:
    with pytest.raises(NotOnFile) as refusal:
        refreshed(folder, "xx-office", 2025, TODAY, package())

    assert str(refusal.value) == (
        "There is no calendar “xx-office”. Did you mean “xx-offices”? Allowed: xx-offices."
    )


def test_a_snapshot_never_ends_before_the_calendar_that_needs_it(folder: Path) -> None:
    with pytest.raises(BadInput) as refusal:
        refresh(folder, package(), through=2024)

    assert str(refusal.value) == (
        "--through 2024 ends before 2025-12-31, up to which xx-offices is known: choose --through "
        "2025 or later, or let “known” end earlier first."
    )


@pytest.mark.parametrize("content", [b"schema = 1\nkey = [", b"\xff"])
def test_a_calendar_that_cannot_be_read_is_complained_of(folder: Path, content: bytes) -> None:
    write(folder, {f"calendars/{KEY}.toml": content})

    with pytest.raises(LibraryFaults, match="cannot be read as TOML"):
        refresh(folder, package())


def test_a_folder_that_cannot_be_written_is_said(folder: Path, tmp_path: Path) -> None:
    found = refresh(folder, package())

    with pytest.raises(Refusal, match="cannot be written"):
        write_snapshot(tmp_path / "nowhere", found, past=False)


some_days = st.frozensets(st.dates(date(2024, 5, 15), date(2024, 7, 15)), max_size=8)


@example(frozenset({TODAY}), frozenset({TODAY}), frozenset({TODAY}), frozenset())
@given(some_days, some_days, some_days, some_days)
def test_the_difference_names_every_day_that_a_count_sees_otherwise_and_no_other(
    old: frozenset[date],
    old_moon: frozenset[date],
    new: frozenset[date],
    new_moon: frozenset[date],
) -> None:
    before, after = holding(old, old_moon), holding(new, new_moon)

    moves = {change.day for change in differences(before, after) if change.moves}

    days = {date(2024, 5, 1) + timedelta(days=n) for n in range(100)}
    one, other = before.for_body(None), after.for_body(None)
    assert moves == {day for day in days if reason(one, day) != reason(other, day)}


def holding(sure: frozenset[date], moon: frozenset[date]) -> Calendar:
    """A calendar without weekends, with these days of the package."""
    holidays = (
        ForecastHoliday(en("Moon feast"), expected=tuple(moon)),
        ForecastHoliday(en("Feast"), tuple(sure)),
    )
    ends = date(2020, 1, 1), date(2025, 12, 31)
    forecast = Forecast("xx", "holidays 1.0", Package("XX"), TODAY, *ends, holidays)
    return with_forecast(a_calendar(weekends=()), forecast)


def reason(workdays: Workdays, day: date) -> str | None:
    skip = workdays.skip(day)
    return skip.reason if skip else None


@pytest.mark.parametrize(
    "key", sorted(path.stem for path in (PACKAGED / "calendars" / "snapshots").glob("*.toml"))
)
def test_a_shipped_snapshot_is_what_its_package_gives(library: Library, key: str) -> None:
    """Nobody changed it by hand, and the language of the machine did not get in."""
    pytest.importorskip("holidays")
    source = InstalledPackage()
    ends = library.calendar(key).known.until
    assert ends is not None
    first = refreshed(PACKAGED, key, ends.year, TODAY, source).old
    assert first is not None
    if first.version != source.version:
        pytest.skip(f"made from {first.version}")

    again = refreshed(PACKAGED, key, first.through.year, first.made_on, source)

    assert again.new.holidays == first.holidays
