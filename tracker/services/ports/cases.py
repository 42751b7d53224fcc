"""The register of requests and the archive of documents. Protocols only, without I/O."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple, Protocol

from tracker.domain.base.errors import NotOnFile, Refusal
from tracker.domain.base.messages import Message
from tracker.domain.case.agenda import NOTHING, Agenda, Matter
from tracker.domain.case.history import Entry, History, NewEntry
from tracker.domain.case.paper_details import PaperDetails
from tracker.domain.case.request import Applicant, Consent, Draft, Filing
from tracker.domain.clock.deadline_changes import DeadlineSnapshot
from tracker.domain.events.event import Event
from tracker.domain.law.law import LetterKind
from tracker.domain.record.corrections_list import CorrectionNotice
from tracker.domain.record.record import Record
from tracker.services.ports.drafts import PleadingFields
from tracker.services.ports.publishing import CopyWork, PublicCopyFile, Waiting
from tracker.services.ports.records import ReleasedText
from tracker.services.ports.workbook import PrivateNote


def no_request(reference: str) -> NotOnFile:
    """Return the refusal for a request that does not exist or is not shared with the reader."""
    return NotOnFile("Request “{reference}” was not found. Check the list.", reference=reference)


_READ_ONLY = Message(
    "The office is read-only at the moment, so nothing was saved. Try again later."
)


class AlreadyEntered(Refusal):
    """An event that the history already has. Nothing was entered a second time."""


class Unavailable(Refusal):
    """The database or its disk cannot be used at the moment. No request is to blame."""


class ReadOnlyOffice(Unavailable):
    """A change that was asked for while the office can only be read."""

    def __init__(self, sentence: str = _READ_ONLY.sentence) -> None:
        super().__init__(sentence)


class Busy(Refusal):
    """A request that another writer has open."""


class ChangedMeanwhile(Refusal):
    """A draft that someone else saved first. `theirs` is the stored draft."""

    def __init__(self, sentence: str, theirs: Draft, **values: object) -> None:
        super().__init__(sentence, **values)
        self.theirs = theirs


@dataclass(frozen=True, slots=True)
class CaseRow:
    """The row of a request in lists and sweeps: derived, so it can be rebuilt.

    `edition` is the library version that derived it. `sweep_on` is the first day, in the body's
    zone, on which a sweep has something to enter. `doubted` is true if this library version would
    not enter a recorded non-response, or if an unread document may be the response that a public
    non-response says is missing.
    """

    reference: str
    block: str
    body: str
    law: str
    phase: str
    open: bool
    edition: str
    next_day: date | None = None
    sweep_on: date | None = None
    window_closes: date | None = None
    last_safe_day: date | None = None
    provisional: bool = False
    published: bool = False
    doubted: bool = False
    agenda: Agenda = NOTHING


class StoredCase(NamedTuple):
    """What is stored of the calculation of a request, as any process can read it.

    Each entry is its number, its bytes and its nonce. `columns` are those of its row, as
    `row_of_columns` takes them, and `days` are the last days.
    """

    reference: str
    entries: Sequence[tuple[int, bytes, bytes]]
    columns: Sequence[Any] | None
    days: bytes | None


@dataclass(frozen=True, slots=True)
class PreparedLetter:
    """A letter ready for review, because the right to send it arose at entry `opening`."""

    kind: LetterKind
    opening: int
    prepared_at: datetime


class QuietChange(NamedTuple):
    """A request calculated again, of which the public is told nothing.

    It holds as long as the request has so many `entries`, and its row is of the edition `before`.
    `row` is the new row, None if at most its edition changed, and `days` the new last days, None
    if they are the same. The `new` entries and the `letters` that became ready are added. `law`
    is that of the request.
    """

    reference: str
    entries: int
    before: str
    row: CaseRow | None = None
    days: bytes | None = None
    new: tuple[NewEntry, ...] = ()
    law: str = ""
    letters: tuple[PreparedLetter, ...] = ()


class KeptChanges(NamedTuple):
    """The requests whose changes were stored, and for how many seconds others had to wait."""

    references: frozenset[str] = frozenset()
    seconds: float = 0


@dataclass(frozen=True, slots=True)
class Paper:
    """A file stored as evidence: sealed on disk, named by the hash of its bytes."""

    digest: str
    name: str
    media: str
    size: int
    kept_at: datetime
    purpose: str


class PrivateFields(PleadingFields, Protocol):
    """Private words about one request, sealed under its key. Empty once it was erased."""

    def applicant(self) -> Applicant:
        """Return the applicant; empty if there is none or it was erased."""

    def keep_applicant(self, applicant: Applicant) -> None:
        """Replace the applicant."""

    def consents(self) -> Sequence[Consent]:
        """Return the applicant's statements on publication, oldest first; private."""

    def keep_consent(self, consent: Consent) -> None:
        """Add a statement of the applicant on publication."""

    def copy_work(self, paper: str) -> CopyWork | None:
        """Return the work on a public copy of a document, None if there is none; private."""

    def keep_copy_work(self, work: CopyWork) -> None:
        """Replace the work on a public copy of a document."""

    def original(self, digest: str) -> str:
        """Return a released text before redaction; empty if nothing was redacted."""

    def keep_original(self, digest: str, words: str) -> None:
        """Store a released text as it was before redaction."""

    def filing(self, seq: int) -> Filing:
        """Return the private details of a filing; empty if there are none."""

    def keep_filing(self, seq: int, filing: Filing) -> None:
        """Replace the private details of a filing."""

    def quotes(self, seq: int) -> Mapping[str, str]:
        """Return the words of a response on each item, by the item's key; private."""

    def keep_quotes(self, seq: int, quotes: Mapping[str, str]) -> None:
        """Replace the words of a response."""

    def paper_details(self, seq: int) -> PaperDetails:
        """Return what the document of an entry says of itself; empty if nobody read it."""

    def keep_paper_details(self, seq: int, details: PaperDetails) -> None:
        """Replace what the document of an entry says of itself."""

    def sealed_fields(self) -> Mapping[str, bytes]:
        """Return all private fields by name; empty once the request was erased."""

    def notes(self) -> Sequence[PrivateNote]:
        """Return the notes of colleagues, oldest first."""

    def keep_note(self, note: PrivateNote) -> None:
        """Add or replace a note."""

    def drop_note(self, id: str) -> None:
        """Delete a note."""

    def words(self, name: str) -> str:
        """Return the private words under a name; empty if there are none."""

    def keep_words(self, name: str, words: str) -> None:
        """Replace the private words under a name."""


