"""Words of the law pages for the contents of a law file."""

from markupsafe import Markup, escape

from tracker.domain.events import KINDS
from tracker.domain.law.law import Actor, ReadIn
from tracker.domain.law.limits import (
    AddedTo,
    ClosedDayCounts,
    FirstDay,
    LastDay,
    MonthEnd,
    PauseDay,
    PauseEffect,
    RunsFrom,
    TransferEffect,
)
from tracker.web.base.language import gettext, lazy_gettext
from tracker.web.base.marking import said_on_page

ACTOR_SENTENCES = {
    Actor.BODY: lazy_gettext("The public body acts."),
    Actor.REQUESTER: lazy_gettext("The requester acts."),
    Actor.APPEAL_BODY: lazy_gettext("The appeal body acts."),
}

HOW_READ = {
    ReadIn.OFFICIAL_TEXT: lazy_gettext("read in the official text"),
    ReadIn.OFFICIAL_COPY: lazy_gettext("read in an official copy"),
    ReadIn.QUOTED: lazy_gettext("read as a quotation, not in the law itself"),
    ReadIn.TRANSLATION: lazy_gettext("read in a translation"),
    ReadIn.SECONDARY: lazy_gettext("read in a guide or report, not in the law itself"),
    ReadIn.MEMORY: lazy_gettext("not read in any source"),
}

FIRST_DAY = {
    FirstDay.NEXT: lazy_gettext("the day of the event is not counted"),
    FirstDay.SAME: lazy_gettext("the day of the event is counted"),
}

LAST_DAY = {
    LastDay.STANDS: lazy_gettext("a closed last day does not move the deadline"),
    LastDay.MOVES_ON: lazy_gettext("a closed last day moves the deadline to the next open day"),
    LastDay.MOVES_BACK: lazy_gettext(
        "a closed last day moves the deadline to the open day before"
    ),
}

MONTH_END = {
    MonthEnd.LAST_DAY: lazy_gettext("in a shorter month it ends on that month’s last day"),
    MonthEnd.NEXT_DAY: lazy_gettext("in a shorter month it ends on the first day of the next"),
}

RUNS_FROM = {
    RunsFrom.END_OF_LIMIT: lazy_gettext("added to the time limit above"),
    RunsFrom.EITHER: lazy_gettext(
        "added to the time limit above. The law is unclear on whether it follows the end of that "
        "limit or makes one longer time from the first day. We count both and give a range"
    ),
    RunsFrom.EVENT: lazy_gettext(
        "the total time from the first day, including the time limit above"
    ),
}

ADDED_TO = {
    AddedTo.UNMOVED: lazy_gettext(
        "If the time limit ends on a closed day, the extension is counted from that day."
    ),
    AddedTo.MOVED: lazy_gettext(
        "If the time limit ends on a closed day, the extension is counted from the next open day."
    ),
    None: lazy_gettext(
        "If the time limit ends on a closed day, the law is unclear on whether the extension is "
        "counted from that day or from the next open day."
    ),
}

CLOSED_RECEIPTS = {
    ClosedDayCounts.THAT_DAY: lazy_gettext("Receipt on a closed day counts as that day."),
    ClosedDayCounts.EITHER_DAY: lazy_gettext(
        "Receipt on a closed day may count as that day or as the next open day. We count both and "
        "give a range."
    ),
}

PAUSE_EFFECTS = {
    PauseEffect.RUNS_ON: lazy_gettext("It does not affect the clock."),
    PauseEffect.STOPS: lazy_gettext("The clock is paused between the two."),
    PauseEffect.RESTARTS: lazy_gettext("Then the full time limit starts again."),
    PauseEffect.UNSETTLED: lazy_gettext(
        "The law is unclear on whether the clock is paused or restarts. We count both and give a "
        "range."
    ),
    PauseEffect.IN_DOUBT: lazy_gettext(
        "The law is unclear on whether this affects the clock. We count all three possibilities "
        "(no effect, pause, restart) and give a range."
    ),
    PauseEffect.DECIDES: lazy_gettext(
        "The notice is the body’s decision on the request, so no time to reply runs after it."
    ),
}

BEGIN_DAY = {
    PauseDay.LEFT_OUT: lazy_gettext("The day on which it begins is not counted."),
    PauseDay.COUNTED: lazy_gettext("The day on which it begins is counted."),
    PauseDay.UNSETTLED: lazy_gettext(
        "The day on which it begins is counted on one reading and not on the other."
    ),
}
END_DAY = {
    PauseDay.LEFT_OUT: lazy_gettext("The day on which it ends is not counted."),
    PauseDay.COUNTED: lazy_gettext("The day on which it ends is counted."),
    PauseDay.UNSETTLED: lazy_gettext(
        "The day on which it ends is counted on one reading and not on the other."
    ),
}

