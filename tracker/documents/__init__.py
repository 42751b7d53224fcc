"""Letters, each from one Markdown source, in every format; images of documents; bundles;
captures."""

from tracker.documents.binding.binder import ConfinedBinder
from tracker.documents.cleaning.cleaner import ConfinedCleaner
from tracker.documents.darkroom import IsolatedRedactor
from tracker.documents.press import Press
from tracker.documents.sandbox.confined_jobs import ConfinedJob, ProcessLimits, run_confined
from tracker.documents.sandbox.forked_jobs import ForkedJobs
from tracker.documents.sandbox.memory_folder import remove_abandoned
from tracker.documents.sandbox.protections import DrawingProtections, drawing_protections
from tracker.documents.wacz import WaczPackager

__all__ = [
    "ConfinedBinder",
    "ConfinedCleaner",
    "ConfinedJob",
    "DrawingProtections",
    "ForkedJobs",
    "IsolatedRedactor",
    "Press",
    "ProcessLimits",
    "WaczPackager",
    "drawing_protections",
    "remove_abandoned",
    "run_confined",
]
