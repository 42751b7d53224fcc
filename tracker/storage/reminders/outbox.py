"""Outgoing email, claimed by one process at a time."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, delete, select, update
from sqlmodel.sql.expression import SelectOfScalar

from tracker.services.core.left_out import note_left_out
from tracker.services.ports.reminders import Claim, Mail, MailState, Outbox, Queued, Tried
from tracker.storage.db.sealing import Damaged
from tracker.storage.db.tables.reminders import OutboxRow
from tracker.storage.db.transactions import Transactions, put
from tracker.storage.db.unreadable_rows import each_readable, translate_unreadable

# No attempt is delayed for longer: a later time was set by a clock that ran fast, and that mail
# is sent now.
LONGEST_WAIT = timedelta(days=2)
_ROW = OutboxRow
_MOVING = (MailState.WAITING.value, MailState.SENDING.value)


class SqlOutboxRepository(Outbox):
    """The email of the office. Sending is outside of every transaction here."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def put(self, mail: Mail) -> bool:
        values = _columns(mail) | {
            "state": MailState.WAITING.value,
            "attempts": 0,
            "not_before": mail.made_at,
            "token": "",
            "trouble": "",
        }
        with self._transactions.writing() as session:
            return put(session, _ROW, values)

    def put_since(self, begin: str, moment: datetime) -> bool:
        of_these = col(_ROW.once).startswith(begin, autoescape=True)
        wanted = select(_ROW.once).where(of_these, col(_ROW.made_at) > moment).limit(1)
        with self._transactions.reading() as session:
            return session.exec(wanted).first() is not None

    def withdraw(self, once: str) -> None:
        self._change(once, (MailState.WAITING, MailState.DEAD), state=MailState.WITHDRAWN.value)

    def claim(
        self, now: datetime, until: datetime, token: str, *, readers: bool = True
    ) -> Claim | None:
        """Claim the next mail.

        On PostgreSQL a mail that another process is claiming is skipped. On SQLite the whole
        transaction is the only writer.
        """
        ready = _ready(now) if readers else _ready(now).where(col(_ROW.reader).is_(None))
        if not self._any(ready):
            return None
        wanted = ready.order_by(col(_ROW.not_before), col(_ROW.once)).limit(1)
        with self._transactions.writing() as session:
            first = wanted.with_for_update(skip_locked=True)
            while True:
                try:
                    with translate_unreadable("a mail in outbox"):
                        return _claimed(session, first, until, token)
                except Damaged as damaged:
                    _set_aside(session, first, str(damaged))

    def sent(self, claim: Claim, at: datetime) -> None:
        if claim.mail.reader:
            self._forget(claim)
            return
        self._settle(claim, state=MailState.SENT.value, sent_at=at, trouble="")

    def failed(self, claim: Claim, trouble: str, again_at: datetime | None) -> None:
        state = MailState.WAITING if again_at else MailState.DEAD
        changed: dict[str, Any] = {"state": state.value, "trouble": trouble}
        if again_at:
            changed["not_before"] = again_at
        self._settle(claim, **changed)

    def dropped(self, claim: Claim) -> None:
        if claim.mail.reader:
            self._forget(claim)
            return
        self._settle(claim, state=MailState.WITHDRAWN.value)

    def troubled(self) -> Sequence[Tried]:
        waiting = sa.and_(col(_ROW.state) == MailState.WAITING.value, col(_ROW.attempts) > 0)
        wanted = select(_ROW).where(sa.or_(col(_ROW.state) == MailState.DEAD.value, waiting))
        with self._transactions.reading() as session:
            ordered = wanted.order_by(col(_ROW.made_at), col(_ROW.once))
            return each_readable(session, ordered, _tried)

    def queued(self, *, readers: bool) -> Queued:
        to = col(_ROW.reader).is_not(None) if readers else col(_ROW.reader).is_(None)
        wanted = select(sa.func.count(), sa.func.min(col(_ROW.made_at))).select_from(_ROW)
        with self._transactions.reading() as session:
            moving = col(_ROW.state).in_(_MOVING)
            return Queued(*session.exec(wanted.where(moving, to)).one())

    def count_dead(self) -> int:
        wanted = select(sa.func.count()).select_from(_ROW)
        with self._transactions.reading() as session:
            return session.exec(wanted.where(col(_ROW.state) == MailState.DEAD.value)).one()

    def again(self, once: str, now: datetime) -> bool:
        waiting = MailState.WAITING.value
        return self._change(once, (MailState.DEAD,), state=waiting, attempts=0, not_before=now)

    def give_up(self, once: str) -> bool:
        return self._change(once, (MailState.DEAD,), state=MailState.WITHDRAWN.value)

    def _any(self, ready: "SelectOfScalar[OutboxRow]") -> bool:
        """Return whether any mail is ready. Asked without a lock: mostly there is none."""
        with self._transactions.reading() as session:
            return session.exec(select(sa.literal(1)).where(ready.exists())).first() is not None

    def _settle(self, claim: Claim, **changed: Any) -> None:
        """Write the result of an attempt, unless another process claimed the mail meanwhile."""
        with self._transactions.writing() as session:
            session.exec(
                update(_ROW)
                .where(col(_ROW.once) == claim.mail.once)
                .where(col(_ROW.state) == MailState.SENDING.value, col(_ROW.token) == claim.token)
                .values(token="", **changed)
            )

    def _forget(self, claim: Claim) -> None:
        with self._transactions.writing() as session:
            session.exec(
                delete(_ROW).where(
                    col(_ROW.once) == claim.mail.once, col(_ROW.token) == claim.token
                )
            )

    def _change(self, once: str, states: Sequence[MailState], **changed: Any) -> bool:
        named = [state.value for state in states]
        with self._transactions.writing() as session:
            done = session.exec(
                update(_ROW)
                .where(col(_ROW.once) == once, col(_ROW.state).in_(named))
                .values(**changed)
                .returning(col(_ROW.once))
            ).first()
        return done is not None


