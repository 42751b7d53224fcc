"""The two tables of an appeal: the chronology with its calculated dates, and the annexes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from tracker.domain.base.days import DaySpan
from tracker.domain.base.messages import Message
from tracker.domain.case.case_state import CaseState
from tracker.domain.case.case_status import CaseStatus
from tracker.domain.case.history import Entry, History, entries_in_force
from tracker.domain.case.paper_details import NO_DETAILS, PaperDetails
from tracker.domain.clock.deadline import Deadline
from tracker.domain.events import KINDS
from tracker.domain.events.clock.extension_noticed import ExtensionNoticed
from tracker.domain.events.clock.fee_noticed import FeeNoticed
from tracker.domain.events.clock.transferred import Transferred
from tracker.domain.events.correspondence.acknowledged import Acknowledged
from tracker.domain.events.correspondence.document_received import DocumentReceived
from tracker.domain.events.correspondence.received import Received
from tracker.domain.events.correspondence.sent import Sent
from tracker.domain.events.dispatched import Dispatched
from tracker.domain.events.event import Event
from tracker.domain.events.lapses.fell_silent import FellSilent
from tracker.domain.events.proceedings.appeal_filed import AppealFiled
from tracker.domain.events.proceedings.complied import Complied
from tracker.domain.events.proceedings.decided import Decided
from tracker.domain.events.proceedings.hearing_fixed import HearingFixed
from tracker.domain.events.responses.partly_answered import PartlyAnswered
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.count_step import CountStep, Reason
from tracker.domain.law.law import Law, LetterKind
from tracker.domain.words.letter import LetterTable
from tracker.services.core.entry_words import copy_note
from tracker.services.core.i18n import Locale
from tracker.services.deadlines.explaining import brief
from tracker.services.letters.appeal_words import Plea
from tracker.services.letters.paper_dates import with_its_paper

_SKIPPED = frozenset({Reason.CLOSED, Reason.UNCERTAIN, Reason.END_CLOSED})
_ENDS = frozenset({Reason.LIMIT, Reason.EXTENSION})
_PLAIN = Message("Last day: {stage}")
_EXTENDED = Message("Last day, with the extension announced: {stage}")
_LONGEST = Message("Last day, with the longest extension: {stage}")
_ASKED = frozenset({Sent.kind, Received.kind, Acknowledged.kind, Transferred.kind})
# What a body sends after an appeal, which a rejoinder answers.
SAID_SINCE = (DocumentReceived, Reply, ExtensionNoticed)
REPLIES = frozenset(name for name, kind in KINDS.items() if issubclass(kind, Reply))
# The kinds of entries annexed to these letters to the body, which has its own documents.
SPOKEN_OF: Mapping[LetterKind, frozenset[str]] = {
    LetterKind.REMINDER: _ASKED | {ExtensionNoticed.kind, PartlyAnswered.kind},
    LetterKind.EXTENSION_CHALLENGED: _ASKED | {ExtensionNoticed.kind},
    LetterKind.FEE_DISPUTED: _ASKED | {FeeNoticed.kind},
    LetterKind.NOTICE: _ASKED | {ExtensionNoticed.kind} | REPLIES,
}

# A date to sort by, then the three columns.
_Line = tuple[date, str, str, str]


def chronology(
    history: History,
    case_status: CaseStatus,
    details: Mapping[int, PaperDetails],
    law: Law,
    locale: Locale,
    filed: date | None = None,
    *,
    beside_calendar: bool = False,
    pleaded: Sequence[tuple[Deadline, str]] = (),
) -> LetterTable:
    """Return a table of every documented event, and every computed date with its calculation.

    In a document `filed` on a day, a longer time that nobody claimed is shown only once it is
    over. `beside_calendar`, dates have no weekday, a document that bears the date of its row does
    not repeat it, a calculation does not list the days before the end that were not counted, and
    an extended time does not repeat the count of the time that it extends. The dates in `pleaded`
    are those that a letter names beside the computed ones; no calendar shows them.
    """
    written = locale.short_span if beside_calendar else locale.day_span
    lines: list[_Line] = []
    for entry in entries_in_force(history):
        if entry.event.document:
            paper = details.get(entry.seq, NO_DETAILS)
            # The words of a letter for a notice of a hearing have the day of the hearing.
            day = entry.event.on if beside_calendar else listed_on(entry.event)
            what = _happened(entry.event, day, paper, law, locale, beside_calendar)
            lines.append((day.earliest, written(day), what, ""))
    told = _told(case_status) if beside_calendar else {}
    told |= {id(deadline): () for deadline, _ in pleaded}
    lines += [
        _counted(deadline, said, law, locale, told.get(id(deadline)))
        for deadline, said in (*computed(case_status, locale, filed), *pleaded)
    ]
    lines.sort(key=lambda line: line[0])
    say = locale.say
    head = (say("Day"), say("What happened"), say("How the date was counted"))
    return LetterTable(head, tuple(line[1:] for line in lines))


def _happened(
    event: Event,
    day: DaySpan,
    paper: PaperDetails,
    law: Law,
    locale: Locale,
    beside_calendar: bool,
) -> str:
    """Return what happened on a day; beside a calendar, the row itself has the day."""
    if beside_calendar and day == DaySpan.on(paper.dated or day.latest):
        paper = replace(paper, dated=None)
    named = _named(event, law, locale, as_in_letter=beside_calendar)
    return with_its_paper(named, event, paper, law, locale, receipt=not beside_calendar)


def listed_on(event: Event) -> DaySpan:
    """Return the day of an event in a list of dates: a hearing has its own, not that of the notice
    that fixed it."""
    return DaySpan.on(event.hearing) if isinstance(event, HearingFixed) else event.on


def computed(
    case_status: CaseStatus, locale: Locale, filed: date | None = None
) -> Iterator[tuple[Deadline, str]]:
    """Yield every deadline of the chronology, with words that say what it ends."""
    for awaited in case_status.awaited:
        what = _EXTENDED if awaited.ordinary.extended else _PLAIN
        yield awaited.ordinary, _deadline_name(what, awaited.ordinary, locale)
        last = awaited.longest.latest
        over = filed is None or (last is not None and last < filed)
        other = awaited.longest.stage is not awaited.ordinary.stage
        # A reply came: the limit of another stage, which nobody claimed, is of no use any more.
        unclaimed = other and filed is not None and bool(case_status.case_state.replies)
        if awaited.longest is not awaited.ordinary and over and not unclaimed:
            what = _PLAIN if other and not awaited.longest.extended else _LONGEST
            yield awaited.longest, _deadline_name(what, awaited.longest, locale)
    for window in case_status.windows:
        yield window.closes, _deadline_name(_PLAIN, window.closes, locale)


def _deadline_name(what: str, deadline: Deadline, locale: Locale) -> str:
    """Return words that say what a deadline ends, by the stage under which it was calculated."""
    return locale.say(what, stage=deadline.stage.title.in_language(locale.language))


def annexed(
    kind: LetterKind,
    case_status: CaseStatus,
    plea: Plea | None = None,
    silence: FellSilent | None = None,
) -> tuple[Entry, ...]:
    """Return the entries whose documents go with a letter, in order of entry.

    With a letter between the request and a remedy, and with a notice, these are the entries that
    it mentions; with a notice about the `silence` of an appeal body, what was filed with that
    body. A rejoinder has what came since the appeal, and any other letter what came before it.
    """
    if kind is LetterKind.REJOINDER:
        return said_since(case_status.case_state)
    if kind is LetterKind.ENFORCEMENT and plea:
        return _of_order(case_status.case_state, plea)
    if silence:
        return tuple(e for e in case_status.case_state.appeals if e.seq == silence.opening)
    spoken_of = SPOKEN_OF.get(kind)
    found = _before(case_status, plea)
    return tuple(each for each in found if not spoken_of or each.event.kind in spoken_of)


def _of_order(now: CaseState, plea: Plea) -> tuple[Entry, ...]:
    """Return the documents of an application for enforcement: the request, the replies to it, the
    remedy as filed, the decisions on it and what was done to comply."""
    filed = now.appealed(*plea.remedy.place)
    decisions = {
        entry.seq
        for entry in now.decisions
        if isinstance(entry.event, Decided) and filed and entry.event.appeal == filed.seq
    }
    return tuple(
        entry
        for entry in now.entries
        if entry.event.evidence
        and entry.event.document
        and (
            entry == filed
            or entry.seq in decisions
            or entry.event.kind in _ASKED
            or entry in plea.replies()
            or (isinstance(entry.event, Complied) and entry.event.decision in decisions)
        )
    )


def _before(case_status: CaseStatus, plea: Plea | None) -> tuple[Entry, ...]:
    """Return the documented entries before a letter.

    A remedy is no annex of itself, but earlier filings and decisions are. A document that a later
    entry rests on belongs to that entry.
    """
    now = case_status.case_state
    before = plea.remedy.opened.opening if plea and not plea.first else 0
    waiting = {entry.seq for entry in now.unread()}
    return tuple(
        entry
        for entry in now.entries
        if entry.event.evidence
        and entry.event.document
        and not (isinstance(entry.event, AppealFiled | Decided) and entry.seq > before)
        and not (isinstance(entry.event, DocumentReceived) and entry.seq not in waiting)
    )


def said_since(now: CaseState) -> tuple[Entry, ...]:
    """Return the body's documents since the last appeal that is undecided."""
    waiting, unread = now.undecided(), {entry.seq for entry in now.unread()}
    return tuple(
        entry
        for entry in now.entries
        if waiting
        and entry.seq > waiting[-1].seq
        and isinstance(entry.event, SAID_SINCE)
        and not (isinstance(entry.event, DocumentReceived) and entry.seq not in unread)
    )


