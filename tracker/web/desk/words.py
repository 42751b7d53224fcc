"""The words that the desk alone uses: reasons, purposes of papers, readings."""

from tracker.domain.body import Role
from tracker.domain.law import ReadIn, RemedyKind
from tracker.domain.letter import Declaration
from tracker.domain.terms import ConsentBy, ConsentScope, PassedBecause
from tracker.services.ports_people import RoleName

BODY_KINDS = {
    Role.REGULATOR: "a regulator",
    Role.MINISTRY: "a ministry",
    Role.CABINET: "an office of the cabinet",
    Role.APPEAL_BODY: "a body that hears appeals",
}

PURPOSES = {
    "letter": "The letter as it was sent",
    "proof-of-sending": "Proof of sending",
    "proof-of-receipt": "Proof of receipt",
    "proof-of-service": "Proof of service",
    "came-back": "Paper on a despatch that did not arrive",
    "came": "Paper of the body, as it came",
    "acknowledgement": "Acknowledgement",
    "extension": "Notice of extension",
    "reply": "Response of the body",
    "appeal": "The appeal as it was filed",
    "proof-of-filing": "Proof of filing the appeal",
    "decision": "Decision on the appeal",
    "hearing": "Paper on a hearing",
    "compliance": "Proof that the order was obeyed",
    "enforcement": "Application for enforcement",
    "notice": "Notice of the body",
    "notice-letter": "The notice as it was sent",
    "statement": "Signed statement of the body",
    "consent": "The applicant’s consent",
    "own-proof": "Proof of payment or hand-over, or the clarification as given",
}

CONSENTED = {
    ConsentBy.SIGNED_PAPER: "On paper, signed",
    ConsentBy.OWN_MESSAGE: "By a letter or message of the applicant’s own",
    ConsentBy.SPOKEN: "In person or by telephone, noted here",
}

SCOPES = {
    ConsentScope.EVERYTHING: "Everything: what happened, and released words and papers",
    ConsentScope.ENTRIES: "Only what happened and when: no words of papers",
}

PASSED = {
    PassedBecause.ENOUGH_GIVEN: "What was given is enough",
    PassedBecause.OTHER_ROUTE: "Another remedy is used instead",
    PassedBecause.ASKED_AFRESH: "A new request is made instead",
    PassedBecause.NO_PROSPECT: "It has no prospect",
    PassedBecause.COST: "It would cost too much",
    PassedBecause.SAFETY: "Somebody’s safety",
    PassedBecause.APPLICANT_WISHES: "The applicant does not want it",
}

# What stops or starts the clock, as a list of such things names it.
SHORT_NAMES = {
    "registered": "registration",
    "fee-noticed": "a fee asked",
    "fee-paid": "the fee paid",
    "clarification-asked": "a question from the body",
    "clarification-given": "the answer to its question",
    "transferred": "a transfer to another body",
    "handed-to-assistant": "a hand-over to an assistant officer",
    "third-party-heard": "a third party that is heard",
    "access-granted": "access granted",
}

READINGS = {
    ReadIn.OFFICIAL_TEXT: "read in the official text",
    ReadIn.OFFICIAL_COPY: "read in an official copy",
    ReadIn.TRANSLATION: "read in a translation only: dates are provisional",
    ReadIn.SECONDARY: "known from secondary sources only: dates are provisional",
    ReadIn.MEMORY: "not read: dates are provisional",
}

ROLES = {
    RoleName.LAWYER: "Lawyer",
    RoleName.ADVOCATE: "Advocate",
    RoleName.ADMIN: "Administrator",
}

LETTERS = {
    "request": "Request",
    "cover-note": "Cover note",
    "reminder": "Reminder",
    "extension-challenged": "Letter on the notice of more time",
    "fee-disputed": "Letter on the charge",
    "thanks": "Letter of thanks",
    "internal-review": "Request for review",
    "appeal": "Appeal",
    "rejoinder": "Rejoinder",
    "notice": "Notice before publication",
}

# The letter of a remedy is called what the remedy is.
REMEDIES = {
    RemedyKind.INTERNAL_REVIEW: "Request for review",
    RemedyKind.APPEAL: "Appeal",
    RemedyKind.COMPLAINT: "Complaint",
    RemedyKind.APPLICATION: "Application",
}

# Each letter as a list offers it.
OFFERED = {
    "request": "The request",
    "cover-note": "A cover note to hand it in with",
    "reminder": "A reminder to the body",
    "extension-challenged": "A letter that challenges the notice of more time",
    "fee-disputed": "A letter that disputes the charge",
    "thanks": "A letter of thanks for what was given",
    "rejoinder": "A rejoinder to what the body has sent since",
    "notice": "The notice before it is published",
}

DECLARED = {
    Declaration.NONE_PENDING: "No other proceeding on this request is pending anywhere",
    Declaration.FACTS_TRUE: "The facts stated are true to the best of my knowledge",
}
