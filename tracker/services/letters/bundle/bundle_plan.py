"""The plan of a bundle: its pieces in order, drawn or still to be printed, and their pages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tracker.domain.base.errors import BadInput, NotAllowed, NotOnFile, Refusal
from tracker.domain.base.messages import Message
from tracker.domain.law.bundle import BundlePart
from tracker.domain.words.letter import Letter, LetterChoices
from tracker.services.core.evidence import MEDIA_TYPES, sha256_of
from tracker.services.core.office import Office
from tracker.services.letters.bundle.bundle_annexes import (
    AnnexFile,
    BundleAnnex,
    enclosed_hashes,
    file_content,
)
from tracker.services.letters.bundle.bundle_source import BundleSource
from tracker.services.letters.bundle.certifying import Certifying
from tracker.services.letters.bundle.court_evidence import chosen_evidence, evidence_item
from tracker.services.letters.bundle.court_papers import AnnexState, CourtPapers
from tracker.services.letters.bundle.progress import BundleStep, ProgressNotes
from tracker.services.letters.frozen_letters import FinalLetter
from tracker.services.letters.pleading.annex_letters import COUNT_KEY
from tracker.services.ports.documents import FittedPdf
from tracker.services.ports.keys import Locked

MOST_BUNDLE_PAGES = 600
PDF = MEDIA_TYPES["pdf"]
# What LibreOffice sets as plain lines.
TEXTS = frozenset({MEDIA_TYPES["txt"], MEDIA_TYPES["eml"]})
NO_PAGES = FittedPdf(b"", 0)
DEMONSTRATION_STAMP = "DEMONSTRATION"
_ANNEXES = Message("Annexes")
LATER = Message("Later documents")
_CERTIFICATES = Message("Draft certificates")


@dataclass(frozen=True, slots=True)
class BundleChoices:
    """What a person chose for a bundle: its parts in order, and what else is in or out.

    `left_out` are the keys of annexes that are filed separately; `evidence` the hashes of captures
    and measurements.
    """

    letter: LetterChoices
    parts: tuple[BundlePart, ...]
    left_out: frozenset[str] = frozenset()
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BundlePiece:
    """A piece of a bundle: a letter to be printed, or a PDF.

    A piece with a `title` has a bookmark and a row in the index; others belong to the one before.
    `part` is named by the pieces that give page numbers, and so are written last. `entry` is
    the entry of an annex.
    """

    title: str = ""
    day: str = ""
    level: int = 0
    stamp: str = ""
    entry: int | None = None
    part: BundlePart | None = None
    letter: Letter | None = None
    pdf: FittedPdf = NO_PAGES


@dataclass(frozen=True, slots=True)
class PiecePlace:
    """A piece with a title, its first page, and how many pages belong to it."""

    piece: BundlePiece
    first: int
    pages: int


class BundlePlan:
    """Plans one bundle. Documents of others are drawn here, letters are not."""

    def __init__(
        self,
        office: Office,
        source: BundleSource,
        annexes: Sequence[BundleAnnex],
        chosen: BundleChoices,
        progress: ProgressNotes,
    ) -> None:
        self._progress, self._drawn = progress, 0
        self.papers = CourtPapers(source.writer)
        self._office = office
        self._source = source
        self._writer = source.writer
        self._annexes = annexes
        self._chosen = chosen
        self._left = MOST_BUNDLE_PAGES
        enclosed = enclosed_hashes(annexes)
        self._items = tuple(chosen_evidence(self.papers.writer, office, chosen.evidence, enclosed))
        self._hashes: dict[str, str] = {}
        self._typed: dict[str, bytes] = {}

    def pieces(self) -> Sequence[BundlePiece]:
        """Return the pieces in order. Annexes are planned first, for their certificates."""
        known: dict[BundlePart, list[BundlePiece]] = {BundlePart.ANNEXES: []}
        if BundlePart.ANNEXES in self._chosen.parts:
            self._typed = self._texts()
            later = self._headed(LATER, list(self._annexed(later=True)))
            known[BundlePart.ANNEXES] = [*self._headed(_ANNEXES, list(self._annexed())), *later]
        known[BundlePart.CERTIFICATES] = self._headed(_CERTIFICATES, list(self._certified()))
        return [
            piece
            for part in dict.fromkeys(self._chosen.parts)
            for piece in (known[part] if part in known else self._own(part))
        ]

    def with_pages(self, part: BundlePart, places: Sequence[PiecePlace]) -> Letter:
        """Return the index or the list of dates with the pages of the other pieces."""
        if part is BundlePart.DATES:
            pages = {e.piece.entry: str(e.first) for e in places if e.piece.entry is not None}
            return self.papers.dates(self._source.history, self._annexes, pages)
        others = [e for e in places if e.pages and e.piece.part is not BundlePart.INDEX]
        return self.papers.index(
            [
                (str(number), e.piece.title, e.piece.day, self.papers.pages(e.first, e.pages))
                for number, e in enumerate(others, start=1)
            ]
        )

    def _headed(self, heading: Message, pieces: list[BundlePiece]) -> list[BundlePiece]:
        head = BundlePiece(title=self.papers.writer.locale.words(heading))
        return [head, *pieces] if pieces else []

    def _own(self, part: BundlePart) -> Iterator[BundlePiece]:
        """Yield the paper of a part that the program writes."""
        if part is BundlePart.INDEX:
            letter = self.papers.index(())
        elif part is BundlePart.DATES:
            letter = self.papers.dates(self._source.history, self._annexes, {})
        elif part is BundlePart.PLEADING and self._source.final:
            yield self._final(self._source.final)
            return
        elif part is BundlePart.PLEADING:
            letter = self._writer.letter()
        else:
            letter = self.papers.form(part)
        moves = part in (BundlePart.INDEX, BundlePart.DATES)
        yield BundlePiece(letter.subject, part=part if moves else None, letter=letter)

    def _final(self, final: FinalLetter) -> BundlePiece:
        """Return the pleading as it was finalised or filed; a sheet if it cannot be drawn."""
        title, paper = self._writer.letter().subject, self._source.paper
        if final.frozen and final.paper == final.frozen.word:
            word = self._office.archive.read(self._writer.case.reference, final.paper)
            return BundlePiece(title, pdf=self._office.binder.printed([word])[0])
        if paper is None:
            raise NotOnFile("The letter that was filed was erased, so no bundle can be made.")
        file = AnnexFile(paper)
        state, fitted = self._file(file, left_out=False)
        if fitted.pages:
            stamp = "" if self._office.live else DEMONSTRATION_STAMP
            return BundlePiece(title, pdf=fitted, stamp=stamp)
        sheet = BundleAnnex("", None, "", title, title, "", (file,))
        return BundlePiece(
            title, letter=self.papers.annex_sheet(sheet, [(file, state)], left_out=False)
        )

    def _annexed(self, *, later: bool = False) -> Iterator[BundlePiece]:
        """Yield the annexes of the pleading, then the captures and measurements; or the documents
        that are newer than it."""
        for annex in self._annexes:
            if annex.later is later:
                yield from self._annex(annex)
        if later:
            return
        for number, item in enumerate(self._items, start=1):
            label = self.papers.evidence_label(number)
            title = f"{label}: {item.title}"
            yield BundlePiece(title, item.day, 1, letter=self.papers.evidence(label, item))

    def _annex(self, annex: BundleAnnex) -> Iterator[BundlePiece]:
        title = f"{annex.label}: {annex.title}"
        if annex.key == COUNT_KEY:
            yield BundlePiece(title, annex.day, 1, letter=self.papers.count_of_time())
            return
        left_out = annex.key in self._chosen.left_out
        drawn = [self._file(file, left_out=left_out) for file in annex.files]
        states = [(file, state) for file, (state, _) in zip(annex.files, drawn, strict=True)]
        sheet = self.papers.annex_sheet(annex, states, left_out=left_out)
        yield BundlePiece(title, annex.day, 1, entry=annex.entry, letter=sheet)
        for file, (state, fitted) in zip(annex.files, drawn, strict=True):
            if file.evidence and not left_out:
                item = evidence_item(self._office, file.evidence, self.papers.writer.locale)
                letter = self.papers.evidence(self.papers.file_label(annex, file), item)
                yield BundlePiece(letter=letter)
            if fitted.pages:
                yield BundlePiece(pdf=fitted, stamp=self._stamp(annex))
                if file.translation:
                    yield BundlePiece(letter=self.papers.translator(annex, file, state.sha256))
            self._hashes[file.paper.digest] = state.sha256

    def _file(self, file: AnnexFile, *, left_out: bool) -> tuple[AnnexState, FittedPdf]:
        """Return the state of a file and its pages; none if it is left out or cannot be drawn."""
        sha256, trouble, fitted = "", "", NO_PAGES
        total = sum(len(each.files) for each in self._annexes)
        self._progress.note(BundleStep.DRAWING, min(self._drawn, total), total)
        self._drawn += 1
        try:
            data = file_content(self._office, self._writer.case.reference, file)
            sha256 = sha256_of(data)
            if not left_out and not file.evidence:
                typed = self._typed.get(file.paper.digest)
                media = PDF if typed else file.paper.media
                fitted = self._office.binder.fit(typed or data, media, self._left)
        except (Locked, NotAllowed, NotOnFile):
            raise
        except Refusal as refusal:
            trouble = self.papers.writer.locale.words(refusal.message)
        self._left -= fitted.pages
        return AnnexState(sha256, trouble), fitted

    def _texts(self) -> dict[str, bytes]:
        """Return the texts and emails among the annexes as PDFs by digest, made in one start of
        LibreOffice; nothing if one of them cannot be drawn. Each is then drawn on its own."""
        inside = (e for e in self._annexes if e.key not in self._chosen.left_out)
        texts = {f.paper.digest: f for e in inside for f in e.files if f.paper.media in TEXTS}
        reference = self._writer.case.reference
        try:
            read = [
                (file_content(self._office, reference, each), each.paper.media)
                for each in texts.values()
            ]
            return dict(zip(texts, self._office.binder.typed(read), strict=True)) if read else {}
        except BadInput:
            return {}

    def _certified(self) -> Iterator[BundlePiece]:
        """Yield the certificates of the annexes that were planned."""
        items = self._items if BundlePart.ANNEXES in self._chosen.parts else ()
        certifying = Certifying(self._office, self._source, self.papers)
        certificates = certifying.drafts(self._annexes, self._hashes, items)
        for _, letter in certificates:
            yield BundlePiece(letter.subject, level=1, letter=letter)

    def _stamp(self, annex: BundleAnnex) -> str:
        """Return the words at the top of an annex's pages, in letters that every reader has."""
        label = annex.label if annex.label.isascii() else annex.mark
        return label if self._office.live else f"{DEMONSTRATION_STAMP}  {label}"


def places_of(pieces: Sequence[BundlePiece]) -> Sequence[PiecePlace]:
    """Return the places of the pieces with a title, once the pages of all are known."""
    found: list[PiecePlace] = []
    first = 1
    for piece in pieces:
        if piece.title:
            found.append(PiecePlace(piece, first, piece.pdf.pages))
        elif found:
            found[-1] = replace(found[-1], pages=found[-1].pages + piece.pdf.pages)
        first += piece.pdf.pages
    return found
