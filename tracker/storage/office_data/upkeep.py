"""Maintenance of the database: health, full check, migration, and a backup before it."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from operator import attrgetter
from pathlib import Path
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
from tracker.storage.db.engine import make_engine
from tracker.storage.db.erasures import Erased
from tracker.storage.db.errors import StorageTrouble
from tracker.storage.db.guards import guard_names, guards, strange_triggers
from tracker.storage.db.histories import add_kinds
from tracker.storage.db.migrate import current, head, require_known, upgrade
from tracker.storage.db.sealing import Damaged
from tracker.storage.db.snapshot import is_empty
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
from tracker.storage.office_data.age import LONGEST_BEGINNING, is_age
from tracker.storage.office_data.backup import backup
from tracker.storage.office_data.manifest import Sign
from tracker.storage.public.search_words import words_on
from tracker.storage.publishing.record_lines import rebuild, recount, strays
from tracker.storage.reminders.reminders import reminder_choice_of, reminder_of

_COPIES = "backups"
SET_ASIDE = "replaced-*"
_PAGE = 1000
# The scheduler looks for orphans each hour.
_SWEPT_WITHIN_SECONDS = 2 * 3600


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


@dataclass(frozen=True, slots=True)
class _Answer:
    """Whether the database responds, and has the tables that this program needs."""

    database: bool
    migration: bool
    problems: tuple[str, ...] = ()


def migrate(url: str) -> str | None:
    """Migrate the database to the newest tables and counting rules; return the revision before.

    Raises Refusal if another version of the program made it.
    """
    return upgrade(url, then=_derive)


def _derive(session: Session) -> None:
    add_kinds(session)
    words_on(session.get_bind().dialect.name).make_table(session)
    recount(session)


def check_database(url: str) -> _Answer:
    """Return the health of the database. Fast enough to be called every minute."""
    engine = make_engine(url, read_only=True)
    try:
        stands = current(engine)
    except Refusal as refusal:
        return _Answer(database=False, migration=False, problems=(str(refusal),))
    finally:
        engine.dispose()
    if stands == head():
        return _Answer(database=True, migration=True)
    problem = f"The database stands at {stands or 'no revision'} instead of {head()}."
    return _Answer(database=True, migration=False, problems=(problem,))


def copy_before_migration(url: str, instance: Path, sign: Sign | None) -> Path | None:
    """Back the database up into the instance folder if a migration is about to change it.

    Returns None if nothing will change. Raises Refusal if another version of the program made it.
    """
    if is_empty(url):
        return None
    engine = make_engine(url, read_only=True)
    try:
        stands = current(engine)
    finally:
        engine.dispose()
    if stands is None or stands == head():
        return None
    require_known(stands)
    folder = instance / _COPIES
    folder.mkdir(mode=0o700, exist_ok=True)
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    copy = folder / f"before-{head()}-{moment}.tar"
    backup(url, instance, copy, sign, with_keys=False)
    return copy


def newest_encrypted_backup(instance: Path) -> Path | None:
    """Return the newest backup in the instance's own folder that a recovery key opens."""
    files = [file for file in (instance / _COPIES).glob("*") if file.is_file()]
    for file in sorted(files, key=lambda each: each.stat().st_mtime, reverse=True):
        with file.open("rb") as source:
            if is_age(source.peek(LONGEST_BEGINNING)):
                return file
    return None


def copies_of_erased(instance: Path) -> list[str]:
    """Return a sentence for each copy in the instance that may hold an erased person's key."""
    erased = instance / Erased.REQUESTS.file
    if not erased.exists():
        return []
    last = erased.stat().st_mtime
    copies = sorted((*instance.glob(f"{_COPIES}/*"), *instance.glob(SET_ASIDE)))
    return [
        f"{copy.relative_to(instance)} is older than the last erasure and may hold who was "
        "erased: destroy it."
        for copy in copies
        if copy.stat().st_mtime < last
    ]


def examine(
    cases: SqlCaseRepository, archive: EvidenceArchive, transactions: Transactions
) -> list[str]:
    """Read every history, row, document and trigger, and return a sentence for each problem.

    Nothing private is opened.
    """
    problems = [*_guards_wrong(transactions), *unreadable_rows(transactions)]
    problems += _cases_wrong(cases, (attrgetter("history"),), list(cases.references()))
    problems += _evidence_wrong(archive, transactions)
    return _compared(problems, transactions, (strays, unlike_the_log))


