"""Letters as PDF, by LibreOffice where it is installed: the same letter gives the same bytes."""

import re
import shutil

from tracker.documents.suite import PROGRAMS, as_pdf
from tracker.domain.errors import NotAllowed

# When a PDF was made, and what is reckoned from it: left in, the same letter would give other
# bytes each time. The second group is put to noughts.
_MADE = (
    re.compile(rb"(/(?:CreationDate|ModDate)\(D:)([^)]*)"),
    re.compile(rb"(/ID \[ *)(<[0-9A-Fa-f]+>\s*<[0-9A-Fa-f]+>)"),
    re.compile(rb"(/DocChecksum /)([0-9A-Fa-f]+)"),
    re.compile(rb"(<xmp:(?:CreateDate|ModifyDate|MetadataDate)>)([^<]*)"),
)
_DIGIT = re.compile(rb"[0-9A-Fa-f]")


def prints() -> bool:
    """Whether LibreOffice is installed."""
    return any(map(shutil.which, PROGRAMS))


def printed(docx: bytes) -> bytes:
    """The document as PDF.

    Raises NotAllowed where LibreOffice is not installed, BadInput where it fails or takes too
    long.
    """
    if not prints():
        raise NotAllowed("There is no LibreOffice here to make a PDF: take the Word document.")
    return _undated(as_pdf(docx, "docx"))


def _undated(pdf: bytes) -> bytes:
    """The same PDF, in as many bytes, with noughts for the moment at which it was made."""
    for shape in _MADE:
        pdf = shape.sub(lambda found: found[1] + _DIGIT.sub(b"0", found[2]), pdf)
    return pdf
