"""A check whether words ask for a record that is held, or for an opinion.

Nobody has to form an opinion to answer a request. These are rules of thumb for English and Urdu:
they warn and suggest another wording, but never block. A question after a record was named (“the
minutes in which it was decided why …”) asks for a record.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Opinion:
    """A phrase that seems to ask for an opinion, and a wording that asks for the record."""

    cue: str
    instead: str


@dataclass(frozen=True, slots=True)
class _Tongue:
    """A language's words for records, cues of opinions, and openings of questions."""

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

# No word boundaries: to a regular expression Urdu's joiners and endings are not part of a word.
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
    """Return the first phrase in `words` that asks for an opinion; None if none does."""
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
