"""Letters that go out by email, claimed by one process, and the keys that seal their bytes.

A key is for one letter. It is sealed under a key of the machine, because letters are handed over
while nobody is signed in, and it is destroyed together with the bytes once that is done.
"""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, delete, select, update
from sqlmodel.sql.expression import SelectOfScalar

from tracker.domain.correspondence.mail_letter import LetterPurpose, LetterState, LetterTrouble
from tracker.domain.law.law import LetterKind
from tracker.services.ports.correspondence.letters import (
    LetterClaim,
    LetterQueue,
    LettersByMail,
    MailEnvelope,
    MailLetter,
    RequestAddresses,
)
from tracker.storage.db.sealing import new_key, seal, unseal
from tracker.storage.db.tables.deadlines import CaseStatusRow
from tracker.storage.db.tables.mail_letters import MailLetterRow, MailTokenRow
from tracker.storage.db.transactions import Transactions, put

_ROW = MailLetterRow
_DESTROYED: dict[str, Any] = {"key": None, "sealed": None, "token": ""}


class SqlMailLetterRepository(RequestAddresses, LettersByMail, LetterQueue):
    """The letters of the office that go out by email, their keys sealed under `machine_key`."""

    def __init__(self, transactions: Transactions, machine_key: bytes) -> None:
        self._transactions = transactions
        self._machine_key = machine_key

    def token_of(self, reference: str) -> str:
        newest = _in_use(reference).order_by(col(MailTokenRow.made_at).desc())
        with self._transactions.reading() as session:
            return session.exec(newest).first() or ""

    def request_of(self, token: str) -> str:
        wanted = select(MailTokenRow.request).where(col(MailTokenRow.token) == token.lower())
        with self._transactions.reading() as session:
            return session.exec(wanted).first() or ""

    def add_token(self, reference: str, token: str, at: datetime) -> bool:
        with self._transactions.writing() as session:
            if session.exec(_in_use(reference)).first():
                return False
            values = {"token": token, "request": reference, "made_at": at}
            return put(session, MailTokenRow, values)

    def retire_shown(self, reference: str, at: datetime) -> int:
        row = MailTokenRow
        here = col(row.request) == reference, col(row.shown_at).is_(None)
        retired = sa.func.coalesce(col(row.retired_at), at)
        with self._transactions.writing() as session:
            shown = update(row).where(*here).values(shown_at=at, retired_at=retired)
            return len(session.exec(shown.returning(col(row.token))).all())

    def retire_closed(self, at: datetime) -> int:
        row, closed = MailTokenRow, select(CaseStatusRow.request).where(~col(CaseStatusRow.open))
        here = col(row.retired_at).is_(None), col(row.request).in_(closed)
        if not self._any(select(row.token).where(*here).limit(1)):
            return 0
        with self._transactions.writing() as session:
            retired = update(row).where(*here).values(retired_at=at)
            return len(session.exec(retired.returning(col(row.token))).all())

    def put(self, letter: MailLetter) -> None:
        prepared = col(_ROW.state) == LetterState.PREPARED.value
        with self._transactions.writing() as session:
            session.exec(
                delete(_ROW).where(
                    col(_ROW.request) == letter.reference,
                    col(_ROW.kind) == letter.kind.value,
                    prepared,
                )
            )
            put(session, _ROW, _columns(letter) | {"token": ""})

    def of(self, reference: str) -> Sequence[MailLetter]:
        wanted = select(_ROW).where(col(_ROW.request) == reference)
        return self._read(wanted.order_by(col(_ROW.prepared_at), col(_ROW.id)))

    def latest(self, limit: int) -> Sequence[MailLetter]:
        newest = select(_ROW).order_by(col(_ROW.prepared_at).desc(), col(_ROW.id))
        return self._read(newest.limit(limit))

    def one(self, id: str) -> MailLetter | None:
        return next(iter(self._read(select(_ROW).where(col(_ROW.id) == id))), None)

    def uncertain(self) -> Sequence[MailLetter]:
        states = (LetterState.UNCERTAIN.value, LetterState.REFUSED.value)
        wanted = select(_ROW).where(col(_ROW.state).in_(states))
        return self._read(wanted.order_by(col(_ROW.prepared_at), col(_ROW.id)))

    def approve(
        self, letter: MailLetter, envelope: MailEnvelope, by: str, at: datetime, go_at: datetime
    ) -> bool:
        key = new_key()
        values: dict[str, Any] = {
            "state": LetterState.WAITING.value,
            "approved_by": by,
            "approved_at": at,
            "not_before": go_at,
            "tries": letter.tries + 1,
            "trouble": LetterTrouble.NONE.value,
            "key": seal(self._machine_key, key, _key_of(letter.id)),
            "sealed": seal(key, _plain(envelope), _bytes_of(letter.id)),
            "token": "",
        }
        try:
            return self._change(letter.id, (letter.state,), tried=letter.tries, **values)
        except IntegrityError:
            # Another letter of this kind is on its way.
            return False

    def call_back(self, id: str) -> bool:
        state = LetterState.CALLED_BACK.value
        return self._change(id, (LetterState.WAITING,), state=state, **_DESTROYED)

    def claim(self, now: datetime, until: datetime, token: str) -> LetterClaim | None:
        waiting = col(_ROW.state) == LetterState.WAITING.value
        wanted = select(_ROW).where(waiting, col(_ROW.not_before) <= now)
        wanted = wanted.order_by(col(_ROW.not_before), col(_ROW.id)).limit(1)
        if not self._read(wanted):
            return None
        with self._transactions.writing() as session:
            row = session.exec(wanted.with_for_update(skip_locked=True)).first()
            if row is None:
                return None
            envelope = self._opened(row)
            row.state, row.token = LetterState.HANDING.value, token
            row.not_before, row.attempts = until, row.attempts + 1
            session.add(row)
            return LetterClaim(_letter(row), token, envelope)

    def left_behind(self, now: datetime) -> Sequence[MailLetter]:
        stopped = col(_ROW.state) == LetterState.HANDING.value, col(_ROW.not_before) <= now
        found = self._read(select(_ROW).where(*stopped))
        state, trouble = LetterState.UNCERTAIN, LetterTrouble.DIED
        return [
            each
            for each in found
            if self._change(
                each.id,
                (LetterState.HANDING,),
                before=now,
                state=state.value,
                trouble=trouble.value,
                **_DESTROYED,
            )
        ]

    def return_to_wait(self, claim: LetterClaim, go_at: datetime) -> None:
        waiting = {"state": LetterState.WAITING.value, "not_before": go_at, "token": ""}
        self._settle(claim, trouble=LetterTrouble.LATER.value, **waiting)

    def close(self, claim: LetterClaim, state: LetterState, trouble: LetterTrouble) -> None:
        self._settle(claim, state=state.value, trouble=trouble.value, **_DESTROYED)

    def handed(
        self,
        letter: MailLetter,
        at: datetime,
        *,
        entry: int,
        trouble: LetterTrouble = LetterTrouble.NONE,
    ) -> bool:
        return self._change(
            letter.id,
            (LetterState.HANDING, LetterState.UNCERTAIN),
            tried=letter.tries,
            state=LetterState.HANDED.value,
            handed_at=at,
            entry=entry,
            trouble=trouble.value,
            **_DESTROYED,
        )

    def logged(self, id: str, entry: int) -> bool:
        return self._change(id, (LetterState.HANDED,), logged=False, entry=entry)

    def count_report(self, id: str) -> int:
        with self._transactions.writing() as session:
            counted = update(_ROW).where(col(_ROW.id) == id).values(reports=col(_ROW.reports) + 1)
            return int(session.exec(counted.returning(col(_ROW.reports))).one()[0])

    def destroy_old_keys(self, before: datetime) -> int:
        waits = LetterState.WAITING.value
        old = col(_ROW.state) == waits, col(_ROW.approved_at) < before
        refused = {"state": LetterState.REFUSED.value, "trouble": LetterTrouble.TOO_OLD.value}
        with self._transactions.writing() as session:
            changed = update(_ROW).where(*old).values(**refused, **_DESTROYED)
            return len(session.exec(changed.returning(col(_ROW.id))).all())

    def _opened(self, row: MailLetterRow) -> MailEnvelope:
        """Return the envelope of a letter. Raises Damaged."""
        key = unseal(self._machine_key, row.key or b"", _key_of(row.id))
        sender, recipient, data = unseal(key, row.sealed or b"", _bytes_of(row.id)).split(b"\n", 2)
        return MailEnvelope(sender.decode(), recipient.decode(), data)

    def _any(self, wanted: Any) -> bool:
        with self._transactions.reading() as session:
            return session.exec(wanted).first() is not None

    def _read(self, wanted: Any) -> Sequence[MailLetter]:
        with self._transactions.reading() as session:
            return [_letter(row) for row in session.exec(wanted).all()]

    def _settle(self, claim: LetterClaim, **changed: Any) -> None:
        """Write the result of an attempt, unless the letter was settled in the meantime."""
        with self._transactions.writing() as session:
            session.exec(
                update(_ROW)
                .where(col(_ROW.id) == claim.letter.id, col(_ROW.token) == claim.token)
                .where(col(_ROW.state) == LetterState.HANDING.value)
                .values(**changed)
            )

    def _change(
        self,
        id: str,
        states: Sequence[LetterState],
        *,
        before: datetime | None = None,
        tried: int | None = None,
        logged: bool = True,
        **changed: Any,
    ) -> bool:
        """Change a letter that is in one of these states; return whether it was."""
        here = [col(_ROW.id) == id, col(_ROW.state).in_([state.value for state in states])]
        if before:
            here.append(col(_ROW.not_before) <= before)
        if tried is not None:
            # A person may have sent it again in the meantime.
            here.append(col(_ROW.tries) == tried)
        if not logged:
            here.append(col(_ROW.entry) == 0)
        with self._transactions.writing() as session:
            statement = update(_ROW).where(*here).values(**changed)
            return session.exec(statement.returning(col(_ROW.id))).first() is not None


