"""Letters for the use cases: wording and all output formats in one object."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from tracker.documents.docx import DocxLetters, title_of
from tracker.documents.plain import plain
from tracker.documents.preview import html
from tracker.documents.printing import printed, prints
from tracker.documents.sheets.labels import label_sheets
from tracker.documents.wording import Wordings
from tracker.domain.law.bundle import CourtPaper
from tracker.domain.law.law import LetterKind
from tracker.domain.words.letter import Letter, LetterFacts, Picture
from tracker.services.ports.documents import Documents, LabelAddress, LabelSheet


class Press(Documents):
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

    def compose(self, kind: LetterKind | CourtPaper, language: str, facts: LetterFacts) -> Letter:
        return self._wordings.compose(kind.value, language, facts)

    def languages(self, kind: LetterKind | CourtPaper) -> Sequence[str]:
        return self._wordings.languages(kind.value)

    def wordings(self, language: str) -> Mapping[str, str]:
        return self._wordings.sources(language)

    def docx(self, letter: Letter, made_on: date) -> bytes:
        return self._docx.render(letter, made_on)

    def try_letterhead(self, data: bytes, letter: Letter, made_on: date) -> bytes:
        return DocxLetters(kept=lambda: data).render(letter, made_on)

    @property
    def prints(self) -> bool:
        return prints()

    def pdf(self, docx: bytes) -> bytes:
        return printed(docx)

    def plain(self, letter: Letter) -> str:
        return plain(letter)

    def title(self, docx: bytes) -> str:
        return title_of(docx)

    def html(self, letter: Letter, address: Callable[[Picture], str]) -> str:
        return html(letter, address)

    def labels(self, addresses: Sequence[LabelAddress], sheet: LabelSheet) -> bytes:
        return label_sheets(addresses, sheet)
