"""Whether an item asks for what another item asks for already. A rule of thumb: it only warns."""

import re
from collections.abc import Mapping
from functools import lru_cache

# Words that say little about which record is meant, by their stems.
_COMMON = frozenset(
    {
        *("body", "bodi", "restri", "servic", "reques", "author", "period", "access", "record"),
        *("copy", "copi", "each", "every", "which", "with", "that", "about", "from", "held"),
        *("their", "thes", "thos", "block", "minist", "regula", "agains", "under"),
        *("پابندی", "ادارے", "متعلق", "سرکاری", "ریکارڈ", "بارے", "جیسا"),
        *("الجهة", "التقيي", "الخدمة", "بشأن", "وثيقة"),
        *("উক্ত", "কর্তৃপ", "বিধিনি", "সেবা", "প্রতিট", "নথি", "সম্পর্"),
        *("उक्त", "निकाय", "निकायल", "निकायक", "प्रतिब", "सेवा", "प्रत्य", "कुनै", "सम्बन्", "भएको"),
    }
)
# Signs within a word that are not letters, such as vowels of Arabic, Devanagari and Bangla.
_SIGNS = "\u064b-\u0652\u0900-\u0903\u093a-\u094f\u0981-\u0983\u09bc-\u09cd"
_WORD = re.compile(rf"(?:[^\W\d_]|[{_SIGNS}]){{4,}}")
_ENDING = re.compile(r"(ing|ed|es|s|e)$")
_STEM, _SHARED, _NAME = 6, 0.6, 2


def overlapping(
    words: str, others: Mapping[str, str], names: Mapping[str, str] | None = None, own: str = ""
) -> str | None:
    """Return the key of the first item that has most of the words of another; None if none has.

    `names` are the short names of items: words that have a whole name of two words or more ask
    for that item too. `own` are names of the body and of what it blocked, which do not count.
    """
    telling = _stems(words) - _stems(own)
    if not telling:
        return None
    for key, other in others.items():
        named = _stems((names or {}).get(key, ""))
        most = len(telling & _stems(other)) >= _SHARED * len(telling)
        if most or (len(named) >= _NAME and named <= telling):
            return key
    return None


# Each item is compared with all before it.
@lru_cache(maxsize=1024)
def _stems(words: str) -> frozenset[str]:
    found = (_ENDING.sub("", each.casefold())[:_STEM] for each in _WORD.findall(words))
    return frozenset(found) - _COMMON
