"""The sentences of a request that its law may word."""

from enum import StrEnum


class RequestLine(StrEnum):
    """The sentences of a request that its law may word. The key of a request's letter point is
    one of them; a request has a neutral sentence for each that a law does not word."""

    SUBJECT = "request-subject"
    ASKS = "request-asks"
    LISTED = "request-listed"
    FORM = "request-form"
    TIME = "request-time"
    ACKNOWLEDGEMENT = "request-acknowledgement"
    REFUSAL = "request-refusal"
    REMAINDER = "request-remainder"
    CLASSIFIED = "request-classified"
    NOT_HELD = "request-not-held"
    COST = "request-cost"
    CERTIFICATE = "request-certificate"
    ENCLOSURE = "request-enclosure"
    URGENT = "request-urgent"

    @property
    def stands_alone(self) -> bool:
        """Return whether a letter has a place for it: that of urgency ends other words."""
        return self is not RequestLine.URGENT

    @property
    def placeholder(self) -> str:
        """Return the name of its value in the source of a letter."""
        return f"{self.removeprefix('request-').replace('-', '_')}_line"
