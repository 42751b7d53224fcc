"""Quotations in the words of a letter: their marks, the marks of a quotation within one, and
blanks between them."""

import re
from collections.abc import Mapping

from tracker.domain.words.brackets import bracket_parts
from tracker.domain.words.pleading import as_text

_ENDS = (".", "!", "?", "…", "۔", "؟")
_OPEN, _CLOSE = "“", "”"
_MARKS = ((_OPEN, _CLOSE), ('"', '"'), ("‘", "’"), ("«", "»"))
# The end of a quotation with a full stop, which a quoted sentence has already.
_STOP = re.compile("”[.۔]")
# A quotation within a quotation has single marks.
_WITHIN = str.maketrans({_OPEN: "‘", _CLOSE: "’"})


def in_marks(words: str) -> str:
    """Return words in one pair of quotation marks."""
    return f"{_OPEN}{as_text(words).translate(_WITHIN)}{_CLOSE}"


def quoted(words: str) -> str:
    """Return words as a sentence in quotation marks, with one full stop at most."""
    said = unquoted(words)
    return in_marks(said) if ends_sentence(said) else f"{in_marks(said)}."


def unquoted(words: str) -> str:
    """Return words without the quotation marks around all of them."""
    said = as_text(words)
    for first, last in _MARKS:
        if len(said) > 1 and said.startswith(first) and said.endswith(last):
            said = said[1:-1].strip()
    return said


def ends_sentence(words: str) -> bool:
    """Return whether words end with a mark that ends a sentence."""
    return words.endswith(_ENDS)


def filled(words: str, answers: Mapping[int, str]) -> str:
    """Return words with answers in their places, which are counted from 0.

    A blank in quotation marks takes its answer with these marks alone, and one full stop at most.
    """
    parts, place = list(bracket_parts(words)), 0
    said = ""
    for n, part in enumerate(parts):
        new = answers.get(place, part.words) if part.to_fill else part.words
        place += part.to_fill
        if part.to_fill and new != part.words and said.endswith(_OPEN):
            new = in_marks(unquoted(new))[1:-1]
        if n and parts[n - 1].to_fill and ends_sentence(said) and _STOP.match(new):
            new = _STOP.sub(_CLOSE, new, count=1)
        said += new
    return said
