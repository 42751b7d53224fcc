"""What an entry of a timeline says besides its name and day: one function a kind of event.

The workspace and the record say the same words; what is private is not in a public event at all.
"""

from collections.abc import Iterator
from functools import singledispatch
from typing import Any

from tracker.domain.events.clock.extension_noticed import ExtensionNoticed
from tracker.domain.events.clock.transferred import Transferred
from tracker.domain.events.correspondence.body_stated import BodyStated
from tracker.domain.events.correspondence.delivery_reported import DeliveryReported
from tracker.domain.events.correspondence.notice_sent import NoticeSent
from tracker.domain.events.correspondence.paper_came import PaperCame
from tracker.domain.events.correspondence.received import Received
from tracker.domain.events.correspondence.resent import Resent
from tracker.domain.events.correspondence.sent import Sent
from tracker.domain.events.event import Event, HistoryEntry
from tracker.domain.events.lapses.lapse import Lapse
from tracker.domain.events.lapses.recounted import Recounted
from tracker.domain.events.proceedings.adjourned import Adjourned
from tracker.domain.events.proceedings.appeal_filed import AppealFiled
from tracker.domain.events.proceedings.complied import Complied
from tracker.domain.events.proceedings.decided import Decided, Duty
from tracker.domain.events.proceedings.enforcement_sought import EnforcementSought
from tracker.domain.events.proceedings.hearing_fixed import HearingFixed
from tracker.domain.events.request.corrected import Corrected
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law import Law
from tracker.domain.terms import Cause, Channel, CorrectedBecause
from tracker.services.entry_words import said_of
from tracker.services.naming import (
    AUTHORSHIP,
    CHANNELS,
    CORRECTIONS,
    DECISIONS,
    DELIVERIES,
    DUTIES,
    REASON_WAITS,
    RECEIPT_PROOFS,
)
from tracker.services.telling import said_causes, said_shift
from tracker.web.language import later, say, speech, worded
from tracker.web.record.timeline_source import TimelineSource, entry_name
from tracker.web.record.words import name_of

CAUSES = {
    Cause.SILENCE: later("after no answer came in time"),
    Cause.DECISION: later("against the decision of the body"),
    Cause.NOTICE: later("against a notice of the body"),
}
# For a remedy that follows another one: what opened it is no answer of the body.
NEXT_CAUSES = {
    Cause.SILENCE: later("after no decision came in time"),
    Cause.DECISION: later("against the decision on the appeal before"),
}

Source = TimelineSource[Any]


@singledispatch
def says(event: Event, entry: HistoryEntry, source: Source) -> Iterator[str]:
    """Return what an entry says besides its name and day."""
    return said_of(event, speech())


@says.register
def _(event: Sent, entry: HistoryEntry, source: Source) -> Iterator[str]:
    yield _by(event.channel)


@says.register
def _(event: PaperCame, entry: HistoryEntry, source: Source) -> Iterator[str]:
    yield _by(event.channel)


@says.register
def _(event: Resent, entry: HistoryEntry, source: Source) -> Iterator[str]:
    how = say(CHANNELS[event.channel])
    yield say("The paper of entry {entry}, by {how}. It resets no clock.", entry=event.of, how=how)


@says.register
def _(event: DeliveryReported, entry: HistoryEntry, source: Source) -> Iterator[str]:
    became = say(DELIVERIES[event.result])
    yield say("Of the despatch in entry {entry}. {became}", entry=event.despatch, became=became)


@says.register
def _(event: Received, entry: HistoryEntry, source: Source) -> Iterator[str]:
    yield say("Proof of receipt: {proof}.", proof=say(RECEIPT_PROOFS[event.proof]))


@says.register
def _(event: ExtensionNoticed, entry: HistoryEntry, source: Source) -> Iterator[str]:
    stage = source.law.stages.get(event.stage) if source.law else None
    grounds = stage.extension.grounds if stage and stage.extension else ()
    if event.ground:
        known = (worded(each.says) for each in grounds if each.key == event.ground)
        yield say("Ground given: {ground}.", ground=next(known, event.ground))


@says.register
def _(event: Transferred, entry: HistoryEntry, source: Source) -> Iterator[str]:
    if event.to:
        yield say("To {body}.", body=name_of(source.library, event.to))
    else:
        yield say("To a body that is not on file here.")


@says.register
def _(event: Lapse, entry: HistoryEntry, source: Source) -> Iterator[str]:
    if came := source.overtaken.get(entry.seq):
        yield say(
            "In doubt: a paper came ({day}) that the office has not read yet, and it may be the "
            "answer. Once it is read, this entry stands again or is corrected.",
            day=speech().day_span(came),
        )
        return
    body, latest = name_of(source.library, event.body), speech().short_day(event.latest)
    said = say("Nothing from {body} was recorded by {latest}.", body=body, latest=latest)
    yield f"{said} {say('The date is provisional.')}" if event.provisional else said


@says.register
def _(event: Recounted, entry: HistoryEntry, source: Source) -> Iterator[str]:
    yield from (said_shift(shift, source.law, speech()) for shift in event.shifts)
    yield from said_causes(event.shifts, speech())


