"""The days of a month and the steps of a count, as they are written into a page."""

from datetime import date

from tracker.services.explaining import Explained
from tracker.services.grid_words import Box
from tracker.services.month_grid import Mark
from tracker.services.speaking import Speech
from tracker.web.rows import step_items, week_row

HOSTILE = "<b onclick='x'>&\""
ESCAPED = "&lt;b onclick=&#39;x&#39;&gt;&amp;&#34;"


def test_a_week_has_a_cell_for_each_place_and_a_class_where_a_day_is_not_plain() -> None:
    week = (
        None,
        Box(4, Mark.COUNTED, "6", "", "", ends=False),
        Box(5, Mark.CLOSED, "×", "", "Not counted: Weekend.", ends=False),
        Box(6, Mark.COUNTED, "7", "last", "Last day.", ends=True),
        Box(7, Mark.BESIDE, "", "", "", ends=False),
    )

    assert week_row(week) == (
        "<td></td>"
        "<td>4<b>6</b></td>"
        '<td class="closed" title="Not counted: Weekend.">5<b>×</b></td>'
        '<td class="counted ends" title="Last day.">6<b>7</b><i>last</i></td>'
        "<td>7</td>"
    )


def test_what_a_calendar_says_of_a_day_opens_no_element() -> None:
    row = week_row([Box(1, Mark.CLOSED, HOSTILE, HOSTILE, HOSTILE, ends=False)])

    assert row == (f'<td class="closed" title="{ESCAPED}">1<b>{ESCAPED}</b><i>{ESCAPED}</i></td>')


def test_a_step_is_an_item_with_its_day_its_sentence_and_its_sources_escaped() -> None:
    step = Explained(date(2024, 3, 11), HOSTILE, ("Act, section 14", HOSTILE), "closed")

    assert step_items([step], Speech("en", {})) == (
        '<li><time datetime="2024-03-11">Monday 11 March 2024</time> '
        f'<span>{ESCAPED} <span class="source">Act, section 14</span> '
        f'<span class="source">{ESCAPED}</span></span></li>\n'
    )
