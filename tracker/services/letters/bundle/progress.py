"""The progress of a bundle that is being made, for the page that shows it.

The file is made within one request to the server, and another request asks for the progress. The
two may reach different processes, so the progress is stored. If the work is killed, the stored
progress shows where it stopped.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from tracker.services.core.office import Office

# No single step takes longer. After this time, the work must have stopped.
LONGEST_STEP = timedelta(minutes=5)
# Few steps take longer. After this time, the work may have been killed.
USUAL_STEP = timedelta(minutes=1)


class BundleStep(StrEnum):
    """The steps of making a bundle, in order."""

    READING = "reading"
    DRAWING = "drawing"
    PRINTING = "printing"
    NUMBERING = "numbering"
    BINDING = "binding"


@dataclass(frozen=True, slots=True)
class BundleProgress:
    """The current step of a bundle, and how many of the step's documents are done."""

    step: BundleStep
    done: int
    total: int
    at: datetime

    def slow(self, now: datetime) -> bool:
        """Return whether the work may have stopped."""
        return now - self.at > USUAL_STEP

    def stopped(self, now: datetime) -> bool:
        """Return whether the work must have stopped."""
        return now - self.at > LONGEST_STEP


class ProgressNotes:
    """Notes the progress of the bundle that one person makes for a request."""

    def __init__(self, office: Office, reference: str, by: str) -> None:
        self._office, self._name = office, _name(reference, by)

    def note(self, step: BundleStep, done: int, total: int) -> None:
        """Note that so many documents of a step are done."""
        now = self._office.now()
        told = {"step": step, "done": done, "total": total, "at": now.isoformat()}
        self._office.premises.files.keep(self._name, json.dumps(told).encode(), now)

    def end(self) -> None:
        """Delete the progress: the bundle is made, or was refused."""
        self._office.premises.files.remove(self._name)


def progress_of(office: Office, reference: str, by: str) -> BundleProgress | None:
    """Return the progress of a person's bundle, None if none is being made."""
    data = office.file(_name(reference, by))
    if data is None:
        return None
    told = json.loads(data)
    at = datetime.fromisoformat(told["at"])
    return BundleProgress(BundleStep(told["step"]), told["done"], told["total"], at)


def _name(reference: str, by: str) -> str:
    return f"bundle progress {reference} {by}"
