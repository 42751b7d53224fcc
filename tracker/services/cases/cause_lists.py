"""Cause lists: pasted text whose lines may be about appeals of this office.

A match is a proposal that a person confirms. The text is neither stored nor fetched.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tracker.domain.base.errors import BadInput
from tracker.domain.case.case_status import Phase, case_status_of
from tracker.domain.events.proceedings.appeal_filed import AppealFiled
from tracker.services.core.office import Office
from tracker.services.ports.cases import CaseFile, RowFilter

LONGEST_CAUSE_LIST = 200_000
MOST_LISTED_APPEALS = 500
_SHORTEST_NUMBER = 3
_SHORTEST_NAME = 3


class ListedBy(StrEnum):
    """What of an appeal a line of a cause list names."""

    NUMBER = "number"
    PARTY = "party"


@dataclass(frozen=True, slots=True)
class ListedAppeal:
    """An undecided appeal, as a cause list may name it: its numbers, and its parties."""

    reference: str
    body: str
    numbers: tuple[str, ...]
    applicant: str


@dataclass(frozen=True, slots=True)
class ListMatch:
    """A line that may be about an appeal, and why."""

    appeal: ListedAppeal
    line: int
    words: str
    by: ListedBy


def match_cause_list(office: Office, pasted: str) -> Sequence[ListMatch]:
    """Return the lines that may be about undecided appeals, in the order of the list.

    Raises BadInput if nothing was pasted, or too much.
    """
    if not pasted.strip():
        raise BadInput("Paste the cause list.")
    if len(pasted) > LONGEST_CAUSE_LIST:
        raise BadInput(
            "A cause list must be {longest:,} characters or fewer. Paste the part that matters.",
            longest=LONGEST_CAUSE_LIST,
        )
    return tuple(matches_in(pasted, listed_appeals(office)))


def listed_appeals(office: Office) -> Sequence[ListedAppeal]:
    """Return the undecided appeals, of at most 500 requests."""
    phases = frozenset({Phase.APPEALED, Phase.APPEAL_SILENT})
    rows, _ = office.case_rows.rows(RowFilter(phases=phases), 0, MOST_LISTED_APPEALS)
    with office.cases.look_all([row.reference for row in rows]) as cases:
        return [_appeal(office, case) for case in cases]


def matches_in(pasted: str, appeals: Sequence[ListedAppeal]) -> Iterator[ListMatch]:
    """Yield each line that has the number of an appeal, or the whole name of its applicant."""
    for number, line in enumerate(pasted.splitlines(), start=1):
        words = _folded(line)
        for appeal in appeals:
            if any(f" {_folded(each)} " in f" {words} " for each in appeal.numbers):
                yield ListMatch(appeal, number, line.strip(), ListedBy.NUMBER)
            elif _named(appeal.applicant, words):
                yield ListMatch(appeal, number, line.strip(), ListedBy.PARTY)


def _appeal(office: Office, case: CaseFile) -> ListedAppeal:
    state = case_status_of(case.history, office.library).case_state
    filed = [entry for entry in state.undecided() if isinstance(entry.event, AppealFiled)]
    numbers = [case.reference, *(case.filing(entry.seq).number for entry in filed)]
    usable = tuple(each for each in numbers if len(_folded(each)) >= _SHORTEST_NUMBER)
    return ListedAppeal(case.reference, state.body, usable, case.applicant().name)


def _named(name: str, words: str) -> bool:
    """Return whether every word of a name is in a line; a single word is too little."""
    parts = [part for part in _folded(name).split() if len(part) >= _SHORTEST_NAME]
    return len(parts) > 1 and set(parts) <= set(words.split())


def _folded(words: str) -> str:
    """Return words without case, accents and punctuation, with single spaces."""
    plain = unicodedata.normalize("NFKD", words).casefold()
    kept = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(re.findall(r"\w+", kept))
