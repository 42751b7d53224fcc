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
from tracker.domain.clock.deadline_changes import Told
from tracker.domain.events.event import Event
from tracker.domain.law.law import LetterKind
from tracker.domain.record.corrections_list import Notice
from tracker.domain.record.record import Record
from tracker.services.ports.publishing import CopyWork, PublicCopy, Waiting
from tracker.services.ports.records import ReleasedText
from tracker.services.ports.workbook import Note


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
class Row:
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


class CaseFile(Protocol):
    """One request, open inside one transaction: what is entered stands once the block is left."""

    reference: str

    @property
    def history(self) -> History: ...

    def enter(self, event: Event, *, at: datetime, by: str) -> Entry:
        """Append one event. Raises AlreadyEntered where its once-key stands."""

    def take_draft(self, version: int) -> tuple[Draft, Applicant]:
        """The draft under this reference and its applicant, removed within this transaction.

        Raises ChangedMeanwhile where the version on file is another one, NotOnFile without one.
        """

    def project(self, row: Row, told: Sequence[Told] = ()) -> None:
        """Put down the derived line of this request, and every last day with its count."""

    def row(self) -> Row | None:
        """The derived line as it was last put down."""

    def told(self, now: Sequence[Told] = ()) -> Sequence[Told] | None:
        """The last days as they were put down with that line; None where none were kept.

        Where a day is the same in `now`, the count of `now` may stand for its own.
        """

    def apart(self) -> AbstractContextManager[None]:
        """What is done within stands as a whole or not at all, whatever becomes of the rest."""

    def add_paper(self, paper: Paper) -> None:
        """Note a file that the archive holds. The same digest again changes nothing."""

    def papers(self) -> Sequence[Paper]: ...

    def prepare_letter(self, letter: PreparedLetter) -> None:
        """Note that a letter is ready; the same kind and opening again changes nothing."""

    def prepared_letters(self) -> Sequence[PreparedLetter]: ...

    def applicant(self) -> Applicant:
        """The applicant's particulars; empty where they were erased."""

    def keep_applicant(self, applicant: Applicant) -> None: ...

    def consents(self) -> Sequence[Consent]:
        """What the applicant said about publication, the oldest first; private."""

    def keep_consent(self, consent: Consent) -> None: ...

    def publish(
        self,
        record: Record,
        texts: Sequence[ReleasedText],
        copies: Sequence[PublicCopy] = (),
        notices: Sequence[Notice] = (),
    ) -> None:
        """Make `record` the current public version, with what the public list tells of it.

        The versions before it are kept; the bytes of copies that it does not name are not.
        """

    def published_digest(self) -> str:
        """The digest of the current public version; empty where nothing was published."""

    def waiting(self) -> Waiting | None:
        """The publication of this request that was prepared and is not public yet."""

    def keep_waiting(self, waiting: Waiting) -> None: ...

    def drop_waiting(self) -> None: ...

    def copy_work(self, paper: str) -> CopyWork | None:
        """What was done towards a public copy of that paper; private."""

    def keep_copy_work(self, work: CopyWork) -> None: ...

    def original(self, digest: str) -> str:
        """The words from which a released text was made; empty where nothing was blacked out."""

    def keep_original(self, digest: str, words: str) -> None: ...

    def filing(self, seq: int) -> Filing: ...

    def keep_filing(self, seq: int, filing: Filing) -> None: ...

    def quotes(self, seq: int) -> Mapping[str, str]:
        """The words of a response on each question, by the question's key; private."""

    def keep_quotes(self, seq: int, quotes: Mapping[str, str]) -> None: ...

    def sealed_fields(self) -> Mapping[str, bytes]:
        """Everything private that is kept beside the history, by name."""

    def notes(self) -> Sequence[Note]:
        """What colleagues wrote for each other, the oldest first."""

    def keep_note(self, note: Note) -> None: ...

    def drop_note(self, id: str) -> None: ...

    def words(self, name: str) -> str:
        """Private words under a name; empty where none were kept."""

    def keep_words(self, name: str, words: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Filter:
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
        """Make the file of a new request and open it for writing."""

    def open(self, reference: str, *, wait: bool = True) -> AbstractContextManager[CaseFile]:
        """Open for writing: no other writer enters anything meanwhile.

        Raises NotOnFile; and Busy, where `wait` is false and the database can tell that another
        writer has it open.
        """

    def look(self, reference: str) -> AbstractContextManager[CaseFile]:
        """Open for reading. Raises NotOnFile."""

    def references(self) -> Iterator[str]:
        """Every request with a history, in no order that matters."""

    def together(self) -> AbstractContextManager[None]:
        """What is opened within is written in one transaction; each request stands for itself,
        so that one which is left by an error takes nothing of the others with it."""

    def open_all(self, references: Sequence[str]) -> AbstractContextManager[Sequence[CaseFile]]:
        """Open many for writing in one transaction, by reference; one that is not on file is
        left out. What of them is projected is put down when the block is left."""

    def look_all(self, references: Sequence[str]) -> AbstractContextManager[Sequence[CaseFile]]:
        """Open many for reading; one that is not on file is left out."""

    def erase_person(self, reference: str) -> None:
        """Destroy the key of a request: its particulars and evidence are unreadable for ever."""


class Archive(Protocol):
    """Files kept as evidence, sealed under a key of their request."""

    def keep(self, reference: str, data: bytes) -> str:
        """Seal and keep `data`; its digest, which tells nothing to whoever holds the same bytes.

        The same bytes again are kept once.
        """

    def unsettled(self, references: Sequence[str]) -> AbstractContextManager[None]:
        """While requests with these references are being made: what is not on file at its end,
        be it by a kill, leaves no paper behind."""

    def read(self, reference: str, digest: str) -> bytes:
        """The bytes as they were kept. Raises NotOnFile where they were erased."""
