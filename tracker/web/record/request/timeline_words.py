"""The details of timeline entries besides name and day: one function for each event kind.

The desk and the public record use the same words; a public event has no private data at all.
"""

from collections.abc import Iterator
from functools import singledispatch
from typing import Any

from tracker.domain.base.terms import Cause, Channel, CorrectedBecause
from tracker.domain.events.clock.extension_noticed import ExtensionNoticed
from tracker.domain.events.clock.transferred import Transferred
from tracker.domain.events.correspondence.body_stated import BodyStated
from tracker.domain.events.correspondence.delivery_reported import DeliveryReported
from tracker.domain.events.correspondence.document_received import DocumentReceived
from tracker.domain.events.correspondence.notice_sent import NoticeSent
from tracker.domain.events.correspondence.proof_relabelled import ProofRelabelled
from tracker.domain.events.correspondence.received import Received
from tracker.domain.events.correspondence.resent import Resent
from tracker.domain.events.correspondence.sent import Sent
from tracker.domain.events.dispatched import Dispatched
from tracker.domain.events.event import Event, HistoryEntry
from tracker.domain.events.lapses.deadlines_recalculated import DeadlinesRecalculated
from tracker.domain.events.lapses.missed_deadline import MissedDeadline
from tracker.domain.events.proceedings.adjourned import Adjourned
from tracker.domain.events.proceedings.appeal_filed import AppealFiled
from tracker.domain.events.proceedings.complied import Complied
from tracker.domain.events.proceedings.decided import Decided, Duty
from tracker.domain.events.proceedings.enforcement_sought import EnforcementSought
from tracker.domain.events.proceedings.hearing_fixed import HearingFixed
from tracker.domain.events.request.corrected import Corrected
from tracker.domain.events.request.part_transferred import PartTransferred
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.law import Law
from tracker.services.core.entry_words import said_of, said_of_sending
from tracker.services.core.naming import (
    AUTHORSHIP,
    CORRECTIONS,
    DECISIONS,
    DELIVERIES,
    DUTIES,
    REASON_WAITS,
    RECEIPT_PROOFS,
    SENT_HOW,
)
from tracker.services.deadlines.deadline_changes import said_causes, said_shift
from tracker.web.base.language import gettext, lazy_gettext, ngettext, page_locale, worded
from tracker.web.record.request.timeline_source import TimelineSource, entry_name
from tracker.web.record.words.words import mention_of

CAUSES = {
    Cause.SILENCE: lazy_gettext("after no response came in time"),
    Cause.DECISION: lazy_gettext("against the body’s decision"),
    Cause.NOTICE: lazy_gettext("against a notice from the body"),
}
BOTH_CAUSES = lazy_gettext("after no response came in time, and against the late response")
# For a remedy that follows another one, which was not opened by the body's own answer.
NEXT_CAUSES = {
    Cause.SILENCE: lazy_gettext("after no decision in time"),
    Cause.DECISION: lazy_gettext("against the previous appeal decision"),
}

AnySource = TimelineSource[Any]


@singledispatch
def says(event: Event, entry: HistoryEntry, source: AnySource) -> Iterator[str]:
    """Return the details of an entry, besides its name and day."""
    return said_of(event, page_locale())


@says.register
def _(event: Sent, entry: HistoryEntry, source: AnySource) -> Iterator[str]:
    yield from _left(event)


@says.register
def _(event: DocumentReceived, entry: HistoryEntry, source: AnySource) -> Iterator[str]:
    yield gettext("Received {how}.", how=gettext(SENT_HOW[event.channel]))


@says.register
def _(event: Resent, entry: HistoryEntry, source: AnySource) -> Iterator[str]:
    how = gettext(SENT_HOW[event.channel])
    yield gettext(
        "The document from entry {entry}, sent {how}. It does not restart the clock.",
        entry=event.of,
        how=how,
    )
    yield from said_of_sending(event, page_locale())


@says.register
def _(event: DeliveryReported, entry: HistoryEntry, source: AnySource) -> Iterator[str]:
    became = gettext(DELIVERIES[event.result])
    yield gettext("Dispatch in entry {entry}. {became}", entry=event.dispatch, became=became)


