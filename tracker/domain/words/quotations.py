"""Quotations in the words of a letter: their marks, and changes that leave them as they are."""

from collections.abc import Sequence

from tracker.domain.base.text import at_start
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


def said_instead(words: str, pairs: Sequence[tuple[str, str]]) -> str:
    """Return words with each phrase of a pair replaced by the other, outside quotation marks.

    A phrase is also replaced where it begins a sentence.
    """
    # Letters without capitals begin a sentence as they go on.
    both = dict(pairs) | {at_start(old): at_start(new) for old, new in pairs}
    said = []
    while words:
        before, mark, rest = words.partition(_OPEN)
        for old, new in both.items():
            before = before.replace(old, new)
        quotation, end, words = rest.partition(_CLOSE)
        said.append(f"{before}{mark}{quotation}{end}")
    return "".join(said)
