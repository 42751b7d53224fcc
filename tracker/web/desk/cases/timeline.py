"""The timeline of a request in the workspace, with documents and calculations."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tracker.domain.base.days import DaySpan
from tracker.domain.base.messages import Message
from tracker.domain.base.terms import FeeCalculation
from tracker.domain.case.history import Entry
from tracker.domain.case.paper_details import NO_DETAILS, PaperDetails
from tracker.domain.case.request import Filing
from tracker.domain.case.unread_documents import doubted_lapses
from tracker.domain.events.clock.extension_noticed import ExtensionNoticed
from tracker.domain.events.clock.fee_noticed import FeeNoticed
from tracker.domain.events.clock.transferred import Transferred
from tracker.domain.events.correspondence.conversation import Conversation
from tracker.domain.events.correspondence.document_received import DocumentReceived
from tracker.domain.events.correspondence.sent import Sent
from tracker.domain.events.event import Event, HistoryEntry
from tracker.domain.events.lapses.missed_deadline import MissedDeadline
from tracker.domain.events.proceedings.appeal_filed import AppealFiled
from tracker.domain.events.proceedings.remedy_waived import RemedyWaived
from tracker.domain.events.publication.published import Published
from tracker.domain.events.publication.removed import Removed
from tracker.domain.events.publication.withheld import Withheld
from tracker.domain.events.responses.reply import Reply
from tracker.services.core.naming import FEE_CALCULATIONS, FEE_CHARGES, GROUNDS
from tracker.services.core.office import Office
from tracker.services.core.roles import Act
from tracker.services.correspondence.placing import sender_domains
from tracker.services.deadlines.explaining import Explained, explain_steps
from tracker.services.ports.cases import Paper
from tracker.web.base.access import person_may
from tracker.web.base.filters import moment
from tracker.web.base.language import gettext, ngettext, page_locale, worded
from tracker.web.desk.base.dossier import Dossier
from tracker.web.desk.base.words import PASSED
from tracker.web.record.request.timeline import TimelineItem, timeline_items
from tracker.web.record.request.timeline_source import TimelineSource
from tracker.web.record.request.timeline_words import AnySource, says

_ENTERED = Message("Logged {moment} by {who}.")


@dataclass(frozen=True, slots=True)
class WorkspaceItem:
    """One entry of the timeline, with the office's private data about it."""

    seq: int
    title: str
    on: DaySpan
    tone: str
    facts: tuple[str, ...]
    lacking: tuple[str, ...]
    filing: Filing
    details: PaperDetails
    papers: tuple[Paper, ...]
    calculation: tuple[Explained, ...]
    provisional: bool
    entered: str
    struck: bool
    public: bool
    correctable: bool
    spoken_with: str = ""


def workspace_timeline(office: Office, dossier: Dossier) -> tuple[WorkspaceItem, ...]:
    """Return every entry, oldest first."""
    names = office.people_names
    now = dossier.case_state
    doubted = {lapse.seq: document.event.on for lapse, document in doubted_lapses(now)}
    domains = sender_domains(office, dossier.reference) if person_may(Act.BROWSE) else {}
    source = TimelineSource(dossier.history, now, office.library, dossier.law, doubted)
    return tuple(_line(item, dossier, names, office, domains) for item in timeline_items(source))


def _line(
    item: TimelineItem[Entry],
    dossier: Dossier,
    names: Mapping[str, str],
    office: Office,
    domains: Mapping[str, str],
) -> WorkspaceItem:
    entry, event, now = item.entry, item.entry.event, dossier.case_state
    who = names.get(entry.entered_by, entry.entered_by)
    lapse = event if isinstance(event, MissedDeadline) else None
    filing = dossier.filings.get(entry.seq, Filing())
    return WorkspaceItem(
        seq=entry.seq,
        title=item.name,
        on=event.on,
        tone=event.tone,
        facts=(
            *_by_law(event, dossier),
            *item.says,
            *_private_facts(event, office),
            *_from_domain(event, domains),
            *_without_document(event),
        ),
        lacking=item.lacking,
        filing=filing,
        details=dossier.details.get(entry.seq, NO_DETAILS),
        papers=tuple(dossier.papers[d] for d in event.evidence if d in dossier.papers),
        calculation=explain_steps(lapse.count, page_locale()) if lapse else (),
        provisional=lapse.provisional if lapse else False,
        entered=gettext(_ENTERED, moment=moment(entry.entered_at, dossier.zone), who=who),
        struck=item.corrected,
        public=entry.seq in now.published and not now.withheld,
        correctable=event.correctable and not item.corrected,
        spoken_with=filing.recipient if isinstance(event, Conversation) else "",
    )


