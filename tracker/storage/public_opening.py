"""What public pages are made from, opened without anything private.

Loading the rest of the storage takes longer than to open this.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from tracker.storage.db.group_keys import GroupKeys
from tracker.storage.db.migrate import require_head
from tracker.storage.db.transactions import Transactions
from tracker.storage.letters.office_files import SqlFileRepository
from tracker.storage.log.public_log import SqlLogRepository
from tracker.storage.measurements.captures import SqlCaptureRepository
from tracker.storage.measurements.measurements import SqlMeasurementRepository
from tracker.storage.office_data.law_signatures import SqlLawSignatureRepository
from tracker.storage.office_data.own_library import SqlOwnLibraryRepository
from tracker.storage.office_data.premises import SqlPremisesRepository
from tracker.storage.public.data_files import DataFolder
from tracker.storage.public.search import SqlSearchRepository
from tracker.storage.publishing.records import SqlRecordRepository


@dataclass(frozen=True, slots=True)
class PublicStorage:
    """The repositories that public pages are made from. Nothing else is open, and no key is."""

    records: SqlRecordRepository
    premises: SqlPremisesRepository
    measurements: SqlMeasurementRepository
    captures: SqlCaptureRepository
    own_library: SqlOwnLibraryRepository
    law_signatures: SqlLawSignatureRepository
    data: DataFolder
    log: SqlLogRepository
    close: Callable[[], None]


@contextmanager
def open_public_storage(
    url: str, instance: Path, *, read_only: bool = True
) -> Iterator[PublicStorage]:
    """Open what readers may see of the database at `url`, without a key.

    `instance` is the folder with the files of the data package. Unless it is `read_only`, the log
    can be brought up to date.
    """
    transactions = Transactions(url, read_only=read_only)
    no_files = cast(SqlFileRepository, None)
    try:
        require_head(transactions.readers)
        yield PublicStorage(
            records=SqlRecordRepository(transactions, SqlSearchRepository(transactions)),
            premises=SqlPremisesRepository(transactions, no_files),
            measurements=SqlMeasurementRepository(transactions),
            captures=SqlCaptureRepository(transactions, GroupKeys(None)),
            own_library=SqlOwnLibraryRepository(transactions),
            law_signatures=SqlLawSignatureRepository(transactions),
            data=DataFolder(instance / "data"),
            log=SqlLogRepository(transactions),
            close=transactions.close,
        )
    finally:
        transactions.close()
