"""Cause lists: pasted text whose lines may be about appeals of this office.

A match is a proposal that a person confirms. The text is neither stored nor fetched.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import islice, pairwise
from typing import NamedTuple

from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.case.case_status import Phase, case_status_of
from tracker.domain.case.hearings import hearings
from tracker.domain.events.proceedings.appeal_filed import AppealFiled
from tracker.domain.words.folding import folded_words
from tracker.domain.words.heading_days import heading_days
from tracker.services.core.office import Office
from tracker.services.ports.cases import CaseFile, RowFilter

LONGEST_CAUSE_LIST = 200_000
MOST_LISTED_APPEALS = 500
_SHORTEST_NUMBER = 3
_SHORTEST_NAME = 3
_YEAR = re.compile(r"^20(\d\d)$")
# A line that begins with its number in the list is about one appeal, and so is one that has one of
# these words: a date in it is not that of the list.
_LISTED = re.compile(r"\s*\d{1,4}\s*[.)\]]\s+\S")
_OF_ONE_APPEAL = frozenset(
    {
        *("appeal", "v", "vs", "versus", "order", "decision", "request", "filed", "letter"),
        *map(folded_words, ("اپیل", "بنام", "حکم", "درخواست")),
    }
)
# A line that begins like this gives the day on which the list was made, not that of its hearings.
_ISSUED = (
    *("dated", "issued", "printed", "notified", "prepared", "published", "generated", "uploaded"),
    *("date of issue", "issue date", "date of printing", "print date", "date of notification"),
    *map(folded_words, ("تاریخ اجراء", "جاری کردہ", "جاری شدہ", "اجراء", "تاریخ طباعت")),
)
_ON_THE_DAY, _ISSUING = folded_words("مورخہ"), folded_words("جاری")
_MOST_WORDS_OF_HEADING = 25
# What stands in one column of a line: other columns are at least two spaces away.
_CELL = re.compile(r"\S+(?: \S+)*")
_MOST_COLUMNS = 20


class ListedBy(StrEnum):
    """What of an appeal a line of a cause list names."""

    NUMBER = "number"
    PARTY = "party"


@dataclass(frozen=True, slots=True)
class ListedAppeal:
    """An undecided appeal with its numbers and parties, by which a cause list may name it.

    `respondent` has the names of the public body, full and short; `hearings` the entries of the
    hearings still to be held, with their days.
    """

    reference: str
    body: str
    numbers: tuple[str, ...]
    applicant: str
    respondent: tuple[str, ...] = ()
    hearings: tuple[tuple[int, date | None], ...] = ()


@dataclass(frozen=True, slots=True)
class ListMatch:
    """A line that may be about an appeal, and why.

    It is `doubtful` if the line names the applicant but not the public body. Another appeal may
    have an applicant with the same name. `day` is that of the heading above the line, None if
    that names none or several, can be read in two ways, or is earlier than a heading above it.
    """

    appeal: ListedAppeal
    line: int
    words: str
    by: ListedBy
    doubtful: bool = False
    day: date | None = None

    @property
    def in_diary(self) -> bool:
        """Return whether the hearing of this day is in the diary."""
        return self.day is not None and any(day == self.day for _, day in self.appeal.hearings)

    @property
    def moved(self) -> int:
        """Return the entry of the only hearing in the diary, if it is for another day; else 0."""
        (seq, _), *more = self.appeal.hearings or ((0, None),)
        return 0 if more or self.in_diary or self.day is None else seq


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
    lines = [*pasted.expandtabs().splitlines(), ""]
    said = [_said(line) for line in lines]
    day = latest = None
    for at, (here, after) in enumerate(pairwise(said)):
        found = tuple(_named_in(wanted, here, after, tuple(_joined(*lines[at : at + 2]))))
        by_number = any(by is ListedBy.NUMBER for _, by, _ in found)
        for each, by, broken in found:
            # With a number in it, a line is about no other appeal whose number is known.
            if not (by_number and by is ListedBy.PARTY and each.numbered):
                words = f"{lines[at].strip()} {lines[at + 1].strip() if broken else ''}".strip()
                spoken = f"{here.words} {after.words}" if broken else here.words
                yield ListMatch(each.appeal, at + 1, words, by, each.doubtful(by, spoken), day)
        if not found and (days := _days_of_heading(lines[at], here.words)) is not None:
            only = next(iter(days)) if len(days) == 1 else None
            # An earlier day may be that of another list, or of the making of this one.
            day = only if only and only >= (latest or only) else None
            latest = day or latest


def _named_in(
    wanted: Sequence["_Wanted"], here: "_Said", after: "_Said", joined: Sequence["_Said"]
) -> Iterator[tuple["_Wanted", ListedBy, bool]]:
    """Yield the appeals that a line names, and whether their name is broken over two lines."""
    for each in wanted:
        if by := each.listed_by(here):
            yield each, by, False
        elif not each.listed_by(after) and (by := each.broken_over(joined)):
            yield each, by, True


def _days_of_heading(line: str, words: str) -> frozenset[date] | None:
    """Return the days that a line may name as a heading, None for another line."""
    said = words.split()
    of_one = _LISTED.match(line) or not _OF_ONE_APPEAL.isdisjoint(said)
    if of_one or _names_issue(words) or len(said) > _MOST_WORDS_OF_HEADING:
        return None
    return heading_days(line)


def _names_issue(words: str) -> bool:
    """Return whether a line names the day on which the list was made. The Urdu word for `dated`
    may stand before the day of the hearings too."""
    begun = f"{words} "
    return begun.startswith(tuple(f"{each} " for each in _ISSUED)) or (
        begun.startswith(f"{_ON_THE_DAY} ") and f" {_ISSUING} " in begun
    )


def _joined(upper: str, lower: str) -> Iterator["_Said"]:
    """Yield two lines as one, then each column of them as one."""
    yield _said(f"{upper} {lower}")
    above, below = (list(islice(_CELL.finditer(each), _MOST_COLUMNS)) for each in (upper, lower))
    if len(above) > 1 or len(below) > 1:
        for one in above:
            for other in below:
                if one.start() < other.end() and other.start() < one.end():
                    yield _said(f"{one[0]} {other[0]}")


class _Said(NamedTuple):
    """A line in plain words, and in the parts of its numbers."""

    words: str
    numbers: str


def _said(line: str) -> _Said:
    return _Said(folded_words(line), _numbered(line))


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
        respondent = tuple(filter(None, map(folded_words, appeal.respondent)))
        return cls(appeal, numbers, folded_words(appeal.applicant), respondent)

    @property
    def numbered(self) -> bool:
        """Return whether a number of the appeal is known besides the reference of its request."""
        return any(number != self.appeal.reference for number in self.appeal.numbers)

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

    def broken_over(self, joined: Sequence[_Said]) -> ListedBy | None:
        """Return what of the appeal begins in one line and ends in the next, or None."""
        if any(f" {each} " in f" {both.numbers} " for each in self.numbers for both in joined):
            return ListedBy.NUMBER
        whole = any(f" {self.name} " in f" {both.words} " for both in joined)
        return ListedBy.PARTY if whole and " " in self.name else None


def _appeal(office: Office, case: CaseFile) -> ListedAppeal:
    state = case_status_of(case.history, office.library).case_state
    filed = [entry for entry in state.undecided() if isinstance(entry.event, AppealFiled)]
    numbers = [case.reference, *(case.filing(entry.seq).number for entry in filed)]
    usable = tuple(each for each in numbers if len(folded_words(each)) >= _SHORTEST_NUMBER)
    names = [
        name
        for key in {state.body, state.acting_body}
        if (body := office.library.bodies.get(key))
        for name in (*body.name.words.values(), body.short_name)
    ]
    waiting = tuple((each.fixed.seq, each.day) for each in hearings(state) if each.waits)
    name = case.applicant().name
    return ListedAppeal(case.reference, state.body, usable, name, tuple(names), waiting)


def _named(name: str, words: str) -> bool:
    """Return whether every word of a name is in a line; a single word is too little."""
    parts = [part for part in name.split() if len(part) >= _SHORTEST_NAME]
    return len(parts) > 1 and set(parts) <= set(words.split())


def _numbered(words: str) -> str:
    """Return words with letters and figures apart and years of two figures: `E777-04/2024` and
    `E-777-04/24` are the same number."""
    parts = re.findall(r"[^\W\d_]+|\d+", folded_words(words))
    return " ".join(_YEAR.sub(r"\1", part) for part in parts)