class CaseFile(PrivateFields, Protocol):
    """One request, open inside one transaction. Entries are stored when the block ends."""

    reference: str

    @property
    def history(self) -> History: ...

    def enter(self, event: Event, *, at: datetime, by: str) -> Entry:
        """Append one event. Raises AlreadyEntered if the history holds its once-key."""

    def take_draft(self, version: int) -> tuple[Draft, Applicant]:
        """Return the draft and its applicant, and delete them in this transaction.

        Raises ChangedMeanwhile if another version is stored, NotOnFile if there is no draft.
        """

    def project(self, row: CaseRow, told: Sequence[DeadlineSnapshot] = ()) -> None:
        """Store the derived row of this request, and each deadline with its calculation."""

    def row(self) -> CaseRow | None:
        """Return the derived row as it was last stored, None if there is none."""

    def told(self, now: Sequence[DeadlineSnapshot] = ()) -> Sequence[DeadlineSnapshot] | None:
        """Return the deadlines stored with the row, None if there are none.

        Reuses the calculations in `now` for unchanged dates.
        """

    def add_paper(self, paper: Paper) -> None:
        """List a file that the archive stores. A known digest changes nothing."""

    def papers(self) -> Sequence[Paper]:
        """Return the files of the request, oldest first."""

    def count_papers(self) -> int:
        """Return how many files the request has. Their names stay sealed."""

    def prepare_letter(self, letter: PreparedLetter) -> None:
        """Store that a letter is ready. A known kind and opening changes nothing."""

    def prepared_letters(self) -> Sequence[PreparedLetter]:
        """Return the letters that are ready, oldest first."""

    def publish(
        self,
        record: Record,
        texts: Sequence[ReleasedText],
        copies: Sequence[PublicCopyFile] = (),
        notices: Sequence[CorrectionNotice] = (),
    ) -> None:
        """Make `record` the current public version, and add `notices` to the public list.

        Keeps earlier versions. Deletes the bytes of copies that `record` does not name.
        """

    def published_digest(self) -> str:
        """Return the digest of the current public version; empty if nothing was published."""

    def waiting(self) -> Waiting | None:
        """Return the pending publication of this request, None if there is none."""

    def keep_waiting(self, waiting: Waiting) -> None:
        """Replace the pending publication of this request."""

    def drop_waiting(self) -> None:
        """Delete the pending publication of this request."""