def examine_changed(
    cases: SqlCaseRepository,
    archive: EvidenceArchive,
    transactions: Transactions,
    references: Sequence[str],
) -> list[str]:
    """Read the triggers, and of these requests the histories, documents and public records;
    return a sentence for each problem.

    Nothing private is opened.
    """
    papers = _papers(transactions, references)
    problems = _guards_wrong(transactions)
    problems += _cases_wrong(cases, (attrgetter("history"),), references)
    try:
        problems += [*archive.missing(papers, few=True), *archive.damaged(papers)]
    except StorageTrouble as trouble:
        problems.append(str(trouble))
    compared = partial(unlike_the_log, references=references)
    return _compared(problems, transactions, (compared,))


def _compared(
    problems: Sequence[str],
    transactions: Transactions,
    comparisons: Sequence[Callable[[Session], Iterable[str]]],
) -> list[str]:
    """Return these problems, with those that the comparisons find."""
    problems = list(problems)
    for compare in comparisons:
        try:
            with transactions.reading() as session, translate_unreadable("a published row"):
                problems += compare(session)
        except Damaged as damaged:
            problems.append(str(damaged))
    return list(dict.fromkeys(problems))


def _evidence_wrong(archive: EvidenceArchive, transactions: Transactions) -> list[str]:
    try:
        orphans = archive.orphans(ORPHANED_AFTER_SECONDS + _SWEPT_WITHIN_SECONDS)
        told = [
            f"The documents of {owner} belong to no request, and the scheduler did not delete "
            "them: is it running, and is nothing on hold?"
            for owner in orphans
        ]
        return [*archive.missing(_papers(transactions)), *archive.damaged(), *told]
    except StorageTrouble as trouble:
        return [str(trouble)]


def examine_sealed(
    cases: SqlCaseRepository,
    archive: EvidenceArchive,
    transactions: Transactions,
    references: Sequence[str] | None = None,
) -> list[str]:
    """Open every private field and document, of these requests or of all, and return a sentence
    for each problem."""
    chosen = list(cases.references()) if references is None else references
    problems = _cases_wrong(cases, _PRIVATE, chosen)
    for reference, digest in _papers(transactions, references):
        try:
            archive.read(reference, digest)
        except Refusal as refusal:
            problems.append(str(refusal))
    return list(dict.fromkeys(problems))


def _cases_wrong(
    cases: SqlCaseRepository,
    reads: Sequence[Callable[[CaseFile], object]],
    references: Sequence[str],
) -> list[str]:
    """Return a sentence for each of these requests of which something cannot be read.

    Many are read in one transaction, and those in which something is wrong once more, alone.
    """
    problems: list[str] = []
    for these in groups_of(references):
        well = _well_together(cases, these, reads)
        for reference in (each for each in these if each not in well):
            for read in reads:
                try:
                    with cases.look(reference) as case:
                        read(case)
                except Refusal as refusal:
                    problems.append(str(refusal))
    return problems


def _well_together(
    cases: SqlCaseRepository,
    references: Sequence[str],
    reads: Sequence[Callable[[CaseFile], object]],
) -> set[str]:
    """Return the requests of which everything could be read before anything could not.

    What comes after that is not known: the database ends a transaction with an error in it.
    """
    well: set[str] = set()
    with suppress(Refusal), cases.look_all(references) as found:
        for case in found:
            for read in reads:
                read(case)
            well.add(case.reference)
    return well


def unreadable_rows(transactions: Transactions) -> tuple[str, ...]:
    """Return a sentence for each row that cannot be read, of tables that nothing else compares."""
    begin_noting()
    with transactions.reading() as session:
        for row, make in _READ.items():
            wanted = select(row).order_by(*sa.inspect(row).primary_key)
            number = session.exec(select(sa.func.count()).select_from(row)).one()
            for after in range(0, number, _PAGE):
                each_readable(session, wanted, make, after=after, limit=_PAGE)
    return left_out()


def rebuild_derived(transactions: Transactions) -> None:
    """Delete and rebuild what is derived from the public records."""
    with transactions.writing() as session:
        rebuild(session)


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
