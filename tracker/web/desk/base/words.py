"""The words that the desk alone uses: reasons, purposes of papers, readings."""

from tracker.domain.base.terms import ConsentBy, ConsentScope, PassedBecause
from tracker.domain.events import KINDS
from tracker.domain.law.body import Role
from tracker.domain.law.law import ReadIn, RemedyKind
from tracker.domain.words.letter import Declaration
from tracker.services.ports.people import RoleName
from tracker.web.base.language import later, say

BODY_KINDS = {
    Role.REGULATOR: later("a regulator"),
    Role.MINISTRY: later("a ministry"),
    Role.CABINET: later("an office of the cabinet"),
    Role.APPEAL_BODY: later("a body that hears appeals"),
}

PURPOSES = {
    "letter": later("The letter as it was sent"),
    "proof-of-sending": later("Proof of sending"),
    "proof-of-receipt": later("Proof of receipt"),
    "proof-of-service": later("Proof of service"),
    "came-back": later("Paper on a despatch that did not arrive"),
    "came": later("Paper of the body, as it came"),
    "acknowledgement": later("Acknowledgement"),
    "extension": later("Notice of extension"),
    "reply": later("Response of the body"),
    "appeal": later("The appeal as it was filed"),
    "proof-of-filing": later("Proof of filing the appeal"),
    "decision": later("Decision on the appeal"),
    "hearing": later("Paper on a hearing"),
    "compliance": later("Proof that the order was obeyed"),
    "enforcement": later("Application for enforcement"),
    "notice": later("Notice of the body"),
    "notice-letter": later("The notice as it was sent"),
    "statement": later("Signed statement of the body"),
    "consent": later("The applicant’s consent"),
    "own-proof": later("Proof of payment or hand-over, or the clarification as given"),
}


def purpose_name(purpose: str) -> str:
    """What a document was added as: words of its own, or the document of the kind of that name."""
    return str(PURPOSES.get(purpose) or say(KINDS[purpose].document))


CONSENTED = {
    ConsentBy.SIGNED_PAPER: later("On paper, signed"),
    ConsentBy.OWN_MESSAGE: later("By a letter or message of the applicant’s own"),
    ConsentBy.SPOKEN: later("In person or by telephone, noted here"),
}

SCOPES = {
    ConsentScope.EVERYTHING: later("Everything: what happened, and released words and papers"),
    ConsentScope.ENTRIES: later("Only what happened and when: no words of papers"),
}

PASSED = {
    PassedBecause.ENOUGH_GIVEN: later("What was given is enough"),
    PassedBecause.OTHER_ROUTE: later("Another remedy is used instead"),
    PassedBecause.ASKED_AFRESH: later("A new request is made instead"),
    PassedBecause.NO_PROSPECT: later("It has no prospect"),
    PassedBecause.COST: later("It would cost too much"),
    PassedBecause.SAFETY: later("Somebody’s safety"),
    PassedBecause.APPLICANT_WISHES: later("The applicant does not want it"),
}

READINGS = {
    ReadIn.OFFICIAL_TEXT: later("read in the official text"),
    ReadIn.OFFICIAL_COPY: later("read in an official copy"),
    ReadIn.TRANSLATION: later("read in a translation only: dates are provisional"),
    ReadIn.SECONDARY: later("known from secondary sources only: dates are provisional"),
    ReadIn.MEMORY: later("not read: dates are provisional"),
}

ROLES = {
    RoleName.LAWYER: later("Lawyer"),
    RoleName.ADVOCATE: later("Advocate"),
    RoleName.ADMIN: later("Administrator"),
}

LETTERS = {
    "request": later("Request"),
    "cover-note": later("Cover note"),
    "reminder": later("Reminder"),
    "extension-challenged": later("Letter on the notice of more time"),
    "fee-disputed": later("Letter on the charge"),
    "thanks": later("Letter of thanks"),
    "internal-review": later("Request for review"),
    "appeal": later("Appeal"),
    "rejoinder": later("Rejoinder"),
    "notice": later("Notice before publication"),
}

# The letter of a remedy is called what the remedy is.
REMEDIES = {
    RemedyKind.INTERNAL_REVIEW: later("Request for review"),
    RemedyKind.APPEAL: later("Appeal"),
    RemedyKind.COMPLAINT: later("Complaint"),
    RemedyKind.APPLICATION: later("Application"),
}

# Each letter as a list offers it.
OFFERED = {
    "request": later("The request"),
    "cover-note": later("A cover note to hand it in with"),
    "reminder": later("A reminder to the body"),
    "extension-challenged": later("A letter that challenges the notice of more time"),
    "fee-disputed": later("A letter that disputes the charge"),
    "thanks": later("A letter of thanks for what was given"),
    "rejoinder": later("A rejoinder to what the body has sent since"),
    "notice": later("The notice before it is published"),
}

DECLARED = {
    Declaration.NONE_PENDING: later("No other proceeding on this request is pending anywhere"),
    Declaration.FACTS_TRUE: later("The facts stated are true to the best of my knowledge"),
}
