"""Letters, each from one Markdown source, in every format; and images of documents."""

from tracker.documents.darkroom import IsolatedRedactor
from tracker.documents.press import Press
from tracker.documents.suite import remove_abandoned

__all__ = ["IsolatedRedactor", "Press", "remove_abandoned"]
