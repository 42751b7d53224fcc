"""What the use cases need from outside. The rooms above implement these; nothing here does I/O."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from tracker.domain.base.errors import NotOnFile, Refusal
from tracker.domain.case.agenda import NOTHING, Agenda, Matter
from tracker.domain.case.history import Entry, History
from tracker.domain.case.request import Applicant, Consent, Draft, Filing
from tracker.domain.clock.deadline_changes import DeadlineSnapshot
from tracker.domain.events.event import Event
from tracker.domain.law.law import LetterKind
from tracker.domain.record.corrections_list import CorrectionNotice
from tracker.domain.record.record import Record
from tracker.services.ports.publishing import CopyWork, PublicCopyFile, Waiting
from tracker.services.ports.records import ReleasedText
from tracker.services.ports.workbook import PrivateNote


def no_request(reference: str) -> NotOnFile:
    """What is said of a request that there is not, and of one that is not shared with whoever
    asks for it."""
    return NotOnFile(
        "No request “{reference}” is on file: look through the list.", reference=reference
    )


def no_batch(batch: str) -> NotOnFile:
    """The same of a batch."""
    return NotOnFile("No batch “{batch}” is on file: look through the list.", batch=batch)


class AlreadyEntered(Refusal):
    """The fact stands in the history already; nothing was entered a second time."""


class Busy(Refusal):
    """Another writer has the request open at this moment."""


class ChangedMeanwhile(Refusal):
    """Somebody else saved the draft first; `theirs` is what now stands."""

    def __init__(self, sentence: str, theirs: Draft, **values: object) -> None:
        super().__init__(sentence, **values)
        self.theirs = theirs


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A request's line in lists and sweeps: derived, so it can be dropped and built anew.

    `sweep_on` is the first day, in the body's zone, on which a sweep has something to enter.
    `doubted` tells that a silence on record would not be entered by this edition of the library,
    or that a paper which may be the answer came to one that is public and was not read yet.
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


@dataclass(frozen=True, slots=True)
class Paper:
    """One file kept as evidence: sealed on disk, named by the digest of its bytes."""

    digest: str
    name: str
    media: str
    size: int
    kept_at: datetime
    purpose: str


@dataclass(frozen=True, slots=True)
class PreparedLetter:
    """A letter that is ready to be looked at, since the right to send it arose."""

    kind: LetterKind
    opening: int
    prepared_at: datetime


class PrivateFields(Protocol):
    """Private words about one request, sealed under its key; none are left once it was erased."""

    def applicant(self) -> Applicant:
        """Return the applicant; empty if there is none or it was erased."""

    def keep_applicant(self, applicant: Applicant) -> None:
        """Replace the applicant."""

    def consents(self) -> Sequence[Consent]:
        """Return what the applicant said about publication, oldest first; private."""

    def keep_consent(self, consent: Consent) -> None:
        """Add what the applicant said about publication."""

    def copy_work(self, paper: str) -> CopyWork | None:
        """Return what was done towards a public copy of a paper, None if nothing; private."""

    def keep_copy_work(self, work: CopyWork) -> None:
        """Replace what was done towards a public copy of a paper."""

    def original(self, digest: str) -> str:
        """Return the words from which a released text was made; empty if nothing was redacted."""

    def keep_original(self, digest: str, words: str) -> None:
        """Store the words from which a released text was made."""

    def filing(self, seq: int) -> Filing:
        """Return the private details of a filing; empty if there are none."""

    def keep_filing(self, seq: int, filing: Filing) -> None:
        """Replace the private details of a filing."""

    def quotes(self, seq: int) -> Mapping[str, str]:
        """Return the words of a response on each question, by the question's key; private."""

    def keep_quotes(self, seq: int, quotes: Mapping[str, str]) -> None:
        """Replace the words of a response."""

    def sealed_fields(self) -> Mapping[str, bytes]:
        """Return everything private beside the history, by name; nothing once it was erased."""

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
    """One request, open inside one transaction: entries are stored once the block is left."""

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
        """Store the derived row of this request, and every last day with its count."""

    def row(self) -> CaseRow | None:
        """Return the derived row as it was last stored, None if there is none."""

    def told(self, now: Sequence[DeadlineSnapshot] = ()) -> Sequence[DeadlineSnapshot] | None:
        """Return the last days as they were stored with the row, None if there are none.

        Reuses the counts in `now` for unchanged days.
        """

    def apart(self) -> AbstractContextManager[None]:
        """Keep what is done within as a whole or not at all, whatever becomes of the rest."""

    def add_paper(self, paper: Paper) -> None:
        """Note a file that the archive stores. A known digest changes nothing."""

    def papers(self) -> Sequence[Paper]:
        """Return the files of the request, oldest first."""

    def prepare_letter(self, letter: PreparedLetter) -> None:
        """Note that a letter is ready. A known kind and opening changes nothing."""

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

        Earlier versions stay; the bytes of copies that `record` does not name are deleted.
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
    """Which rows a list shows; empty fields mean any.

    `charge` is the account of whoever is in charge, `shared_with` the organisation that sees it.
    With `matter`, those in which it has to be done, ordered by its day, which lies from `since` to
    `until` where these are given.
    """

    phases: frozenset[str] = frozenset()
    block: str = ""
    body: str = ""
    words: str = ""
    doubted: bool = False
    charge: str = ""
    shared_with: str = ""
    law: str = ""
    tag: str = ""
    matter: Matter | None = None
    since: date | None = None
    until: date | None = None


class Cases(Protocol):
    """The register of requests."""

    def open_new(self, reference: str) -> AbstractContextManager[CaseFile]:
        """Make the file of a new request and open it for writing.

        Raises NotAllowed if the request exists.
        """

    def open(self, reference: str, *, wait: bool = True) -> AbstractContextManager[CaseFile]:
        """Open for writing: no other writer enters anything meanwhile.

        Raises NotOnFile; and Busy, if `wait` is false and the database can tell that another
        writer has the request open.
        """

    def look(self, reference: str) -> AbstractContextManager[CaseFile]:
        """Open for reading. Raises NotOnFile."""

    def references(self) -> Iterator[str]:
        """Return every request with a history, in no order that matters."""

    def together(self) -> AbstractContextManager[None]:
        """Write everything opened within in one transaction.

        Each request stands for itself: one that is left by an error takes nothing of the others
        with it.
        """

    def open_all(self, references: Sequence[str]) -> AbstractContextManager[Sequence[CaseFile]]:
        """Open many for writing in one transaction, by reference, leaving out unknown ones.

        Their derived rows are stored when the block is left.
        """

    def look_all(self, references: Sequence[str]) -> AbstractContextManager[Sequence[CaseFile]]:
        """Open many for reading, leaving out unknown ones."""

    def erase_person(self, reference: str) -> None:
        """Delete the key of a request and everything encrypted with it. Keep the timeline."""


class Archive(Protocol):
    """Files kept as evidence, sealed under a key of their request."""

    def keep(self, reference: str, data: bytes) -> str:
        """Seal and store `data`, and return its digest. Known bytes are stored once.

        The digest tells nothing to whoever holds the bytes. Raises NotAllowed once the request
        was erased.
        """

    def unsettled(self, references: Sequence[str]) -> AbstractContextManager[None]:
        """Delete, at the end, the papers of requests that do not exist then.

        Papers that a kill left are deleted later.
        """

    def read(self, reference: str, digest: str) -> bytes:
        """Return the bytes of a paper. Raises NotOnFile if they were erased, and Damaged."""