@says.register
def _(event: Received, entry: HistoryEntry, source: AnySource) -> Iterator[str]:
    yield gettext("Proof of receipt: {proof}.", proof=gettext(RECEIPT_PROOFS[event.proof]))
    if event.own_reading:
        yield gettext(
            "The office that logged this entry considers it proof of receipt under the law. Our "
            "library has no rule that says so."
        )


@says.register
def _(event: ProofRelabelled, entry: HistoryEntry, source: AnySource) -> Iterator[str]:
    was = gettext(RECEIPT_PROOFS[event.before]) if event.before else ""
    yield gettext(
        "The proof for entry {entry} is “{proof}”, not “{before}”. The document, the date and "
        "every deadline stay the same.",
        entry=event.entry,
        proof=gettext(RECEIPT_PROOFS[event.proof]),
        before=was,
    )


@says.register
def _(event: ExtensionNoticed, entry: HistoryEntry, source: AnySource) -> Iterator[str]:
    stage = source.law.stages.get(event.stage) if source.law else None
    grounds = stage.extension.grounds if stage and stage.extension else ()
    if event.ground:
        known = (worded(each.says) for each in grounds if each.key == event.ground)
        yield gettext("Ground given: {ground}.", ground=next(known, event.ground))


@says.register
def _(event: PartTransferred, entry: HistoryEntry, source: AnySource) -> Iterator[str]:
    body = mention_of(source.library, event.to)
    yield ngettext(
        "{number} item to {body}. It is a separate request there, with its own time limit.",
        "{number} items to {body}. They form a separate request there, with its own time limit.",
        len(event.items),
        body=body,
    )


@says.register
def _(event: Transferred, entry: HistoryEntry, source: AnySource) -> Iterator[str]:
    if event.of_part:
        yield gettext("Only the items of this request, not the others of the letter.")
    if event.to:
        yield gettext("To {body}.", body=mention_of(source.library, event.to))
    else:
        yield gettext("To a body we do not have in our list.")


@says.register
def _(event: MissedDeadline, entry: HistoryEntry, source: AnySource) -> Iterator[str]:
    if came := source.doubted.get(entry.seq):
        yield gettext(
            "In doubt: the office received a document ({day}) that it has not read yet, and it "
            "may be the response. Once it is read, this entry is confirmed or corrected.",
            day=page_locale().day_span(came),
        )
        return
    body, latest = mention_of(source.library, event.body), page_locale().short_day(event.latest)
    said = gettext("Nothing from {body} had been recorded by {latest}.", body=body, latest=latest)
    yield f"{said} {gettext('The date is provisional.')}" if event.provisional else said


@says.register
def _(event: DeadlinesRecalculated, entry: HistoryEntry, source: AnySource) -> Iterator[str]:
    yield from (said_shift(shift, source.law, page_locale()) for shift in event.shifts)
    yield from said_causes(event.shifts, page_locale())


@says.register
def _(event: AppealFiled, entry: HistoryEntry, source: AnySource) -> Iterator[str]:
    to, cause = hearing_body(event, source), cause_of(event, source)
    if event.to and cause:
        yield gettext("To {body}, {cause}.", body=to, cause=cause)
    elif event.to:
        yield gettext("To {body}.", body=to)
    else:
        yield gettext("{to}, {cause}.", to=to, cause=cause) if cause else f"{to}."
    yield from _left(event)


@says.register
def _(event: Decided, entry: HistoryEntry, source: AnySource) -> Iterator[str]:
    said = [gettext("The appeal was {outcome}.", outcome=gettext(DECISIONS[event.outcome]))]
    if event.comply_by:
        day = page_locale().short_day(event.comply_by)
        said.append(gettext("The order must be complied with by {day}.", day=day))
    yield " ".join((*said, *map(_duty, event.duties)))


def _duty(duty: Duty) -> str:
    what = gettext(DUTIES[duty.kind])
    if duty.amount:
        what = page_locale().listed((what, duty.amount))
    if duty.by:
        return gettext("To {what}, by {day}.", what=what, day=page_locale().short_day(duty.by))
    return gettext("To {what}.", what=what)


@says.register
def _(event: HearingFixed, entry: HistoryEntry, source: AnySource) -> Iterator[str]:
    day = page_locale().short_day(event.hearing)
    if event.before:
        body = mention_of(source.library, event.before)
        yield gettext("{day}, before {body}. It does not pause the clock.", day=day, body=body)
    else:
        yield gettext("{day}. It does not pause the clock.", day=day)


