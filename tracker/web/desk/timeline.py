"""The timeline of a request and the reckoning of its days, ready to be laid out."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import singledispatch

from tracker.domain.days import DaySpan
from tracker.domain.errors import Words
from tracker.domain.events.clock.extension_noticed import ExtensionNoticed
from tracker.domain.events.clock.transferred import Transferred
from tracker.domain.events.correspondence.body_stated import BodyStated
from tracker.domain.events.correspondence.delivery_reported import DeliveryReported
from tracker.domain.events.correspondence.notice_sent import NoticeSent
from tracker.domain.events.correspondence.paper_came import PaperCame
from tracker.domain.events.correspondence.received import Received
from tracker.domain.events.correspondence.resent import Resent
from tracker.domain.events.correspondence.sent import Sent
from tracker.domain.events.event import Event
from tracker.domain.events.lapses.lapse import Lapse
from tracker.domain.events.lapses.recounted import Recounted
from tracker.domain.events.proceedings.adjourned import Adjourned
from tracker.domain.events.proceedings.appeal_filed import AppealFiled
from tracker.domain.events.proceedings.complied import Complied
from tracker.domain.events.proceedings.decided import Decided
from tracker.domain.events.proceedings.enforcement_sought import EnforcementSought
from tracker.domain.events.proceedings.hearing_fixed import HearingFixed
from tracker.domain.events.proceedings.let_pass import LetPass
from tracker.domain.events.publication.published import Published
from tracker.domain.events.publication.removed import Removed
from tracker.domain.events.publication.withheld import Withheld
from tracker.domain.events.request.corrected import Corrected
from tracker.domain.events.responses.reply import Reply
from tracker.domain.history import Entry, struck
from tracker.domain.request import Filing
from tracker.domain.windows import Cause
from tracker.services.entry_words import said_of
from tracker.services.explaining import Explained, explain_steps
from tracker.services.naming import (
    AUTHORSHIP,
    CHANNELS,
    CORRECTIONS,
    DECISIONS,
    DELIVERIES,
    DUTIES,
    GROUNDS,
    RECEIPT_PROOFS,
)
from tracker.services.office import Office
from tracker.services.ports import Paper
from tracker.services.telling import said_causes, said_shift
from tracker.web.desk.dossier import Dossier
from tracker.web.desk.words import PASSED
from tracker.web.filters import moment
from tracker.web.language import later, say, speech, worded

AGAINST = {
    Cause.SILENCE: later("a silence"),
    Cause.DECISION: later("a decision"),
    Cause.NOTICE: later("a notice of the body"),
}

ENTERED = Words("Entered {moment} by {who}.")
GROUND = Words("Ground: {ground}")


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
        title=say(event.label),
        on=event.on,
        tone=event.tone,
        facts=tuple(_facts(event, office, dossier)),
        lacking=_lacking(event, dossier),
        filing=dossier.filings.get(entry.seq, Filing()),
        papers=tuple(dossier.papers[d] for d in event.evidence if d in dossier.papers),
        reckoning=explain_steps(lapse.count, speech()) if lapse else (),
        provisional=lapse.provisional if lapse else False,
        entered=say(ENTERED, moment=moment(entry.entered_at, dossier.zone), who=who),
        struck=entry.seq in wrong,
        public=entry.seq in dossier.situation.published and not dossier.situation.withheld,
        correctable=event.correctable and entry.seq not in wrong,
    )


def _lacking(event: Event, dossier: Dossier) -> tuple[str, ...]:
    """What the law makes a refusal show and this paper does not, in the law's words."""
    if not isinstance(event, Reply):
        return ()
    duties = {duty.key: worded(duty.says) for duty in dossier.law.refusal_duties}
    return tuple(duties.get(key, key) for key in event.lacking)


@singledispatch
def _facts(event: Event, office: Office, dossier: Dossier) -> Iterator[str]:
    """What an entry says beyond its name and day."""
    return said_of(event, speech())


@_facts.register
def _(event: Sent, office: Office, dossier: Dossier) -> Iterator[str]:
    yield say("By {how}.", how=say(CHANNELS[event.channel.value]))
    yield from _told_only(event)


@_facts.register
def _(event: PaperCame, office: Office, dossier: Dossier) -> Iterator[str]:
    yield say("By {how}.", how=say(CHANNELS[event.channel.value]))
    yield from _told_only(event)


def _told_only(event: Event) -> Iterator[str]:
    if not event.evidence:
        yield say("From an imported list: no paper of it is on file.")


@_facts.register
def _(event: Resent, office: Office, dossier: Dossier) -> Iterator[str]:
    how = say(CHANNELS[event.channel.value])
    yield say("The paper of entry {entry}, by {how}. It resets no clock.", entry=event.of, how=how)


@_facts.register
def _(event: DeliveryReported, office: Office, dossier: Dossier) -> Iterator[str]:
    became = say(DELIVERIES[event.result])
    yield say("Of the despatch in entry {entry}. {became}", entry=event.despatch, became=became)


@_facts.register
def _(event: Received, office: Office, dossier: Dossier) -> Iterator[str]:
    yield say("Proved by: {proof}.", proof=say(RECEIPT_PROOFS[event.proof.value]))


