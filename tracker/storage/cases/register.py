"""The register of requests, each with its history."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from time import monotonic

from sqlmodel import Session, col, select

from tracker.domain.base.errors import NotAllowed
from tracker.services.ports.cases import (
    Cases,
    KeptChanges,
    QuietChange,
    StoredCase,
    no_request,
)
from tracker.storage.cases.batches import (
    BatchCase,
    PrivateCase,
    read_batch,
    read_private,
    save_changes,
)
from tracker.storage.cases.erasing import ERASED_TABLES, erase
from tracker.storage.cases.open_case import OpenCase
from tracker.storage.cases.quiet_changes import save_quiet_changes, stored_cases
from tracker.storage.db.erasures import Erased, Erasures
from tracker.storage.db.errors import StorageTrouble
from tracker.storage.db.histories import read_history
from tracker.storage.db.request_keys import RequestKey, RequestKeys
from tracker.storage.db.tables.cases import EventRow, RequestRow
from tracker.storage.db.tables.office import ErasureRow
from tracker.storage.db.transactions import Transactions
from tracker.storage.papers.paper_store import PaperStore


class SqlCaseRepository(Cases):
    """Requests by reference. A request exists once its history has an entry.

    `places` are all places where sealed documents may lie: an erasure deletes them in each.
    """

    def __init__(
        self,
        transactions: Transactions,
        keys: RequestKeys,
        erasures: Erasures,
        places: Sequence[PaperStore],
    ) -> None:
        self._transactions = transactions
        self._keys = keys
        self._erasures = erasures
        self._places = places

    @property
    def one_writer(self) -> bool:
        return self._transactions.writers.dialect.name == "sqlite"

    @property
    def writing_now(self) -> bool:
        return self._transactions.writing_now

    @contextmanager
    def open_new(self, reference: str) -> Iterator[OpenCase]:
        with self._transactions.writing() as session:
            self._keys.make(session, reference)
            case = self._case(session, reference, lock=True)
            if case.history:
                raise NotAllowed(
                    "Request {reference} already exists. Open it from the list, or use a new "
                    "reference.",
                    reference=reference,
                )
            yield case

    @contextmanager
    def open(self, reference: str, *, wait: bool = True) -> Iterator[OpenCase]:
        with self._transactions.writing() as session:
            case = self._case(session, reference, lock=True, wait=wait)
            _require_history(case)
            yield case

    @contextmanager
    def look(self, reference: str) -> Iterator[OpenCase]:
        with self._transactions.reading() as session:
            case = self._case(session, reference, lock=False)
            _require_history(case)
            yield case

    def references(self) -> Iterator[str]:
        with self._transactions.reading() as session:
            first = select(EventRow.request).where(col(EventRow.seq) == 1)
            found = session.exec(first.order_by(col(EventRow.request))).all()
        return iter(found)

    @contextmanager
    def together(self) -> Iterator[None]:
        with self._transactions.writing():
            yield

    @contextmanager
    def open_all(
        self, references: Sequence[str], *, wait: bool = True
    ) -> Iterator[Sequence[BatchCase]]:
        with self._transactions.writing() as session:
            keys = self._keys.of_all(session, references, lock=True, wait=wait)
            cases = read_batch(session, keys)
            yield cases
            save_changes(session, cases)

    @contextmanager
    def look_all(self, references: Sequence[str]) -> Iterator[Sequence[BatchCase]]:
        with self._transactions.reading() as session:
            yield read_batch(session, self._keys.of_all(session, references, lock=False))

    @contextmanager
    def look_private(self, references: Sequence[str]) -> Iterator[Sequence[PrivateCase]]:
        """Look at the private fields of those of many requests that exist."""
        with self._transactions.reading() as session:
            yield read_private(session, self._keys.of_all(session, references, lock=False))

    def stored(self, references: Sequence[str]) -> Sequence[StoredCase]:
        with self._transactions.reading() as session:
            return stored_cases(session, references)

    def keep_quiet_changes(self, edition: str, changes: Sequence[QuietChange]) -> KeptChanges:
        if not changes:
            return KeptChanges()
        with self._transactions.writing() as session:
            session.connection()  # waits for its turn
            began = monotonic()
            kept = save_quiet_changes(session, edition, changes)
        return KeptChanges(kept, monotonic() - began)

    def erase_person(self, reference: str) -> None:
        """Delete the key of a request and everything encrypted with it.

        The erasure is listed outside the database first, so that no backup brings the person back.
        Raises StorageTrouble where the files of the database could not be cleaned, or documents
        not be deleted. The person is erased then, and another call does the rest.
        """
        self._transactions.require_writable()
        with self._transactions.reading() as session:
            self._keys.of(session, reference)
        self._erasures.note(reference)
        with self._transactions.writing() as session:
            erase(session, reference)
        try:
            self._remove_papers(reference)
        finally:
            self._transactions.scrub(ERASED_TABLES)

    def _remove_papers(self, reference: str) -> None:
        """Delete the sealed documents in every place, also if one of them cannot be used."""
        troubles = []
        for place in self._places:
            try:
                place.remove_all_of([reference])
            except StorageTrouble as trouble:
                troubles.append(trouble)
        if troubles:
            raise StorageTrouble(
                "The key of the request is destroyed, so nobody can read its documents. The "
                "encrypted files could not be deleted yet: the scheduler tries it again, or run "
                "`tracker erase` once more."
            ) from troubles[0]

    def erase_listed(self) -> tuple[str, ...]:
        """Erase every person listed as erased whose key is still there, and return the references.

        An erasure or a restore that was killed leaves such keys, and so does one of another
        machine. Raises StorageTrouble as `erase_person` does.
        """
        self._erasures.share_near()
        with self._transactions.reading() as session:
            wanted = (
                select(RequestRow.reference)
                .join(ErasureRow, col(ErasureRow.reference) == col(RequestRow.reference))
                .where(col(ErasureRow.kind) == Erased.REQUESTS.value)
                .where(col(RequestRow.public_key).is_not(None))
            )
            found = tuple(session.exec(wanted.order_by(col(RequestRow.reference))).all())
        for reference in found:
            self.erase_person(reference)
        return found

    def key(self, reference: str) -> RequestKey:
        """Return the key of a request's evidence, with its private half if that is open.

        Raises NotOnFile.
        """
        with self._transactions.reading() as session:
            key = self._keys.of(session, reference)
            # A key keeps what it found, so it needs no session after this.
            key.if_open()
            return key

    def _case(
        self, session: Session, reference: str, *, lock: bool, wait: bool = True
    ) -> OpenCase:
        key = self._keys.of(session, reference, lock=lock, wait=wait)
        return OpenCase(session, reference, read_history(session, reference), key)


def _require_history(case: OpenCase) -> None:
    if not case.history:
        raise no_request(case.reference)
