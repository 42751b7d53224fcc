"""Mail that the office sent, to find answers and delivery reports to it."""

from collections.abc import Collection, Mapping

from sqlmodel import col, select

from tracker.domain.correspondence.matching import TokenOwner
from tracker.services.ports.correspondence.letters import envid_of
from tracker.services.ports.correspondence.reading import SentMail
from tracker.storage.db.tables.mail_letters import MailLetterRow, MailTokenRow
from tracker.storage.db.transactions import Transactions


class SqlSentMail(SentMail):
    """The tokens of requests, and the identifiers of letters that were sent by email."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def tokens(self) -> Mapping[str, TokenOwner]:
        with self._transactions.reading() as session:
            rows = session.exec(select(MailTokenRow)).all()
            return {
                row.token: TokenOwner(row.request, bool(row.retired_at), bool(row.shown_at))
                for row in rows
            }

    def of_message_ids(self, ids: Collection[str]) -> Mapping[str, str]:
        if not ids:
            return {}
        row = MailLetterRow
        wanted = select(row.message_id, row.request).where(
            col(row.message_id).in_(ids), col(row.tries) > 0
        )
        with self._transactions.reading() as session:
            return dict(session.exec(wanted).all())

    def of_envelope_ids(self, ids: Collection[str]) -> Mapping[str, str]:
        if not ids:
            return {}
        row = MailLetterRow
        letters = {each.rpartition(".")[0] for each in ids}
        wanted = select(row.id, row.tries, row.request).where(col(row.id).in_(letters))
        with self._transactions.reading() as session:
            return {
                envelope: request
                for letter, tries, request in session.exec(wanted).all()
                for envelope in (envid_of(letter, each) for each in range(1, tries + 1))
                if envelope in ids
            }
