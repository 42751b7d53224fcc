"""Letters, each from one Markdown source, in every format; and images of documents."""

from tracker.documents.darkroom import IsolatedRedactor
from tracker.documents.memory_folder import remove_abandoned
from tracker.documents.press import Press

__all__ = ["IsolatedRedactor", "Press", "remove_abandoned"]
