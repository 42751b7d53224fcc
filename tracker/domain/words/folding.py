"""Word folding for search: one form for words that are written in many ways.

English and Urdu occur side by side, and Urdu is typed on keyboards for Arabic and Persian too. The
same word then has other letters that look alike, comes with or without vowel signs, and has digits
of three kinds.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from tracker.domain.base.kept import kept_for_words

LONGEST_WORD = 64
# More pieces than the texts of the library have.
_PIECES = 30_000
_NO_WORD = re.compile(r"[\W_]+")

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
# Marks above and below letters that many people leave out: Latin accents, and the vowel signs of
# Arabic and Hebrew. The vowel signs of other scripts are letters to their readers, and stay.
_SIGNS = ((0x0300, 0x036F), (0x0591, 0x0745), (0x08D3, 0x08FF), (0x093C, 0x093C))


def bare_words(text: str) -> str:
    """Return the letters and digits of a text in lower case, other characters as single spaces."""
    return " ".join(_NO_WORD.sub(" ", text.casefold()).split())


def folded_words(text: str) -> str:
    """Return the folded words of a text, joined by single spaces. Idempotent."""
    return " ".join(search_words(text))


def search_words(text: str) -> tuple[str, ...]:
    """Return the folded words of a text, each cut after 64 characters."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    apart = unicodedata.normalize("NFKD", plain)
    written = "".join(map(_letter, apart)).split()
    return tuple(word[:LONGEST_WORD] for word in written)


@kept_for_words(_PIECES)
def words_of_piece(piece: str) -> tuple[str, ...]:
    """Return the folded words of a piece without spaces, cached because pieces recur."""
    words = search_words(piece)
    # Most pieces are their own word: one string for both.
    return (piece,) if words == (piece,) else words


@kept_for_words(_PIECES)
def folded_piece(piece: str) -> str:
    """Return a piece without spaces with its letters and digits folded, and its signs as they
    are."""
    plain = unicodedata.normalize("NFKC", piece).casefold()
    apart = unicodedata.normalize("NFKD", plain)
    folded = "".join(char if _letter(char) == " " else _letter(char) for char in apart)
    return piece if folded == piece else folded


@cache
def _letter(char: str) -> str:
    """Return the folded form of a character: a letter, a digit, a space, or nothing."""
    if char in _ALIKE:
        return _ALIKE[char]
    kind = unicodedata.category(char)
    if kind == "Nd":
        return str(unicodedata.decimal(char))
    if kind == "Cf" or (kind == "Mn" and any(a <= ord(char) <= z for a, z in _SIGNS)):
        return ""
    return char if kind[0] in "LMN" else " "


def pieces(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each piece of a text as it is written, with its folded words."""
    for piece in text.split():
        yield piece, words_of_piece(piece)
