"""The register of requests: every history, and what is derived from it or kept beside it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial

from sqlmodel import Session, col, delete, select

from tracker.domain.errors import NotAllowed
from tracker.domain.law import LetterKind
from tracker.domain.request import Applicant, Draft, Kin
from tracker.services.ports import Busy, Filter, Row, no_request
from tracker.services.ports_publishing import WaitingLine
from tracker.storage.cases.batches import BatchCase, read_batch, save_changes
from tracker.storage.cases.erasing import TOUCHED, erase, remove_papers
from tracker.storage.cases.open_case import OpenCase, kinds_prepared
from tracker.storage.cases.related_requests import in_batch, relations_of, save_relations
from tracker.storage.db.erasures import Erasures
from tracker.storage.db.histories import read_history
from tracker.storage.db.sealed_fields import APPLICANT, DRAFT_APPLICANT, SealedFields
from tracker.storage.db.sealing import MasterKey, new_key
from tracker.storage.db.tables.cases import EventRow, RequestRow
from tracker.storage.db.transactions import Transactions, put
from tracker.storage.deadlines.case_status import asked_pairs, due_rows, listed_rows
from tracker.storage.deadlines.deadline_snapshots import any_by_another, count_outdated, outdated
from tracker.storage.drafting.drafts import all_drafts, discard_draft, save_draft, stored_draft
from tracker.storage.publishing.pending_publications import pending_lines


def now() -> datetime:
    """This moment; only the making of a request's row is stamped with it."""
    return datetime.now(UTC)


