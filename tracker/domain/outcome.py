"""What an answer can do with a question."""

from enum import StrEnum


class Outcome(StrEnum):
    """What an answer did with one question."""

    DISCLOSED = "disclosed"
    PARTLY_DISCLOSED = "partly-disclosed"
    REFUSED = "refused"
    NOT_HELD = "not-held"
    SAID_TO_BE_PUBLIC = "said-to-be-public"
    REFERRED_ELSEWHERE = "referred-elsewhere"
    REFUSED_AS_REPEAT = "refused-as-repeat"
    NEITHER_CONFIRMED_NOR_DENIED = "neither-confirmed-nor-denied"
    PASSED_OVER = "passed-over"
