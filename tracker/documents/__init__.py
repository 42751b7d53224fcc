"""Letters, each from one Markdown source, in every format; and images of documents."""

from tracker.documents.darkroom import IsolatedRedactor
from tracker.documents.press import Press
from tracker.documents.sandbox.memory_folder import remove_abandoned
from tracker.documents.sandbox.protections import DrawingProtections, drawing_protections

__all__ = [
    "DrawingProtections",
    "IsolatedRedactor",
    "Press",
    "drawing_protections",
    "remove_abandoned",
]
