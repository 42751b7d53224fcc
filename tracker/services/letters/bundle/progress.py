"""How far the making of a bundle is, for the page that shows it.

The file is made within one request to the server, and another request asks how far it is. The two
may meet different processes, so that the state is stored. If the making is killed, the state
stays, and says where it stopped.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from tracker.services.core.office import Office

# No single step takes longer, so that nothing is being made any more.
LONGEST_STEP = timedelta(minutes=5)


class BundleStep(StrEnum):
    """What is being done for a bundle, in order."""

    READING = "reading"
    DRAWING = "drawing"
    PRINTING = "printing"
    NUMBERING = "numbering"
    BINDING = "binding"


@dataclass(frozen=True, slots=True)
class BundleProgress:
    """The step of a bundle that is being made, and how many of its documents are done."""

    step: BundleStep
    done: int
    total: int
    at: datetime

    def stopped(self, now: datetime) -> bool:
        """Return whether the making must have been stopped."""
        return now - self.at > LONGEST_STEP


class ProgressNotes:
    """Notes how far the bundle of a request is that one person makes."""

    def __init__(self, office: Office, reference: str, by: str) -> None:
        self._office, self._name = office, _name(reference, by)

    def note(self, step: BundleStep, done: int, total: int) -> None:
        """Note that so many documents of a step are done."""
        now = self._office.now()
        told = {"step": step, "done": done, "total": total, "at": now.isoformat()}
        self._office.premises.files.keep(self._name, json.dumps(told).encode(), now)

    def end(self) -> None:
        """Forget the state: the bundle is made, or was refused."""
        self._office.premises.files.remove(self._name)


def progress_of(office: Office, reference: str, by: str) -> BundleProgress | None:
    """Return how far the bundle is that a person makes, None if there is none."""
    data = office.file(_name(reference, by))
    if data is None:
        return None
    told = json.loads(data)
    at = datetime.fromisoformat(told["at"])
    return BundleProgress(BundleStep(told["step"]), told["done"], told["total"], at)


def _name(reference: str, by: str) -> str:
    return f"bundle progress {reference} {by}"