def annexes(entries: Sequence[Entry], law: Law, locale: Locale) -> LetterTable:
    """Return a numbered table of these documents."""
    say = locale.say
    rows = tuple(
        (str(number), paper_name(entry.event, law, locale), locale.day_span(entry.event.on))
        for number, entry in enumerate(entries, start=1)
    )
    return LetterTable((say("No."), say("Document"), say("Date")), rows)


def _told(case_status: CaseStatus) -> dict[int, tuple[CountStep, ...]]:
    """Return the steps of each count that a calendar or an earlier row of the table shows."""
    times = [
        each for awaited in case_status.awaited for each in (awaited.ordinary, awaited.longest)
    ]
    times += [window.closes for window in case_status.windows]
    told = {id(deadline): tuple(_skipped(deadline)) for deadline in times}
    for awaited in case_status.awaited:
        if awaited.longest is not awaited.ordinary:
            told[id(awaited.longest)] += awaited.ordinary.moves
    return told


def _skipped(deadline: Deadline) -> Iterator[CountStep]:
    """Yield the steps of closed and doubtful days, except of those on which a limit ends."""
    ends = {each.day for each in deadline.moves if each.reason in _ENDS}
    yield from (e for e in deadline.moves if e.reason in _SKIPPED and e.day not in ends)


