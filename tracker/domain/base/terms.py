"""The closed vocabularies that events use."""

from enum import StrEnum


class Channel(StrEnum):
    """How a document travelled."""

    COURIER = "courier"
    REGISTERED_POST = "registered-post"
    POST = "post"
    HAND = "hand"
    PORTAL = "portal"
    FAX = "fax"
    EMAIL = "email"


class ReceiptProof(StrEnum):
    """The proof that a body received a document.

    `SERVER_RECEIPT` does not say whose server it was. Entries from before the last four proofs
    existed still have it.
    """

    ACKNOWLEDGEMENT_CARD = "acknowledgement-card"
    COURIER_DELIVERY = "courier-delivery"
    COUNTER_STAMP = "counter-stamp"
    PORTAL_NUMBER = "portal-number"
    SERVER_RECEIPT = "server-receipt"
    BODY_ACKNOWLEDGED = "body-acknowledged"
    SERVER_ACCEPTANCE = "server-acceptance"
    MAILBOX_DELIVERY = "mailbox-delivery"
    READ_RECEIPT = "read-receipt"
    AUTOMATIC_ACKNOWLEDGEMENT = "automatic-acknowledgement"


ELECTRONIC_PROOFS = frozenset(
    {
        ReceiptProof.SERVER_ACCEPTANCE,
        ReceiptProof.MAILBOX_DELIVERY,
        ReceiptProof.READ_RECEIPT,
        ReceiptProof.AUTOMATIC_ACKNOWLEDGEMENT,
    }
)
"""The proofs of a letter by email. The law decides whether they prove receipt."""

NO_SILENCE_ALONE = frozenset(
    {
        ReceiptProof.SERVER_RECEIPT,
        ReceiptProof.SERVER_ACCEPTANCE,
        ReceiptProof.AUTOMATIC_ACKNOWLEDGEMENT,
    }
)
"""The proofs that a machine gave. None of them alone supports a published non-response."""


class FeeCalculation(StrEnum):
    """Whether a fee notice shows how its sum was worked out."""

    UNCHECKED = "unchecked"
    SHOWN = "shown"
    NOT_SHOWN = "not-shown"


class FeeCharge(StrEnum):
    """What a fee notice asks for beside the cost of copies and their sending."""

    PREPAYMENT = "prepayment"
    STAFF_TIME = "staff-time"


class DeliveryResult(StrEnum):
    """The delivery result of a dispatch."""

    DELIVERED = "delivered"
    RETURNED = "returned"
    UNDELIVERABLE = "undeliverable"


class Cause(StrEnum):
    """What opened a requester's window.

    A notice asks for a fee, or for a clarification of what is sought.
    """

    SILENCE = "silence"
    DECISION = "decision"
    NOTICE = "notice"


class RequiredPaper(StrEnum):
    """A document that an order requires beside the records."""

    CERTIFICATE = "certificate"
    AFFIDAVIT = "affidavit"
    SEARCH = "search"
    REPORT = "report"


class DutyKind(StrEnum):
    """What an order requires a party to do."""

    GIVE_RECORDS = "give-records"
    GIVE_REASONS = "give-reasons"
    PUBLISH = "publish"
    REPORT = "report"
    APPEAR = "appear"
    PAY_COSTS = "pay-costs"
    PAY_PENALTY = "pay-penalty"
    OTHER = "other"


class DecisionOutcome(StrEnum):
    """What an appeal body decided."""

    ALLOWED = "allowed"
    PARTLY_ALLOWED = "partly-allowed"
    DISMISSED = "dismissed"
    CLOSED = "closed"


class ConsentBy(StrEnum):
    """How an applicant gave or refused consent to publication."""

    SIGNED_PAPER = "signed-paper"
    OWN_MESSAGE = "own-message"
    SPOKEN = "spoken"


class ConsentScope(StrEnum):
    """How much an applicant agreed to publish.

    `EVERYTHING` is all that a record can show; `ENTRIES` is what happened, without any text.
    """

    EVERYTHING = "everything"
    ENTRIES = "entries"


class AuthorshipCheck(StrEnum):
    """How the office made sure that a statement is the body's own."""

    SIGNED_AND_SEALED = "signed-and-sealed"
    CALLED_BACK = "called-back"
    OFFICIAL_MAIL = "official-mail"
    DIARY_NUMBER = "diary-number"
    HANDED_OVER = "handed-over"


class WithheldBecause(StrEnum):
    """Why a record was taken down, or a text or copy removed from it."""

    CONSENT_WITHDRAWN = "consent-withdrawn"
    SAFETY = "safety"
    PRIVACY = "privacy"
    COURT_ORDER = "court-order"
    MISTAKE = "mistake"


class CorrectedBecause(StrEnum):
    """Why an entry was wrong: in a person's own words, or by what the program found."""

    STATED = "stated"
    ANSWERED_IN_TIME = "answer-received-in-time"
    DECIDED_IN_TIME = "decided-in-time"
    EXTENDED_IN_TIME = "extension-announced-in-time"
    NOTICED_IN_TIME = "notice-came-in-time"
    WRONGLY_COUNTED = "rests-on-what-was-wrong"


class PassedBecause(StrEnum):
    """Why the requester decided not to file in the time allowed."""

    ENOUGH_GIVEN = "enough-given"
    OTHER_ROUTE = "other-route"
    ASKED_AFRESH = "asked-afresh"
    NO_PROSPECT = "no-prospect"
    COST = "cost"
    SAFETY = "safety"
    APPLICANT_WISHES = "applicant-wishes"


class GivenAs(StrEnum):
    """The form in which something was disclosed.

    “An order exists” is a statement, not the order.
    """

    RECORD = "record"
    STATEMENT = "statement"
