"""Publications that people prepare, and public copies of documents."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple, Protocol

from tracker.domain.base.errors import BadInput
from tracker.domain.events.copy import Copy
from tracker.domain.events.publication.published import Published
from tracker.services.ports.records import ReleasedText


@dataclass(frozen=True, slots=True)
class Publication:
    """A person's choice of what to publish.

    `quotes` names words of responses by entry and question; `redacted` has the redacted form of
    those with parts blacked out. `copies` are the digests of documents. `originals` are texts
    before redaction: they are stored and not shown.
    """

    entries: tuple[int, ...]
    texts: Sequence[tuple[str, str]] = ()
    provisional_accepted: bool = False
    quotes: Sequence[tuple[int, str]] = ()
    redacted: Mapping[tuple[int, str], str] = field(default_factory=dict)
    copies: Sequence[str] = ()
    originals: Sequence[str] = ()
    names_officials: bool = False
    not_before: date | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A publication that was prepared and is not public yet.

    It waits for a second person while `needs_second` is set and `confirmed_by` is empty, and then
    until `publication.not_before` has begun. `seen` is the digest of the public view when a person
    last looked. `trouble` says why it could not be published on its day.
    """

    reference: str
    publication: Publication
    seen: str
    prepared_by: str
    prepared_at: datetime
    needs_second: bool
    confirmed_by: str = ""
    confirmed_at: datetime | None = None
    trouble: str = ""

    @property
    def settled(self) -> bool:
        """Return whether nobody has to confirm it before its day."""
        return bool(self.confirmed_by) or not self.needs_second


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """A pending publication in a list, without its content.

    `finished_at` is the number of entries that the history had when the finished form was stored,
    None if there is no finished form. `entries` is the number that it has now.
    """

    reference: str
    prepared_by: str
    prepared_at: datetime
    needs_second: bool
    confirmed_by: str
    not_before: date | None
    trouble: str
    finished_at: int | None
    entries: int

    @property
    def outdated(self) -> bool:
        """Return whether the history changed after the finished form was stored."""
        return self.finished_at is not None and self.finished_at != self.entries


@dataclass(frozen=True, slots=True)
class PublicCopyFile:
    """A public copy with its bytes, a PDF of images."""

    copy: Copy
    data: bytes


@dataclass(frozen=True, slots=True)
class FinishedPublication:
    """The finished public form of a publication: all that becomes public on its day."""

    event: Published
    texts: tuple[ReleasedText, ...]
    copies: tuple[PublicCopyFile, ...]


class PendingPublications(Protocol):
    """Publications that were prepared and are not public yet.

    Nothing here needs the key of a request, so that a day can begin while nobody is signed in.
    """

    def all(self) -> Sequence[WaitingLine]:
        """Return every pending publication in order of preparation, oldest first."""

    def line(self, reference: str) -> WaitingLine | None:
        """Return the pending publication of a request, None if there is none."""

    def finish(self, waiting: Waiting, form: FinishedPublication, entries: int) -> None:
        """Store the finished form of a pending publication, to be released on its day.

        It opens only for this request, this public view as it was seen, this day, and a history of
        `entries` entries.
        """

    def finished(self, reference: str) -> FinishedPublication:
        """Return the finished form of a request's pending publication.

        Raises NotOnFile if there is none, and Damaged if it cannot be opened.
        """

    def stop(self, reference: str, why: str) -> None:
        """Delete the finished form, if there is one: the publication waits for a person again.

        `why` is stored as its trouble.
        """


@dataclass(frozen=True, slots=True)
class SharedPreview:
    """A fixed preview of a request that is open to anyone who has its secret link, until a day.

    `id` is a digest of the secret, from which the secret cannot be found.
    """

    id: str
    reference: str
    made_by: str
    made_at: datetime
    until: datetime


class SharedPreviews(Protocol):
    """Previews behind secret links. Without the secret of its link none can be opened."""

    def id_of(self, secret: str) -> str:
        """Return the id of the preview behind a secret link."""

    def keep(self, preview: SharedPreview, secret: str, content: bytes) -> None:
        """Store a preview, sealed under a key that only the secret opens."""

    def of(self, reference: str) -> Sequence[SharedPreview]:
        """Return the previews of a request, oldest first."""

    def open(self, secret: str, at: datetime) -> bytes:
        """Return what a preview holds.

        Raises NotOnFile if there is no such link, or if it has expired.
        """

    def revoke(self, reference: str, id: str) -> bool:
        """Delete a preview with its wrapped key, and return whether there was one."""

    def revoke_all(self, reference: str) -> int:
        """Delete every preview of a request, and return how many."""

    def forget_expired(self, at: datetime) -> None:
        """Delete what has expired."""


@dataclass(frozen=True, slots=True)
class RedactionBox:
    """A redacted area of a page, in thousandths of its width and height from the top left.

    `why` is the reason the program proposed it, empty if a person marked it.
    """

    left: int
    top: int
    right: int
    bottom: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class FoundLine:
    """A line of text found in a page, and its position."""

    words: str
    box: RedactionBox


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page as an image. `digest` is the one under which the archive stores it."""

    digest: str
    width: int
    height: int
    lines: tuple[FoundLine, ...] = ()


@dataclass(frozen=True, slots=True)
class CopyWork:
    """The work so far on a public copy of a document; private.

    `boxes` and `looked` have one item for each page. `ready` is the digest of the finished copy in
    the archive, and `copy` its description for the record; both are empty until it is finished.
    """

    paper: str
    title: str
    entry: int
    images: tuple[PageImage, ...]
    boxes: tuple[tuple[RedactionBox, ...], ...]
    looked: tuple[bool, ...]
    ready: str = ""
    copy: Copy | None = None

    @property
    def has_text(self) -> bool:
        """Return whether any text was found, so that redactions could be proposed."""
        return any(plate.lines for plate in self.images)


@dataclass(frozen=True, slots=True)
class Letters:
    """The characters in the text layer of a page, with the position of each."""

    words: str
    places: tuple[RedactionBox, ...]


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """A page rendered as an image, and the text found in it."""

    picture: bytes
    width: int
    height: int
    letters: Letters


class RedactorBusy(BadInput):
    """The program is busy with other documents. The same document can be tried again later."""


class PhotographedPage(NamedTuple):
    """A photograph as an upright page of legible size with no data except its pixels, and a small
    picture of the page."""

    page: bytes
    small: bytes


class Redactor(Protocol):
    """A separate process that renders documents as images, and makes redacted copies."""

    def render(self, data: bytes, media: str) -> Sequence[RenderedPage]:
        """Return each page of a document as an image, with the characters of its text layer.

        Raises BadInput with the reason if it cannot be rendered.
        """

    def strip(self, data: bytes, media: str) -> bytes:
        """Return the first pages of a document below each other, as one JPEG to read it by.

        Raises BadInput with the reason if it cannot be rendered.
        """

    def press(self, pictures: Sequence[bytes], boxes: Sequence[Sequence[RedactionBox]]) -> bytes:
        """Return a PDF of these images, with the redactions black in the pixels.

        Raises BadInput if it would be too large to publish.
        """

    def photograph(self, data: bytes) -> PhotographedPage:
        """Return a JPEG or PNG photograph as a page.

        Raises BadInput with the reason if it cannot be drawn, and RedactorBusy.
        """

    def album(self, pages: Sequence[bytes], turns: Sequence[int]) -> bytes:
        """Return a PDF of these pages, each turned to the right by this many times 90 degrees.

        Raises BadInput if it would be too large, and RedactorBusy.
        """
