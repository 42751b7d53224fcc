"""Sentences that make a letter conditional on an acknowledgement of its receipt.

Under some laws such a letter counts as never sent until the acknowledgement comes. A request for
an acknowledgement is no condition. The words are English and Urdu.
"""

import re
from collections.abc import Iterator

from tracker.domain.words.folding import folded_words

_SENTENCE = re.compile(r"(?<=[.!?;۔؟؛])\s+|\n\s*\n")
# An acknowledgement, in folded words.
_ACKNOWLEDGED = re.compile(
    r"\backnowledg|\bconfirm\w* (?:\w+ ){0,3}(?:receipt|received|delivery)"
    r"|\b(?:receipt|delivery) (?:\w+ ){0,3}confirm"
)
# A letter that is called conditional, or its effect and what makes that conditional.
_CALLED = re.compile(
    r"\b(?:condition|conditional|contingent|dependent|subject) (?:on|upon|to|that|of)"
    r" (?:\w+ ){0,6}?(?:acknowledg|confirm\w* (?:\w+ ){0,3}(?:receipt|received|delivery))"
)
_CONDITION = re.compile(
    r"\bprovided that\b|\bunless\b|\buntil\b|\bnot before\b|\bon condition\b"
    r"|\bonly (?:if|when|once|after|upon|on|from)\b"
)
_EFFECT = re.compile(
    r"\b(?:deemed|treated as|regarded as|considered|taken to be) (?:\w+ ){0,3}"
    r"(?:sent|made|filed|received|submitted|valid|withdrawn)\b"
    r"|\b(?:request|letter|application|appeal|complaint|notice|email|message|communication)"
    r" (?:\w+ ){0,4}(?:withdrawn|void|valid|effective|effect|sent|made)\b"
)


def _urdu(*words: str) -> "re.Pattern[str]":
    """Return a pattern for any of these words, as they are folded."""
    return re.compile("|".join(rf"(?<!\w){re.escape(folded_words(each))}" for each in words))


_ACKNOWLEDGED_URDU = _urdu("رسید", "وصولی", "موصول", "تصدیق", "اطلاع یابی")
_CONDITION_URDU = _urdu("مشروط", "بشرطیکہ", "بہ شرطیکہ", "بشرط", "اس شرط", "جب تک", "تب تک")
_NOT_SENT_URDU = _urdu(
    "نہ سمجھی", "نہیں سمجھی", "نہ سمجھا", "نہیں سمجھا", "تصور نہ", "تصور نہیں", "غیر مؤثر",
    "مؤثر نہ", "مؤثر نہیں", "مؤثر ہو", "مشروط", "شرط", "نہ مانی", "نہیں مانی",
)  # fmt: skip


def conditional_sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of a text that make it conditional on an acknowledgement, in order."""
    return tuple(each for each in _sentences(text) if _is_conditional(folded_words(each)))


def _sentences(text: str) -> Iterator[str]:
    yield from filter(None, (" ".join(each.split()) for each in _SENTENCE.split(text)))


def _is_conditional(folded: str) -> bool:
    english = (_ACKNOWLEDGED, _CONDITION, _EFFECT)
    urdu = (_ACKNOWLEDGED_URDU, _CONDITION_URDU, _NOT_SENT_URDU)
    ways = ((_CALLED,), english, urdu)
    return any(all(each.search(folded) for each in words) for words in ways)
