"""The office that takes a remedy, as a person named it in the letter.

The head of the letter, the sentence that names the office and the relief are made of these words.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from tracker.domain.base.messages import Message
from tracker.domain.base.text import FULL_STOPS, at_start
from tracker.domain.law.forums import forum_of
from tracker.domain.law.law import Law, Stage
from tracker.domain.law.pleas import Forum
from tracker.domain.words.pleading_edits import PleadingEdits
from tracker.services.core.i18n import Locale

ADDRESSED_KEY, ADDRESSED_PARTY_KEY = "facts:addressed", "parties:addressed"
_IS_ADDRESSED = Message("It is addressed to {office}.")
# What a sentence adds to the office: why it is this one, or what is asked if it is another.
_ADDED = re.compile(
    r"(?:,?\s(?:with|to|at|by|before|whom|which)\s(?:which|whom|the Act)\b|;).*", re.S
)
# How a sentence of its own begins. Nobody can tell the office from it.
_OWN_SENTENCE = re.compile(r"(?:this|it|i|the (?:appeal|application|letter|request))\s", re.I)
_APPEAL = Message("Appeal")
_ARTICLE, _JOINED = (
    re.compile(r"the\s", re.I),
    re.compile(r"[\s,]+(?:(?:of|at|in)(?:\sthe)?)?\s*$"),
)


def _office_said(said: Mapping[str, str]) -> str | None:
    """Return the words of the row that names the office, None if nobody filled it in."""
    return next((said[key] for key in (ADDRESSED_KEY, ADDRESSED_PARTY_KEY) if key in said), None)


def with_sentence(edits: PleadingEdits, locale: Locale) -> PleadingEdits:
    """Return edits in which the office that a person typed stands in a sentence."""
    keys = (ADDRESSED_KEY, ADDRESSED_PARTY_KEY)
    rows = (
        replace(row, words=_sentence(row.words, locale)) if row.key in keys and row.words else row
        for row in edits.rows
    )
    return replace(edits, rows=tuple(rows))


def _sentence(words: str, locale: Locale) -> str:
    office = words.strip().rstrip(FULL_STOPS)
    if _OWN_SENTENCE.match(office):
        return words
    return locale.say(_IS_ADDRESSED, office=office)


def addressed_values(
    said: Mapping[str, str], values: Mapping[str, str], law: Law, stage: Stage, locale: Locale
) -> dict[str, str]:
    """Return the address lines and the forum of a remedy to the office that a person named.

    `values` are those without it. They stay if nobody named an office, or if the words are those
    that the law offers. If they do not begin with the office, the head has only the name of the
    body. A pleading keeps the office that the law names as its forum.
    """
    words, offered = _office_said(said), forum_of(law, stage.key).addressed
    if words is None or (offered and words == offered.in_language(locale.language)):
        return {}
    name, office = values["appeal_body_name"], _office(words, locale)
    if not office:
        return {"appeal_body_to": "", "appeal_body_address": ""}
    statutory = stage.office.in_language(locale.language) if stage.office else ""
    by_letter = stage.by_letter
    of_law, office = _apart(office, statutory)
    before, found, place = office.partition(name)
    if not found:
        before, _, place = office.partition(",")
    post = _JOINED.sub("", before)
    bare = at_start(_ARTICLE.sub("", post, count=1) if _ARTICLE.match(post) else post)
    kept = statutory if of_law or not by_letter else ""
    to = locale.listed([each for each in (kept, bare) if each])
    address = place.strip(" ,") or values["appeal_body_address"]
    lines = {"appeal_body_to": to, "appeal_body_address": address}
    if by_letter and post:
        lines["appeal_forum"] = locale.listed((post, name))
    if by_letter and not of_law:
        lines["remedy_title"] = _title(words, forum_of(law, stage.key), locale)
    return lines


def _title(words: str, forum: Forum, locale: Locale) -> str:
    """Return the title of a remedy that goes to another office than the one in its own title: as
    the decision calls it, if a person wrote that."""
    also = forum.called_also.in_language(locale.language) if forum.called_also else ""
    if also and also.casefold() in words.casefold():
        return at_start(also)
    return at_start(
        forum.filing.in_language(locale.language) if forum.filing else locale.say(_APPEAL)
    )


def _office(words: str, locale: Locale) -> str:
    """Return the office that a sentence names; empty if nobody can tell it from the sentence."""
    before = locale.say(_IS_ADDRESSED, office="|").partition("|")[0]
    said = words.strip()
    if not said.startswith(before):
        return ""
    return _ADDED.sub("", said.removeprefix(before)).strip().rstrip(FULL_STOPS)


def _apart(office: str, statutory: str) -> tuple[bool, str]:
    """Return whether words begin with the office that the law names, and the words after it."""
    bare = _ARTICLE.sub("", office, count=1) if _ARTICLE.match(office) else office
    if statutory and bare.casefold().startswith(f"{statutory.casefold()},"):
        return True, bare[len(statutory) :].lstrip(" ,")
    return False, office
