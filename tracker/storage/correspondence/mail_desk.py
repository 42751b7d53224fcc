"""The lists in which received mail is shown, and the rows of mail that was set aside."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, delete, select

from tracker.domain.correspondence.mail_kinds import MailKind
from tracker.services.ports.correspondence.mail_desk import (
    AsideReason,
    MailDesk,
    MailTab,
    SetAside,
)
from tracker.services.ports.correspondence.reading import READER, MatchDecision
from tracker.services.ports.correspondence.received import ReceivedMail, ReceivedState
from tracker.storage.correspondence.received import mail_of, required_mail, unknown_mail
from tracker.storage.correspondence.silence_holds import is_no_answer
from tracker.storage.db.tables.correspondence import ReceivedMailRow
from tracker.storage.db.tables.mail_readings import (
    FoldedSenderRow,
    MailAsideRow,
    MailMatchRow,
    MailReadingRow,
)
from tracker.storage.db.transactions import Transactions, put

_ROW, _READING, _MATCH, _ASIDE = ReceivedMailRow, MailReadingRow, MailMatchRow, MailAsideRow
_FOLDED = FoldedSenderRow
_REPORTS = (MailKind.REPORT, MailKind.RECEIPT, MailKind.NOTICE)
_TROUBLED = (ReceivedState.UNREADABLE, ReceivedState.TOO_LARGE)


class SqlMailDesk(MailDesk):
    """The list of each mail, found from its rows."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def count(self) -> Mapping[MailTab, int]:
        tab = list_of_mail().label("tab")
        wanted = with_readings(sa.select(tab, sa.func.count())).group_by(tab)
        with self._transactions.reading() as session:
            return {MailTab(name): number for name, number in session.execute(wanted)}

    def of_tab(self, tab: MailTab, limit: int, after: int = 0) -> Sequence[ReceivedMail]:
        wanted = with_readings(sa.select(_ROW)).where(list_of_mail() == tab.value)
        newest = wanted.order_by(col(_ROW.received_at).desc(), col(_ROW.id))
        with self._transactions.reading() as session:
            rows = session.execute(newest.offset(after).limit(limit)).scalars()
            return tuple(map(mail_of, rows))

    def tab_of(self, mail: str) -> MailTab:
        wanted = with_readings(sa.select(list_of_mail())).where(col(_ROW.id) == mail)
        with self._transactions.reading() as session:
            found = session.execute(wanted).scalar()
        if found is None:
            raise unknown_mail()
        return MailTab(found)

    def waiting_for(self, reference: str) -> int:
        matched = sa.exists().where(
            col(_MATCH.mail) == col(_ROW.id), col(_MATCH.request) == reference
        )
        mine = sa.or_(col(_ROW.request) == reference, matched)
        undecided = [MailTab.TO_PLACE, MailTab.TO_READ, MailTab.PROBLEMS]
        wanted = with_readings(sa.select(sa.func.count())).where(
            mine, list_of_mail().in_(undecided)
        )
        with self._transactions.reading() as session:
            return int(session.execute(wanted).scalar_one())

    def set_aside(self, mail: str, why: AsideReason, by: str, at: datetime) -> None:
        with self._transactions.writing() as session:
            required_mail(session, mail)
            values = {"mail": mail, "why": why.value, "by": by, "at": at}
            put(session, _ASIDE, values, changed=["why", "by", "at"])

    def take_back(self, mail: str) -> None:
        with self._transactions.writing() as session:
            session.exec(delete(_ASIDE).where(col(_ASIDE.mail) == mail))

    def fold_sender(self, mail: str, by: str, at: datetime) -> None:
        with self._transactions.writing() as session:
            required_mail(session, mail)
            put(session, _FOLDED, {"mail": mail, "by": by, "at": at}, changed=["by", "at"])

    def unfold_senders(self, mails: Collection[str]) -> None:
        with self._transactions.writing() as session:
            session.exec(delete(_FOLDED).where(col(_FOLDED.mail).in_(mails)))

    def folded_by(self) -> Sequence[str]:
        with self._transactions.reading() as session:
            return tuple(session.exec(select(_FOLDED.mail).order_by(col(_FOLDED.at))))

    def aside(self, mail: str) -> SetAside | None:
        wanted = select(_ASIDE).where(col(_ASIDE.mail) == mail)
        fresh = wanted.execution_options(populate_existing=True)
        with self._transactions.reading() as session:
            row = session.exec(fresh).first()
            return SetAside(AsideReason(row.why), row.by, row.at) if row else None


def with_readings(wanted: Any) -> Any:
    """Return a query of received mail, joined with the rows of readings and of mail put aside."""
    return (
        wanted.select_from(_ROW)
        .join(_READING, col(_READING.mail) == col(_ROW.id), isouter=True)
        .join(_ASIDE, col(_ASIDE.mail) == col(_ROW.id), isouter=True)
    )


def list_of_mail() -> Any:
    """Return the expression that gives the list in which a mail is shown."""
    taken = sa.exists().where(
        col(_MATCH.mail) == col(_ROW.id), col(_MATCH.decision) == MatchDecision.TAKEN.value
    )
    state, kind, no_answer = col(_ROW.state), col(_READING.kind), is_no_answer()
    outdated = sa.and_(no_answer, col(_READING.reader) < READER)
    named = sa.exists().where(
        col(_MATCH.mail) == col(_ROW.id), col(_MATCH.decision) == MatchDecision.NONE.value
    )
    # What holds back waits for a person: a report that is not believed, which may be the response,
    # and a notice about a request, whose letter may not have arrived.
    doubtful = sa.or_(
        sa.and_(kind == MailKind.REPORT.value, ~no_answer),
        sa.and_(kind == MailKind.NOTICE.value, named),
    )
    return sa.case(
        (state == ReceivedState.DESTROYED.value, MailTab.GONE.value),
        (col(_ASIDE.mail).is_not(None), MailTab.ASIDE.value),
        (taken, MailTab.PLACED.value),
        (state.in_([each.value for each in _TROUBLED]), MailTab.PROBLEMS.value),
        (sa.or_(state == ReceivedState.STORED.value, outdated), MailTab.TO_READ.value),
        (doubtful, MailTab.TO_PLACE.value),
        (kind.in_([each.value for each in _REPORTS]), MailTab.REPORTS.value),
        (col(_READING.only_automatic), MailTab.AUTOMATIC.value),
        else_=MailTab.TO_PLACE.value,
    )
