"""How the domain's dataclasses are written in TOML: their words, and what their keys refer to."""

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from enum import Enum
from functools import cache
from types import NoneType
from typing import Any, NamedTuple, get_args, get_origin, get_type_hints

from tracker.domain.base.days import Span
from tracker.domain.calendar.announced import AnnouncedDays
from tracker.domain.calendar.forecast import Forecast
from tracker.domain.calendar.workdays import Calendar, DayOff, Holiday, Weekend
from tracker.domain.law.authority import Authority
from tracker.domain.law.block import (
    Block,
    BlockOrder,
    Justification,
    KnownRecord,
    ReportedFact,
)
from tracker.domain.law.body import PublicBody
from tracker.domain.law.bundle import EvidenceRule, FilingRule
from tracker.domain.law.commencement import Commencement
from tracker.domain.law.electronic_receipt import ElectronicReceipt
from tracker.domain.law.exemption_terms import (
    ExemptionApproval,
    ExemptionEnd,
    ExemptionTerms,
    ExemptionTest,
)
from tracker.domain.law.fee_schedule import FeeSchedule
from tracker.domain.law.judgment import Judgment
from tracker.domain.law.law import Eligibility, Example, Fact, Law, LetterPoint, Silence, Stage
from tracker.domain.law.limits import (
    Extension,
    Limit,
    Longer,
    Outer,
    Pause,
    ShortPeriods,
    Transfer,
)
from tracker.domain.law.pleas import (
    ClauseHead,
    Exemption,
    Forum,
    ItemAnswer,
    LawDeclaration,
    RefusalDuty,
    Relief,
)
from tracker.domain.law.power import ChallengeTime
from tracker.domain.law.precedent import Precedent
from tracker.domain.law.questions import Question
from tracker.domain.law.statement import Statement


class ReferenceKind(Enum):
    """What a key may refer to. Provisions, stages and reliefs are those of the same file."""

    PROVISION = "provision"
    STAGE = "stage"
    LAW = "law"
    CALENDAR = "calendar"
    BODY = "public body"
    BLOCK = "block"
    POWER = "power"
    QUESTION = "question"
    ORGANISATION = "organisation"
    AUTHORITY = "authority"
    RELIEF = "relief"
    EVENT = "event"
    LIMIT_WORD = "word of a limit"
    EXTENSION_WORD = "word of an extension"
    PAUSE_WORD = "word of a pause"
    TRANSFER_WORD = "word of a transfer"
    OUTER_WORD = "word of an outer limit"


# Entries of a list are written in the singular: [[stage.reply.limit]], [[exemption]].
SINGULAR: Mapping[type, Mapping[str, str]] = {
    Law: {
        "provisions": "provision",
        "stages": "stage",
        "exemptions": "exemption",
        "refusal_duties": "refusal_duty",
        "facts": "fact",
        "points": "point",
        "reliefs": "relief",
        "forums": "forum",
        "declarations": "declaration",
        "changes": "change",
    },
    Stage: {"limits": "limit", "gaps": "gap", "examples": "example", "pauses": "pause"},
    Extension: {"grounds": "ground"},
    Transfer: {"limits": "limit"},
    Calendar: {"weekends": "weekend", "days_off": "day_off", "holidays": "holiday"},
    Forecast: {"holidays": "holiday"},
}

# Filled in by the reader, never written in a file.
NOT_WRITTEN: Mapping[type, frozenset[str]] = {Law: frozenset({"digest", "petition"})}

