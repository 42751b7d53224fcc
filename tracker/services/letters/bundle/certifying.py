"""The draft certificates of a bundle: for emails among its annexes, captures and measurements."""

from collections.abc import Iterator, Mapping, Sequence

from tracker.domain.words.letter import Letter
from tracker.services.core.office import Office
from tracker.services.letters.bundle.bundle_annexes import AnnexFile, BundleAnnex
from tracker.services.letters.bundle.bundle_source import BundleSource
from tracker.services.letters.bundle.court_evidence import EvidenceItem, evidence_item
from tracker.services.letters.bundle.court_papers import CourtPapers
from tracker.services.letters.bundle.email_evidence import EMAIL, EmailEvidence


class Certifying:
    """Writes the draft certificates of one bundle, with what was planned or packed for it."""

    def __init__(self, office: Office, source: BundleSource, papers: CourtPapers) -> None:
        self._office, self._papers = office, papers
        self._emails = EmailEvidence(office, papers.writer, source.history)

    def drafts(
        self,
        annexes: Sequence[BundleAnnex],
        hashes: Mapping[str, str],
        items: Sequence[EvidenceItem],
    ) -> Iterator[tuple[str, Letter]]:
        """Yield each certificate with the mark of the certified file, such as `C-1` or
        `EVIDENCE-1`.

        `hashes` are the SHA-256 hashes of the annexes' files by their digests.
        """
        for annex in annexes:
            for file in annex.files:
                item = self._item(annex, file, hashes.get(file.paper.digest, ""))
                if item:
                    numbers = "".join(f"-ENCLOSURE-{number}" for number in file.enclosures)
                    yield (
                        annex.mark + numbers,
                        self._of(self._papers.file_label(annex, file), item),
                    )
        for number, item in enumerate(items, start=1):
            yield f"EVIDENCE-{number}", self._of(self._papers.evidence_label(number), item)

    def _of(self, label: str, item: EvidenceItem) -> Letter:
        return self._papers.certificate(label, item.title, item.particulars)

    def _item(self, annex: BundleAnnex, file: AnnexFile, sha256: str) -> EvidenceItem | None:
        """Return a file as electronic evidence, None if it is not evidence or has no hash."""
        if sha256 and file.evidence:
            return evidence_item(self._office, file.evidence, self._papers.writer.locale)
        if sha256 and file.paper.media == EMAIL:
            return self._emails.item(annex, file, sha256)
        return None
