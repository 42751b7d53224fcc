"""What is wrong in a law library, said so that a lawyer can mend it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from tracker.domain.errors import Refusal

READABLE = 30
NEAREST = 5

Found = Iterator[tuple[str, str]]
"""The place in a file, and the complaint."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """One fault: the file (from the library's folder), the place in it, and what to do."""

    file: str
    place: str
    message: str

    def __str__(self) -> str:
        return ", ".join(part for part in (self.file, self.place) if part) + f": {self.message}"


class LibraryFaults(Refusal):
    """The law library cannot be used; `complaints` holds every fault of every file."""

    exit_status = 2

    def __init__(self, complaints: Iterable[Complaint]) -> None:
        self.complaints = in_order(complaints)
        super().__init__("\n".join(str(complaint) for complaint in self.complaints))


def in_order(complaints: Iterable[Complaint]) -> tuple[Complaint, ...]:
    """Each complaint once, by file and place; example[2] stands before example[10]."""
    return tuple(sorted(set(complaints), key=_place))


def _place(complaint: Complaint) -> tuple[str, list[tuple[int, str]], str]:
    parts = re.findall(r"\d+|\D+", complaint.place)
    counted = [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]
    return complaint.file, counted, complaint.message


def suggestion(word: str, allowed: Iterable[str]) -> str:
    """What may be written instead of `word`: the nearest one, and all that are allowed.

    Where they are too many to read, only the nearest.
    """
    known = sorted(allowed)
    if not known:
        return "There is none on file."
    near = get_close_matches(word, known, n=1)
    hint = f"Did you mean “{near[0]}”? " if near else ""
    if len(known) <= READABLE:
        return f"{hint}Allowed: {', '.join(known)}."
    nearest = get_close_matches(word, known, n=NEAREST, cutoff=0)
    return f"{hint}The nearest of {len(known)}: {', '.join(nearest)}."
