"""The signatures of jurists under laws."""

from collections.abc import Sequence

from sqlmodel import col, delete, select

from tracker.domain.law.signature import LawSignature, SignedAs
from tracker.services.ports.own_library import LawSignatures
from tracker.storage.db.tables.office import LawSignatureRow
from tracker.storage.db.transactions import Transactions, put_new

_ROW = LawSignatureRow


class SqlLawSignatureRepository(LawSignatures):
    """The signatures under laws of one database."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def of_law(self, law: str) -> Sequence[LawSignature]:
        wanted = select(_ROW).where(_ROW.law == law).order_by(col(_ROW.id))
        with self._transactions.reading() as session:
            return tuple(map(_signature, session.exec(wanted)))

    def every(self) -> Sequence[LawSignature]:
        wanted = select(_ROW).order_by(col(_ROW.law), col(_ROW.id))
        with self._transactions.reading() as session:
            return tuple(map(_signature, session.exec(wanted)))

    def sign(self, signature: LawSignature) -> bool:
        row = LawSignatureRow(
            law=signature.law,
            digest=signature.digest,
            signed_as=signature.signed_as.value,
            name=signature.name,
            post=signature.post,
            by=signature.by,
            at=signature.at,
        )
        with self._transactions.writing() as session:
            return put_new(session, row)

    def withdraw(self, number: int, by: str) -> bool:
        own = (col(_ROW.id) == number, col(_ROW.by) == by)
        with self._transactions.writing() as session:
            return bool(session.exec(delete(_ROW).where(*own).returning(col(_ROW.id))).all())


def _signature(row: LawSignatureRow) -> LawSignature:
    values = row.model_dump(exclude={"id", "signed_as"})
    return LawSignature(**values, signed_as=SignedAs(row.signed_as), number=row.id or 0)
