"""The draft certificates of a bundle: for emails among its annexes, captures and measurements."""

from collections.abc import Iterator, Mapping, Sequence

from tracker.domain.words.letter import Letter
from tracker.services.letters.bundle.bundle_annexes import BundleAnnex
from tracker.services.letters.bundle.court_evidence import EMAIL, EvidenceItem, email_particulars
from tracker.services.letters.bundle.court_papers import CourtPapers


def draft_certificates(
    papers: CourtPapers,
    annexes: Sequence[BundleAnnex],
    hashes: Mapping[str, str],
    items: Sequence[EvidenceItem],
) -> Iterator[tuple[str, Letter]]:
    """Yield each certificate with the mark of what it is for, such as `C-1` or `EVIDENCE-1`.

    `hashes` are the SHA-256 hashes of the annexes' files by their digests.
    """
    writer = papers.writer
    zone = writer.office.library.zone_of(writer.drafted.body)
    for annex in annexes:
        for file in annex.files:
            if file.paper.media == EMAIL and file.paper.digest in hashes:
                sha256 = hashes[file.paper.digest]
                told = email_particulars(file.paper, sha256, zone, writer.locale)
                yield annex.mark, papers.certificate(annex.label, annex.title, told)
    for number, item in enumerate(items, start=1):
        label = papers.evidence_label(number)
        yield f"EVIDENCE-{number}", papers.certificate(label, item.title, item.particulars)