def _in_use(reference: str) -> SelectOfScalar[str]:
    """Select the tokens of a request that are not retired."""
    row = MailTokenRow
    return select(row.token).where(col(row.request) == reference, col(row.retired_at).is_(None))


def _key_of(id: str) -> str:
    return f"key of letter {id} sent by email"


def _bytes_of(id: str) -> str:
    return f"letter {id} sent by email"


def _plain(envelope: MailEnvelope) -> bytes:
    return f"{envelope.sender}\n{envelope.recipient}\n".encode() + envelope.data


_SAME = tuple(field.name for field in fields(MailLetter) if field.name != "reference")


def _columns(letter: MailLetter) -> dict[str, Any]:
    return {name: getattr(letter, name) for name in _SAME} | {
        "request": letter.reference,
        "kind": letter.kind.value,
        "purpose": letter.purpose.value,
        "state": letter.state.value,
        "trouble": letter.trouble.value,
    }


def _letter(row: MailLetterRow) -> MailLetter:
    known = {name: getattr(row, name) for name in _SAME}
    return MailLetter(
        **known
        | {
            "reference": row.request,
            "kind": LetterKind(row.kind),
            "purpose": LetterPurpose(row.purpose),
            "state": LetterState(row.state),
            "trouble": LetterTrouble(row.trouble),
        }
    )