@says.register
def _(event: AppealFiled, entry: HistoryEntry, source: Source) -> Iterator[str]:
    to, cause = heard_by(event, source), cause_of(event, source)
    if event.to and cause:
        yield say("To {body}, {cause}.", body=to, cause=cause)
    elif event.to:
        yield say("To {body}.", body=to)
    else:
        yield say("{to}, {cause}.", to=to, cause=cause) if cause else f"{to}."
    yield _by(event.channel)


@says.register
def _(event: Decided, entry: HistoryEntry, source: Source) -> Iterator[str]:
    said = [say("The appeal was {outcome}.", outcome=say(DECISIONS[event.outcome]))]
    if event.comply_by:
        day = speech().short_day(event.comply_by)
        said.append(say("The order is to be obeyed by {day}.", day=day))
    yield " ".join((*said, *map(_duty, event.duties)))


def _duty(duty: Duty) -> str:
    what = say(DUTIES[duty.kind])
    if duty.amount:
        what = speech().listed((what, duty.amount))
    if duty.by:
        return say("To {what}, by {day}.", what=what, day=speech().short_day(duty.by))
    return say("To {what}.", what=what)


@says.register
def _(event: HearingFixed, entry: HistoryEntry, source: Source) -> Iterator[str]:
    day = speech().short_day(event.hearing)
    if event.before:
        body = name_of(source.library, event.before)
        yield say("For {day}, before {body}. No clock stands still for it.", day=day, body=body)
    else:
        yield say("For {day}. No clock stands still for it.", day=day)


@says.register
def _(event: Adjourned, entry: HistoryEntry, source: Source) -> Iterator[str]:
    if event.to:
        yield say("Put off to {day}.", day=speech().short_day(event.to))
    else:
        yield say("No new day was said.")


@says.register
def _(event: Complied, entry: HistoryEntry, source: Source) -> Iterator[str]:
    part, of = say("Only in part") if event.in_part else say("In full"), event.decision
    if event.duty:
        yield say(
            "{part}: duty {duty} of the order of entry {entry}.",
            part=part,
            duty=event.duty,
            entry=of,
        )
    else:
        yield say("{part}: the order of entry {entry}.", part=part, entry=of)


@says.register
def _(event: EnforcementSought, entry: HistoryEntry, source: Source) -> Iterator[str]:
    if event.to:
        yield say("To {body}.", body=name_of(source.library, event.to))
    else:
        yield say("Filed with a court.")
    yield _by(event.channel)
    yield say("The order is that of entry {entry}.", entry=event.decision)


@says.register
def _(event: NoticeSent, entry: HistoryEntry, source: Source) -> Iterator[str]:
    body, day = name_of(source.library, event.to), speech().short_day(event.answer_by)
    yield say("To {body}, with time to answer until {day}.", body=body, day=day)
    yield _by(event.channel)


@says.register
def _(event: BodyStated, entry: HistoryEntry, source: Source) -> Iterator[str]:
    yield say("Of {body}. It replaces nothing.", body=name_of(source.library, event.body))
    yield say("Authorship: {how}.", how=say(AUTHORSHIP[event.checked]))


@says.register
def _(event: Corrected, entry: HistoryEntry, source: Source) -> Iterator[str]:
    wrong, number = source.at(event.entry), event.entry
    if wrong is None:
        said = say("Struck: entry {number}.", number=number)
    else:
        name = entry_name(wrong, source)
        said = say("Struck: “{name}”, entry {number}.", name=name, number=number)
    yield f"{said} {reason(event)}"


def reason(event: Corrected) -> str:
    """Return the reason for a correction as a sentence; a person's own words stay as they are."""
    if event.because is CorrectedBecause.STATED:
        return event.why or say(REASON_WAITS)
    return say(CORRECTIONS[event.because])


def cause_of(appeal: AppealFiled, source: Source) -> str:
    """Return why an appeal was filed, if what it rests on still counts; else an empty string."""
    opener = source.at(appeal.opening)
    if opener and isinstance(opener.event, AppealFiled | Decided):
        return str(NEXT_CAUSES[appeal.cause]) if opener.seq in source.counting else ""
    rests = {
        Cause.SILENCE: (source.lapse() is not None,),
        Cause.DECISION: (isinstance(each.event, Reply) for each in source.certain()),
        Cause.NOTICE: (each.seq == appeal.opening for each in source.certain()),
    }
    return str(CAUSES[appeal.cause]) if any(rests[appeal.cause]) else ""


def heard_by(appeal: AppealFiled, source: Source) -> str:
    """Return who hears an appeal: the body, or the name of the remedy where none is known."""
    if appeal.to:
        return name_of(source.library, appeal.to)
    stage = source.law.stages.get(appeal.stage) if source.law else None
    return say("“{stage}”", stage=stage.title) if stage else ""


def lacking(event: Event, law: Law | None) -> Iterator[str]:
    """Return what the law makes a refusal show and the document does not, in the law's words."""
    if isinstance(event, Reply):
        duties = {duty.key: worded(duty.says) for duty in law.refusal_duties} if law else {}
        yield from (duties.get(key, key) for key in event.lacking)


def _by(channel: Channel) -> str:
    return say("By {how}.", how=say(CHANNELS[channel]))
