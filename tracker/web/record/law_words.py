"""The words that the pages of the laws have for what a law file holds."""

from tracker.domain.law import ReadIn
from tracker.domain.limits import (
    FirstDay,
    LastDay,
    MonthEnd,
    PauseDay,
    PauseEffect,
    RunsFrom,
    TransferEffect,
)

HOW_READ = {
    ReadIn.OFFICIAL_TEXT: "read in the official text",
    ReadIn.OFFICIAL_COPY: "read in an official copy",
    ReadIn.TRANSLATION: "read in a translation",
    ReadIn.SECONDARY: "read about in a guide or report, not in the law itself",
    ReadIn.MEMORY: "from memory, not read",
}

COUNTED_FROM = {
    "received": "receipt of the request",
    "registered": "registration of the request",
    "sent": "sending of the request",
    "answered": "an answer",
    "partly-answered": "a partial answer",
    "refused": "a refusal",
    "not-held": "a reply that the records are not held",
    "access-granted": "the decision to give access",
    "appeal-filed": "filing of the appeal, review or complaint",
    "decided": "a decision on the appeal, review or complaint",
    "fell-silent": "the end of the time before, without an answer",
    "extension-noticed": "the notice of an extension",
    "transferred": "receipt of the request by another body",
    "handed-to-assistant": "the hand-over of the request to an assistant officer",
    "third-party-heard": "the hearing of a third party",
    "fee-noticed": "a notice of a fee",
    "fee-paid": "payment of the fee",
    "clarification-asked": "a question back to the requester",
    "clarification-given": "the requester's answer to it",
}

FIRST_DAY = {
    FirstDay.NEXT: "the day of the event is not counted",
    FirstDay.SAME: "the day of the event is counted",
}

LAST_DAY = {
    LastDay.STANDS: "a closed last day does not move the end",
    LastDay.MOVES_ON: "a closed last day moves the end to the next open day",
    LastDay.MOVES_BACK: "a closed last day moves the end to the open day before",
}

MONTH_END = {
    MonthEnd.LAST_DAY: "in a month too short it ends on that month's last day",
    MonthEnd.NEXT_DAY: "in a month too short it ends on the first day of the next",
}

RUNS_FROM = {
    RunsFrom.END_OF_LIMIT: "added to the time above",
    RunsFrom.EVENT: "the whole time from the first day, that above included",
}

PAUSE_EFFECTS = {
    PauseEffect.RUNS_ON: "The clock runs on: it does nothing to the time.",
    PauseEffect.STOPS: "The clock stands still between the two.",
    PauseEffect.RESTARTS: "After it the whole time runs anew.",
    PauseEffect.UNSETTLED: (
        "Whether the clock only stands still or the whole time runs anew is not settled: both are "
        "counted, and the date is a span."
    ),
    PauseEffect.IN_DOUBT: (
        "Whether it does anything at all is not settled: the count runs on, stands still or runs "
        "anew, and the date is a span."
    ),
}

PAUSE_AT_MOST = "Counted at most {} time: what comes after it stops nothing."

PAUSE_DAYS = {
    PauseDay.LEFT_OUT: "is left out",
    PauseDay.COUNTED: "is counted",
    PauseDay.UNSETTLED: "is counted in one reading and left out in the other",
}

TRANSFERS = {
    TransferEffect.RESTARTS: "The time runs anew from receipt by the other body.",
    TransferEffect.CONTINUES: "The time runs on as if nothing had happened.",
    TransferEffect.UNSETTLED: (
        "Whether the time runs anew or runs on is not settled: both are counted, and the date is "
        "a span."
    ),
}
NO_TRANSFER_RULE = (
    "No rule on the time of a request that goes to another body is on file: both ways are "
    "counted, and the date is provisional."
)

LONGER = (
    "Nobody need tell the requester of it: silence is spoken of only after the longest time, and "
    "an appeal is to be filed by the plain one."
)

TOPICS = {
    "binds": "Which bodies it binds",
    "repeats": "Asking the same again",
    "reasons": "No reasons needed",
    "pauses": "Pauses of the clock",
    "officer": "Who answers",
    "help": "Help with a request",
    "transfer": "Transfer to another body",
    "costs": "Costs",
    "appeal-costs": "Costs of an appeal",
    "form": "Form of a request",
    "channels": "Ways to send it",
    "language": "Language",
    "route": "Which remedy for what",
    "override": "Precedence over other laws",
}
ASKING = ("form", "language", "channels", "costs")
"""The topics that whoever asks needs first."""


def topic_name(topic: str) -> str:
    """The heading of a plain statement of the law."""
    return TOPICS.get(topic) or topic.replace("-", " ").capitalize()


def counted_from(kind: str) -> str:
    """An event from which a time is counted, as part of a sentence."""
    return COUNTED_FROM.get(kind) or kind.replace("-", " ")
