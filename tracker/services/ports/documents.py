"""Letters, their wording and file formats, PDFs bound from many documents, and photographs of
pages that are made into a PDF."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from tracker.domain.law.bundle import CourtPaper
from tracker.domain.law.law import LetterKind
from tracker.domain.words.letter import Letter, LetterFacts, Picture


@dataclass(frozen=True, slots=True)
class LabelSheet:
    """A common sheet of address labels, with sizes in millimetres.

    `top` and `side` are the margins of the sheet, `gap` is the space between two columns.
    """

    page: tuple[float, float]
    label: tuple[float, float]
    columns: int
    rows: int
    top: float
    side: float
    gap: float


@dataclass(frozen=True, slots=True)
class LabelAddress:
    """The lines of an address, and the reference, which the label shows in small print."""

    lines: tuple[str, ...]
    reference: str
    language: str


class Documents(Protocol):
    """A composer of letters, which writes them as Word, PDF, HTML or plain text."""

    def compose(self, kind: LetterKind | CourtPaper, language: str, facts: LetterFacts) -> Letter:
        """Return a letter filled with its facts.

        Raises Refusal if there is no wording of this kind in this language.
        """

    def languages(self, kind: LetterKind | CourtPaper) -> Sequence[str]:
        """Return the languages that have a wording for this kind of letter."""

    def wordings(self, language: str) -> Mapping[str, str]:
        """Return the sources of all letters in a language, by kind."""

    def docx(self, letter: Letter, made_on: date) -> bytes:
        """Return the letter as a Word document. The same letter gives the same bytes."""

    def plain(self, letter: Letter) -> str:
        """Return the letter as the text of an email."""

    def title(self, docx: bytes) -> str:
        """Return the subject of a letter from the properties of its Word document."""

    def html(self, letter: Letter, address: Callable[[Picture], str]) -> str:
        """Return the letter as a safe HTML fragment."""

    @property
    def prints(self) -> bool:
        """Return whether a program that converts Word documents to PDF is installed."""

    def try_letterhead(self, data: bytes, letter: Letter, made_on: date) -> bytes:
        """Return the letter on a letterhead. Raises BadInput if it cannot be used."""

    def pdf(self, docx: bytes) -> bytes:
        """Return a Word document as PDF.

        Raises NotAllowed without LibreOffice, and BadInput if the document cannot be converted.
        """

    def labels(self, addresses: Sequence[LabelAddress], sheet: LabelSheet) -> bytes:
        """Return sheets of address labels as a Word document."""


@dataclass(frozen=True, slots=True)
class FittedPdf:
    """A PDF and the number of its pages."""

    data: bytes
    pages: int


@dataclass(frozen=True, slots=True)
class BoundPart:
    """A part of a bound PDF, with its bookmark; parts without one belong to the part before.

    `level` is 0 for bookmarks at the top and 1 for those below the last of them. `stamp` is
    printed at the top of each page, beside the running number.
    """

    pdf: FittedPdf
    bookmark: str = ""
    level: int = 0
    stamp: str = ""


class Carried(StrEnum):
    """What a file still says of people and devices after its metadata was removed.

    `AS_IT_IS` is a kind of file that is evidence or has no metadata, and `NOT_CLEANED` one that
    could not be read: both are unchanged. So are signed and encrypted files.
    """

    SIGNED = "signed"
    ENCRYPTED = "encrypted"
    ATTACHMENTS = "attachments"
    COMMENTS = "comments"
    CHANGES = "changes"
    PICTURES = "pictures"
    CAMERA = "camera"
    AS_IT_IS = "as-it-is"
    NOT_CLEANED = "not-cleaned"


@dataclass(frozen=True, slots=True)
class CleanedFile:
    """A file without its metadata, and what it still carries."""

    data: bytes
    carries: frozenset[Carried] = frozenset()


class FileCleaner(Protocol):
    """Removes the metadata of files that leave the office."""

    def clean(self, data: bytes, media: str) -> CleanedFile:
        """Return a file whose pages are the same, without its metadata. It never fails: what
        cannot be cleaned is returned unchanged, and says so."""


class Binder(Protocol):
    """Makes one PDF of letters and of documents of others."""

    def fit(self, data: bytes, media: str, most_pages: int) -> FittedPdf:
        """Return a document as a PDF with pages of A4, without links, scripts and attached files.

        Raises BadInput with the reason if it cannot be drawn or has too many pages.
        """

    def typed(self, texts: Sequence[tuple[bytes, str]]) -> Sequence[bytes]:
        """Return plain texts and emails, each with its media type, as PDFs in one start of
        LibreOffice.

        Raises BadInput if one of them cannot be drawn.
        """

    def printed(self, letters: Sequence[bytes]) -> Sequence[FittedPdf]:
        """Return Word documents of our own as PDFs.

        Raises NotAllowed without LibreOffice, and BadInput if one cannot be converted.
        """

    def bind(self, parts: Sequence[BoundPart], title: str, language: str) -> bytes:
        """Return all pages in order, numbered from 1, with the bookmarks.

        The same parts give the same bytes. Raises BadInput if they are too large together.
        """


@dataclass(frozen=True, slots=True)
class Photograph:
    """A photograph of a page that a person sends in pieces. Private, and sealed to its request.

    `digest` is the SHA-256 hash of the whole photograph. `have` of its `size` bytes have arrived.
    Once it is `drawn`, only its page is stored. `turns` counts turns to the right by 90 degrees.
    """

    id: str
    reference: str
    person: str
    name: str
    digest: str
    size: int
    changed_at: datetime
    have: int = 0
    drawn: bool = False
    turns: int = 0


class PhotographStore(Protocol):
    """Photographs that are not part of a document yet."""

    def of(self, reference: str, person: str) -> Sequence[Photograph]:
        """Return the photographs of a person for a request, in order. Raises Locked."""

    def begin(self, photograph: Photograph) -> None:
        """Store a photograph that has not begun to arrive, after the others."""

    def add_piece(self, photograph: Photograph, start: int, data: bytes, at: datetime) -> bool:
        """Store the next piece. Return False, and store nothing, if it does not begin at the end
        of the last one."""

    def content(self, photograph: Photograph) -> bytes:
        """Return the bytes that have arrived. Raises Locked."""

    def keep_page(self, photograph: Photograph, page: bytes, small: bytes) -> None:
        """Store the page and its small picture in place of the pieces."""

    def page(self, photograph: Photograph, *, small: bool = False) -> bytes:
        """Return the page, or its small picture. Raises Locked, and NotOnFile if not drawn."""

    def arrange(self, ordered: Sequence[Photograph]) -> None:
        """Store the order of photographs, and the turns of each."""

    def remove(self, ids: Sequence[str]) -> None:
        """Delete photographs."""

    def taken_up(self) -> int:
        """Return the bytes of all photographs of the office, also those that have not arrived."""

    def remove_older(self, moment: datetime) -> int:
        """Delete the photographs not changed since `moment`, and return how many. Needs no key."""
