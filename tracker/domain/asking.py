"""Whether words ask for a record that is held, or for a view that nobody need form.

Rules of thumb for English and Urdu: they warn with another wording, and never stand in the way. A
question after a record was named ("the minutes in which it was decided why …") asks for a record.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Opinion:
    """What sounds like a question for a view, and how the record behind it could be asked for."""

    cue: str
    instead: str


@dataclass(frozen=True, slots=True)
class _Tongue:
    """How one language asks: words that name a record, cues, and what stands before a question."""

    record: re.Pattern[str]
    cues: tuple[re.Pattern[str], ...]
    opening: re.Pattern[str]
    instead: str


def _word(*alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(alternatives)})\b", re.IGNORECASE)


_ENGLISH = _Tongue(
    record=_word(
        "records?",
        "documents?",
        "cop(?:y|ies)",
        "minutes",
        "orders?",
        "letters?",
        "notifications?",
        "directions?",
        "directives?",
        "instructions?",
        "files?",
        "notes?",
        "reports?",
        "correspondence",
        "memorand(?:um|a)",
        "registers?",
        "lists?",
        "statements?",
        "logs?",
        "e-?mails?",
        "summar(?:y|ies)",
        "legal (?:advice|opinions?)",
        "contracts?",
        "agreements?",
        "names?",
        "dates?",
        "numbers?",
    ),
    cues=(
        _word("why", "how come"),
        _word("what (?:is|are|was|were) (?:the|your) (?:reasons?|rationale|justifications?)"),
        _word("explain", "explanations?", "justify", "clarify", "comment on"),
        _word("do you", "did you", "does it", "would you", "could you", "can you"),
        _word("think", "believe", "feel", "agree", "consider it"),
        _word("should", "ought to"),
        _word("opinions?", "views?", "position on", "stance"),
        _word("is it (?:\\w+ )?(?:right|fair|legal|lawful|justified|necessary|proportionate)"),
        re.compile(r"^(?:please )?state\b", re.IGNORECASE),
    ),
    opening=re.compile(
        r"^(?:please\s+)?(?:(?:could|can|would)\s+you\s+)?(?:please\s+)?"
        r"(?:explain|clarify|justify|state|comment\s+on|tell\s+(?:me|us))\s+",
        re.IGNORECASE,
    ),
    instead="The record in which this is set out: {}",
)

# The words by which Urdu joins and ends do not count as part of a word in regular expressions.
_URDU = _Tongue(
    record=re.compile(
        "ریکارڈ|دستاویز|نقل|نقول|حکم|احکام|خط|مراسل|نوٹیفکیشن|اطلاع نامہ|ہدایت|ہدایات|روداد"
        "|کارروائی|فائل|رپورٹ|فہرست|رجسٹر|خلاصہ|معاہد"
    ),
    cues=(
        re.compile("کیوں"),
        re.compile("وضاحت|تشریح"),
        re.compile("کیا وجہ|وجہ کیا|وجوہات? کیا|کیا وجوہ"),
        re.compile("آپ کی رائے|آپ کے خیال|رائے دیں|کیا آپ"),
        re.compile("چاہی[ےۓ]|چاہئ[ےۓ]"),
        re.compile("جواز پیش|جواز کیا|کیا جواز"),
        re.compile("بتائیں|بتایا جائے|بتائیے"),
    ),
    opening=re.compile("^(?:براہِ? کرم|براہ مہربانی)\\s+"),
    instead="وہ ریکارڈ جس میں یہ درج ہے: {}",
)


def opinion_in(words: str) -> Opinion | None:
    """The first thing in `words` that asks for a view; None where a record is asked for."""
    flat = " ".join(words.split())
    return next((found for tongue in (_ENGLISH, _URDU) if (found := _asked(flat, tongue))), None)


def _asked(words: str, tongue: _Tongue) -> Opinion | None:
    found = [match for cue in tongue.cues if (match := cue.search(words))]
    first = min(found, key=lambda match: match.start(), default=None)
    if first is None:
        return None
    named = tongue.record.search(words)
    if named and named.start() < first.start():
        return None
    rest = tongue.opening.sub("", words)
    return Opinion(first.group(), tongue.instead.format(rest))
