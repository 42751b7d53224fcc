"""The names that events, phases, outcomes and proofs have on pages and in letters."""

from tracker.domain.block import Block
from tracker.domain.errors import Words
from tracker.domain.events.lapses.fell_silent import FellSilent
from tracker.domain.law import RemedyKind, Stage
from tracker.domain.letter import Declaration
from tracker.domain.questions import Element, Outcome
from tracker.domain.standing import Phase
from tracker.domain.terms import (
    Cause,
    CorrectedBecause,
    DecisionOutcome,
    DutyKind,
    GivenAs,
    WithheldBecause,
)
from tracker.services.speaking import Speech

# Names are kept in English, which is the key to them in other languages.
ENGLISH = Speech("en", {})

PHASES = {
    Phase.NEW: "Not settled yet",
    Phase.DRAFTED: "Settled, not approved",
    Phase.APPROVED: "Approved, not sent",
    Phase.SENT: "Sent, receipt not proved",
    Phase.AWAITING: "Waiting for an answer",
    Phase.OVERDUE: "No answer within the ordinary time limit",
    Phase.SILENT: "No answer: silent",
    Phase.ANSWERED: "Answered",
    Phase.PARTLY_ANSWERED: "Partly answered",
    Phase.REFUSED: "Refused",
    Phase.NOT_HELD: "Records said not to be held",
    Phase.APPEALED: "Appealed, waiting for a decision",
    Phase.APPEAL_SILENT: "Appealed, no decision in time",
    Phase.DECIDED: "Appeal decided",
    Phase.WITHDRAWN: "Withdrawn",
}
# The same as the public is told: of the steps within the office nothing, and nothing that is true
# only on the day on which it was written.
PUBLIC_PHASES = (
    PHASES
    | dict.fromkeys((Phase.NEW, Phase.DRAFTED, Phase.APPROVED), "Sending not on record")
    | {
        Phase.AWAITING: "Received, no answer on record",
        Phase.SILENT: "Silent: no answer in the time allowed",
        Phase.APPEALED: "Appealed, no decision on record",
    }
)

OUTCOMES = {
    Outcome.DISCLOSED: "Disclosed",
    Outcome.PARTLY_DISCLOSED: "Partly disclosed",
    Outcome.REFUSED: "Refused",
    Outcome.NOT_HELD: "Said not to be held",
    Outcome.SAID_TO_BE_PUBLIC: "Said to be public already",
    Outcome.REFERRED_ELSEWHERE: "Referred elsewhere",
    Outcome.REFUSED_AS_REPEAT: "Refused as a repeat",
    Outcome.NEITHER_CONFIRMED_NOR_DENIED: "Neither confirmed nor denied",
    Outcome.PASSED_OVER: "Passed over",
}

GIVEN_AS = {
    GivenAs.RECORD: "The record itself was given.",
    GivenAs.STATEMENT: "A statement was given, not the record.",
}

ELEMENTS = {
    Element.ORDER: "The order",
    Element.ISSUER: "Who issued it",
    Element.POWER: "Power and section",
    Element.REASONS: "Grounds and reasons",
    Element.NECESSITY: "Necessity and proportionality",
    Element.SCOPE: "Scope, technique and targets",
    Element.DURATION: "Duration",
    Element.DIRECTIONS: "Directions to operators",
    Element.HEARING: "Notice and hearing",
    Element.REVIEW: "Review and appeal",
    Element.OVERSIGHT: "Oversight or court approval",
    Element.CLASSIFICATION: "Classification claimed",
    Element.ENDING: "The decision that ended it",
}

CHANNELS = {
    "courier": "courier",
    "registered-post": "registered post",
    "post": "ordinary post",
    "hand": "hand delivery",
    "portal": "online portal",
    "fax": "fax",
    "email": "e-mail",
}

RECEIPT_PROOFS = {
    "acknowledgement-card": "Acknowledgement-due card",
    "courier-delivery": "Courier's delivery record",
    "counter-stamp": "Stamp of the counter",
    "portal-number": "Number given by the portal",
    "server-receipt": "Receipt of the mail server",
    "body-acknowledged": "The body's own acknowledgement",
}
AUTHORSHIP = {
    "signed-and-sealed": "signed and sealed, compared with earlier letters of the body",
    "called-back": "confirmed by a call to a number that the body publishes",
    "official-mail": "from an address that the body publishes, with the mark of its mail server",
    "diary-number": "confirmed by the number in the body’s own register",
    "handed-over": "handed over by an official with a service card",
}

