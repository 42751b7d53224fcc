"""Reading of a pasted table of dispatches or receipts, line by line."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.domain.base.errors import BadInput
from tracker.domain.base.messages import Message
from tracker.domain.words.folding import bare_words
from tracker.services.core.naming import CHANNELS, LISTED_PROOFS
from tracker.services.drafting.list_days import DayOrder, day_in

MOST_TABLE_LINES = 5000
LARGEST_TABLE = 2_000_000
LONGEST_CELL = 320
_SEPARATORS = ("\t", ";", "|", ",")
# The columns with their possible headings. A table without headings has its columns in this
# order, or in the order of the list that a batch begins with (see `_order`).
_REFERENCE = ("reference", "our reference", "ref")
_DAY = ("date", "day", "date sent", "sent", "date of receipt", "date received", "received")
SENT_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "reference": _REFERENCE,
    "day": _DAY,
    "channel": ("channel", "how it was sent", "how sent", "sent by"),
    "number": ("number", "tracking number", "tracking", "courier number", "no"),
    "recipient": ("recipient", "sent to", "address or recipient", "email address"),
    "file": ("proof", "proof of sending", "file", "scan"),
}
RECEIVED_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "reference": _REFERENCE,
    "day": _DAY,
    "proof": ("kind of proof", "type of proof", "proof"),
    "file": ("file", "scan", "proof of receipt"),
}
# The headings that the page names, and those of the list that a batch begins with.
SENT_HEADINGS = ("reference", "date", "channel", "number", "recipient", "proof")
RECEIVED_HEADINGS = ("reference", "date", "type of proof", "file")
SENT_LIST = ("reference", "body", "channel", "date sent", "number", "recipient")
RECEIVED_LIST = ("reference", "body", "date of receipt", "type of proof")
_NOTHING = Message("Paste the table, or type one line for each letter.")
_ALSO = {
    "registered": "registered-post",
    "registered letter": "registered-post",
    "ordinary post": "post",
    "mail": "post",
    "by hand": "hand",
    "e mail": "email",
    "ack card": "acknowledgement-card",
    "acknowledgement card": "acknowledgement-card",
    "ad card": "acknowledgement-card",
    "delivery record": "courier-delivery",
    "couriers delivery record": "courier-delivery",
    "stamp": "counter-stamp",
    "acknowledged": "body-acknowledged",
}


@dataclass(frozen=True, slots=True)
class TableLine:
    """A line of a table with its number in the pasted text, and its cells by column."""

    number: int
    text: str
    cells: Mapping[str, str]

    def said(self, column: str) -> str:
        """Return the cell of a column; empty if the line does not have it."""
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class DispatchTable:
    """The lines of a table. `heading` is its first line if it has headings, else empty."""

    lines: tuple[TableLine, ...]
    heading: str = ""
    columns: tuple[str, ...] = ()


def read_table(
    text: str, columns: Mapping[str, Sequence[str]], empty: Message = _NOTHING
) -> DispatchTable:
    """Return the lines of a pasted table, without blank ones.

    Raises BadInput if there are none, with the message `empty`, or if the table is too large.
    """
    if len(text) > LARGEST_TABLE:
        raise BadInput("The table is too long. Paste at most 5,000 lines.")
    rows = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(rows) > MOST_TABLE_LINES + 1:
        raise BadInput("The table is too long. Paste at most 5,000 lines.")
    if not rows:
        raise BadInput(empty)
    separator = _separator(rows[0][1])
    cells = [_cells(line, separator) for _, line in rows]
    headings = _headings(cells[0], columns)
    order, first = headings or _order(cells, columns), 1 if headings else 0
    if not rows[first:]:
        raise BadInput(empty)
    lines = (
        TableLine(number, line, dict(zip(order, said, strict=False)))
        for (number, line), said in zip(rows[first:], cells[first:], strict=True)
    )
    return DispatchTable(tuple(lines), rows[0][1] if headings else "", order)


def channel_in(words: str) -> str:
    """Return the key of the channel that these words name. Raises BadInput if none is named."""
    if not words:
        raise BadInput("Enter how it was sent.")
    return _named(
        words, CHANNELS, Message("“{words}” is not a channel. Use one of these: {known}.")
    )


def proof_in(words: str) -> str:
    """Return the key of the kind of proof that these words name. Raises BadInput if they
    name none."""
    if not words:
        raise BadInput("Enter the type of proof.")
    return _named(
        words,
        LISTED_PROOFS,
        Message("“{words}” is not a type of proof. Use one of these: {known}."),
    )


def _named(words: str, known: Mapping[str, str], unknown: Message) -> str:
    said = bare_words(words)
    for key, label in known.items():
        if said in (bare_words(key), bare_words(str(label))):
            return key
    also = _ALSO.get(said, "")
    if also in known:
        return also
    raise BadInput(unknown, words=words[:60], known=", ".join(known))


def _separator(line: str) -> str:
    return next((each for each in _SEPARATORS if each in line), ",")


def _cells(line: str, separator: str) -> list[str]:
    """Return the cells of one line. An unpaired quotation mark is an ordinary character."""
    if '"' in line and line.count('"') % 2 == 0:
        found = next(csv.reader([line], delimiter=separator), [])
    else:
        found = line.split(separator)
    return [cell.replace("\u00a0", " ").strip()[:LONGEST_CELL] for cell in found]


def _headings(cells: Sequence[str], columns: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return the column of each heading, and a placeholder for an unknown one; nothing if none of
    the cells is a heading of the first column."""
    first = next(iter(columns.values()))
    if not any(bare_words(cell) in first for cell in cells):
        return ()
    found: list[str] = []
    for cell in cells:
        known = (key for key, names in columns.items() if bare_words(cell) in names)
        key = next((each for each in known if each not in found), "")
        found.append(key or f"-{len(found)}")
    return tuple(found)


def _order(rows: Sequence[Sequence[str]], columns: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return the column order of a table without headings: the order that puts dates into the
    date column in more lines."""
    if "day" not in columns:
        return tuple(columns)
    begun = SENT_LIST if "channel" in columns else RECEIVED_LIST
    orders = (tuple(columns), _headings(begun, columns))

    def dates(order: Sequence[str]) -> int:
        place = order.index("day")
        return sum(_is_date(row[place]) for row in rows if len(row) > place)

    return max(orders, key=dates)


def _is_date(cell: str) -> bool:
    for order in (DayOrder.DAY_FIRST, DayOrder.MONTH_FIRST):
        try:
            day_in(cell, order)
        except BadInput:
            continue
        return True
    return False