def _counted(
    deadline: Deadline, said: str, law: Law, locale: Locale, told: Sequence[CountStep] | None
) -> _Line:
    section = law.cite(deadline.sources, locale.language)
    calculation = "\n".join((f"{section}:", *brief(deadline, locale, told or ())))
    days = locale.span(deadline.earliest, deadline.latest, weekday=told is None)
    return deadline.earliest, days, said, calculation


def _named(event: Event, law: Law, locale: Locale, *, as_in_letter: bool) -> str:
    """Return what happened in a few words. A reply is called `as_in_letter` beside a letter, whose
    words tell more exactly what it says."""
    remedy = _remedy(event, law, locale)
    if not remedy:
        if as_in_letter and isinstance(event, HearingFixed):
            heard = locale.short_span(DaySpan.on(event.hearing))
            return locale.say("Notice of the hearing {day:on}", day=heard)
        listed = event.listed_as if isinstance(event, Reply) else event.label
        return locale.say(event.called if as_in_letter and isinstance(event, Reply) else listed)
    return locale.say(
        Message("Decided: {what}") if isinstance(event, Decided) else Message("Filed: {what}"),
        what=remedy,
    )


def paper_name(event: Event, law: Law, locale: Locale) -> str:
    """Return the name of a document, and whether only a copy of the sent file is held."""
    name, note = _document(event, law, locale), copy_note(event, locale)
    return locale.say("{document} ({note})", document=name, note=note) if note else name


def _document(event: Event, law: Law, locale: Locale) -> str:
    remedy = _remedy(event, law, locale)
    if not remedy:
        if isinstance(event, Dispatched) and event.without_proof:
            return locale.say(event.unproved_document or event.document)
        return locale.say(event.called if isinstance(event, Reply) else event.document)
    words = (
        Message("{what}: the decision")
        if isinstance(event, Decided)
        else Message("{what}, as filed")
    )
    return locale.say(words, what=remedy)


def _remedy(event: Event, law: Law, locale: Locale) -> str:
    """Return the law's own name for what was filed or decided, empty for other events."""
    if not isinstance(event, AppealFiled | Decided) or event.stage not in law.stages:
        return ""
    return law.stage(event.stage).title.in_language(locale.language)
