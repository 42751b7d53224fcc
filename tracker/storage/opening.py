"""Everything that one database and one folder store."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from tracker.services.ports.correspondence.reading import SentMail
from tracker.services.ports.correspondence.silence_holds import SilenceHolds
from tracker.storage.cases.evidence import EvidenceArchive, KeyOf
from tracker.storage.cases.photographs import SqlPhotographRepository
from tracker.storage.cases.private_index import SqlPrivateIndex
from tracker.storage.cases.register import SqlCaseRepository
from tracker.storage.cases.workbook import SqlWorkbook
from tracker.storage.correspondence.mail_desk import SqlMailDesk
from tracker.storage.correspondence.mail_index import SqlMailSearch
from tracker.storage.correspondence.mail_letters import SqlMailLetterRepository
from tracker.storage.correspondence.mailboxes import SqlMailboxRepository
from tracker.storage.correspondence.places import SqlPlaceRepository
from tracker.storage.correspondence.readings import SqlMailReadings
from tracker.storage.correspondence.received import SqlReceivedMailRepository
from tracker.storage.correspondence.scan_texts import SqlScanTexts
from tracker.storage.correspondence.sent_mail import SqlSentMail
from tracker.storage.correspondence.shelves import Shelves
from tracker.storage.correspondence.silence_holds import SqlSilenceHolds
from tracker.storage.db.erasures import Erased, ErasureFile, Erasures, ErasureTable
from tracker.storage.db.group_keys import GroupKeys
from tracker.storage.db.migrate import require_head
from tracker.storage.db.request_keys import RequestKeys
from tracker.storage.db.sealing import MachineKey
from tracker.storage.db.transactions import Transactions
from tracker.storage.deadlines.case_status import SqlCaseRowRepository
from tracker.storage.drafting.drafts import SqlDraftRepository
from tracker.storage.drafting.related_requests import SqlRelatedRequestRepository
from tracker.storage.letters.authority_checks import SqlAuthorityCheckRepository
from tracker.storage.letters.office_files import SqlFileRepository
from tracker.storage.letters.taken_wordings import SqlTakenWordingRepository
from tracker.storage.log.public_log import SqlLogRepository
from tracker.storage.measurements.captures import SqlCaptureRepository
from tracker.storage.measurements.measurements import SqlMeasurementRepository
from tracker.storage.office_data.backup_times import backed_up_by
from tracker.storage.office_data.database_servers import DatabaseServers
from tracker.storage.office_data.law_signatures import SqlLawSignatureRepository
from tracker.storage.office_data.newest_entry import NewestEntry
from tracker.storage.office_data.own_library import SqlOwnLibraryRepository
from tracker.storage.office_data.premises import SqlPremisesRepository
from tracker.storage.office_data.recovery import RecoveryFile
from tracker.storage.papers.bucket_erasures import BucketErasures
from tracker.storage.papers.bucket_store import BucketStore
from tracker.storage.papers.folder_store import ARRIVING, FolderStore
from tracker.storage.papers.paper_store import PaperStore
from tracker.storage.people.accounts import SqlAccountRepository
from tracker.storage.people.keys import SqlKeyRepository
from tracker.storage.public.alerts import SqlSubscriptionRepository
from tracker.storage.public.data_files import DataFolder
from tracker.storage.public.search import SqlSearchRepository
from tracker.storage.publishing.pending_publications import SqlPendingPublicationRepository
from tracker.storage.publishing.records import SqlRecordRepository
from tracker.storage.publishing.shared_previews import SqlSharedPreviewRepository
from tracker.storage.reminders.outbox import SqlOutboxRepository
from tracker.storage.reminders.reminders import SqlReminderRepository


@dataclass(frozen=True, slots=True)
class Storage:
    """The repositories of one database and one folder."""

    cases: SqlCaseRepository
    case_rows: SqlCaseRowRepository
    drafts: SqlDraftRepository
    related_requests: SqlRelatedRequestRepository
    pending_publications: SqlPendingPublicationRepository
    shared_previews: SqlSharedPreviewRepository
    records: SqlRecordRepository
    people: SqlAccountRepository
    keys: SqlKeyRepository
    private_search: SqlPrivateIndex
    premises: SqlPremisesRepository
    newest_entry: NewestEntry
    servers: DatabaseServers
    data: DataFolder
    archive: EvidenceArchive
    recovery: RecoveryFile
    reminders: SqlReminderRepository
    outbox: SqlOutboxRepository
    subscriptions: SqlSubscriptionRepository
    workbook: SqlWorkbook
    photographs: SqlPhotographRepository
    measurements: SqlMeasurementRepository
    captures: SqlCaptureRepository
    authority_checks: SqlAuthorityCheckRepository
    taken_wordings: SqlTakenWordingRepository
    own_library: SqlOwnLibraryRepository
    law_signatures: SqlLawSignatureRepository
    received: SqlReceivedMailRepository
    mail_readings: SqlMailReadings
    mail_desk: SqlMailDesk
    mail_search: SqlMailSearch
    sent_mail: SentMail
    silence_holds: SilenceHolds
    scan_texts: SqlScanTexts
    mail_places: SqlPlaceRepository
    mailboxes: SqlMailboxRepository
    backed_up_by: Callable[[datetime], datetime | None]
    erasures: tuple[Erasures, ...]
    letters_by_mail: SqlMailLetterRepository
    log: SqlLogRepository
    transactions: Transactions

    def require_head(self) -> None:
        """Raise Refusal unless the database has the tables that this program needs."""
        require_head(self.transactions.readers)

    def share_erasures(self) -> None:
        """Have every place list every erasure. Raises StorageTrouble for a bucket that is away."""
        for each in self.erasures:
            each.share()

    def erase_again(self) -> None:
        """Erase what is listed, and what a database that was put back brought to life again.

        Raises StorageTrouble if files of a request stay.
        """
        self.subscriptions.leave_listed()
        self.cases.erase_listed()

    def close(self) -> None:
        """Close all connections."""
        self.transactions.close()


def papers_folder(instance: Path) -> FolderStore:
    """Return the folder of sealed documents in an instance."""
    return FolderStore(instance / "evidence")


def open_storage(
    url: str,
    instance: Path,
    machine_key: bytes,
    key_file: bytes | None = None,
    papers: PaperStore | None = None,
    *,
    read_only: bool = False,
    synchronous: bool = False,
) -> Storage:
    """Open the database at `url` and the folder `instance`; `machine_key` are 32 secret bytes.

    Without `key_file`, the office's private key, a signed-in person's key opens private data.
    `papers` is another place of sealed documents. With `read_only` every change is refused, and
    with `synchronous` a standby is promoted only if the server waits for it.
    """
    places = [*([papers] if papers else []), papers_folder(instance)]
    transactions = Transactions(url, read_only=read_only)
    machine, groups = MachineKey(machine_key), GroupKeys(key_file)
    files = SqlFileRepository(transactions, machine.derived("files of the office"), groups)
    keys = RequestKeys(groups)
    erased, left = _lists(transactions, instance, machine, papers)
    cases = SqlCaseRepository(transactions, keys, erased, places)
    shelves = Shelves(transactions, groups, places[0], instance / "evidence" / ARRIVING)
    return Storage(
        cases=cases,
        case_rows=SqlCaseRowRepository(transactions, groups),
        related_requests=SqlRelatedRequestRepository(transactions),
        people=SqlAccountRepository(transactions, machine.derived("second factors"), groups),
        keys=SqlKeyRepository(transactions, groups),
        premises=SqlPremisesRepository(transactions, files),
        **_of_instance(transactions, instance, synchronous=synchronous),
        archive=shelves.archive(cases.key),
        **_of_private_words(transactions, keys, groups),
        **_of_publishing(transactions, machine),
        **_of_post(transactions, machine, left),
        **_of_sources(transactions, groups),
        **_of_mail(transactions, groups, shelves, cases.key, machine),
        erasures=(erased, left),
        transactions=transactions,
    )


def _of_instance(
    transactions: Transactions, instance: Path, *, synchronous: bool
) -> dict[str, Any]:
    """Return what is stored or noted in the folder of the instance."""
    return {
        "newest_entry": NewestEntry(transactions, instance),
        "servers": DatabaseServers(transactions, instance, synchronous=synchronous),
        "data": DataFolder(instance / "data"),
        "recovery": RecoveryFile(instance),
    }


def _of_publishing(transactions: Transactions, machine: MachineKey) -> dict[str, Any]:
    """Return the repositories of the public record, and of what becomes part of it."""
    prepared = machine.derived("prepared publications")
    return {
        "pending_publications": SqlPendingPublicationRepository(transactions, prepared),
        "shared_previews": SqlSharedPreviewRepository(transactions),
        "records": SqlRecordRepository(transactions, SqlSearchRepository(transactions)),
        "log": SqlLogRepository(transactions),
    }


def _of_private_words(
    transactions: Transactions, keys: RequestKeys, groups: GroupKeys
) -> dict[str, Any]:
    """Return the repositories of what is typed and photographed for requests."""
    return {
        "drafts": SqlDraftRepository(transactions, keys),
        "private_search": SqlPrivateIndex(transactions, groups),
        "workbook": SqlWorkbook(transactions, keys, groups),
        "photographs": SqlPhotographRepository(transactions, keys),
    }


def _lists(
    transactions: Transactions, instance: Path, machine: MachineKey, papers: PaperStore | None
) -> tuple[Erasures, Erasures]:
    """Return the lists of erased requests, and of readers who left."""
    bucket = papers if isinstance(papers, BucketStore) else None
    key = machine.derived("names of erasures")
    erased, left = (
        Erasures(
            ErasureFile(instance, kind),
            ErasureTable(transactions, kind),
            BucketErasures(bucket, kind, key) if bucket else None,
        )
        for kind in (Erased.REQUESTS, Erased.READERS)
    )
    return erased, left


def _of_post(transactions: Transactions, machine: MachineKey, left: Erasures) -> dict[str, Any]:
    """Return the repositories of reminders, and of alerts to readers."""
    readers = machine.derived("alerts of readers")
    return {
        "reminders": SqlReminderRepository(transactions),
        "outbox": SqlOutboxRepository(transactions),
        "subscriptions": SqlSubscriptionRepository(transactions, readers, left),
    }


def _of_sources(transactions: Transactions, groups: GroupKeys) -> dict[str, Any]:
    """Return the repositories of what letters rest on: measurements, captures, the library."""
    return {
        "measurements": SqlMeasurementRepository(transactions),
        "captures": SqlCaptureRepository(transactions, groups),
        "authority_checks": SqlAuthorityCheckRepository(transactions, groups),
        "taken_wordings": SqlTakenWordingRepository(transactions),
        "own_library": SqlOwnLibraryRepository(transactions),
        "law_signatures": SqlLawSignatureRepository(transactions),
    }


def _of_mail(
    transactions: Transactions,
    groups: GroupKeys,
    shelves: Shelves,
    key_of: KeyOf,
    machine: MachineKey,
) -> dict[str, Any]:
    """Return the repositories of letters sent by email and of received mail."""
    key, on_their_way = machine.derived("received mail"), machine.derived("letters on their way")
    return {
        "letters_by_mail": SqlMailLetterRepository(transactions, on_their_way),
        "received": SqlReceivedMailRepository(transactions, shelves, key_of, key),
        "mail_readings": SqlMailReadings(transactions, shelves, key_of, key),
        "mail_desk": SqlMailDesk(transactions),
        "mail_search": SqlMailSearch(transactions, groups),
        "sent_mail": SqlSentMail(transactions),
        "silence_holds": SqlSilenceHolds(transactions),
        "scan_texts": SqlScanTexts(transactions),
        "mail_places": SqlPlaceRepository(transactions),
        "mailboxes": SqlMailboxRepository(transactions),
        "backed_up_by": partial(backed_up_by, transactions),
    }
