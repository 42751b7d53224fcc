"""The law library: read from TOML, checked and compared. Every complaint names file and place.

What only checks a library is in `tracker.lawfiles.checks`, so that reading one does not load it.
"""

from tracker.lawfiles.faults import Complaint, LibraryFaults
from tracker.lawfiles.reader import read_library

__all__ = [
    "Complaint",
    "LibraryFaults",
    "read_library",
]
