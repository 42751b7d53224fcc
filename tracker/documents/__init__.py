"""Letters: one Markdown source for each kind and language, set as DOCX, e-mail text and HTML."""

from tracker.documents.catalogues import UNREVIEWED, speech
from tracker.documents.press import Press

__all__ = ["UNREVIEWED", "Press", "speech"]
