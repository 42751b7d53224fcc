"""The law library: read from TOML, checked and compared. Every complaint names file and place."""

from tracker.lawfiles.checks import examine_library, warnings_of
from tracker.lawfiles.faults import Complaint, LibraryFaults
from tracker.lawfiles.reader import read_library

__all__ = [
    "Complaint",
    "LibraryFaults",
    "examine_library",
    "read_library",
    "warnings_of",
]
