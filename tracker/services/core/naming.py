"""The names of events, phases, outcomes and proofs on pages and in letters."""

from dataclasses import dataclass

from tracker.domain.base.messages import Message
from tracker.domain.base.terms import (
    ELECTRONIC_PROOFS,
    Cause,
    CorrectedBecause,
    DecisionOutcome,
    DutyKind,
    FeeCalculation,
    FeeCharge,
    GivenAs,
    ReceiptProof,
    RequiredPaper,
    WithheldBecause,
)
from tracker.domain.case.case_status import Phase
from tracker.domain.events.lapses.fell_silent import FellSilent
from tracker.domain.law.block import Block
from tracker.domain.law.law import RemedyKind, Stage
from tracker.domain.law.outcome import GroundCategory
from tracker.domain.law.questions import Element, Outcome
from tracker.domain.words.letter import Declaration
from tracker.services.core.i18n import Locale

# Names are stored in English, which is their key in the catalogues.
_ENGLISH = Locale("en")

PHASES = {
    Phase.NEW: Message("Draft"),
    Phase.DRAFTED: Message("Finalised, awaiting approval"),
    Phase.APPROVED: Message("Approved, not sent"),
    Phase.SENT: Message("Sent, no proof of receipt"),
    Phase.AWAITING: Message("Awaiting response"),
    Phase.FEE_ASKED: Message("Fee asked for, not paid"),
    Phase.GRANTED: Message("Granted, fee to be paid"),
    Phase.FEE_PAID: Message("Granted, fee paid"),
    Phase.OVERDUE: Message("No response within the standard time limit"),
    Phase.SILENT: Message("No response"),
    Phase.ANSWERED: Message("Answered in full"),
    Phase.PARTLY_ANSWERED: Message("Answered in part"),
    Phase.REFUSED: Message("Refused"),
    Phase.NOT_HELD: Message("Body says records not held"),
    Phase.APPEALED: Message("Appealed, awaiting decision"),
    Phase.APPEAL_SILENT: Message("Appealed, no decision in time"),
    Phase.DECIDED: Message("Appeal decided"),
    Phase.WITHDRAWN: Message("Withdrawn"),
}
# Phases as the public sees them: no internal steps, and nothing that is true only on the day on
# which it was written.
PUBLIC_PHASES = (
    PHASES
    | dict.fromkeys((Phase.NEW, Phase.DRAFTED, Phase.APPROVED), Message("Not shown as sent"))
    | {
        Phase.AWAITING: Message("Received, no response recorded"),
        Phase.FEE_ASKED: Message("Fee asked for"),
        Phase.GRANTED: Message("Granted, subject to a fee"),
        Phase.SILENT: Message("No response in the time allowed"),
        Phase.APPEALED: Message("Appealed, no decision recorded"),
    }
)

OUTCOMES = {
    Outcome.DISCLOSED: Message("Disclosed"),
    Outcome.PARTLY_DISCLOSED: Message("Partly disclosed"),
    Outcome.OFFERED_FOR_FEE: Message("Offered for a fee"),
    Outcome.REFUSED: Message("Refused"),
    Outcome.NOT_HELD: Message("Body says not held"),
    Outcome.SAID_TO_BE_PUBLIC: Message("Body says already public"),
    Outcome.REFERRED_ELSEWHERE: Message("Referred elsewhere"),
    Outcome.REFUSED_AS_REPEAT: Message("Refused as a repeat request"),
    Outcome.NEITHER_CONFIRMED_NOR_DENIED: Message("Neither confirmed nor denied"),
    Outcome.PASSED_OVER: Message("Not addressed"),
}

GROUND_CATEGORIES = {
    GroundCategory.SECTION: Message("Only an Act or a section, without its clause"),
    GroundCategory.PUBLIC_ORDER: Message("“Public order”"),
    GroundCategory.CONFIDENTIAL: Message("“Confidential”"),
    GroundCategory.OFFICIAL_SECRETS: Message("An official secrets law"),
    GroundCategory.SENSITIVE: Message("“Sensitive”"),
    GroundCategory.OTHER_LAW: Message("Another law, or rules"),
    GroundCategory.OTHER: Message("Other words"),
}

FEE_CALCULATIONS = {
    FeeCalculation.UNCHECKED: Message("Not checked"),
    FeeCalculation.SHOWN: Message("Shown"),
    FeeCalculation.NOT_SHOWN: Message("Not shown"),
}

FEE_CHARGES = {
    FeeCharge.PREPAYMENT: Message("Payment in advance"),
    FeeCharge.STAFF_TIME: Message("Pay for staff time"),
}

GIVEN_AS = {
    GivenAs.RECORD: Message("The record itself was given."),
    GivenAs.STATEMENT: Message("A statement was given, not the record."),
}

ELEMENTS = {
    Element.ORDER: Message("The order"),
    Element.ISSUER: Message("Who issued the order"),
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
    Element.ENDING: Message("Decision to end the block"),
}

CHANNELS = {
    "courier": Message("courier"),
    "registered-post": Message("registered post"),
    "post": Message("ordinary post"),
    "hand": Message("hand delivery"),
    "portal": Message("online portal"),
    "fax": Message("fax"),
    "email": Message("email"),
}
# The same ways within a sentence: “sent by courier”.
SENT_HOW = {
    "courier": Message("by courier"),
    "registered-post": Message("by registered post"),
    "post": Message("by ordinary post"),
    "hand": Message("by hand"),
    "portal": Message("through the online portal"),
    "fax": Message("by fax"),
    "email": Message("by email"),
}

