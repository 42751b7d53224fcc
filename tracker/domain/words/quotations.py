"""Quotations in the words of a letter: their marks, and the marks of a quotation within one."""

from tracker.domain.words.pleading import as_text

_ENDS = (".", "!", "?", "…", "۔", "؟")
_OPEN, _CLOSE = "“", "”"
_MARKS = ((_OPEN, _CLOSE), ('"', '"'), ("‘", "’"), ("«", "»"))
# A quotation within a quotation has single marks.
_WITHIN = str.maketrans({_OPEN: "‘", _CLOSE: "’"})


def in_marks(words: str) -> str:
    """Return words in one pair of quotation marks."""
    return f"{_OPEN}{as_text(words).translate(_WITHIN)}{_CLOSE}"


def quoted(words: str) -> str:
    """Return words as a sentence in quotation marks, with one full stop at most."""
    said = as_text(words)
    for first, last in _MARKS:
        if len(said) > 1 and said.startswith(first) and said.endswith(last):
            said = said[1:-1].strip()
    return in_marks(said) if said.endswith(_ENDS) else f"{in_marks(said)}."