@says.register
def _(event: Adjourned, entry: HistoryEntry, source: AnySource) -> Iterator[str]:
    if event.to:
        yield gettext("Adjourned to {day}.", day=page_locale().short_day(event.to))
    else:
        yield gettext("No new date was given.")


@says.register
def _(event: Complied, entry: HistoryEntry, source: AnySource) -> Iterator[str]:
    part, of = gettext("Only in part") if event.in_part else gettext("In full"), event.decision
    if event.duty:
        yield gettext(
            "{part}: requirement {duty} of the order in entry {entry}.",
            part=part,
            duty=event.duty,
            entry=of,
        )
    else:
        yield gettext("{part}: the order of entry {entry}.", part=part, entry=of)


@says.register
def _(event: EnforcementSought, entry: HistoryEntry, source: AnySource) -> Iterator[str]:
    if event.to:
        yield gettext("To {body}.", body=mention_of(source.library, event.to))
    else:
        yield gettext("Filed with a court.")
    yield from _left(event)
    yield gettext("The order is entry {entry}.", entry=event.decision)


@says.register
def _(event: NoticeSent, entry: HistoryEntry, source: AnySource) -> Iterator[str]:
    body, day = mention_of(source.library, event.to), page_locale().short_day(event.answer_by)
    yield gettext("To {body}. Time to respond: until {day}.", body=body, day=day)
    yield from _left(event)


@says.register
def _(event: BodyStated, entry: HistoryEntry, source: AnySource) -> Iterator[str]:
    yield gettext(
        "From {body}. It does not replace anything.", body=mention_of(source.library, event.body)
    )
    yield gettext("Checked: {how}.", how=gettext(AUTHORSHIP[event.checked]))


@says.register
def _(event: Corrected, entry: HistoryEntry, source: AnySource) -> Iterator[str]:
    wrong, number = source.at(event.entry), event.entry
    if wrong is None:
        said = gettext("Corrected: entry {number}.", number=number)
    else:
        name = entry_name(wrong, source)
        said = gettext("Corrected: “{name}”, entry {number}.", name=name, number=number)
    yield f"{said} {reason(event)}"


def reason(event: Corrected) -> str:
    """Return the reason for a correction as a sentence; words typed by a person stay unchanged."""
    if event.because is CorrectedBecause.STATED:
        return event.why or gettext(REASON_WAITS)
    return gettext(CORRECTIONS[event.because])


def cause_of(appeal: AppealFiled, source: AnySource) -> str:
    """Return why an appeal was filed, if its basis still counts; otherwise empty."""
    opener = source.at(appeal.opening)
    if opener and isinstance(opener.event, AppealFiled | Decided):
        return str(NEXT_CAUSES[appeal.cause]) if opener.seq in source.counting else ""
    rests = {
        Cause.SILENCE: (source.lapse() is not None,),
        Cause.DECISION: (isinstance(each.event, Reply) for each in source.certain()),
        Cause.NOTICE: (each.seq == appeal.opening for each in source.certain()),
    }
    found = {cause for cause, each in rests.items() if any(each)}
    if appeal.also and {Cause.SILENCE, Cause.DECISION} <= found:
        return str(BOTH_CAUSES)
    return str(CAUSES[appeal.cause]) if appeal.cause in found else ""


def hearing_body(appeal: AppealFiled, source: AnySource) -> str:
    """Return who hears an appeal, for a sentence: the body, or the remedy if none is known."""
    if appeal.to:
        return mention_of(source.library, appeal.to)
    stage = source.law.stages.get(appeal.stage) if source.law else None
    return gettext("“{stage}”", stage=stage.title) if stage else ""


def lacking(event: Event, law: Law | None) -> Iterator[str]:
    """Yield what the law requires a refusal to show but the document does not, in the law's
    words."""
    if isinstance(event, Reply) and event.lacking:
        duties = {duty.key: duty.says for duty in law.refusal_duties} if law else {}
        yield from (worded(duties[key]) if key in duties else key for key in event.lacking)


def _left(event: Dispatched) -> Iterator[str]:
    """Yield how a document was sent, and what the office does not hold of it."""
    yield _by(event.channel)
    yield from said_of_sending(event, page_locale())


def _by(channel: Channel) -> str:
    return gettext("Sent {how}.", how=gettext(SENT_HOW[channel]))
