"""The matrix of bodies and items in words, for its page and its table."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from tracker.domain.base.terms import DecisionOutcome
from tracker.domain.law.body import PublicBody
from tracker.domain.law.outcome import QuestionOutcome
from tracker.domain.law.questions import Outcome
from tracker.domain.record.question_results import OPEN_RESULT, SILENT, TRANSFERRED_RESULT
from tracker.services.cases.coalition import (
    APPEAL_PENDING,
    DRAFT_RESULT,
    OWN_ITEMS,
    AskedItem,
    Matrix,
    MatrixRow,
)
from tracker.services.core.naming import OUTCOMES
from tracker.services.core.office import Office
from tracker.services.core.roles import Act
from tracker.services.people.handover import names_in_charge
from tracker.web.base.access import person_may
from tracker.web.base.filters import item_name
from tracker.web.base.language import gettext, lazy_gettext, refused, worded
from tracker.web.desk.base.ground_fields import section_as_named
from tracker.web.record.block.grid import tone_of

_WITHOUT = {
    SILENT: lazy_gettext("No response in the time allowed"),
    TRANSFERRED_RESULT: lazy_gettext("Transferred"),
    OPEN_RESULT: lazy_gettext("Asked, nothing recorded"),
    DRAFT_RESULT: lazy_gettext("Draft"),
}
# A decision concerns the whole appeal. It overturns a refusal only if the appeal was allowed.
_APPEALS = {
    APPEAL_PENDING: lazy_gettext("Appeal pending"),
    DecisionOutcome.ALLOWED.value: lazy_gettext("Overturned: appeal allowed"),
    DecisionOutcome.PARTLY_ALLOWED.value: lazy_gettext(
        "Overturned in part: appeal allowed in part"
    ),
    DecisionOutcome.DISMISSED.value: lazy_gettext("Upheld: appeal dismissed"),
    DecisionOutcome.CLOSED.value: lazy_gettext("Appeal closed without a decision on its merits"),
}


@dataclass(frozen=True, slots=True)
class SaidItem:
    """The words of a cell about one request."""

    reference: str
    address: str
    result: str
    tone: str
    grounds: tuple[str, ...]
    appeal: str
    asked_by: tuple[str, ...]
    marks: tuple[str, ...]

    @property
    def details(self) -> tuple[str, ...]:
        """Return everything but the result, in the order of a sentence."""
        return (*self.grounds, *filter(None, (self.appeal,)), *self.asked_by, *self.marks)


@dataclass(frozen=True, slots=True)
class SaidCell:
    """One item at one body: the requests for it, or whether it is open."""

    item: str
    name: str
    said: tuple[SaidItem, ...]
    open: bool


@dataclass(frozen=True, slots=True)
class SaidRow:
    """One body of the matrix, with its cells and, if it cannot be asked, the reason."""

    body: PublicBody
    cells: tuple[SaidCell, ...]
    requests: int
    why_not: str

    @property
    def open(self) -> tuple[SaidCell, ...]:
        """Return the cells that fit the body and have no request."""
        return tuple(cell for cell in self.cells if cell.open)


def said_columns(matrix: Matrix) -> list[tuple[str, str]]:
    """Return the key and the name of each column."""
    named = [(each.key, item_name(each, each.key)) for each in matrix.items]
    return [
        *named,
        *([(OWN_ITEMS, gettext("In the office’s own words"))] if matrix.own_items else []),
    ]


def said_rows(office: Office, matrix: Matrix, rows: Sequence[MatrixRow]) -> list[SaidRow]:
    """Return rows in words. Only people of the office see who is in charge."""
    columns = said_columns(matrix)
    references = sorted({reference for row in rows for reference in row.requests})
    charges = names_in_charge(office, references) if person_may(Act.BROWSE) else {}
    return [
        SaidRow(
            row.body,
            tuple(_cell(office, row, key, name, charges) for key, name in columns),
            len(row.requests),
            refused(row.why_not) if row.why_not else "",
        )
        for row in rows
    ]


def _cell(
    office: Office, row: MatrixRow, key: str, name: str, charges: Mapping[str, str]
) -> SaidCell:
    asked = row.asked.get(key, ())
    said = tuple(_said(office, each, charges) for each in asked)
    return SaidCell(key, name, said, key in row.open)


def _said(office: Office, asked: AskedItem, charges: Mapping[str, str]) -> SaidItem:
    known = office.library.organisations
    supporters = [worded(known[key].name) for key in asked.supporters if key in known]
    charge = charges.get(asked.reference)
    return SaidItem(
        asked.reference,
        _address(asked),
        _result(asked),
        "" if asked.result == DRAFT_RESULT else tone_of(asked.result),
        tuple(_grounds(office, asked.law, asked.given)) if asked.given else (),
        str(_APPEALS[asked.appeal]) if asked.appeal else "",
        (*([charge] if charge else []), *supporters),
        tuple(_marks(asked)),
    )


def _address(asked: AskedItem) -> str:
    if asked.foreign:
        return url_for("record.request", reference=asked.reference)
    drafted = asked.result == DRAFT_RESULT
    page = "desk_drafting.draft" if drafted else "desk_requests.request_page"
    return url_for(page, reference=asked.reference)


def _result(asked: AskedItem) -> str:
    if asked.result in _WITHOUT:
        return str(_WITHOUT[asked.result])
    return gettext(OUTCOMES[Outcome(asked.result)])


def _grounds(office: Office, law: str, given: QuestionOutcome) -> Iterator[str]:
    found = office.library.instrument(law)
    cites = {each.key: worded(each.cite) for each in found.exemptions} if found else {}
    yield from (cites.get(key, key) for key in given.exemptions)
    if given.section:
        yield section_as_named(given.section)
    if given.vague:
        yield gettext("“{words}”, no clause named", words=given.vague.words)


def _marks(asked: AskedItem) -> Iterator[str]:
    if asked.foreign:
        yield gettext("From the public record")
    elif asked.published:
        yield gettext("On the public record")
    if asked.beside:
        yield gettext("Outside the campaign")
