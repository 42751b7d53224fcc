"""The words that the pages of the laws have for what a law file holds."""

from markupsafe import Markup, escape

from tracker.domain.events import KINDS
from tracker.domain.law.law import Actor, ReadIn
from tracker.domain.law.limits import (
    FirstDay,
    LastDay,
    MonthEnd,
    PauseDay,
    PauseEffect,
    RunsFrom,
    TransferEffect,
)
from tracker.web.base.language import later, say
from tracker.web.base.marking import said_on_page

ACTS = {
    Actor.BODY: later("The public body acts."),
    Actor.REQUESTER: later("The requester acts."),
    Actor.APPEAL_BODY: later("The appeal body acts."),
}

HOW_READ = {
    ReadIn.OFFICIAL_TEXT: later("read in the official text"),
    ReadIn.OFFICIAL_COPY: later("read in an official copy"),
    ReadIn.TRANSLATION: later("read in a translation"),
    ReadIn.SECONDARY: later("read about in a guide or report, not in the law itself"),
    ReadIn.MEMORY: later("from memory, not read"),
}

FIRST_DAY = {
    FirstDay.NEXT: later("the day of the event is not counted"),
    FirstDay.SAME: later("the day of the event is counted"),
}

LAST_DAY = {
    LastDay.STANDS: later("a closed last day does not move the end"),
    LastDay.MOVES_ON: later("a closed last day moves the end to the next open day"),
    LastDay.MOVES_BACK: later("a closed last day moves the end to the open day before"),
}

MONTH_END = {
    MonthEnd.LAST_DAY: later("in a month too short it ends on that month's last day"),
    MonthEnd.NEXT_DAY: later("in a month too short it ends on the first day of the next"),
}

RUNS_FROM = {
    RunsFrom.END_OF_LIMIT: later("added to the time above"),
    RunsFrom.EVENT: later("the whole time from the first day, that above included"),
}

PAUSE_EFFECTS = {
    PauseEffect.RUNS_ON: later("The clock runs on: it does nothing to the time."),
    PauseEffect.STOPS: later("The clock stands still between the two."),
    PauseEffect.RESTARTS: later("After it the whole time runs anew."),
    PauseEffect.UNSETTLED: later(
        "Whether the clock only stands still or the whole time runs anew is not settled: both are "
        "counted, and the date is a span."
    ),
    PauseEffect.IN_DOUBT: later(
        "Whether it does anything at all is not settled: the count runs on, stands still or runs "
        "anew, and the date is a span."
    ),
}

BEGIN_DAY = {
    PauseDay.LEFT_OUT: later("The day on which it begins is left out."),
    PauseDay.COUNTED: later("The day on which it begins is counted."),
    PauseDay.UNSETTLED: later(
        "The day on which it begins is counted in one reading and left out in the other."
    ),
}
END_DAY = {
    PauseDay.LEFT_OUT: later("The day on which it ends is left out."),
    PauseDay.COUNTED: later("The day on which it ends is counted."),
    PauseDay.UNSETTLED: later(
        "The day on which it ends is counted in one reading and left out in the other."
    ),
}

TRANSFERS = {
    TransferEffect.RESTARTS: later("The time runs anew from receipt by the other body."),
    TransferEffect.CONTINUES: later("The time runs on as if nothing had happened."),
    TransferEffect.UNSETTLED: later(
        "Whether the time runs anew or runs on is not settled: both are counted, and the date is "
        "a span."
    ),
}
NO_TRANSFER_RULE = later(
    "No rule on the time of a request that goes to another body is on file: both ways are "
    "counted, and the date is provisional."
)

LONGER = later(
    "Nobody need tell the requester of it: silence is spoken of only after the longest time, and "
    "an appeal is to be filed by the plain one."
)

TOPICS = {
    "binds": later("Which bodies it binds"),
    "repeats": later("Asking the same again"),
    "reasons": later("No reasons needed"),
    "pauses": later("Pauses of the clock"),
    "officer": later("Who answers"),
    "help": later("Help with a request"),
    "transfer": later("Transfer to another body"),
    "costs": later("Costs"),
    "appeal-costs": later("Costs of an appeal"),
    "form": later("Form of a request"),
    "channels": later("Ways to send it"),
    "language": later("Language"),
    "route": later("Which remedy for what"),
    "override": later("Precedence over other laws"),
    "minimum-content": later("Minimum content"),
    "complaint-content": later("What a complaint must contain"),
    "subject": later("What may be asked for"),
    "acknowledgement": later("Acknowledgement"),
    "identity-card": later("Identity card"),
    "certificate": later("Certificate"),
    "not-held": later("Records that are not held"),
    "exemptions": later("Exemptions"),
    "public-interest": later("Public interest"),
    "lapse-of-exemptions": later("Lapse of exemptions"),
    "burden-of-proof": later("Burden of proof"),
    "records-that-help": later("Records that help"),
    "penalties": later("Penalties"),
    "enforcement": later("Enforcement"),
    "court": later("Courts"),
    "commission": later("The commission"),
    "service-by-post": later("Service by post"),
    "whistle-blowers": later("Whistle-blowers"),
}
ASKING = ("form", "language", "channels", "costs")
"""The topics that whoever asks needs first."""


def topic_name(topic: str) -> Markup:
    """The heading of a plain statement of the law; one that nobody translated is English."""
    if name := TOPICS.get(topic):
        return escape(str(name))
    return said_on_page(topic.replace("-", " ").capitalize())


def counted_from(kind: str) -> str:
    """An event from which a time is counted, as part of a sentence."""
    return say(KINDS[kind].in_law)
