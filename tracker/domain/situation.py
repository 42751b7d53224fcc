"""Where a history has led: one small fold a kind of event, and nothing about days to come."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import singledispatch

from tracker.domain.events.clock.extension_noticed import ExtensionNoticed
from tracker.domain.events.clock.transferred import Transferred
from tracker.domain.events.correspondence.acknowledged import Acknowledged
from tracker.domain.events.correspondence.paper_came import PaperCame
from tracker.domain.events.correspondence.received import Received
from tracker.domain.events.correspondence.sent import Sent
from tracker.domain.events.event import Event
from tracker.domain.events.lapses.fell_silent import FellSilent
from tracker.domain.events.lapses.lapse import Lapse
from tracker.domain.events.proceedings.appeal_filed import AppealFiled
from tracker.domain.events.proceedings.decided import Decided
from tracker.domain.events.proceedings.let_pass import LetPass
from tracker.domain.events.publication.copy import Copy
from tracker.domain.events.publication.published import Published
from tracker.domain.events.publication.release import Release
from tracker.domain.events.publication.removed import Removed
from tracker.domain.events.publication.withheld import Withheld
from tracker.domain.events.request.approved import Approved
from tracker.domain.events.request.corrected import Corrected
from tracker.domain.events.request.drafted import Drafted
from tracker.domain.events.request.withdrawn import Withdrawn
from tracker.domain.events.responses.reply import Reply
from tracker.domain.history import Entry, in_force


@dataclass(frozen=True, slots=True)
class Situation:
    """What has happened to a request so far, corrections applied."""

    drafted: Drafted | None = None
    approved: bool = False
    sent: tuple[Entry, ...] = ()
    received: Entry | None = None
    extension: Entry | None = None
    replies: tuple[Entry, ...] = ()
    lapses: tuple[Entry, ...] = ()
    appeals: tuple[Entry, ...] = ()
    decisions: tuple[Entry, ...] = ()
    withdrawn: bool = False
    published: frozenset[int] = frozenset()
    releases: tuple[Release, ...] = ()
    copies: tuple[Copy, ...] = ()
    withheld: bool = False
    corrections: tuple[Entry, ...] = ()
    transferred_to: str = ""
    entries: tuple[Entry, ...] = field(default=(), repr=False)

    @property
    def acting_body(self) -> str:
        """The key of the body that must answer: the one asked, or that to which it was handed."""
        return self.transferred_to or (self.drafted.body if self.drafted else "")

    def answering_on(self, day: date) -> str:
        """The key of the body that had to answer on that day: a request handed on later was still
        with the body before."""
        handed_on = [
            entry.event.to
            for entry in self.entries
            if isinstance(entry.event, Transferred) and entry.event.on.latest <= day
        ]
        asked = self.drafted.body if self.drafted else ""
        return next((to for to in reversed(handed_on) if to), asked)

    @property
    def decision(self) -> Entry | None:
        """The decision of the appeal filed last; None while that is pending."""
        return self.decision_on(self.appeal) if self.appeal else None

    def decision_on(self, filed: Entry) -> Entry | None:
        """What was decided last on that appeal; None while it is pending."""
        return next((each for each in reversed(self.decisions) if decides(each, filed)), None)

    def undecided(self) -> tuple[Entry, ...]:
        """The appeals on which no decision is on record, oldest first."""
        return tuple(filed for filed in self.appeals if not self.decision_on(filed))

    def unread(self) -> tuple[Entry, ...]:
        """The papers that came and on which no later entry rests yet, oldest first."""
        return tuple(
            came
            for came in self.all(PaperCame.kind)
            if not any(later.seq > came.seq and _reads(later, came) for later in self.entries)
        )

    def all(self, *kinds: str) -> tuple[Entry, ...]:
        """The entries of those kinds that count, in the order in which they were entered."""
        return tuple(entry for entry in self.entries if entry.event.kind in kinds)

    def first(self, *kinds: str) -> Entry | None:
        """The first entry of those kinds that counts."""
        return next(iter(self.all(*kinds)), None)

    @property
    def appeal(self) -> Entry | None:
        """The appeal filed last."""
        return self.appeals[-1] if self.appeals else None

    def appealed(self, stage: str, opening: int) -> bool:
        """Whether an appeal of that stage was filed against what that entry opened."""
        return any(
            isinstance(entry.event, AppealFiled)
            and (entry.event.stage, entry.event.opening) == (stage, opening)
            for entry in self.appeals
        )

    def let_pass(self, stage: str, opening: int) -> Entry | None:
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

    def lapse(self, kind: type[Lapse], stage: str, opening: int) -> Entry | None:
        """The overdue or silence entered for that stage and opening event, if any."""
        for entry in self.lapses:
            event = entry.event
            if isinstance(event, kind) and (event.stage, event.opening) == (stage, opening):
                return entry
        return None


def _reads(later: Entry, came: Entry) -> bool:
    """Whether an entry says what a paper is. A paper of which only a list told is added by the
    entry that says it, and so known by its day."""
    said, told = later.event, came.event
    if told.evidence:
        return bool(set(said.evidence) & set(told.evidence))
    says = isinstance(said, Reply | ExtensionNoticed | Acknowledged | PaperCame | Decided)
    return says and bool(said.evidence) and said.on == told.on


def decides(decision: Entry, filed: Entry) -> bool:
    """Whether a decision is the one on what was filed there."""
    decided, appeal = decision.event, filed.event
    if not isinstance(decided, Decided) or not isinstance(appeal, AppealFiled):
        return False
    if decided.appeal:
        return decided.appeal == filed.seq
    return decision.seq > filed.seq and decided.stage == appeal.stage


def situation_of(history: Iterable[Entry]) -> Situation:
    """Fold a history, oldest entry first."""
    entries = in_force(history)
    situation = Situation(entries=entries)
    for entry in entries:
        situation = _after(entry.event, entry, situation)
    return situation


@singledispatch
def _after(event: Event, entry: Entry, situation: Situation) -> Situation:
    """Where things stand once `event` is entered; most events only stand in the timeline."""
    return situation


@_after.register
def _(event: Drafted, entry: Entry, situation: Situation) -> Situation:
    return replace(situation, drafted=event)


@_after.register
def _(event: Approved, entry: Entry, situation: Situation) -> Situation:
    return replace(situation, approved=True)


@_after.register
def _(event: Sent, entry: Entry, situation: Situation) -> Situation:
    return replace(situation, sent=(*situation.sent, entry))


@_after.register
def _(event: Received, entry: Entry, situation: Situation) -> Situation:
    # A letter sent again is received again, but the clock runs from the first proved receipt.
    return situation if situation.received else replace(situation, received=entry)


@_after.register
def _(event: ExtensionNoticed, entry: Entry, situation: Situation) -> Situation:
    return situation if situation.extension else replace(situation, extension=entry)


@_after.register
def _(event: Reply, entry: Entry, situation: Situation) -> Situation:
    return replace(situation, replies=(*situation.replies, entry))


@_after.register
def _(event: Lapse, entry: Entry, situation: Situation) -> Situation:
    return replace(situation, lapses=(*situation.lapses, entry))


@_after.register
def _(event: AppealFiled, entry: Entry, situation: Situation) -> Situation:
    return replace(situation, appeals=(*situation.appeals, entry))


@_after.register
def _(event: Decided, entry: Entry, situation: Situation) -> Situation:
    return replace(situation, decisions=(*situation.decisions, entry))


@_after.register
def _(event: Transferred, entry: Entry, situation: Situation) -> Situation:
    return replace(situation, transferred_to=event.to)


@_after.register
def _(event: Withdrawn, entry: Entry, situation: Situation) -> Situation:
    return replace(situation, withdrawn=True)


@_after.register
def _(event: Published, entry: Entry, situation: Situation) -> Situation:
    # What was taken down stays down: publishing again starts from what is chosen then.
    nothing = replace(situation, published=frozenset(), releases=(), copies=())
    start = nothing if situation.withheld else situation
    return replace(
        start,
        published=start.published | frozenset(event.entries),
        releases=(*start.releases, *event.releases),
        copies=(*start.copies, *event.copies),
        withheld=False,
    )


@_after.register
def _(event: Removed, entry: Entry, situation: Situation) -> Situation:
    return replace(
        situation,
        releases=tuple(each for each in situation.releases if each.digest not in event.digests),
        copies=tuple(each for each in situation.copies if each.digest not in event.digests),
    )


@_after.register
def _(event: Withheld, entry: Entry, situation: Situation) -> Situation:
    return replace(situation, withheld=True)


@_after.register
def _(event: Corrected, entry: Entry, situation: Situation) -> Situation:
    return replace(situation, corrections=(*situation.corrections, entry))
