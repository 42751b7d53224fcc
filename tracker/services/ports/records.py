"""Everything that the public side reads, derived from `Record`s alone.

These are records as published, rows of them for lists, and totals.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from tracker.domain.record.answer_times import AnswerTime
from tracker.domain.record.body_results import BodyOutcome
from tracker.domain.record.corrections_list import CorrectionNotice
from tracker.domain.record.record import Record
from tracker.domain.record.tally import Counts, Scope, What
from tracker.services.ports.log import PublishedLeaf
from tracker.services.ports.search import SearchIndex
from tracker.services.ports.sought import ANY, BodyPart, RecordLine, Sought

# A request has fewer items.
MOST_LED_TO = 40


class ReleasedText(NamedTuple):
    """A text released with a record, readable by everyone."""

    digest: str
    title: str
    words: str


class Cell(NamedTuple):
    """How many items on one part of a legal basis had one outcome at one body, and the request and
    key of the newest of them."""

    element: str
    body: str
    state: str
    times: int
    request: str
    question: str


class CurrentVersion(NamedTuple):
    """The current version of a record: its digest, and the record in its bytes.

    `placed` is its place in the log with the first checkpoint that has it, None if it is pending;
    `led` says whether other records came from its items.
    """

    digest: str
    record: Record
    placed: tuple[int, PublishedLeaf] | None
    led: bool


class NewestAbout(NamedTuple):
    """The rows of the records about a block that changed last, and the first of these records."""

    lines: Sequence[RecordLine]
    records: Sequence[Record]


@dataclass(frozen=True, slots=True)
class PlacedRecords:
    """Shown records whose current version has a place in the log, in order of place.

    `up_to` is the place up to which the log was searched.
    """

    lines: Sequence[RecordLine]
    up_to: int


@dataclass(frozen=True, slots=True)
class Stamp:
    """The state of the public record: how many versions there are, and what is taken down.

    Anything made from another stamp is out of date.
    """

    versions: int
    withheld: frozenset[str]


@dataclass(frozen=True, slots=True)
class Edition:
    """The number and digest of a record's current version, whether the log has it, and whether
    other records came from its items."""

    version: int
    digest: str
    withheld: bool
    placed: bool
    led: bool


# Identifies a notice: reference and version of its record, and the entry.
NoticePlace = tuple[str, int, int]


class RecordLists(Protocol):
    """Rows of the records that are shown."""

    def lines(
        self, *, block: str = "", body: str = "", stated_by: str = ""
    ) -> Sequence[RecordLine]:
        """Return the rows of a block, of a body, of a body's own statements, or all, newest first.

        A record belongs to each body that had to answer. Reads every row: pages use `listed`.
        """

    def listed(self, sought: Sought, after: int, limit: int) -> Sequence[RecordLine]:
        """Return one page of rows, last changed first.

        An index serves it if no more than one field of `sought` is given.
        """

    def newest_about(self, block: str, whole: int, limit: int) -> NewestAbout:
        """Return the rows of a block, last changed first, and its first `whole` records.

        Raises Damaged if the bytes of one changed since they were published.
        """

    def times(
        self, body: str, part: BodyPart, limit: int
    ) -> Sequence[tuple[AnswerTime, RecordLine]]:
        """Return the time that a body took over each request, or each appeal, last changed first.

        `part` is HELD or HEARD. Of several appeals in one record it is that of the last.
        """

    def numbered(self, sought: Sought, first: int, limit: int) -> Sequence[RecordLine]:
        """Return rows by first publication, oldest first, from position `first` on.

        A new record moves none of them.
        """

    def latest(self, sought: Sought, limit: int) -> Sequence[RecordLine]:
        """Return the newest rows by first publication.

        The cost does not grow with the number of records.
        """

    def references(
        self, sought: Sought, first: int = 0, limit: int | None = None
    ) -> Sequence[str]:
        """Return the references of `numbered`, without the records; all, without a limit."""

    def rows(self, references: Sequence[str]) -> Sequence[RecordLine]:
        """Return the rows of these records that are shown, in this order."""

    def led_to(self, reference: str = "") -> Mapping[str, Sequence[RecordLine]]:
        """Return the shown rows whose items came from this record, or from any record if
        `reference` is empty; by that record, oldest first, at most `MOST_LED_TO` for each.
        """

    def news(self, sought: Sequence[Sought], since: int, limit: int) -> PlacedRecords:
        """Return the shown records whose version got place `since` of the log or later.

        Versions without a place are left to a later call.
        """

    def corrected(self, since: int, up_to: int | None, limit: int) -> Sequence[RecordLine]:
        """Return shown records corrected by a version in the log, last correction first.

        The place is `since` or later, and before `up_to`.
        """

    def came(self, kinds: Collection[str], limit: int) -> Sequence[tuple[BodyOutcome, RecordLine]]:
        """Return the newest replies of these kinds, or non-responses, each with its row.

        Records taken down are left out. The cost does not grow with the number of records.
        """

    def silences(self, limit: int) -> Sequence[tuple[BodyOutcome, RecordLine]]:
        """Return the non-responses that stand, earliest first, each with its row.

        Records taken down are left out. The cost does not grow with the number of records.
        """


class NoticeLists(Protocol):
    """The public list of corrections and takedowns."""

    def notices(self, after: int, limit: int) -> tuple[Sequence[CorrectionNotice], int]:
        """Return one page of corrections and takedowns, newest first, and the total."""

    def notices_behind(self, place: NoticePlace | None, limit: int) -> Sequence[CorrectionNotice]:
        """Return corrections and takedowns after the one at `place`, oldest first.

        If `place` is None they begin with the first. Raises NotOnFile if no notice is at `place`.
        """


class Records(RecordLists, NoticeLists, Protocol):
    """The public side: whole records, each version as it was published."""

    index: SearchIndex

    def one_state(self) -> AbstractContextManager[None]:
        """Have everything that this thread reads in the block come from one state of the database.

        It is for pages, which write nothing: what is written within the block is not seen there.
        """

    def current(self, references: Iterable[str]) -> Sequence[Record]:
        """Return the current versions of these records, in this order, each once, without those
        that are withheld or were not published.

        Raises Damaged if the bytes of one changed since they were published.
        """

    def record(self, reference: str) -> Record:
        """Return the current version; one taken down says only that.

        Raises NotOnFile if nothing was published.
        """

    def current_version(self, reference: str) -> CurrentVersion:
        """Return the current version, as `record` does, with its digest and its place."""

    def published(self, reference: str) -> bytes:
        """Return the bytes of the current version, as they were published.

        Raises NotOnFile if nothing was published, and Damaged if the bytes changed since.
        """

    def edition(self, reference: str) -> Edition:
        """Return which version is current, without reading it.

        Raises NotOnFile if nothing was published.
        """

    def last_change(self, scope: Scope, subject: str) -> str:
        """Return a mark that differs after each change to a record of a subject.

        It is read without the records, and never returns to an earlier value.
        """

    def last_changes(self) -> Mapping[tuple[Scope, str], str]:
        """Return the mark of each body and block that ever had a public record, and of all."""

    def editions(self) -> Mapping[str, str]:
        """Return the digest of the current version of each record, also of one taken down."""

    def published_after(
        self, reference: str, limit: int, sought: Sought = ANY
    ) -> Sequence[tuple[str, bytes]]:
        """Return digest and bytes of shown records, ordered by reference, after `reference`.

        Raises Damaged if the bytes changed since publication.
        """

    def published_of(self, references: Collection[str]) -> Mapping[str, tuple[str, bytes]]:
        """Return digest and bytes of these records, leaving out those not shown.

        Raises Damaged if the bytes changed since publication.
        """

    def stamp_of_pages(self) -> Mapping[str, str]:
        """Return a digest of each part of the database that public pages are made from."""

    def stamp(self) -> Stamp:
        """Return the state of the public record."""

    def tally(
        self, scope: Scope, whats: Iterable[What], subject: str | None = None
    ) -> Mapping[tuple[str, What], Counts]:
        """Return the totals of one subject, or of all, by subject and what is counted.

        The cost does not grow with the number of records.
        """

    def cells(self, block: str) -> Sequence[Cell]:
        """Return how many items on each part of a legal basis had each outcome at each body.

        The cost does not grow with the number of records.
        """

    def text(self, digest: str) -> ReleasedText:
        """Return a released text of a shown record.

        Raises NotOnFile if no shown record has it, and Damaged if it changed since.
        """

    def texts(self, digests: Collection[str]) -> Mapping[str, ReleasedText]:
        """Return released texts of shown records by digest, in one query.

        Raises as `text` does for each of them.
        """

    def copy(self, reference: str, digest: str) -> bytes:
        """Return a public copy that a record shows.

        Raises NotOnFile if the record does not show it, and Damaged if it changed since.
        """
