"""Citations of provisions: “section 37(1)”, “s. 37(1)” and “دفعہ 37(1)” name one provision.

A citation is read in the pieces of a text, which spaces separate. It gives an index word for each
of its levels, so that a search for section 37 also finds section 37(1).
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from tracker.domain.words.folding import folded_piece

# Folding never produces this character, so no typed word can be taken for a citation.
CITED = "\ue001"

# What provisions are called, with the plural and abbreviations.
_CALLED = {
    "section": "section sections sec secs sect s ss § §§ دفعہ دفعات",
    "article": "article articles art arts artikel artículo artigo madde pasal آرٹیکل",
    "rule": "rule rules قاعدہ قواعد",
    "regulation": "regulation regulations reg regs ضابطہ ضوابط",
    "clause": "clause clauses شق",
}
_KINDS = {folded_piece(word): kind for kind, words in _CALLED.items() for word in words.split()}
# Words after which several provisions may be listed.
_PLURALS = "sections secs ss §§ دفعات articles arts rules قواعد regulations regs"
_SEVERAL = frozenset(folded_piece(_PLURALS).split())
_NESTED = r"(?:\([0-9a-z]{1,6}\)|\s\((?:\d{1,3}|[a-z]|[ivx]{2,5})\))"
_NUMBER = rf"(?:-?[a-z]{{1,3}})?(?!\w){_NESTED}*"
_NEXT = rf"(?:\s?[,&]\s|\s(?:and|or|to|اور|یا)\s)\d{{1,3}}{_NUMBER}"
_CITATION = re.compile(
    rf"(?<![\w'’-])({'|'.join(sorted(_KINDS, key=len, reverse=True))})\.?\s?"
    rf"(\d{{1,4}}{_NUMBER}(?:{_NEXT})*)"
)
_ONE = re.compile(rf"\d{{1,4}}{_NUMBER}")
_LEVEL = re.compile(r"[0-9a-z]+")
_DEEPEST = 5


@dataclass(frozen=True, slots=True)
class CitedProvision:
    """A citation in the pieces from `first` to before `after`.

    `levels` are its index words, from the whole provision down to the part that is cited.
    """

    first: int
    after: int
    levels: tuple[str, ...]


def citations(pieces: Sequence[str]) -> Iterator[CitedProvision]:
    """Yield the provisions that a text cites, in order."""
    plain = [folded_piece(piece) for piece in pieces]
    starts = list(accumulate((len(piece) + 1 for piece in plain), initial=0))
    for found in _CITATION.finditer(" ".join(plain)):
        kind, several = _KINDS[found[1]], found[1] in _SEVERAL
        for number in _ONE.finditer(found[2]):
            begin = found.start(2) + number.start() if number.start() else found.start()
            end = found.start(2) + number.end()
            places = bisect_right(starts, begin) - 1, bisect_right(starts, end - 1)
            yield CitedProvision(*places, _levels(kind, number[0]))
            if not several:
                break


def _levels(kind: str, cited: str) -> tuple[str, ...]:
    parts = _LEVEL.findall(cited.replace("-", ""))[:_DEEPEST]
    return tuple(CITED + CITED.join((kind, *parts[:depth])) for depth in range(1, len(parts) + 1))
