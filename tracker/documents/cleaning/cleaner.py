"""Cleans files that leave the office, each in a confined process."""

import json
import threading
from pathlib import Path

from tracker.documents.sandbox.confined_jobs import ConfinedJob, frames, run_confined
from tracker.services.ports.documents import Carried, CleanedFile, FileCleaner

_PROGRAM = Path(__file__).with_name("removing.py")
_SECONDS = 60
_LARGEST = 100 * 1024 * 1024
_KINDS = {
    "application/pdf": "pdf",
    "image/jpeg": "jpg",
    "image/png": "png",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}


class ConfinedCleaner(FileCleaner):
    """Cleans one file at a time, so that a small machine does not run out of memory."""

    def __init__(self) -> None:
        self._busy = threading.Lock()

    def clean(self, data: bytes, media: str) -> CleanedFile:
        if media == "text/plain":
            return CleanedFile(data)
        if media not in _KINDS:
            return CleanedFile(data, frozenset({Carried.AS_IT_IS}))
        said = json.dumps({"kind": _KINDS[media], "size": len(data)}).encode() + b"\n" + data
        try:
            with self._busy:
                found = list(frames(run_confined(ConfinedJob(_PROGRAM, _SECONDS, _LARGEST), said)))
        except TimeoutError:
            found = []
        if len(found) != 2:
            return CleanedFile(data, frozenset({Carried.NOT_CLEANED}))
        left, cleaned = found
        return CleanedFile(cleaned, frozenset(Carried(each) for each in json.loads(left)))
