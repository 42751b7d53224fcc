"""Keeps what was recorded: the database, its migrations, and the evidence on disk."""

from dataclasses import dataclass
from pathlib import Path

from tracker.storage.age import decrypt, is_age
from tracker.storage.alerts import LEFT, SubscriptionBook
from tracker.storage.backup import backup
from tracker.storage.data_shelf import DataShelf
from tracker.storage.engine import make_engine
from tracker.storage.erasures import Erasures
from tracker.storage.evidence import EvidenceArchive
from tracker.storage.log import PublicLog
from tracker.storage.manifest import Manifest
from tracker.storage.migrate import current, head, migrate, require_head
from tracker.storage.office_files import OfficeFiles
from tracker.storage.outbox import PostOutbox
from tracker.storage.people import AccountBook
from tracker.storage.premises import OfficePremises
from tracker.storage.records import PublishedRecords
from tracker.storage.recovery import NAME as RECOVERY
from tracker.storage.recovery import (
    IdentityFile,
    RecoveryFile,
    make_identity_file,
    read_identity_file,
)
from tracker.storage.register import Register
from tracker.storage.reminders import ReminderBook
from tracker.storage.restore import Restored, remove_half_restored, restore
from tracker.storage.sealing import Damaged, MasterKey, new_key
from tracker.storage.search import KeptSearch
from tracker.storage.transactions import Transactions
from tracker.storage.trouble import StorageTrouble, clear_disk_trouble
from tracker.storage.upkeep import (
    check,
    copies_of_erased,
    copy_before_migration,
    derive_anew,
    examine,
)
from tracker.storage.workbook import OfficeWorkbook


@dataclass(frozen=True, slots=True)
class Storage:
    """All that one database and one folder keep."""

    cases: Register
    records: PublishedRecords
    people: AccountBook
    premises: OfficePremises
    data: DataShelf
    archive: EvidenceArchive
    recovery: RecoveryFile
    reminders: ReminderBook
    outbox: PostOutbox
    subscriptions: SubscriptionBook
    workbook: OfficeWorkbook
    log: PublicLog
    transactions: Transactions

    def require_head(self) -> None:
        """Raises Refusal unless the database has the tables that this program needs."""
        require_head(self.transactions.readers)

    def close(self) -> None:
        """Let go of all connections."""
        self.transactions.close()


def open_storage(url: str, instance: Path, master_key: bytes) -> Storage:
    """Open the database at `url` and the folder `instance`; `master_key` are 32 secret bytes."""
    transactions = Transactions(url)
    master = MasterKey(master_key)
    files = OfficeFiles(transactions, master.derived("files of the office"))
    cases = Register(transactions, master, Erasures(instance))
    return Storage(
        cases=cases,
        records=PublishedRecords(transactions, KeptSearch(transactions)),
        people=AccountBook(transactions, master.derived("second factors")),
        premises=OfficePremises(transactions, files),
        data=DataShelf(instance / "data"),
        archive=EvidenceArchive(instance / "evidence", cases.key),
        recovery=RecoveryFile(instance / RECOVERY),
        reminders=ReminderBook(transactions),
        outbox=PostOutbox(transactions),
        subscriptions=SubscriptionBook(
            transactions, master.derived("alerts of readers"), Erasures(instance, LEFT)
        ),
        workbook=OfficeWorkbook(transactions, master.derived("lists to import")),
        log=PublicLog(transactions),
        transactions=transactions,
    )


__all__ = [
    "Damaged",
    "IdentityFile",
    "Manifest",
    "Restored",
    "Storage",
    "StorageTrouble",
    "backup",
    "check",
    "clear_disk_trouble",
    "copies_of_erased",
    "copy_before_migration",
    "current",
    "decrypt",
    "derive_anew",
    "examine",
    "head",
    "is_age",
    "make_engine",
    "make_identity_file",
    "migrate",
    "new_key",
    "open_storage",
    "read_identity_file",
    "remove_half_restored",
    "require_head",
    "restore",
]
