"""The office's own letterhead, uploaded by an administrator and tested before it is stored."""

from tracker.domain.base.errors import BadInput
from tracker.domain.base.messages import Message
from tracker.domain.law.law import Law
from tracker.domain.words.letter import (
    Heading,
    Letter,
    LetterTable,
    Paragraph,
    SignaturePlace,
    TextRun,
)
from tracker.services.core.audit import note_act
from tracker.services.core.current_library import law_lacks
from tracker.services.core.evidence import MEDIA_TYPES, Upload
from tracker.services.core.i18n import Locale
from tracker.services.core.office import Office, Writing
from tracker.services.ports.people import AuditAct

LETTERHEAD = "letterhead"
BANNER = Message("DEMONSTRATION: this letter was not really sent.")
_LAW_NOT_VERIFIED = Message("DRAFT: nobody has compared the words of this law with their sources.")
_MOST_BYTES = 5 * 1024 * 1024
SAMPLE = (
    Paragraph((TextRun("The Public Information Officer\nExample Authority"),), "address"),
    Heading((TextRun("How a letter looks on this letterhead"),), 1),
    Paragraph((TextRun("Dear Sir or Madam,"),), "salutation"),
    Paragraph(
        (TextRun("Words of a letter are set in the styles of the document that was put up."),)
    ),
    LetterTable(("Day", "What happened"), (("1 March 2024", "Request sent"),)),
    Paragraph((TextRun("Yours faithfully,"),), "closing"),
    SignaturePlace(("Name of the applicant",)),
)


def file_mark(office: Writing) -> str:
    """Return the beginning of the file names of a demonstration; empty in a live office."""
    return "" if office.live else "DEMONSTRATION-"


def banner_of(office: Writing, law: Law, locale: Locale) -> str:
    """Return the warning at the head of a letter: in a demonstration, and under a law of the
    office that nobody has verified. Empty otherwise."""
    if law_lacks(office.library, law.key):
        return locale.say(_LAW_NOT_VERIFIED)
    return "" if office.live else locale.say(BANNER)


def put_up(office: Office, upload: Upload, *, by: str) -> None:
    """Store a Word document as the letterhead: letters take its styles, header and footer.

    Raises BadInput if it is no DOCX, is larger than 5 MB, contains a program, or links to anything
    outside itself.
    """
    if upload.media != MEDIA_TYPES["docx"]:
        raise BadInput("A letterhead must be a Word document (DOCX). Choose another file.")
    if len(upload.data) > _MOST_BYTES:
        raise BadInput("The letterhead is larger than 5 MB. Use smaller images.")
    office.documents.try_letterhead(upload.data, _sample(office), office.now().date())
    office.premises.files.keep(LETTERHEAD, upload.data, office.now())
    note_act(office, AuditAct.SETTINGS_CHANGED, who=by, about=LETTERHEAD)


def take_down(office: Office, *, by: str) -> None:
    """Delete the office's letterhead, so that letters use the configured or built-in one."""
    office.premises.files.remove(LETTERHEAD)
    note_act(office, AuditAct.SETTINGS_CHANGED, who=by, about=LETTERHEAD)


def stands(office: Office) -> bool:
    """Return whether the office has a letterhead of its own."""
    return office.premises.files.read(LETTERHEAD) is not None


def _sample(office: Office) -> Letter:
    """Return a sample letter to look at."""
    banner = "" if office.live else "DEMONSTRATION"
    return Letter("sample", "en", "How a letter looks on this letterhead", SAMPLE, banner)


def sample_bytes(office: Office) -> bytes:
    """Return the sample letter as a Word document on the current letterhead."""
    return office.documents.docx(_sample(office), office.now().date())
