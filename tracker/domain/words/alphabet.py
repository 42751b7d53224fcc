"""The order of words by their letters, in lists of names."""

from functools import cache
from types import MappingProxyType
from unicodedata import category, normalize

# The letters of Urdu in their order, which is not that of their code points.
_URDU = "آابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہھءیے"
# Letters that Arabic writes otherwise, and forms with a hamza.
_FORMS = MappingProxyType(
    {"أ": "ا", "إ": "ا", "ٱ": "ا", "ك": "ک", "ه": "ہ", "ة": "ہ", "ۃ": "ہ", "ؤ": "و", "ئ": "ء"}
    | {"ي": "ی", "ى": "ی", "ۂ": "ہ", "ۓ": "ے"}
)
_FIRST = ord("آ")


def by_letters(words: str) -> tuple[int, ...]:
    """Return the place of words in a list: letters of Urdu in the order of its alphabet, capitals
    as small letters, and accents and vowel signs not counted."""
    return tuple(place for place in map(_place, words.casefold()) if place)


@cache
def _place(char: str) -> int:
    """Return the place of a character; 0 for one that does not count."""
    letter = _FORMS.get(char, char)
    if letter in _URDU:
        return _FIRST + _URDU.index(letter)
    plain = normalize("NFD", char)[0]
    return 0 if category(plain) in ("Mn", "Cf") else ord(plain)
