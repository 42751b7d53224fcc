"""Pauses about which a law's file may be silent: fee notices and clarification requests.

A body may then argue that its clock was paused, so both readings are counted.
"""

from tracker.domain.base.messages import Message
from tracker.domain.base.text import SOURCE, Text
from tracker.domain.law.law import Actor, Stage
from tracker.domain.law.limits import Pause, PauseDay, PauseEffect


def _in_doubt(key: str, begins_with: str, ends_with: str, says: Message) -> Pause:
    unsettled = PauseDay.UNSETTLED
    effect, text = PauseEffect.IN_DOUBT, Text({SOURCE: says})
    return Pause(key, begins_with, ends_with, effect, unsettled, unsettled, text, sources=())


FEE = _in_doubt(
    "fee-notice",
    "fee-noticed",
    "fee-paid",
    Message(
        "We do not know whether a fee notice pauses the clock under this law. The earlier date "
        "assumes that it does not; the later one assumes that the time limit starts again with "
        "the payment."
    ),
)
QUESTION = _in_doubt(
    "clarification",
    "clarification-asked",
    "clarification-given",
    Message(
        "We do not know whether a request for clarification pauses the clock under this law. The "
        "earlier date assumes that it does not; the later one assumes that the time limit starts "
        "again with the reply."
    ),
)
MAY_PAUSE = {
    Actor.BODY: (FEE, QUESTION),
    # A body's fee does not concern those who hear appeals, but they may ask for clarification.
    Actor.APPEAL_BODY: (QUESTION,),
    # A doubt must never lengthen the requester's time.
    Actor.REQUESTER: (),
}


def pauses_of(stage: Stage) -> tuple[Pause, ...]:
    """Return the pauses that affect a stage: those in its file, and those it is silent on."""
    told = {pause.begins_with for pause in stage.pauses}
    silent = (pause for pause in MAY_PAUSE[stage.actor] if pause.begins_with not in told)
    return (*stage.pauses, *silent)