TRANSFERS = {
    TransferEffect.RESTARTS: lazy_gettext(
        "The time limit starts again when the other body receives the request."
    ),
    TransferEffect.CONTINUES: lazy_gettext("The time limit continues as before."),
    TransferEffect.UNSETTLED: lazy_gettext(
        "The law is unclear on whether the time limit restarts or continues. We count both and "
        "give a range."
    ),
    TransferEffect.NONE: lazy_gettext(
        "The law has no transfer. The time limit continues as before, and the body asked remains "
        "the one that must answer. The date is provisional."
    ),
}
TRANSFERS_TO_OWN_TIME = {
    TransferEffect.RESTARTS: lazy_gettext("It is counted from the day that body received it."),
    TransferEffect.CONTINUES: lazy_gettext(
        "It is counted from the day the first body received the request."
    ),
    TransferEffect.UNSETTLED: lazy_gettext(
        "The law is unclear on which receipt counts. We count from both and give a range."
    ),
}
NO_TRANSFER_RULE = lazy_gettext(
    "We know of no rule on how a transfer affects the time limit. We count both ways, and the "
    "date is provisional."
)

LONGER = lazy_gettext(
    "The body need not tell the requester. We say “no response” only after the maximum limit, "
    "but appeals should be filed by the standard one."
)

TOPICS = {
    "binds": lazy_gettext("Bodies it applies to"),
    "repeats": lazy_gettext("Repeat requests"),
    "reasons": lazy_gettext("No reasons needed"),
    "pauses": lazy_gettext("Pauses of the clock"),
    "officer": lazy_gettext("Who answers"),
    "help": lazy_gettext("Assistance with a request"),
    "transfer": lazy_gettext("Transfer to another body"),
    "costs": lazy_gettext("Costs"),
    "appeal-costs": lazy_gettext("Costs of an appeal"),
    "form": lazy_gettext("Form of a request"),
    "channels": lazy_gettext("Ways to send it"),
    "language": lazy_gettext("Language"),
    "route": lazy_gettext("Which remedy for what"),
    "override": lazy_gettext("Precedence over other laws"),
    "minimum-content": lazy_gettext("Minimum content"),
    "complaint-content": lazy_gettext("What a complaint must contain"),
    "subject": lazy_gettext("What can be requested"),
    "acknowledgement": lazy_gettext("Acknowledgement"),
    "identity-card": lazy_gettext("Identity card"),
    "certificate": lazy_gettext("Certificate"),
    "not-held": lazy_gettext("Records that are not held"),
    "exemptions": lazy_gettext("Exemptions"),
    "public-interest": lazy_gettext("Public interest"),
    "lapse-of-exemptions": lazy_gettext("Lapse of exemptions"),
    "burden-of-proof": lazy_gettext("Burden of proof"),
    "publication": lazy_gettext("Publication duties"),
    "severance": lazy_gettext("Release in part"),
    "penalties": lazy_gettext("Penalties"),
    "enforcement": lazy_gettext("Enforcement"),
    "court": lazy_gettext("Courts"),
    "commission": lazy_gettext("The commission"),
    "service-by-post": lazy_gettext("Service by post"),
    "whistle-blowers": lazy_gettext("Whistle-blowers"),
}
ASKING = ("form", "language", "channels", "costs")
"""The topics that a requester needs first."""

# Countries with a law on information that could not be read, and where to look for it.
NOT_READ = {
    "mw": lazy_gettext("Act 13 of 2017: look on malawilii.org."),
    "sl": lazy_gettext("The Act of 2013: look on sierralii.gov.sl."),
    "sn": lazy_gettext("Law 2025-15 of 4 September 2025: look on jo.gouv.sn."),
}

# The other topics by what they concern; a topic in none belongs to the last.
TOPIC_GROUPS = (
    (
        lazy_gettext("Making the request"),
        ("minimum-content", "subject", "reasons", "identity-card", "help", "repeats"),
    ),
    (
        lazy_gettext("Duties of the body"),
        (
            *("officer", "acknowledgement", "transfer", "pauses", "certificate", "not-held"),
            *("binds", "publication", "severance"),
        ),
    ),
    (
        lazy_gettext("Appeal and enforcement"),
        (
            *("route", "complaint-content", "burden-of-proof", "appeal-costs", "commission"),
            *("court", "penalties", "enforcement"),
        ),
    ),
    (lazy_gettext("Scope and other laws"), ()),
)


def topic_name(topic: str) -> Markup:
    """Return the heading of a statement of the law, in English if it is not translated."""
    if name := TOPICS.get(topic):
        return escape(str(name))
    return said_on_page(topic.replace("-", " ").capitalize())


def counted_from(kind: str) -> str:
    """Return an event from which a time is counted, as part of a sentence."""
    return gettext(KINDS[kind].in_law)