class SqlCaseRepository:
    """Requests and drafts. A request is on file once its history has an entry."""

    def __init__(
        self,
        transactions: Transactions,
        master: MasterKey,
        erasures: Erasures,
        clock: Callable[[], datetime] = now,
    ) -> None:
        self._transactions = transactions
        self._master = master
        self._erasures = erasures
        self._clock = clock

    @contextmanager
    def open_new(self, reference: str) -> Iterator[OpenCase]:
        """Make the file of a new request and open it for writing."""
        with self._transactions.writing() as session:
            self._make(session, reference)
            case = self._case(session, reference, lock=True)
            if case.history:
                raise NotAllowed(
                    "Request {reference} is on file already: open it from the list, or take a new "
                    "reference.",
                    reference=reference,
                )
            yield case

    @contextmanager
    def open(self, reference: str, *, wait: bool = True) -> Iterator[OpenCase]:
        """Open for writing: no other writer enters anything meanwhile. Raises NotOnFile, Busy."""
        with self._transactions.writing() as session:
            case = self._case(session, reference, lock=True, wait=wait)
            _require_history(case)
            yield case

    @contextmanager
    def look(self, reference: str) -> Iterator[OpenCase]:
        """Open for reading. Raises NotOnFile."""
        with self._transactions.reading() as session:
            case = self._case(session, reference, lock=False)
            _require_history(case)
            yield case

    def due(self, day: date, limit: int, after: tuple[date, str] | None = None) -> Sequence[Row]:
        """Requests whose `sweep_on` is `day` or earlier, ordered by it and by reference."""
        with self._transactions.reading() as session:
            return due_rows(session, day, limit, after)

    def rows(self, shown: Filter, after: int, limit: int) -> tuple[Sequence[Row], int]:
        """Lines for a list, what is due first first, and how many there are in all."""
        with self._transactions.reading() as session:
            return listed_rows(session, shown, after, limit)

    def asked(self, shown: Filter) -> Sequence[tuple[str, str]]:
        """Each block with each body that was asked about it, among the lines of a list."""
        with self._transactions.reading() as session:
            return asked_pairs(session, shown)

    def waiting(self) -> Sequence[WaitingLine]:
        """Every publication that waits, those that have waited longest first."""
        with self._transactions.reading() as session:
            return pending_lines(session)

    def references(self) -> Iterator[str]:
        """Every request with a history."""
        with self._transactions.reading() as session:
            first = select(EventRow.request).where(col(EventRow.seq) == 1)
            found = session.exec(first.order_by(col(EventRow.request))).all()
        return iter(found)

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is opened within is written in one transaction, each request for itself."""
        with self._transactions.writing():
            yield

    @contextmanager
    def open_all(self, references: Sequence[str]) -> Iterator[Sequence[BatchCase]]:
        """Open many for writing, in one transaction and in the order of their references."""
        with self._transactions.writing() as session:
            cases = self._batch(session, references, lock=True)
            yield cases
            save_changes(session, cases)

    @contextmanager
    def look_all(self, references: Sequence[str]) -> Iterator[Sequence[BatchCase]]:
        """Open many for reading."""
        with self._transactions.reading() as session:
            yield self._batch(session, references, lock=False)

    def prepared(self, references: Sequence[str]) -> Mapping[str, Sequence[LetterKind]]:
        """The kinds of letters prepared for requests, in one query however many there are."""
        with self._transactions.reading() as session:
            return kinds_prepared(session, references)

    def outdated(self, edition: str, limit: int, after: str = "") -> Sequence[str]:
        """Requests whose line was not derived by that edition of the library, by reference."""
        with self._transactions.reading() as session:
            return outdated(session, edition, limit, after)

    def count_outdated(self, edition: str) -> int:
        """How many there are of these."""
        with self._transactions.reading() as session:
            return count_outdated(session, edition)

    def any_by_another(self, edition: str) -> bool:
        """Whether some line was derived by another edition, by index."""
        with self._transactions.reading() as session:
            return any_by_another(session, edition)

    def erase_person(self, reference: str) -> None:
        """Destroy the key of a request, and remove its particulars and papers for ever.

        The erasure is noted outside the database first, so that a backup cannot bring it back.
        Raises StorageTrouble where the files of the database could not be cleaned; then the
        person is erased, and to call this again cleans them.
        """
        with self._transactions.reading() as session:
            self._row(session, reference, lock=False)
        self._erasures.note(reference)
        with self._transactions.writing() as session:
            erase(session, reference)
        remove_papers(self._erasures.folder / "evidence", reference)
        self._transactions.scrub(TOUCHED)

    def erase_listed(self) -> tuple[str, ...]:
        """Erase those who are listed as erased and are not, since an erasure or a restore was
        killed on its way; who that was. Raises StorageTrouble as to erase one does."""
        with self._transactions.reading() as session:
            listed = col(RequestRow.reference).in_(self._erasures.references())
            wanted = select(RequestRow.reference).where(listed, col(RequestRow.key).is_not(None))
            found = tuple(session.exec(wanted.order_by(col(RequestRow.reference))).all())
        for reference in found:
            self.erase_person(reference)
        return found

    def draft(self, reference: str) -> Draft:
        """Raises NotOnFile."""
        with self._transactions.reading() as session:
            return stored_draft(session, reference)

    def drafts(self) -> Sequence[Draft]:
        """All drafts left, the newest first."""
        with self._transactions.reading() as session:
            return all_drafts(session)

    def save(self, draft: Draft, applicant: Applicant) -> Draft:
        """Save what was typed as the version after `draft.version`.

        Raises ChangedMeanwhile where the version on file is another one.
        """
        with self._transactions.writing() as session:
            self._make(session, draft.reference)
            particulars = self._particulars(session, draft.reference, lock=True)
            saved = save_draft(session, draft)
            particulars.keep_applicant(applicant, DRAFT_APPLICANT)
            return saved

    def begin(
        self,
        drafts: Sequence[tuple[Draft, Applicant]],
        *,
        beside: str = "",
        repeats: str = "",
    ) -> Sequence[Draft]:
        """Save new drafts as their first versions, all or none. Raises ChangedMeanwhile."""
        with self._transactions.writing() as session:
            saved = tuple(self.save(replace(draft, version=0), who) for draft, who in drafts)
            save_relations(session, [draft.reference for draft in saved], beside, repeats)
            return saved

    def kin(self, reference: str) -> Kin:
        """The other requests and drafts to which one belongs."""
        with self._transactions.reading() as session:
            return relations_of(session, reference)

    def batch(self, batch: str) -> Sequence[str]:
        """All that were begun together. Raises NotOnFile."""
        with self._transactions.reading() as session:
            return in_batch(session, batch)

    def applicant_of(self, reference: str) -> Applicant:
        """The applicant of a draft, or of the request that it became."""
        with self._transactions.reading() as session:
            particulars = self._particulars(session, reference, lock=False)
            typed = particulars.applicant(DRAFT_APPLICANT)
            return typed if typed != Applicant() else particulars.applicant(APPLICANT)

    def discard(self, reference: str, version: int) -> None:
        """Remove a draft, and the key with it where no request came of it."""
        with self._transactions.writing() as session:
            discard_draft(session, reference, version)
            SealedFields(session, reference, lambda: None).forget(DRAFT_APPLICANT)
            begun = select(EventRow.seq).where(col(EventRow.request) == reference).exists()
            session.exec(
                delete(RequestRow).where(col(RequestRow.reference) == reference).where(~begun)
            )

    def key(self, reference: str) -> bytes | None:
        """The key under which a request's evidence is sealed; None once it was destroyed.

        Raises NotOnFile.
        """
        with self._transactions.reading() as session:
            return self._key(self._row(session, reference, lock=False))

    def _make(self, session: Session, reference: str) -> None:
        key = self._master.lock(reference, new_key())
        put(session, RequestRow, {"reference": reference, "made_at": self._clock(), "key": key})

    def _row(
        self, session: Session, reference: str, *, lock: bool, wait: bool = True
    ) -> tuple[str, bytes | None]:
        wanted = select(RequestRow.reference, RequestRow.key)
        wanted = wanted.where(col(RequestRow.reference) == reference)
        # SQLite has no such lock and needs none: there, the whole transaction is the only writer.
        locked = wanted.with_for_update(skip_locked=not wait)
        found = session.exec(locked if lock else wanted).first()
        if found is None and not wait and session.exec(wanted).first():
            raise Busy(
                "Request {reference} is being worked on: try again in a moment.",
                reference=reference,
            )
        if found is None:
            raise no_request(reference)
        return found

    def _key(self, row: tuple[str, bytes | None]) -> bytes | None:
        reference, locked = row
        return None if locked is None else self._master.unlock(reference, locked)

    def _particulars(
        self, session: Session, reference: str, *, lock: bool, wait: bool = True
    ) -> SealedFields:
        row = self._row(session, reference, lock=lock, wait=wait)
        return SealedFields(session, reference, lambda: self._key(row))

    def _case(
        self, session: Session, reference: str, *, lock: bool, wait: bool = True
    ) -> OpenCase:
        particulars = self._particulars(session, reference, lock=lock, wait=wait)
        return OpenCase(session, reference, read_history(session, reference), particulars)

    def _batch(
        self, session: Session, references: Sequence[str], *, lock: bool
    ) -> tuple[BatchCase, ...]:
        wanted = select(RequestRow.reference, RequestRow.key)
        wanted = wanted.where(col(RequestRow.reference).in_(references))
        # All who lock many lock them in this order, so that none waits for another in a ring.
        wanted = wanted.order_by(col(RequestRow.reference))
        rows = session.exec(wanted.with_for_update() if lock else wanted).all()
        return read_batch(
            session,
            {row[0]: SealedFields(session, row[0], partial(self._key, row)) for row in rows},
        )


def _require_history(case: OpenCase) -> None:
    if not case.history:
        raise no_request(case.reference)
