"""Letters, each from one Markdown source, in every format; and images of documents."""

from tracker.documents.darkroom import Darkroom
from tracker.documents.press import Press
from tracker.documents.suite import remove_abandoned

__all__ = ["Darkroom", "Press", "remove_abandoned"]