def _ready(now: datetime) -> "SelectOfScalar[OutboxRow]":
    """Select mail whose time has come, or was set by a clock that ran ahead."""
    when = col(_ROW.not_before)
    come = sa.or_(when <= now, when > now + LONGEST_WAIT)
    return select(_ROW).where(col(_ROW.state).in_(_MOVING), come)


def _claimed(
    session: Session, first: "SelectOfScalar[OutboxRow]", until: datetime, token: str
) -> Claim | None:
    row = session.exec(first).first()
    if row is None:
        return None
    claim = Claim(_mail(row), token, row.attempts + 1)
    row.state, row.token = MailState.SENDING.value, token
    row.not_before, row.attempts = until, claim.attempt
    session.add(row)
    return claim


def _set_aside(session: Session, first: "SelectOfScalar[OutboxRow]", trouble: str) -> None:
    """Leave a mail that cannot be read to a person, so that the others go out."""
    note_left_out(trouble)
    session.exec(
        update(_ROW)
        .where(col(_ROW.once).in_(first.with_only_columns(col(_ROW.once))))
        .values(state=MailState.DEAD.value, trouble=trouble)
        .execution_options(synchronize_session=False)
    )


def _tried(row: OutboxRow) -> Tried:
    return Tried(_mail(row), MailState(row.state), row.attempts, row.trouble, row.not_before)


def _mail(row: OutboxRow) -> Mail:
    return Mail(
        row.once,
        row.message_id,
        row.account or "",
        row.subject,
        row.words,
        row.made_at,
        row.reader or "",
    )


def _columns(mail: Mail) -> dict[str, Any]:
    values = asdict(mail)
    # It is known when the mail is sent, and never stored in the clear.
    del values["leave"]
    return values | {"account": mail.account or None, "reader": mail.reader or None}