REFERS_TO: Mapping[tuple[type, str], ReferenceKind] = {
    (Limit, "sources"): ReferenceKind.PROVISION,
    (Limit, "may_move"): ReferenceKind.PROVISION,
    (Limit, "inferred"): ReferenceKind.LIMIT_WORD,
    (Extension, "sources"): ReferenceKind.PROVISION,
    (Extension, "inferred"): ReferenceKind.EXTENSION_WORD,
    (Pause, "sources"): ReferenceKind.PROVISION,
    (Pause, "inferred"): ReferenceKind.PAUSE_WORD,
    (Pause, "begins_with"): ReferenceKind.EVENT,
    (Pause, "ends_with"): ReferenceKind.EVENT,
    (Pause, "or_ends_with"): ReferenceKind.EVENT,
    (Longer, "stage"): ReferenceKind.STAGE,
    (Longer, "when"): ReferenceKind.EVENT,
    (Transfer, "sources"): ReferenceKind.PROVISION,
    (Transfer, "inferred"): ReferenceKind.TRANSFER_WORD,
    (Outer, "sources"): ReferenceKind.PROVISION,
    (Outer, "inferred"): ReferenceKind.OUTER_WORD,
    (Outer, "counts_from"): ReferenceKind.EVENT,
    (Silence, "sources"): ReferenceKind.PROVISION,
    (Eligibility, "sources"): ReferenceKind.PROVISION,
    (Commencement, "sources"): ReferenceKind.PROVISION,
    (ShortPeriods, "sources"): ReferenceKind.PROVISION,
    (ElectronicReceipt, "sources"): ReferenceKind.PROVISION,
    (ElectronicReceipt, "automatic_reply"): ReferenceKind.PROVISION,
    (ElectronicReceipt, "conditional"): ReferenceKind.PROVISION,
    (Exemption, "sources"): ReferenceKind.PROVISION,
    (ExemptionTerms, "override"): ReferenceKind.PROVISION,
    (ExemptionTest, "sources"): ReferenceKind.PROVISION,
    (ExemptionEnd, "sources"): ReferenceKind.PROVISION,
    (ExemptionApproval, "sources"): ReferenceKind.PROVISION,
    (RefusalDuty, "sources"): ReferenceKind.PROVISION,
    (Fact, "sources"): ReferenceKind.PROVISION,
    (EvidenceRule, "sources"): ReferenceKind.PROVISION,
    (FilingRule, "sources"): ReferenceKind.PROVISION,
    (Forum, "bundle_sources"): ReferenceKind.PROVISION,
    (LetterPoint, "sources"): ReferenceKind.PROVISION,
    (LetterPoint, "stages"): ReferenceKind.STAGE,
    (LetterPoint, "relief"): ReferenceKind.RELIEF,
    (LetterPoint, "items"): ReferenceKind.QUESTION,
    (ItemAnswer, "items"): ReferenceKind.QUESTION,
    (ItemAnswer, "stages"): ReferenceKind.STAGE,
    (Relief, "items"): ReferenceKind.QUESTION,
    (ReportedFact, "items"): ReferenceKind.QUESTION,
    (ReportedFact, "bodies"): ReferenceKind.BODY,
    (ReportedFact, "done_by"): ReferenceKind.BODY,
    (Exemption, "relief"): ReferenceKind.RELIEF,
    (LetterPoint, "authorities"): ReferenceKind.AUTHORITY,
    (LetterPoint, "by_parity"): ReferenceKind.AUTHORITY,
    (LetterPoint, "adverse"): ReferenceKind.AUTHORITY,
    (LetterPoint, "bodies"): ReferenceKind.BODY,
    (LetterPoint, "power"): ReferenceKind.POWER,
    (FeeSchedule, "authority"): ReferenceKind.AUTHORITY,
    (Exemption, "authorities"): ReferenceKind.AUTHORITY,
    (Exemption, "by_parity"): ReferenceKind.AUTHORITY,
    (ClauseHead, "authorities"): ReferenceKind.AUTHORITY,
    (ClauseHead, "by_parity"): ReferenceKind.AUTHORITY,
    (Exemption, "adverse"): ReferenceKind.AUTHORITY,
    (Forum, "behind_authorities"): ReferenceKind.AUTHORITY,
    (Relief, "sources"): ReferenceKind.PROVISION,
    (Relief, "stages"): ReferenceKind.STAGE,
    (Forum, "sources"): ReferenceKind.PROVISION,
    (Forum, "stage"): ReferenceKind.STAGE,
    (LawDeclaration, "stages"): ReferenceKind.STAGE,
    (Stage, "counts_from"): ReferenceKind.EVENT,
    (Stage, "leads_to"): ReferenceKind.STAGE,
    (Stage, "opened_by_silence_of"): ReferenceKind.STAGE,
    (Stage, "receiver"): ReferenceKind.BODY,
    (Stage, "sources"): ReferenceKind.PROVISION,
    (Stage, "excuses_delay"): ReferenceKind.PROVISION,
    (Example, "body"): ReferenceKind.BODY,
    (Example, "happened"): ReferenceKind.EVENT,
    (DayOff, "binds"): ReferenceKind.BODY,
    (Holiday, "binds"): ReferenceKind.BODY,
    (Weekend, "binds"): ReferenceKind.BODY,
    (AnnouncedDays, "binds"): ReferenceKind.BODY,
    (AnnouncedDays, "calendar"): ReferenceKind.CALENDAR,
    (ChallengeTime, "calendar"): ReferenceKind.CALENDAR,
    (ChallengeTime, "ordered_by"): ReferenceKind.BODY,
    (ChallengeTime, "receiver"): ReferenceKind.BODY,
    (ChallengeTime, "inferred"): ReferenceKind.LIMIT_WORD,
    (Law, "calendar"): ReferenceKind.CALENDAR,
    (PublicBody, "calendar"): ReferenceKind.CALENDAR,
    (PublicBody, "laws"): ReferenceKind.LAW,
    (Block, "bodies"): ReferenceKind.BODY,
    (Block, "powers"): ReferenceKind.POWER,
    (Justification, "body"): ReferenceKind.BODY,
    (Justification, "powers"): ReferenceKind.POWER,
    (BlockOrder, "body"): ReferenceKind.BODY,
    (KnownRecord, "bodies"): ReferenceKind.BODY,
    (KnownRecord, "item"): ReferenceKind.QUESTION,
    (Question, "blocks"): ReferenceKind.BLOCK,
    (Question, "disclosable"): ReferenceKind.LAW,
    (Question, "laws"): ReferenceKind.LAW,
    (Statement, "blocks"): ReferenceKind.BLOCK,
    (Statement, "signatories"): ReferenceKind.ORGANISATION,
    (Judgment, "blocks"): ReferenceKind.BLOCK,
    (Judgment, "powers"): ReferenceKind.POWER,
    (Judgment, "authority"): ReferenceKind.AUTHORITY,
    (Precedent, "law"): ReferenceKind.LAW,
    (Precedent, "body"): ReferenceKind.BODY,
    (Precedent, "blocks"): ReferenceKind.BLOCK,
    (Precedent, "authority"): ReferenceKind.AUTHORITY,
    (Authority, "forum"): ReferenceKind.BODY,
    (Authority, "binds"): ReferenceKind.BODY,
    (Authority, "doubted_by"): ReferenceKind.AUTHORITY,
    (Authority, "items"): ReferenceKind.QUESTION,
}


