"""What of each kind of event can be published, besides its day: a part of `record`."""

from collections.abc import Mapping, Set
from datetime import date
from functools import singledispatch

from tracker.domain.days import DaySpan
from tracker.domain.events.clock.extension_noticed import ExtensionNoticed
from tracker.domain.events.clock.transferred import Transferred
from tracker.domain.events.correspondence.body_stated import BodyStated
from tracker.domain.events.correspondence.delivery_reported import DeliveryReported
from tracker.domain.events.correspondence.notice_sent import NoticeSent
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
from tracker.domain.events.request.corrected import Corrected
from tracker.domain.events.responses.reply import Reply
from tracker.domain.history import Entry

# In place of the reason of a correction, while nobody but who wrote it has looked at it.
REASON_WAITS = "reason-waits"
# Beside a silence, while a paper of which nobody has said what it is may be the word of the body;
# and the days on which that paper came, so that everybody sees how long it lies unread.
OVERTAKEN = "overtaken"
CAME = ("came_earliest", "came_latest")


@singledispatch
def facts_of(event: Event) -> dict[str, str]:
    """The publishable particulars of an event; a kind without any publishes none."""
    return {}


@facts_of.register
def _(event: Sent) -> dict[str, str]:
    return {"channel": event.channel.value}


@facts_of.register
def _(event: Resent) -> dict[str, str]:
    return {"channel": event.channel.value, "of": str(event.of)}


@facts_of.register
def _(event: DeliveryReported) -> dict[str, str]:
    return {"despatch": str(event.despatch), "result": event.result.value}


@facts_of.register
def _(event: Received) -> dict[str, str]:
    return {"proof": event.proof.value}


@facts_of.register
def _(event: ExtensionNoticed) -> dict[str, str]:
    return {"stage": event.stage, "ground": event.ground}


@facts_of.register
def _(event: Transferred) -> dict[str, str]:
    return {"to": event.to}


@facts_of.register
def _(event: Reply) -> dict[str, str]:
    return {"stage": event.stage, "lacking": ", ".join(event.lacking)}


@facts_of.register
def _(event: Lapse) -> dict[str, str]:
    facts = {"body": event.body, "stage": event.stage, "earliest": event.earliest.isoformat()}
    facts |= {"latest": event.latest.isoformat(), "provisional": str(event.provisional)}
    return facts | {"opening": str(event.opening)}


@facts_of.register
def _(event: AppealFiled) -> dict[str, str]:
    facts = {"stage": event.stage, "to": event.to, "cause": event.cause}
    return facts | {"opening": str(event.opening)}


@facts_of.register
def _(event: Decided) -> dict[str, str]:
    facts = {"stage": event.stage, "outcome": event.outcome.value}
    if event.comply_by:
        facts["comply_by"] = event.comply_by.isoformat()
    for number, duty in enumerate(event.duties, start=1):
        facts[f"duty_{number}"] = f"{duty.kind}, {duty.by or ''}, {duty.amount}"
    return facts | ({"appeal": str(event.appeal)} if event.appeal else {})


@facts_of.register
def _(event: HearingFixed) -> dict[str, str]:
    return {"before": event.before, "hearing": event.hearing.isoformat()}


@facts_of.register
def _(event: Adjourned) -> dict[str, str]:
    return {"hearing": str(event.hearing), "to": event.to.isoformat() if event.to else ""}


@facts_of.register
def _(event: Complied) -> dict[str, str]:
    in_part = {"in_part": "True"} if event.in_part else {}
    return {"decision": str(event.decision), "duty": str(event.duty)} | in_part


@facts_of.register
def _(event: EnforcementSought) -> dict[str, str]:
    return {"decision": str(event.decision), "to": event.to, "channel": event.channel.value}


@facts_of.register
def _(event: NoticeSent) -> dict[str, str]:
    facts = {"to": event.to, "channel": event.channel.value}
    return facts | {"answer_by": event.answer_by.isoformat()}


@facts_of.register
def _(event: BodyStated) -> dict[str, str]:
    return {"body": event.body, "checked": event.checked.value}


@facts_of.register
def _(event: Recounted) -> dict[str, str]:
    return {"opening": str(event.opening), "edition": event.edition}


@facts_of.register
def _(event: Corrected) -> dict[str, str]:
    return {"entry": str(event.entry), "why": event.why}


def shown_of(entry: Entry, released: Set[int], overtaken: Mapping[int, DaySpan]) -> dict[str, str]:
    """The same of an entry where those were released: a reason that is private is not told
    before it is one of them. Of a paper that overtook a silence, only when it came."""
    facts, event = facts_of(entry.event), entry.event
    if came := overtaken.get(entry.seq):
        facts[OVERTAKEN] = "True"
        facts |= zip(CAME, (came.earliest.isoformat(), came.latest.isoformat()), strict=True)
    if isinstance(event, Corrected) and event.private and entry.seq not in released:
        facts["why"] = REASON_WAITS
    return facts


def overtaken_on(facts: Mapping[str, str]) -> DaySpan | None:
    """When the paper came that overtook a silence; None where the record is older than that is
    told."""
    first, last = (facts.get(each) for each in CAME)
    return DaySpan(date.fromisoformat(first), date.fromisoformat(last)) if first and last else None
