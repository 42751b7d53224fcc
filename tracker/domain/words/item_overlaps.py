"""Whether an item asks for what another item asks for already. A rule of thumb: it only warns."""

import re
from collections.abc import Mapping

# Words that say little about which record is meant, without their last letters.
_COMMON = frozenset(
    {
        *("body", "restri", "servic", "reques", "author", "period", "access", "record", "copy"),
        *("each", "every", "which", "with", "that", "about", "from", "held", "block", "blocke"),
        *("پابندی", "ادارے", "متعلق", "سرکاری", "ریکارڈ", "بارے", "جیسا"),
    }
)
_WORD = re.compile(r"[^\W\d_]{4,}")
_STEM, _SHARED = 6, 0.6


def overlapping(words: str, others: Mapping[str, str]) -> str | None:
    """Return the key of the first item that has most of the words of another; None if none has."""
    telling = _stems(words)
    if not telling:
        return None
    for key, other in others.items():
        if len(telling & _stems(other)) >= _SHARED * len(telling):
            return key
    return None


def _stems(words: str) -> frozenset[str]:
    found = (each.casefold().rstrip("s")[:_STEM] for each in _WORD.findall(words))
    return frozenset(found) - _COMMON