@_facts.register
def _(event: ExtensionNoticed, office: Office, dossier: Dossier) -> Iterator[str]:
    extension = dossier.law.stage(event.stage).extension
    grounds = {each.key: worded(each.says) for each in extension.grounds} if extension else {}
    yield say(GROUND, ground=grounds.get(event.ground) or say("none named"))


@_facts.register
def _(event: Lapse, office: Office, dossier: Dossier) -> Iterator[str]:
    stage = dossier.law.stage(event.stage).title
    day = speech().span(event.earliest, event.latest)
    yield say("{stage}: the last day was {day}.", stage=stage, day=day)


@_facts.register
def _(event: Recounted, office: Office, dossier: Dossier) -> Iterator[str]:
    yield from (said_shift(shift, dossier.law, speech()) for shift in event.shifts)
    yield from said_causes(event.shifts, speech())


@_facts.register
def _(event: AppealFiled, office: Office, dossier: Dossier) -> Iterator[str]:
    stage, how = dossier.law.stage(event.stage).title, say(CHANNELS[event.channel])
    why = str(AGAINST[Cause(event.cause)])
    if not event.to:
        yield say("{stage}. Filed, against {why}, by {how}.", stage=stage, why=why, how=how)
        return
    to = office.library.body(event.to).name
    yield say(
        "{stage}. To {body}, against {why}, by {how}.", stage=stage, body=to, why=why, how=how
    )


@_facts.register
def _(event: Transferred, office: Office, dossier: Dossier) -> Iterator[str]:
    if event.to:
        yield say("To {body}.", body=office.library.body(event.to).name)
    else:
        yield say("To a body that is not on file.")


@_facts.register
def _(event: Decided, office: Office, dossier: Dossier) -> Iterator[str]:
    yield say("The appeal was {decided}.", decided=say(DECISIONS[event.outcome]))
    if event.comply_by:
        yield say("The order is to be obeyed by {day}.", day=speech().day(event.comply_by))
    for duty in event.duties:
        what = f"{say(DUTIES[duty.kind])}{f' ({duty.amount})' if duty.amount else ''}"
        if duty.by:
            yield say("To {do}, by {day}.", do=what, day=speech().day(duty.by))
        else:
            yield say("To {do}.", do=what)


@_facts.register
def _(event: HearingFixed, office: Office, dossier: Dossier) -> Iterator[str]:
    body = office.library.bodies.get(event.before)
    day = speech().day(event.hearing)
    if body:
        yield say(
            "For {day}, before {body}. No clock stands still for it.", day=day, body=body.name
        )
    else:
        yield say("For {day}. No clock stands still for it.", day=day)


@_facts.register
def _(event: Adjourned, office: Office, dossier: Dossier) -> Iterator[str]:
    if event.to:
        yield say("Put off to {day}.", day=speech().day(event.to))
    else:
        yield say("No new day was said.")


@_facts.register
def _(event: Complied, office: Office, dossier: Dossier) -> Iterator[str]:
    part = say("Only in part") if event.in_part else say("In full")
    if event.duty:
        said, of = Words("{part}: duty {duty} of the order of entry {entry}."), event.duty
    else:
        said, of = Words("{part}: the order of entry {entry}."), 0
    yield say(said, part=part, duty=of, entry=event.decision)


@_facts.register
def _(event: EnforcementSought, office: Office, dossier: Dossier) -> Iterator[str]:
    how = say(CHANNELS[event.channel.value])
    if event.to:
        yield say("To {body}, by {how}.", body=office.library.body(event.to).name, how=how)
    else:
        yield say("By {how}.", how=how)
    yield say("The order is that of entry {entry}.", entry=event.decision)


@_facts.register
def _(event: LetPass, office: Office, dossier: Dossier) -> Iterator[str]:
    stage = dossier.law.stage(event.stage).title
    yield say("{stage}. Ground: {ground}.", stage=stage, ground=PASSED[event.ground].lower())


@_facts.register
def _(event: NoticeSent, office: Office, dossier: Dossier) -> Iterator[str]:
    name, how = office.library.body(event.to).name, say(CHANNELS[event.channel.value])
    yield say("To {body}, by {how}.", body=name, how=how)
    yield say("It has until {day} to answer.", day=speech().day(event.answer_by))


@_facts.register
def _(event: BodyStated, office: Office, dossier: Dossier) -> Iterator[str]:
    yield say("Of {body}. It replaces nothing.", body=office.library.body(event.body).name)
    yield say("Authorship: {how}.", how=say(AUTHORSHIP[event.checked]))


@_facts.register
def _(event: Corrected, office: Office, dossier: Dossier) -> Iterator[str]:
    # A person's own reason stands as it was written.
    why = say(CORRECTIONS[event.why]) if event.why in CORRECTIONS else event.why
    yield say("Entry {entry} counts no more. {why}", entry=event.entry, why=why)


@_facts.register
def _(event: Published, office: Office, dossier: Dossier) -> Iterator[str]:
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


@_facts.register
def _(event: Withheld, office: Office, dossier: Dossier) -> Iterator[str]:
    yield say(GROUND, ground=say(GROUNDS[event.because]))


@_facts.register
def _(event: Removed, office: Office, dossier: Dossier) -> Iterator[str]:
    ground = say(GROUNDS[event.because])
    yield say("Removed: {number}. Ground: {ground}", number=len(event.digests), ground=ground)
