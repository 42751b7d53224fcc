"""What the use cases need of letters: words set from their source, and the forms they take."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Protocol

from tracker.domain.law.law import LetterKind
from tracker.domain.words.letter import Letter, LetterFacts, Picture


class Documents(Protocol):
    """Letters: words set from their source, and the forms in which they leave."""

    def compose(self, kind: LetterKind, language: str, facts: LetterFacts) -> Letter:
        """Return the letter filled with its facts. Raises Refusal if there is no such wording."""

    def languages(self, kind: LetterKind) -> Sequence[str]:
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
        """Return the letter on that letterhead. Raises BadInput if it cannot be used."""

    def pdf(self, docx: bytes) -> bytes:
        """Return a document as PDF. Raises NotAllowed without LibreOffice, or BadInput."""
