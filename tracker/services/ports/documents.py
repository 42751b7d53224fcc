"""Letters: their wording, filled with facts, and the formats in which they leave."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Protocol

from tracker.domain.law.bundle import CourtPaper
from tracker.domain.law.law import LetterKind
from tracker.domain.words.letter import Letter, LetterFacts, Picture


class Documents(Protocol):
    """A composer of letters, which writes them as Word, PDF, HTML or plain text."""

    def compose(self, kind: LetterKind | CourtPaper, language: str, facts: LetterFacts) -> Letter:
        """Return a letter filled with its facts.

        Raises Refusal if there is no wording of this kind in this language.
        """

    def languages(self, kind: LetterKind | CourtPaper) -> Sequence[str]:
        """Return the languages that have a wording for this kind of letter."""

    def docx(self, letter: Letter, made_on: date) -> bytes:
        """Return the letter as a Word document. The same letter gives the same bytes."""

    def plain(self, letter: Letter) -> str:
        """Return the letter as the text of an email."""

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
