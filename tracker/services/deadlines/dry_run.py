"""Previews of what an act would do to the deadlines of a request, without storing anything."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from tracker.domain.base.messages import Message
from tracker.domain.case.case_status import CaseStatus, case_status_of
from tracker.domain.case.filing_days import days_to_file, filing_days
from tracker.domain.case.history import Entry, History
from tracker.domain.case.paper_details import PaperDetails
from tracker.domain.case.recalculation import counted_snapshots
from tracker.domain.case.request import Filing
from tracker.domain.case.windows import UntimedRemedy, is_remedy, remedies_in
from tracker.domain.clock.deadline_changes import DeadlineSnapshot, Shift, shifts
from tracker.domain.events.event import Event
from tracker.domain.events.request.corrected import Corrected
from tracker.domain.law.count_step import CountStep, Reason
from tracker.services.core.evidence import sha256_of
from tracker.services.core.i18n import Locale
from tracker.services.core.naming import CORRECTIONS, opened_title
from tracker.services.core.office import Office
from tracker.services.core.shut import Shut
from tracker.services.deadlines.deadline_changes import said_bounds, said_term
from tracker.services.deadlines.explaining import Explained, explain_steps
from tracker.services.ports.cases import Archive, CaseFile, Cases, Paper

# The parts of the real case that an act may read.
READ = (
    "applicant",
    "file_number",
    "paper_details",
    "papers",
    "pleading_edits",
    "published_digest",
)

WOULD_MOVE = Message("{what}: {was} now; {now} with this entry.")
WOULD_APPEAR = Message("{what}: {now} with this entry.")
WOULD_END = Message("{what}: {was} now. With this entry it no longer applies.")
WOULD_BIND = Message(
    "{what}: file by {day}, the last safe day. Another time limit for the same appeal ends first."
)
WOULD_OPEN = Message("{what}: open with this entry. No time limit is known.")
WOULD_STRIKE = Message("Entry {number} would no longer count. {why}")

# The steps that best explain a deadline, best first.
TELLING = (
    Reason.EXTENSION,
    Reason.STOPPED,
    Reason.PERHAPS_STOPPED,
    Reason.DECIDED,
    Reason.RESTARTED,
    Reason.TRANSFERRED,
    Reason.PAUSED,
    Reason.RUNS_ON,
    Reason.OUTER,
    Reason.LIMIT,
)


@dataclass(frozen=True, slots=True)
class Moved:
    """A deadline that an act would move, in a sentence.

    `why` is the step of its count that explains it, None if the deadline would end or there is no
    such step.
    """

    says: str
    why: Explained | None
    provisional: bool


@dataclass(frozen=True, slots=True)
class DryRun:
    """The effects of an act: deadlines that would move, entries that it would correct, and what
    it would open without a known time limit."""

    moved: tuple[Moved, ...]
    struck: tuple[str, ...]
    opened: tuple[str, ...] = ()


def dry_run(
    office: Office, reference: str, act: Callable[[Office], object], locale: Locale
) -> DryRun:
    """Return what `act` would do to a request.

    `act` gets an office whose register has only this request and stores nothing. Raises what the
    act raises.
    """
    with office.cases.look(reference) as case:
        as_if = _AsIf(case)
        cases, archive = cast(Cases, _OneCase(as_if)), cast(Archive, _EmptyArchive())
        act(replace(office, cases=cases, archive=archive))
        before = case_status_of(case.history, office.library)
        after = case_status_of(as_if.history, office.library)
        entered = as_if.history[len(case.history) :]
    moved = (
        *_bound_earlier(office, before, after, locale),
        *_moved(office, before, after, locale),
    )
    opened = tuple(_opened(office, before, after, locale))
    return DryRun(moved, tuple(_struck(entered, locale)), opened)


def _bound_earlier(
    office: Office, before: CaseStatus, after: CaseStatus, locale: Locale
) -> Iterator[Moved]:
    """Yield the last safe day of each remedy that the act opens, if another time limit for the
    same remedy ends earlier."""
    drafted = after.case_state.drafted
    if drafted is None:
        return
    today = office.today_at(drafted.body)
    known = {(window.stage.key, window.opening) for window in before.windows}
    for window in after.unfiled():
        last = days_to_file(after, window, today).last
        fresh = (window.stage.key, window.opening) not in known and is_remedy(window)
        if fresh and last < filing_days(window).last:
            title = window.stage.title.in_language(locale.language)
            says = locale.say(WOULD_BIND, what=title, day=locale.day(last))
            yield Moved(says, None, window.closes.provisional)


def _opened(
    office: Office, before: CaseStatus, after: CaseStatus, locale: Locale
) -> Iterator[str]:
    """Yield a sentence for each remedy that would open and has no known time limit."""
    known = {(each.stage.key, each.opening) for each in _untimed(office, before)}
    for each in _untimed(office, after):
        if (each.stage.key, each.opening) not in known:
            title = opened_title(each.stage, each.cause, locale=locale)
            yield locale.say(WOULD_OPEN, what=title)


def _untimed(office: Office, status: CaseStatus) -> Iterator[UntimedRemedy]:
    drafted = status.case_state.drafted
    if drafted and status.open:
        law = office.library.law(drafted.law)
        found = remedies_in(status.case_state, law, office.library, status.awaited)
        yield from (each for each in found if isinstance(each, UntimedRemedy))


def _moved(
    office: Office, before: CaseStatus, after: CaseStatus, locale: Locale
) -> Iterator[Moved]:
    olds = {told.place: told for told, _ in counted_snapshots(before)}
    ahead = tuple(counted_snapshots(after))
    news = {told.place: deadline for told, deadline in ahead}
    drafted = after.case_state.drafted or before.case_state.drafted
    law = office.library.law(drafted.law) if drafted else None
    for opening, shift in shifts(olds.values(), (told for told, _ in ahead)):
        place = opening, shift.stage, shift.term
        deadline = news.get(place)
        yield Moved(
            says=_move_sentence(shift, said_term(shift, law, locale), locale),
            why=_why(shift, olds.get(place), locale),
            provisional=deadline is not None and deadline.provisional,
        )


def _move_sentence(shift: Shift, what: str, locale: Locale) -> str:
    was, now = (said_bounds(each, locale) if each else "" for each in (shift.was, shift.now))
    if not now:
        return locale.say(WOULD_END, what=what, was=was)
    return locale.say(WOULD_MOVE if was else WOULD_APPEAR, what=what, was=was, now=now)


def _why(shift: Shift, old: DeadlineSnapshot | None, locale: Locale) -> Explained | None:
    """Return the best explaining step that the older count did not have, None if there is none."""
    known = frozenset(old.moves) if old else frozenset[CountStep]()
    fresh = [move for move in shift.count if move not in known and move.reason in TELLING]
    if not fresh:
        return None
    return explain_steps((min(fresh, key=lambda move: TELLING.index(move.reason)),), locale)[0]


def _struck(entered: History, locale: Locale) -> Iterator[str]:
    """Yield a sentence for each correction that the act would bring with it."""
    for entry in entered:
        if isinstance(entry.event, Corrected) and entry.event.because in CORRECTIONS:
            why = locale.say(CORRECTIONS[entry.event.because])
            yield locale.say(WOULD_STRIKE, number=entry.event.entry, why=why)


class _AsIf(Shut):
    """A case file that accepts entries and stores none.

    It has no other methods, so that an act which needs more fails and writes nothing.
    """

    def __init__(self, case: CaseFile) -> None:
        super().__init__("case", AttributeError, case, READ)
        self.reference = case.reference
        self.history: History = case.history

    def enter(self, event: Event, *, at: datetime, by: str) -> Entry:
        entry = Entry(self.history[-1].seq + 1, event, at, by, b"", b"")
        self.history = (*self.history, entry)
        return entry

    def project(self, *_: object) -> None: ...

    def publish(self, *_: object) -> None: ...

    def add_paper(self, paper: Paper) -> None: ...

    def keep_filing(self, seq: int, filing: Filing) -> None: ...

    def keep_paper_details(self, seq: int, details: PaperDetails) -> None: ...

    def keep_quotes(self, seq: int, quotes: Mapping[str, str]) -> None: ...


class _OneCase:
    """A register with one case."""

    def __init__(self, case: _AsIf) -> None:
        self._case = case

    @contextmanager
    def open(self, reference: str) -> Iterator[_AsIf]:
        if reference != self._case.reference:
            raise LookupError(reference)
        yield self._case

    look = open


class _EmptyArchive:
    """An archive that returns digests and stores nothing."""

    def keep(self, reference: str, data: bytes) -> str:
        return sha256_of(data)
