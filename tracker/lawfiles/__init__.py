"""Reads the law library from TOML and checks it; every complaint names file, place and way out."""

from tracker.lawfiles.checks import examine, warnings_of
from tracker.lawfiles.faults import Complaint, LibraryFaults
from tracker.lawfiles.reader import read_library

__all__ = [
    "Complaint",
    "LibraryFaults",
    "examine",
    "read_library",
    "warnings_of",
]
