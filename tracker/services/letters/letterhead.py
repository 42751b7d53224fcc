"""The office's own letterhead: put up by an administrator, tried before it is kept."""

from tracker.domain.base.errors import BadInput
from tracker.domain.words.letter import Heading, Letter, Paragraph, Run, Signature, Table
from tracker.services.core.audit import note
from tracker.services.core.evidence import MEDIA, Upload
from tracker.services.core.office import Office
from tracker.services.ports.people import AuditAct

LETTERHEAD = "letterhead"
MOST_BYTES = 5 * 1024 * 1024
SAMPLE = (
    Paragraph((Run("The Public Information Officer\nExample Authority"),), "address"),
    Heading((Run("How a letter looks on this letterhead"),), 1),
    Paragraph((Run("Dear Sir or Madam,"),), "salutation"),
    Paragraph((Run("Words of a letter are set in the styles of the document that was put up."),)),
    Table(("Day", "What happened"), (("1 March 2024", "Request sent"),)),
    Paragraph((Run("Yours faithfully,"),), "closing"),
    Signature(("Name of the applicant",)),
)


def put_up(office: Office, upload: Upload, *, by: str) -> None:
    """Keep a Word document as the letterhead: letters take its styles, header and footer.

    Raises BadInput for what is no DOCX, is larger than 5 MB, carries a program, or reaches out of
    itself.
    """
    if upload.media != MEDIA["docx"]:
        raise BadInput("A letterhead is a Word document (DOCX): choose one.")
    if len(upload.data) > MOST_BYTES:
        raise BadInput("The letterhead is larger than 5 MB: use smaller pictures.")
    office.documents.try_letterhead(upload.data, sample(office), office.now().date())
    office.premises.files.keep(LETTERHEAD, upload.data, office.now())
    note(office, AuditAct.SETTINGS_CHANGED, who=by, about=LETTERHEAD)


def take_down(office: Office, *, by: str) -> None:
    """Write on the plain letterhead of the program again, or on the file of the settings."""
    office.premises.files.remove(LETTERHEAD)
    note(office, AuditAct.SETTINGS_CHANGED, who=by, about=LETTERHEAD)


def stands(office: Office) -> bool:
    """Whether the office has put one up."""
    return office.premises.files.read(LETTERHEAD) is not None


def sample(office: Office) -> Letter:
    """A letter about nothing, to look at."""
    banner = "" if office.live else "DEMONSTRATION"
    return Letter("sample", "en", "How a letter looks on this letterhead", SAMPLE, banner)


def sample_bytes(office: Office) -> bytes:
    """The same as a Word document on the letterhead in use."""
    return office.documents.docx(sample(office), office.now().date())
