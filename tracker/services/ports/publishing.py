"""What the use cases need to publish: what a person chose, what waits, copies and their pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from tracker.domain.events.copy import Copy


@dataclass(frozen=True, slots=True)
class Publication:
    """What a person decides to show.

    `quotes` names words of responses by entry and question; `redacted` gives those of them that
    are shown with parts blacked out. `copies` are papers by their digest. `originals` are the
    words of texts as they were before parts of them were blacked out: they are kept and not shown.
    """

    entries: tuple[int, ...]
    texts: Sequence[tuple[str, str]] = ()
    body_told_on: date | None = None
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

    It waits for a second person while `confirmed_by` is empty and `needs_second`, and then until
    `publication.not_before` has begun. `seen` is the digest of what the public would see, as it
    was when a person last looked; `trouble` says why it could not be published on its day.
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
        """Whether nobody has to look at it any more before its day."""
        return bool(self.confirmed_by) or not self.needs_second


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """The same in a list: nothing of what it would show."""

    reference: str
    prepared_by: str
    prepared_at: datetime
    needs_second: bool
    confirmed_by: str
    not_before: date | None
    trouble: str


class PendingPublications(Protocol):
    """Publications that were prepared and are not public yet."""

    def all(self) -> Sequence[WaitingLine]:
        """Return every pending publication, the one prepared first first."""


@dataclass(frozen=True, slots=True)
class PublicCopyFile:
    """A public copy with its bytes, a PDF of pictures."""

    copy: Copy
    data: bytes


@dataclass(frozen=True, slots=True)
class RedactionBox:
    """A part of a page that is blacked out, in thousandths of its width and height, from the top
    left. `why` says what was proposed for it; empty where a person marked it."""

    left: int
    top: int
    right: int
    bottom: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class FoundLine:
    """A line of text that was found in a page, and where."""

    words: str
    box: RedactionBox


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page as a picture: `digest` is under which the archive keeps it, sealed."""

    digest: str
    width: int
    height: int
    lines: tuple[FoundLine, ...] = ()


@dataclass(frozen=True, slots=True)
class CopyWork:
    """What was done so far to make a public copy of a paper; private.

    `boxes` and `looked` go page by page. `ready` is the digest under which the archive keeps the
    finished copy, `copy` what the record would say of it; both empty until it is finished.
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
        """Whether any text was found, so that something could be proposed."""
        return any(plate.lines for plate in self.images)


@dataclass(frozen=True, slots=True)
class Letters:
    """The characters of a page with the place of each, as they were found in its text layer."""

    words: str
    places: tuple[RedactionBox, ...]


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """A page as a picture of its own, and what text was found in it."""

    picture: bytes
    width: int
    height: int
    letters: Letters


class Redactor(Protocol):
    """Makes pictures of papers, and copies of pictures, apart from everything else."""

    def render(self, data: bytes, media: str) -> Sequence[RenderedPage]:
        """Return each page of a document as an image, with the characters of its text layer.

        Raises BadInput with the reason if it cannot be rendered.
        """

    def press(self, pictures: Sequence[bytes], boxes: Sequence[Sequence[RedactionBox]]) -> bytes:
        """Return a PDF of these images, with the redactions black in the pixels.

        Raises BadInput if it would be too large to publish.
        """