class Word(NamedTuple):
    """One word that a table may contain, and the field that it fills.

    `flat` marks a span whose `since` and `until` are in the table itself.
    """

    field: str
    word: str
    hint: Any
    required: bool
    nullable: bool
    refers_to: ReferenceKind | None
    flat: bool
    may_be_left_out: bool


class Shape(NamedTuple):
    """Every word of one kind of table."""

    words: tuple[Word, ...]
    allowed: frozenset[str]


@cache
def shape_of(cls: type) -> Shape:
    """Return the words in which a `cls` is written. A field `span` becomes `since` and `until`."""
    hints = get_type_hints(cls)
    not_written = NOT_WRITTEN.get(cls, frozenset())
    words = tuple(
        _word(cls, field, hints[field.name])
        for field in fields(cls)
        if field.name not in not_written
    )
    allowed = {word.word for word in words if not word.flat}
    if any(word.flat for word in words):
        allowed |= {"since", "until"}
    return Shape(words, frozenset(allowed))


def _word(cls: type, field: Field[Any], hint: Any) -> Word:
    word = SINGULAR.get(cls, {}).get(field.name, field.name)
    nullable = NoneType in get_args(hint)
    required = _compulsory(field) and not nullable
    # Tables in brackets are optional: a stage without limits has no [[limit]].
    in_brackets = word != field.name and get_origin(hint) is tuple
    return Word(
        field=field.name,
        word=word,
        hint=hint,
        required=required,
        nullable=nullable,
        refers_to=REFERS_TO.get((cls, field.name)),
        flat=field.name == "span" and hint is Span,
        may_be_left_out=in_brackets or not required,
    )


def _compulsory(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING
