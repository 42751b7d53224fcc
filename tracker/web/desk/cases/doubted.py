"""Recorded non-responses that no longer hold after a law or a calendar was changed."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import render_template, request

from tracker.domain.case.case_state import case_state_of
from tracker.domain.case.history import History
from tracker.domain.case.recalculation import Doubt, doubts
from tracker.domain.case.unread_documents import doubted_lapses
from tracker.services.cases.receiving import LONGEST_REASON
from tracker.services.core.office import Office
from tracker.services.deadlines.deadline_changes import said_doubt
from tracker.services.ports.cases import CaseRow, RowFilter
from tracker.web.base.access import Access, Pages
from tracker.web.base.language import gettext, page_locale
from tracker.web.base.site_config import the_office
from tracker.web.desk.base.dossier import Dossier
from tracker.web.desk.base.listing import ROWS_ON_A_PAGE

PAGES = Pages("desk_doubted", Access.DESK, "/desk/doubted")


@dataclass(frozen=True, slots=True)
class Doubted:
    """One non-response that no longer holds: its entry, its name, and why."""

    seq: int
    name: str
    why: str
    unread: bool = False


@dataclass(frozen=True, slots=True)
class _Listed:
    """A request with such non-responses."""

    row: CaseRow
    block: str
    body: str
    doubted: tuple[Doubted, ...]


@PAGES.get("")
def doubted() -> str:
    """Show requests with a non-response that a person must check, one page at a time."""
    office = the_office()
    number = min(max(request.args.get("page", 1, type=int), 1), 1_000_000)
    rows, total = office.case_rows.rows(
        RowFilter(doubted=True), (number - 1) * ROWS_ON_A_PAGE, ROWS_ON_A_PAGE
    )
    listed = [_listed(office, row) for row in rows]
    more = number * ROWS_ON_A_PAGE < total
    return render_template(
        "desk/doubted.html", listed=listed, total=total, number=number, more=more
    )


def _listed(office: Office, row: CaseRow) -> _Listed:
    with office.cases.look(row.reference) as case:
        found = tuple(_found(office, case.history))
    block, body = office.library.block_title(row.block), office.library.body_short_name(row.body)
    return _Listed(row, block, body, found)


def doubted_in(office: Office, dossier: Dossier) -> tuple[Doubted, ...]:
    """Return a request's non-responses that no longer hold, or that an unread document may
    answer."""
    return tuple(_found(office, dossier.history))


def _found(office: Office, history: History) -> Iterator[Doubted]:
    for lapse, paper in doubted_lapses(case_state_of(history)):
        why = gettext(
            "It is public, and a document that arrived {came:on} has not been read. It may be "
            "the response. Until it is read, the public page says so and does not say that the "
            "body failed to respond.",
            came=page_locale().day_span(paper.event.on),
        )
        yield Doubted(lapse.seq, gettext(lapse.event.label), why, unread=True)
    yield from map(_doubted, doubts(history, office.library))


def reason_proposed(office: Office, dossier: Dossier, seq: int) -> str:
    """Return the reason to propose for correcting an entry, if a change of the library gives one;
    otherwise empty."""
    doubted = (each for each in doubted_in(office, dossier) if each.seq == seq)
    return next((each.why for each in doubted if not each.unread), "")[:LONGEST_REASON]


def _doubted(doubt: Doubt) -> Doubted:
    name = gettext(doubt.entry.event.label)
    return Doubted(doubt.entry.seq, name, said_doubt(doubt, page_locale()))
