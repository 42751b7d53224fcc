"""The closed lists of words that events use."""

from enum import StrEnum


class Channel(StrEnum):
    """How a paper travelled."""

    COURIER = "courier"
    REGISTERED_POST = "registered-post"
    POST = "post"
    HAND = "hand"
    PORTAL = "portal"
    FAX = "fax"
    EMAIL = "email"


class ReceiptProof(StrEnum):
    """What shows that a body received a paper."""

    ACKNOWLEDGEMENT_CARD = "acknowledgement-card"
    COURIER_DELIVERY = "courier-delivery"
    COUNTER_STAMP = "counter-stamp"
    PORTAL_NUMBER = "portal-number"
    SERVER_RECEIPT = "server-receipt"
    BODY_ACKNOWLEDGED = "body-acknowledged"


class DeliveryResult(StrEnum):
    """What became of a paper on its way."""

    DELIVERED = "delivered"
    RETURNED = "returned"
    UNDELIVERABLE = "undeliverable"


class Cause(StrEnum):
    """What opened a requester's window. A notice asks for a fee, or what exactly is sought."""

    SILENCE = "silence"
    DECISION = "decision"
    NOTICE = "notice"


class DutyKind(StrEnum):
    """What an order tells somebody to do."""

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
    """How an applicant said yes or no to publication."""

    SIGNED_PAPER = "signed-paper"
    OWN_MESSAGE = "own-message"
    SPOKEN = "spoken"


class ConsentScope(StrEnum):
    """What an applicant agreed to: all that a record can show, or what happened without words."""

    EVERYTHING = "everything"
    ENTRIES = "entries"


class AuthorshipCheck(StrEnum):
    """How it was made sure that a statement is the body's own."""

    SIGNED_AND_SEALED = "signed-and-sealed"
    CALLED_BACK = "called-back"
    OFFICIAL_MAIL = "official-mail"
    DIARY_NUMBER = "diary-number"
    HANDED_OVER = "handed-over"


class WithheldBecause(StrEnum):
    """Why a record, or a text or copy of it, is no longer shown."""

    CONSENT_WITHDRAWN = "consent-withdrawn"
    SAFETY = "safety"
    PRIVACY = "privacy"
    COURT_ORDER = "court-order"
    MISTAKE = "mistake"


class PassedBecause(StrEnum):
    """Why a requester's time was let pass unused."""

    ENOUGH_GIVEN = "enough-given"
    OTHER_ROUTE = "other-route"
    ASKED_AFRESH = "asked-afresh"
    NO_PROSPECT = "no-prospect"
    COST = "cost"
    SAFETY = "safety"
    APPLICANT_WISHES = "applicant-wishes"


class GivenAs(StrEnum):
    """In what form something was disclosed: “an order exists” is not the order."""

    RECORD = "record"
    STATEMENT = "statement"
