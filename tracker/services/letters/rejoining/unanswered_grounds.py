"""The grounds of a filed pleading that the words of later documents do not answer."""

import re
from collections.abc import Sequence

from tracker.domain.base.text import SOURCE
from tracker.domain.law.pleas import Circumstance
from tracker.services.letters.pleading.argument import Argument
from tracker.services.letters.pleading.quoting import is_latin
from tracker.services.letters.rejoining.answering import DocumentAnswer
from tracker.services.letters.rejoining.filed_pleading import FiledPleading

_CLAIMS = r"section|exempt|excepti|exclu|clause|claim"
_TIME = r"delay|late|time|days?\b|month|exten|within|receiv|repl(?:y|ied)|respon[ds]e"
# Words by which a sentence may answer a ground of this cause.
_SPEAKS_OF = {
    Circumstance.ALWAYS: "",
    Circumstance.SILENCE: f"{_TIME}|{_CLAIMS}",
    Circumstance.LATE: _TIME,
    Circumstance.EXTENSION_DOUBTFUL: _TIME,
    Circumstance.NOT_SEVERED: "sever|part|portion|redact|mask|passage|without|annex",
    Circumstance.NO_REASONS_GIVEN: "reason|because|ground|since|explain",
    Circumstance.NO_EXEMPTION_NAMED: _CLAIMS,
    Circumstance.NO_CLAUSE_NAMED: _CLAIMS,
    Circumstance.APPEAL_RIGHT_NOT_STATED: "appeal|right|remed",
    Circumstance.NOT_HELD: "held|hold|record|search|trac|exist|availab|custody|possess|with",
    Circumstance.REFERRED_ELSEWHERE: "ministry|authority|division|department|body|pertain|with",
}
# A ground that asks for the rest of each record can be answered by what is said of parts.
_OF_THE_REST = re.compile(r"\bremove|\bsever|\bremainder|\brest of each", re.I)
_LONG_WORD = re.compile(r"[a-z]{5,}")
_STEM = 5
# Words of headings that say nothing of what a ground is about.
_IN_ANY = ("respondent", "section", "alternative", "further", "shown", "should", "which")


def grounds_not_met(filed: FiledPleading, answers: Sequence[DocumentAnswer]) -> list[str]:
    """Return the grounds that no quoted sentence meets, by their keys.

    A ground is left out if a person changed it, and if a sentence has a word of its heading or one
    by which such a ground is answered. Nothing is returned if a document has no logged words, or
    if the letter or a document is not in English, whose words alone are known.
    """
    said = [" ".join(each.words).casefold() for each in answers]
    english = filed.source.locale.language == SOURCE and all(map(is_latin, said))
    if not english or not all(re.search("[a-z]", each) for each in said):
        return []
    met = frozenset(key for each in answers for key in each.met)
    words = " ".join(said)
    return [
        key
        for key, ground in filed.drafted.items()
        if said
        and key not in met
        and not filed.was_changed(key)
        and not _may_answer(filed, ground, words)
    ]


def _may_answer(filed: FiledPleading, ground: Argument, said: str) -> bool:
    """Return whether words may answer a ground; those of an unknown cause always may."""
    if any(stem in said for stem in _stems(ground.heading or ground.title)):
        return True
    if ground.when is Circumstance.EXEMPTION_CLAIMED:
        return _names_section(filed, ground.key, said)
    words = _SPEAKS_OF.get(ground.when)
    if words is None:
        return True
    if any(map(_OF_THE_REST.search, ground.paragraphs)):
        words = "|".join(each for each in (words, _SPEAKS_OF[Circumstance.NOT_SEVERED]) if each)
    return bool(words) and bool(re.search(rf"\b(?:{words})", said))


def _stems(title: str) -> set[str]:
    """Return the beginnings of the words that say what a ground is about."""
    words = set(_LONG_WORD.findall(title.casefold())) - {*_IN_ANY}
    return {each[:_STEM] for each in words}


def _names_section(filed: FiledPleading, key: str, said: str) -> bool:
    """Return whether words name the section of an exemption or of one answered with it."""
    alike = [e for e in filed.source.law.exemptions if key in (e.key, e.answered_by)]
    sections = {e.cite.in_language(SOURCE).split()[-1].split("(")[0] for e in alike}
    return not sections or any(re.search(rf"\b{re.escape(n)}\b", said) for n in sections)
