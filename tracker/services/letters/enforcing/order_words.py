"""What the words of an order say: the post that it binds, and the items that it names."""

import re

from tracker.services.letters.pleading.quoting import items_in_sentence, sentences

# A post as an order writes it. A name of a person has none of these words.
_POSTS = re.compile(
    r"\b(?:Officer|Official|Secretary|Director|Chairman|Chairperson|Registrar|Manager|Head|"
    r"Commissioner|Chief)\b"
)
_WORD = r"(?:[A-Z][\w’'-]*|\([^()]*\))"
_TITLE = rf"({_WORD}(?: (?:{_WORD}|of|for|and|the))*)"
_BOUND = (
    re.compile(
        rf"\b[Tt]he {_TITLE} (?:shall|must|is (?:hereby )?(?:directed|ordered|required))\b"
    ),
    re.compile(rf"\b(?:[Dd]irects?|[Dd]irected|[Oo]rders?|[Oo]rdered) the {_TITLE} to\b"),
)
_ORDERED = re.compile(r"\b(?:shall|must|directs?|directed|ordered|required|is to|are to)\b", re.I)
_SUPPLIED = re.compile(
    r"\b(?:suppl(?:y|ied)|provided?|given?|furnish(?:ed)?|disclosed?|shared?)\b", re.I
)
_NOT = re.compile(r"\b(?:not|no|nothing|dismissed|rejected|refused|exempt|except)\b", re.I)


def officer_named(words: str) -> str:
    """Return the post that an order binds, as its words name it; empty if they name no post."""
    found = (each for pattern in _BOUND for each in pattern.findall(words))
    return next((each for each in found if _POSTS.search(each)), "")


def supplied_by_order(words: str) -> frozenset[int]:
    """Return the items that an order names as to be supplied. None are returned if a sentence of
    that kind leaves something out or names no item, because the order may then cover more."""
    ordered = [s for s in sentences(words) if _ORDERED.search(s) and _SUPPLIED.search(s)]
    if any(_NOT.search(each) or not items_in_sentence(each) for each in ordered):
        return frozenset()
    return frozenset(number for each in ordered for number in items_in_sentence(each))
