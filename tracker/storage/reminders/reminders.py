"""Reminders, who gets them, and when to look again."""

from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, delete, select, update

from tracker.domain.case.reminders import Because, Reminder
from tracker.domain.clock.deadline_changes import Term
from tracker.services.ports.cases import AlreadyEntered
from tracker.services.ports.reminders import (
    Filed,
    MorningSummaries,
    ReminderChoice,
    ReminderChoices,
    Reminders,
    Watchers,
)
from tracker.storage.db.errors import translate_duplicates
from tracker.storage.db.tables.deadlines import CaseStatusRow
from tracker.storage.db.tables.people import AssignmentRow
from tracker.storage.db.tables.reminders import (
    DigestRow,
    ReminderChoiceRow,
    ReminderRow,
    WatcherRow,
)
from tracker.storage.db.transactions import Transactions, put
from tracker.storage.db.unreadable_rows import each_readable

AT_ONCE = date.min
# So many requests, open or not, tell which body is the usual one: to count all takes too long.
_A_SAMPLE = 1_000
_COLUMNS = tuple(known.name for known in fields(Reminder))


def look_again(session: Session, which: sa.ColumnElement[bool]) -> None:
    """Have the next round look at requests, because other people are reminded of them."""
    session.exec(update(CaseStatusRow).where(which).values(remind_on=AT_ONCE))


def remind_again(session: Session, charged: sa.ColumnElement[bool]) -> None:
    """Have the next round look at the requests of these assignments."""
    look_again(
        session, col(CaseStatusRow.request).in_(select(AssignmentRow.request).where(charged))
    )


