"""The reader of lists of requests, in any encoding and with any separator of a spreadsheet."""

import csv
import re
from dataclasses import dataclass
from io import StringIO

from tracker.domain.base.errors import BadInput
from tracker.domain.base.messages import Message

LARGEST_REQUEST_LIST = 5 * 1024 * 1024
MOST_ROWS = 5000
MOST_COLUMNS = 100
SEPARATORS = (",", ";", "\t", "|")
# File types that people upload by mistake in place of CSV.
NO_LISTS = {
    b"PK\x03\x04": Message("an .xlsx or .ods workbook"),
    b"\xd0\xcf\x11\xe0": Message("an .xls workbook"),
    b"%PDF-": Message("a PDF"),
    b"\x89PNG": Message("a picture"),
    b"\xff\xd8\xff": Message("a picture"),
}
BYTE_ORDER_MARKS = {
    b"\xef\xbb\xbf": ("utf-8-sig", "UTF-8"),
    b"\xff\xfe": ("utf-16", "UTF-16"),
    b"\xfe\xff": ("utf-16", "UTF-16"),
}
# A spreadsheet writes ="0012" to keep a number as text.
KEPT_AS_TEXT = re.compile(r'="(.*)"', re.DOTALL)
SAVE_ANEW = Message("Save it as “CSV UTF-8” and choose it again.")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells of a list. `rows` have the line on which each begins.

    Each row has as many cells as there are headings.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    separator: str
    encoding: str


def read_sheet(data: bytes) -> Sheet:
    """Return the list in these bytes.

    Raises BadInput if they are no list, are too large, or have a row that does not fit the
    headings.
    """
    if not data.strip():
        raise BadInput("The file is empty. Choose another.")
    if len(data) > LARGEST_REQUEST_LIST:
        raise BadInput("The file is larger than 5 MB. Split it.")
    for start, what in NO_LISTS.items():
        if data.startswith(start):
            raise BadInput(
                "The file is {what}. Open the list in a spreadsheet. {save_anew}",
                what=what,
                save_anew=SAVE_ANEW,
            )
    text, encoding = _decoded(data)
    separator, text = _separator(text)
    rows = _rows(text, separator)
    if len(rows) < 2:
        raise BadInput("The file needs a heading row and at least one row below it.")
    if len(rows) - 1 > MOST_ROWS:
        raise BadInput(
            "The file has more than {most_rows:,} rows. Split it.",
            most_rows=MOST_ROWS,
        )
    headings = _headings(rows[0][1])
    return Sheet(headings, tuple(_fitted(row, headings) for row in rows[1:]), separator, encoding)


def _decoded(data: bytes) -> tuple[str, str]:
    """Return the text, and the name of its encoding. Raises BadInput if none fits."""
    codec, name = next(
        (known for mark, known in BYTE_ORDER_MARKS.items() if data.startswith(mark)), ("", "")
    )
    if not codec and b"\0" in data[:1000]:
        # In UTF-16 every second byte of plain letters is zero.
        codec, name = ("utf-16-le" if data[1:2] == b"\0" else "utf-16-be"), "UTF-16"
    tried = [(codec, name)] if codec else [("utf-8", "UTF-8"), ("cp1252", "Windows-1252")]
    for codec, name in tried:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, name
    raise BadInput("The characters in the file cannot be read. {save_anew}", save_anew=SAVE_ANEW)


def _separator(text: str) -> tuple[str, str]:
    """Return the separator of cells, and the text without the line that declares it."""
    told = re.match(r'"?sep=([^"\r\n])"?\r?\n', text, re.IGNORECASE)
    if told:
        return told[1], text[told.end() :]
    return max(SEPARATORS, key=lambda separator: _fit(text, separator)), text


def _fit(text: str, separator: str) -> int:
    """Return how well the first 20 lines fall into columns at this separator."""
    sample = csv.reader(StringIO(text[:50_000]), delimiter=separator)
    try:
        widths = [len(row) for row, _ in zip(sample, range(20), strict=False) if any(row)]
    except csv.Error:
        return 0
    return sum(width == widths[0] for width in widths) * (widths[0] - 1) if widths else 0


def _rows(text: str, separator: str) -> list[tuple[int, list[str]]]:
    """Return every row that is not blank, with the line on which it begins.

    Raises BadInput at a quotation mark that is misplaced or never closed.
    """
    reader, found, line = (
        csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True),
        [],
        1,
    )
    try:
        for row in reader:
            cells = [_clean(cell) for cell in row]
            if any(cells):
                found.append((line, cells))
            line = reader.line_num + 1
    except csv.Error as error:
        raise BadInput(
            "The file cannot be read from line {line}: a quotation mark is on its own or not "
            "closed. Fix the line, or open the file in a spreadsheet. {save_anew}",
            line=line,
            save_anew=SAVE_ANEW,
        ) from error
    return found


def _clean(cell: str) -> str:
    cell = cell.replace("\u00a0", " ").replace("\r\n", "\n").replace("\r", "\n").strip()
    kept = KEPT_AS_TEXT.fullmatch(cell)
    return kept[1].strip() if kept else cell


def _headings(cells: list[str]) -> tuple[str, ...]:
    while cells and not cells[-1]:
        cells.pop()
    if len(cells) > MOST_COLUMNS:
        raise BadInput(
            "The file has more than {most_columns} columns. Remove the ones you do not need.",
            most_columns=MOST_COLUMNS,
        )
    return tuple(
        " ".join(cell.split())[:80] or f"Column {number}"
        for number, cell in enumerate(cells, start=1)
    )


def _fitted(row: tuple[int, list[str]], headings: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
    line, cells = row
    width = len(headings)
    if any(cells[width:]):
        raise BadInput(
            "Line {line} has {number} cells under {width} headings. Give every column a heading, "
            "or put text that contains a separator in quotation marks.",
            line=line,
            number=len(cells),
            width=width,
        )
    return line, tuple((cells + [""] * width)[:width])