RECEIPT_PROOFS = {
    "acknowledgement-card": Message("Acknowledgement-due card"),
    "courier-delivery": Message("Courier’s delivery record"),
    "counter-stamp": Message("Counter stamp"),
    "portal-number": Message("Portal number"),
    "server-receipt": Message("Mail server receipt"),
    "body-acknowledged": Message("The body’s own acknowledgement"),
    "server-acceptance": Message("Acceptance by the body’s mail server"),
    "mailbox-delivery": Message("Delivery into the body’s mailbox"),
    "read-receipt": Message("Read receipt"),
    "automatic-acknowledgement": Message("Automatic reply of the body"),
}
# The kinds of proof that a list or a table may name. The receipt of an email is logged on the page
# of its request, because the law decides which proof it admits.
LISTED_PROOFS = {
    key: words
    for key, words in RECEIPT_PROOFS.items()
    if ReceiptProof(key) not in ELECTRONIC_PROOFS | {ReceiptProof.SERVER_RECEIPT}
}
# The facts that each kind of proof shows.
PROVES = {
    "acknowledgement-card": Message("The card shows who signed for the letter, and on which day."),
    "courier-delivery": Message(
        "The courier says that it handed over a parcel. It does not say what was in it."
    ),
    "counter-stamp": Message("The stamp shows that the body took the letter on that day."),
    "portal-number": Message(
        "The number shows that the portal stored a request. The receipt shows its words and date."
    ),
    "server-receipt": Message(
        "A mail server took the letter. It is not known whose server that was, so this alone does "
        "not support a published non-response."
    ),
    "body-acknowledged": Message("The body says that it has the request: the strongest proof."),
    "server-acceptance": Message(
        "The body’s mail server took the letter. That shows neither that it reached a mailbox nor "
        "that someone read it. Alone, it does not support a published non-response."
    ),
    "mailbox-delivery": Message(
        "The letter is in a mailbox of the body. That does not show that someone read it."
    ),
    "read-receipt": Message("A program or a person says that the letter was shown to someone."),
    "automatic-acknowledgement": Message(
        "A system of the body answered. That shows that the letter arrived, but not that someone "
        "read it. It is not a response. Alone, it does not support a published non-response."
    ),
}
AUTHORSHIP = {
    "signed-and-sealed": Message("signed and sealed, compared with earlier letters from the body"),
    "called-back": Message("confirmed by a call to a number that the body publishes"),
    "official-mail": Message(
        "from an address the body publishes, with its mail server’s signature"
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

REQUIRED_PAPERS: dict[RequiredPaper, str] = {
    RequiredPaper.CERTIFICATE: Message("the certificate of the copies"),
    RequiredPaper.AFFIDAVIT: Message("the affidavit"),
    RequiredPaper.SEARCH: Message("the certificate or statement on the search"),
    RequiredPaper.REPORT: Message("the report of compliance"),
}

# Reasons for corrections made by the program. A person's reason is shown as written.
CORRECTIONS: dict[str, str] = {
    CorrectedBecause.ANSWERED_IN_TIME: Message("New evidence: a response was received in time."),
    CorrectedBecause.DECIDED_IN_TIME: Message("New evidence: a decision was made in time."),
    CorrectedBecause.EXTENDED_IN_TIME: Message(
        "New evidence: an extension was announced in time."
    ),
    CorrectedBecause.NOTICED_IN_TIME: Message(
        "New evidence: in time, the clock was paused, the deadline moved, or the request was "
        "granted or transferred."
    ),
    CorrectedBecause.WRONGLY_COUNTED: Message("It was calculated from an entry that was wrong."),
}
REASON_WAITS = Message("The reason is published once a second person has checked it.")

# Grounds for taking something down: staff choose among them, and the public reads them.
GROUNDS: dict[str, str] = {
    WithheldBecause.CONSENT_WITHDRAWN: Message("Consent to publication was withdrawn."),
    WithheldBecause.SAFETY: Message("Someone’s safety."),
    WithheldBecause.PRIVACY: Message("It identified a private person."),
    WithheldBecause.COURT_ORDER: Message("A court or the law requires it."),
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
    Cause.SILENCE: Message("after no response"),
    Cause.DECISION: Message("after a decision"),
    Cause.NOTICE: Message("after a notice from the body"),
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


@dataclass(frozen=True, slots=True)
class BlockNames:
    """A block as letters name it: its title, the title within a sentence, and the place."""

    title: str
    mention: str
    where: str


def block_words(block: Block, locale: Locale) -> BlockNames:
    """Return how letters name a block. Without a title in the language, the name is made from its
    service and country."""
    language = locale.language
    where = block.where.in_language(language)
    if language not in block.where.languages() and set(block.places) <= {block.country.upper()}:
        where = locale.country(block.country)
    if language in block.title.languages():
        mention = block.mention.in_language(language)
        return BlockNames(block.title.in_language(language), mention, where)
    said = {"service": block.service.in_language(language), "where": where}
    title = locale.say("Restriction of access to {service} ({where})", **said)
    mention = locale.say("the restriction of access to {service} ({where})", **said)
    return BlockNames(title, mention, where)


def began(block: Block, locale: Locale) -> str:
    """Return the date a block began, or was first reported if no source gives its start."""
    day = locale.short_day(block.since)
    if block.since_unknown and block.since_about:
        return locale.say("date not known")
    if block.since_unknown:
        return locale.say("date not known; first day known: {day}", day=day)
    return day
