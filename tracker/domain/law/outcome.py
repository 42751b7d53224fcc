"""The outcomes of a question in a response."""

from dataclasses import dataclass
from enum import StrEnum

from tracker.domain.base.terms import GivenAs


class Outcome(StrEnum):
    """What a response did with one question."""

    DISCLOSED = "disclosed"
    PARTLY_DISCLOSED = "partly-disclosed"
    REFUSED = "refused"
    NOT_HELD = "not-held"
    SAID_TO_BE_PUBLIC = "said-to-be-public"
    REFERRED_ELSEWHERE = "referred-elsewhere"
    REFUSED_AS_REPEAT = "refused-as-repeat"
    NEITHER_CONFIRMED_NOR_DENIED = "neither-confirmed-nor-denied"
    PASSED_OVER = "passed-over"


@dataclass(frozen=True, slots=True)
class QuestionOutcome:
    """What a response did with one question, and under which exemptions if it refused.

    `page` is the place in the document, `given_as` the form in which something was disclosed.
    """

    question: str
    outcome: Outcome
    exemptions: tuple[str, ...] = ()
    page: str = ""
    given_as: GivenAs | None = None
