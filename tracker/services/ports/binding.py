"""One PDF bound from many documents."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


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


class Binder(Protocol):
    """Makes one PDF of letters and of documents of others."""

    def fit(self, data: bytes, media: str, most_pages: int) -> FittedPdf:
        """Return a document as a PDF with pages of A4, without links, scripts and attached files.

        Raises BadInput with the reason if it cannot be drawn or has too many pages.
        """

    def printed(self, letters: Sequence[bytes]) -> Sequence[FittedPdf]:
        """Return Word documents of our own as PDFs.

        Raises NotAllowed without LibreOffice, and BadInput if one cannot be converted.
        """

    def bind(self, parts: Sequence[BoundPart], title: str, language: str) -> bytes:
        """Return all pages in order, numbered from 1, with the bookmarks.

        The same parts give the same bytes. Raises BadInput if they are too large together.
        """
