"""Tags, tasks and decisions on contradictions."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, delete, select, update

from tracker.services.ports.workbook import (
    Finding,
    Findings,
    Tags,
    Task,
    Tasks,
    Verdict,
    Workbook,
    note_of_finding,
)
from tracker.storage.db.group_keys import GroupKeys
from tracker.storage.db.request_keys import RequestKeys
from tracker.storage.db.sealed_fields import SealedFields, words_of
from tracker.storage.db.tables.cases import SealedFieldRow
from tracker.storage.db.tables.drafting import ImportedRow
from tracker.storage.db.tables.workbook import FindingRow, TagRow, TaskRow
from tracker.storage.db.transactions import Transactions, put
from tracker.storage.db.unreadable_rows import each_readable
from tracker.storage.drafting.body_groups import SqlBodyGroupRepository
from tracker.storage.drafting.import_lists import SqlImportListRepository
from tracker.storage.letters.arguments import SqlArgumentRepository


class SqlTagRepository(Tags):
    """Tags by request, sealed to it. Equal tags are found by a digest that the office makes."""

    def __init__(self, transactions: Transactions, keys: RequestKeys, groups: GroupKeys) -> None:
        self._transactions = transactions
        self._keys = keys
        self._groups = groups

    def of(self, references: Sequence[str]) -> Mapping[str, Sequence[str]]:
        wanted = select(TagRow).where(col(TagRow.request).in_(references))
        found: dict[str, list[str]] = {}
        with self._transactions.reading() as session:
            for row in session.exec(wanted).all():
                found.setdefault(row.request, []).append(self._name(session, row))
        return {reference: sorted(names) for reference, names in found.items()}

    def known(self) -> Sequence[str]:
        one = select(sa.func.min(TagRow.request), TagRow.digest).group_by(col(TagRow.digest))
        named = sa.tuple_(col(TagRow.request), col(TagRow.digest))
        with self._transactions.reading() as session:
            rows = session.exec(select(TagRow).where(named.in_(one))).all()
            return tuple(sorted(self._name(session, row) for row in rows))

    def put(self, reference: str, tags: Sequence[str]) -> None:
        with self._transactions.writing() as session:
            session.exec(delete(TagRow).where(col(TagRow.request) == reference))
            fields = self._fields(session, reference)
            for name in tags:
                digest = self._groups.tag_digest(session, name)
                sealed = fields.sealed(_tag_field(digest), name.encode())
                put(session, TagRow, {"request": reference, "digest": digest, "sealed": sealed})

    def _name(self, session: Session, row: TagRow) -> str:
        fields = self._fields(session, row.request)
        return (fields.unsealed(_tag_field(row.digest), row.sealed) or b"").decode()

    def _fields(self, session: Session, reference: str) -> SealedFields:
        return SealedFields(session, reference, self._keys.of(session, reference))


class SqlTaskRepository(Tasks):
    """Tasks by person and by request."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def add(self, task: Task) -> None:
        values = asdict(task)
        values["request"] = values.pop("reference")
        with self._transactions.writing() as session:
            session.add(TaskRow(**values))
            session.flush()

    def finish(self, id: str, by: str, at: datetime) -> bool:
        with self._transactions.writing() as session:
            done = session.exec(
                update(TaskRow)
                .where(col(TaskRow.id) == id, col(TaskRow.done_at).is_(None))
                .values(done_by=by, done_at=at)
                .returning(col(TaskRow.id))
            ).first()
        return done is not None

    def hand_over(self, giver: str, taker: str) -> int:
        with self._transactions.writing() as session:
            theirs = update(TaskRow).where(col(TaskRow.done_at).is_(None)).values(person=taker)
            theirs = theirs.where(col(TaskRow.person) == giver).returning(col(TaskRow.id))
            return len(session.exec(theirs).all())

    def task(self, id: str) -> Task | None:
        with self._transactions.reading() as session:
            row = session.exec(
                select(TaskRow)
                .where(col(TaskRow.id) == id)
                .execution_options(populate_existing=True)
            ).first()
            return _task(row) if row else None

    def of(self, reference: str) -> Sequence[Task]:
        wanted = select(TaskRow).where(col(TaskRow.request) == reference)
        with self._transactions.reading() as session:
            ordered = wanted.order_by(col(TaskRow.due), col(TaskRow.id))
            return each_readable(session, ordered, _task)

    def open_tasks(
        self, person: str, limit: int, until: date | None = None
    ) -> tuple[Sequence[Task], int]:
        conditions: list[sa.ColumnElement[bool]] = [col(TaskRow.done_at).is_(None)]
        conditions += [col(TaskRow.person) == person] if person else []
        conditions += [col(TaskRow.due) <= until] if until else []
        with self._transactions.reading() as session:
            first = select(TaskRow).where(*conditions)
            ordered = first.order_by(col(TaskRow.due), col(TaskRow.id))
            found = each_readable(session, ordered, _task, limit=limit)
            counted = select(sa.func.count()).select_from(TaskRow).where(*conditions)
            return found, session.exec(counted).one()


