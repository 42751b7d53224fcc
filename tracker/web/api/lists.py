"""The lists of the API: their filters, and paging by cursor.

A cursor is the key of the last row of the previous page, so a row that appears or disappears
between two pages neither hides another row nor shows it twice.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from operator import itemgetter
from typing import TypeVar

from werkzeug.datastructures import MultiDict

from tracker.domain.base.errors import BadInput
from tracker.domain.case.case_status import Phase
from tracker.domain.law.block import BlockKind, MeasurementSource
from tracker.domain.law.body import Role
from tracker.domain.law.questions import Outcome
from tracker.domain.record.record import from_bytes
from tracker.services.core.office import Office
from tracker.services.ports.sought import BodyPart, Sought
from tracker.services.public.data_columns import DataTable
from tracker.services.public.data_package import rows_of_notices
from tracker.services.public.data_rows import block_row, body_row, law_row, request_row
from tracker.services.public.data_tables import BLOCKS, BODIES, LAWS, NOTICES_TABLE, REQUESTS_TABLE
from tracker.services.public.library_rows import DataRow, rows_of_table
from tracker.services.public.library_tables import INTERRUPTIONS, LIBRARY_DETAILS
from tracker.services.public.measured_rows import capture_rows, finding_rows
from tracker.services.public.measured_tables import CAPTURES_TABLE, FINDINGS_TABLE

T = TypeVar("T")
LIMIT_PARAMETER, CURSOR = "limit", "cursor"
LARGEST_PAGE, USUAL = 200, 50
KEY = r"^[a-z0-9]+(-[a-z0-9]+)*$"
TWO_LETTERS = r"^[a-z]{2}$"
YEAR = r"^(19|20)[0-9]{2}$"
_YES = "true"
COUNTRY, LAW, BODY, _HEARD = "country", "law", "body", "heard"
_NUMBER = r"^[1-9][0-9]{0,8}$"
_PLACE = r"^[a-z0-9]+(-[a-z0-9]+)*-[1-9][0-9]{0,8}-[0-9]{1,9}$"
LONGEST_KEY = 64

Chosen = Mapping[str, str]
Find = Callable[[Chosen, str, int], Sequence[DataRow]]


@dataclass(frozen=True, slots=True)
class ListFilter:
    """A filter of a list: one of a few words, or a word that matches a pattern.

    `require` raises NotOnFile for a key that does not exist.
    """

    name: str
    says: str
    words: tuple[str, ...] = ()
    pattern: str = KEY
    require: Callable[[str], object] | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """A list whose rows come from one table, ordered by `cursor`."""

    table: DataTable
    filters: tuple[ListFilter, ...]
    find: Find
    cursor: Callable[[DataRow], str]
    cursor_pattern: str = KEY
    one: Callable[[str], DataRow] | None = None

    @property
    def name(self) -> str:
        """Return the list's name in its address."""
        return self.table.name

    def page(self, asked: MultiDict[str, str]) -> tuple[Sequence[DataRow], str]:
        """Return the rows of one page and the next page's cursor, which is empty on the last
        page.

        Raises BadInput for an unknown parameter or an impossible value, and NotOnFile for a key
        that does not exist.
        """
        chosen = _read(asked, {each.name: each for each in self.filters}, self.cursor_pattern)
        limit, cursor = int(chosen.pop(LIMIT_PARAMETER, USUAL)), chosen.pop(CURSOR, "")
        rows = self.find(chosen, cursor, limit + 1)
        more = len(rows) > limit
        page = rows[:limit]
        return page, self.cursor(page[-1]) if more else ""


def listings(office: Office) -> tuple[Listing, ...]:
    """Return the lists of this office."""
    library = office.library
    country = ListFilter(COUNTRY, "A country, by its two letters.", pattern=TWO_LETTERS)
    of_block = ListFilter(COUNTRY, "The country of the block: two letters.", pattern=TWO_LETTERS)
    block = ListFilter("block", "A block, by its key.", require=library.block)
    body = ListFilter(BODY, "A body that had to answer, by its key.", require=library.body)
    law = ListFilter(LAW, "A law, by its key.", require=library.law)
    kind = ListFilter("kind", "What was done.", tuple(BlockKind))
    role = ListFilter("role", "What a body is.", tuple(Role))
    phase = ListFilter("phase", "Where the request stands.", tuple(Phase))
    heard = ListFilter(_HEARD, "A body that was appealed to, by its key.", require=library.body)
    silent = ListFilter("silent", "Only those on which silence rests now.", (_YES,))
    window = ListFilter(
        "window", "Only those of which a remedy is still open to be used.", (_YES,)
    )
    outcome = ListFilter("outcome", "The outcome of an item, in any response.", tuple(Outcome))
    year = ListFilter("year", "The year in which it was asked.", pattern=YEAR)
    of_requests = (block, body, heard, law, of_block, phase, outcome, silent, window, year)
    found = partial(_found, office)
    return (
        _of_library(BLOCKS, (country, kind), library.blocks, library.block, block_row),
        _of_library(BODIES, (country, role), library.bodies, library.body, body_row),
        _of_library(LAWS, (country,), library.laws, library.law, law_row),
        Listing(REQUESTS_TABLE, of_requests, found, itemgetter("reference")),
        Listing(NOTICES_TABLE, (), partial(_notices, office), _place, _PLACE),
        *(_of_details(office, table) for table in LIBRARY_DETAILS),
        _of_findings(office, block),
        _of_captures(office, block),
    )


