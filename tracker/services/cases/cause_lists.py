"""Cause lists: pasted text whose lines may be about appeals of this office.

A match is a proposal that a person confirms. The text is neither stored nor fetched.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.case.case_status import Phase, case_status_of
from tracker.domain.events.proceedings.appeal_filed import AppealFiled
from tracker.services.core.office import Office
from tracker.services.ports.cases import CaseFile, RowFilter

LONGEST_CAUSE_LIST = 200_000
MOST_LISTED_APPEALS = 500
_SHORTEST_NUMBER = 3
_SHORTEST_NAME = 3
_YEAR = re.compile(r"^20(\d\d)$")


class ListedBy(StrEnum):
    """What of an appeal a line of a cause list names."""

    NUMBER = "number"
    PARTY = "party"


@dataclass(frozen=True, slots=True)
class ListedAppeal:
    """An undecided appeal with its numbers and parties, by which a cause list may name it.

    `respondent` has the names of the public body, full and short.
    """

    reference: str
    body: str
    numbers: tuple[str, ...]
    applicant: str
    respondent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListMatch:
    """A line that may be about an appeal, and why.

    It is `doubtful` if the line names the applicant but not the public body. Another appeal may
    have an applicant with the same name.
    """

    appeal: ListedAppeal
    line: int
    words: str
    by: ListedBy
    doubtful: bool = False


def match_cause_list(office: Office, pasted: str) -> Sequence[ListMatch]:
    """Return the lines that may be about undecided appeals, in the order of the list.

    Raises BadInput if nothing was pasted, or too much; NotAllowed if no appeal is undecided.
    """
    if not pasted.strip():
        raise BadInput("Paste the cause list.")
    if len(pasted) > LONGEST_CAUSE_LIST:
        raise BadInput(
            "A cause list must be {longest:,} characters or fewer. Paste the part that matters.",
            longest=LONGEST_CAUSE_LIST,
        )
    appeals = listed_appeals(office)
    if not appeals:
        raise NotAllowed(
            "No appeal of this office is awaiting a decision, so a cause list cannot name one. "
            "Log the appeal first."
        )
    return tuple(matches_in(pasted, appeals))


def listed_appeals(office: Office) -> Sequence[ListedAppeal]:
    """Return the undecided appeals, of at most 500 requests."""
    phases = frozenset({Phase.APPEALED, Phase.APPEAL_SILENT})
    rows, _ = office.case_rows.rows(RowFilter(phases=phases), 0, MOST_LISTED_APPEALS)
    with office.cases.look_all([row.reference for row in rows]) as cases:
        return [_appeal(office, case) for case in cases]


def matches_in(pasted: str, appeals: Sequence[ListedAppeal]) -> Iterator[ListMatch]:
    """Yield each line that has the number of an appeal, or the whole name of its applicant.

    A number or name that is broken over two lines is found too.
    """
    wanted = [_Wanted.of(appeal) for appeal in appeals]
    lines = [line.strip() for line in pasted.splitlines()]
    said = [_Said(_folded(line), _numbered(line)) for line in lines]
    nothing = _Said("", "")
    for at, here in enumerate(said):
        after = said[at + 1] if at + 1 < len(said) else nothing
        for each in wanted:
            if by := each.listed_by(here):
                yield ListMatch(each.appeal, at + 1, lines[at], by, each.doubtful(by, here.words))
            elif not each.listed_by(after) and (by := each.broken_over(here, after)):
                both = f"{here.words} {after.words}"
                words, doubtful = f"{lines[at]} {lines[at + 1]}", each.doubtful(by, both)
                yield ListMatch(each.appeal, at + 1, words, by, doubtful)


class _Said(NamedTuple):
    """A line in plain words, and in the parts of its numbers."""

    words: str
    numbers: str


@dataclass(frozen=True, slots=True)
class _Wanted:
    """An appeal with the words by which a line names it."""

    appeal: ListedAppeal
    numbers: tuple[str, ...]
    name: str
    respondent: tuple[str, ...]

    @classmethod
    def of(cls, appeal: ListedAppeal) -> "_Wanted":
        """Return an appeal with its words made plain once."""
        numbers = tuple(filter(None, map(_numbered, appeal.numbers)))
        respondent = tuple(filter(None, map(_folded, appeal.respondent)))
        return cls(appeal, numbers, _folded(appeal.applicant), respondent)

    def doubtful(self, by: ListedBy, words: str) -> bool:
        """Return whether words that name the appeal may be about another one, because they contain
        neither a number of the appeal nor the name of the public body."""
        named = any(f" {each} " in f" {words} " for each in self.respondent)
        return by is ListedBy.PARTY and not named

    def listed_by(self, said: _Said) -> ListedBy | None:
        """Return what a line names of the appeal, None if it names neither."""
        if any(f" {each} " in f" {said.numbers} " for each in self.numbers):
            return ListedBy.NUMBER
        return ListedBy.PARTY if _named(self.name, said.words) else None

    def broken_over(self, here: _Said, after: _Said) -> ListedBy | None:
        """Return the name of the appeal that begins in one line and ends in the next, or None."""
        if any(f" {each} " in f" {here.numbers} {after.numbers} " for each in self.numbers):
            return ListedBy.NUMBER
        whole = f" {self.name} " in f" {here.words} {after.words} "
        return ListedBy.PARTY if whole and " " in self.name else None


def _appeal(office: Office, case: CaseFile) -> ListedAppeal:
    state = case_status_of(case.history, office.library).case_state
    filed = [entry for entry in state.undecided() if isinstance(entry.event, AppealFiled)]
    numbers = [case.reference, *(case.filing(entry.seq).number for entry in filed)]
    usable = tuple(each for each in numbers if len(_folded(each)) >= _SHORTEST_NUMBER)
    names = [
        name
        for key in {state.body, state.acting_body}
        if (body := office.library.bodies.get(key))
        for name in (*body.name.words.values(), body.short_name)
    ]
    return ListedAppeal(case.reference, state.body, usable, case.applicant().name, tuple(names))


def _named(name: str, words: str) -> bool:
    """Return whether every word of a name is in a line; a single word is too little."""
    parts = [part for part in name.split() if len(part) >= _SHORTEST_NAME]
    return len(parts) > 1 and set(parts) <= set(words.split())


def _folded(words: str) -> str:
    """Return words without case, accents and punctuation, with single spaces."""
    plain = unicodedata.normalize("NFKD", words).casefold()
    kept = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(re.findall(r"\w+", kept))


def _numbered(words: str) -> str:
    """Return words with letters and figures apart and years of two figures: `E777-04/2024` and
    `E-777-04/24` are the same number."""
    parts = re.findall(r"[^\W\d_]+|\d+", _folded(words))
    return " ".join(_YEAR.sub(r"\1", part) for part in parts)
