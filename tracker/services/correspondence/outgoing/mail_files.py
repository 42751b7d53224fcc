"""The files of a mail: the letter in its formats, then enclosures or annexes.

Their names say nothing of the applicant.
"""

from collections.abc import Iterator

from tracker.domain.case.case_state import case_state_of
from tracker.domain.law.law import LetterKind
from tracker.services.core.evidence import MEDIA_TYPES
from tracker.services.core.office import Office
from tracker.services.correspondence.outgoing.mailable import FixedLetter
from tracker.services.letters.bundle.court_evidence import EVIDENCE_MEDIA
from tracker.services.letters.bundle.mailed_annexes import (
    MailedAnnexes,
    annex_contents,
    annexes_of_application,
    mailed_annexes,
)
from tracker.services.letters.request_pack import enclosure_files
from tracker.services.ports.cases import CaseFile
from tracker.services.ports.correspondence.letters import MailPart
from tracker.services.ports.documents import Carried

_MEDIA = MEDIA_TYPES | EVIDENCE_MEDIA


def letter_files(
    office: Office, fixed: FixedLetter, reference: str, data: bytes, *, word: bool, pdf: bool
) -> Iterator[MailPart]:
    """Yield the letter in the chosen formats. `data` is its Word document."""
    name = f"{fixed.kind.value}-{reference}"
    if pdf:
        yield MailPart(f"{name}.pdf", _MEDIA["pdf"], office.documents.pdf(data))
    if word:
        yield MailPart(f"{name}.docx", _MEDIA["docx"], data)


def files_beside(office: Office, case: CaseFile, fixed: FixedLetter) -> Iterator[MailPart]:
    """Yield the enclosures of a request, or the annexes of a remedy or of an application for
    enforcement.

    Raises as `request_pack` and `mailed_annexes` do.
    """
    drafted = case_state_of(case.history).drafted
    if fixed.kind is LetterKind.REQUEST and drafted:
        for file, content in enclosure_files(office, case.reference, drafted):
            media = _MEDIA[file.rpartition(".")[2]]
            # A document was drawn on new pages when it was added. Evidence goes as it is, because
            # its hash is in the letter.
            kept = frozenset() if media == _MEDIA["pdf"] else frozenset({Carried.AS_IT_IS})
            yield MailPart(file, media, content, kept)
    if annexes := _annexes(office, case, fixed):
        for annex, content in annex_contents(office, case.reference, annexes):
            cleaned = office.cleaner.clean(content, annex.media)
            yield MailPart(annex.name, annex.media, cleaned.data, cleaned.carries)


def _annexes(office: Office, case: CaseFile, fixed: FixedLetter) -> MailedAnnexes | None:
    if fixed.remedy:
        return mailed_annexes(office, case, fixed.remedy)
    if fixed.kind is LetterKind.ENFORCEMENT:
        return annexes_of_application(office, case, fixed.frozen.word)
    return None
