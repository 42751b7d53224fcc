"""The timeline of a request and the reckoning of its days, ready to be laid out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial, singledispatch

from tracker.domain.days import DaySpan
from tracker.domain.deadline import Deadline
from tracker.domain.events import (
    Adjourned,
    AppealFiled,
    BodyStated,
    Complied,
    Corrected,
    Decided,
    DeliveryReported,
    EnforcementSought,
    Event,
    ExtensionNoticed,
    HearingFixed,
    Lapse,
    LetPass,
    NoticeSent,
    PaperCame,
    Published,
    Received,
    Recounted,
    Removed,
    Reply,
    Resent,
    Sent,
    Transferred,
    Withheld,
)
from tracker.domain.history import Entry, struck
from tracker.domain.request import Filing
from tracker.domain.windows import Cause, Untold, Window
from tracker.domain.workdays import Calendar
from tracker.services.explaining import Explained, cautions, explain, explain_steps
from tracker.services.grid_words import GridShown, in_words
from tracker.services.month_grid import first_weekday, grid_of
from tracker.services.naming import (
    AUTHORSHIP,
    CHANNELS,
    CORRECTIONS,
    DECISIONS,
    DELIVERIES,
    DUTIES,
    GROUNDS,
    RECEIPT_PROOFS,
    event_name,
    opened_title,
)
from tracker.services.office import Office
from tracker.services.ports import Paper
from tracker.services.receiving import FIXED
from tracker.services.telling import said_causes, said_shift
from tracker.web.desk.dossier import Dossier
from tracker.web.desk.words import PASSED
from tracker.web.filters import EVENT_TONES, moment
from tracker.web.language import speech

AGAINST = {
    Cause.SILENCE: "a silence",
    Cause.DECISION: "a decision",
    Cause.NOTICE: "a notice of the body",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the history in words."""

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


def timeline(office: Office, dossier: Dossier) -> tuple[Line, ...]:
    """Every entry, oldest first."""
    names = {account.id: account.name for account in office.people.accounts()}
    wrong = struck(dossier.history)
    return tuple(_line(office, dossier, entry, names, wrong) for entry in dossier.history)


def _line(
    office: Office,
    dossier: Dossier,
    entry: Entry,
    names: dict[str, str],
    wrong: frozenset[int],
) -> Line:
    event = entry.event
    who = names.get(entry.entered_by, entry.entered_by)
    lapse = event if isinstance(event, Lapse) else None
    return Line(
        seq=entry.seq,
        title=event_name(event),
        on=event.on,
        tone=EVENT_TONES.get(event.kind, ""),
        facts=tuple(_facts(event, office, dossier)),
        lacking=_lacking(event, dossier),
        filing=dossier.filings.get(entry.seq, Filing()),
        papers=tuple(dossier.papers[d] for d in event.evidence if d in dossier.papers),
        reckoning=explain_steps(lapse.count, speech()) if lapse else (),
        provisional=lapse.provisional if lapse else False,
        entered=f"Entered {moment(entry.entered_at, dossier.zone)} by {who}",
        struck=entry.seq in wrong,
        public=entry.seq in dossier.situation.published and not dossier.situation.withheld,
        correctable=event.kind not in FIXED and entry.seq not in wrong,
    )


def _lacking(event: Event, dossier: Dossier) -> tuple[str, ...]:
    """What the law makes a refusal show and this paper does not, in the law's words."""
    if not isinstance(event, Reply):
        return ()
    duties = {duty.key: str(duty.says) for duty in dossier.law.refusal_duties}
    return tuple(duties.get(key, key) for key in event.lacking)


@singledispatch
def _facts(event: Event, office: Office, dossier: Dossier) -> Iterator[str]:
    """What an entry says beyond its name and day."""
    return iter(())


@_facts.register
def _(event: Sent, office: Office, dossier: Dossier) -> Iterator[str]:
    yield f"By {CHANNELS[event.channel.value]}."
    yield from _told_only(event)


@_facts.register
def _(event: PaperCame, office: Office, dossier: Dossier) -> Iterator[str]:
    yield f"By {CHANNELS[event.channel.value]}."
    yield from _told_only(event)


