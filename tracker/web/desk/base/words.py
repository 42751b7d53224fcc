"""Words that only the workspace uses: reasons, purposes of documents, readings."""

from tracker.domain.base.terms import ConsentBy, ConsentScope, PassedBecause
from tracker.domain.base.text import at_start
from tracker.domain.events import KINDS
from tracker.domain.law.body import Role
from tracker.domain.law.law import Law, ReadIn, RemedyKind, Stage
from tracker.domain.words.letter import Declaration
from tracker.services.letters.appeal_words import filing_named
from tracker.services.ports.people import RoleName
from tracker.web.base.language import gettext, lazy_gettext, page_locale

BODY_KINDS = {
    Role.REGULATOR: lazy_gettext("a regulator"),
    Role.MINISTRY: lazy_gettext("a ministry"),
    Role.CABINET: lazy_gettext("an office of the cabinet"),
    Role.OPERATOR: lazy_gettext("a network operator"),
    Role.COMMISSION: lazy_gettext("a commission"),
    Role.COURT_REGISTRY: lazy_gettext("the registry of a court"),
    Role.INSTITUTION: lazy_gettext("an institution of a union of States"),
    Role.APPEAL_BODY: lazy_gettext("an appeal body"),
}

PURPOSES = {
    "letter": lazy_gettext("The letter as sent"),
    "approved-letter": lazy_gettext("The letter as it was approved or finalised"),
    "proof-of-sending": lazy_gettext("Proof of sending"),
    "proof-of-receipt": lazy_gettext("Proof of receipt"),
    "proof-of-service": lazy_gettext("Proof of service"),
    "came-back": lazy_gettext("Proof that a dispatch did not arrive"),
    "came": lazy_gettext("Document from the body, as received"),
    "acknowledgement": lazy_gettext("Acknowledgement"),
    "extension": lazy_gettext("Notice of extension"),
    "reply": lazy_gettext("Response from the body"),
    "appeal": lazy_gettext("The appeal as filed"),
    "proof-of-filing": lazy_gettext("Proof of filing the appeal"),
    "decision": lazy_gettext("Decision on the appeal"),
    "hearing": lazy_gettext("Document about a hearing"),
    "compliance": lazy_gettext("Proof of compliance with the order"),
    "enforcement": lazy_gettext("Application for enforcement"),
    "notice": lazy_gettext("Notice from the body"),
    "notice-letter": lazy_gettext("The notice as sent"),
    "statement": lazy_gettext("Signed statement by the body"),
    "consent": lazy_gettext("Consent to publication"),
    "translation": lazy_gettext("Translation of a document"),
    "annex-copy": lazy_gettext("Copy for the bundle"),
    "enclosure": lazy_gettext("Enclosure of the request"),
    "own-proof": lazy_gettext("Proof of payment or hand-over, or the clarification as given"),
}


def purpose_name(purpose: str) -> str:
    """Return the purpose a document was added for, from `PURPOSES` or from the event kind."""
    return str(PURPOSES.get(purpose) or gettext(KINDS[purpose].document))


CONSENTED = {
    ConsentBy.SIGNED_PAPER: lazy_gettext("Signed on paper"),
    ConsentBy.OWN_MESSAGE: lazy_gettext("In the applicant’s own letter or message"),
    ConsentBy.SPOKEN: lazy_gettext("In person or by phone, noted here"),
}

SCOPES = {
    ConsentScope.EVERYTHING: lazy_gettext(
        "Everything: the timeline, released words and documents"
    ),
    ConsentScope.ENTRIES: lazy_gettext("Only what happened and when, not the words of documents"),
}

PASSED = {
    PassedBecause.ENOUGH_GIVEN: lazy_gettext("What was disclosed is enough"),
    PassedBecause.OTHER_ROUTE: lazy_gettext("Another remedy is being used instead"),
    PassedBecause.ASKED_AFRESH: lazy_gettext("A new request is made instead"),
    PassedBecause.NO_PROSPECT: lazy_gettext("It has no prospect of success"),
    PassedBecause.COST: lazy_gettext("It would cost too much"),
    PassedBecause.SAFETY: lazy_gettext("Someone’s safety"),
    PassedBecause.APPLICANT_WISHES: lazy_gettext("The applicant does not want it"),
}

