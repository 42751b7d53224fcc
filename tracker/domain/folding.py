"""Words as a search compares them: one form for what readers write in many ways.

English and Urdu are written side by side, and Urdu with keyboards for Arabic and Persian too: the
same word comes with other letters that look alike, with or without its signs for vowels, and with
digits of three kinds.
"""

import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

# Changes whenever the same words come to another form: what was kept by an older one is made anew.
FORM = 1
LONGEST_WORD = 64

_ALIKE = {
    "\N{ARABIC LETTER YEH}": "\N{ARABIC LETTER FARSI YEH}",
    "\N{ARABIC LETTER ALEF MAKSURA}": "\N{ARABIC LETTER FARSI YEH}",
    "\N{ARABIC LETTER E}": "\N{ARABIC LETTER FARSI YEH}",
    "\N{ARABIC LETTER KAF}": "\N{ARABIC LETTER KEHEH}",
    "\N{ARABIC LETTER SWASH KAF}": "\N{ARABIC LETTER KEHEH}",
    "\N{ARABIC LETTER HEH}": "\N{ARABIC LETTER HEH GOAL}",
    "\N{ARABIC LETTER HEH DOACHASHMEE}": "\N{ARABIC LETTER HEH GOAL}",
    "\N{ARABIC LETTER AE}": "\N{ARABIC LETTER HEH GOAL}",
    "\N{ARABIC LETTER TEH MARBUTA}": "\N{ARABIC LETTER HEH GOAL}",
    "\N{ARABIC LETTER TEH MARBUTA GOAL}": "\N{ARABIC LETTER HEH GOAL}",
    "\N{ARABIC LETTER ALEF WASLA}": "\N{ARABIC LETTER ALEF}",
    "\N{ARABIC LETTER HAMZA}": "",
    "\N{ARABIC LETTER HIGH HAMZA}": "",
    "\N{ARABIC TATWEEL}": "",
    "\N{LATIN SMALL LETTER DOTLESS I}": "i",
    "\N{ZERO WIDTH SPACE}": " ",
}
# Signs above and below letters that many leave out: Latin accents, and those for vowels in Arabic
# and Hebrew. The vowels of other scripts are letters to their readers, and stay.
_SIGNS = ((0x0300, 0x036F), (0x0591, 0x0745), (0x08D3, 0x08FF), (0x093C, 0x093C))


def folded(text: str) -> str:
    """The words of a text in their one form, a space between two. The same again is the same."""
    return " ".join(words_in(text))


def words_in(text: str) -> tuple[str, ...]:
    """The same, word by word; a word of more than 64 letters is cut there."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    apart = unicodedata.normalize("NFKD", plain)
    written = "".join(map(_letter, apart)).split()
    return tuple(word[:LONGEST_WORD] for word in written)


@lru_cache(maxsize=20_000)
def words_of_piece(piece: str) -> tuple[str, ...]:
    """The same of a piece between two spaces: the same pieces come again and again."""
    return words_in(piece)


@cache
def _letter(char: str) -> str:
    """What becomes of one character: a letter, a digit, nothing, or a space between words."""
    if char in _ALIKE:
        return _ALIKE[char]
    kind = unicodedata.category(char)
    if kind == "Nd":
        return str(unicodedata.decimal(char))
    if kind == "Cf" or (kind == "Mn" and any(a <= ord(char) <= z for a, z in _SIGNS)):
        return ""
    return char if kind[0] in "LMN" else " "


def pieces(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """A text piece by piece as it is written, each with its words in their one form."""
    for piece in text.split():
        yield piece, words_of_piece(piece)