def _told_only(event: Event) -> Iterator[str]:
    if not event.evidence:
        yield "From an imported list: no paper of it is on file."


@_facts.register
def _(event: Resent, office: Office, dossier: Dossier) -> Iterator[str]:
    yield f"The paper of entry {event.of}, by {CHANNELS[event.channel.value]}. It resets no clock."


@_facts.register
def _(event: DeliveryReported, office: Office, dossier: Dossier) -> Iterator[str]:
    yield f"Of the despatch in entry {event.despatch}: {DELIVERIES[event.result].lower()}"


@_facts.register
def _(event: Received, office: Office, dossier: Dossier) -> Iterator[str]:
    yield f"Proved by: {RECEIPT_PROOFS[event.proof.value]}."


@_facts.register
def _(event: ExtensionNoticed, office: Office, dossier: Dossier) -> Iterator[str]:
    extension = dossier.law.stage(event.stage).extension
    grounds = {ground.key: str(ground.says) for ground in extension.grounds} if extension else {}
    yield f"Ground: {grounds.get(event.ground, 'none named')}"


@_facts.register
def _(event: Lapse, office: Office, dossier: Dossier) -> Iterator[str]:
    stage = dossier.law.stage(event.stage).title
    yield f"{stage}: the last day was {speech().span(event.earliest, event.latest)}."


@_facts.register
def _(event: Recounted, office: Office, dossier: Dossier) -> Iterator[str]:
    yield from (said_shift(shift, dossier.law, speech()) for shift in event.shifts)
    yield from said_causes(event.shifts, speech())


@_facts.register
def _(event: AppealFiled, office: Office, dossier: Dossier) -> Iterator[str]:
    why = AGAINST[Cause(event.cause)]
    stage = dossier.law.stage(event.stage).title
    to = f"To {office.library.body(event.to).name}" if event.to else "Filed"
    yield f"{stage}. {to}, against {why}, by {CHANNELS[event.channel]}."


@_facts.register
def _(event: Transferred, office: Office, dossier: Dossier) -> Iterator[str]:
    name = office.library.body(event.to).name if event.to else "a body that is not on file"
    yield f"To {name}."


@_facts.register
def _(event: Decided, office: Office, dossier: Dossier) -> Iterator[str]:
    yield f"The appeal was {DECISIONS[event.outcome]}."
    if event.comply_by:
        yield f"The order is to be obeyed by {speech().day(event.comply_by)}."
    for duty in event.duties:
        day = f", by {speech().day(duty.by)}" if duty.by else ""
        yield f"To {DUTIES[duty.kind]}{f' ({duty.amount})' if duty.amount else ''}{day}."


@_facts.register
def _(event: HearingFixed, office: Office, dossier: Dossier) -> Iterator[str]:
    body = office.library.bodies.get(event.before)
    before = f" before {body.name}" if body else ""
    yield f"For {speech().day(event.hearing)}{before}. No clock stands still for it."


@_facts.register
def _(event: Adjourned, office: Office, dossier: Dossier) -> Iterator[str]:
    yield f"To {speech().day(event.to)}." if event.to else "No new day was said."


@_facts.register
def _(event: Complied, office: Office, dossier: Dossier) -> Iterator[str]:
    part = "Only in part" if event.in_part else "In full"
    what = f"duty {event.duty} of the order" if event.duty else "the order"
    yield f"{part}: {what} of entry {event.decision}."


@_facts.register
def _(event: EnforcementSought, office: Office, dossier: Dossier) -> Iterator[str]:
    to = f"To {office.library.body(event.to).name}, by" if event.to else "By"
    yield f"{to} {CHANNELS[event.channel.value]}. The order is that of entry {event.decision}."


@_facts.register
def _(event: LetPass, office: Office, dossier: Dossier) -> Iterator[str]:
    yield f"{dossier.law.stage(event.stage).title}. Ground: {PASSED[event.ground].lower()}."


