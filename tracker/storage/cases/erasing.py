"""Erasure of a person: the key of the request, and everything that may name the person.

The history stays whole: no event holds a name.
"""

from sqlmodel import Session, SQLModel, col, delete, select, update

from tracker.domain.correspondence.mail_letter import LetterState
from tracker.services.ports.correspondence.received import ReceivedState
from tracker.storage.cases.workbook import forget_workbook
from tracker.storage.db.tables.cases import PaperRow, RequestRow, SealedFieldRow
from tracker.storage.db.tables.correspondence import ReceivedMailRow
from tracker.storage.db.tables.drafting import DraftRow, ImportedRow, ListFileRow
from tracker.storage.db.tables.keys import PrivateIndexRow, RequestWrapRow
from tracker.storage.db.tables.mail_letters import MailLetterRow
from tracker.storage.db.tables.mail_readings import (
    FoldedSenderRow,
    MailMatchRow,
    MailReadingRow,
    MailReportRow,
)
from tracker.storage.db.tables.people import SavedViewRow
from tracker.storage.db.tables.photographs import PhotographPieceRow, PhotographRow
from tracker.storage.db.tables.publishing import (
    FinishedPublicationRow,
    PendingPublicationRow,
    SharedPreviewRow,
)
from tracker.storage.db.tables.workbook import FindingRow, TagRow, TaskRow

# The tables in which personal data are overwritten or deleted.
ERASED_TABLES: tuple[type[SQLModel], ...] = (
    RequestRow,
    RequestWrapRow,
    PrivateIndexRow,
    SealedFieldRow,
    PaperRow,
    PhotographRow,
    PhotographPieceRow,
    ReceivedMailRow,
    MailReadingRow,
    MailMatchRow,
    MailReportRow,
    FoldedSenderRow,
    DraftRow,
    PendingPublicationRow,
    FinishedPublicationRow,
    SharedPreviewRow,
    TagRow,
    TaskRow,
    FindingRow,
    ImportedRow,
    # Importing a list cleared its sealed bytes, but traces of them may remain in the file.
    ListFileRow,
    SavedViewRow,
    MailLetterRow,
)


_DELETED = (
    RequestWrapRow,
    PrivateIndexRow,
    SealedFieldRow,
    # Their pieces are deleted with them.
    PhotographRow,
    MailReadingRow,
    MailMatchRow,
    MailReportRow,
    DraftRow,
    PendingPublicationRow,
    FinishedPublicationRow,
    SharedPreviewRow,
)


def erase(session: Session, reference: str) -> None:
    """Delete a request's key and everything encrypted with it.

    Keep the timeline.

    Also delete saved views with typed words and pending imports of everyone: they may name the
    person, and nobody can tell once the key is gone. An import can be uploaded again.
    """
    row = update(RequestRow).where(col(RequestRow.reference) == reference)
    session.exec(row.values(public_key=None))
    session.exec(update(PaperRow).where(col(PaperRow.request) == reference).values(name=None))
    for table in _DELETED:
        session.exec(delete(table).where(col(table.request) == reference))
    # A mail that was put with the request may have a reading that is still sealed to its shelf.
    mails = select(ReceivedMailRow.id).where(col(ReceivedMailRow.request) == reference)
    session.exec(delete(MailReadingRow).where(col(MailReadingRow.mail).in_(mails)))
    session.exec(delete(FoldedSenderRow).where(col(FoldedSenderRow.mail).in_(mails)))
    mail = update(ReceivedMailRow).where(col(ReceivedMailRow.request) == reference)
    gone = ReceivedState.DESTROYED.value
    session.exec(mail.values(state=gone, digest="", envelope=None))
    forget_workbook(session, reference)
    _stop_letters(session, reference)
    session.exec(delete(SavedViewRow).where(col(SavedViewRow.typed)))
    unfinished = col(ListFileRow.done_at).is_(None)
    session.exec(update(ListFileRow).where(unfinished).values(sealed=None))
    made = select(ImportedRow.file)
    session.exec(delete(ListFileRow).where(unfinished, col(ListFileRow.id).not_in(made)))


def _stop_letters(session: Session, reference: str) -> None:
    """Destroy the keys of letters that wait to go out by email: none of them goes out any more."""
    row = MailLetterRow
    on_their_way = [s.value for s in (LetterState.PREPARED, LetterState.WAITING)]
    stopped = update(row).where(col(row.request) == reference, col(row.state).in_(on_their_way))
    called_back = LetterState.CALLED_BACK.value
    session.exec(stopped.values(state=called_back, key=None, sealed=None, token=""))
