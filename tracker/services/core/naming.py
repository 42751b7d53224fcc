"""The names of events, phases, outcomes and proofs on pages and in letters."""

from tracker.domain.base.messages import Message
from tracker.domain.base.terms import (
    Cause,
    CorrectedBecause,
    DecisionOutcome,
    DutyKind,
    GivenAs,
    WithheldBecause,
)
from tracker.domain.case.case_status import Phase
from tracker.domain.events.lapses.fell_silent import FellSilent
from tracker.domain.law.block import Block
from tracker.domain.law.law import RemedyKind, Stage
from tracker.domain.law.questions import Element, Outcome
from tracker.domain.words.letter import Declaration
from tracker.services.core.i18n import Locale

# Names are stored in English, which is their key in the catalogues.
_ENGLISH = Locale("en")

PHASES = {
    Phase.NEW: Message("Not settled yet"),
    Phase.DRAFTED: Message("Settled, not approved"),
    Phase.APPROVED: Message("Approved, not sent"),
    Phase.SENT: Message("Sent, receipt not proved"),
    Phase.AWAITING: Message("Waiting for an answer"),
    Phase.OVERDUE: Message("No answer within the ordinary time limit"),
    Phase.SILENT: Message("No answer: silent"),
    Phase.ANSWERED: Message("Answered"),
    Phase.PARTLY_ANSWERED: Message("Partly answered"),
    Phase.REFUSED: Message("Refused"),
    Phase.NOT_HELD: Message("Records said not to be held"),
    Phase.APPEALED: Message("Appealed, waiting for a decision"),
    Phase.APPEAL_SILENT: Message("Appealed, no decision in time"),
    Phase.DECIDED: Message("Appeal decided"),
    Phase.WITHDRAWN: Message("Withdrawn"),
}
# Phases as the public sees them: no internal steps, and nothing that is true only on the day on
# which it was written.
PUBLIC_PHASES = (
    PHASES
    | dict.fromkeys((Phase.NEW, Phase.DRAFTED, Phase.APPROVED), Message("Sending not on record"))
    | {
        Phase.AWAITING: Message("Received, no answer on record"),
        Phase.SILENT: Message("Silent: no answer in the time allowed"),
        Phase.APPEALED: Message("Appealed, no decision on record"),
    }
)

OUTCOMES = {
    Outcome.DISCLOSED: Message("Disclosed"),
    Outcome.PARTLY_DISCLOSED: Message("Partly disclosed"),
    Outcome.REFUSED: Message("Refused"),
    Outcome.NOT_HELD: Message("Said not to be held"),
    Outcome.SAID_TO_BE_PUBLIC: Message("Said to be public already"),
    Outcome.REFERRED_ELSEWHERE: Message("Referred elsewhere"),
    Outcome.REFUSED_AS_REPEAT: Message("Refused as a repeat"),
    Outcome.NEITHER_CONFIRMED_NOR_DENIED: Message("Neither confirmed nor denied"),
    Outcome.PASSED_OVER: Message("Passed over"),
}

GIVEN_AS = {
    GivenAs.RECORD: Message("The record itself was given."),
    GivenAs.STATEMENT: Message("A statement was given, not the record."),
}

ELEMENTS = {
    Element.ORDER: Message("The order"),
    Element.ISSUER: Message("Who issued it"),
    Element.POWER: Message("Power and section"),
    Element.REASONS: Message("Grounds and reasons"),
    Element.NECESSITY: Message("Necessity and proportionality"),
    Element.SCOPE: Message("Scope, technique and targets"),
    Element.DURATION: Message("Duration"),
    Element.DIRECTIONS: Message("Directions to operators"),
    Element.HEARING: Message("Notice and hearing"),
    Element.REVIEW: Message("Review and appeal"),
    Element.OVERSIGHT: Message("Oversight or court approval"),
    Element.CLASSIFICATION: Message("Classification claimed"),
    Element.ENDING: Message("The decision that ended it"),
}

CHANNELS = {
    "courier": Message("courier"),
    "registered-post": Message("registered post"),
    "post": Message("ordinary post"),
    "hand": Message("hand delivery"),
    "portal": Message("online portal"),
    "fax": Message("fax"),
    "email": Message("e-mail"),
}

RECEIPT_PROOFS = {
    "acknowledgement-card": Message("Acknowledgement-due card"),
    "courier-delivery": Message("Courier's delivery record"),
    "counter-stamp": Message("Stamp of the counter"),
    "portal-number": Message("Number given by the portal"),
    "server-receipt": Message("Receipt of the mail server"),
    "body-acknowledged": Message("The body's own acknowledgement"),
}
AUTHORSHIP = {
    "signed-and-sealed": Message("signed and sealed, compared with earlier letters of the body"),
    "called-back": Message("confirmed by a call to a number that the body publishes"),
    "official-mail": Message(
        "from an address that the body publishes, with the mark of its mail server"
    ),
    "diary-number": Message("confirmed by the number in the body’s own register"),
    "handed-over": Message("handed over by an official with a service card"),
}

