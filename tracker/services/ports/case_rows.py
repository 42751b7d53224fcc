"""The derived rows of requests, for lists and sweeps."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import AbstractContextManager
from dataclasses import fields
from datetime import date, datetime
from operator import attrgetter
from typing import Any, Protocol

from tracker.domain.case.agenda import Agenda
from tracker.domain.case.case_status import Phase
from tracker.domain.law.law import LetterKind
from tracker.domain.library import Library
from tracker.services.ports.cases import CaseRow, QuietChange, RowFilter, StoredCase

# More rows than anybody pages through; pages say "more than" for a total above it.
MOST_ROWS_COUNTED = 10_000

# The columns of a row without its reference; those of the agenda are the last.
ROW_COLUMNS = tuple(each.name for each in fields(CaseRow) if each.name != "reference")[:-1]
AGENDA_COLUMNS = tuple(each.name for each in fields(Agenda))


_PLACE_OF_EDITION = ROW_COLUMNS.index("edition")
_of_row, _of_agenda = attrgetter(*ROW_COLUMNS), attrgetter(*AGENDA_COLUMNS)


def row_of_columns(reference: str, columns: Sequence[Any]) -> CaseRow:
    """Return a row from its columns. Raises ValueError for a phase that no page could name."""
    number = len(ROW_COLUMNS)
    values: Any = (reference, *columns[:number], Agenda(*columns[number:]))
    row = CaseRow(*values)
    Phase(row.phase)
    return row


def edition_in(columns: Sequence[Any]) -> str:
    """Return the library version that derived a row."""
    return str(columns[_PLACE_OF_EDITION])


def says_the_same(columns: Sequence[Any], row: CaseRow) -> bool:
    """Return whether columns are those of a row, whatever edition derived either."""
    own, after = (*_of_row(row), *_of_agenda(row.agenda)), _PLACE_OF_EDITION + 1
    before = _PLACE_OF_EDITION
    return own[:before] == tuple(columns[:before]) and own[after:] == tuple(columns[after:])


Recalculated = tuple[Sequence[StoredCase], Sequence[QuietChange]]


class CaseRows(Protocol):
    """The derived rows of requests, and the details that lists show beside them."""

    def due(
        self, day: date, limit: int, after: tuple[date, str] | None = None
    ) -> Sequence[tuple[date, str]]:
        """Return `sweep_on` and reference of the rows that fall on `day` or earlier, in order.

        `after` is the last such pair of the page before.
        """

    def rows(self, shown: RowFilter, after: int, limit: int) -> tuple[Sequence[CaseRow], int]:
        """Return one page of rows in the order that the filter asks for, and the total.

        Of more rows than `MOST_ROWS_COUNTED` the total is one more than that. A list that begins
        at `from_day` ends there; any other goes on.
        """

    def asked(self) -> Sequence[tuple[str, str]]:
        """Return each block with each body asked about it."""

    def laws(self) -> Set[str]:
        """Return the keys of the laws under which requests were made."""

    def prepared(self, references: Sequence[str]) -> Mapping[str, Sequence[LetterKind]]:
        """Return the kinds of letters prepared for these requests, oldest first, by reference.

        Requests without a prepared letter are left out.
        """

    def outdated(self, edition: str, limit: int, after: str = "") -> Sequence[str]:
        """Return the references of requests whose row another library version derived.

        They are in order; `after` is the last one of the page before.
        """

    def count_by_phase(self) -> Mapping[str, int]:
        """Return how many requests have each status."""

    def count_outdated(self, edition: str) -> int:
        """Return how many rows another library version derived."""

    def any_by_another(self, edition: str) -> bool:
        """Return whether another library version derived any row; reads two index entries."""


class Recalculators(Protocol):
    """Processes that calculate requests beside this one. They can open nothing."""

    def at_work(
        self,
        library: Library,
        now: Callable[[], datetime],
        batches: Iterable[Sequence[StoredCase]],
    ) -> AbstractContextManager[Iterator[Recalculated]]:
        """Yield each batch, in order, with the quiet changes among it.

        There are none in a batch whose process ended. While none is ready, this one calculates.
        """