def _by_law(event: Event, dossier: Dossier) -> Iterator[str]:
    """Yield what an entry is under the law: its stage, or that an extension names no ground."""
    if isinstance(event, MissedDeadline):
        stage = dossier.law.stage(event.stage).title
        day = page_locale().span(event.earliest, event.latest)
        yield gettext("{stage}: the last day was {day}.", stage=stage, day=day)
    elif isinstance(event, AppealFiled):
        yield f"{worded(dossier.law.stage(event.stage).title)}."
    elif isinstance(event, ExtensionNoticed) and not event.ground:
        yield gettext("Ground: {ground}", ground=gettext("none named"))


def _private_facts(event: Event, office: Office) -> Iterator[str]:
    """Yield what an entry says for the workspace and letters only."""
    if isinstance(event, Reply):
        for named in dict.fromkeys(
            each.referred_to for each in event.outcomes if each.referred_to
        ):
            yield gettext("Referred to {body} (private).", body=_body_named(office, named))
    elif isinstance(event, Transferred) and event.named:
        yield gettext("The notice names {body} (private).", body=event.named)
    elif isinstance(event, FeeNoticed):
        if event.sum:
            yield gettext("Sum asked for: {sum} (private).", sum=event.sum)
        if event.calculation is not FeeCalculation.UNCHECKED:
            found = gettext(FEE_CALCULATIONS[event.calculation])
            yield gettext("Calculation: {found} (private).", found=found)
        if event.charges:
            charges = page_locale().listed([gettext(FEE_CHARGES[each]) for each in event.charges])
            yield gettext("It asks for: {charges} (private).", charges=charges)


def _from_domain(event: Event, domains: Mapping[str, str]) -> Iterator[str]:
    """Yield the domain of an email's sender. Anyone can write a sender, so no name is shown."""
    if isinstance(event, DocumentReceived):
        for domain in filter(None, (domains.get(each, "") for each in event.evidence)):
            yield gettext("The email names a sender at {domain}.", domain=domain)


def _body_named(office: Office, name: str) -> str:
    known = office.library.bodies.get(name)
    return worded(known.mention) if known else name


def _without_document(event: Event) -> Iterator[str]:
    if isinstance(event, Sent | DocumentReceived) and not event.evidence:
        yield gettext("From an imported list: no document attached.")


# Kinds that are never public have their words here only.


@says.register
def _(event: RemedyWaived, entry: HistoryEntry, source: AnySource) -> Iterator[str]:
    stage = source.law.stage(event.stage).title if source.law else event.stage
    yield gettext("{stage}. Reason: {ground}.", stage=stage, ground=gettext(PASSED[event.ground]))


@says.register
def _(event: Published, entry: HistoryEntry, source: AnySource) -> Iterator[str]:
    yield gettext(
        "Entries published: {list}.", list=page_locale().listed([str(e) for e in event.entries])
    )
    if event.releases or event.copies:
        texts, copies = len(event.releases), len(event.copies)
        yield gettext("Texts published: {texts}. Copies: {copies}.", texts=texts, copies=copies)
    if event.kept_until:
        yield gettext("It was scheduled for {day}.", day=page_locale().day(event.kept_until))
    if event.prepared_by:
        yield gettext("One person prepared it, and another confirmed it.")
    else:
        yield gettext("One person published it without a second person’s confirmation.")


@says.register
def _(event: Withheld, entry: HistoryEntry, source: AnySource) -> Iterator[str]:
    yield gettext("Reason: {ground}", ground=gettext(GROUNDS[event.because]))


@says.register
def _(event: Removed, entry: HistoryEntry, source: AnySource) -> Iterator[str]:
    ground = gettext(GROUNDS[event.because])
    yield ngettext(
        "{number} text or copy removed. Reason: {ground}",
        "{number} texts or copies removed. Reason: {ground}",
        len(event.digests),
        ground=ground,
    )
