"""Letters: one Markdown source for each kind and language, set as DOCX, e-mail text and HTML.
And pictures of papers, of which public copies are made."""

from tracker.documents.catalogues import UNREVIEWED, speech
from tracker.documents.darkroom import Darkroom
from tracker.documents.press import Press
from tracker.documents.suite import remove_abandoned

__all__ = ["UNREVIEWED", "Darkroom", "Press", "remove_abandoned", "speech"]
