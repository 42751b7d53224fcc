"""The examination of everything stored: requests in batches, rows, triggers and documents."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from tracker.domain.base.errors import Refusal
from tracker.services.core.left_out import begin_noting, left_out
from tracker.services.ports.cases import CaseFile
from tracker.services.ports.people import RoleName
from tracker.storage.cases.evidence import ORPHANED_AFTER_SECONDS, EvidenceArchive
from tracker.storage.cases.register import SqlCaseRepository
from tracker.storage.cases.workbook import finding_of
from tracker.storage.db.errors import StorageTrouble
from tracker.storage.db.guards import guard_names, guards, strange_triggers
from tracker.storage.db.long_work import Done, nothing_told
from tracker.storage.db.sealed_fields import APPLICANT, applicant_from
from tracker.storage.db.sealing import Damaged
from tracker.storage.db.tables.captures import PageCaptureRow
from tracker.storage.db.tables.cases import PaperRow, RequestRow
from tracker.storage.db.tables.correspondence import (
    MailboxRow,
    ReceivedMailRow,
    ReceivedPlaceRow,
    ScanReadingRow,
)
from tracker.storage.db.tables.deadlines import CaseStatusRow
from tracker.storage.db.tables.drafting import DraftRow, ListFileRow
from tracker.storage.db.tables.letters import PreparedLetterRow
from tracker.storage.db.tables.measurements import MeasuredFindingRow, MeasurementSnapshotRow
from tracker.storage.db.tables.people import AccountRow, AssignmentRow
from tracker.storage.db.tables.public import SubscriptionRow
from tracker.storage.db.tables.publishing import (
    PendingPublicationRow,
    PublicNoticeRow,
    RecordRow,
)
from tracker.storage.db.tables.reminders import OutboxRow, ReminderChoiceRow, ReminderRow
from tracker.storage.db.tables.workbook import FindingRow, TaskRow
from tracker.storage.db.transactions import Transactions
from tracker.storage.db.unreadable_rows import each_readable, translate_unreadable
from tracker.storage.deadlines.case_status import case_row_of
from tracker.storage.drafting.drafts import draft_of_row
from tracker.storage.log.log_check import groups_of, unlike_the_log
from tracker.storage.measurements.captures import capture_in
from tracker.storage.measurements.measurements import answer_in, finding_in
from tracker.storage.office_data.stored_requests import (
    StoredRequest,
    WrongInRequests,
    every_request,
    read_requests,
    wrong_in,
)
from tracker.storage.publishing.record_lines import strays
from tracker.storage.reminders.reminders import reminder_choice_of, reminder_of

_PAGE = 1000
# Requests that are read and compared together.
TOGETHER = 200
# The scheduler looks for orphans each hour.
_SWEPT_WITHIN_SECONDS = 2 * 3600

Batch = Sequence[StoredRequest]
Comparing = Callable[
    [Iterator[Batch]], AbstractContextManager[Iterator[tuple[Batch, WrongInRequests | None]]]
]
"""Yields each batch, in order, with what is wrong in it; None if that was not compared."""


def _as_stored(_: SQLModel) -> None:
    """Accept a row whose columns could be read."""


_PRIVATE: tuple[Callable[[CaseFile], object], ...] = (
    lambda case: case.applicant(),
    lambda case: case.waiting(),
    lambda case: case.sealed_fields(),
)
# The tables of the daily work, with what reads more of a row than its columns.
_READ: dict[type[SQLModel], Callable[[Any], object]] = {
    AccountRow: lambda row: RoleName(row.role),
    AssignmentRow: _as_stored,
    CaseStatusRow: case_row_of,
    DraftRow: draft_of_row,
    FindingRow: finding_of,
    ListFileRow: _as_stored,
    MailboxRow: _as_stored,
    MeasuredFindingRow: finding_in,
    MeasurementSnapshotRow: answer_in,
    PageCaptureRow: capture_in,
    OutboxRow: _as_stored,
    PendingPublicationRow: _as_stored,
    PreparedLetterRow: _as_stored,
    PublicNoticeRow: _as_stored,
    RecordRow: _as_stored,
    ReceivedMailRow: _as_stored,
    ReceivedPlaceRow: _as_stored,
    ReminderRow: reminder_of,
    ReminderChoiceRow: reminder_choice_of,
    ScanReadingRow: _as_stored,
    SubscriptionRow: _as_stored,
    TaskRow: _as_stored,
}


@contextmanager
def compared_here(batches: Iterator[Batch]) -> Iterator[Iterator[tuple[Batch, None]]]:
    """Leave the comparison of every batch to this process."""
    yield ((batch, None) for batch in batches)


@dataclass(frozen=True, slots=True)
class Examining:
    """How to examine: whether private fields are opened, where batches are compared, and what is
    told how many requests were examined."""

    opens: bool = False
    comparing: Comparing = compared_here
    done: Done = nothing_told


@dataclass(slots=True)
class _Found:
    """What is wrong with requests."""

    problems: list[str]
    altered: list[str]
    strays: list[str]
    sealed: list[str]


def examine(
    cases: SqlCaseRepository,
    archive: EvidenceArchive,
    transactions: Transactions,
    how: Examining = Examining(),
) -> list[str]:
    """Read every history, row, document and trigger, and return a sentence for each problem."""
    problems = [*_guards_wrong(transactions), *unreadable_rows(transactions)]
    batches = every_request(transactions, TOGETHER, problems)
    found = _requests_wrong(cases, transactions, batches, how, lines=True)
    problems += found.problems
    problems += _evidence_wrong(archive, transactions)
    problems += _compared(transactions, lambda session: strays(session, found.strays))
    problems += _compared(transactions, lambda session: unlike_the_log(session, found.altered))
    problems += found.sealed
    if how.opens:
        problems += archive.unopened(_papers(transactions))
    return list(dict.fromkeys(problems))


def examine_changed(
    cases: SqlCaseRepository,
    archive: EvidenceArchive,
    transactions: Transactions,
    references: Sequence[str],
    how: Examining = Examining(),
) -> list[str]:
    """Read the triggers, and of these requests the histories, documents and public records;
    return a sentence for each problem."""
    papers = _papers(transactions, references)
    problems = _guards_wrong(transactions)
    found = _requests_wrong(cases, transactions, groups_of(references), how, lines=False)
    problems += found.problems
    try:
        problems += [*archive.missing(papers, few=True), *archive.damaged(papers)]
    except StorageTrouble as trouble:
        problems.append(str(trouble))
    problems += _compared(
        transactions, lambda session: unlike_the_log(session, found.altered, references)
    )
    problems += found.sealed
    if how.opens:
        problems += archive.unopened(papers)
    return list(dict.fromkeys(problems))


def _requests_wrong(
    cases: SqlCaseRepository,
    transactions: Transactions,
    references: Iterable[Sequence[str]],
    how: Examining,
    *,
    lines: bool,
) -> _Found:
    """Return what is wrong with requests. Private fields are opened while another batch is
    compared."""
    found = _Found([], [], [], [])

    def batches() -> Iterator[Batch]:
        for these in references:
            yield from _read(transactions, these, found.problems, lines=lines)

    with how.comparing(batches()) as compared:
        for batch, answer in compared:
            wrong = answer or wrong_in(batch)
            found.problems += wrong.unreadable
            found.altered += wrong.altered
            found.strays += wrong.strays
            if how.opens:
                found.sealed += _sealed_wrong(cases, [request.reference for request in batch])
            how.done(len(batch))
    return found


def _read(
    transactions: Transactions,
    references: Sequence[str],
    problems: list[str],
    *,
    lines: bool,
) -> Iterator[Batch]:
    """Yield what is stored of requests. One that cannot be read falls out alone."""
    try:
        with transactions.reading() as session:
            batch = read_requests(session, references, lines=lines)
    except Refusal as refusal:
        if len(references) == 1:
            problems.append(str(refusal))
            return
        half = len(references) // 2
        for part in (references[:half], references[half:]):
            yield from _read(transactions, part, problems, lines=lines)
        return
    yield batch


def _sealed_wrong(cases: SqlCaseRepository, references: Sequence[str]) -> list[str]:
    """Return a sentence for each of these requests of which something private cannot be opened.

    Many are opened in one transaction, and those in which something is wrong once more, alone.
    """
    problems: list[str] = []
    well = _opened_together(cases, references)
    for reference in (each for each in references if each not in well):
        for read in _PRIVATE:
            try:
                with cases.look(reference) as case:
                    read(case)
            except Refusal as refusal:
                problems.append(str(refusal))
    return problems


def _opened_together(cases: SqlCaseRepository, references: Sequence[str]) -> set[str]:
    """Return the requests of which everything could be opened before anything could not.

    What comes after that is not known: the database ends a transaction with an error in it.
    """
    well: set[str] = set()
    with suppress(Refusal), cases.look_private(references) as found:
        for case in found:
            if plain := case.sealed_fields().get(APPLICANT):
                applicant_from(plain)
            case.waiting()
            well.add(case.reference)
    return well


def _compared(
    transactions: Transactions, comparison: Callable[[Session], Iterable[str]]
) -> list[str]:
    """Return the problems that a comparison finds."""
    found: list[str] = []
    try:
        with transactions.reading() as session, translate_unreadable("a published row"):
            found += comparison(session)
    except Damaged as damaged:
        found.append(str(damaged))
    return found


def _evidence_wrong(archive: EvidenceArchive, transactions: Transactions) -> list[str]:
    try:
        orphans = archive.orphans(ORPHANED_AFTER_SECONDS + _SWEPT_WITHIN_SECONDS)
        told = [
            f"The documents of {owner} belong to no request, and the scheduler did not delete "
            "them. Check that it runs, that nothing is on hold and that the log has no fault."
            for owner in orphans
        ]
        return [*archive.missing(_papers(transactions)), *archive.damaged(), *told]
    except StorageTrouble as trouble:
        return [str(trouble)]


def unreadable_rows(transactions: Transactions) -> tuple[str, ...]:
    """Return a sentence for each row that cannot be read, of tables that nothing else compares."""
    begin_noting()
    with transactions.reading() as session:
        for row, make in _READ.items():
            _read_table(session, row, make)
    return left_out()


def _read_table(session: Session, row: type[SQLModel], make: Callable[[Any], object]) -> None:
    """Read a table page by page, each from where the last one ended: an offset would count all
    rows before it again."""
    key = sa.tuple_(*sa.inspect(row).primary_key)
    wanted = select(row).order_by(*key.clauses)
    last = _end_of_page(session, key)
    while last is not None:
        each_readable(session, wanted.where(key <= last), make)
        wanted = select(row).order_by(*key.clauses).where(key > last)
        last = _end_of_page(session, key, after=last)
    each_readable(session, wanted, make)


def _end_of_page(
    session: Session, key: sa.Tuple, after: tuple[Any, ...] | None = None
) -> tuple[Any, ...] | None:
    """Return the key of the last row of the next page; None if that is the last page, or if the
    key cannot be read."""
    wanted = sa.select(*key.clauses).order_by(*key.clauses).offset(_PAGE - 1).limit(1)
    try:
        with translate_unreadable("a row"):
            found = (
                session.connection()
                .execute(wanted if after is None else wanted.where(key > after))
                .first()
            )
    except Damaged:
        return None
    return None if found is None else tuple(found)


def _guards_wrong(transactions: Transactions) -> list[str]:
    with transactions.readers.connect() as connection:
        missing = guard_names(connection) - guards(connection)
        strange = strange_triggers(connection)
    return [
        *(
            f"The guard {name} is missing or changed: run `tracker migrate`, and find out why."
            for name in sorted(missing)
        ),
        *(
            f"The trigger {name} is none of this program's: drop it, and find out who made it."
            for name in sorted(strange)
        ),
    ]


def _papers(
    transactions: Transactions, references: Sequence[str] | None = None
) -> list[tuple[str, str]]:
    """Return the files that must be readable: documents of requests that have their key, and
    received mail that was not destroyed; with `references`, of these requests."""
    paper, mail = PaperRow, ReceivedMailRow
    wanted = (
        select(paper.request, paper.digest)
        .join(RequestRow, col(RequestRow.reference) == col(paper.request))
        .where(col(RequestRow.public_key).is_not(None))
        .order_by(col(paper.request), col(paper.digest))
    )
    under = sa.func.coalesce(col(mail.request), col(mail.shelf))
    received = select(under, mail.digest).where(col(mail.digest) != "").order_by(col(mail.id))
    with transactions.reading() as session:
        if references is None:
            return [*session.exec(wanted).all(), *session.exec(received).all()]
        found: list[tuple[str, str]] = []
        for these in groups_of(references):
            found += session.exec(wanted.where(col(paper.request).in_(these))).all()
            found += session.exec(received.where(col(mail.request).in_(these))).all()
        return found