class SqlReminderRepository(Reminders, Watchers, ReminderChoices, MorningSummaries):
    """The reminders of the office."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def to_look_at(self, day: date, people: str, limit: int, after: str = "") -> Sequence[str]:
        look = CaseStatusRow
        ways = (
            col(look.remind_on) <= day,
            col(look.reminded_for) < people,
            col(look.reminded_for) > people,
        )
        found = [
            select(look.request)
            .where(way)
            .where(col(look.request) > after)
            .order_by(col(look.request))
            .limit(limit)
            for way in ways
        ]
        with self._transactions.reading() as session:
            references = {reference for each in found for reference in session.exec(each)}
        return sorted(references)[:limit]

    def looked(self, reference: str, again_on: date | None, people: str) -> None:
        """Note when to look again; an unchanged note is not written."""
        row = CaseStatusRow
        other_day = col(row.remind_on).is_distinct_from(again_on)
        with self._transactions.writing() as session:
            session.exec(
                update(row)
                .where(col(row.request) == reference)
                .where(sa.or_(other_day, col(row.reminded_for) != people))
                .values(remind_on=again_on, reminded_for=people)
            )

    def of(self, reference: str) -> Sequence[Reminder]:
        wanted = select(ReminderRow).where(col(ReminderRow.request) == reference)
        with self._transactions.reading() as session:
            fresh = wanted.order_by(col(ReminderRow.seq)).execution_options(populate_existing=True)
            return each_readable(session, fresh, reminder_of)

    def add(self, reference: str, reminder: Reminder, at: datetime) -> int:
        here = col(ReminderRow.request) == reference
        values = asdict(reminder) | {
            "once": reminder.once,
            "request": reference,
            "term": reminder.term.value,
            "made_at": at,
        }
        with (
            translate_duplicates(lambda: AlreadyEntered("This reminder already exists.")),
            self._transactions.writing() as session,
        ):
            last = session.exec(select(sa.func.max(col(ReminderRow.seq))).where(here)).one()
            values["seq"] = (last or 0) + 1
            session.add(ReminderRow(**values))
            session.flush()
        return int(values["seq"])

    def end(self, reference: str, seq: int, because: Because, at: datetime) -> None:
        row = ReminderRow
        with self._transactions.writing() as session:
            session.exec(
                update(row)
                .where(col(row.request) == reference, col(row.seq) == seq)
                .where(col(row.closed).is_(None))
                .values(closed=because.value, closed_at=at)
            )

    def acknowledge(self, reference: str, seq: int, person: str, at: datetime) -> bool:
        row = ReminderRow
        with self._transactions.writing() as session:
            seen = session.exec(
                update(row)
                .where(col(row.request) == reference, col(row.seq) == seq)
                .where(col(row.person) == person, *_open())
                .values(acknowledged_at=at)
                .returning(col(row.seq))
            ).first()
        return seen is not None

    def open_for(self, person: str) -> Sequence[Filed]:
        row = ReminderRow
        wanted = select(row).where(col(row.person) == person, *_open())
        with self._transactions.reading() as session:
            ordered = wanted.order_by(col(row.day), col(row.request), col(row.seq))
            return each_readable(session, ordered, _filed)

    def count_open(self, person: str) -> int:
        row = ReminderRow
        wanted = select(sa.func.count()).select_from(row)
        with self._transactions.reading() as session:
            return session.exec(wanted.where(col(row.person) == person, *_open())).one()

    def lately(self, person: str, limit: int) -> Sequence[Filed]:
        row = ReminderRow
        ended = sa.and_(col(row.closed).is_not(None), col(row.closed) != Because.REPLACED.value)
        wanted = (
            select(row)
            .where(col(row.person) == person)
            .where(sa.or_(col(row.acknowledged_at).is_not(None), ended))
            .order_by(col(row.made_at).desc(), col(row.request), col(row.seq).desc())
        )
        with self._transactions.reading() as session:
            return each_readable(session, wanted, _filed, limit=limit)

    def chosen_watchers(self, reference: str) -> Sequence[str]:
        return self._watchers(reference, chosen=True)

    def choose_watchers(self, reference: str, accounts: Sequence[str]) -> None:
        with self._transactions.writing() as session:
            _replace_watchers(session, reference, accounts, chosen=True)
            look_again(session, col(CaseStatusRow.request) == reference)

    def note_watchers(self, reference: str, accounts: Sequence[str]) -> None:
        """Store the usual people, if they changed and nobody chose."""
        chosen = self._watchers(reference, chosen=True)
        usual = tuple(account for account in accounts if account not in chosen)
        if usual == self._watchers(reference, chosen=False):
            return
        with self._transactions.writing() as session:
            _replace_watchers(session, reference, usual, chosen=False)

    def watched_by(self, person: str) -> Sequence[str]:
        row = WatcherRow
        wanted = select(row.request).where(col(row.account) == person)
        with self._transactions.reading() as session:
            return tuple(session.exec(wanted.order_by(col(row.request))))

    def choices(self) -> dict[str, ReminderChoice]:
        with self._transactions.reading() as session:
            wanted = select(ReminderChoiceRow).order_by(col(ReminderChoiceRow.whose))
            fresh = wanted.execution_options(populate_existing=True)
            return dict(each_readable(session, fresh, _whose_choice))

    def choose(self, whose: str, choice: ReminderChoice | None) -> None:
        row = ReminderChoiceRow
        with self._transactions.writing() as session:
            if choice is None:
                session.exec(delete(row).where(col(row.whose) == whose))
                return
            values = asdict(choice) | {"whose": whose, "rungs": _written(choice.rungs)}
            put(session, row, values, changed=[name for name in values if name != "whose"])

    def last_digest(self, person: str) -> date | None:
        wanted = select(DigestRow).where(col(DigestRow.person) == person)
        with self._transactions.reading() as session:
            row = session.exec(wanted.execution_options(populate_existing=True)).first()
        return row.day if row else None

    def note_digest(self, person: str, day: date) -> bool:
        row = DigestRow
        with self._transactions.writing() as session:
            if put(session, row, {"person": person, "day": day}):
                return True
            later = session.exec(
                update(row)
                .where(col(row.person) == person, col(row.day) < day)
                .values(day=day)
                .returning(col(row.day))
            ).first()
            return later is not None

    def usual_body(self) -> str:
        row = CaseStatusRow
        some = select(row.body, row.open)
        # References are random, so the first ones are a fair sample.
        any_ones = some.order_by(col(row.request)).limit(_A_SAMPLE)
        with_a_day = some.where(col(row.open), col(row.listed_under) < date.max)
        next_ones = with_a_day.order_by(col(row.listed_under), col(row.request)).limit(_A_SAMPLE)
        with self._transactions.reading() as session:
            usual = (_usual(session, sample) for sample in (any_ones, next_ones))
            return next(filter(None, usual), "")

    def _watchers(self, reference: str, *, chosen: bool) -> tuple[str, ...]:
        row = WatcherRow
        wanted = select(row.account).where(col(row.request) == reference)
        wanted = wanted.where(col(row.chosen).is_(chosen)).order_by(col(row.place))
        with self._transactions.reading() as session:
            return tuple(session.exec(wanted))


def _usual(session: Session, some: Any) -> str:
    """Return the body that most open requests of a sample ask; empty if none is open."""
    found = some.subquery()
    wanted = select(found.c.body).where(found.c.open).group_by(found.c.body)
    ordered = wanted.order_by(sa.func.count().desc(), found.c.body)
    return str(session.exec(ordered.limit(1)).first() or "")


def _open() -> tuple[sa.ColumnElement[bool], ...]:
    return col(ReminderRow.closed).is_(None), col(ReminderRow.acknowledged_at).is_(None)


def _replace_watchers(
    session: Session, reference: str, accounts: Sequence[str], *, chosen: bool
) -> None:
    here = delete(WatcherRow).where(col(WatcherRow.request) == reference)
    session.exec(here if chosen else here.where(col(WatcherRow.chosen).is_(False)))
    for place, account in enumerate(accounts, 1):
        values = {"request": reference, "account": account, "place": place, "chosen": chosen}
        put(session, WatcherRow, values)


def reminder_of(row: ReminderRow) -> Reminder:
    """Return the reminder of a row."""
    values = row.model_dump(include=set(_COLUMNS))
    values["term"] = Term(row.term)
    values["closed"] = Because(row.closed) if row.closed else None
    return Reminder(**values)


def _filed(row: ReminderRow) -> Filed:
    return Filed(row.request, reminder_of(row))


def _written(rungs: Sequence[int]) -> str:
    return " ".join(f"{rung:+d}" for rung in rungs)


def _whose_choice(row: ReminderChoiceRow) -> tuple[str, ReminderChoice]:
    return row.whose, reminder_choice_of(row)


def reminder_choice_of(row: ReminderChoiceRow) -> ReminderChoice:
    """Return the choice of a row."""
    rungs = tuple(int(rung) for rung in row.rungs.split())
    return ReminderChoice(rungs, row.by_mail, row.digest, row.hour, row.zone)