@_facts.register
def _(event: NoticeSent, office: Office, dossier: Dossier) -> Iterator[str]:
    name = office.library.body(event.to).name
    yield f"To {name}, by {CHANNELS[event.channel.value]}."
    yield f"It has until {speech().day(event.answer_by)} to answer."


@_facts.register
def _(event: BodyStated, office: Office, dossier: Dossier) -> Iterator[str]:
    yield f"Of {office.library.body(event.body).name}. It replaces nothing."
    yield f"Authorship: {AUTHORSHIP[event.checked]}."


@_facts.register
def _(event: Corrected, office: Office, dossier: Dossier) -> Iterator[str]:
    yield f"Entry {event.entry} counts no more. {CORRECTIONS.get(event.why, event.why)}"


@_facts.register
def _(event: Published, office: Office, dossier: Dossier) -> Iterator[str]:
    yield f"Entries shown: {', '.join(map(str, event.entries))}."
    if event.body_told_on:
        yield f"The body was told on {speech().day(event.body_told_on)}."
    if event.releases or event.copies:
        yield f"Texts released: {len(event.releases)}; copies: {len(event.copies)}."
    if event.kept_until:
        yield f"It had been kept back until {speech().day(event.kept_until)}."
    if event.prepared_by:
        yield "One person prepared it, and another confirmed it."
    else:
        yield "One person published it: nobody confirmed it."


@_facts.register
def _(event: Withheld, office: Office, dossier: Dossier) -> Iterator[str]:
    yield f"Ground: {GROUNDS[event.because]}"


@_facts.register
def _(event: Removed, office: Office, dossier: Dossier) -> Iterator[str]:
    yield f"Removed: {len(event.digests)}. Ground: {GROUNDS[event.because]}"


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A deadline with how it was reached, and the window that it closes if it is one."""

    title: str
    deadline: Deadline
    section: str
    lines: tuple[Explained, ...]
    cautions: tuple[str, ...]
    months: GridShown
    over: bool
    window: Window | None = None


def reckoned(office: Office, dossier: Dossier) -> tuple[Reckoned, ...]:
    """Every deadline and window of the request, in the order in which the law has them."""
    calendar = office.library.calendars[dossier.body.calendar]
    return tuple(_reckoned(dossier, calendar))


def _reckoned(dossier: Dossier, calendar: Calendar) -> Iterator[Reckoned]:
    shown = partial(_shown, calendar)
    for awaited in dossier.standing.awaited:
        title = str(awaited.stage.title)
        if awaited.urgent:
            yield shown(f"{title}, life or liberty", awaited.urgent, over=awaited.done)
        yield shown(str(awaited.ordinary.stage.title), awaited.ordinary, over=awaited.done)
        if awaited.longest is not awaited.ordinary:
            longest = f"{awaited.longest.stage.title}, longest time"
            yield shown(longest, awaited.longest, over=awaited.done)
    for window in dossier.standing.windows:
        filed = dossier.situation.appealed(window.stage.key, window.opening)
        title = opened_title(window.stage, window.cause)
        yield shown(title, window.closes, over=filed, window=window)


@dataclass(frozen=True, slots=True)
class OpenEnded:
    """A remedy for whose end no day is on file, and the first day on which it is surely open;
    None where that cannot be told yet."""

    title: str
    first: date | None


def open_ended(dossier: Dossier) -> tuple[OpenEnded, ...]:
    """The unused remedies that nobody can say the end of, in the order of the law."""
    return tuple(
        OpenEnded(opened_title(each.opened.stage, each.opened.cause), each.opened.safe_from)
        for each in dossier.remedies
        if isinstance(each.opened, Untold)
    )


def _shown(
    calendar: Calendar,
    title: str,
    deadline: Deadline,
    *,
    over: bool,
    window: Window | None = None,
) -> Reckoned:
    week = first_weekday(calendar, deadline.earliest)
    return Reckoned(
        title=title,
        deadline=deadline,
        section=deadline.law.cite(deadline.sources),
        lines=explain(deadline, speech()),
        cautions=cautions(deadline, speech()),
        months=in_words(grid_of(deadline, week), speech()),
        over=over,
        window=window,
    )
