"""The names that a letter template may use: the contract between templates and letter facts.

They are terms of the facts and of no particular law. What a law says arrives as whole sentences in
`points`, `eligibility` and the parts of a pleading.
"""

from collections.abc import Mapping
from types import MappingProxyType

from tracker.documents.court_vocabulary import COURT_FLAGS, COURT_VALUES
from tracker.domain.law.law import LetterKind
from tracker.domain.law.pleas import Circumstance
from tracker.domain.law.request_line import RequestLine
from tracker.domain.words.pleading import PleadingPart

_EVERY = frozenset(
    {
        "reference",
        "today",
        "body_to",
        "body_name",
        "body_mention",
        "body_address",
        "law_mention",
        "law_cited",
        "service",
        "block_title",
        "block_mention",
        "applicant_name",
        "applicant_address",
        "applicant_contact",
        "applicant_identity",
        "eligibility",
    }
)
_REQUEST = frozenset(line.placeholder for line in RequestLine if line.stands_alone) | {
    "restriction_days",
    "order_for",
    "period_line",
    "served_by",
    "urgency",
    "supporters_line",
}
_AFTER_SENDING = frozenset(
    {
        "sent_on",
        "sent_of",
        "sent_by",
        "received_on",
        "request_subject",
        "reply_due",
        "asked_mention",
    }
)
_APPEAL = frozenset(
    {
        "appeal_body_to",
        "appeal_body_name",
        "appeal_body_address",
        "appeal_body_line",
        "applicant_line",
        "respondent_line",
        "appeal_forum",
        "remedy_title",
        "party",
        "party_title",
        "filing",
        "pleading_title",
        "pleading_number",
        "pleading_under",
        "respondent_through",
        "respondent_title",
        "suit",
        "second_name",
        "second_through",
        "second_line",
        "second_title",
        "third_name",
        "third_through",
        "third_line",
        "third_title",
        "fourth_name",
        "fourth_through",
        "fourth_line",
        "fourth_title",
    }
)
_REVIEW = frozenset(
    {
        "appeal_body_to",
        "appeal_body_name",
        "appeal_body_address",
        "remedy_title",
        "review_subject",
    }
)

VALUES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        LetterKind.REQUEST: _EVERY | _REQUEST,
        LetterKind.REMINDER: _EVERY | _AFTER_SENDING,
        LetterKind.COVER_NOTE: _EVERY | {"settled_on"},
        LetterKind.EXTENSION_CHALLENGED: _EVERY
        | _AFTER_SENDING
        | {"extended_of", "extension_section", "extension_ground"},
        LetterKind.FEE_DISPUTED: _EVERY | _AFTER_SENDING | {"fee_of"},
        LetterKind.THANKS: _EVERY | _AFTER_SENDING | {"replied_of"},
        LetterKind.INTERNAL_REVIEW: _EVERY | _AFTER_SENDING | _REVIEW,
        LetterKind.APPEAL: _EVERY | _AFTER_SENDING | _APPEAL,
        LetterKind.REJOINDER: _EVERY | _AFTER_SENDING | _APPEAL | {"filed_on"},
        LetterKind.ENFORCEMENT: _EVERY | _AFTER_SENDING | _APPEAL | {"filed_on"},
        LetterKind.NOTICE: _EVERY
        | _AFTER_SENDING
        | {"answer_by", "filed_on", "filing", "decision_due"},
    }
)
LETTER_LISTS = frozenset(
    {
        "records",
        "points",
        "definitions",
        "enclosures",
        "evidence_rules",
        "supporters",
        "open_questions",
        "given",
        "extension_grounds",
        "declarations",
        "signature",
    }
)
LETTER_TABLES = frozenset({"annexes", "chronology", "listed"})
LETTER_PARTS = frozenset(part.value for part in PleadingPart)
"""The parts of a pleading, composed as rows."""
COSIGNERS = frozenset({"cosigners"})
CALENDARS = frozenset({"days-counted"})
FLAGS = (
    COURT_FLAGS
    | frozenset(
        {
            "supporters",
            "has-annexes",
            "for-a-citizen",
            "none-given",
            "granted-by-silence",
            "handed-on",
            "undecided-appeal",
            "answered-late",
            "no-ground-named",
            "announced-late",
            "petition",
        }
    )
    | {
        circumstance.value
        for circumstance in Circumstance
        if circumstance is not Circumstance.ALWAYS
    }
)
"""What a condition may test besides the names of values, lists and tables."""

STYLE_ROLES = frozenset(
    {
        "sender",
        "address",
        "reference",
        "date",
        "salutation",
        "forum",
        "party",
        "closing",
        "note",
        "paragraph",
    }
)
"""What `::: style` may name. Words of these roles keep their line breaks."""


def values_of(kind: str) -> frozenset[str]:
    """Return the values that a letter of this kind may use."""
    return VALUES.get(kind) or COURT_VALUES.get(kind, _EVERY)


def conditions_of(kind: str) -> frozenset[str]:
    """Return what `when` and `unless` may name: a flag, or a fact that may be empty."""
    return FLAGS | values_of(kind) | LETTER_LISTS | LETTER_TABLES | LETTER_PARTS | COSIGNERS
