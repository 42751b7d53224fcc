"""The months of a calculation as tables, several side by side."""

from collections.abc import Iterator
from typing import Protocol

from tracker.documents.ooxml import XmlElement, w
from tracker.documents.scripts import LEFT_TO_RIGHT_MARK
from tracker.domain.words.letter import DayBox, DayCalendar, MonthTable, Shade

_WEEK = 7
# The distance of two months, and of more.
_GAP, _SMALL_GAP = 360, 180
_EDGES = ("top", "left", "bottom", "right")

# Days left out are hatched, so that a black-and-white copy shows them.
_SHADES: dict[Shade, dict[str, str]] = {
    Shade.LEFT_OUT: {"val": "thinReverseDiagStripe", "color": "A6A6A6", "fill": "F2F2F2"},
    Shade.DOUBTFUL: {"val": "thinHorzStripe", "color": "BFBFBF", "fill": "FFFFFF"},
    Shade.END: {"val": "clear", "color": "auto", "fill": "D0D0D0"},
}

_Row = tuple[XmlElement | None, ...]


class Setter(Protocol):
    """Writes words in one language."""

    @property
    def right_to_left(self) -> bool:
        """Return whether weeks run from the right."""
        ...

    @property
    def text_width(self) -> int:
        """Return the width of a line, in twentieths of a point."""
        ...

    def paragraph(self, role: str, words: str, *, keep_next: bool = False) -> XmlElement:
        """Return one paragraph in the style of `role`."""
        ...


def calendar(setter: Setter, block: DayCalendar) -> Iterator[XmlElement]:
    """Yield the heading, the months and the notes of one calendar."""
    yield setter.paragraph("heading 2", block.title)
    beside = block.beside
    said = "note" if beside == 2 else "small cell"
    for first in range(0, len(block.months), beside):
        yield _table(setter, block.months[first : first + beside], beside)
        # Tables without a paragraph between them merge, and no table may end a letter.
        if first + beside < len(block.months) or not block.notes:
            yield setter.paragraph("note", "", keep_next=True)
    for number, note in enumerate(block.notes):
        paragraph = setter.paragraph(said, note)
        if not number:
            paragraph[0].append(w("spacing", before="120"))
        yield paragraph


def _table(setter: Setter, months: tuple[MonthTable, ...], beside: int) -> XmlElement:
    """Return one table for a row of months. A month is never broken across pages."""
    gap = _GAP if beside == 2 else _SMALL_GAP
    width = (setter.text_width - gap * (beside - 1)) // (_WEEK * beside)
    columns = (([width] * _WEEK + [gap]) * len(months))[:-1]
    visual = (w("bidiVisual"),) if setter.right_to_left else ()
    margins = (w(edge, w="20" if beside == 2 else "0", type="dxa") for edge in ("left", "right"))
    properties = w(
        "tblPr",
        *visual,
        w("tblW", w=str(sum(columns)), type="dxa"),
        w("tblLayout", type="fixed"),
        w("tblCellMar", *margins),
        w("tblCaption", val=" – ".join(month.caption for month in months)),
    )
    grid = w("tblGrid", *(w("gridCol", w=str(column)) for column in columns))
    rows = [
        _row([_caption(setter, month, width) for month in months], setter, gap),
        _row([_heads(setter, month, width) for month in months], setter, gap),
    ]
    for number in range(max(len(month.weeks) for month in months)):
        weeks = [_week(setter, month, number, width) for month in months]
        rows.append(_row(weeks, setter, gap))
    return w("tbl", properties, grid, *rows)


def _row(parts: list[list[XmlElement]], setter: Setter, gap: int) -> XmlElement:
    row = w("tr", w("trPr", w("cantSplit")))
    for number, cells in enumerate(parts):
        if number:
            row.append(_cell([setter.paragraph("day", "", keep_next=True)], gap, edged=False))
        row.extend(cells)
    return row


def _caption(setter: Setter, month: MonthTable, width: int) -> list[XmlElement]:
    words = [setter.paragraph("month", month.caption)]
    return [_cell(words, width * _WEEK, edged=False, over=_WEEK)]


def _heads(setter: Setter, month: MonthTable, width: int) -> list[XmlElement]:
    return [_cell([setter.paragraph("day", head, keep_next=True)], width) for head in month.head]


def _week(setter: Setter, month: MonthTable, number: int, width: int) -> list[XmlElement]:
    days = month.weeks[number] if number < len(month.weeks) else (None,) * _WEEK
    return [_day(setter, day, width) for day in days]


def _day(setter: Setter, day: DayBox | None, width: int) -> XmlElement:
    if day is None:
        return _cell([setter.paragraph("day", "", keep_next=True)], width, edged=False)
    # In right-to-left text, invisible marks keep the order of a sign such as 6?.
    mark = LEFT_TO_RIGHT_MARK if day.sign and setter.right_to_left else ""
    sign = f"{mark}{day.sign}{mark}"
    said = (("day", day.day), ("day sign", sign), ("day word", day.word))
    lines = [setter.paragraph(role, words, keep_next=True) for role, words in said if words]
    return _cell(lines, width, shade=day.shade)


def _cell(
    lines: list[XmlElement],
    width: int,
    *,
    edged: bool = True,
    over: int = 1,
    shade: Shade = Shade.NONE,
) -> XmlElement:
    properties = w("tcPr", w("tcW", w=str(width), type="dxa"))
    if over > 1:
        properties.append(w("gridSpan", val=str(over)))
    if edged:
        size = "12" if shade is Shade.END else "4"
        edges = (w(edge, val="single", sz=size, space="0", color="808080") for edge in _EDGES)
        properties.append(w("tcBorders", *edges))
    if shade in _SHADES:
        properties.append(w("shd", **_SHADES[shade]))
    return w("tc", properties, *lines)
