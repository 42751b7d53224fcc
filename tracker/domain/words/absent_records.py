"""How a document of a body says that records were looked for, were not found, or are not there."""

import re

from tracker.domain.base.days import MONTHS

# How words say that a record was looked for, and that none was found.
_LOOKED_FOR = re.compile(
    r"\b(?:search(?:ed|es|ing)?|check(?:ed|ing)?|examined|perus(?:ed|al)|scrutini[sz]ed|verified|"
    r"inspected|gone through|looked (?:for|into|through))\b",
    re.I,
)
_SEARCH = re.compile(r"\bsearch(?:ed|es)?\b|تلاش", re.I)
# Where one looks for a record. What was examined may also be the request, or a fee.
_PLACES_OF_RECORDS = re.compile(
    r"\b(?:registers?|registry|records?|files?|papers|archives?|databases?|systems?|offices?|"
    r"branch(?:es)?|sections?|wings?|units?|director(?:ate|ates)|search(?:ed|es)?)\b",
    re.I,
)
_NO_SEARCH = re.compile(
    r"\b(?:no|not|without)\s(?:\w+\s){0,2}?search|"
    r"\b(?:application|request|fee|identity)\s(?:was|were|is|has|have)\b",
    re.I,
)
_UNTRACED = re.compile(
    r"\b(?:not|no|nothing|none|never|neither|nor|unable|failed)\b[^.;]{0,160}?"
    r"\b(?:trace(?:d|able)?|locate(?:d)?|found|find|retrieve(?:d)?)\b|\buntrace(?:d|able)\b",
    re.I,
)
# How a sentence on one record says that it is not there, in English and in Urdu.
_ABSENT = re.compile(
    r"\bnot (?:held|available|traceable|in (?:its|our|the) (?:possession|custody|record))|"
    r"\bno such\b|\bdo(?:es)? not (?:exist|hold|have|possess)|\bnot exist|\bnon-?existen|"
    r"\b(?:could|can)(?:not| not) be (?:traced|found|located)|\bno (?:record|note|minute|order|"
    r"document|letter|file|report)s?\b[^.;]*\b(?:exists?|available|held|found|issued|made|prepared|"
    r"created|drawn up)\b|"
    r"\bis not with\b|\buntraceable\b|"
    r"دستیاب نہیں|موجود نہیں|نہیں ملا",
    re.I,
)
# Words by which a record was there and is so no longer: with how it went, and without more.
_GONE = re.compile(
    r"\b(?:was|were|is|are|been|got) (?:lost|destroyed|weeded|burnt|burned|shredded|misplaced)\b|"
    r"\b(?:went|gone|is|are) missing\b|تلف|ضائع|گم ",
    re.I,
)
_NO_LONGER = re.compile(
    r"\bno longer (?:with|in|held|available|exists?|traceable)\b|\bnot with (?:this|our) office\b|"
    r"اب (?:اس|ہمارے) (?:دفتر )?(?:کے )?پاس نہیں",
    re.I,
)
# The months for which a search was made: “for the month of May, 2025”, “for May and June 2025”.
_MONTH = rf"(?:{'|'.join(MONTHS)})"
_MONTHS_SEARCHED = re.compile(
    rf"\b(?:for|covering|months?\sof)\s(?:the\s)?(?:months?\sof\s)?"
    rf"({_MONTH}(?:(?:,|\sand|,\sand)\s{_MONTH})*),?\s(\d{{4}})\b",
    re.I,
)
# What makes a time searched longer than the months that stand together in it.
_MORE_TIME = re.compile(
    rf"\b{_MONTH}\b|\b\d{{4}}\b|\b(?:onwards?|to date|till|until|since|before|after)\b", re.I
)


def tells_of_search(said: str) -> bool:
    """Return whether a sentence says that records were looked for in a place of records."""
    looked = _LOOKED_FOR.search(said) and _PLACES_OF_RECORDS.search(said)
    return bool(looked) and not _NO_SEARCH.search(said)


def speaks_of_search(said: str) -> bool:
    """Return whether a sentence has the word for a search."""
    return bool(_SEARCH.search(said))


def says_untraced(words: str) -> bool:
    """Return whether words say that something was not traced or found."""
    return bool(_UNTRACED.search(words))


def says_absent(said: str) -> bool:
    """Return whether a sentence on a record says that it is not there."""
    return bool(_ABSENT.search(said))


def says_gone(said: str) -> bool:
    """Return whether a sentence says that a record was lost or destroyed."""
    return bool(_GONE.search(said))


def says_no_longer(said: str) -> bool:
    """Return whether a sentence says that a record is there no longer, without more."""
    return bool(_NO_LONGER.search(said))


def names_more_time(said: str) -> bool:
    """Return whether a sentence names a time beside the months for which a search was made."""
    return bool(_MORE_TIME.search(_MONTHS_SEARCHED.sub("", said)))


def months_searched(said: str) -> dict[str, tuple[tuple[int, int], ...]]:
    """Return the months for which a sentence says that a search was made, by its words for them,
    each month with its year."""
    return {
        found.string[found.start(1) : found.end(2)]: tuple(
            (int(found[2]), MONTHS.index(month.capitalize()) + 1)
            for month in re.findall(_MONTH, found[1], re.I)
        )
        for found in _MONTHS_SEARCHED.finditer(said)
    }