class SqlFindingRepository(Findings):
    """Decisions on contradictions."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def of(self, keys: Sequence[str]) -> Mapping[str, Finding]:
        wanted = select(FindingRow).where(col(FindingRow.key).in_(keys))
        with self._transactions.reading() as session:
            found = each_readable(session, wanted.order_by(col(FindingRow.key)), finding_of)
            return {finding.key: finding for finding in found}

    def involving(self, reference: str) -> Sequence[Finding]:
        wanted = select(FindingRow).where(_about(reference)).order_by(col(FindingRow.key))
        with self._transactions.reading() as session:
            return each_readable(session, wanted, finding_of)

    def decide(self, finding: Finding) -> None:
        values = asdict(finding) | {"verdict": finding.verdict.value}
        with self._transactions.writing() as session:
            put(session, FindingRow, values, changed=["verdict", "by", "at"])

    def withdraw(self, key: str) -> None:
        with self._transactions.writing() as session:
            session.exec(delete(FindingRow).where(col(FindingRow.key) == key))


class SqlWorkbook(Workbook):
    """Tags, tasks, findings, imported lists, arguments and groups of bodies.

    The keys `groups` seal arguments, groups of bodies, and lists that are not imported yet.
    """

    def __init__(self, transactions: Transactions, keys: RequestKeys, groups: GroupKeys) -> None:
        self.tags = SqlTagRepository(transactions, keys, groups)
        self.tasks = SqlTaskRepository(transactions)
        self.findings = SqlFindingRepository(transactions)
        self.lists = SqlImportListRepository(transactions, groups)
        self.arguments = SqlArgumentRepository(transactions, groups)
        self.groups = SqlBodyGroupRepository(transactions, groups)


def forget_workbook(session: Session, reference: str) -> None:
    """Delete everything that may name the person of an erased request."""
    for table in (TagRow, TaskRow):
        session.exec(delete(table).where(col(table.request) == reference))
    # Notes on a contradiction are also stored with the other request.
    here = _about(reference)
    notes = [
        words_of(note_of_finding(key)) for key in session.exec(select(FindingRow.key).where(here))
    ]
    session.exec(delete(SealedFieldRow).where(col(SealedFieldRow.name).in_(notes)))
    session.exec(delete(FindingRow).where(here))
    session.exec(
        update(ImportedRow)
        .where(col(ImportedRow.request) == reference)
        .values(digest=f"erased {reference}")
    )


def _tag_field(digest: str) -> str:
    return f"tag:{digest}"


def _about(reference: str) -> sa.ColumnElement[bool]:
    return sa.or_(col(FindingRow.first) == reference, col(FindingRow.second) == reference)


def finding_of(row: FindingRow) -> Finding:
    """Return the decision of a row."""
    return Finding(**row.model_dump(exclude={"verdict"}), verdict=Verdict(row.verdict))


def _task(row: TaskRow) -> Task:
    values = row.model_dump()
    return Task(reference=values.pop("request"), **values)