DELIVERIES = {
    "delivered": Message("It was delivered."),
    "returned": Message("It came back to the sender."),
    "undeliverable": Message("It could not be delivered."),
}

DECISIONS: dict[str, str] = {
    DecisionOutcome.ALLOWED: Message("allowed"),
    DecisionOutcome.PARTLY_ALLOWED: Message("allowed in part"),
    DecisionOutcome.DISMISSED: Message("dismissed"),
    DecisionOutcome.CLOSED: Message("closed without a decision on its merits"),
}

DUTIES: dict[str, str] = {
    DutyKind.GIVE_RECORDS: Message("give the records"),
    DutyKind.GIVE_REASONS: Message("give reasons"),
    DutyKind.PUBLISH: Message("publish"),
    DutyKind.REPORT: Message("report to the appeal body"),
    DutyKind.APPEAR: Message("appear in person"),
    DutyKind.PAY_COSTS: Message("pay costs"),
    DutyKind.PAY_PENALTY: Message("pay a penalty"),
    DutyKind.OTHER: Message("do what the order says"),
}

# Reasons for corrections made by the program. A person's reason is shown as written.
CORRECTIONS: dict[str, str] = {
    CorrectedBecause.ANSWERED_IN_TIME: Message(
        "An answer that was received in time came to light."
    ),
    CorrectedBecause.DECIDED_IN_TIME: Message("A decision that was made in time came to light."),
    CorrectedBecause.EXTENDED_IN_TIME: Message(
        "An extension that was announced in time came to light."
    ),
    CorrectedBecause.NOTICED_IN_TIME: Message(
        "A paper came to light by which, in time, the clock stood still, the last day moved, or "
        "the request was granted or handed on."
    ),
    CorrectedBecause.WRONGLY_COUNTED: Message("It was counted from an entry that was wrong."),
}
REASON_WAITS = Message("The reason stands in the record once a second person has looked at it.")

# Grounds for taking something down: staff choose among them, and the public reads them.
GROUNDS: dict[str, str] = {
    WithheldBecause.CONSENT_WITHDRAWN: Message("Consent to publication was withdrawn."),
    WithheldBecause.SAFETY: Message("Somebody’s safety."),
    WithheldBecause.PRIVACY: Message("It showed what identifies a private person."),
    WithheldBecause.COURT_ORDER: Message("A court or the law demands it."),
    WithheldBecause.MISTAKE: Message("It was published by mistake."),
}


# The names in the letter of a remedy: of the person who files it, and of the remedy.
PARTIES = {
    RemedyKind.INTERNAL_REVIEW: (Message("requester"), Message("request for review")),
    RemedyKind.APPEAL: (Message("appellant"), Message("appeal")),
    RemedyKind.COMPLAINT: (Message("complainant"), Message("complaint")),
    RemedyKind.APPLICATION: (Message("applicant"), Message("application")),
}

# Declarations that a person may choose for the letter of a remedy.
DECLARATIONS = {
    Declaration.NONE_PENDING: Message(
        "No other proceeding on this request is pending before any court, tribunal or authority."
    ),
    Declaration.FACTS_TRUE: Message(
        "The facts stated above are true to the best of my knowledge and belief."
    ),
}


AFTER = {
    Cause.SILENCE: Message("after silence"),
    Cause.DECISION: Message("after a decision"),
    Cause.NOTICE: Message("after a notice of the body"),
}


def by_silence_alone(stage: Stage) -> bool:
    """Return whether only a non-response opens a stage: its title says so then."""
    return set(stage.counts_from) == {FellSilent.kind}


def opened_title(stage: Stage, cause: Cause, after: str = "", locale: Locale = _ENGLISH) -> str:
    """Return the title of a stage with the cause that opened it.

    `after` replaces the usual words for the cause. A stage that only a non-response opens keeps
    its title alone.
    """
    title = stage.title.in_language(locale.language)
    if cause is Cause.SILENCE and by_silence_alone(stage):
        return title
    return locale.say("{title}, {after}", title=title, after=after or locale.say(AFTER[cause]))


def began(block: Block, locale: Locale) -> str:
    """Return the date a block began, or was first reported if no source gives its start."""
    day = locale.short_day(block.since)
    if block.since_unknown:
        return locale.say("a day not known, first spoken of on {day}", day=day)
    return day
