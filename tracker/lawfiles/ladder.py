"""The ladder of a law's stages: whether each can be reached, and from where."""

from tracker.domain.case.pending_duties import LENGTHENING, runs_beside
from tracker.domain.events.clock.access_granted import AccessGranted
from tracker.domain.events.clock.clarification_asked import ClarificationAsked
from tracker.domain.events.clock.clarification_given import ClarificationGiven
from tracker.domain.events.clock.extension_noticed import ExtensionNoticed
from tracker.domain.events.clock.fee_noticed import FeeNoticed
from tracker.domain.events.clock.fee_paid import FeePaid
from tracker.domain.events.clock.registered import Registered
from tracker.domain.events.clock.transferred import Transferred
from tracker.domain.events.correspondence.acknowledged import Acknowledged
from tracker.domain.events.correspondence.received import Received
from tracker.domain.events.correspondence.sent import Sent
from tracker.domain.events.proceedings.decided import Decided
from tracker.domain.law.law import Actor, Law, Stage
from tracker.lawfiles.faults import Complaints, suggestion

# Events that happen to any request before the reply: no stage has to lead to what they start.
COURSE_OF_A_REQUEST = frozenset(
    event.kind
    for event in (
        Sent,
        Received,
        Acknowledged,
        Registered,
        Transferred,
        FeeNoticed,
        FeePaid,
        ClarificationAsked,
        ClarificationGiven,
        ExtensionNoticed,
        AccessGranted,
    )
)


def ladder_faults(law: Law) -> Complaints:
    """Yield stages that nothing leads to, that lead to themselves, that no silence can open, or
    that wait for a decision that nobody takes."""
    reached = _reached(law)
    for stage in law.stages.values():
        place = f"stage.{stage.key}"
        if stage.key in stage.leads_to:
            yield f"{place}.leads_to", "names the stage itself, which cannot follow itself."
        if stage.key not in reached:
            yield (
                place,
                "cannot be reached: name it in “leads_to” of the stage that it follows.",
            )
        yield from _silences(law, stage)
        yield from _longer(law, stage)
        yield from _undecided(law, stage)


def _undecided(law: Law, stage: Stage) -> Complaints:
    """Yield a step that waits for the decision on a remedy, if nobody decides one before it."""
    if Decided.kind not in stage.counts_from:
        return
    deciding = (
        each
        for each in law.stages.values()
        if stage.key in each.leads_to
        if each.actor is not Actor.REQUESTER and each is not law.first_stage()
    )
    if next(deciding, None) is None:
        yield (
            f"stage.{stage.key}.counts_from",
            f"waits for “{Decided.kind}”, the decision on a remedy, but no stage in which one is "
            f"decided leads here: write that stage, with “{stage.key}” in its “leads_to”, or name "
            "the event from which this time runs.",
        )


def _longer(law: Law, stage: Stage) -> Complaints:
    place = f"stage.{stage.key}.longer"
    for longer in stage.longer:
        if stage is not law.first_stage() or not runs_beside(law.stages[longer.stage], stage):
            yield (
                place,
                f"“{longer.stage}” must be a stage of the body that runs beside the first one, "
                "from the same event.",
            )
        if longer.when not in LENGTHENING:
            hint = suggestion(longer.when, sorted(LENGTHENING))
            yield place, f"“{longer.when}” gives a body no longer time. {hint}"


def _reached(law: Law) -> set[str]:
    """Return the keys of the stages that a request can reach."""
    steps = [law.first_stage().key]
    steps += [key for key, stage in law.stages.items() if _starts_of_itself(stage)]
    reached: set[str] = set()
    while steps:
        key = steps.pop()
        if key not in reached:
            reached.add(key)
            steps += law.stages[key].leads_to
    return reached


def _starts_of_itself(stage: Stage) -> bool:
    return not COURSE_OF_A_REQUEST.isdisjoint(stage.counts_from)


def _silences(law: Law, stage: Stage) -> Complaints:
    place = f"stage.{stage.key}.opened_by_silence_of"
    for key in stage.opened_by_silence_of:
        silent = law.stages[key]
        if silent.actor is Actor.REQUESTER:
            owed = [each.key for each in law.stages.values() if each.actor is not Actor.REQUESTER]
            hint = suggestion(key, [each for each in owed if each != stage.key])
            yield place, f"“{key}” is a step of the requester, whose silence opens nothing. {hint}"
        elif silent is stage:
            yield place, "names the stage itself, which its own silence cannot open."
        elif stage.key not in silent.leads_to:
            yield (
                place,
                f"“{key}” does not lead here: name “{stage.key}” in its “leads_to” as well.",
            )
