"""The timeline of a request as the workspace lays it out, with documents and the count of days."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tracker.domain.days import DaySpan
from tracker.domain.errors import Words
from tracker.domain.events.clock.extension_noticed import ExtensionNoticed
from tracker.domain.events.correspondence.paper_came import PaperCame
from tracker.domain.events.correspondence.sent import Sent
from tracker.domain.events.event import Event, HistoryEntry
from tracker.domain.events.lapses.lapse import Lapse
from tracker.domain.events.proceedings.appeal_filed import AppealFiled
from tracker.domain.events.proceedings.let_pass import LetPass
from tracker.domain.events.publication.published import Published
from tracker.domain.events.publication.removed import Removed
from tracker.domain.events.publication.withheld import Withheld
from tracker.domain.history import Entry
from tracker.domain.overtaken import overtaken
from tracker.domain.request import Filing
from tracker.services.explaining import Explained, explain_steps
from tracker.services.naming import GROUNDS
from tracker.services.office import Office
from tracker.services.ports import Paper
from tracker.web.desk.dossier import Dossier
from tracker.web.desk.words import PASSED
from tracker.web.filters import moment
from tracker.web.language import say, speech, worded
from tracker.web.record.timeline import TimelineItem, timeline_items
from tracker.web.record.timeline_source import TimelineSource
from tracker.web.record.timeline_words import Source, says

ENTERED = Words("Entered {moment} by {who}.")
GROUND = Words("Ground: {ground}")


@dataclass(frozen=True, slots=True)
class WorkspaceItem:
    """One entry of the timeline, with what the office keeps beside it."""

    seq: int
    title: str
    on: DaySpan
    tone: str
    facts: tuple[str, ...]
    lacking: tuple[str, ...]
    filing: Filing
    papers: tuple[Paper, ...]
    reckoning: tuple[Explained, ...]
    provisional: bool
    entered: str
    struck: bool
    public: bool
    correctable: bool


def workspace_timeline(office: Office, dossier: Dossier) -> tuple[WorkspaceItem, ...]:
    """Return every entry, oldest first."""
    names = {account.id: account.name for account in office.people.accounts()}
    now = dossier.situation
    doubted = {lapse.seq: document.event.on for lapse, document in overtaken(now)}
    source = TimelineSource(dossier.history, now, office.library, dossier.law, doubted)
    return tuple(_line(item, dossier, names) for item in timeline_items(source))


def _line(item: TimelineItem[Entry], dossier: Dossier, names: Mapping[str, str]) -> WorkspaceItem:
    entry, event, now = item.entry, item.entry.event, dossier.situation
    who = names.get(entry.entered_by, entry.entered_by)
    lapse = event if isinstance(event, Lapse) else None
    return WorkspaceItem(
        seq=entry.seq,
        title=item.name,
        on=event.on,
        tone=event.tone,
        facts=(*_by_law(event, dossier), *item.says, *_without_document(event)),
        lacking=item.lacking,
        filing=dossier.filings.get(entry.seq, Filing()),
        papers=tuple(dossier.papers[d] for d in event.evidence if d in dossier.papers),
        reckoning=explain_steps(lapse.count, speech()) if lapse else (),
        provisional=lapse.provisional if lapse else False,
        entered=say(ENTERED, moment=moment(entry.entered_at, dossier.zone), who=who),
        struck=item.corrected,
        public=entry.seq in now.published and not now.withheld,
        correctable=event.correctable and not item.corrected,
    )


def _by_law(event: Event, dossier: Dossier) -> Iterator[str]:
    """What an entry is under the law: its stage, or that an extension names no ground."""
    if isinstance(event, Lapse):
        stage = dossier.law.stage(event.stage).title
        day = speech().span(event.earliest, event.latest)
        yield say("{stage}: the last day was {day}.", stage=stage, day=day)
    elif isinstance(event, AppealFiled):
        yield f"{worded(dossier.law.stage(event.stage).title)}."
    elif isinstance(event, ExtensionNoticed) and not event.ground:
        yield say(GROUND, ground=say("none named"))


def _without_document(event: Event) -> Iterator[str]:
    if isinstance(event, Sent | PaperCame) and not event.evidence:
        yield say("From an imported list: no paper of it is on file.")


# The kinds that are never public say their words here alone.


@says.register
def _(event: LetPass, entry: HistoryEntry, source: Source) -> Iterator[str]:
    stage = source.law.stage(event.stage).title if source.law else event.stage
    yield say("{stage}. Ground: {ground}.", stage=stage, ground=PASSED[event.ground].lower())


@says.register
def _(event: Published, entry: HistoryEntry, source: Source) -> Iterator[str]:
    yield say("Entries shown: {list}.", list=speech().listed([str(e) for e in event.entries]))
    if event.body_told_on:
        yield say("The body was told on {day}.", day=speech().day(event.body_told_on))
    if event.releases or event.copies:
        texts, copies = len(event.releases), len(event.copies)
        yield say("Texts released: {texts}; copies: {copies}.", texts=texts, copies=copies)
    if event.kept_until:
        yield say("It had been kept back until {day}.", day=speech().day(event.kept_until))
    if event.prepared_by:
        yield say("One person prepared it, and another confirmed it.")
    else:
        yield say("One person published it: nobody confirmed it.")


@says.register
def _(event: Withheld, entry: HistoryEntry, source: Source) -> Iterator[str]:
    yield say(GROUND, ground=say(GROUNDS[event.because]))


@says.register
def _(event: Removed, entry: HistoryEntry, source: Source) -> Iterator[str]:
    ground = say(GROUNDS[event.because])
    yield say("Removed: {number}. Ground: {ground}", number=len(event.digests), ground=ground)
