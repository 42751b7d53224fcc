"""Guesses the language of a text that declares none, to read it out and hyphenate it correctly."""

import re

# Letters of Urdu that Arabic and Persian do not have.
_URDU = re.compile("[ٹڈڑںےہھ]")
_ARABIC_SCRIPT = re.compile("[\u0600-\u06ff]")
_LATIN = re.compile("[A-Za-z]")
_ENGLISH = re.compile(r"\b(?:the|of|and|to|your|is|for)\b", re.IGNORECASE)
_LONGEST = 5000


def guessed_language(text: str) -> str:
    """Return "ur" or "en" if the text is most probably in that language, else nothing."""
    looked_at = text[:_LONGEST]
    arabic, latin = (len(each.findall(looked_at)) for each in (_ARABIC_SCRIPT, _LATIN))
    if arabic > latin:
        return "ur" if _URDU.search(looked_at) else ""
    return "en" if len(_ENGLISH.findall(looked_at)) > 1 else ""