DELIVERIES = {
    "delivered": "It was delivered.",
    "returned": "It came back to the sender.",
    "undeliverable": "It could not be delivered.",
}

DECISIONS: dict[str, str] = {
    DecisionOutcome.ALLOWED: "allowed",
    DecisionOutcome.PARTLY_ALLOWED: "allowed in part",
    DecisionOutcome.DISMISSED: "dismissed",
    DecisionOutcome.CLOSED: "closed without a decision on its merits",
}

DUTIES: dict[str, str] = {
    DutyKind.GIVE_RECORDS: "give the records",
    DutyKind.GIVE_REASONS: "give reasons",
    DutyKind.PUBLISH: "publish",
    DutyKind.REPORT: "report to the appeal body",
    DutyKind.APPEAR: "appear in person",
    DutyKind.PAY_COSTS: "pay costs",
    DutyKind.PAY_PENALTY: "pay a penalty",
    DutyKind.OTHER: "do what the order says",
}

# What the program itself gives as the reason of a correction; a person's reason stands as written.
CORRECTIONS: dict[str, str] = {
    CorrectedBecause.ANSWERED_IN_TIME: "An answer that was received in time came to light.",
    CorrectedBecause.DECIDED_IN_TIME: "A decision that was made in time came to light.",
    CorrectedBecause.EXTENDED_IN_TIME: "An extension that was announced in time came to light.",
    CorrectedBecause.NOTICED_IN_TIME: (
        "A paper came to light by which, in time, the clock stood still, the last day moved, or "
        "the request was granted or handed on."
    ),
    CorrectedBecause.WRONGLY_COUNTED: "It was counted from an entry that was wrong.",
}
REASON_WAITS = Words("The reason stands in the record once a second person has looked at it.")

# On what ground something is no longer shown: the desk chooses by these words, the public reads
# them.
GROUNDS: dict[str, str] = {
    WithheldBecause.CONSENT_WITHDRAWN: "Consent to publication was withdrawn.",
    WithheldBecause.SAFETY: "Somebody’s safety.",
    WithheldBecause.PRIVACY: "It showed what identifies a private person.",
    WithheldBecause.COURT_ORDER: "A court or the law demands it.",
    WithheldBecause.MISTAKE: "It was published by mistake.",
}


# What a remedy is called within its own letter: who brings it, and what it is.
PARTIES = {
    RemedyKind.INTERNAL_REVIEW: ("requester", "request for review"),
    RemedyKind.APPEAL: ("appellant", "appeal"),
    RemedyKind.COMPLAINT: ("complainant", "complaint"),
    RemedyKind.APPLICATION: ("applicant", "application"),
}

# What a person may choose to declare in the letter of a remedy.
DECLARATIONS = {
    Declaration.NONE_PENDING: (
        "No other proceeding on this request is pending before any court, tribunal or authority."
    ),
    Declaration.FACTS_TRUE: (
        "The facts stated above are true to the best of my knowledge and belief."
    ),
}


AFTER = {
    Cause.SILENCE: "after silence",
    Cause.DECISION: "after a decision",
    Cause.NOTICE: "after a notice of the body",
}


def by_silence_alone(stage: Stage) -> bool:
    """Whether nothing but a silence opens a stage: then its own title says so."""
    return set(stage.counts_from) == {FellSilent.kind}


def opened_title(stage: Stage, cause: Cause, after: str = "", speech: Speech = ENGLISH) -> str:
    """A stage and what opened it, said once; `after` are words that say it more exactly."""
    title = stage.title.in_language(speech.language)
    if cause is Cause.SILENCE and by_silence_alone(stage):
        return title
    return speech.say("{title}, {after}", title=title, after=after or speech.say(AFTER[cause]))


def began(block: Block, speech: Speech) -> str:
    """The day on which a block began, or, where no source tells, when one first spoke of it."""
    day = speech.short_day(block.since)
    if block.since_unknown:
        return speech.say("a day not known, first spoken of on {day}", day=day)
    return day
