"""Complaints about the law library, worded so that a lawyer can act on them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from tracker.domain.base.errors import Refusal

READABLE = 30
NEAREST = 5

Complaints = Iterator[tuple[str, str]]
"""Places in a file, each with a complaint."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """One fault: the file (relative to the library's folder), the place in it, and what to do."""

    file: str
    place: str
    message: str

    def __str__(self) -> str:
        return ", ".join(part for part in (self.file, self.place) if part) + f": {self.message}"


class LibraryFaults(Refusal):
    """Raised if the library cannot be used. `complaints` holds every fault of every file."""

    exit_status = 2

    def __init__(self, complaints: Iterable[Complaint]) -> None:
        self.complaints = complaints_in_order(complaints)
        super().__init__("\n".join(str(complaint) for complaint in self.complaints))


def complaints_in_order(complaints: Iterable[Complaint]) -> tuple[Complaint, ...]:
    """Return each complaint once, by file and place; example[2] comes before example[10]."""
    return tuple(sorted(set(complaints), key=_place))


def _place(complaint: Complaint) -> tuple[str, list[tuple[int, str]], str]:
    parts = re.findall(r"\d+|\D+", complaint.place)
    counted = [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]
    return complaint.file, counted, complaint.message


def suggestion(word: str, allowed: Iterable[str]) -> str:
    """Say what to write instead of `word`: the nearest allowed word, then all of them.

    If there are too many to read, only the nearest ones.
    """
    known = sorted(allowed)
    if not known:
        return "There is none in the library."
    near = get_close_matches(word, known, n=1)
    hint = f"Did you mean “{near[0]}”? " if near else ""
    if len(known) <= READABLE:
        return f"{hint}Allowed: {', '.join(known)}."
    nearest = get_close_matches(word, known, n=NEAREST, cutoff=0)
    return f"{hint}The nearest of {len(known)}: {', '.join(nearest)}."
