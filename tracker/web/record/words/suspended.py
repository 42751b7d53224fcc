"""What a suspended time limit is waiting for, in sentences made from the record only."""

from collections.abc import Iterator, Mapping

from tracker.domain.base.days import DaySpan
from tracker.domain.base.messages import Message
from tracker.domain.case.case_status import Phase
from tracker.domain.events.clock.clarification_asked import ClarificationAsked
from tracker.domain.events.clock.fee_noticed import FeeNoticed
from tracker.domain.law.count_step import STANDS_STILL, CountStep, Reason
from tracker.domain.law.law import Actor
from tracker.domain.record.record import Record, RecordedEntry
from tracker.web.base.language import gettext, page_locale

_WAITS_FOR: Mapping[str, Message] = {
    FeeNoticed.kind: Message("The body asked for a fee and no payment has been logged."),
    ClarificationAsked.kind: Message(
        "The body asked for clarification and no reply has been logged."
    ),
}
# Whose time matters in each phase.
# The phases that say that a notice decided the request, and the kind that a phase names itself.
GRANTED_PHASES = (Phase.GRANTED, Phase.FEE_PAID)
_SAID_BY = {Phase.FEE_ASKED: FeeNoticed.kind}
_AWAITED = (Phase.AWAITING, Phase.FEE_ASKED, Phase.OVERDUE, *GRANTED_PHASES)
ACTS = dict.fromkeys(_AWAITED, Actor.BODY) | {Phase.APPEALED: Actor.APPEAL_BODY}


def held(record: Record) -> Iterator[str]:
    """Yield since when the end of the body's time is unknown, and what would change that; nothing
    if it is known.

    Until then the body is never said not to have responded, and readers see why.
    """
    step = _stopped(record)
    if step is None or record.phase in GRANTED_PHASES:
        return
    begun = _begun(record, step)
    if step.reason is Reason.DECIDED:
        yield _decided(begun, page_locale().day_span(DaySpan.on(step.day)))
        return
    if begun and begun.kind in _WAITS_FOR and begun.kind != _SAID_BY.get(record.phase):
        yield gettext(_WAITS_FOR[begun.kind])
    day = page_locale().day(step.day)
    if step.reason is Reason.STOPPED:
        yield gettext(
            "The clock has been paused since {day}. Until it restarts, no deadline can be "
            "calculated and we do not say that the body failed to respond.",
            day=day,
        )
    else:
        yield gettext(
            "The clock may have been paused since {day}. Until this is clear, no deadline can be "
            "calculated and we do not say that the body failed to respond.",
            day=day,
        )


def decided_by_notice(record: Record) -> bool:
    """Return whether the body decided by a notice, so that nothing more is awaited from it."""
    step = _stopped(record)
    return step is not None and step.reason is Reason.DECIDED


def _decided(begun: RecordedEntry | None, day: str) -> str:
    if begun and begun.kind == FeeNoticed.kind:
        return gettext(
            "The body asked for a fee {day:on}. Under this law that notice grants the request, so "
            "we do not say that the body failed to respond.",
            day=day,
        )
    return gettext(
        "The body sent a notice {day:on}. Under this law it is the decision on the request, so we "
        "do not say that the body failed to respond.",
        day=day,
    )


def _stopped(record: Record) -> CountStep | None:
    """Return the step that may have stopped the clock of the body that must act; None if there is
    none."""
    actor = ACTS.get(record.phase)
    steps = [
        step
        for limit in record.deadlines
        if limit.actor is actor and limit.latest is None
        for step in limit.steps
        if step.reason in STANDS_STILL
    ]
    return next(iter(steps), None)


def _begun(record: Record, step: CountStep) -> RecordedEntry | None:
    """Return the entry that stopped the clock; None if it is not shown."""
    found = (entry for entry in record.entries if entry.counts and entry.kind in _WAITS_FOR)
    return next((entry for entry in found if entry.on.earliest == step.day), None)
