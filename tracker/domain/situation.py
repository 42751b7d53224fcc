"""Where a history has led, without the days to come; each kind of event folds itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from tracker.domain.events.clock.extension_noticed import ExtensionNoticed
from tracker.domain.events.clock.transferred import Transferred
from tracker.domain.events.correspondence.acknowledged import Acknowledged
from tracker.domain.events.correspondence.paper_came import PaperCame
from tracker.domain.events.event import E, Folded, HistoryEntry
from tracker.domain.events.lapses.fell_silent import FellSilent
from tracker.domain.events.lapses.lapse import Lapse
from tracker.domain.events.proceedings.appeal_filed import AppealFiled
from tracker.domain.events.proceedings.decided import Decided, decides, undecided
from tracker.domain.events.proceedings.let_pass import LetPass
from tracker.domain.events.request.drafted import Drafted
from tracker.domain.events.responses.reply import Reply
from tracker.domain.history import Entry, in_force


@dataclass(frozen=True, slots=True)
class HistoryState(Folded[E]):
    """What has happened to a request so far, corrections applied."""

    drafted: Drafted | None = None

    def answering_on(self, day: date) -> str:
        """The key of the body that had to answer on that day: a request handed on later was still
        with the body before."""
        handed_on = [
            entry.event.to
            for entry in self.entries
            if isinstance(entry.event, Transferred) and entry.event.on.latest <= day
        ]
        return next((to for to in reversed(handed_on) if to), self.asked_body)

    @property
    def decision(self) -> E | None:
        """The decision of the appeal filed last; None while that is pending."""
        return self.decision_on(self.appeal) if self.appeal else None

    def decision_on(self, filed: HistoryEntry) -> E | None:
        """What was decided last on that appeal; None while it is pending."""
        return next((each for each in reversed(self.decisions) if decides(each, filed)), None)

    def undecided(self) -> tuple[E, ...]:
        """The appeals on which no decision is recorded, oldest first."""
        return undecided(self)

    def unread(self) -> tuple[E, ...]:
        """The papers that came and on which no later entry rests yet, oldest first."""
        return tuple(
            came
            for came in self.all(PaperCame.kind)
            if not any(later.seq > came.seq and _reads(later, came) for later in self.entries)
        )

    @property
    def appeal(self) -> E | None:
        """The appeal filed last."""
        return self.appeals[-1] if self.appeals else None

    def appealed(self, stage: str, opening: int) -> bool:
        """Whether an appeal of that stage was filed against what that entry opened."""
        return any(
            isinstance(entry.event, AppealFiled)
            and (entry.event.stage, entry.event.opening) == (stage, opening)
            for entry in self.appeals
        )

    def let_pass(self, stage: str, opening: int) -> E | None:
        """The decision not to use that stage against what that entry opened, if any."""
        for entry in self.all(LetPass.kind):
            event = entry.event
            if isinstance(event, LetPass) and (event.stage, event.opening) == (stage, opening):
                return entry
        return None

    def undecided_in_time(self) -> tuple[FellSilent, ...]:
        """The silences of whoever had to decide an appeal, oldest first."""
        filed = {appeal.seq for appeal in self.appeals}
        events = (entry.event for entry in self.lapses)
        return tuple(e for e in events if isinstance(e, FellSilent) and e.opening in filed)

    def lapse(self, kind: type[Lapse], stage: str, opening: int) -> E | None:
        """The overdue or silence entered for that stage and opening event, if any."""
        for entry in self.lapses:
            event = entry.event
            if isinstance(event, kind) and (event.stage, event.opening) == (stage, opening):
                return entry
        return None


Situation: TypeAlias = HistoryState[Entry]


def _reads(later: HistoryEntry, came: HistoryEntry) -> bool:
    """Whether an entry says what a paper is. A paper of which only a list told is added by the
    entry that says it, and so known by its day."""
    said, told = later.event, came.event
    if told.evidence:
        return bool(set(said.evidence) & set(told.evidence))
    says = isinstance(said, Reply | ExtensionNoticed | Acknowledged | PaperCame | Decided)
    return says and bool(said.evidence) and said.on == told.on


def situation_of(history: Iterable[E]) -> HistoryState[E]:
    """Fold a history, oldest entry first."""
    entries = in_force(history)
    state: HistoryState[E] = HistoryState(entries=entries)
    for entry in entries:
        state = entry.event.fold(entry, state)
    return state