def _of_details(office: Office, table: DataTable) -> Listing:
    """Return the list of what the law library holds in one table, with its filters."""
    library, columns = office.library, {column.name for column in table.columns}
    known = (
        ListFilter("block", "A block, by its key.", require=library.block),
        ListFilter(LAW, "A law, by its key.", require=library.law),
        ListFilter(COUNTRY, "A country, by its two letters.", pattern=TWO_LETTERS),
    )

    def find(chosen: Chosen, cursor: str, limit: int) -> Sequence[DataRow]:
        rows = (row for row in rows_of_table(table.name, library) if row["key"] > cursor)
        return _fitting(rows, chosen, limit)

    filters = tuple(each for each in known if each.name in columns and table is not INTERRUPTIONS)
    return Listing(table, filters, find, itemgetter("key"))


def _of_findings(office: Office, block: ListFilter) -> Listing:
    """Return the list of public findings about measurements by others."""
    source = ListFilter("source", "Who measured.", tuple(MeasurementSource))

    def find(chosen: Chosen, cursor: str, limit: int) -> Sequence[DataRow]:
        rows = (row for row in finding_rows(office) if row["digest"] > cursor)
        return _fitting(rows, chosen, limit)

    return Listing(FINDINGS_TABLE, (block, source), find, itemgetter("digest"))


def _of_captures(office: Office, block: ListFilter) -> Listing:
    """Return the list of public captures of cited pages."""

    def find(chosen: Chosen, cursor: str, limit: int) -> Sequence[DataRow]:
        rows = sorted(capture_rows(office), key=itemgetter("key"))
        return _fitting((row for row in rows if row["key"] > cursor), chosen, limit)

    return Listing(CAPTURES_TABLE, (block,), find, itemgetter("key"))


def _of_library(
    table: DataTable,
    filters: tuple[ListFilter, ...],
    shelf: Mapping[str, T],
    require: Callable[[str], T],
    row_of: Callable[[T], DataRow],
) -> Listing:
    def find(chosen: Chosen, cursor: str, limit: int) -> Sequence[DataRow]:
        rows = (row_of(shelf[key]) for key in sorted(shelf) if key > cursor)
        return _fitting(rows, chosen, limit)

    return Listing(table, filters, find, itemgetter("key"), one=lambda key: row_of(require(key)))


def _fitting(rows: Iterable[DataRow], chosen: Chosen, limit: int) -> Sequence[DataRow]:
    """Return the first rows that have the chosen words."""
    fitting = (row for row in rows if all(row[name] == word for name, word in chosen.items()))
    return list(islice(fitting, limit))


def _found(office: Office, chosen: Chosen, cursor: str, limit: int) -> Sequence[DataRow]:
    found = office.records.published_after(cursor, limit, _sought(office, chosen))
    return [request_row(from_bytes(data), digest, office.library) for digest, data in found]


def _sought(office: Office, chosen: Chosen) -> Sought:
    """Return the query for records that match the chosen filters."""
    if BODY in chosen and _HEARD in chosen:
        raise BadInput("Give “body” or “heard”: a list is of one body.")
    return Sought(
        block=chosen.get("block", ""),
        body=chosen.get(BODY, "") or chosen.get(_HEARD, ""),
        part=BodyPart.HEARD if _HEARD in chosen else BodyPart.HELD,
        laws=frozenset({chosen[LAW]} if LAW in chosen else ()),
        phases=frozenset({chosen["phase"]} if "phase" in chosen else ()),
        silent=chosen.get("silent") == _YES,
        # The same day as in the search.
        open_on=office.latest_today() if "window" in chosen else None,
        year=int(chosen.get("year", 0)),
        outcome=chosen.get("outcome", ""),
        country=chosen.get(COUNTRY, ""),
    )


def _notices(office: Office, chosen: Chosen, cursor: str, limit: int) -> Sequence[DataRow]:
    """Return rows of notices, oldest first. Raises NotOnFile for an unknown cursor."""
    if not cursor:
        return rows_of_notices(office, None, limit)
    reference, version, entry = cursor.rsplit("-", 2)
    return rows_of_notices(office, (reference, int(version), int(entry)), limit)


def _place(row: DataRow) -> str:
    return f"{row['reference']}-{row['version']}-{row['entry']}"


def _read(
    asked: MultiDict[str, str], filters: Mapping[str, ListFilter], cursor: str
) -> dict[str, str]:
    """Return the parameters of an address, each given once and well formed."""
    patterns = {name: each.pattern for name, each in filters.items()}
    patterns |= {CURSOR: cursor, LIMIT_PARAMETER: _NUMBER}
    for name, values in asked.lists():
        if name not in patterns:
            raise BadInput(
                "There is no parameter “{name}” here; there are: {known}.",
                name=name,
                known=", ".join(sorted(patterns)),
            )
        _require(name, values, patterns[name], filters.get(name))
    return {name: asked[name] for name in asked}


def _require(name: str, values: Sequence[str], pattern: str, filter_: ListFilter | None) -> None:
    """Raise BadInput for an impossible value, and NotOnFile for a key that does not exist."""
    if len(values) > 1:
        raise BadInput("Give the parameter “{name}” once.", name=name)
    (value,) = values
    words = filter_.words if filter_ else ()
    if words and value not in words:
        raise BadInput(
            "The parameter “{name}” is one of: {known}.", name=name, known=", ".join(words)
        )
    if len(value) > LONGEST_KEY or not re.fullmatch(pattern, value):
        raise BadInput(
            "The parameter “{name}” does not fit {pattern}.", name=name, pattern=pattern
        )
    if name == LIMIT_PARAMETER and int(value) > LARGEST_PAGE:
        raise BadInput("The parameter “limit” is at most {largest}.", largest=LARGEST_PAGE)
    if filter_ and filter_.require:
        filter_.require(value)
