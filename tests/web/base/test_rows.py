"""The days of a month and the steps of a count, as macros write them into a page."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from flask import get_template_attribute
from markupsafe import Markup

from tests.web import record_scenes as scenes
from tracker.services.core.office import Office
from tracker.services.deadlines.explaining import Explained
from tracker.services.deadlines.grid_words import (
    DayCell,
    GridShown,
    Head,
    MonthShown,
    weeks_of,
)
from tracker.services.deadlines.month_grid import DayMark

HOSTILE = "<b onclick='x'>&\""
ESCAPED = "&lt;b onclick=&#39;x&#39;&gt;&amp;&#34;"

Macro = Callable[..., Markup]


@pytest.fixture
def show(office: Office) -> Iterator[Callable[[str], Macro]]:
    """The macros that show days, as a page in English calls them."""
    with scenes.serve(office).application.test_request_context("/"):
        yield lambda name: get_template_attribute("macros/show.html", name)


def test_a_strip_has_a_cell_for_each_place_and_a_class_where_a_day_is_not_plain(
    show: Callable[[str], Macro],
) -> None:
    boxes = (
        DayCell(31, DayMark.COUNTED, "6", "", "", ends=False),
        DayCell(1, DayMark.CLOSED, "×", "", "Not counted: Weekend.", ends=False),
        DayCell(2, DayMark.COUNTED, "7", "last", "Last day.", ends=True),
    )
    # In this table a week begins on Monday: 31 May 2024 is a Friday, 2 June a Sunday.
    heads = (Head("Mon", "Monday"),)
    may = MonthShown(date(2024, 5, 1), "May 2024", "May", heads, lead=2, boxes=boxes[:1])
    june = MonthShown(date(2024, 6, 1), "June 2024", "Jun", heads, lead=5, boxes=boxes[1:])

    grid = GridShown("May to June", (may, june), weeks_of((may, june)), ())

    assert show("weeks_strip")(grid) == (
        '<table class="weeks">\n<caption>May to June</caption>\n'
        '<thead><tr><th scope="col"><abbr title="Monday">Mon</abbr></th></tr></thead>\n'
        "<tbody>\n"
        "<tr>" + '<td class="out"></td>' * 4 + ""
        "<td>31 May<b>6</b></td>"
        '<td class="closed" title="Not counted: Weekend.">1 Jun<b>×</b></td>'
        '<td class="counted ends" title="Last day.">2<b>7</b><i>last</i></td></tr>\n'
        "</tbody>\n</table>\n"
    )


def test_what_a_calendar_says_of_a_day_opens_no_element(show: Callable[[str], Macro]) -> None:
    day = DayCell(1, DayMark.CLOSED, HOSTILE, HOSTILE, HOSTILE, ends=False)

    heads = (Head(HOSTILE, HOSTILE),)
    month = MonthShown(date(2024, 5, 1), HOSTILE, HOSTILE, heads, lead=0, boxes=(day,))
    table = show("weeks_strip")(GridShown(HOSTILE, (month,), weeks_of((month,)), (HOSTILE,)))

    said = f'<td class="closed" title="{ESCAPED}">1 {ESCAPED}<b>{ESCAPED}</b><i>{ESCAPED}</i></td>'
    assert said in table
    assert f"<caption>{ESCAPED}</caption>" in table
    assert f'<abbr title="{ESCAPED}">{ESCAPED}</abbr>' in table
    assert f"<li>{ESCAPED}</li>" in table


def test_a_step_is_an_item_with_its_day_its_sentence_and_its_sources_escaped(
    show: Callable[[str], Macro],
) -> None:
    step = Explained(date(2024, 3, 11), HOSTILE, ("Act, section 14", HOSTILE), "closed")

    assert show("step_item")(step) == (
        '<li><time datetime="2024-03-11">Monday 11 March 2024</time> '
        f'<span>{ESCAPED} <span class="source">Act, section 14</span> '
        f'<span class="source">{ESCAPED}</span></span></li>\n'
    )
