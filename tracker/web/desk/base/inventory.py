"""The inventory of the parts of pages, for people who work on the program: each part in both
directions of writing and in dark. All its days, names and numbers are invented."""

from datetime import UTC, date, datetime, timedelta

from flask import render_template
from wtforms import BooleanField, RadioField, StringField

from tracker.domain.law.signature import LawSignature, SignedAs
from tracker.domain.measurements.answers import CountRow
from tracker.services.deadlines.explaining import Explained
from tracker.services.deadlines.grid_words import (
    SIGNS,
    DayCell,
    GridShown,
    Head,
    MonthShown,
    weeks_of,
)
from tracker.services.deadlines.month_grid import DayMark
from tracker.web.base.access import Access, Pages
from tracker.web.base.charts import Scale, Track, axis_ticks, shares
from tracker.web.base.forms import PageForm
from tracker.web.base.passkey_form import PasskeyForm
from tracker.web.record.block.measured_chart import DrawnTime, MeasuredChart, measured_chart

PAGES = Pages("desk_parts", Access.DESK, "/desk/parts")

# How often every part is shown: left to right, right to left, and in dark.
_TIMES = 3
_YEAR = Scale(date(2024, 1, 1), date(2024, 12, 31))
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@PAGES.get("")
def page() -> str:
    """Show every part once in each direction and in dark."""
    return render_template(
        "desk/parts.html",
        lanes=_lanes(),
        ticks=axis_ticks(_YEAR),
        shares=shares([("given", 5), ("part", 5), ("refused", 4), ("other", 3), ("none", 3)]),
        examples=[_example(f"example-{place}-") for place in range(_TIMES)],
        passkey=PasskeyForm(),
        weeks=_weeks(),
        steps=[
            Explained(date(2024, 3, 18), "The request was received.", ("section 14",), ""),
            Explained(date(2024, 4, 1), "The tenth working day ends the limit.", (), ""),
        ],
        signatures=_signatures(),
        measured=_measured(),
    )


class _ExampleForm(PageForm):
    """A field of each shape."""

    name = StringField("Name of the office", description="As it stands on the letterhead.")
    way = RadioField(
        "How was it sent?",
        choices={"post": "By post", "email": "By email"},
        default="post",
    )
    agreed = BooleanField("The applicant agrees")


def _example(prefix: str) -> _ExampleForm:
    form = _ExampleForm(prefix=prefix)
    form.complain("name", "Enter the name of the office.")
    return form


def _lanes() -> tuple[Track, Track, Track]:
    """Return a limit kept with an extension left over, a limit missed, and an end unknown."""
    received, limit, longest = date(2024, 2, 1), date(2024, 3, 14), date(2024, 4, 12)
    kept = _YEAR.track(
        [(received, limit, "allowed"), (limit, longest, "ext")],
        [(limit, "limit"), (date(2024, 3, 1), "good")],
    )
    missed = _YEAR.track(
        [(received, limit, "allowed"), (limit, date(2024, 10, 1), "none")],
        [(limit, "limit"), (date(2024, 10, 1), "now")],
    )
    unknown = _YEAR.track([(date(2024, 6, 1), date(2024, 6, 2), "stood")], [(limit, "open")])
    return kept, missed, unknown


def _weeks() -> GridShown:
    """Return two weeks of a count with a day of each mark."""
    marks = (DayMark.EVENT, *[DayMark.COUNTED] * 4, DayMark.CLOSED, DayMark.CLOSED, *DayMark)
    boxes = [
        DayCell(
            day=18 + place,
            mark=mark,
            sign=str(place) if mark is DayMark.COUNTED else SIGNS.get(mark, ""),
            word="start" if mark is DayMark.EVENT else "",
            told="",
            ends=False,
        )
        for place, mark in enumerate(marks[:13])
    ]
    boxes.append(DayCell(31, DayMark.COUNTED, "10", "last day", "The limit ends.", ends=True))
    heads = tuple(Head(name[:3], name) for name in _WEEKDAYS)
    march = MonthShown(date(2024, 3, 1), "March 2024", "Mar", heads, 4, tuple(boxes))
    notes = ("The number under a date is its place in the count.",)
    return GridShown("March 2024", (march,), weeks_of((march,)), notes)


def _signatures() -> tuple[LawSignature, LawSignature]:
    """Return the signature of each reader, the second under a newer text."""
    at = datetime(2024, 5, 2, tzinfo=UTC)
    return (
        LawSignature("pk", "old", SignedAs.READER, "A. Reader", "Example University", "1", at),
        LawSignature("pk", "new", SignedAs.SECOND_READER, "B. Reader", "Example Bar", "2", at),
    )


def _measured() -> MeasuredChart:
    """Return a picture of thirty days with bars of each kind, few measurements and none."""
    since = date(2024, 3, 1)
    rows = [
        CountRow(since + timedelta(days=day), None, "x.com", ok, 20 - ok, 4 * (day % 2), 0)
        for day, ok in enumerate((20, 18, 15, 3, 2, 2, 4, 3, 2, 1, 2, 12, 18, 20))
    ]
    rows.append(CountRow(date(2024, 3, 20), None, "x.com", 1, 2, 0, 0))
    time = DrawnTime(since, date(2024, 3, 31), date(2024, 3, 4), date(2024, 3, 12))
    return measured_chart("x.com", rows, time, date(2024, 4, 2))
