"""Letters as PDF, if LibreOffice is installed. The same letter gives the same bytes."""

import re
import shutil

from tracker.documents.suite import PROGRAMS, as_pdf
from tracker.domain.base.errors import NotAllowed

# The date of a PDF and the ids derived from it, which would differ each time. The second group
# is replaced by zeros.
_MADE = (
    re.compile(rb"(/(?:CreationDate|ModDate)\(D:)([^)]*)"),
    re.compile(rb"(/ID \[ *)(<[0-9A-Fa-f]+>\s*<[0-9A-Fa-f]+>)"),
    re.compile(rb"(/DocChecksum /)([0-9A-Fa-f]+)"),
    re.compile(rb"(<xmp:(?:CreateDate|ModifyDate|MetadataDate)>)([^<]*)"),
    re.compile(rb"(<dc:date>\s*<rdf:Seq>\s*<rdf:li>)([^<]*)"),
)
_DIGIT = re.compile(rb"[0-9A-Fa-f]")


def prints() -> bool:
    """Return whether LibreOffice is installed."""
    return any(map(shutil.which, PROGRAMS))


def printed(docx: bytes) -> bytes:
    """Return the document as PDF.

    Raises NotAllowed if LibreOffice is not installed, BadInput if it fails or takes too long.
    """
    if not prints():
        raise NotAllowed(
            "LibreOffice is not installed here, so no PDF can be made. Download the Word document."
        )
    return undated(as_pdf(docx, "docx"))


def undated(pdf: bytes) -> bytes:
    """Return the PDF with zeros in place of its creation time, at the same length."""
    for shape in _MADE:
        pdf = shape.sub(lambda found: found[1] + _DIGIT.sub(b"0", found[2]), pdf)
    return pdf
