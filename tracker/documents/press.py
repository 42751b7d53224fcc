"""Letters for the use cases: wording and all output formats in one object."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from tracker.documents.docx import DocxLetters
from tracker.documents.plain import plain
from tracker.documents.preview import html
from tracker.documents.printing import printed, prints
from tracker.documents.wording import Wordings
from tracker.domain.law.law import LetterKind
from tracker.domain.words.letter import Letter, LetterFacts, Picture


class Press:
    """Creates letters from their sources, on the office's letterhead if there is one."""

    def __init__(
        self,
        wordings: Path,
        letterhead: Path | None,
        office_lines: tuple[str, ...] = (),
        kept: Callable[[], bytes | None] = lambda: None,
    ) -> None:
        self._wordings = Wordings(wordings)
        self._docx = DocxLetters(letterhead, office_lines=office_lines, kept=kept)

    def compose(self, kind: LetterKind, language: str, facts: LetterFacts) -> Letter:
        """Return the letter filled with its facts. Raises Refusal if there is no such wording."""
        return self._wordings.compose(kind.value, language, facts)

    def languages(self, kind: LetterKind) -> Sequence[str]:
        """Return the languages that have a wording for this kind of letter."""
        return self._wordings.languages(kind.value)

    def docx(self, letter: Letter, made_on: date) -> bytes:
        """Return the letter as a Word document. The same letter gives the same bytes."""
        return self._docx.render(letter, made_on)

    def try_letterhead(self, data: bytes, letter: Letter, made_on: date) -> bytes:
        """Return the letter on that letterhead. Raises BadInput if it cannot be used."""
        return DocxLetters(kept=lambda: data).render(letter, made_on)

    @property
    def prints(self) -> bool:
        """Return whether a program that converts Word documents to PDF is installed."""
        return prints()

    def pdf(self, docx: bytes) -> bytes:
        """Return a document as PDF. Raises NotAllowed without LibreOffice, or BadInput."""
        return printed(docx)

    def plain(self, letter: Letter) -> str:
        """Return the letter as the text of an email."""
        return plain(letter)

    def html(self, letter: Letter, address: Callable[[Picture], str]) -> str:
        """Return the letter as a safe HTML fragment."""
        return html(letter, address)