@dataclass(frozen=True, slots=True)
class RowFilter:
    """The rows that a list shows. Empty fields mean any.

    `references` leaves out all others. `charge` is the account to which requests are assigned,
    `shared_with` the organisation that sees them. `matter` selects requests in which it has to be
    done, ordered by its day, which is between `since` and `until` if these are given; deadlines of
    bodies that ended before `still_on` are left out, and none of those that cannot be calculated,
    because nobody knows when they end. With `from_day`, a list without a matter
    begins with the dates from that day on; those that have passed follow, the latest first, and
    then the requests without a date.

    Each of the `words` must be part of the key of the block, the body or the law, or, if it has
    four letters or more, begin the reference.
    """

    phases: frozenset[str] = frozenset()
    block: str = ""
    body: str = ""
    words: str = ""
    references: tuple[str, ...] = ()
    doubted: bool = False
    charge: str = ""
    shared_with: str = ""
    law: str = ""
    tag: str = ""
    matter: Matter | None = None
    since: date | None = None
    until: date | None = None
    still_on: date | None = None
    from_day: date | None = None


class Cases(Protocol):
    """The register of requests."""

    @property
    def one_writer(self) -> bool:
        """Whether nobody else can write anything while requests are open for writing."""

    @property
    def writing_now(self) -> bool:
        """Whether this thread has a transaction open, of which another thread sees nothing."""

    def open_new(self, reference: str) -> AbstractContextManager[CaseFile]:
        """Create the file of a new request and open it for writing.

        Raises NotAllowed if the request exists.
        """

    def open(self, reference: str, *, wait: bool = True) -> AbstractContextManager[CaseFile]:
        """Open a request for writing: no other writer can enter anything until the block ends.

        Raises NotOnFile if there is no such request, and Busy if `wait` is false and the database
        can tell that another writer has it open.
        """

    def look(self, reference: str) -> AbstractContextManager[CaseFile]:
        """Open a request for reading. Raises NotOnFile if there is none."""

    def references(self) -> Iterator[str]:
        """Yield the reference of every request with a history, in no particular order."""

    def together(self) -> AbstractContextManager[None]:
        """Write everything opened in the block in one transaction.

        An error in one request undoes only that request.
        """

    def open_all(
        self, references: Sequence[str], *, wait: bool = True
    ) -> AbstractContextManager[Sequence[CaseFile]]:
        """Open many requests for writing in one transaction, ordered by reference.

        Leaves out unknown ones and, if `wait` is false, those of which the database can tell that
        another writer has them open. Entries, prepared letters and derived rows are stored when
        the block ends. Raises AlreadyEntered then if a history has one of the entries. After an
        error in one request nothing of the batch is stored.
        """

    def look_all(self, references: Sequence[str]) -> AbstractContextManager[Sequence[CaseFile]]:
        """Open many requests for reading, leaving out unknown ones."""

    def stored(self, references: Sequence[str]) -> Sequence[StoredCase]:
        """Return what is stored of the calculation of each of these requests, if anything is."""

    def keep_quiet_changes(self, edition: str, changes: Sequence[QuietChange]) -> KeptChanges:
        """Store in one transaction those that still hold, and that no other writer has open as far
        as the database can tell. Raises AlreadyEntered if a history has one of the entries."""

    def erase_person(self, reference: str) -> None:
        """Delete the key of a request and everything encrypted with it. Keep the timeline."""


class Archive(Protocol):
    """Files stored as evidence, sealed under the key of their request."""

    def keep(self, reference: str, data: bytes) -> str:
        """Seal and store `data`, and return its digest. Known bytes are stored once.

        The digest is keyed, so that it does not reveal which file it is. Raises NotAllowed once
        the request was erased.
        """

    def unsettled(self, references: Sequence[str]) -> AbstractContextManager[None]:
        """Delete, at the end of the block, the files of requests that do not exist.

        Files left by a killed process are deleted later.
        """

    def read(self, reference: str, digest: str) -> bytes:
        """Return the bytes of a document.

        Raises NotOnFile if they were erased, and Damaged if they cannot be decrypted.
        """

    def forget(self, reference: str, digest: str) -> None:
        """Delete a document that no entry names. One that is not there stays away."""