READINGS = {
    ReadIn.OFFICIAL_TEXT: lazy_gettext("read in the official text"),
    ReadIn.OFFICIAL_COPY: lazy_gettext("read in an official copy"),
    ReadIn.QUOTED: lazy_gettext("read only as a quotation, so dates are provisional"),
    ReadIn.TRANSLATION: lazy_gettext("read only in a translation, so dates are provisional"),
    ReadIn.SECONDARY: lazy_gettext("known only from secondary sources, so dates are provisional"),
    ReadIn.MEMORY: lazy_gettext("not read, so dates are provisional"),
}

ROLE_NAMES = {
    RoleName.LAWYER: lazy_gettext("Lawyer"),
    RoleName.ADVOCATE: lazy_gettext("Advocate"),
    RoleName.ADMIN: lazy_gettext("Administrator"),
}

LETTERS = {
    "request": lazy_gettext("Request"),
    "cover-note": lazy_gettext("Cover note"),
    "reminder": lazy_gettext("Reminder"),
    "extension-challenged": lazy_gettext("Letter about the extension"),
    "fee-disputed": lazy_gettext("Letter about the fee"),
    "thanks": lazy_gettext("Letter of thanks"),
    "internal-review": lazy_gettext("Request for review"),
    "appeal": lazy_gettext("Appeal"),
    "rejoinder": lazy_gettext("Rejoinder"),
    "enforcement": lazy_gettext("Application for enforcement"),
    "notice": lazy_gettext("Notice before publication"),
}

_NOTE, _REVIEW_THE_NOTE = lazy_gettext("Note for counsel"), lazy_gettext("Review the note")
# What a lawyer does with the letter of a remedy before it is filed.
_REVIEWED = {
    RemedyKind.INTERNAL_REVIEW: lazy_gettext("Review the letter"),
    RemedyKind.APPEAL: lazy_gettext("Review the appeal"),
}


def remedy_name(law: Law, stage: Stage) -> str:
    """Return what the letter of a remedy is called: the law's own word, such as “Petition”."""
    return str(_NOTE) if stage.by_suit else at_start(filing_named(law, stage.key, page_locale()))


def review_act(law: Law, stage: Stage) -> str:
    """Return the name of the step in which a lawyer reviews the letter of a remedy."""
    if stage.by_suit:
        return str(_REVIEW_THE_NOTE)
    if stage.remedy in _REVIEWED:
        return str(_REVIEWED[stage.remedy])
    return gettext("Review the {filing}", filing=filing_named(law, stage.key, page_locale()))


def log_act(law: Law, stage: Stage) -> str:
    """Return the name of the step in which the filing of a remedy is logged."""
    return gettext("Log the {filing}", filing=filing_named(law, stage.key, page_locale()))


def log_filed_act(law: Law, stage: Stage) -> str:
    """Return the name of that step for a remedy whose letter was not finalised here, such as
    “Log the appeal already filed”."""
    return gettext(
        "Log the {filing} already filed", filing=filing_named(law, stage.key, page_locale())
    )


UNREAD_REMEDY = lazy_gettext(
    "Nobody has read the provision on this remedy, so a lawyer must draft the letter."
)

# Each letter as lists offer it.
OFFERED = {
    "request": lazy_gettext("The request"),
    "cover-note": lazy_gettext("A cover note"),
    "reminder": lazy_gettext("A reminder to the body"),
    "extension-challenged": lazy_gettext("A letter that challenges the extension"),
    "fee-disputed": lazy_gettext("A letter that disputes the fee"),
    "thanks": lazy_gettext("A letter of thanks"),
    "rejoinder": lazy_gettext("A rejoinder to what the body sent later"),
    "enforcement": lazy_gettext("An application for enforcement of the order"),
    "notice": lazy_gettext("The notice before publication"),
}

DECLARED = {
    Declaration.NONE_PENDING: lazy_gettext(
        "No other proceeding on this request is pending anywhere"
    ),
    Declaration.FACTS_TRUE: lazy_gettext("The facts stated are true to the best of my knowledge"),
}
